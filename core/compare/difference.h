#pragma once
// What is not the same in two traces, as values.

#include "core/trace/trace.h"

namespace tcpstage::compare {

enum class Latitude : std::uint8_t;

/// A step of the first trace and of the second that are the same event; no_record: that trace has none.
using Pair = std::array<trace::RecordId, 2>;

/// One thing that is not the same.
struct Difference {
    enum class Kind : std::uint8_t {
        OnlyFirst,  // a segment, a copy, a call or a timer that the second trace does not have
        OnlySecond, // one that the first trace does not have
        Numbers,    // two segments that belong together, with other numbers or flags; two calls, with other octets
        Fate,       // one arrives, the other is lost, or damaged
        Order,      // the same segment, but sent before another one instead of after it, or arriving so
        Options,    // of a SYN
        Window,     // the first time that a side offers a different one
        Time,   // later or earlier than in the first trace, other than at the last matching pair; or longer under way
        State,  // the same event leads to another state
        Signal, // the user gets another signal
    };
    Kind kind = Kind::Numbers;
    trace::Side side = trace::Side::Left;
    Pair at{trace::no_record, trace::no_record};                                    // the steps
    std::array<trace::TransitId, 2> transits{trace::no_transit, trace::no_transit}; // when it is about a segment
    Duration later{0}; // Time: of the second trace; if one is a kernel's, counted from the last matching pair
    std::array<std::uint8_t, 2> value{unknown, unknown}; // Kind::State: the State; Kind::Signal: the Signal
    std::optional<tcp::Rule> because;                    // the rule that one of them follows there
    std::uint8_t followed_by = 0;                        // the trace that follows it: 0 or 1
    std::vector<Latitude> latitudes;                     // or else what the RFCs leave open there
    std::uint32_t count = 1;             // OnlyFirst, OnlySecond: which one of its kind in that trace it is, from 1
    std::uint32_t others = 0;            // and how many of its kind the other trace has, at other points
    std::array<Duration, 2> timer_ran{}; // of a timer: how long it was set to run; 0: unknown
    static constexpr std::uint8_t unknown = 255;
};

struct Comparison {
    std::vector<Pair> steps;             // all steps of both, each once, in an order that keeps both traces' own
    std::vector<Difference> differences; // in that order
    std::array<std::vector<trace::TransitId>, 2>
        partner; // of each transit: its counterpart in the other trace, or no_transit

    bool same() const { return differences.empty(); }
    /// The first difference other than one of time, which usually follows from another; else the first; null: none.
    const Difference* first() const;
};

} // namespace tcpstage::compare
