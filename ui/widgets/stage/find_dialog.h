#pragma once
// "Go to or find": a field for a number, a time or words, and the steps that have them. The stage shows the chosen step
// at once; Enter stays there, Esc goes back to where one was.

#include "ui/model/store/store.h"
#include "ui/scene/words/step_search.h"

#include <QDialog>
#include <QTimer>
#include <optional>

class QLabel;
class QLineEdit;
class QListWidget;

namespace tcpstage::widgets {

class FindDialog : public QDialog {
    Q_OBJECT

public:
    /// `words`: what was sought the last time.
    FindDialog(model::Store& store, const QString& words, QWidget* parent);

    QString words() const;
    /// The steps that are listed, from top to bottom.
    const std::vector<scene::FoundStep>& listed() const { return steps_; }
    void reject() override;

protected:
    /// Keys that move in a list move in this one while the field has the focus.
    bool eventFilter(QObject* watched, QEvent* event) override;
    void showEvent(QShowEvent* event) override;

private:
    void build(const QString& words);
    void begin();
    void beginTyped();
    void goOn();
    void add(std::size_t from);
    void say();
    void fit();
    void goTo(int row);

    model::Store& store_;
    std::shared_ptr<const scene::StagedRun> staged_;
    scene::StageTime before_; // where one was, and what was selected
    scene::Ref selected_;
    QLineEdit* field_;
    QListWidget* list_;
    QLabel* status_;
    QTimer timer_;
    bool typed_ = false; // since it was opened
    std::optional<scene::StepSearch> search_;
    std::vector<scene::FoundStep> steps_;
};

} // namespace tcpstage::widgets
