#pragma once
// The variables of a TCB as the panels show them.

#include "ui/scene/words/labels.h"

namespace tcpstage {

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
constexpr bool isUnlimited(std::uint32_t ssthresh) { return ssthresh >= 1U << 30U; }

/// "SND.UNA"
QString nameOf(Variable variable);
/// As it is shown; "–" without a connection.
QString valueOf(Variable variable, const Tcb& tcb, const DisplayOptions& display);
/// Worth showing at all: the eight of RFC 9293 always, others when they say something.
bool isInteresting(Variable variable, const Tcb& tcb);

/// A side's TCB now and before the step that happened last, both ends of the same group being one step.
struct Change {
    Tcb before;
    Tcb now;
};
Change changeAt(const StagedRun& staged, Side side, Moment moment);
/// The record that began what is happening: the head of the last step's group; no_record before everything.
RecordId headAt(const StagedRun& staged, Moment moment);

} // namespace tcpstage
