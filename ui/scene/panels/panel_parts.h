#pragma once
// Parts of an endpoint's panel. Private to the panel's sources.

#include "ui/scene/marks/scene.h"
#include "ui/scene/words/variables.h"

namespace tcpstage::scene {

/// Adds marks to a scene. All marks of a panel are moving ones, because a panel is small.
class PanelPen {
public:
    PanelPen(Scene& scene, double scale) : scene_{scene}, scale_{scale} {}

    double px(double count) const { return count * scale_; }
    void add(Shape shape, const Ref& ref = {}, double opacity = 1)
    {
        scene_.moving.push_back({std::move(shape), ref, opacity});
    }
    void text(const QString& text, QPointF at, double pixels, Ink ink, int weight, Align align = Align::Left,
              Face face = Face::Sans, const Ref& ref = {})
    {
        add(Label{text, at, pixels, ink, face, weight, align, 0}, ref);
    }
    void fill(const QRectF& rect, double radius, Ink ink, const Ref& ref = {}, double opacity = 1)
    {
        add(Box{rect, radius, ink}, ref, opacity);
    }
    /// Around what is selected.
    void frame(const QRectF& rect, const Ref& ref)
    {
        add(Box{rect, px(3), Ink::None, Ink::Selection, px(1.5), Stroke::Solid}, ref);
    }

private:
    Scene& scene_;
    double scale_;
};

struct PanelInput {
    const StagedRun& staged;
    trace::Side side;
    trace::Moment moment;
    const Ref& selection;
    const DisplayOptions& display;
};

void drawDiagram(PanelPen& pen, const PanelInput& input, const QRectF& area);
/// Draws the send or the receive sequence space as in figures 3 and 4 of RFC 9293.
void drawSequenceSpace(PanelPen& pen, const tcp::Tcb& tcb, bool sending, const QRectF& area, const PanelInput& input);

/// The last transition of a side; empty at the beginning.
struct LastTransition {
    tcp::State from;
    tcp::State to;
    QString event;
    QString action;
};
std::optional<LastTransition> lastTransition(const StagedRun& staged, trace::Side side, trace::Moment moment,
                                             Language language);

} // namespace tcpstage::scene
