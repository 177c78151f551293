#pragma once
// On the empty ladder before the first step: which keys step and play. Never takes the keyboard or the mouse.

#include "ui/widgets/common/actions.h"

#include <QLabel>

namespace tcpstage::widgets {

class StepHint : public QLabel {
    Q_OBJECT

public:
    /// `stage` has the ladder; the hint stands in its middle.
    StepHint(model::Store& store, const Actions& actions, QWidget& stage);

    void apply(const model::Model& model);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void place();
    QString keyOf(model::Command command, Qt::Key preferred) const;

    model::Store& store_;
    const Actions& actions_;
};

} // namespace tcpstage::widgets
