// Draws a change of the network: a thin line between the lifelines, with a label.

#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/ladder/network_marks.h"
#include "ui/scene/marks/scene.h"

namespace tcpstage::scene {

void LadderBuilder::networks()
{
    if (staged_.run.networks.empty()) return;
    plan_.visitBlocks(style_.time(scroll_), style_.time(scroll_ + style_.height), [this](const Block& block) {
        for (const NetworkPlan& plan : block.networks)
            if (timeOfChange(staged_, plan.change) <= time_ &&
                seen(plan.y - scroll_ - px(12), plan.y - scroll_ + px(12)))
                network(plan);
    });
}

void LadderBuilder::network(const NetworkPlan& plan)
{
    const Ref ref{Ref::Kind::Network, trace::Side::Left, static_cast<std::uint32_t>(plan.change)};
    const double height = plan.y - scroll_;
    const double width = std::max(1.0, px(1.2));
    const auto line = [&](double from, double to) {
        if (to - from > px(4)) still(Line{{from, height}, {to, height}, width, Ink::Muted, Stroke::Dashed, 0}, ref);
    };
    const double left = style_.edge(trace::Side::Left);
    const double right = style_.edge(trace::Side::Right);
    const bool selected = selection_.kind == ref.kind && selection_.id == ref.id;
    if (plan.label.pieces.empty()) {
        line(left, right);
        if (selected) moving(Line{{left, height}, {right, height}, px(3), Ink::Selection, Stroke::Solid, 0}, ref, 0.6);
        return;
    }
    const QRectF pill = plan.pill.translated(0, -scroll_);
    line(left, pill.left() - px(3));
    line(pill.right() + px(3), right);
    still(Box{pill, pill.height() / 2, Ink::Paper, Ink::Muted, 1, Stroke::Dashed}, ref);
    row(plan.label, ref, scene_.still);
    if (selected) moving(Box{pill, pill.height() / 2, Ink::None, Ink::Selection, px(2.5), Stroke::Solid}, ref);
}

} // namespace tcpstage::scene
