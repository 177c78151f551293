#pragma once
// The goal of the lesson, above the caption: what is to be reached, what is still allowed, the hints, and how it was
// solved. Hidden where there is no goal.

#include "ui/widgets/common/actions.h"

#include <QFrame>

class QLabel;
class QToolButton;

namespace tcpstage::widgets {

class GoalBar : public QFrame {
    Q_OBJECT

public:
    GoalBar(model::Store& store, const Actions& actions, QWidget* parent = nullptr);

    /// As it stands in the bar, without markup.
    QString text() const;

private:
    void apply(const model::Model& model);

    model::Store& store_;
    QLabel* words_;
    QToolButton* hint_;
    QToolButton* there_; // goes to where the goal is reached
};

} // namespace tcpstage::widgets
