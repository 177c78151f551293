#pragma once
// The strip under a presentation that is used with fingers: what else needs a key. There once the stage was touched,
// until a key is pressed.

#include "ui/widgets/common/actions.h"

#include <QFrame>
#include <vector>

class QToolButton;

namespace tcpstage::widgets {

class TouchBar : public QFrame {
    Q_OBJECT

public:
    TouchBar(const Actions& actions, QWidget* parent);

    void apply(const model::Model& model, const model::Model* before);
    QToolButton& button(model::Command command) const;

private:
    struct Item {
        model::Command command;
        QToolButton* button;
    };
    const Actions& actions_;
    std::vector<Item> items_;
};

} // namespace tcpstage::widgets
