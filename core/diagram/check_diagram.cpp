#include "core/diagram/check_diagram.h"

#include "core/base/say.h"
#include "core/diagram/played_ends.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::diagram {

namespace {

using tcp::Flag;
using tcp::State;

constexpr std::string_view states_section = "RFC 9293 3.3.2";

bool is_bare_ack(const tcp::Segment& segment)
{
    return segment.flags.without(Flag::Psh) == tcp::Flags{Flag::Ack} && segment.payload.empty();
}

/// Whether both do the same to the connection: open, carry text, close, reset or only acknowledge.
bool is_same_kind(const Arrow& arrow, const tcp::Segment& segment)
{
    const auto same = [&](Flag flag) { return arrow.flags.has(flag) == segment.flags.has(flag); };
    return same(Flag::Syn) && same(Flag::Fin) && same(Flag::Rst) && (arrow.octets > 0) == !segment.payload.empty();
}

class Checker : private PlayedEnds {
public:
    explicit Checker(const Diagram& diagram) : PlayedEnds{diagram.names}, diagram_{diagram} { begin(); }

    std::vector<Finding> findings()
    {
        for (next_ = 0; next_ < diagram_.entries.size(); ++next_) {
            if (const auto* arrow = std::get_if<Arrow>(&diagram_.entries[next_]))
                play(*arrow);
            else
                check_claim(std::get<Claim>(diagram_.entries[next_]));
        }
        say_what_is_missing();
        return take_findings();
    }

private:
    /// CLOSED, where the diagram opens a connection; else both ends shake hands unseen.
    void begin()
    {
        const auto first = std::ranges::find_if(
            diagram_.entries, [](const Entry& entry) { return std::holds_alternative<Arrow>(entry); });
        const Arrow& arrow = std::get<Arrow>(*first);
        end(trace::other(arrow.from)).handle(tcp::Open{false});
        if (arrow.flags.has(Flag::Syn)) return;
        end(arrow.from).handle(tcp::Open{true});
        for (trace::Side side = arrow.from; !end(side).pending.empty(); side = trace::other(side)) {
            const tcp::Segment segment = end(side).pending.front().segment;
            end(side).pending.clear();
            end(trace::other(side)).handle(tcp::Arrive{segment});
        }
    }

    /// What the end sends of this kind: a segment that is due, or one that a call of its user sends.
    std::optional<Outgoing> sent_by(PlayedEnd& from, const Arrow& arrow) const
    {
        const auto due =
            std::ranges::find_if(from.pending, [&](const Outgoing& one) { return is_same_kind(arrow, one.segment); });
        if (due != from.pending.end()) {
            Outgoing right = *due;
            from.pending.erase(from.pending.begin(), due + 1); // an ACK before it says less than it does
            return right;
        }
        PlayedEnd copy = from;
        copy.pending.clear();
        if (arrow.flags.has(Flag::Rst)) copy.handle(tcp::Abort{});
        if (arrow.flags.has(Flag::Syn) && !arrow.flags.has(Flag::Ack)) copy.handle(tcp::Open{true});
        if (arrow.octets > 0) copy.handle(tcp::Send{Bytes::pattern(arrow.octets)});
        if (arrow.flags.has(Flag::Fin)) copy.handle(tcp::Shutdown{});
        const auto called =
            std::ranges::find_if(copy.pending, [&](const Outgoing& one) { return is_same_kind(arrow, one.segment); });
        if (called == copy.pending.end()) return {};
        Outgoing right = *called;
        copy.pending.clear();
        from = std::move(copy);
        return right;
    }

    /// Whether the peer opens together with this end: only then a SYN without ACK answers none.
    bool opens_together(const Arrow& arrow) const
    {
        return std::ranges::any_of(diagram_.entries, [&](const Entry& entry) {
            const auto* other = std::get_if<Arrow>(&entry);
            return other != nullptr && other->from != arrow.from && other->flags.has(Flag::Syn) &&
                   other->flags.has(Flag::Ack);
        });
    }

    /// The last segment of the peer was still under way when this SYN or FIN was sent, if only then its numbers are
    /// right: it arrives now.
    bool crosses(const Arrow& arrow)
    {
        PlayedEnd& from = end(arrow.from);
        const auto late = before_[trace::index(arrow.from)];
        const bool opens = arrow.flags.has(Flag::Syn);
        if (!late || (!opens && !arrow.flags.has(Flag::Fin))) return false;
        if (opens && (arrow.flags.has(Flag::Ack) || !opens_together(arrow))) return false;
        PlayedEnd now = from;
        const auto right_now = sent_by(now, arrow);
        if (!opens && right_now && numbers_fit(arrow, right_now->segment)) return false;
        PlayedEnd then = late->end;
        then.base = from.base;
        then.drawn = from.drawn;
        const auto right = sent_by(then, arrow);
        if (!right || !numbers_fit(arrow, right->segment)) return false;
        from = std::move(then);
        accept(arrow, *right);
        from.handle(tcp::Arrive{late->segment});
        return true;
    }

