#pragma once
// The position in the run: chapters, a tick for each segment in its colour, and a handle to drag.

#include "ui/model/model.h"
#include "ui/scene/plots/ticks.h"
#include "ui/widgets/canvas/canvas.h"

#include <optional>

namespace tcpstage::widgets {

class Scrubber : public Canvas {
    Q_OBJECT

public:
    explicit Scrubber(QWidget* parent = nullptr);

    void apply(const model::Model& model);
    /// Converts stage time to pixels from the left edge and back, limited to the track.
    double x(scene::StageTime time) const;
    scene::StageTime time(double x) const;
    /// Where a chapter's name stands, and what begins there; a click on it goes there.
    struct Name {
        QRectF box;
        scene::StageTime at;
        QString title;
    };
    const std::vector<Name>& names() const { return names_; }
    // For a screen reader: steps, of which as many have been as step() says, 0 to steps().
    std::size_t step() const { return staged_ ? staged_->stepsUntil(now_) : 0; }
    std::size_t steps() const { return staged_ ? staged_->stepCount() : 0; }
    void seek(std::size_t step);

    QSize sizeHint() const override { return {600, static_cast<int>(px(40))}; }
    QSize minimumSizeHint() const override { return {200, static_cast<int>(px(40))}; }

Q_SIGNALS:
    void sought(tcpstage::scene::StageTime time);

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    bool event(QEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;

private:
    double px(double pixels) const { return pixels * size_; }
    void draw();
    void drawStill(scene::Scene& scene);
    void drawChapters(scene::Scene& scene);
    void placeNames();
    /// The step at a place, with its time; of a chapter's name its title.
    QString hintAt(QPointF at) const;
    std::optional<scene::StageTime> nameAt(QPointF at) const;
    void drawMoving(scene::Scene& scene) const;

    model::StagedRunPtr staged_;
    std::vector<scene::Chapter> chapters_;
    scene::Ticks ticks_;
    std::vector<Name> names_;
    std::optional<QPointF> named_; // where the button was pressed on a chapter's name
    scene::StageTime now_{};
    double size_ = 1;                                  // factor for the text, and what is sized by it
    scene::StageTime known_ = scene::StageTime::max(); // during a quiz, nothing later than this is drawn
    Language language_ = Language::English;
};

} // namespace tcpstage::widgets
