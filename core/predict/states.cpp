// Questions about the state that follows, and why it is not another one.

#include "core/predict/turn.h"

#include <algorithm>

namespace tcpstage::predict {

namespace {

/// The facts of the TCB after the event that decide between states.
struct Facts {
    const Turn& turn;
    const Figures& f;
    tcp::State now;
    const tcp::Tcb& tcb;    // as long as there is one
    tcp::Tcb at_the_step{}; // what the stage shows beside the answer: what the event sends goes out with a later step

    bool syn_acked() const { return tcb.snd.una != tcb.snd.iss; }
    bool fin_acked() const { return tcb.fin_sent && tcb.snd.una == tcb.snd.nxt; }
    std::uint32_t una() const { return f.own(tcb.snd.una); }
    std::uint32_t next() const { return f.own(tcb.snd.nxt); }
    std::uint32_t expected() const { return f.peer(tcb.rcv.nxt); }
    bool has_numbers() const { return at_the_step.state > tcp::State::Listen; }
    /// Whether the SYN or the FIN that decides the state is still to be sent.
    bool syn_goes_out_next() const { return !has_numbers() || at_the_step.snd.nxt == tcb.snd.iss; }
    bool fin_goes_out_next() const { return tcb.fin_sent && !at_the_step.fin_sent; }
};

OwnedText no_fin_sent(const Facts& facts)
{
    if (!facts.has_numbers())
        return say({"The user of {} has not closed: no FIN is sent.", "{} 的用户没有关闭：不会发送 FIN。"},
                   facts.turn.name());
    return say({"The user of {} has not closed: none of its numbers up to SND.NXT = {} is a FIN.",
                "{} 的用户没有关闭：到 SND.NXT = {} 为止没有 FIN。"},
               facts.turn.name(), facts.f.own(facts.at_the_step.snd.nxt));
}
OwnedText no_fin_come(const Facts& facts)
{
    if (!facts.turn.counts_peer())
        return say({"No FIN of the peer has arrived: nothing has arrived from it.",
                    "对方的 FIN 还没到：还没有收到对方的任何东西。"});
    return say({"No FIN of the peer has arrived: none of its numbers before RCV.NXT = {} is one.",
                "对方的 FIN 还没到：RCV.NXT = {} 之前没有 FIN。"},
               facts.expected());
}
OwnedText fin_open(const Facts& facts)
{
    if (facts.fin_goes_out_next())
        return say({"Our FIN goes out only now, with the number {}: nothing can have acknowledged it.",
                    "我们的 FIN 现在才发出，序号是 {}：还不可能得到确认。"},
                   facts.next() - 1);
    return say({"Our FIN at {} is not acknowledged yet: SND.UNA is {}, SND.NXT {}.",
                "我们位于 {} 的 FIN 还没被确认：SND.UNA 是 {}，SND.NXT 是 {}。"},
               facts.next() - 1, facts.una(), facts.next());
}
OwnedText fin_answered(const Facts& facts)
{
    return say({"Our FIN is acknowledged: SND.UNA = SND.NXT = {}.", "我们的 FIN 已被确认：SND.UNA = SND.NXT = {}。"},
               facts.next());
}
OwnedText fin_came(const Facts& facts)
{
    return say({"The peer's FIN has arrived too: RCV.NXT = {} counts it.", "对方的 FIN 也到了：RCV.NXT = {} 已计入。"},
               facts.expected());
}

OwnedText own_fin(const Facts& facts)
{
    if (facts.fin_goes_out_next())
        return say({"Our own FIN goes out now: it takes the number {}, and SND.NXT becomes {}.",
                    "我们自己的 FIN 现在发出：占用序号 {}，SND.NXT 将变为 {}。"},
                   facts.next() - 1, facts.next());
    return say({"Our own FIN was sent: it took the number {}, SND.NXT is {}.",
                "我们自己的 FIN 已发出：占用序号 {}，SND.NXT 是 {}。"},
               facts.next() - 1, facts.next());
}

OwnedText not_open(const Facts& facts)
{
    if (!facts.syn_acked() && facts.now <= tcp::State::SynReceived)
        return say({"Our SYN is not acknowledged: SND.UNA is {}, ISS itself.",
                    "我们的 SYN 还没被确认：SND.UNA 是 {}，即 ISS 本身。"},
                   facts.una());
    return facts.turn.peer_fin() ? fin_came(facts) : own_fin(facts);
}

OwnedText not_beginning(tcp::State wrong, const Facts& facts)
{
    if (facts.now <= tcp::State::Listen)
        return say({"{} has sent no SYN: it has no SND.NXT yet.", "{} 还没有发出 SYN：还没有 SND.NXT。"},
                   facts.turn.subject());
    if (wrong == tcp::State::Listen && facts.syn_goes_out_next() && facts.now <= tcp::State::SynReceived)
        return say({"In LISTEN nothing is sent; here a SYN goes out now, with ISS = {}.",
                    "LISTEN 时什么也不发送；而这里现在发出 SYN，ISS = {}。"},
                   facts.f.own(facts.tcb.snd.iss));
    if (wrong == tcp::State::Listen)
        return say({"In LISTEN nothing was sent yet; our SYN was, with ISS = {}.",
                    "LISTEN 表示还什么都没发；而我们的 SYN 已发出，ISS = {}。"},
                   facts.f.own(facts.tcb.snd.iss));
    if (wrong == tcp::State::SynSent)
        return say({"In SYN-SENT nothing has arrived from the peer; here RCV.NXT = {} counts its SYN.",
                    "SYN-SENT 时还没收到对方的任何东西；这里 RCV.NXT = {} 已计入它的 SYN。"},
                   facts.expected());
    if (facts.now == tcp::State::SynSent)
        return say({"No SYN of the peer has arrived: there is no RCV.NXT yet, only ISS = {} was sent.",
                    "对方的 SYN 还没到：还没有 RCV.NXT，只发出了 ISS = {}。"},
                   facts.f.own(facts.tcb.snd.iss));
    return say({"SYN-RECEIVED waits for the ACK of our SYN; SND.UNA = {} is beyond ISS = {}.",
                "SYN-RECEIVED 等待我们的 SYN 被确认；而 SND.UNA = {} 已越过 ISS = {}。"},
               facts.una(), facts.f.own(facts.tcb.snd.iss));
}

OwnedText not_closed(const Facts& facts)
{
    if (facts.now == tcp::State::TimeWait)
        return say({"TIME-WAIT lasts 2MSL: the peer may repeat its FIN, and must be answered ack {}.",
                    "TIME-WAIT 要持续 2MSL：对方可能重发 FIN，必须回应 ack {}。"},
                   facts.expected());
    if (facts.tcb.fin_sent && !facts.fin_acked()) return fin_open(facts);
    if (!facts.turn.peer_fin() && facts.now >= tcp::State::Established) return no_fin_come(facts);
    if (!facts.tcb.fin_sent && facts.now >= tcp::State::Established) return no_fin_sent(facts);
    if (facts.now == tcp::State::SynSent)
        return say({"The attempt has begun and nothing has ended it: {} waits for an answer to its SYN.",
                    "连接已经开始建立，也没有什么使它结束：{} 在等待对其 SYN 的回答。"},
                   facts.turn.name());
    if (facts.now == tcp::State::SynReceived)
        return say({"The SYN has begun a connection and nothing has ended it: {} waits for the ACK of its own SYN.",
                    "SYN 已开始了一条连接，也没有什么使它结束：{} 在等待对自己 SYN 的确认。"},
                   facts.turn.name());
    return say({"The TCB is still needed: {} waits in {}.", "TCB 还有用：{} 在 {} 中等待。"}, facts.turn.name(),
               tcp::name(facts.now));
}

/// For an end that closes: the first condition of `wrong` that is not met.
OwnedText not_closing(tcp::State wrong, const Facts& facts)
{
    const bool needs_own = wrong != tcp::State::CloseWait;
    const bool needs_theirs = wrong == tcp::State::CloseWait || wrong >= tcp::State::Closing;
    const bool needs_ack = wrong == tcp::State::FinWait2 || wrong == tcp::State::TimeWait;
    if (needs_own && !facts.tcb.fin_sent) return no_fin_sent(facts);
    if (needs_theirs && !facts.turn.peer_fin()) return no_fin_come(facts);
    if (needs_ack && !facts.fin_acked()) return fin_open(facts);
    if (!needs_theirs && facts.turn.peer_fin()) return fin_came(facts);
    if (!needs_own && facts.tcb.fin_sent) return own_fin(facts);
    if (!needs_ack && facts.fin_acked()) return fin_answered(facts);
    if (wrong == tcp::State::LastAck || wrong == tcp::State::TimeWait)
        return say({"That is where the other order leads. {} was in {}: its FIN has the number {}.",
                    "那是另一种先后顺序的结果。{} 原先处于 {}：它的 FIN 位于 {}。"},
                   facts.turn.subject(), tcp::name(facts.turn.before.state), facts.next() - 1);
    return say({"A simultaneous close leads there. {} was in {}, and its FIN has the number {}.",
                "双方同时关闭才会到那里。{} 原先处于 {}，它的 FIN 位于 {}。"},
               facts.turn.subject(), tcp::name(facts.turn.before.state), facts.next() - 1);
}

OwnedText gone(tcp::State wrong, const Facts& facts)
{
    const tcp::RuleInfo* rule = leading_rule(facts.turn);
    const OwnedText because =
        !facts.turn.counts_own()
            ? say({"{} would need a TCB: there is none.", "{} 需要 TCB：这里没有。"}, tcp::name(wrong))
            : say({"{} would need a TCB; the one with SND.NXT = {} is deleted.",
                   "{} 需要 TCB；而 SND.NXT = {} 的那个已被删除。"},
                  tcp::name(wrong), facts.next());
    if (!rule) return because;
    return because + OwnedText{std::string{rule->sentence.en}, std::string{rule->sentence.zh}};
}

OwnedText why_not(tcp::State wrong, const Facts& facts)
{
    if (facts.now == tcp::State::Closed) return gone(wrong, facts);
    if (facts.now == tcp::State::Listen)
        return wrong == tcp::State::Closed ? say({"A passive OPEN keeps a TCB for any peer that connects: {} waits.",
                                                  "被动打开会为来者保留 TCB：{} 在等待。"},
                                                 facts.turn.name())
                                           : not_beginning(wrong, facts);
    switch (wrong) {
    case tcp::State::Closed:
        return not_closed(facts);
    case tcp::State::Listen:
    case tcp::State::SynSent:
    case tcp::State::SynReceived:
        return not_beginning(wrong, facts);
    case tcp::State::Established:
        return not_open(facts);
    case tcp::State::FinWait1:
    case tcp::State::FinWait2:
    case tcp::State::CloseWait:
    case tcp::State::Closing:
    case tcp::State::LastAck:
    case tcp::State::TimeWait:
        return facts.now < tcp::State::Established && !facts.tcb.fin_sent && wrong != tcp::State::CloseWait
                   ? no_fin_sent(facts)
                   : not_closing(wrong, facts);
    }
    return {};
}

/// The wrong states that a person may think of, the likeliest first.
std::vector<tcp::State> neighbours(tcp::State from, tcp::State right)
{
    std::vector<tcp::State> found;
    const auto add = [&](tcp::State state) {
        if (state != right && std::ranges::find(found, state) == found.end()) found.push_back(state);
    };
    for (const tcp::Transition& edge : tcp::transitions())
        if (edge.drawn && edge.from == from) add(edge.to);
    add(from);
    for (const tcp::Transition& edge : tcp::transitions())
        if (edge.drawn && edge.from == right) add(edge.to);
    for (const tcp::Transition& edge : tcp::transitions())
        if (edge.drawn && edge.to == right) add(edge.from);
    add(tcp::State::Established);
    add(tcp::State::TimeWait);
    return found;
}

} // namespace

Guesses state_guesses(const Turn& turn, const Figures& f)
{
    const tcp::State right = turn.after.state;
    const Facts facts{turn, f, right, turn.known(), turn.trace.at(turn.side, turn.trace.moment_after(turn.head_id))};
    Guesses list;
    const tcp::RuleInfo* rule = leading_rule(turn);
    Value value{};
    value.state = right;
    OwnedText reason = rule ? OwnedText{std::string{rule->sentence.en}, std::string{rule->sentence.zh}}
                            : say({"Nothing changes the state: {} stays in {}.", "没有什么改变状态：{} 仍处于 {}。"},
                                  turn.name(), tcp::name(right));
    list.push_back({value, std::move(reason), rule ? std::string{rule->section} : "RFC 9293 3.3.2"});
    for (const tcp::State wrong : neighbours(turn.before.state, right)) {
        value.state = wrong;
        list.push_back(
            {value, why_not(wrong, facts), wrong >= tcp::State::FinWait1 ? "RFC 9293 3.6" : "RFC 9293 3.3.2"});
    }
    return list;
}

} // namespace tcpstage::predict
