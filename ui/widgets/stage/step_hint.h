#pragma once
// On the empty ladder before the first step: which keys step and play. Never takes the keyboard or the mouse.

#include "ui/widgets/common/actions.h"

#include <QLabel>
#include <optional>

namespace tcpstage::widgets {

class Canvas;

class StepHint : public QLabel {
    Q_OBJECT

public:
    /// `stage` has the ladder; the hint stands low on it, where it hides no words.
    StepHint(model::Store& store, const Actions& actions, Canvas& stage);

    void apply(const model::Model& model);

private:
    void place();
    std::optional<int> freeHeight(int x, int below) const;
    bool hidesWords(const QRect& place) const;
    QString keyOf(model::Command command, Qt::Key preferred) const;

    model::Store& store_;
    const Actions& actions_;
    Canvas& stage_;
    QString words_;
};

} // namespace tcpstage::widgets
