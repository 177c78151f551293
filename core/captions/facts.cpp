#include "core/captions/facts.h"

#include "core/base/say.h"
#include "core/captions/captured.h"
#include "core/captions/reports.h"
#include "core/trace/kernel_report.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::captions {

namespace {

constexpr std::uint32_t no_threshold = 1U << 30U; // ssthresh is at least this before the first loss (RFC 5681 3.1)

/// The sequence number after the last octet that the user has given to SEND.
tcp::Seq end_of_queue(const tcp::Tcb& tcb)
{
    return tcp::later(tcb.snd.max, tcb.snd.iss + 1U) + tcb.unsent_bytes - (tcb.fin_sent ? 1U : 0U);
}

bool sends(const tcp::Tcb& tcb) { return tcb.state != tcp::State::Closed && tcb.state != tcp::State::Listen; }
bool receives(const tcp::Tcb& tcb) { return sends(tcb) && tcb.state != tcp::State::SynSent; }

/// "connection reset". Of UDP the same signals are about its port.
Text signal_text(tcp::Signal signal, bool udp)
{
    if (udp && signal == tcp::Signal::NoConnection) return {"no port is open", "没有打开端口"};
    if (udp && signal == tcp::Signal::AlreadyOpen) return {"the port is open already", "端口已经打开"};
    constexpr std::array<Text, 14> texts{Text{"connected", "已连接"},
                                         Text{"end of file, the peer sends no more", "对方已发完（EOF）"},
                                         Text{"closed", "已关闭"},
                                         Text{"connection refused", "连接被拒绝"},
                                         Text{"connection reset", "连接被复位"},
                                         Text{"timed out", "超时"},
                                         Text{"no connection", "没有连接"},
                                         Text{"the connection exists already", "连接已存在"},
                                         Text{"the connection is closing", "连接正在关闭"},
                                         Text{"the send buffer is full", "发送缓冲区已满"},
                                         Text{"no answer yet", "尚无应答"},
                                         Text{"too long for a datagram", "数据报放不下"},
                                         Text{"invalid address", "地址无效"},
                                         Text{"there is urgent data", "有紧急数据"}};
    static_assert(texts.size() == static_cast<std::size_t>(tcp::Signal::Urgent) + 1);
    return texts[static_cast<std::size_t>(signal)];
}

} // namespace

std::string_view state_text(tcp::State state, StateNames names)
{
    switch (names) {
    case StateNames::Rfc:
        return name(state);
    case StateNames::Netstat:
        return netstat_name(state);
    case StateNames::Textbook:
        return state == tcp::State::SynReceived ? "SYN-RCVD" : name(state);
    }
    return name(state);
}

std::string with_state_names(std::string text, StateNames names)
{
    if (names == StateNames::Rfc) return text;
    for (std::size_t i = 0; i < tcp::state_count; ++i) {
        const auto state = static_cast<tcp::State>(i);
        const std::string_view from = name(state);
        for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
            text.replace(at, from.size(), state_text(state, names));
            at += state_text(state, names).size();
        }
    }
    return text;
}

Facts::Facts(const trace::Trace& trace, const Names& names, const CaptionStyle& style, const TraceStep& step)
    : trace_{trace}, names_{names}, style_{style}, step_{step}, record_{trace.record(step.record)}
{
    switch (record_.kind) {
    case trace::Kind::Called:
        add_call();
        break;
    case trace::Kind::Sent:
        add_sent();
        break;
    case trace::Kind::Arrived:
        add_arrived();
        break;
    case trace::Kind::Lost:
        add_lost();
        break;
    case trace::Kind::TimerExpired:
    case trace::Kind::Reason:
    case trace::Kind::Entered:
    case trace::Kind::Signal:
    case trace::Kind::Delivered:
    case trace::Kind::TimerSet:
    case trace::Kind::TimerCancelled:
        break;
    }
    add(going_back_text(trace_, step_, style_));
    add(estimated_text(trace_, record_, style_.language));
    const auto before = static_cast<std::ptrdiff_t>(sentences_.size());
    add_followers();
    add_changes();
    done_.assign(sentences_.begin() + before, sentences_.end());
    add(idle_window_text(trace_, step_, names_, style_));
    if (sentences_.empty() && record_.kind == trace::Kind::Arrived && own_rules_of(trace, step).empty())
        add_nothing_new();
}

