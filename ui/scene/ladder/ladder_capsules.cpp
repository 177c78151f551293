#include "ui/scene/ladder/ladder_capsules.h"

#include "ui/scene/ladder/ladder_shared.h"
#include "ui/scene/ladder/ladder_wordings.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace tcpstage::scene {

namespace {

// Pixels at scale 1.
constexpr double gap = 8;       // beside a capsule, which has a ring of 3
constexpr double rowGap = 6;    // below it
constexpr double hook = 4;      // between the now line and a capsule
constexpr double nearness = 60; // from where on one makes way for another
constexpr double aside = 170;   // by which a name may stand beside its place

} // namespace

double capsuleFlags(const LadderStyle& style) { return std::round(style.flagsPixels * 0.95); }

double capsuleNumbers(const LadderStyle& style, const DisplayOptions& display)
{
    return std::round(style.numbersPixels * (display.presenting ? 0.8 : 0.9));
}

namespace {

QSizeF capsuleSize(const CapsulePlan& plan, const LadderStyle& style, const DisplayOptions& display)
{
    const double scale = style.scale;
    if (plan.kind == Capsule::Dot) return {14 * scale, 14 * scale};
    const double big = capsuleFlags(style);
    const double width = textWidth(plan.flags, Face::Sans, big, 700) + 20 * scale;
    if (plan.kind == Capsule::Flags) return {width, big + 9 * scale};
    const double small = capsuleNumbers(style, display);
    const double numbers = textWidth(plan.numbers, Face::Mono, small, 500) + 20 * scale;
    return {std::max(width, numbers), big + small + 12 * scale};
}

/// The centre of a capsule whose arrow is at `x`; it keeps clear of the lifelines.
double capsuleMiddle(const LadderStyle& style, double width, double x)
{
    const double margin = style.band / 2 + 6 * style.scale;
    const double low = style.left + margin + width / 2;
    const double high = style.right - margin - width / 2;
    return low < high ? std::clamp(x, low, high) : (style.left + style.right) / 2;
}

/// Between the lifelines.
double roomOf(const LadderStyle& style) { return style.right - style.left - style.band - 12 * style.scale; }

/// Makes one row of two.
void shorten(CapsulePlan& plan, const LadderStyle& style, const DisplayOptions& display)
{
    if (plan.kind != Capsule::Full) return;
    plan.kind = Capsule::Flags;
    const QString flags = std::exchange(plan.flags, plan.brief);
    if (capsuleSize(plan, style, display).width() > roomOf(style)) plan.flags = flags;
}

double eased(double part) { return part * part * (3 - 2 * part); }

} // namespace

QPointF placeAt(const ArrowPlan& arrow, double y)
{
    const double whole = arrow.to.y() - arrow.from.y();
    const double part = whole > 0 ? std::clamp((y - arrow.from.y()) / whole, 0.0, 1.0) : 1.0;
    return arrow.from + (arrow.to - arrow.from) * part;
}

SegmentWords nameCapsule(ArrowPlan& plan, const StagedRun& staged, trace::TransitId id, const LadderStyle& style,
                         const DisplayOptions& display)
{
    CapsulePlan& said = plan.capsule;
    const double between = style.right - style.left - style.band;
    SegmentWords words = wordsOf(staged.trace(), id, display);
    words.differs = differenceSign(staged, id);
    const QString signs = words.differs + words.remarkSign;
    said.flags = signs.isEmpty() ? words.flags : signs + u' ' + words.flags;
    said.brief = said.flags + u' ' + mainNumber(words);
    const QString all = words.window.isEmpty() ? words.numbers : words.numbers + u' ' + words.window;
    const double numbers = textWidth(all, Face::Mono, capsuleNumbers(style, display), 500);
    said.numbers = numbers + 32 * style.scale <= between ? all : words.numbers;
    const auto isTooWide = [&] { return capsuleSize(said, style, display).width() > between - 12 * style.scale; };
    if (said.kind == Capsule::Full && isTooWide()) said.kind = Capsule::Flags;
    if (said.kind == Capsule::Flags) {
        const double flagsWidth = capsuleSize(said, style, display).width();
        double room = std::min(said.clear, between) - 12 * style.scale;
        const QString flags = std::exchange(said.flags, said.brief); // in one row, or else in two
        if (capsuleSize(said, style, display).width() > room) {
            room = std::max(room, std::min(flagsWidth, between - 12 * style.scale));
            said.flags = flags;
            said.numbers = mainNumber(words);
            said.kind = Capsule::Full;
            if (capsuleSize(said, style, display).width() > room) said.kind = Capsule::Flags;
        }
    }
    if (said.kind == Capsule::Flags && isTooWide()) said.flags = words.flags;
    if (isTooWide()) said.kind = Capsule::Dot;
    return words;
}

