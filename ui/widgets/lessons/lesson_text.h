#pragma once
// The lesson, the branch or the sandbox on the stage as text, beside it. It is checked while it is written: a mistake
// is marked and told, and while there is none the stage follows.

#include "ui/model/store/store.h"

#include <QFrame>
#include <QTimer>

class QLabel;
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
    /// A note for the present step, its title selected to be written over.
    void addNote();
    /// Checks at once what is written.
    void check();

private:
    void retranslate(const model::Model& model);
    /// The text of another run, or another text of the same one, is to be shown.
    void read(const model::Model& model);
    void keepDraft();
    /// What is wrong with the text; empty: nothing.
    void showProblem(const OwnedText& problem);
    void askToSaveText();

    model::Store& store_;
    CodeEdit* code_;
    QLabel* title_;
    QLabel* sentence_;
    QPushButton* note_;
    QPushButton* save_;
    QTimer pause_;              // after the last letter
    model::StagedRunPtr shown_; // whose text it is
    std::string followed_;      // the text that the stage follows
    std::string written_;       // what stands in the field
    std::string own_;           // of what is shown, without what was written and not run
    OwnedText problem_;
    bool reading_ = false;
};

} // namespace tcpstage::widgets
