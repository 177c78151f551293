#include "ui/widgets/stage/stage_marks.h"

#include <algorithm>
#include <utility>

namespace tcpstage::widgets {

namespace {

/// The visible items that have details, from top to bottom.
std::vector<scene::Ref> inOrder(const scene::Scene& scene)
{
    std::vector<std::pair<QPointF, scene::Ref>> places;
    for (const std::vector<scene::Mark>* marks : {&scene.still, &scene.moving})
        for (const scene::Mark& mark : *marks)
            if (const QRectF at = scene::bounds(mark); hasDetails(mark.ref) && at.intersects({{}, scene.size}))
                places.emplace_back(at.topLeft(), mark.ref);
    std::ranges::stable_sort(places, [](const auto& a, const auto& b) {
        return std::pair{a.first.y(), a.first.x()} < std::pair{b.first.y(), b.first.x()};
    });
    std::vector<scene::Ref> refs;
    refs.reserve(places.size());
    for (const auto& [at, ref] : places)
        refs.push_back(ref);
    return refs;
}

} // namespace

bool hasDetails(const scene::Ref& ref)
{
    return ref.kind == scene::Ref::Kind::Segment || ref.kind == scene::Ref::Kind::State ||
           ref.kind == scene::Ref::Kind::Variable || ref.kind == scene::Ref::Kind::Step ||
           ref.kind == scene::Ref::Kind::Timer || ref.kind == scene::Ref::Kind::Field ||
           ref.kind == scene::Ref::Kind::Term || ref.kind == scene::Ref::Kind::Network;
}

QRectF placeIn(const scene::Scene& scene, const scene::Ref& ref)
{
    QRectF place;
    for (const std::vector<scene::Mark>* marks : {&scene.still, &scene.moving})
        for (const scene::Mark& mark : *marks)
            if (mark.ref == ref) place |= scene::bounds(mark);
    return place;
}

std::optional<scene::Ref> besideIn(const std::vector<const scene::Scene*>& scenes, const scene::Ref& now, bool forward)
{
    std::vector<scene::Ref> refs;
    for (const scene::Scene* scene : scenes)
        for (const scene::Ref& ref : inOrder(*scene))
            if (std::ranges::find(refs, ref) == refs.end()) refs.push_back(ref);
    if (refs.empty()) return {};
    const auto found = std::ranges::find(refs, now);
    const auto count = static_cast<std::ptrdiff_t>(refs.size());
    std::ptrdiff_t next = forward ? 0 : count - 1;
    if (found != refs.end()) next = (found - refs.begin() + (forward ? 1 : count - 1)) % count;
    return refs[static_cast<std::size_t>(next)];
}

} // namespace tcpstage::widgets
