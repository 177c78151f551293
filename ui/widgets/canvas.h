#pragma once
// One widget for all views. Keeps the still marks in a picture of its own and repaints only what moves.

#include "ui/paint/theme.h"
#include "ui/scene/scene.h"

#include <QPixmap>
#include <QWidget>

namespace tcpstage {

class Canvas : public QWidget {
    Q_OBJECT

public:
    explicit Canvas(QWidget* parent = nullptr);

    /// Shows a scene; `scroll` is how far its content is scrolled (pixels), so that scrolling can move what is painted.
    void show(Scene scene, double scroll = 0);
    void setTheme(const Theme& theme);
    const Scene& scene() const { return scene_; }

Q_SIGNALS:
    void picked(const tcpstage::Ref& ref, const QPoint& globalPosition); // left press on a mark, or on nothing
    void asked(const tcpstage::Ref& ref, const QPoint& globalPosition);  // context menu
    void hovered(const tcpstage::Ref& ref);
    void scrolled(double pixels); // wheel or touch pad; positive: downwards
    void zoomed(double factor);   // with Ctrl
    void resized();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    void paintStill();

    Scene scene_;
    double scroll_ = 0;
    const Theme* theme_;
    QPixmap still_; // the still marks, at device resolution
    bool stillValid_ = false;
};

} // namespace tcpstage
