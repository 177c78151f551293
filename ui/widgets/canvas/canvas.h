#pragma once
// The widget that shows a scene. Keeps its still marks in a pixmap, and repaints only the moving marks and what
// differs.

#include "ui/paint/theme.h"
#include "ui/scene/marks/scene.h"

#include <QPixmap>
#include <QWidget>
#include <memory>
#include <optional>
#include <utility>

class QPainter;

namespace tcpstage::widgets {

struct Voice;

/// A round part of the picture that is drawn larger.
struct Lens {
    QPointF centre;
    double radius = 0;
    double zoom = 2;
    friend bool operator==(const Lens&, const Lens&) = default;
};

class Canvas : public QWidget {
    Q_OBJECT

public:
    explicit Canvas(QWidget* parent = nullptr);
    ~Canvas() override;

    /// Shows a scene. `scroll` is the scroll of its content in pixels, which allows reusing painted pixels.
    void show(scene::Scene scene, double scroll = 0);
    void setTheme(const paint::Theme& theme);
    /// Repaints everything for the next scene instead of comparing it with this one.
    void forgetStill() { stillValid_ = false; }
    const scene::Scene& scene() const { return scene_; }
    /// Marks above the scene, which stay when it changes: the stroke that is being drawn. Paints what differs.
    void showAbove(std::vector<scene::Mark> marks);
    /// Draws what is under the lens larger, from the marks; empty: there is no lens.
    void magnify(const std::optional<Lens>& lens);
    /// The last position of the mouse.
    QPointF pointer() const { return pointer_; }

    /// What it says to a screen reader: see speak() in ui/widgets/access.
    const Voice& voice() const { return *voice_; }
    void setVoice(Voice voice);
    /// Whether the picture has changed since the last call.
    bool takeUnspoken() { return std::exchange(unspoken_, false); }

Q_SIGNALS:
    void picked(const tcpstage::scene::Ref& ref, const QPoint& globalPosition); // left press on a mark, or on nothing
    void asked(const tcpstage::scene::Ref& ref, const QPoint& globalPosition);  // context menu
    void hovered(const tcpstage::scene::Ref& ref);
    void scrolled(double pixels);         // wheel or touchpad; positive: downwards
    void zoomed(double factor, double x); // with Ctrl, at the place x
    void dragged(const QPointF& by);      // with the left button
    void needed();                        // a new scene is needed: the canvas is shown or resized
    void changed();                       // it has another scene
    void ending();                        // it still is whole, but not for long

protected:
    bool event(QEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

private:
    double ratio() const { return devicePixelRatioF(); }
    bool canKeepStill(const scene::Scene& next, double scroll) const;
    void keepStill(const scene::Scene& next, double scroll);
    /// Paints the first frame directly, which is faster; the pixmap is made for the second.
    void paintFirst();
    void paintAllStill();
    void paintStill(const QRegion& region, const std::vector<scene::Mark>& marks);
    void paintLens(QPainter& painter) const;
    void paintStillPart(const QRegion& region, const std::vector<scene::Mark>& marks, double offset);
    /// The area to repaint for `rect`: whole pixels within the canvas.
    QRegion aligned(const QRectF& rect) const;
    QRegion aligned(const std::vector<QRectF>& rects) const;

    scene::Scene scene_;
    std::vector<scene::Mark> above_;
    std::optional<Lens> lens_;
    double scroll_ = 0;
    const paint::Theme* theme_;
    QPixmap still_;  // the still marks, in device pixels; a ring buffer of rows, so that scrolling moves no pixels
    int origin_ = 0; // the row of `still_` that is at the top, in device pixels
    bool stillValid_ = false;
    bool painted_ = false;
    scene::Ref hovered_;
    QPointF pointer_;
    std::unique_ptr<Voice> voice_;
    bool unspoken_ = true;
};

} // namespace tcpstage::widgets
