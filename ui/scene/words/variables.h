#pragma once
// The variables of a TCB as the panels show them.

#include "core/tcp/recovery/congestion.h"
#include "ui/scene/words/labels.h"

namespace tcpstage::scene {

/// The `id` of a Ref of kind Variable.
enum class Variable : std::uint8_t {
    SndUna,
    SndNxt,
    SndWnd,
    Iss,
    RcvNxt,
    RcvWnd,
    Irs,
    Rto,
    Srtt,
    Cwnd,
    Ssthresh,
    DuplicateAcks,
    Unsent,
    OutOfOrder,
    Unread,
};
inline constexpr std::size_t variable_count = 15;

/// ssthresh before the first loss: there is none (RFC 5681 section 3.1: "arbitrarily high").
constexpr bool isUnlimited(std::uint32_t ssthresh) { return ssthresh >= tcp::unlimited_ssthresh; }

/// "SND.UNA"
QString nameOf(Variable variable);
/// What the numbers of a TCB are relative to.
struct TcbBases {
    captions::Base own{};  // of what it sends
    captions::Base peer{}; // of what it receives
};
/// Of the TCB of `side` at `moment`.
TcbBases basesOf(const trace::Trace& trace, trace::Side side, trace::Moment moment, Numbers numbers);
/// Of an earlier TCB of the same side.
TcbBases basesOf(const TcbBases& now, const tcp::Tcb& before);
/// As it is shown; "–" without a connection.
QString valueOf(Variable variable, const tcp::Tcb& tcb, const TcbBases& bases, const DisplayOptions& display);
/// The same with numbers relative to its own ISS and IRS.
QString valueOf(Variable variable, const tcp::Tcb& tcb, const DisplayOptions& display);
/// Worth showing at all: the eight of RFC 9293 always, others when they say something.
bool isInteresting(Variable variable, const tcp::Tcb& tcb);

/// What the run is about at a side, beside its sequence numbers, by what changes in it: windows, thresholds, the RTO.
/// At most three, the most important first. O(1) after the first call for a run. GUI thread only.
std::vector<Variable> subjectsOf(const StagedRun& staged, trace::Side side);

/// A side's TCB now and before the step that happened last: a group is one step, but for what each of its segments
/// moves.
struct Change {
    tcp::Tcb before;
    tcp::Tcb now;
    tcp::Tcb settled; // when all that follows at once has happened
};
Change changeAt(const StagedRun& staged, trace::Side side, trace::Moment moment);
/// The record that began what is happening: the head of the last step's group; no_record before everything.
trace::RecordId headAt(const StagedRun& staged, trace::Moment moment);

} // namespace tcpstage::scene