std::vector<std::string> Facts::sentences() const { return sentences_; }

void Facts::add(std::string sentence)
{
    if (!sentence.empty()) sentences_.push_back(std::move(sentence));
}

/// An arrival that changes nothing and follows no rule of its own: what it reports, if anything.
void Facts::add_nothing_new()
{
    const trace::Transit transit = trace_.transit(record_.ref);
    add(twice_text(transit.segment, bases_of(trace_, transit, style_.numbers), style_.language));
    if (sentences_.empty()) add(said(style_.language, {"It brings nothing new.", "它没有带来任何新内容。"}));
}

/// The sequence numbers of the octets that a SEND has queued.
void Facts::add_call()
{
    if (trace::is_kernel_report(record_))
        return add(reported_text(trace_.after_group(record_.side, step_.record), style_.language));
    if (record_.call() == trace::Call::Skip) return add(skipped_text(trace_, step_.record, names_, style_));
    if (record_.call() != trace::Call::Send || record_.value <= 0 || trace_.endpoint(record_.side).without.tcp) return;
    const trace::Moment moment = trace_.moment_after(step_.record);
    const tcp::Tcb before =
        trace_.at(record_.side, step_.record == 0 ? trace::Moment{} : trace_.moment_after(step_.record - 1));
    const tcp::Tcb now = trace_.at(record_.side, moment);
    const auto octets = static_cast<std::uint32_t>(record_.value);
    if (!sends(now)) return;
    const tcp::Seq end = end_of_queue(now);
    const tcp::Seq begin = sends(before) ? end_of_queue(before) : end - octets;
    if (end - begin != octets) return; // the call was refused, or something else happened too
    const Base base = base_of(trace_, record_.side, now.snd.iss, moment, style_.numbers);
    const auto number = [&](tcp::Seq seq) { return number_text(seq, base, style_.numbers); };
    sentences_.push_back(said(style_.language, {"In the send queue: {}.", "进入发送队列：{}。"},
                              octets_text(number(begin), number(end - 1U), octets)));
}

void Facts::add_sent()
{
    const trace::Transit transit = trace_.transit(record_.ref);
    add_numbers(transit);
    add(edited_text(transit, bases_of(trace_, transit, style_.numbers), style_.language, true));
    if (transit.reason == trace::Reason::FromThePast && transit.connection == trace::the_conversation)
        sentences_.push_back(said(style_.language,
                                  {"{} has not sent it on this connection.", "这不是 {} 在本连接里发的。"},
                                  names_.end(transit.from)));
    add(cut_text(transit.as_sent(), style_.language));
    add_cause();
}

