#pragma once
// The strip below the stage: what tcpdump and ss would print, or the programs of two runs. Hidden where it has nothing
// to show.

#include "ui/model/store/store.h"

#include <QFrame>

namespace tcpstage::widgets {

class Canvas;

class StripView : public QFrame {
    Q_OBJECT

public:
    explicit StripView(model::Store& store, QWidget* parent = nullptr);

private:
    void apply();
    void draw();
    void copy();

    model::Store& store_;
    Canvas* canvas_;
};

} // namespace tcpstage::widgets
