// Questions about the flags of the next segment, or whether none is sent.

#include "core/predict/turn.h"

#include <algorithm>

namespace tcpstage::predict {

namespace {

constexpr tcp::Flags compared =
    tcp::Flags::from_bits(0x17); // FIN, SYN, RST, ACK: differences in PSH, URG and the ECN flags are not mistakes
constexpr tcp::Flags fin_ack = tcp::Flag::Fin | tcp::Flag::Ack;
constexpr tcp::Flags syn_ack = tcp::Flag::Syn | tcp::Flag::Ack;
constexpr tcp::Flags rst_ack = tcp::Flag::Rst | tcp::Flag::Ack;

tcp::Flags essence(tcp::Flags flags) { return tcp::Flags::from_bits(flags.bits() & compared.bits()); }

/// No flags: nothing is sent.
using Candidate = std::optional<tcp::Flags>;

std::vector<Candidate> candidates(const Turn& turn, const trace::Transit* transit)
{
    const Candidate none{};
    const bool closes = turn.arrived && turn.arrived->segment.fin();
    if (!transit) return {tcp::Flag::Ack, closes ? fin_ack : syn_ack, tcp::Flags{tcp::Flag::Rst}, fin_ack};
    const tcp::Flags right = essence(transit->segment.flags);
    if (right == tcp::Flags{tcp::Flag::Syn})
        return {syn_ack, tcp::Flags{tcp::Flag::Ack}, none, tcp::Flags{tcp::Flag::Rst}};
    if (right == syn_ack) return {tcp::Flags{tcp::Flag::Ack}, tcp::Flags{tcp::Flag::Syn}, none, rst_ack};
    if (right == fin_ack)
        return {tcp::Flags{tcp::Flag::Ack}, tcp::Flags{tcp::Flag::Fin}, none, tcp::Flags{tcp::Flag::Rst}};
    if (right == tcp::Flags{tcp::Flag::Rst}) return {tcp::Flags{tcp::Flag::Ack}, none, fin_ack, rst_ack};
    if (right == rst_ack) return {syn_ack, none, tcp::Flags{tcp::Flag::Rst}, tcp::Flags{tcp::Flag::Ack}};
    if (closes) return {fin_ack, none, tcp::Flags{tcp::Flag::Fin}, tcp::Flags{tcp::Flag::Rst}};
    if (turn.after.state <= tcp::State::Established && turn.entered)
        return {syn_ack, none, tcp::Flags{tcp::Flag::Syn}, fin_ack};
    return {none, fin_ack, tcp::Flags{tcp::Flag::Rst}, syn_ack};
}

OwnedText rule_text(const Turn& turn)
{
    const tcp::RuleInfo* rule = leading_rule(turn);
    if (rule) return {std::string{rule->sentence.en}, std::string{rule->sentence.zh}};
    return say({"{} has nothing to answer.", "{} 没有什么要回应的。"}, turn.subject());
}

std::string section_of(const Turn& turn)
{
    const tcp::RuleInfo* rule = leading_rule(turn);
    return rule ? std::string{rule->section} : "RFC 9293 3.10";
}

/// Why nothing is sent: nothing is there, or the window or cwnd holds it back.
OwnedText why_nothing_goes_out(const Turn& turn, const Figures& f)
{
    const tcp::Tcb& tcb = turn.after;
    const std::uint32_t in_flight = tcb.snd.nxt - tcb.snd.una;
    if (tcb.unsent_bytes > 0 && tcb.state < tcp::State::Established)
        return say({"Waiting to be sent: {} octets. They go when the connection is established.",
                    "等待发送：{} 个字节。连接建立之后才发。"},
                   tcb.unsent_bytes);
    if (tcb.unsent_bytes > 0 && tcb.snd.wnd <= in_flight)
        return say({"Waiting to be sent: {} octets, but the window is used up: SND.WND is {}, unacknowledged: {}.",
                    "等待发送：{} 个字节，但窗口已用完：SND.WND 是 {}，未确认的有 {}。"},
                   tcb.unsent_bytes, tcb.snd.wnd, in_flight);
    if (tcb.unsent_bytes > 0)
        return say({"Waiting to be sent: {} octets, which may not go yet.", "等待发送：{} 个字节，但现在还不能发。"},
                   tcb.unsent_bytes) +
               rule_text(turn);
    return say({"{} has nothing to send now: SND.NXT stays {}.", "{} 现在没有要发送的：SND.NXT 仍是 {}。"},
               turn.subject(), f.own(tcb.snd.nxt)) +
           rule_text(turn);
}

/// Why sending a segment is wrong where nothing is sent.
OwnedText why_not_silent(const Turn& turn, tcp::Flags wrong, const Figures& f)
{
    if (turn.damaged) return rule_text(turn);
    if (wrong.has(tcp::Flag::Rst))
        return say({"There is nothing to reset: {} is in {}.", "没有要复位的东西：{} 处于 {}。"}, turn.name(),
                   tcp::name(turn.after.state)) +
               (turn.after.unsent_bytes > 0 ? why_nothing_goes_out(turn, f) : rule_text(turn));
    if (turn.arrived && turn.arrived->segment.rst())
        return say({"A reset is never answered: answers to resets would never end.",
                    "RST 从不应答：否则对 RST 的应答会没完没了。"}) +
               rule_text(turn);
    if (turn.after.unsent_bytes > 0 && turn.after.state > tcp::State::Listen) return why_nothing_goes_out(turn, f);
    if (turn.arrived && wrong == tcp::Flags{tcp::Flag::Ack} && turn.arrived->segment.length() == 0 &&
        turn.after.state <= tcp::State::SynSent)
        return say({"SEG.LEN = 0: it takes no sequence number, and there is nothing to acknowledge.",
                    "SEG.LEN = 0：它不占序号，没有要确认的东西。"});
    if (turn.arrived && wrong == tcp::Flags{tcp::Flag::Ack} && turn.arrived->segment.length() == 0)
        return say({"SEG.LEN = 0: it takes no sequence number, RCV.NXT stays {}, and there is nothing to acknowledge. "
                    "ACKs of ACKs would never end.",
                    "SEG.LEN = 0：它不占序号，RCV.NXT 仍是 {}，没有要确认的东西。否则对 ACK 的 ACK 永无止境。"},
                   f.peer(turn.after.rcv.nxt));
    if (turn.after.state <= tcp::State::Listen)
        return say({"{} is in {}: it has no connection on which it could send.",
                    "{} 处于 {}：没有可以用来发送的连接。"},
                   turn.subject(), tcp::name(turn.after.state)) +
               rule_text(turn);
    if (wrong.has(tcp::Flag::Fin) && !turn.after.fin_queued)
        return say({"The user of {} has not closed: no FIN, SND.NXT stays {}.",
                    "{} 的用户没有关闭：不发 FIN，SND.NXT 仍是 {}。"},
                   turn.name(), f.own(turn.after.snd.nxt));
    return why_nothing_goes_out(turn, f);
}

OwnedText why_not_nothing(const Turn& turn, const trace::Transit& transit, const Figures& f)
{
    const tcp::Segment& sent = transit.segment;
    const bool brings = turn.arrived && turn.arrived->segment.length() > 0 && !sent.rst();
    if (brings && !turn.counts_peer())
        return say({"SEG.LEN is {}: what takes sequence numbers must be acknowledged.",
                    "SEG.LEN 是 {}：占用序号的内容必须得到确认。"},
                   turn.arrived->segment.length());
    if (brings)
        return say({"SEG.LEN is {}: what takes sequence numbers must be acknowledged, RCV.NXT is {} now.",
                    "SEG.LEN 是 {}：占用序号的内容必须得到确认，RCV.NXT 现在是 {}。"},
                   turn.arrived->segment.length(), f.peer(turn.after.rcv.nxt));
    if (turn.head.kind == trace::Kind::TimerExpired)
        return say({"The {} has expired: from {} on nothing was acknowledged, so something is sent.",
                    "{}到期：从 {} 起没有得到确认，所以要发送。"},
                   trace::spoken(turn.head.timer()), f.own(turn.known().snd.una)) +
               rule_text(turn);
    if (transit.retransmission)
        return say({"Something must be sent again: what begins at {}.", "有内容要重发：从 {} 开始的部分。"},
                   f.own(sent.seq)) +
               rule_text(turn);
    if (sent.length() > 0 && !sent.rst())
        return say({"There is something to send: {} numbers from SND.NXT = {} on.",
                    "有内容要发送：从 SND.NXT = {1} 起的 {0} 个序号。"},
                   sent.length(), f.own(sent.seq));
    return rule_text(turn);
}

/// Why other flags than those of the segment are wrong: the first difference that matters.
OwnedText why_not_flags(const Turn& turn, const trace::Transit& transit, tcp::Flags wrong, const Figures& f)
{
    const tcp::Segment& sent = transit.segment;
    const tcp::Tcb& known = turn.known();
    if (wrong.has(tcp::Flag::Rst) && !sent.rst() && !turn.counts_peer())
        return say({"A reset ends a connection that is wrong. Nothing is wrong here: {} is in {}.",
                    "RST 用来结束出错的连接。这里没有错：{} 处于 {}。"},
                   turn.name(), tcp::name(turn.after.state));
    if (wrong.has(tcp::Flag::Rst) && !sent.rst())
        return say({"A reset ends a connection that is wrong. This one is right: {} is in {} and expects {}.",
                    "RST 用来结束出错的连接。这里没有错：{} 处于 {}，期望 {}。"},
                   turn.name(), tcp::name(turn.after.state), f.peer(known.rcv.nxt));
    if (!wrong.has(tcp::Flag::Rst) && sent.rst()) return rule_text(turn);
    if (sent.rst())
        return sent.has_ack()
                   ? say({"The segment had no ACK to take a number from: the reset has 0, and acknowledges {} instead.",
                          "收到的报文段没有 ACK 可取序号：RST 的序号为 0，而用 ACK 确认 {}。"},
                         f.peer(sent.ack))
                   : say({"This reset has the number {}, which the peer expects: that is enough, it needs no ACK.",
                          "这个 RST 的序号 {} 正是对方期望的：这就够了，不需要 ACK。"},
                         f.own(sent.seq));
    if (wrong.has(tcp::Flag::Syn) && !sent.syn())
        return say({"The SYN with ISS = {} was sent already: SND.NXT was {}. A second one would be an error.",
                    "SYN 位于 ISS = {}，早已发出：SND.NXT 已是 {}。再发一个就是错误。"},
                   f.own(known.snd.iss), f.own(turn.before.snd.nxt));
    if (!wrong.has(tcp::Flag::Syn) && sent.syn())
        return say({"Without its SYN the peer never learns where the numbers of {} begin: ISS = {}.",
                    "没有 SYN，对方就不知道 {} 的序号从哪里开始：ISS = {}。"},
                   turn.name(), f.own(sent.seq));
    if (wrong.has(tcp::Flag::Fin) && !sent.fin())
        return known.fin_queued ? say({"The FIN comes after all data, and {} octets are not sent yet.",
                                       "FIN 排在所有数据之后，还有 {} 个字节没有发送。"},
                                      known.unsent_bytes)
                                : say({"The user of {} has not closed. A FIN would take the number {} and say that no "
                                       "more data follows.",
                                       "{} 的用户没有关闭。FIN 会占用序号 {}，表示不再有数据。"},
                                      turn.name(), f.own(known.snd.nxt + known.unsent_bytes));
    if (!wrong.has(tcp::Flag::Fin) && sent.fin())
        return say({"The user has closed and all data is sent: the FIN takes the number {}.",
                    "用户已关闭，数据也已发完：FIN 占用序号 {}。"},
                   f.own(sent.end() - 1));
    if (!wrong.has(tcp::Flag::Ack) && !turn.counts_peer())
        return say({"After the first SYN every segment carries an ACK; one without it is dropped.",
                    "第一个 SYN 之后，每个报文段都带 ACK；不带的会被丢弃。"});
    if (!wrong.has(tcp::Flag::Ack))
        return say(
            {"After the first SYN every segment carries an ACK: it says RCV.NXT = {}; one without it is dropped.",
             "第一个 SYN 之后，每个报文段都带 ACK：说明 RCV.NXT = {}；不带的会被丢弃。"},
            f.peer(sent.ack));
    return say({"Nothing has arrived from the peer yet: there is no RCV.NXT to acknowledge.",
                "还没有收到对方的任何东西：没有可确认的 RCV.NXT。"});
}

bool has(const Turn& turn, tcp::Rule rule) { return std::ranges::count(turn.rules, rule) > 0; }

/// What this event sends, or why it sends nothing: not the rule that says most of it, if that is about something else.
OwnedText why_right(const Turn& turn, const trace::Transit* transit, const Figures& f)
{
    const auto said = [](tcp::Rule rule) {
        const Text& sentence = tcp::info(rule).sentence;
        return OwnedText{std::string{sentence.en}, std::string{sentence.zh}};
    };
    const bool delays = has(turn, tcp::Rule::AckDelayed);
    if (!transit && turn.arrived && delays) return said(tcp::Rule::AckDelayed);
    if (!transit && !turn.damaged && turn.after.unsent_bytes > 0) return why_nothing_goes_out(turn, f);
    const bool waits = has(turn, tcp::Rule::WindowWaits) || has(turn, tcp::Rule::CongestionWaits);
    return transit && waits && !turn.entered ? why_not_nothing(turn, *transit, f) : rule_text(turn);
}

} // namespace

Guesses flag_guesses(const Turn& turn, const trace::Transit* transit, const Figures& f)
{
    Guesses list;
    Value right{};
    if (transit)
        right.flags = transit->segment.flags;
    else
        right.silence = true;
    list.push_back({right, why_right(turn, transit, f), section_of(turn)});
    for (const Candidate& candidate : candidates(turn, transit)) {
        if (!candidate && !transit) continue;
        if (candidate && transit && essence(transit->segment.flags) == *candidate) continue;
        Value value{};
        value.silence = !candidate;
        if (candidate) value.flags = *candidate;
        const OwnedText reason = !transit    ? why_not_silent(turn, *candidate, f)
                                 : candidate ? why_not_flags(turn, *transit, *candidate, f)
                                             : why_not_nothing(turn, *transit, f);
        list.push_back({value, reason, section_of(turn)});
    }
    return list;
}

} // namespace tcpstage::predict
