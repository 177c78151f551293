#include "core/captions/names.h"

#include "core/base/say.h"
#include "core/trace/kernel_report.h"
#include "core/trace/ordinal.h"
#include "core/trace/spoken_name.h"

namespace tcpstage::captions {

namespace {

void begin_with_capital(std::string& text)
{
    if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 'a' + 'A');
}

/// A remark after the name of a segment that its end did not send itself: a copy, or an injected one.
Text remark(const trace::Transit& transit)
{
    if (transit.copy_of != trace::no_transit) return {" (a copy)", "（副本）"};
    if (transit.reason == trace::Reason::FromThePast && transit.connection == trace::the_conversation)
        return {" (old or forged)", "（旧的或伪造的）"};
    return {"", ""};
}

} // namespace

std::string Names::end_within(trace::Side side) const { return trace::spoken(trace_.endpoint(side))[language_]; }

std::string Names::end(trace::Side side) const
{
    std::string name = end_within(side);
    begin_with_capital(name);
    return name;
}

std::string Names::peer(trace::ConnectionNumber connection) const
{
    const tcp::SocketAddress& socket = trace_.peer(connection).socket;
    const auto same = std::ranges::count_if(
        trace_.peers(), [&](const trace::OtherPeer& peer) { return peer.socket.address == socket.address; });
    return same > 1 ? to_text(socket) : to_text(socket.address);
}

std::string Names::segment(trace::TransitId id) const
{
    const trace::Transit transit = trace_.transit(id);
    const std::uint32_t count = ordinals_.of_segment(id);
    const std::string nth = trace::ordinal(count);
    const bool udp = transit.segment.is_datagram();
    if (transit.reason == trace::Reason::Swallowed)
        return said(language_,
                    {"the {1} repetition of a held segment of {0}", "{0}的内核对被扣住报文段的第 {2} 次重发"},
                    end_within(transit.from), nth, count);
    if (transit.connection != trace::the_conversation && trace_.peer(transit.connection).host == transit.from)
        return said(language_, {"{0}'s {1} segment to {3}", "{0}发给 {3} 的第 {2} 个报文段"}, end_within(transit.from),
                    nth, count, peer(transit.connection));
    const std::string owner =
        transit.connection == trace::the_conversation ? end_within(transit.from) : peer(transit.connection);
    const Text what = udp ? Text{"datagram", "数据报"} : Text{"segment", "报文段"};
    return said(language_, {"{0}'s {1} {3}{4}", "{0} 的第 {2} 个{3}{4}"}, owner, nth, count, what, remark(transit));
}

std::string Names::call(const trace::Record& record) const
{
    const std::string_view name = spoken_call(trace_.endpoint(record.side), record.call());
    return trace::counts_octets(record.call(), record.value) ? fmt::format("{}({})", name, record.value)
                                                             : fmt::format("{}()", name);
}

std::string_view Names::timer(tcp::Timer timer) const { return trace::spoken(timer)[language_]; }

std::string Names::call_step(trace::RecordId id, const trace::Record& record) const
{
    if (trace::is_kernel_report(record))
        return said(language_, {"The kernel reports on {}", "内核报告{}的情况"}, end(record.side));
    const std::uint32_t count = ordinals_.of_step(id);
    if (count < 2) return said(language_, {"{} calls {}", "{} 调用 {}"}, end(record.side), call(record));
    return said(language_, {"{0} calls {1} (its {2} {4})", "{0} 调用 {1}（第 {3} 次 {4}）"}, end(record.side),
                call(record), trace::ordinal(count), count, spoken_call(trace_.endpoint(record.side), record.call()));
}

std::string Names::timer_step(trace::RecordId id, const trace::Record& record) const
{
    const std::uint32_t count = ordinals_.of_step(id);
    const bool certain = trace_.source() != trace::Source::Capture;
    std::string text =
        certain ? said(language_, {"{}: the {} expires", "{}：{}到期"}, end(record.side), timer(record.timer()))
                : said(language_, {"{}: the {} seems to expire", "{}：{}似乎到期"}, end(record.side),
                       timer(record.timer()));
    if (record.connection != trace::the_conversation)
        text = said(language_, {"{}: the {} for {} expires", "{}：{}到期（{}）"}, end(record.side),
                    timer(record.timer()), peer(record.connection));
    if (count < 2) return text;
    return text + said(language_, {" (the {} time)", "（第 {1} 次）"}, trace::ordinal(count), count);
}

std::string Names::sent_step(const trace::Record& record) const
{
    const trace::Transit transit = trace_.transit(record.ref);
    const tcp::Segment& segment = transit.as_sent();
    const std::uint32_t count = ordinals_.of_segment(record.ref);
    const Text what = segment.is_datagram() ? Text{"datagram", "数据报"} : Text{"segment", "报文段"};
    const Text again = transit.retransmission ? Text{", again", "（重传）"} : Text{"", ""};
    const bool foreign = transit.connection != trace::the_conversation;
    if (transit.reason == trace::Reason::Swallowed)
        return said(language_,
                    {"{0}'s kernel repeats a segment that is held, for the {1} time: {3}",
                     "{0}的内核第 {2} 次重发被扣住的报文段：{3}"},
                    end(record.side), trace::ordinal(count), count, title(segment));
    if (transit.reason == trace::Reason::FromThePast && !foreign)
        return said(language_, {"{0} is under way: {1}", "{0}在途中：{1}"}, segment_first(record.ref), title(segment));
    const bool out = foreign && trace_.peer(transit.connection).host == transit.from;
    if (out)
        return said(language_, {"{0} sends its {1} {4} to {3}: {5}{6}", "{0}向 {3} 发送第 {2} 个{4}：{5}{6}"},
                    end(record.side), trace::ordinal(count), count, peer(transit.connection), what, title(segment),
                    again);
    return said(language_, {"{0} sends its {1} {3}: {4}{5}", "{0} 发送第 {2} 个{3}：{4}{5}"},
                foreign ? peer(transit.connection) : end(record.side), trace::ordinal(count), count, what,
                title(segment), again);
}

std::string Names::segment_first(trace::TransitId id) const
{
    std::string name = segment(id);
    begin_with_capital(name);
    return name;
}

std::string Names::step(trace::RecordId id) const
{
    const trace::Record record = trace_.record(id);
    switch (record.kind) {
    case trace::Kind::Called:
        return call_step(id, record);
    case trace::Kind::TimerExpired:
        return timer_step(id, record);
    case trace::Kind::Sent:
        return sent_step(record);
    case trace::Kind::Arrived: {
        const Text damaged = record.detail != 0 ? Text{" (damaged)", "（已损坏）"} : Text{"", ""};
        return said(language_, {"{} gets {}: {}{}", "{} 收到 {}：{}{}"}, end(record.side), segment(record.ref),
                    title(trace_.transit(record.ref).segment), damaged);
    }
    case trace::Kind::Lost:
        return trace_.source() != trace::Source::Capture || record.certainty == trace::Certainty::Observed
                   ? said(language_, {"{} is lost: {}", "{} 丢失：{}"}, segment_first(record.ref),
                          title(trace_.transit(record.ref).as_sent()))
                   : said(language_, {"{} seems to be lost: {}", "{} 似乎丢失：{}"}, segment_first(record.ref),
                          title(trace_.transit(record.ref).as_sent()));
    case trace::Kind::Reason:
    case trace::Kind::Entered:
    case trace::Kind::Signal:
    case trace::Kind::Delivered:
    case trace::Kind::TimerSet:
    case trace::Kind::TimerCancelled:
        return end(record.side);
    }
    return {};
}

} // namespace tcpstage::captions
