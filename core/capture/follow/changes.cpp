#include "core/capture/follow/changes.h"

#include "core/trace/kernel_report.h"

#include <algorithm>
#include <array>
#include <optional>

namespace tcpstage::capture {

namespace {

struct Change {
    tcp::State from;
    tcp::State to;
    tcp::Rule rule;
};

using enum tcp::State;
constexpr auto orderly_changes = std::to_array<Change>({
    {Closed, Listen, tcp::Rule::OpenPassive},
    {Closed, SynSent, tcp::Rule::OpenActive},
    {Listen, SynSent, tcp::Rule::OpenActive},
    {Listen, SynReceived, tcp::Rule::ListenTakesSyn},
    {Listen, Closed, tcp::Rule::CloseListen},
    {SynSent, SynReceived, tcp::Rule::SynSentCrossing},
    {SynSent, Established, tcp::Rule::SynSentEstablished},
    {SynReceived, Established, tcp::Rule::AckEstablishes},
    {SynReceived, FinWait1, tcp::Rule::CloseSynReceived},
    {Established, FinWait1, tcp::Rule::CloseEstablished},
    {Established, CloseWait, tcp::Rule::FinEstablished},
    {FinWait1, FinWait2, tcp::Rule::FinAcked},
    {FinWait1, Closing, tcp::Rule::FinFinWait1},
    {FinWait1, TimeWait, tcp::Rule::FinFinWait1Acked},
    {FinWait2, TimeWait, tcp::Rule::FinFinWait2},
    {Closing, TimeWait, tcp::Rule::FinAckedClosing},
    {CloseWait, LastAck, tcp::Rule::CloseCloseWait},
    {TimeWait, SynReceived, tcp::Rule::SynReopens},
});

tcp::Rule rule_of_call(tcp::State from, trace::Call call)
{
    if (call == trace::Call::Abort) return from >= SynReceived ? tcp::Rule::AbortReset : tcp::Rule::AbortSilent;
    return from == SynSent ? tcp::Rule::CloseSynSent : tcp::Rule::CloseUnread;
}

/// The rule by which a connection ended.
tcp::Rule rule_of_end(tcp::State from, const Cause* cause)
{
    const bool timer = cause != nullptr && cause->record.kind == trace::Kind::TimerExpired;
    const bool called = cause != nullptr && cause->record.kind == trace::Kind::Called;
    const bool only_seen_then =
        called && from == LastAck && cause->record.call() != trace::Call::Abort; // the last ACK arrived before the call
    if (called && !only_seen_then) return rule_of_call(from, cause->record.call());
    const bool text = cause != nullptr && cause->record.kind == trace::Kind::Arrived && !cause->is_reset;
    if (text && (from == FinWait1 || from == FinWait2)) return tcp::Rule::TextAfterClose;
    if (from == TimeWait) return timer ? tcp::Rule::TimeWaitOver : tcp::Rule::ResetInTimeWait;
    if (timer) return from == FinWait2 ? tcp::Rule::UserTimeoutDue : tcp::Rule::GiveUp;
    if (from == LastAck) return tcp::Rule::FinAckedLastAck;
    if (from == SynSent) return tcp::Rule::SynSentRefused;
    return from == SynReceived ? tcp::Rule::ResetRefuses : tcp::Rule::ResetTaken;
}

bool is_possible(tcp::State from, tcp::State to, bool orderly)
{
    if (from == Listen && to == SynSent) return false; // no kernel connects from a listening socket
    if (!orderly || from == LastAck || from == TimeWait) return tcp::is_legal(from, to);
    return std::ranges::any_of(orderly_changes, [&](const Change& c) { return c.from == from && c.to == to; });
}

} // namespace

std::optional<Cause> cause_of(const trace::Trace& trace, trace::RecordId head)
{
    if (head == trace::no_record) return std::nullopt;
    const trace::Record record = trace.record(head);
    if (trace::is_kernel_report(record)) return std::nullopt; // it only shows what has happened
    return Cause{record, record.kind == trace::Kind::Arrived && trace.transit(record.ref).segment.rst()};
}

tcp::Rule rule_of_change(tcp::State from, tcp::State to, const Cause* cause)
{
    if (from == SynReceived && to == Listen)
        return cause != nullptr && cause->record.kind == trace::Kind::TimerExpired ? tcp::Rule::GiveUpListen
                                                                                   : tcp::Rule::ResetToListen;
    const auto change = std::ranges::find_if(orderly_changes,
                                             [&](const Change& known) { return known.from == from && known.to == to; });
    return change != orderly_changes.end() ? change->rule : rule_of_end(from, cause);
}

std::vector<tcp::State> way(tcp::State from, tcp::State to, bool orderly)
{
    std::array<std::optional<tcp::State>, tcp::state_count> before{};
    std::vector<tcp::State> reached{from};
    for (std::size_t i = 0; i < reached.size() && !before[static_cast<std::size_t>(to)]; ++i) {
        for (std::size_t next = 0; next < tcp::state_count; ++next) {
            if (before[next] || !is_possible(reached[i], static_cast<tcp::State>(next), orderly)) continue;
            before[next] = reached[i];
            reached.push_back(static_cast<tcp::State>(next));
        }
    }
    std::vector<tcp::State> states;
    for (tcp::State at = to; at != from && before[static_cast<std::size_t>(at)];
         at = *before[static_cast<std::size_t>(at)])
        states.insert(states.begin(), at);
    return states.empty() ? std::vector<tcp::State>{to} : states;
}

} // namespace tcpstage::capture
