#include "ui/scene/ladder/ladder_capsules.h"

#include "ui/scene/ladder/ladder_wordings.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include <cmath>
#include <limits>
#include <utility>

namespace tcpstage::scene {

namespace {

constexpr double gap = 8;     // pixels at scale 1 between two capsules: each has a ring of 3
constexpr double lowest = 96; // pixels at scale 1 by which others may push a capsule down
constexpr double lowestDot = 140;

} // namespace

double capsuleFlags(const LadderStyle& style) { return std::round(style.flagsPixels * 0.95); }

double capsuleNumbers(const LadderStyle& style, const DisplayOptions& display)
{
    return std::round(style.numbersPixels * (display.presenting ? 0.8 : 0.9));
}

QSizeF capsuleSize(const ArrowPlan& plan, const LadderStyle& style, const DisplayOptions& display)
{
    const double scale = style.scale;
    if (plan.capsule == Capsule::Dot) return {14 * scale, 14 * scale};
    const double big = capsuleFlags(style);
    const double width = textWidth(plan.flags, Face::Sans, big, 700) + 20 * scale;
    if (plan.capsule == Capsule::Flags) return {width, big + 9 * scale};
    const double small = capsuleNumbers(style, display);
    const double numbers = textWidth(plan.numbers, Face::Mono, small, 500) + 20 * scale;
    return {std::max(width, numbers), big + small + 12 * scale};
}

double capsuleMiddle(const LadderStyle& style, double width, double x)
{
    const double margin = style.band / 2 + 6 * style.scale;
    const double low = style.left + margin + width / 2;
    const double high = style.right - margin - width / 2;
    return low < high ? std::clamp(x, low, high) : (style.left + style.right) / 2;
}

QRectF capsuleBox(const ArrowPlan& plan, QPointF at, const LadderStyle& style, const DisplayOptions& display)
{
    const QSizeF size = capsuleSize(plan, style, display);
    at.setX(capsuleMiddle(style, size.width(), at.x()));
    at.ry() += 4 * style.scale + plan.drop + size.height() / 2;
    return {at - QPointF{size.width() / 2, size.height() / 2}, size};
}

SegmentWords nameCapsule(ArrowPlan& plan, const StagedRun& staged, trace::TransitId id, const LadderStyle& style,
                         const DisplayOptions& display)
{
    const double between = style.right - style.left - style.band;
    SegmentWords words = wordsOf(staged.trace(), id, display);
    words.differs = differenceSign(staged, id);
    const QString signs = words.differs + words.remarkSign;
    plan.flags = signs.isEmpty() ? words.flags : signs + u' ' + words.flags;
    plan.brief = plan.flags + u' ' + mainNumber(words);
    const QString all = words.window.isEmpty() ? words.numbers : words.numbers + u' ' + words.window;
    const double numbers = textWidth(all, Face::Mono, capsuleNumbers(style, display), 500);
    plan.numbers = numbers + 32 * style.scale <= between ? all : words.numbers;
    const auto isTooWide = [&] { return capsuleSize(plan, style, display).width() > between - 12 * style.scale; };
    if (plan.capsule == Capsule::Full && isTooWide()) plan.capsule = Capsule::Flags;
    if (plan.capsule == Capsule::Flags) {
        const double flagsWidth = capsuleSize(plan, style, display).width();
        double room = std::min(plan.clear, between) - 12 * style.scale;
        const QString flags = std::exchange(plan.flags, plan.brief); // in one row, or else in two
        if (capsuleSize(plan, style, display).width() > room) {
            room = std::max(room, std::min(flagsWidth, between - 12 * style.scale));
            plan.flags = flags;
            plan.numbers = mainNumber(words);
            plan.capsule = Capsule::Full;
            if (capsuleSize(plan, style, display).width() > room) plan.capsule = Capsule::Flags;
        }
    }
    if (plan.capsule == Capsule::Flags && isTooWide()) plan.flags = words.flags;
    if (isTooWide()) plan.capsule = Capsule::Dot;
    return words;
}

double HangingCapsules::middle(const Hanging& capsule, double y) const
{
    const QPointF from = capsule.way->from;
    const QPointF to = capsule.way->to;
    const double whole = to.y() - from.y();
    const double part = whole > 0 ? std::clamp((y - from.y()) / whole, 0.0, 1.0) : 1.0;
    return capsuleMiddle(style_, capsule.size.width(), from.x() + (to.x() - from.x()) * part);
}

bool HangingCapsules::meet(const Hanging& a, const Hanging& b) const
{
    const double first = std::max(a.way->from.y(), b.way->from.y());
    const double last = std::min(a.way->to.y(), b.way->to.y());
    if (first >= last) return false;
    const double before = middle(a, first) - middle(b, first);
    const double after = middle(a, last) - middle(b, last);
    if ((before < 0) != (after < 0)) return true;
    return std::min(std::abs(before), std::abs(after)) < (a.size.width() + b.size.width()) / 2 + px(gap);
}

double HangingCapsules::place(const Hanging& capsule) const
{
    std::vector<const Hanging*> met;
    for (const Hanging& other : all_)
        if (!(capsule.dot && other.dot) && meet(capsule, other)) met.push_back(&other);
    double best = std::numeric_limits<double>::max();
    const auto consider = [&](double drop) {
        const auto touches = [&](const Hanging* other) {
            return drop < other->drop + other->size.height() + px(gap) &&
                   other->drop < drop + capsule.size.height() + px(gap);
        };
        if (drop < best && std::ranges::none_of(met, touches)) best = drop;
    };
    consider(0);
    for (const Hanging* other : met)
        consider(other->drop + other->size.height() + px(gap));
    return best;
}

void HangingCapsules::hang(ArrowPlan& plan, const Obstacle& way)
{
    Hanging capsule{&way, capsuleSize(plan, style_, display_), 0, plan.capsule == Capsule::Dot};
    capsule.drop = place(capsule);
    if (capsule.drop > px(lowest) && !capsule.dot) {
        plan.capsule = Capsule::Dot;
        capsule.size = capsuleSize(plan, style_, display_);
        capsule.dot = true;
        capsule.drop = place(capsule);
    }
    if (capsule.drop > px(lowestDot)) capsule.drop = 0;
    plan.drop = capsule.drop;
    all_.push_back(capsule);
}

} // namespace tcpstage::scene
