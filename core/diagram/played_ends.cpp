#include "core/diagram/played_ends.h"

#include "core/base/say.h"
#include "core/lesson/lesson_for.h"

#include <algorithm>

namespace tcpstage::diagram {

namespace {

using tcp::Flag;

constexpr std::string_view numbers_section = "RFC 9293 3.4";

/// Why a number is one more than another.
OwnedText taken_by(const tcp::Segment& before)
{
    if (before.syn()) return {"the SYN takes one sequence number", "SYN 要占用一个序号"};
    if (before.fin()) return {"the FIN takes one sequence number", "FIN 要占用一个序号"};
    return {"every octet takes one sequence number, a bare ACK none", "每个字节占用一个序号，纯 ACK 不占序号"};
}

} // namespace

Finding& PlayedEnds::find(int line, OwnedText sentence, std::string_view section, std::optional<tcp::Rule> rule)
{
    Finding finding{line, true, std::move(sentence), rule, std::string{section}, {}};
    if (rule && section.empty()) finding.section = tcp::info(*rule).section;
    finding.lesson = rule ? lesson::lesson_for(*rule) : std::string_view{};
    if (finding.lesson.empty()) finding.lesson = "seq-and-ack";
    return findings_.emplace_back(std::move(finding));
}

std::string PlayedEnds::written(trace::Side from, const tcp::Segment& segment)
{
    std::string text = tcp::to_text(segment.flags.without(Flag::Psh));
    if (end(from).base) text += " seq=" + to_text(end(from).value_of(segment.seq));
    const PlayedEnd& peer = end(trace::other(from));
    if (segment.has_ack() && peer.base) text += " ack=" + to_text(peer.value_of(segment.ack));
    return text;
}

bool PlayedEnds::is_known_symbol(const std::string& symbol) const
{
    return std::ranges::any_of(ends_, [&](const PlayedEnd& one) { return one.base && one.base->symbol == symbol; });
}

const tcp::Segment* PlayedEnds::last_of(trace::Side side)
{
    return end(side).drawn.empty() ? nullptr : &end(side).drawn.back().segment;
}

void PlayedEnds::check_seq(const Arrow& arrow, const tcp::Segment& right)
{
    PlayedEnd& from = end(arrow.from);
    if (!arrow.seq) return;
    const Value& claimed = *arrow.seq;
    const std::int64_t relative = from.relative(right.seq);
    if (!from.base || loose_[trace::index(arrow.from)]) {
        from.base = claimed.plus(-relative);
        loose_[trace::index(arrow.from)] = false;
        return;
    }
    const Value expected = from.value_of(right.seq);
    if (claimed == expected) return;
    const bool later = tcp::is_synchronized(from.state()) && !right.syn();
    if (later && !claimed.symbol.empty() && !is_known_symbol(claimed.symbol)) { // w after v: text was not drawn
        from.base = claimed.plus(-relative);
        return;
    }
    if (later && right.fin() && claimed.symbol == expected.symbol && claimed.offset > expected.offset) {
        find(arrow.line,
             say({"seq={0} is right only if {1} octets that are not drawn were sent before; else it is {2}",
                  "只有在此之前还发送了没有画出的 {1} 字节，seq={0} 才对；否则是 {2}"},
                 to_text(claimed), claimed.offset - expected.offset, to_text(expected)),
             numbers_section)
            .impossible = false;
        from.base = claimed.plus(-relative);
        return;
    }
    const tcp::Segment* const before = last_of(arrow.from);
    find(arrow.line,
         say({"seq={0} is impossible: {1} goes on with seq={2}, for {3}",
              "seq={0} 不可能：{1} 接下来是 seq={2}，因为 {3}"},
             to_text(claimed), name(arrow.from), to_text(expected),
             before ? taken_by(*before) : OwnedText{"nothing was sent before", "此前什么也没有发送"}),
         numbers_section);
}

void PlayedEnds::check_ack(const Arrow& arrow, const tcp::Segment& right)
{
    if (!arrow.ack || !right.has_ack()) return;
    PlayedEnd& peer = end(trace::other(arrow.from));
    const std::size_t place = trace::index(trace::other(arrow.from));
    const std::int64_t relative = peer.relative(right.ack);
    if (!peer.base || loose_[place]) {
        peer.base = arrow.ack->plus(-relative);
        loose_[place] = false;
        return;
    }
    const Value expected = peer.value_of(right.ack);
    if (*arrow.ack == expected) return;
    const tcp::Segment* const got = last_of(trace::other(arrow.from));
    find(arrow.line,
         say({"ack={0} is impossible: {1} expects {2} next, so ack={2}, for {3}",
              "ack={0} 不可能：{1} 期待的下一个序号是 {2}，所以 ack={2}，因为 {3}"},
             to_text(*arrow.ack), name(arrow.from), to_text(expected),
             got ? taken_by(*got) : OwnedText{"it acknowledges all before", "它确认此前的全部"}),
         numbers_section);
}

void PlayedEnds::check_flags(const Arrow& arrow, const Outgoing& right)
{
    const bool drawn = arrow.flags.has(Flag::Ack);
    const bool wanted = right.segment.has_ack();
    if (drawn == wanted) return;
    if (right.segment.syn()) {
        find(arrow.line,
             wanted ? say({"a SYN that answers a SYN carries ACK as well: {}", "回答 SYN 的 SYN 同时带 ACK：{}"},
                          written(arrow.from, right.segment))
                    : say({"the first SYN has nothing to acknowledge: {}", "第一个 SYN 没有可以确认的东西：{}"},
                          written(arrow.from, right.segment)),
             {}, right.rule);
        return;
    }
    if (!wanted) return; // a RST of an abort may have it
    find(arrow.line,
         say({"once a connection is established, ACK is set in every segment: {}",
              "连接建立之后，每个报文段都带 ACK：{}"},
             written(arrow.from, right.segment)),
         "RFC 9293 3.1")
        .impossible = false;
}

void PlayedEnds::number_again(const Arrow& arrow, const tcp::Segment& first)
{
    PlayedEnd& from = end(arrow.from);
    if (arrow.seq && !arrow.seq->symbol.empty() && !is_known_symbol(arrow.seq->symbol))
        from.base = arrow.seq->plus(-from.relative(first.seq));
}

bool PlayedEnds::numbers_fit(const Arrow& arrow, const tcp::Segment& segment)
{
    const auto fits = [](const std::optional<Value>& claimed, const PlayedEnd& of, tcp::Seq seq) {
        return !claimed || !of.base || *claimed == of.value_of(seq);
    };
    return fits(arrow.seq, end(arrow.from), segment.seq) && fits(arrow.ack, end(trace::other(arrow.from)), segment.ack);
}

} // namespace tcpstage::diagram