/// The segment's numbers and what they mean.
void Facts::add_numbers(const trace::Transit& transit)
{
    const tcp::Segment& segment = transit.as_sent();
    const Language language = style_.language;
    if (segment.is_datagram())
        return add(said(language, {"It carries {} octets.", "它携带 {} 字节。"}, segment.payload.size()));
    const Bases bases = bases_of(trace_, transit, style_.numbers);
    const auto seq_text = [&](tcp::Seq value) { return number_text(value, bases.seq, bases.numbers); };
    const std::string seq = seq_text(segment.seq);
    const std::string ack = number_text(segment.ack, bases.ack, bases.numbers);
    const std::uint32_t octets = segment.payload.size();
    const tcp::Seq last = segment.seq + (segment.syn() ? 1U : 0U) + octets; // the number of a FIN
    if (segment.rst()) {
        add(segment.has_ack() ? said(language, {"seq={}, ack={}.", "seq={}，ack={}。"}, seq, ack)
                              : said(language, {"seq={}.", "seq={}。"}, seq));
    } else if (segment.syn() && segment.has_ack() && !answers_syn(transit)) {
        add(said(language,
                 {"seq={} is its own initial number (ISS); ack={}.", "seq={} 是自己的初始序号（ISS）；ack={}。"}, seq,
                 ack));
    } else if (segment.syn() && segment.has_ack()) {
        add(said(language,
                 {"seq={} is its own initial number (ISS); ack={}: the peer's SYN took one number.",
                  "seq={} 是自己的初始序号（ISS）；ack={}：对方的 SYN 占一个序号。"},
                 seq, ack));
    } else if (segment.syn()) {
        add(said(language, {"seq={} is its initial sequence number (ISS).", "seq={} 是它的初始序号（ISS）。"}, seq));
    }
    if (octets > 0)
        add(said(language, {"seq={}, {}len={}: it carries {}.", "seq={}，{}len={}：携带{}。"}, seq,
                 segment.has_ack() ? said(language, {"ack={}, ", "ack={}，"}, ack) : std::string{}, octets,
                 octets_text(seq_text(last - octets), seq_text(last - 1U), octets)));
    else if (segment.fin() && !segment.syn() && !segment.rst())
        add(segment.has_ack() ? said(language, {"seq={}, ack={}.", "seq={}，ack={}。"}, seq, ack)
                              : said(language, {"seq={}.", "seq={}。"}, seq));
    if (segment.fin()) add(said(language, {"Its FIN takes the number {}.", "FIN 占用序号 {}。"}, seq_text(last)));
    if (segment.rst() || segment.syn() || !segment.has_ack()) return;
    const bool claims = transit.reason == trace::Reason::FromThePast || trace_.is_scripted(transit.from);
    if (octets == 0 && !segment.fin() && claims)
        add(said(language, {"seq={}, ack={}.", "seq={}，ack={}。"}, seq, ack));
    else if (octets == 0 && !segment.fin())
        add(said(language, {"seq={}, ack={}: everything before {} has arrived.", "seq={}，ack={}：{} 之前的都已收到。"},
                 seq, ack, ack));
    add(blocks_text(segment, bases, language));
    if (segment.window == 0)
        add(said(language, {"win=0: there is no room for more.", "win=0：没有空间再收了。"}));
    else if (octets == 0 && !segment.fin() && opens_window())
        add(said(language, {"win={}: there is room again.", "win={}：又有空间了。"}, transit.window_bytes));
}

/// "the octets 101 to 200", "the octet 101"
std::string Facts::octets_text(const std::string& first, const std::string& last, std::uint32_t count) const
{
    if (count == 1) return said(style_.language, {"the octet {}", "第 {} 号字节"}, first);
    return said(style_.language, {"the octets {} to {}", "第 {} 到 {} 号字节"}, first, last);
}

/// Whether the segment acknowledges a SYN that its sender has received.
bool Facts::answers_syn(const trace::Transit& transit) const
{
    if (transit.connection != trace::the_conversation) return true; // its sender's TCB is not known
    const tcp::Tcb sender = trace_.at(transit.from, trace_.moment_after(transit.sent_record));
    return receives(sender) && transit.as_sent().ack == sender.rcv.irs + 1U;
}

/// Whether the segment is sent because the user has read, to announce the larger window.
bool Facts::opens_window() const
{
    if (step_.head == step_.record) return false;
    const trace::Record head = trace_.record(step_.head);
    return head.kind == trace::Kind::Called && head.call() == trace::Call::Read;
}

