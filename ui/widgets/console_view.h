#pragma once
// What tcpdump and ss would print at the present step, below the stage; hidden unless it is asked for.

#include "ui/model/store/store.h"

#include <QFrame>

namespace tcpstage::widgets {

class Canvas;

class ConsoleView : public QFrame {
    Q_OBJECT

public:
    explicit ConsoleView(model::Store& store, QWidget* parent = nullptr);

private:
    void apply();
    void draw();
    void copy();

    model::Store& store_;
    Canvas* canvas_;
};

} // namespace tcpstage::widgets
