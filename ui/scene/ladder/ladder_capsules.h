#pragma once
// The capsules of segments under way: what they say, and where they hang below the now line so that none hides another.
// Private to the ladder's sources.

#include "ui/scene/ladder/ladder_rows.h"

#include <optional>
#include <span>
#include <utility>

namespace tcpstage::scene {

/// Sizes of a capsule's text, in pixels.
double capsuleFlags(const LadderStyle& style);
double capsuleNumbers(const LadderStyle& style, const DisplayOptions& display);

/// The words of the segment. Gives the plan what its capsule says: as much as has room between the lifelines.
SegmentWords nameCapsule(ArrowPlan& plan, const StagedRun& staged, trace::TransitId id, const LadderStyle& style,
                         const DisplayOptions& display);

/// Hangs capsules of one direction that would hide each other in two rows, for their whole way, so that they never
/// jump. Where two rows do not suffice, or those of the other direction cross them, they become dots. `plans`: of the
/// transits from `first` on; `ways`: of these and of those around them, in order.
void hangCapsules(std::span<ArrowPlan> plans, trace::TransitId first, std::span<const Obstacle> ways,
                  const LadderStyle& style, const DisplayOptions& display);

/// The capsules of one moment.
class UnderWay {
public:
    /// A capsule whose arrow crosses the now line at `x`, or the name of a segment.
    struct Hung {
        trace::TransitId id;
        trace::Side from;
        double x;
        CapsulePlan plan;
        QRectF box{};
    };

    /// `now`: the y coordinate of the now line. No word goes below `bottom`, if it can be helped.
    UnderWay(const LadderStyle& style, const DisplayOptions& display, double now, double bottom)
        : style_{style}, display_{display}, now_{now}, bottom_{bottom}
    {}

    void add(Hung capsule) { all_.push_back(std::move(capsule)); }
    /// Words that reach below the now line: nothing hides them.
    void avoid(const QRectF& words) { words_.push_back(words); }
    /// Call when all are added. Those from the right hang lower while they pass those from the left. Where that is
    /// below the picture, capsules say less, or become dots.
    void settle();
    /// What could be said of a segment: in one row, or in two.
    struct Wording {
        QString flags;
        QString below;
        bool hasNumber; // or there is none to tell
    };
    /// The wordings with one of these numbers, the best first; then the flags alone.
    static std::vector<Wording> wordingsOf(const QString& flags, const QStringList& numbers);
    /// A segment without words, and what could be said of it, the best first.
    struct Wish {
        Hung segment;
        std::vector<Wording> wordings;
    };
    /// Gives each a name near its place, where it hides no other. If there is no room, all capsules become dots; then
    /// flags alone are said; then those that are in the way are not shown.
    void name(const std::vector<Wish>& wishes);
    /// For one that may stay without a name. Returns whether it has one.
    bool nameIfRoom(const Wish& wish) { return name(wish, Needed::Flags); }

    const std::vector<Hung>& capsules() const { return all_; }
    const std::vector<Hung>& names() const { return names_; }
    /// From the place of a segment to its name; none where the name stands right below the end of its arrow.
    std::optional<std::pair<QPointF, QPointF>> tieOf(const Hung& name) const;
    /// The y coordinate of what hangs lowest, or `least`.
    double lowest(double least) const
    {
        for (const Hung& one : all_)
            least = std::max(least, one.box.bottom());
        return least;
    }

private:
    enum class Level : std::uint8_t { Planned, Row, Short, Dots, AllDots };
    enum class Needed : std::uint8_t { Numbers, Flags, FlagsOverDots, FlagsAlone };

    /// Flags alone leave room for one more name.
    static bool isWanted(const Wish& wish, const Wording& words, Needed needed)
    {
        if (needed == Needed::FlagsAlone) return &words == &wish.wordings.back();
        return words.hasNumber || needed != Needed::Numbers;
    }
    double px(double count) const { return count * style_.scale; }
    void shrink(Level level);
    bool fits() const;
    double lowering(const Hung& one, const QRectF& above) const;
    void hang();
    bool name(const Wish& wish, Needed needed);
    std::optional<QRectF> placeOf(const Hung& segment, bool over) const;

    const LadderStyle& style_;
    const DisplayOptions& display_;
    double now_;
    double bottom_;
    Level level_ = Level::Planned;
    std::vector<Hung> all_;
    std::vector<Hung> names_;
    std::vector<QRectF> words_;
};

} // namespace tcpstage::scene
