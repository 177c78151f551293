#pragma once
// Prepares a lesson hour: lessons are dragged into it and ordered, each with the step where it begins, its minutes and
// the speaker's notes. It stays open beside the window.

#include "core/lesson/hour.h"
#include "ui/model/store/store.h"

#include <QDialog>
#include <functional>

class QLabel;
class QLineEdit;
class QListWidget;
class QListWidgetItem;
class QPlainTextEdit;
class QPushButton;
class QSpinBox;

namespace tcpstage::widgets {

class HourDialog : public QDialog {
    Q_OBJECT

public:
    HourDialog(model::Store& store, QWidget* parent);

    /// As it is in the dialog.
    lesson::Hour hour() const;
    QListWidget& lessons() const { return *lessons_; }
    QListWidget& parts() const { return *parts_; }
    /// Writes it to a file; false, with a sentence in the dialog, if that fails.
    bool saveTo(const QString& path);
    /// Takes an hour from a file; the sentence of the dialog says why not.
    bool read(const QString& path);
    void reject() override;

private:
    void build();
    QLayout* editor();
    QLayout* buttons();
    void fillLessons(const QString& words);
    void take(const lesson::Hour& hour, const std::string& path);
    void add(const lesson::HourPart& part);
    void addChosen();
    void addFiles();
    void remove();
    void move(int by);
    /// Shows what is known of the chosen part.
    void showPart();
    /// Takes what was edited of it.
    void edited();
    void changed();
    void say(const OwnedText& problem);
    void save();
    void saveThen(const std::function<void()>& next);
    void openFile();
    void begin();
    QPushButton* button(const Text& words, void (HourDialog::*pressed)());

    model::Store& store_;
    Language language_;
    QLineEdit* title_;
    OwnedText titleBefore_;
    QLineEdit* search_;
    QListWidget* lessons_;
    QListWidget* parts_;
    QSpinBox* step_;
    QSpinBox* minutes_;
    QPlainTextEdit* notes_;
    QLabel* sum_;
    QLabel* sentence_;
    QString path_; // of its file; empty: none yet
    bool unsaved_ = false;
    bool filling_ = false; // the fields are being filled
};

} // namespace tcpstage::widgets
