#include "core/captions/reports.h"

#include "core/base/say.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::captions {

namespace {

/// Whether the first block reports octets that were received before: below ACK, or within the second block (RFC 2883
/// section 4).
bool is_of_octets_received_twice(const tcp::Segment& segment)
{
    if (segment.options.sack_count == 0 || !segment.has_ack()) return false;
    const tcp::SackBlock& first = segment.options.sack[0];
    if (tcp::before(first.left, segment.ack)) return true;
    if (segment.options.sack_count < 2) return false;
    const tcp::SackBlock& second = segment.options.sack[1];
    return !tcp::before(first.left, second.left) && !tcp::after(first.right, second.right);
}

std::string block_text(const tcp::SackBlock& block, const Bases& bases, Language language)
{
    return said(language, {"{} to {}", "{} 到 {}"}, number_text(block.left, bases.ack, bases.numbers),
                number_text(block.right - 1U, bases.ack, bases.numbers));
}

} // namespace

std::string blocks_text(const tcp::Segment& segment, const Bases& bases, Language language)
{
    const bool twice = is_of_octets_received_twice(segment);
    std::string blocks;
    for (std::size_t i = twice ? 1 : 0; i < segment.options.sack_count; ++i) {
        if (!blocks.empty()) blocks += Text{", ", "，"}[language];
        blocks += block_text(segment.options.sack[i], bases, language);
    }
    std::string sentences;
    if (twice)
        sentences = said(language, {"D-SACK: {} have arrived twice.", "D-SACK：{} 收到了两次。"},
                         block_text(segment.options.sack[0], bases, language));
    if (!blocks.empty()) {
        if (!sentences.empty() && language == Language::English) sentences += " ";
        sentences += said(language, {"SACK: {} have arrived too.", "SACK：还有 {}。"}, blocks);
    }
    return sentences;
}

std::string twice_text(const tcp::Segment& segment, const Bases& bases, Language language)
{
    if (!is_of_octets_received_twice(segment)) return {};
    return said(language, {"It reports that {} have arrived twice (D-SACK).", "它报告：{} 收到了两次（D-SACK）。"},
                block_text(segment.options.sack[0], bases, language));
}

std::string edited_text(const trace::Transit& transit, const Bases& bases, Language language, bool sending)
{
    if (!transit.before) return {};
    const tcp::Segment& sent = transit.before->segment;
    const tcp::Segment& arrived = transit.segment;
    const auto shown = [&](const tcp::Segment& segment) {
        std::string text = title(segment);
        if (!segment.is_datagram()) text += " seq=" + number_text(segment.seq, bases.seq, bases.numbers);
        if (segment.has_ack()) text += " ack=" + number_text(segment.ack, bases.ack, bases.numbers);
        if (sent.payload.size() != arrived.payload.size()) text += fmt::format(" len={}", segment.payload.size());
        if (sent.window != arrived.window) text += fmt::format(" win={}", segment.window);
        return text;
    };
    const Text by = words(transit.reason);
    if (sending && shown(sent) != shown(arrived))
        return said(language, {"On the wire it becomes {}: {}.", "它在线路上变成 {}：{}。"}, shown(arrived), by);
    if (shown(sent) != shown(arrived))
        return said(language, {"It was sent as {} and arrives as {}: {}.", "它发出时是 {}，到达时是 {}：{}。"},
                    shown(sent), shown(arrived), by);
    if (sending) return said(language, {"It is changed on the wire: {}.", "它在线路上被改动：{}。"}, by);
    if (sent.payload != arrived.payload)
        return said(language, {"Its octets are not those that were sent: {}.", "它携带的字节与发出时不同：{}。"}, by);
    return said(language, {"Its options are not those that were sent: {}.", "它的选项与发出时不同：{}。"}, by);
}

std::string received_text(const trace::Trace& trace, const TraceStep& step, Language language)
{
    std::int64_t octets = 0;
    int parts = 0;
    for (trace::RecordId id = step.record + 1; id < step.end; ++id) {
        const trace::Record record = trace.record(id);
        if (record.kind != trace::Kind::Delivered || record.value <= 0) continue;
        octets += record.value;
        ++parts;
    }
    if (parts == 0) return {};
    if (parts > 1 && trace.endpoint(trace.record(step.record).side).without.tcp)
        return said(language, {"The user gets {} octets in {} datagrams.", "用户得到 {1} 个数据报，共 {0} 字节。"},
                    octets, parts);
    return said(language, {"The user gets {} octets.", "用户得到 {} 字节。"}, octets);
}