    void accept(const Arrow& arrow, const Outgoing& right)
    {
        check_seq(arrow, right.segment);
        check_ack(arrow, right.segment);
        check_flags(arrow, right);
        deliver(arrow, right.segment);
    }

    /// One that was drawn before comes again: because it, or a later one, is lost.
    bool repeats(const Arrow& arrow)
    {
        PlayedEnd& from = end(arrow.from);
        const auto again = std::ranges::find_if(from.drawn, [&](const Drawn& one) {
            const bool same_seq = !arrow.seq || !from.base || *arrow.seq == from.value_of(one.segment.seq);
            return is_same_kind(arrow, one.segment) && !is_bare_ack(one.segment) &&
                   (same_seq || one.segment.payload.empty());
        });
        if (again == from.drawn.end()) return false;
        const Drawn first = *again;
        if (lost_line_ < first.line) {
            OwnedText what =
                say({"this {0} of {1} stands in line {2} already, and nothing is lost: it is sent only once",
                     "{1} 的这个 {0} 在第 {2} 行已经有了，又没有丢失：它只发送一次"},
                    tcp::to_text(first.segment.flags.without(Flag::Ack)), name(arrow.from), first.line);
            if (first.segment.fin())
                what = say({"{0}; if {1} closes only here, line {2} is a bare ACK",
                            "{0}；如果 {1} 在这里才关闭，第 {2} 行就是纯 ACK"},
                           what, name(arrow.from), first.line);
            find(arrow.line, std::move(what), states_section, from.entered_by());
            number_again(arrow, first.segment);
            return true;
        }
        accept(arrow, {first.segment, {}});
        return true;
    }

    /// A bare ACK may be sent at any time, with the present numbers.
    bool acknowledges(const Arrow& arrow)
    {
        PlayedEnd& from = end(arrow.from);
        const tcp::Flags others = arrow.flags.without(Flag::Ack).without(Flag::Psh);
        if (!tcp::is_synchronized(from.state()) || others != tcp::Flags{} || arrow.octets > 0) return false;
        tcp::Segment segment;
        segment.flags = Flag::Ack;
        segment.seq = from.tcb().snd.nxt;
        segment.ack = from.tcb().rcv.nxt;
        check_seq(arrow, segment);
        check_ack(arrow, segment);
        return true;
    }

    void refuse(const Arrow& arrow)
    {
        PlayedEnd& from = end(arrow.from);
        const std::string flags = tcp::to_text(arrow.flags.without(Flag::Psh));
        OwnedText what = say({"{0} is in {1}: it cannot send {2} here", "{0} 处于 {1}：这里不能发送 {2}"},
                             name(arrow.from), tcp::name(from.state()), flags);
        if (from.pending.empty()) {
            find(arrow.line, std::move(what), states_section, from.entered_by());
            return;
        }
        const Outgoing right = from.pending.front();
        from.pending.erase(from.pending.begin());
        find(arrow.line, say({"{0}; it sends {1}", "{0}；它发送 {1}"}, what, written(arrow.from, right.segment)), {},
             right.rule);
        deliver(arrow, right.segment);
    }

    void step(const Arrow& arrow)
    {
        if (arrow.octets > 0 && repeats(arrow)) return;
        if (crosses(arrow)) return;
        if (const auto right = sent_by(end(arrow.from), arrow)) return accept(arrow, *right);
        if (!repeats(arrow) && !acknowledges(arrow)) refuse(arrow);
    }

    void play(const Arrow& arrow)
    {
        const std::array<trace::Side, 2> sides{arrow.from, trace::other(arrow.from)};
        const std::array<State, 2> before{end(sides[0]).state(), end(sides[1]).state()};
        step(arrow);
        for (std::size_t i = 0; i < sides.size(); ++i)
            if (const auto claimed = arrow.states[i];
                claimed && *claimed != before[i] && !may_be_in(sides[i], *claimed))
                refuse_state(arrow.line, sides[i], *claimed);
    }

    /// Its present state, that before the last segment arrived, or one that it reaches without a segment.
    bool may_be_in(trace::Side side, State claimed)
    {
        const State now = end(side).state();
        const auto& late = before_[trace::index(side)];
        if (claimed == now || (late && claimed == late->end.state())) return true;
        if (claimed == State::Closed) return now == State::TimeWait || now == State::Listen;
        return claimed == State::Listen && now == State::Closed && end(side).drawn.empty();
    }