/// Why the segment is sent.
void Facts::add_cause()
{
    if (step_.head == step_.record) return;
    const trace::Record head = trace_.record(step_.head);
    const tcp::Segment segment = trace_.transit(record_.ref).as_sent();
    const Language language = style_.language;
    if (head.kind == trace::Kind::Called && !trace::is_kernel_report(head))
        sentences_.push_back(said(language, {"Caused by the user's {}.", "由用户的 {} 引起。"}, names_.call(head)));
    if (head.kind == trace::Kind::TimerExpired && !is_captured(trace_))
        sentences_.push_back(
            said(language, {"Sent because the {} expired.", "由{}到期引起。"}, names_.timer(head.timer())));
    if (head.kind != trace::Kind::Arrived) return;
    const bool answers = segment.payload.empty() && !segment.fin();
    sentences_.push_back(said(language,
                              answers
                                  ? saying::Patterns<std::string>{"It answers {}.", "这是对{}的应答。"}
                                  : saying::Patterns<std::string>{"{} allows it to be sent.", "{}到达后，它得以发送。"},
                              answers ? names_.segment(head.ref) : names_.segment_first(head.ref)));
}

void Facts::add_arrived()
{
    const trace::Transit transit = trace_.transit(record_.ref);
    add(edited_text(transit, bases_of(trace_, transit, style_.numbers), style_.language));
}

