#pragma once
// Why a run does not end: finds out what its last records repeat. Only reads a trace.

#include "core/tcp/tcb/settings.h"
#include "core/trace/trace.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace tcpstage::run {

enum class Unrest : std::uint8_t {
    AckStorm,     // each end answers the other's ACK by an ACK
    ClosedWindow, // probes of a window that stays closed are answered
    KeepAlive,    // probes of an idle connection are answered
    Unanswered,   // the same segment is sent again and again
    Transfer,     // data still goes from end to end
    Timer,        // it waits for a timer that is due later
    Other,
};

/// A storm is this many ACKs in a row that each only answer a segment that was not acceptable.
inline constexpr std::size_t longest_storm = 1000;

/// Detects an ACK storm in a growing trace.
class StormWatch {
public:
    /// Whether nothing but the ACKs of a storm is under way at the end of `trace`, which must continue the trace of the
    /// call before. Each record is read once.
    bool sees_only_a_storm(const trace::Trace& trace);

private:
    void take(const trace::Record& record);

    std::size_t seen_ = 0;
    std::size_t in_a_row_ = 0;
    Instant since_{};             // the first of them
    std::optional<Instant> over_; // when the segments that were under way at its beginning have ended
    bool answers_ = false;        // the next segment sent is one of them
};

/// A run goes on after its last step for this many answered probes in a row that change nothing.
inline constexpr std::size_t most_probes = 5;

/// Counts probes of a closed window or of an idle peer in a growing trace.
class ProbeWatch {
public:
    /// Whether the last `most_probes` probes were answered, and nothing else has happened since. Each record is read
    /// once.
    bool sees_only_probes(const trace::Trace& trace);

private:
    void take(const trace::Record& record);

    std::size_t seen_ = 0;
    std::size_t answered_ = 0;
    std::array<bool, 2> asked_{}; // the end has sent a probe
};

/// What the last records of a trace that was cut off repeat. `awaited`: the timer that would be next, where the run
/// was stopped because it is due too late.
Unrest unrest_of(const trace::Trace& trace, std::optional<tcp::Timer> awaited = {});

/// The same for a live run, judged by the TCBs, because kernels name no rules.
Unrest unrest_of(const tcp::Tcb& left, const tcp::Tcb& right);

/// "both ends answer each other's ACKs without end ...": a clause for the warning of a run that was stopped.
Text cause_of(Unrest unrest);
/// What to do about it. A storm ends by itself if either end limits its ACKs and the delay is short.
Text advice_for(Unrest unrest, bool acks_limited);

} // namespace tcpstage::run
