#pragma once
// What a lesson expects of its run.

#include "core/base/error.h"
#include "core/lesson/note_trigger.h"
#include "core/sim/fault.h"
#include "core/tcp/segment/notation.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::lesson {

struct ExpectedSegment {
    trace::Side from = trace::Side::Left;
    std::optional<tcp::SocketAddress> source;      // another peer; then `from` does not matter
    std::optional<tcp::SocketAddress> destination; // another peer
    tcp::SegmentPattern pattern;
    std::string text; // as written, without the sender and the other peer
    Place place;
};
/// A number that is at least `least` and at most `most`; equal, if both are.
struct Limits {
    std::optional<std::int64_t> least{};
    std::optional<std::int64_t> most{};

    bool allow(std::int64_t value) const { return (!least || value >= *least) && (!most || value <= *most); }
    friend bool operator==(const Limits&, const Limits&) = default;
};
/// How many of the segments that the two ends send match; copies that the network makes do not count.
struct ExpectedCount {
    enum class Only : std::uint8_t { All, Lost, Retransmitted };
    sim::SegmentMatch which;
    Only only = Only::All;
    Limits limits;
    Place place;
};
inline constexpr std::array<std::string_view, 3> only_words{"all", "lost", "retransmitted"};
/// When a moment comes, in nanoseconds since the beginning of the run.
struct ExpectedMoment {
    NoteTrigger at;
    Limits limits;
    Place place;
};
struct Expectations {
    std::vector<ExpectedSegment> segments;         // all that are sent, in order; empty: not checked
    std::array<std::vector<tcp::State>, 2> states; // all that are entered, the first included; empty: not checked
    std::vector<ExpectedCount> counts;
    std::array<std::optional<Limits>, 2> delivered; // octets to the user of each end
    std::vector<ExpectedMoment> moments;
    Place place;

    bool say_nothing() const
    {
        return segments.empty() && states[0].empty() && states[1].empty() && counts.empty() && moments.empty() &&
               !delivered[0] && !delivered[1];
    }
};

} // namespace tcpstage::lesson
