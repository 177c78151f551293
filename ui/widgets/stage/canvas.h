#pragma once
// One widget for all views. Keeps the still marks in a picture of its own and repaints only what moves.

#include "ui/paint/theme.h"
#include "ui/scene/marks/scene.h"

#include <QPixmap>
#include <QWidget>

namespace tcpstage::widgets {

class Canvas : public QWidget {
    Q_OBJECT

public:
    explicit Canvas(QWidget* parent = nullptr);

    /// Shows a scene; `scroll` is how far its content is scrolled (pixels), so that scrolling can move what is painted.
    void show(scene::Scene scene, double scroll = 0);
    void setTheme(const paint::Theme& theme);
    /// Nothing of what is shown next stands where it did: it is not worth a look at what has changed.
    void forgetStill() { stillValid_ = false; }
    const scene::Scene& scene() const { return scene_; }
    /// Where the mouse was last.
    QPointF pointer() const { return pointer_; }

Q_SIGNALS:
    void picked(const tcpstage::scene::Ref& ref, const QPoint& globalPosition); // left press on a mark, or on nothing
    void asked(const tcpstage::scene::Ref& ref, const QPoint& globalPosition);  // context menu
    void hovered(const tcpstage::scene::Ref& ref);
    void scrolled(double pixels);         // wheel or touch pad; positive: downwards
    void zoomed(double factor, double x); // with Ctrl, at the place x
    void dragged(const QPointF& by);      // with the left button
    void resized();

protected:
    void leaveEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    double ratio() const { return devicePixelRatioF(); }
    bool canKeepStill(const scene::Scene& next, double scroll) const;
    void keepStill(const scene::Scene& next, double scroll);
    /// The first frame goes straight to the screen: it is there earlier, and the picture is made for the second.
    void paintFirst();
    void paintAllStill();
    void paintStill(const QRegion& region, const std::vector<scene::Mark>& marks);
    void paintStillPart(const QRegion& region, const std::vector<scene::Mark>& marks, double offset);
    QRegion stillDamage(const scene::Scene& next, double shift) const;
    QRegion movingDamage(const scene::Scene& next) const;
    QRegion aligned(const QRectF& rect) const;

    scene::Scene scene_;
    double scroll_ = 0;
    const paint::Theme* theme_;
    QPixmap still_;  // the still marks, at device resolution; a roll: scrolling moves its beginning, not its pixels
    int origin_ = 0; // the row of `still_` that is at the top, in device pixels
    bool stillValid_ = false;
    bool painted_ = false;
    scene::Ref hovered_;
    QPointF pointer_;
};

} // namespace tcpstage::widgets