std::string going_back_text(const trace::Trace& trace, const TraceStep& step, const CaptionStyle& style)
{
    const trace::Record record = trace.record(step.record);
    if (step.head != step.record || record.connection != trace::the_conversation) return {};
    const trace::Side side = record.side;
    const trace::Moment moment = trace.moment_after(step.record);
    const tcp::Tcb before = trace.at(side, step.record == 0 ? trace::Moment{} : trace.moment_after(step.record - 1));
    const tcp::Tcb now = trace.at(side, moment);
    const auto open = [](const tcp::Tcb& tcb) { return tcb.state > tcp::State::Listen; };
    if (!open(before) || !open(now) || before.snd.iss != now.snd.iss) return {};
    const Base own = base_of(trace, side, now.snd.iss, moment, style.numbers);
    const Base peer = base_of(trace, trace::other(side), now.rcv.irs, moment, style.numbers);
    std::string text;
    const auto add = [&](std::string_view name, tcp::Seq from, tcp::Seq to, const Base& base, bool unsent) {
        if (!tcp::before(to, from)) return;
        const std::string move = fmt::format("{} {} → {}", name, number_text(from, base, style.numbers),
                                             number_text(to, base, style.numbers));
        if (!text.empty() && style.language == Language::English) text += ' ';
        text += unsent ? said(style.language,
                              {"The probe's octet was not taken: it counts as unsent again ({}).",
                               "探测的那个字节没有被收下，重新算作未发送（{}）。"},
                              move)
                       : said(style.language, {"It goes back: {}.", "退回：{}。"}, move);
    };
    const bool unsent = now.unsent_bytes - before.unsent_bytes == before.snd.nxt - now.snd.nxt;
    add("SND.NXT", before.snd.nxt, now.snd.nxt, own, unsent);
    add("SND.UNA", before.snd.una, now.snd.una, own, false);
    if (before.rcv.irs == now.rcv.irs && before.state != tcp::State::SynSent)
        add("RCV.NXT", before.rcv.nxt, now.rcv.nxt, peer, false);
    return text;
}

std::string skipped_text(const trace::Trace& trace, trace::RecordId skip, const Names& names, const CaptionStyle& style)
{
    const trace::Record record = trace.record(skip);
    const trace::Moment moment = trace.moment_after(skip);
    const tcp::Tcb now = trace.at(record.side, moment);
    const Base base = base_of(trace, record.side, now.snd.iss, moment, style.numbers);
    return said(style.language,
                {"The lesson leaves {1} octets out: it goes on as if {0} had sent them, and {2} had acknowledged and "
                 "read them. The next octet has the number {3}.",
                 "课程在这里略去 {1} 字节：就当 {0} 已经发出、{2} 已经确认并读取了它们。下一个字节的序号是 {3}。"},
                names.end_within(record.side), record.value, names.end_within(trace::other(record.side)),
                number_text(now.snd.nxt, base, style.numbers));
}

std::string reported_text(const tcp::Tcb& tcb, Language language)
{
    if (tcb.cwnd == 0) return {};
    const double srtt_ms = std::chrono::duration<double, std::milli>(tcb.srtt).count();
    return said(language,
                {"SRTT {:.3f} ms, cwnd {}, {} octets in flight, the peer's window {}.",
                 "SRTT {:.3f} ms，cwnd {}，在途 {} 字节，对方窗口 {}。"},
                srtt_ms, tcb.cwnd, tcb.snd.nxt - tcb.snd.una, tcb.snd.wnd);
}

std::string idle_window_text(const trace::Trace& trace, const TraceStep& step, const Names& names,
                             const CaptionStyle& style)
{
    const trace::Record record = trace.record(step.record);
    if (record.kind != trace::Kind::Arrived || record.connection != trace::the_conversation || step.record == 0)
        return {};
    const tcp::Tcb before = trace.at(record.side, trace.moment_after(step.record - 1));
    const tcp::Tcb now = trace.at(record.side, trace.moment_after(step.record));
    const bool acknowledged = before.state >= tcp::State::Established && now.snd.una != before.snd.una &&
                              now.snd.iss == before.snd.iss && now.recovery == tcp::Recovery::None;
    if (!acknowledged || now.cwnd == 0 || now.cwnd != before.cwnd) return {};
    const std::uint32_t usual = std::min(10 * now.snd.mss, std::max(2 * now.snd.mss, 14600U)); // RFC 6928 section 2
    const bool marked = trace.transit(record.ref).segment.flags.has(tcp::Flag::Ece);
    if (now.cwnd == usual || marked) return {}; // it has not grown yet, or it may not
    const std::uint32_t flight = before.in_flight();
    const bool slow_start = now.cwnd < now.ssthresh;
    if (flight >= (slow_start ? now.cwnd / 2 : now.cwnd - std::min(now.cwnd, 2 * now.snd.mss))) return {}; // it is used
    if (now.unsent_bytes == 0)
        return said(style.language,
                    {"cwnd stays {}: {} has no more data, and the window is not full.",
                     "cwnd 仍是 {}：{} 没有更多数据要发，窗口没有用满。"},
                    now.cwnd, names.end_within(record.side));
    if (now.snd.wnd >= now.cwnd) return {};
    return said(style.language,
                {"cwnd stays {}: it is not full, because the peer's window is smaller (SND.WND = {}).",
                 "cwnd 仍是 {}：它没有用满，因为对方的窗口更小（SND.WND = {}）。"},
                now.cwnd, now.snd.wnd);
}

} // namespace tcpstage::captions
