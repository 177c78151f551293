#pragma once
// Where a ladder stands in a picture, and what of it is shown. Private to the ladder's sources.

#include "ui/scene/ladder/ladder_style.h"
#include "ui/scene/marks/scene.h"

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
    bool finished = false;                  // one page of a whole run: without a now line, a clock and running timers
};

} // namespace tcpstage::scene
