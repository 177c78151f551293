#pragma once
// Above an endpoint that is shown alone, since the window has no room for both: a button that shows the other one.

#include "ui/model/model.h"

#include <QToolButton>

namespace tcpstage::widgets {

class EndSwitch : public QToolButton {
    Q_OBJECT

public:
    EndSwitch();

    /// `other` is the end that it shows.
    void apply(const model::Model& model, trace::Side other);
};

} // namespace tcpstage::widgets
