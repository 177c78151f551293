#pragma once
// Checks a handshake or a close as others draw it: the text, which can be pasted or opened, and beside it what is
// impossible, with the rule and the right number. Ready diagrams are exercises: one marks the lines oneself first.

#include "core/diagram/check_diagram.h"
#include "ui/model/store/store.h"

#include <QDialog>
#include <set>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTextBrowser;

namespace tcpstage::widgets {

class DiagramDialog : public QDialog {
    Q_OBJECT

public:
    explicit DiagramDialog(model::Store& store, QWidget* parent = nullptr);

    QPlainTextEdit& edit() const { return *edit_; }
    /// What was found, as text.
    QString result() const;
    /// Shows that exercise; by its number.
    void chooseExercise(int number);
    /// Of an exercise: marks the line of the cursor as impossible, or no longer.
    void toggleLine();
    /// Says what is impossible; of an exercise, what was marked rightly as well.
    void solve();
    /// A file of at most 64 KiB, as text.
    void openFile(const QString& path);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void build();
    void retranslate();
    void sayWhatToDo();
    void check();
    bool isExercise() const;
    void showFindings(const std::vector<diagram::Finding>& findings);
    void showError(const Error& error);
    void paintLines(const std::vector<diagram::Finding>& findings);
    void follow(const QString& link);

    model::Store& store_;
    QComboBox* which_; // one's own, and the exercises
    QPushButton* open_;
    QPushButton* mark_;
    QPushButton* solve_;
    QLabel* sentence_; // what to do
    QPlainTextEdit* edit_;
    QTextBrowser* found_;
    std::set<int> marked_; // lines, from 1
    bool solved_ = false;
    QString own_; // one's own text, while an exercise is shown
};

} // namespace tcpstage::widgets
