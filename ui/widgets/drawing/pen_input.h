#pragma once
// The mouse, a finger or a pen on a canvas draws while drawing is on. Only translates events to actions, and shows the
// stroke that grows, wherever it is drawn.

#include "ui/model/store/store.h"

#include <QObject>
#include <QPointF>

class QMouseEvent;
class QTabletEvent;
class QTouchEvent;

namespace tcpstage::widgets {

class Canvas;

class PenInput : public QObject {
    Q_OBJECT

public:
    PenInput(model::Store& store, Canvas& canvas);

    void apply(const model::Model& model);
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void used(); // a stroke was drawn or erased here

private:
    enum class Tool : std::uint8_t { None, Mouse, Finger, Pen };
    struct Touch {
        QPointF at;
        double width = 1;
        double slack = 8; // pixels around what is erased
        bool erases = false;
    };
    bool mouse(const QMouseEvent& event);
    bool touch(QTouchEvent& event);
    bool tablet(QTabletEvent& event);
    /// Whether the tool has the stage: another one may not draw at the same time.
    bool down(Tool tool, const Touch& touch);
    void move(Tool tool, const Touch& touch);
    void up(Tool tool);
    void erase(const Touch& touch);
    void showGrowing();

    model::Store& store_;
    Canvas& canvas_;
    Tool tool_ = Tool::None;
    int finger_ = -1;
    QPointF last_;
};

} // namespace tcpstage::widgets
