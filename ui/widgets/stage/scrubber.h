#pragma once
// Where in the lesson we are: chapters, a tick for each segment in its colour, and a handle to drag.

#include "ui/model/model.h"
#include "ui/scene/plots/ticks.h"
#include "ui/widgets/stage/canvas.h"

namespace tcpstage {

class Scrubber : public Canvas {
    Q_OBJECT

public:
    explicit Scrubber(QWidget* parent = nullptr);

    void apply(const Model& model);
    /// Pixels from the left edge <-> stage time. Outside the track it is clipped.
    double x(StageTime time) const;
    StageTime time(double x) const;

    QSize sizeHint() const override { return {600, 40}; }
    QSize minimumSizeHint() const override { return {200, 40}; }

Q_SIGNALS:
    void sought(tcpstage::StageTime time);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    void draw();
    void drawStill(Scene& scene) const;
    void drawMoving(Scene& scene) const;

    StagedRunPtr staged_;
    std::vector<Chapter> chapters_;
    Ticks ticks_;
    StageTime now_{};
    StageTime known_ = StageTime::max(); // what comes later is not told
    Language language_ = Language::English;
};

} // namespace tcpstage
