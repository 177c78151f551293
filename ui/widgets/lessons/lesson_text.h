#pragma once
// The text of the lesson, branch or sandbox on the stage, shown beside it. It is checked while it is edited: an error
// is marked and explained; a text without errors is run and shown on the stage.

#include "ui/model/store/store.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QToolButton;
class QPushButton;

namespace tcpstage::widgets {

class Actions;
class CodeEdit;

class LessonText : public QFrame {
    Q_OBJECT

public:
    LessonText(model::Store& store, const Actions& actions, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);
    CodeEdit& code() const { return *code_; }
    QString sentence() const;
    /// Adds a note for the current step, with its title selected for overwriting.
    void addNote();
    /// Checks the text at once.
    void check();
    /// Gives the text the keyboard.
    void take();

Q_SIGNALS:
    void left(); // the keyboard should go back to the stage

private:
    void retranslate(const model::Model& model);
    /// Shows the text of the run on the stage.
    void read(const model::Model& model);
    void goToLine(int line);
    void keepDraft();
    /// Shows the error in the text; empty: none.
    void showProblem(const OwnedText& problem);
    void askToSaveText();

    model::Store& store_;
    CodeEdit* code_;
    QLabel* title_;
    QToolButton* help_;
    QToolButton* close_;
    QLabel* sentence_;
    QPushButton* note_;
    QPushButton* save_;
    QTimer pause_;              // since the last edit
    model::StagedRunPtr shown_; // the run of the text
    std::string followed_;      // the text that was run
    std::string written_;       // the content of the editor
    std::string own_;           // the text of the shown run, without edits not run yet
    OwnedText problem_;
    bool reading_ = false;
};

} // namespace tcpstage::widgets
