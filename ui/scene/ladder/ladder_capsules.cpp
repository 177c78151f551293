#include "ui/scene/ladder/ladder_capsules.h"

#include "ui/scene/ladder/ladder_shared.h"
#include "ui/scene/ladder/ladder_wordings.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

namespace tcpstage::scene {

namespace {

// Pixels at scale 1.
constexpr double beside = 13;   // both sides of the numbers in a capsule
constexpr double gap = 8;       // beside a capsule, which has a ring of 3
constexpr double rowGap = 6;    // below it
constexpr double dot = 11;      // with a ring of 2
constexpr double dotGap = 5;    // below a dot
constexpr double hook = 4;      // between the now line and a capsule
constexpr double dotHook = 3;   // and a dot
constexpr double nearness = 60; // from where on one makes way for another
constexpr double aside = 170;   // by which a name may stand beside its place, unless it has no other

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
    if (plan.kind == Capsule::Dot) return {dot * scale, dot * scale};
    const double big = capsuleFlags(style);
    const double width = textWidth(plan.flags, Face::Sans, big, 700) + 20 * scale;
    if (plan.kind == Capsule::Flags) return {width, big + 9 * scale};
    const double small = capsuleNumbers(style, display);
    const double numbers = textWidth(plan.numbers, Face::Mono, small, 500) + beside * scale;
    return {std::max(width, numbers), big + small + 10 * scale};
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

/// Leaves one number: beside the flags, or below them where that is too wide. Without room for either the flags alone.
void shorten(CapsulePlan& plan, const LadderStyle& style, const DisplayOptions& display)
{
    if (plan.kind == Capsule::Flags && plan.flags == plan.whole) plan.flags = plan.brief;
    if (plan.kind != Capsule::Full) return;
    const auto fits = [&] { return capsuleSize(plan, style, display).width() <= roomOf(style); };
    plan.kind = Capsule::Flags;
    const QString flags = std::exchange(plan.flags, plan.brief);
    if (fits()) return;
    plan.flags = flags;
    plan.numbers = plan.number;
    plan.kind = Capsule::Full;
    if (!fits()) plan.kind = Capsule::Flags;
}

/// In one row, with all numbers if they have room.
void flatten(CapsulePlan& plan, const LadderStyle& style, const DisplayOptions& display)
{
    CapsulePlan flat = plan;
    flat.kind = Capsule::Flags;
    flat.flags = plan.whole;
    if (plan.kind == Capsule::Full && capsuleSize(flat, style, display).width() <= roomOf(style)) plan = flat;
}

double eased(double part) { return part * part * (3 - 2 * part); }

} // namespace

SegmentWords nameCapsule(ArrowPlan& plan, const StagedRun& staged, trace::TransitId id, const LadderStyle& style,
                         const DisplayOptions& display)
{
    CapsulePlan& said = plan.capsule;
    said.ghost = isGhost(staged.trace().transit(id));
    const double between = style.right - style.left - style.band;
    SegmentWords words = wordsOf(staged.trace(), id, display);
    words.differs = differenceSign(staged, id);
    const QString signs = words.differs + words.remarkSign;
    said.flags = signs.isEmpty() ? words.flags : signs + u' ' + words.flags;
    const bool isClosed = staged.trace().transit(id).window_bytes == 0 && !words.window.isEmpty();
    said.number = isClosed ? words.window : mainNumber(words); // a closed window says most
    said.brief = said.flags + u' ' + said.number;
    const QString all = words.window.isEmpty() ? words.numbers : words.numbers + u' ' + words.window;
    const double numbers = textWidth(all, Face::Mono, capsuleNumbers(style, display), 500);
    said.numbers = numbers + (beside + 12) * style.scale <= between ? all : words.numbers;
    said.whole = said.flags + u' ' + said.numbers;
    const auto isTooWide = [&] { return capsuleSize(said, style, display).width() > roomOf(style); };
    if (said.kind != Capsule::Dot && (said.kind == Capsule::Flags || isTooWide())) {
        said.kind = Capsule::Full;
        shorten(said, style, display);
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
        for (std::size_t i = 0; i < plans_.size(); ++i)
            seen[i] = plans_[i].capsule.ghost;
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
    for (const Level level : {Level::Planned, Level::Row, Level::Short, Level::Dots, Level::AllDots}) {
        shrink(level);
        hang();
        if (fits()) return;
    }
}

void UnderWay::shrink(Level level)
{
    level_ = level;
    std::array<bool, 2> low{};
    for (const Hung& one : all_)
        low[trace::index(one.from)] |= one.box.bottom() > bottom_;
    for (Hung& one : all_) {
        CapsulePlan& plan = one.plan;
        if (level == Level::Row) flatten(plan, style_, display_);
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

/// By how much a capsule hangs lower to be below something; smoothly, as they come near each other and part.
double UnderWay::lowering(const Hung& one, const QRectF& above) const
{
    const double between = std::max(one.box.left() - above.right(), above.left() - one.box.right());
    const double near = eased(std::clamp(1 - (between - px(gap)) / px(nearness), 0.0, 1.0));
    return near * (above.bottom() + px(rowGap) - one.box.top());
}

void UnderWay::hang()
{
    const auto isDot = [](const Hung& one) { return one.plan.kind == Capsule::Dot; };
    for (Hung& one : all_) {
        const QSizeF size = capsuleSize(one.plan, style_, display_);
        const double middle = capsuleMiddle(style_, size.width(), one.x);
        const double below = px(one.plan.kind == Capsule::Dot ? dotHook : hook);
        one.box = {{middle - size.width() / 2, now_ + below + one.plan.drop}, size};
    }
    for (const trace::Side side : trace::both_sides) { // all of one side equally, so that they stay apart
        double lower = 0;
        for (const Hung& one : all_) {
            if (one.from != side) continue;
            for (const QRectF& words : words_)
                lower = std::max(lower, lowering(one, words));
            for (const Hung& other : all_) {
                if (side == trace::Side::Right && other.from != side && !(isDot(one) && isDot(other)))
                    lower = std::max(lower, lowering(one, other.box));
            }
        }
        for (Hung& one : all_)
            if (one.from == side) one.box.translate(0, lower);
    }
    for (Hung& one : all_) // planned with another block, and as high as a capsule of its own side
        for (const Hung& other : all_)
            if (isDot(one) && !isDot(other) && one.box.intersects(other.box))
                one.box.moveTop(other.box.bottom() + px(rowGap));
}

void UnderWay::name(const std::vector<Wish>& wishes)
{
    for (const Needed needed : {Needed::Numbers, Needed::Flags, Needed::FlagsOverDots, Needed::FlagsAlone})
        for (;;) {
            names_.clear();
            const auto named = [&](const Wish& wish) { return name(wish, needed); };
            if (std::ranges::count_if(wishes, named) == std::ranges::ssize(wishes)) return;
            if (level_ == Level::AllDots) break;
            shrink(Level::AllDots);
            hang();
        }
}

bool UnderWay::name(const Wish& wish, Needed needed)
{
    Hung segment = wish.segment;
    for (const Wording& words : wish.wordings) {
        if (!isWanted(wish, words, needed)) continue;
        segment.plan.kind = words.below.isEmpty() ? Capsule::Flags : Capsule::Full;
        segment.plan.flags = words.flags;
        segment.plan.numbers = words.below;
        if (words.flags.isEmpty() || capsuleSize(segment.plan, style_, display_).width() > roomOf(style_)) continue;
        const std::optional<QRectF> box = placeOf(segment, needed >= Needed::FlagsOverDots);
        if (!box) continue;
        segment.box = *box;
        std::erase_if(all_, [&](const Hung& one) { return one.box.intersects(*box); });
        names_.push_back(std::move(segment));
        return true;
    }
    return false;
}

std::vector<UnderWay::Wording> UnderWay::wordingsOf(const QString& flags, const QStringList& numbers)
{
    std::vector<Wording> wordings;
    for (const QString& number : numbers)
        if (!number.isEmpty()) {
            wordings.push_back({flags + u' ' + number, {}, true});
            wordings.push_back({flags, number, true});
        }
    const bool silent = std::ranges::all_of(numbers, &QString::isEmpty);
    wordings.push_back({flags, {}, silent});
    return wordings;
}

/// The nearest one: below its place rather than far beside it.
std::optional<QRectF> UnderWay::placeOf(const Hung& segment, bool over) const
{
    const QSizeF size = capsuleSize(segment.plan, style_, display_);
    std::vector<QRectF> others = words_;
    for (const Hung& one : all_)
        if (const bool isDot = one.plan.kind == Capsule::Dot; one.id != segment.id && !(over && isDot))
            others.push_back(isDot ? one.box.adjusted(0, 0, 0, px(dotGap - rowGap)) : one.box);
    for (const Hung& one : names_)
        others.push_back(one.box);
    std::vector<double> tops{now_ + px(hook)};
    std::vector<double> lefts{segment.x - size.width() / 2};
    for (const QRectF& other : others) {
        tops.push_back(other.bottom() + px(rowGap));
        lefts.insert(lefts.end(), {other.right() + px(gap), other.left() - px(gap) - size.width()});
    }
    std::optional<QRectF> best;
    double nearest = over ? std::numeric_limits<double>::infinity() : px(aside) + size.width() / 2;
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

std::optional<std::pair<QPointF, QPointF>> UnderWay::tieOf(const Hung& name) const
{
    const auto own = std::ranges::find(all_, name.id, &Hung::id);
    const QPointF place = own == all_.end() ? QPointF{name.x, now_} : own->box.center();
    const QPointF end{std::clamp(place.x(), name.box.left() + px(4), name.box.right() - px(4)),
                      std::clamp(place.y(), name.box.top(), name.box.bottom())};
    const bool isClear = own == all_.end() && std::abs(end.x() - place.x()) < 1;
    if (isClear || end == place) return std::nullopt;
    return std::pair{place, end};
}

} // namespace tcpstage::scene
