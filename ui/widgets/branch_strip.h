#pragma once
// The lesson and what became of it, side by side as buttons: the first run is always still there.

#include "ui/widgets/actions.h"

#include <QFrame>
#include <vector>

class QButtonGroup;
class QHBoxLayout;
class QToolButton;

namespace tcpstage {

class BranchStrip : public QFrame {
    Q_OBJECT

public:
    BranchStrip(Store& store, const Actions& actions, QWidget* parent = nullptr);

    void apply(const Model& model, const Model* before);
    /// The button of a branch; 0: of the lesson.
    QToolButton* button(std::size_t number) const { return buttons_[number]; }
    std::size_t count() const { return buttons_.size(); }

private:
    void rebuild(const Model& model);
    void ask(std::size_t number, const QPoint& at);
    void askForName(std::size_t number);

    Store& store_;
    const Actions& actions_;
    QHBoxLayout* row_;
    QButtonGroup* group_;
    QToolButton* compare_;
    std::vector<QToolButton*> buttons_;
};

} // namespace tcpstage
