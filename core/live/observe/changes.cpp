#include "core/live/observe/changes.h"

#include <algorithm>
#include <array>
#include <optional>

namespace tcpstage::live {

namespace {

struct Change {
    State from;
    State to;
    Rule rule;
};

using enum State;
constexpr auto orderly_changes = std::to_array<Change>({
    {Closed, Listen, Rule::OpenPassive},
    {Closed, SynSent, Rule::OpenActive},
    {Listen, SynSent, Rule::OpenActive},
    {Listen, SynReceived, Rule::ListenTakesSyn},
    {Listen, Closed, Rule::CloseListen},
    {SynSent, SynReceived, Rule::SynSentCrossing},
    {SynSent, Established, Rule::SynSentEstablished},
    {SynReceived, Established, Rule::AckEstablishes},
    {SynReceived, FinWait1, Rule::CloseSynReceived},
    {Established, FinWait1, Rule::CloseEstablished},
    {Established, CloseWait, Rule::FinEstablished},
    {FinWait1, FinWait2, Rule::FinAcked},
    {FinWait1, Closing, Rule::FinFinWait1},
    {FinWait1, TimeWait, Rule::FinFinWait1Acked},
    {FinWait2, TimeWait, Rule::FinFinWait2},
    {Closing, TimeWait, Rule::FinAckedClosing},
    {CloseWait, LastAck, Rule::CloseCloseWait},
    {TimeWait, SynReceived, Rule::SynReopens},
});

Rule rule_of_call(State from, Call call)
{
    if (call == Call::Abort) return from >= SynReceived ? Rule::AbortReset : Rule::AbortSilent;
    return from == SynSent ? Rule::CloseSynSent : Rule::CloseUnread;
}

/// The end of a connection.
Rule rule_of_end(State from, const Record* cause)
{
    const bool timer = cause != nullptr && cause->kind == Kind::TimerExpired;
    const bool called = cause != nullptr && cause->kind == Kind::Called;
    const bool only_seen_then =
        called && from == LastAck && cause->call() != Call::Abort; // the last ACK came meanwhile
    if (called && !only_seen_then) return rule_of_call(from, cause->call());
    if (from == TimeWait) return timer ? Rule::TimeWaitOver : Rule::ResetInTimeWait;
    if (timer) return from == FinWait2 ? Rule::UserTimeoutDue : Rule::GiveUp;
    if (from == LastAck) return Rule::FinAckedLastAck;
    if (from == SynSent) return Rule::SynSentRefused;
    return from == SynReceived ? Rule::ResetRefuses : Rule::ResetTaken;
}

bool is_possible(State from, State to, bool orderly)
{
    if (from == Listen && to == SynSent) return false; // no kernel connects with a listener
    if (!orderly || from == LastAck || from == TimeWait) return is_legal(from, to);
    return std::ranges::any_of(orderly_changes, [&](const Change& c) { return c.from == from && c.to == to; });
}

} // namespace

Rule rule_of_change(State from, State to, const Record* cause)
{
    if (from == SynReceived && to == Listen)
        return cause != nullptr && cause->kind == Kind::TimerExpired ? Rule::GiveUpListen : Rule::ResetToListen;
    const auto change = std::ranges::find_if(orderly_changes,
                                             [&](const Change& known) { return known.from == from && known.to == to; });
    return change != orderly_changes.end() ? change->rule : rule_of_end(from, cause);
}

std::vector<State> way(State from, State to, bool orderly)
{
    std::array<std::optional<State>, state_count> before{};
    std::vector<State> reached{from};
    for (std::size_t i = 0; i < reached.size() && !before[static_cast<std::size_t>(to)]; ++i) {
        for (std::size_t next = 0; next < state_count; ++next) {
            if (before[next] || !is_possible(reached[i], static_cast<State>(next), orderly)) continue;
            before[next] = reached[i];
            reached.push_back(static_cast<State>(next));
        }
    }
    std::vector<State> states;
    for (State at = to; at != from && before[static_cast<std::size_t>(at)]; at = *before[static_cast<std::size_t>(at)])
        states.insert(states.begin(), at);
    return states.empty() ? std::vector<State>{to} : states;
}

} // namespace tcpstage::live
