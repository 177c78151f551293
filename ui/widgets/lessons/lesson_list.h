#pragma once
// The list of lessons in groups, with a search field.

#include "ui/model/catalogue.h"
#include "ui/model/model.h"

#include <QFileSystemWatcher>
#include <QFrame>

class QKeyEvent;
class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;

namespace tcpstage::widgets {

class LessonList : public QFrame {
    Q_OBJECT

public:
    explicit LessonList(QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);
    /// Of its own rows, where it is not that of the window: over a presentation.
    void setTextSize(double textSize);
    void search(); // focuses the search field, with its text marked
    /// From now on, letters typed in the list go on with the search. In the window they are commands.
    void searchByLetters() { lettersSearch_ = true; }
    /// The ids of the visible lessons, from top to bottom.
    QStringList shown() const;

Q_SIGNALS:
    void chosen(const QString& lesson);
    void partChosen(int part); // of the hour
    void left();               // the focus should return to the stage

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void addGroup(lesson::Group group);
    void retranslate();
    void filter(const QString& words);
    void showOwn(const QString& folder);
    void readOwn();
    void showHour(const model::Model& model);
    void choose(QListWidgetItem* item);
    void mark(const std::string& source);
    void followFocus();
    void size();
    void sizeRows();
    int pixels(double length) const;
    QFont rowFont() const;
    void takeHit();
    void escape();
    bool writeOn(QKeyEvent& key);
    void turnList(QKeyEvent& key);

    QLineEdit* field_;
    QListWidget* list_;
    QLabel* nothing_;
    QList<QListWidgetItem*> items_; // in teaching order, with the headings
    double textSize_ = 0;           // 0: the window's
    bool lettersSearch_ = false;
    std::string source_;      // of the lesson on the stage
    QListWidgetItem* inText_; // heading of those that only mention what is searched
    model::HourPtr hour_;
    int part_ = -1;  // of the hour that is on the stage
    QString folder_; // of one's own lessons
    QFileSystemWatcher folderWatch_;
    Language language_ = Language::English;
    std::shared_ptr<const std::vector<std::string>> finished_; // ids of the lessons that have been seen to their end
    std::shared_ptr<const std::vector<std::string>> solved_;   // and of those whose goal was reached
};

} // namespace tcpstage::widgets
