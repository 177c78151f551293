#pragma once
// What the header offers and no part under the stage does, in the row of the menus: for a low window, which has no room
// for the header.

#include "ui/widgets/common/actions.h"

#include <QWidget>

class QMenuBar;
class QToolButton;

namespace tcpstage::widgets {

class LowHeader : public QWidget {
    Q_OBJECT

public:
    LowHeader(const Actions& actions, QMenuBar& bar);

    void retranslate(Language language);
    /// Stands in the row of the menus or leaves it. Where that row has no room for the buttons, one opens them as a
    /// menu.
    void place(bool wanted, int width);

private:
    QToolButton* addButton(model::Command command);

    const Actions& actions_;
    QMenuBar& bar_;
    QToolButton* predict_;
    QToolButton* language_;
    QToolButton* present_;
    QToolButton* more_;
};

} // namespace tcpstage::widgets
