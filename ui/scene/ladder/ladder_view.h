#pragma once
// Where a ladder stands in a picture, and what of it is shown. Private to the ladder's sources.

#include "ui/scene/ladder/ladder_style.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"

#include <optional>
#include <vector>

namespace tcpstage::scene {

/// Orders records, with no_record (before everything) first.
inline std::int64_t order(trace::RecordId record)
{
    return record == trace::no_record ? -1 : static_cast<std::int64_t>(record);
}

/// What the ladder hides while a question asks for the consequences of an event.
struct Hidden {
    trace::Side side;
    trace::RecordId after; // the event; its immediate consequences are not shown
};
/// Which segments are drawn: those that are sent in this time, and very long ones that are under way in it.
struct Shown {
    StageTime first{};
    StageTime until{StageTime::max()};
    StageTime longFrom{StageTime::max()}; // a longer one is a very long one
    bool has(const TransitSpan& way) const
    {
        if (way.to - way.from > longFrom) return way.from < until && way.to >= first;
        return way.from >= first && way.from < until;
    }
};
/// The other of two worlds, and which of its segments are the same as this world's.
struct Twins {
    const StagedRun* other = nullptr;
    const std::vector<trace::TransitId>* partner = nullptr;
};
/// The position, size and scroll of a ladder in a picture.
struct LadderView {
    QPointF corner;
    LadderStyle style;
    double scroll = 0;
    Ink ground = Ink::Panel;
    QString title{};      // above the names; may be empty
    std::uint8_t run = 0; // which of two worlds
    std::optional<Hidden> hidden{};
    std::vector<trace::TransitId> unsaid{}; // differ from the other world in what has not happened yet; in order
    Shown shown{};
    Twins twins{};
    bool finished = false; // one page of a whole run: without a now line, a clock and running timers
};

} // namespace tcpstage::scene
