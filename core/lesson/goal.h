#pragma once
// The goal of a lesson: what its reader is to bring about and by which acts. And the acts of a reader who has tried, as
// a file hands them in. Values only; core/run judges them.

#include "core/lesson/scenario.h"

namespace tcpstage::lesson {

/// The network leaves alone a segment that it drops, delays, ... in the lesson.
struct SpareAct {
    sim::SegmentMatch which;
};
/// The user of one end makes a call.
struct CallAct {
    Instant at;
    CallStep call;
};
/// The network has these links from an instant on.
struct NetworkAct {
    Instant at;
    std::array<sim::LinkSettings, 2> links;
};
/// What a reader does to a run. A fault affects one segment, the first that it matches.
using Act = std::variant<sim::Fault, SpareAct, CallAct, NetworkAct>;

enum class ActKind : std::uint8_t { Drop, Delay, Duplicate, Corrupt, Edit, Spare, Call, Network };
inline constexpr std::size_t act_kinds = 8;
inline constexpr std::array<std::string_view, act_kinds> act_words{"drop", "delay", "duplicate", "corrupt",
                                                                   "edit", "spare", "call",      "network"};
ActKind kind_of(const Act& act);

/// What must be true of a whole run for its goal to be reached.
struct Reach {
    std::vector<StateReached> together; // at one moment; empty: no such condition
    std::vector<NoteTrigger> moments;   // each comes, in any order
    std::vector<ExpectedCount> counts;
    std::array<std::optional<Limits>, 2> delivered; // octets to the user of each end
    std::vector<NoteTrigger> never;                 // none of them comes
    std::vector<tcp::Flags> never_sent;             // no end sends a segment that has all of such flags
    std::optional<Duration> within;                 // `together` and `moments` come by then, since the start of the run
};

struct Goal {
    OwnedText text;
    Reach reach;
    std::array<std::uint32_t, act_kinds> allowed{}; // how many acts of each kind
    std::vector<OwnedText> hints;                   // in the order in which they are given
    std::vector<Act> solution;                      // one way to reach it; may be empty
    Place place;
};
inline constexpr std::uint32_t most_acts = 100; // of a kind, or in all
inline constexpr std::size_t most_hints = 10;

/// The acts that made a branch of a lesson with a goal.
struct Solves {
    std::string lesson; // its id
    std::vector<Act> acts;
    Place place;
};

/// How often each kind is among them.
std::array<std::uint32_t, act_kinds> count_kinds(const std::vector<Act>& acts);

} // namespace tcpstage::lesson
