#include "core/captions/transition.h"

#include "core/captions/captured.h"

#include <algorithm>
#include <span>

namespace tcpstage::captions {

namespace {

using tcp::Rule;

constexpr Text create_tcb{"create TCB", "创建 TCB"};
constexpr Text delete_tcb{"delete TCB", "删除 TCB"};
constexpr Text fin_in_order{"rcv data before FIN", "收到 FIN 之前的数据"};
constexpr Text send_reset{"snd RST, delete TCB", "发送 RST，删除 TCB"};

struct Event {
    Rule rule;
    Text words;
};

/// Where the table of transitions has no words for what a rule does.
constexpr auto special = std::to_array<Event>({
    {Rule::CloseUnread, {"CLOSE, data unread", "CLOSE 调用，有数据未读"}},
    {Rule::TextAfterClose, {"rcv data after CLOSE", "CLOSE 之后收到数据"}},
    {Rule::SynResets, {"rcv SYN", "收到 SYN"}},
    {Rule::UserTimeoutDue, {"user timeout", "用户超时"}},
    {Rule::KeepAliveGivesUp, {"keep-alive, no answer", "保活探测无应答"}},
    {Rule::CookieTrue, {"rcv ACK of SYN cookie", "收到对 SYN cookie 的 ACK"}},
    {Rule::GiveUpListen, {"timeout, no answer", "超时，对方无应答"}},
    {Rule::WithoutThirdSegment, {"no third segment", "没有第三次握手"}},
    {Rule::TimeWaitOver, {"timeout = 2MSL", "2MSL 超时"}},
    {Rule::Crashed, {"crash", "主机崩溃"}},
});

/// What a capture shows of the same.
constexpr auto captured = std::to_array<Event>({
    {Rule::AbortReset, {"it resets", "本端复位"}},
    {Rule::Crashed, {"it opens anew", "重新打开"}},
    {Rule::TimeWaitOver, {"a new connection", "新的连接"}},
});

const Text* words_for(std::span<const Event> events, Rule rule)
{
    const auto found = std::ranges::find(events, rule, &Event::rule);
    return found == events.end() ? nullptr : &found->words;
}

/// The first word or words of the event of an edge that follows from `head`; "" if any will do.
std::string_view word_of(const trace::Trace& trace, const trace::Record& head)
{
    if (head.kind == trace::Kind::TimerExpired) return "timeout";
    if (head.kind == trace::Kind::Arrived) return trace.transit(head.ref).segment.rst() ? "rcv RST" : "rcv";
    if (head.kind != trace::Kind::Called) return "";
    switch (head.call()) {
    case trace::Call::Listen:
        return "passive OPEN";
    case trace::Call::Connect:
        return "active OPEN";
    case trace::Call::Send:
        return "SEND";
    case trace::Call::Shutdown:
    case trace::Call::Close:
        return "CLOSE";
    case trace::Call::Abort:
        return "ABORT";
    case trace::Call::Read:
    case trace::Call::Crash:
    case trace::Call::Accept:
    case trace::Call::Skip:
        break;
    }
    return "";
}

/// Whether these words can be the event of what `word` begins: a RST is not "rcv FIN", and no other segment "rcv RST".
bool fits(const Text& event, std::string_view word)
{
    return event.en.starts_with(word) && (word != "rcv" || !event.en.starts_with("rcv RST"));
}

/// The edge of the table: that which `word` begins, else the first that is no RST, since what waited may come later.
const tcp::Transition* edge_of(const trace::Record& entered, std::string_view word)
{
    const tcp::Transition* other = nullptr;
    const tcp::State to = entered.rule() == Rule::WithoutTimeWait ? tcp::State::TimeWait : entered.to();
    for (const tcp::Transition& edge : tcp::transitions()) {
        if (edge.from != entered.from() || edge.to != to) continue;
        if (fits(edge.event, word)) return &edge;
        if (!other && !edge.event.en.starts_with("rcv RST")) other = &edge;
    }
    return other;
}

/// Whether the end sent a segment with all these flags, and no RST among others, in the group of the record.
bool sent(const trace::Trace& trace, const trace::Record& entered, tcp::Flags flags)
{
    const bool reset = flags == tcp::Flags{tcp::Flag::Rst};
    for (trace::RecordId id = entered.cause + 1; id < trace.records().size(); ++id) {
        const trace::Record record = trace.record(id);
        if (record.cause != entered.cause) break;
        if (record.kind != trace::Kind::Sent) continue;
        const tcp::Segment segment = trace.transit(record.ref).as_sent();
        if ((segment.flags.bits() & flags.bits()) == flags.bits() && segment.rst() == reset) return true;
    }
    return false;
}

/// What of the edge's action was really done.
Text done(const trace::Trace& trace, const trace::Record& entered, const Text& action)
{
    using tcp::Flag;
    if (entered.to() == tcp::State::Closed)
        return sent(trace, entered, tcp::Flags{Flag::Rst}) ? send_reset : delete_tcb;
    if (action.en == "snd ACK") return sent(trace, entered, tcp::Flags{Flag::Ack}) ? action : Text{};
    if (action.en == "snd FIN") return sent(trace, entered, tcp::Flags{Flag::Fin}) ? action : Text{};
    if (action.en == "snd SYN,ACK") return sent(trace, entered, Flag::Syn | Flag::Ack) ? action : Text{};
    if (action.en == "snd SYN") return sent(trace, entered, tcp::Flags{Flag::Syn}) ? action : Text{};
    if (action.en == "create TCB, snd SYN") return sent(trace, entered, tcp::Flags{Flag::Syn}) ? action : create_tcb;
    return action;
}

/// Whether the FIN came with the segment that the record follows from; else it came before, and had to wait.
bool has_fin(const trace::Trace& trace, const trace::Record& entered)
{
    if (entered.cause == trace::no_record) return true;
    const trace::Record head = trace.record(entered.cause);
    return head.kind != trace::Kind::Arrived || trace.transit(head.ref).segment.fin();
}

bool sends_reset(Rule rule)
{
    return rule == Rule::AbortReset || rule == Rule::CloseUnread || rule == Rule::TextAfterClose;
}

} // namespace

Passage passage_of(const trace::Trace& trace, trace::RecordId id)
{
    const trace::Record entered = trace.record(id);
    const bool caused = entered.cause != trace::no_record;
    const std::string_view word = caused ? word_of(trace, trace.record(entered.cause)) : std::string_view{};
    const tcp::Transition* edge = edge_of(entered, word);
    Passage passage = edge ? Passage{edge->event, edge->action} : Passage{};
    const Text* known = is_captured(trace) ? words_for(captured, entered.rule()) : nullptr;
    if (!known) known = words_for(special, entered.rule());
    if (known) passage.event = *known;
    if (passage.event.en.starts_with("rcv FIN") && !has_fin(trace, entered)) passage.event = fin_in_order;
    const bool simulated = trace.source() == trace::Source::Simulated || trace.source() == trace::Source::Script;
    if (simulated && caused)
        passage.action = done(trace, entered, passage.action);
    else if (entered.to() == tcp::State::Closed)
        passage.action = sends_reset(entered.rule()) ? send_reset : delete_tcb;
    return passage;
}

} // namespace tcpstage::captions