namespace {

/// Decides for the capsules of one block.
class HangingCapsules {
public:
    HangingCapsules(std::span<ArrowPlan> plans, std::span<const Obstacle> ways, std::size_t first,
                    const LadderStyle& style, const DisplayOptions& display)
        : plans_{plans}, all_{ways}, ways_{ways.subspan(first, plans.size())}, style_{style}, display_{display}
    {
        for (const ArrowPlan& plan : plans_)
            sizes_.push_back(capsuleSize(plan.capsule, style_, display_));
    }

    void hang()
    {
        std::vector<bool> seen(plans_.size());
        for (std::size_t i = 0; i < plans_.size(); ++i) {
            if (seen[i]) continue;
            const std::vector<std::size_t> cluster = clusterOf(i, seen);
            if (cluster.size() == 1) continue;
            for (const std::size_t member : cluster) {
                shorten(plans_[member].capsule, style_, display_);
                sizes_[member] = capsuleSize(plans_[member].capsule, style_, display_);
            }
            if ((cluster.size() > 2 && isCrossed(cluster)) || !inTwoRows(cluster))
                for (const std::size_t member : cluster) {
                    plans_[member].capsule.kind = Capsule::Dot;
                    plans_[member].capsule.drop = 0;
                }
        }
    }

private:
    double px(double count) const { return count * style_.scale; }
    double middle(std::size_t i, double y) const
    {
        const QPointF from = ways_[i].from;
        const QPointF to = ways_[i].to;
        const double whole = to.y() - from.y();
        const double part = whole > 0 ? std::clamp((y - from.y()) / whole, 0.0, 1.0) : 1.0;
        return capsuleMiddle(style_, sizes_[i].width(), from.x() + (to.x() - from.x()) * part);
    }

    /// Whether two of one direction would overlap at some time if they hung equally low.
    bool meet(std::size_t a, std::size_t b) const
    {
        if (ways_[a].sender != ways_[b].sender) return false;
        const double first = std::max(ways_[a].from.y(), ways_[b].from.y());
        const double last = std::min(ways_[a].to.y(), ways_[b].to.y());
        if (first >= last) return false;
        const double before = middle(a, first) - middle(b, first);
        const double after = middle(a, last) - middle(b, last);
        if ((before < 0) != (after < 0)) return true;
        const double apart = (sizes_[a].width() + sizes_[b].width()) / 2 + px(gap);
        return std::min(std::abs(before), std::abs(after)) < apart;
    }

    /// All that hang together with one; dots may touch one another.
    std::vector<std::size_t> clusterOf(std::size_t one, std::vector<bool>& seen) const
    {
        std::vector<std::size_t> cluster{one};
        seen[one] = true;
        for (std::size_t next = 0; next < cluster.size(); ++next)
            for (std::size_t other = 0; other < plans_.size(); ++other)
                if (!seen[other] && !areDots(cluster[next], other) && meet(cluster[next], other)) {
                    seen[other] = true;
                    cluster.push_back(other);
                }
        std::ranges::sort(cluster);
        return cluster;
    }
    bool areDots(std::size_t a, std::size_t b) const
    {
        return plans_[a].capsule.kind == Capsule::Dot && plans_[b].capsule.kind == Capsule::Dot;
    }

    bool isCrossed(const std::vector<std::size_t>& cluster) const
    {
        return std::ranges::any_of(all_, [&](const Obstacle& other) {
            return other.sender != ways_[cluster.front()].sender &&
                   std::ranges::any_of(cluster, [&](std::size_t member) {
                       return other.from.y() < ways_[member].to.y() && other.to.y() > ways_[member].from.y();
                   });
        });
    }

    bool inTwoRows(const std::vector<std::size_t>& cluster)
    {
        double tall = 0;
        for (const std::size_t member : cluster)
            tall = std::max(tall, sizes_[member].height());
        const double second = tall + px(rowGap);
        if (second + tall + px(hook) > px(capsuleRoom)) return false;
        for (const std::size_t member : cluster) {
            const auto isTaken = [&](double drop) {
                return std::ranges::any_of(cluster, [&](std::size_t other) {
                    return other < member && plans_[other].capsule.drop == drop && meet(other, member);
                });
            };
            if (isTaken(0) && isTaken(second)) return false;
            plans_[member].capsule.drop = isTaken(0) ? second : 0;
        }
        return true;
    }

    std::span<ArrowPlan> plans_;
    std::span<const Obstacle> all_;
    std::span<const Obstacle> ways_; // of the plans
    const LadderStyle& style_;
    const DisplayOptions& display_;
    std::vector<QSizeF> sizes_;
};

} // namespace

void hangCapsules(std::span<ArrowPlan> plans, trace::TransitId first, std::span<const Obstacle> ways,
                  const LadderStyle& style, const DisplayOptions& display)
{
    if (plans.empty()) return;
    HangingCapsules{plans, ways, first - ways.front().transit, style, display}.hang();
}

void UnderWay::settle()
{
    for (const Level level : {Level::Planned, Level::Short, Level::Dots, Level::AllDots}) {
        shrink(level);
        hang();
        if (fits()) return;
    }
}