void Facts::add_lost()
{
    const trace::Transit transit = trace_.transit(record_.ref);
    if (is_captured(trace_)) return add(captured_loss_text(transit.as_sent(), names_, record_, style_.language));
    const Text why =
        transit.reason == trace::Reason::None ? Text{"lost on the way", "在途中丢失"} : words(transit.reason);
    std::string text{why[style_.language]};
    if (text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
    sentences_.push_back(text + (style_.language == Language::English ? "." : "。"));
    if (transit.connection == trace::the_conversation && transit.reason != trace::Reason::FromThePast &&
        transit.reason != trace::Reason::Swallowed)
        add_loss_unseen(transit.as_sent());
}

/// Whether the lost segment will be sent again, and that its sender does not know of the loss.
void Facts::add_loss_unseen(const tcp::Segment& segment)
{
    const Language language = style_.language;
    const tcp::Tcb sender = trace_.at(record_.side, trace_.moment_after(step_.record));
    if (segment.is_datagram())
        sentences_.push_back(said(language, {"Nobody will send it again.", "没有人会重发它。"}));
    else if (segment.length() == 0)
        sentences_.push_back(
            said(language, {"It held no data: nobody will send it again.", "它不带数据：没有人会重发它。"}));
    else if (sender.deadline(tcp::Timer::Retransmit) != never)
        sentences_.push_back(
            said(language, {"{} does not know this; its RTO timer is running.", "{} 并不知道；它的重传定时器在走。"},
                 names_.end(record_.side)));
}

/// What follows in the same step: data and signals to the user, and timers.
void Facts::add_followers()
{
    add(received_text(trace_, step_, style_.language));
    for (trace::RecordId id = step_.record + 1; id < step_.end; ++id) {
        const trace::Record record = trace_.record(id);
        if (record.kind == trace::Kind::Signal) add_signal(record);
        if (record.kind == trace::Kind::TimerSet) add_timer(record);
    }
}

void Facts::add_signal(const trace::Record& record)
{
    const bool fails = record_.kind == trace::Kind::Called && record.signal() >= tcp::Signal::NoConnection &&
                       record.signal() != tcp::Signal::Unanswered;
    sentences_.push_back(said(style_.language,
                              fails ? saying::Patterns<Text>{"The call fails: {}.", "调用失败：{}。"}
                                    : saying::Patterns<Text>{"The user is told: {}.", "告知用户：{}。"},
                              signal_text(record.signal(), trace_.endpoint(record.side).without.tcp)));
}

/// The duration of a timer that matters in this step: 2MSL, persist, or the one that has just expired.
void Facts::add_timer(const trace::Record& record)
{
    const bool again = record_.kind == trace::Kind::TimerExpired && record.timer() == record_.timer();
    if (record.timer() != tcp::Timer::TimeWait && record.timer() != tcp::Timer::Persist && !again) return;
    const Duration runs{record.value - record.at.time_since_epoch().count()};
    sentences_.push_back(said(style_.language, {"The {} runs for {}.", "{}开始计时：{}。"},
                              names_.timer(record.timer()), rounded(runs)));
}

/// How the step changes the state and the variables of the end.
void Facts::add_changes()
{
    std::string states;
    for (trace::RecordId id = step_.record + 1; id < step_.end; ++id) {
        const trace::Record record = trace_.record(id);
        const bool here = record.kind == trace::Kind::Entered && record.side == record_.side;
        if (!here || trace_.endpoint(record.side).without.tcp) continue;
        if (states.empty()) states = state_text(record.from(), style_.state_names);
        states += " → ";
        states += state_text(record.to(), style_.state_names);
    }
    std::vector<std::string> parts = changed_variables();
    if (!states.empty()) parts.insert(parts.begin(), std::move(states));
    if (parts.empty()) return;
    std::string list;
    for (const std::string& part : parts)
        list += (list.empty() ? "" : std::string{Text{", ", "，"}[style_.language]}) + part;
    const std::string whose = record_.connection == trace::the_conversation
                                  ? names_.end(record_.side)
                                  : said(style_.language, {"{} with {}", "{} 与 {}"}, names_.end(record_.side),
                                         names_.peer(record_.connection));
    sentences_.push_back(said(style_.language, {"{}: {}.", "{}：{}。"}, whose, list));
}

std::vector<std::string> Facts::changed_variables() const
{
    std::vector<std::string> parts;
    const bool own =
        step_.head == step_.record && record_.kind != trace::Kind::Lost && record_.kind != trace::Kind::Sent;
    if (!own || record_.connection != trace::the_conversation || trace_.endpoint(record_.side).without.tcp)
        return parts;
    const tcp::Tcb before =
        trace_.at(record_.side, step_.record == 0 ? trace::Moment{} : trace_.moment_after(step_.record - 1));
    const tcp::Tcb now = trace_.at(record_.side, trace_.moment_after(step_.record));
    const auto changes = [&](std::string_view what, auto from, auto to) {
        if (from != to) parts.push_back(fmt::format("{} {} → {}", what, from, to));
    };
    const trace::Moment moment = trace_.moment_after(step_.record);
    const Base own_base = base_of(trace_, record_.side, now.snd.iss, moment, style_.numbers);
    const Base peer_base = base_of(trace_, trace::other(record_.side), now.rcv.irs, moment, style_.numbers);
    const auto text = [&](Base base, tcp::Seq number) {
        base.near = number; // never before the initial number, but a skip may lie between two of them
        return number_text(number, base, style_.numbers);
    };
    const auto sent = [&](tcp::Seq number) { return text(own_base, number); };
    const auto received = [&](tcp::Seq number) { return text(peer_base, number); };
    if (sends(now) && sends(before) && now.snd.iss == before.snd.iss)
        changes("SND.UNA", sent(before.snd.una), sent(now.snd.una));
    else if (sends(now))
        parts.push_back(fmt::format("ISS = {}", initial_said(now.snd.iss, own_base, style_.numbers, style_.language)));
    if (receives(now) && receives(before) && now.rcv.irs == before.rcv.irs)
        changes("RCV.NXT", received(before.rcv.nxt), received(now.rcv.nxt));
    else if (receives(now))
        parts.push_back(fmt::format("RCV.NXT = {}", received(now.rcv.nxt)));
    if (receives(now) && receives(before)) {
        if ((before.snd.wnd == 0) != (now.snd.wnd == 0)) changes("SND.WND", before.snd.wnd, now.snd.wnd);
        if (before.cwnd > 0 && now.cwnd > 0) changes("cwnd", before.cwnd, now.cwnd);
        if (now.ssthresh < no_threshold && before.ssthresh < no_threshold)
            changes("ssthresh", before.ssthresh, now.ssthresh);
        else if (now.ssthresh < no_threshold && now.cwnd > 0 && now.ssthresh != before.ssthresh)
            parts.push_back(fmt::format("ssthresh = {}", now.ssthresh));
    }
    if (record_.kind == trace::Kind::TimerExpired && record_.timer() == tcp::Timer::Retransmit && sends(now))
        changes("RTO", rounded(before.rto), rounded(now.rto));
    return parts;
}

} // namespace tcpstage::captions
