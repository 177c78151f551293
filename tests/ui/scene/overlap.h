#pragma once
// Finds labels of a ladder that overlap anything.

#include "ui/scene/marks/geometry.h"
#include "ui/scene/views.h"

#include <cmath>
#include <string>
#include <vector>

namespace tcpstage::testing {

/// The box around the letters of a label, from the top of a capital to the baseline.
inline scene::Turned letters(const scene::Label& label)
{
    const double width = scene::textWidth(label.text, label.face, label.pixels, label.weight);
    const double left = label.align == scene::Align::Left     ? 0
                        : label.align == scene::Align::Centre ? -width / 2
                                                              : -width;
    const double angle = label.degrees * 3.14159265358979 / 180;
    const QPointF along{std::cos(angle), std::sin(angle)};
    const QPointF up{std::sin(angle), -std::cos(angle)};
    const double tall = label.pixels * 0.74;
    return {label.at + along * (left + width / 2) + up * (tall / 2), {width - 1, tall}, label.degrees};
}

struct Placed {
    scene::Turned box;
    QRectF bounds;
    const scene::Label* label;
    const scene::Ref* ref;
};

inline std::vector<Placed> placedLabels(const std::vector<scene::Mark>& marks)
{
    std::vector<Placed> placed;
    for (const scene::Mark& mark : marks)
        if (const auto* label = std::get_if<scene::Label>(&mark.shape)) {
            const scene::Turned box = letters(*label);
            placed.push_back({box, box.bounds(), label, &mark.ref});
        }
    return placed;
}

/// Describes the first overlap of a label with anything; empty if there is none.
inline std::string overlap(const std::vector<scene::Mark>& marks)
{
    const std::vector<Placed> labels = placedLabels(marks);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        for (std::size_t j = i + 1; j < labels.size(); ++j)
            if (labels[i].bounds.intersects(labels[j].bounds) && scene::touch(labels[i].box, labels[j].box))
                return "\"" + labels[i].label->text.toStdString() + "\" on \"" + labels[j].label->text.toStdString() +
                       "\"";
        for (const scene::Mark& mark : marks) {
            const auto* line = std::get_if<scene::Line>(&mark.shape);
            if (line && scene::touch(labels[i].bounds, line->from, line->to) &&
                scene::touch(labels[i].box, line->from, line->to))
                return "\"" + labels[i].label->text.toStdString() + "\" on a line";
            const auto* box = std::get_if<scene::Box>(&mark.shape);
            const bool own = box && mark.ref == *labels[i].ref && mark.ref.kind != scene::Ref::Kind::State;
            if (box && !own && box->rect.intersects(labels[i].bounds) &&
                scene::touch(labels[i].box, scene::Turned{box->rect.center(), box->rect.size(), 0}))
                return "\"" + labels[i].label->text.toStdString() + "\" on a box";
        }
    }
    return {};
}

inline scene::Scene wholeLadder(const scene::StagedRun& staged, QSizeF size, double zoom,
                                const scene::DisplayOptions& display)
{
    scene::Viewport view{size, 0, zoom};
    if (!display.presenting) view.size.setHeight(scene::ladderHeight({staged, {}, view, {}, display}));
    return scene::ladder({staged, staged.timeMap.end(), view, {}, display});
}

} // namespace tcpstage::testing