void UnderWay::shrink(Level level)
{
    level_ = level;
    const auto isLow = [this](const Hung& one) { return one.box.bottom() > bottom_; };
    std::array<bool, 2> low{};
    for (const Hung& one : all_)
        low[trace::index(one.from)] |= isLow(one);
    for (Hung& one : all_) {
        CapsulePlan& plan = one.plan;
        if (level == Level::Short) shorten(plan, style_, display_);
        if (level == Level::AllDots || (level == Level::Dots && low[trace::index(one.from)])) {
            plan.kind = Capsule::Dot;
            plan.drop = 0;
        }
    }
}

bool UnderWay::fits() const
{
    return std::ranges::all_of(all_, [this](const Hung& one) { return one.box.bottom() <= bottom_; });
}

/// By how much a capsule hangs lower to be below something. It grows and shrinks smoothly as they come near each other
/// and part.
double UnderWay::lowering(const Hung& one, const QRectF& above) const
{
    const double between = std::max(one.box.left() - above.right(), above.left() - one.box.right());
    const double near = eased(std::clamp(1 - (between - px(gap)) / px(nearness), 0.0, 1.0));
    return near * (above.bottom() + px(rowGap) - one.box.top());
}

void UnderWay::hang()
{
    for (Hung& one : all_) {
        const QSizeF size = capsuleSize(one.plan, style_, display_);
        const double middle = capsuleMiddle(style_, size.width(), one.x);
        one.box = {{middle - size.width() / 2, now_ + px(hook) + one.plan.drop}, size};
    }
    for (const trace::Side side : trace::both_sides) { // all of one side equally, so that they stay apart
        double lower = 0;
        for (const Hung& one : all_) {
            if (one.from != side) continue;
            for (const QRectF& words : words_)
                lower = std::max(lower, lowering(one, words));
            for (const Hung& other : all_) {
                const bool dots = one.plan.kind == Capsule::Dot && other.plan.kind == Capsule::Dot;
                if (side == trace::Side::Right && other.from != side && !dots)
                    lower = std::max(lower, lowering(one, other.box));
            }
        }
        for (Hung& one : all_)
            if (one.from == side) one.box.translate(0, lower);
    }
}

void UnderWay::name(const std::vector<Wish>& wishes)
{
    for (const bool over : {false, true})
        for (;;) {
            names_.clear();
            const auto named = [&](const Wish& wish) { return name(wish, over); };
            if (std::ranges::count_if(wishes, named) == std::ranges::ssize(wishes)) return;
            if (level_ == Level::AllDots) break;
            shrink(Level::AllDots);
            hang();
        }
}

bool UnderWay::name(const Wish& wish, bool over)
{
    Hung segment = wish.segment;
    segment.plan.kind = Capsule::Flags;
    for (const QString& words : wish.wordings) {
        segment.plan.flags = words;
        if (words.isEmpty() || capsuleSize(segment.plan, style_, display_).width() > roomOf(style_)) continue;
        const std::optional<QRectF> box = placeOf(segment, over);
        if (!box) continue;
        segment.box = *box;
        std::erase_if(all_, [&](const Hung& one) { return one.box.intersects(*box); });
        names_.push_back(std::move(segment));
        return true;
    }
    return false;
}

/// The nearest one: below its place rather than far beside it.
std::optional<QRectF> UnderWay::placeOf(const Hung& segment, bool over) const
{
    const QSizeF size = capsuleSize(segment.plan, style_, display_);
    std::vector<QRectF> others = words_;
    for (const Hung& one : all_)
        if (one.id != segment.id && !(over && one.plan.kind == Capsule::Dot)) others.push_back(one.box);
    for (const Hung& one : names_)
        others.push_back(one.box);
    std::vector<double> tops{now_ + px(hook)};
    std::vector<double> lefts{segment.x - size.width() / 2};
    for (const QRectF& other : others) {
        tops.push_back(other.bottom() + px(rowGap));
        lefts.insert(lefts.end(), {other.right() + px(gap), other.left() - px(gap) - size.width()});
    }
    std::optional<QRectF> best;
    double nearest = px(aside) + size.width() / 2;
    for (const double top : tops) {
        if (top < now_ || top + size.height() > bottom_) continue;
        for (const double left : lefts) {
            const double middle = capsuleMiddle(style_, size.width(), left + size.width() / 2);
            const double away = std::abs(middle - segment.x) + (top - tops.front());
            if (away >= nearest) continue;
            const QRectF box{{middle - size.width() / 2, top}, size};
            const QRectF reach = box.adjusted(-px(gap - 1), -px(rowGap - 0.5), px(gap - 1), px(rowGap - 0.5));
            if (std::ranges::any_of(others, [&](const QRectF& other) { return other.intersects(reach); })) continue;
            best = box;
            nearest = away;
        }
    }
    return best;
}

double UnderWay::lowest(double least) const
{
    for (const Hung& one : all_)
        least = std::max(least, one.box.bottom());
    return least;
}

} // namespace tcpstage::scene