    void check_claim(const Claim& claim)
    {
        if (may_be_in(claim.side, claim.state)) return;
        const auto next =
            std::find_if(diagram_.entries.begin() + static_cast<std::ptrdiff_t>(next_), diagram_.entries.end(),
                         [](const Entry& entry) { return std::holds_alternative<Arrow>(entry); });
        if (next != diagram_.entries.end() && std::get<Arrow>(*next).from == claim.side) { // it goes there by sending
            const Arrow& arrow = std::get<Arrow>(*next);
            PlayedEnd then = end(claim.side);
            if (sent_by(then, arrow) && then.state() == claim.state) return;
            if (const auto late = before_[trace::index(claim.side)]; late && arrow.flags.has(Flag::Fin)) {
                then = late->end;
                if (sent_by(then, arrow) && then.state() == claim.state) return;
            }
        }
        refuse_state(claim.line, claim.side, claim.state);
    }

    void refuse_state(int line, trace::Side side, State claimed)
    {
        const PlayedEnd& one = end(side);
        OwnedText what = say({"{0} is in {1} here, not in {2}", "这里 {0} 处于 {1}，而不是 {2}"}, name(side),
                             tcp::name(one.state()), tcp::name(claimed));
        const OwnedText why = why_not(claimed, one.state());
        if (!why.empty()) what = say({"{0}: {1}", "{0}：{1}"}, what, why);
        find(line, std::move(what), states_section, one.entered_by()).section = states_section;
    }

    /// What people mix up.
    static OwnedText why_not(State claimed, State now)
    {
        const bool passive = now == State::CloseWait || now == State::LastAck || now == State::Closed;
        if (claimed == State::TimeWait && passive)
            return {"only the end that closes first waits in TIME-WAIT", "只有先关闭的一端才会在 TIME-WAIT 中等待"};
        if (claimed == State::CloseWait && now == State::LastAck)
            return {"CLOSE-WAIT ends when the end sends its own FIN", "一端发出自己的 FIN 时，CLOSE-WAIT 就结束了"};
        if (claimed == State::LastAck && now == State::CloseWait)
            return {"LAST-ACK begins with the end's own FIN", "LAST-ACK 从自己发出 FIN 开始"};
        if (claimed == State::FinWait2 && now == State::FinWait1)
            return {"its FIN is not acknowledged yet", "它的 FIN 还没有得到确认"};
        if (claimed == State::Established && now == State::SynReceived)
            return {"its SYN is not acknowledged yet", "它的 SYN 还没有得到确认"};
        if (claimed == State::Established && now == State::SynSent)
            return {"nothing has answered its SYN yet", "它的 SYN 还没有得到回答"};
        return {};
    }

    /// What the ends still have to send after the last line.
    void say_what_is_missing()
    {
        if (lost_line_ > 0 || diagram_.entries.empty()) return;
        for (const trace::Side side : trace::both_sides) {
            if (end(side).pending.empty()) continue;
            const Outgoing& due = end(side).pending.front();
            Finding& finding = find(static_cast<int>(diagram_.lines.size()),
                                    say({"here {0} still has to send {1}", "这里 {0} 还要发送 {1}"}, name(side),
                                        written(side, due.segment)),
                                    {}, due.rule);
            finding.impossible = false;
        }
    }

    void deliver(const Arrow& arrow, const tcp::Segment& segment)
    {
        end(arrow.from).drawn.push_back({segment, arrow.line, arrow.lost});
        if (arrow.some) loosen(arrow.from);
        before_[trace::index(arrow.from)].reset();
        if (arrow.lost) {
            lost_line_ = arrow.line;
            return;
        }
        PlayedEnd& to = end(trace::other(arrow.from));
        before_[trace::index(trace::other(arrow.from))] = Late{to, segment};
        to.handle(tcp::Arrive{segment});
    }

    struct Late {
        PlayedEnd end; // before it arrived
        tcp::Segment segment;
    };

    const Diagram& diagram_;
    std::array<std::optional<Late>, 2> before_;
    std::size_t next_ = 0;
    int lost_line_ = 0; // the last line with a segment that is lost; 0: none
};

} // namespace

std::vector<Finding> check(const Diagram& diagram)
{
    std::vector<Finding> findings = Checker{diagram}.findings();
    std::ranges::stable_sort(findings, {}, &Finding::line);
    return findings;
}

} // namespace tcpstage::diagram
