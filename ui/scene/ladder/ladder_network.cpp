// Draws what lies across the ladder: folds, and a change of the network as a thin line with a label.

#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/ladder/network_marks.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

void LadderBuilder::folds()
{
    const auto& folds = staged_.timeMap.folds();
    plan_.visitBlocks(
        style_.time(scroll_), std::min(time_, style_.time(scroll_ + style_.height)), [&](const Block& block) {
            for (const FoldPlan& plan : block.folds)
                if (folds[plan.fold].from <= time_ && seen(plan.pill.top() - scroll_, plan.pill.bottom() - scroll_))
                    fold(plan);
        });
}

void LadderBuilder::fold(const FoldPlan& plan)
{
    const Fold& fold = staged_.timeMap.folds()[plan.fold];
    const bool over = fold.to <= time_;
    std::vector<Mark>& into = over ? scene_.still : scene_.moving;
    const Ref ref =
        fold.next == trace::no_record ? Ref{} : Ref{Ref::Kind::Step, staged_.trace().record(fold.next).side, fold.next};
    const QRectF pill = plan.pill.translated(0, -scroll_);
    if (scroll_ <= 0 || pill.top() >= style_.header) { // no half of it under the header
        into.push_back({Box{pill, pill.height() / 2, Ink::Paper, Ink::Rule, 1, Stroke::Solid}, ref, 1});
        row(plan.label, ref, into);
    }
    if (!over) return; // the lifeline is not drawn that far yet
    const double middle = std::round(plan.pill.center().y()) - scroll_;
    for (const trace::Side side : trace::both_sides) { // a break in the lifeline
        const double x = style_.x(side);
        const double reach = style_.band / 2 + px(3);
        moving(Box{{x - reach, middle - px(4), 2 * reach, px(8)}, 0, ground_});
        for (const double offset : {-4.0, 4.0})
            moving(Line{{x - reach, middle + px(offset + 2)},
                        {x + reach, middle + px(offset - 2)},
                        px(1.4),
                        Ink::Muted,
                        Stroke::Solid,
                        0});
    }
}

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
