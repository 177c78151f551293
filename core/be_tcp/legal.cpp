// What RFC 9293 permits at a turn besides what the engine does; be_tcp.h says what legal means.

#include "core/be_tcp/parts.h"
#include "core/predict/turn.h"

#include <algorithm>

namespace tcpstage::be_tcp {

using predict::operator+;
using predict::Turn;

namespace {

constexpr const char* delaying = "RFC 9293 3.8.6.3";
constexpr const char* silly_window = "RFC 9293 3.8.6.2.1";
constexpr tcp::Flags only_ack = tcp::Flag::Ack;
constexpr tcp::Flags fin_ack = tcp::Flag::Fin | tcp::Flag::Ack;

Ruling permitted(OwnedText why, const char* section, const OwnedText& instead)
{
    return {true, true, DraftPart::None, std::move(why) + instead, section};
}

bool has(const Turn& turn, tcp::Rule rule) { return std::ranges::find(turn.rules, rule) != turn.rules.end(); }

/// Sequence numbers received in order and not acknowledged yet.
std::uint32_t waiting_for_ack(const tcp::Tcb& tcb) { return tcb.rcv.nxt - tcb.rcv.last_ack_sent; }

class Choice {
public:
    Choice(const lesson::Scenario& scenario, const trace::Trace& trace, const PlayTurn& play, const Turn& turn)
        : turn_{turn}, trace_{trace}, mss_{scenario.setup.endpoints[trace::index(play.side)].settings.mss}
    {
        if (play.transit == trace::no_transit) return;
        sent_ = predict::as_sent(trace, play.transit);
        next_ = segment_after(play.transit);
    }

    std::optional<Ruling> sending(const Draft& draft) const
    {
        if (!sent_) return instead_of_waiting(draft);
        const tcp::Segment& right = sent_->segment;
        if (draft.seq != right.seq || right.syn() || right.is_datagram()) return {};
        if (right.rst()) return reset(draft);
        if (!draft.flags.has(tcp::Flag::Ack) || draft.ack != right.ack) return {};
        if (draft.payload_bytes == right.payload.size()) return same_text(draft);
        if (auto alone = ack_alone(draft)) return alone;
        if (auto along = ack_along(draft)) return along;
        return cut(draft);
    }

    /// Sending nothing where the engine sends an ACK at once.
    std::optional<Ruling> waiting() const
    {
        if (!sent_ || sent_->retransmission || !turn_.arrived || turn_.damaged) return {};
        const tcp::Segment& came = turn_.arrived->segment;
        const bool only = essence(sent_->segment.flags) == only_ack && sent_->segment.payload.empty();
        const bool in_order = turn_.before.rcv.nxt != turn_.after.rcv.nxt && turn_.before.out_of_order_bytes == 0 &&
                              turn_.after.out_of_order_bytes == 0;
        if (!only || !in_order || came.syn()) return {};
        if (came.fin() && turn_.after.state != tcp::State::CloseWait) return {};
        const std::uint32_t waits = turn_.after.rcv.nxt - turn_.before.rcv.last_ack_sent;
        if (waits >= 2 * std::uint32_t{mss_}) return {};
        return permitted(came.fin()
                             ? say({"The ACK of a FIN may wait a moment for this end's own FIN, which would carry it.",
                                    "对 FIN 的 ACK 可以稍等片刻，由自己的 FIN 捎带。"})
                             : say({"An ACK may wait, for less than 0.5 s and until two full-sized segments are "
                                    "unacknowledged: here {} octets are.",
                                    "ACK 可以等待：不到 0.5 秒，且等待确认的不足两个满长报文段：现在是 {} 个字节。"},
                                   waits),
                         delaying, instead());
    }

private:
    /// The segment that this end sends for the same event directly after `transit`: the next octets, or the FIN.
    std::optional<tcp::Segment> segment_after(trace::TransitId transit) const
    {
        for (const trace::RecordId id : turn_.sent) {
            const trace::TransitId other = trace_.record(id).ref;
            const tcp::Segment segment = predict::as_sent(trace_, other).segment;
            if (other > transit && segment.seq == sent_->segment.seq + sent_->segment.length()) return segment;
        }
        return {};
    }

    OwnedText instead() const
    {
        if (!sent_)
            return say({"This TCP waits, and the run continues that way.", "这个 TCP 选择等待，运行照此继续。"});
        const tcp::Segment& right = sent_->segment;
        const Draft drafted{right.flags, right.seq, right.ack, right.payload.size()};
        return say({"This TCP sends {}, and the run continues that way.", "这个 TCP 发送 {}，运行照此继续。"},
                   to_text(drafted));
    }

    std::optional<Ruling> reset(const Draft& draft) const
    {
        const bool aborts = turn_.head.kind == trace::Kind::Called && tcp::is_synchronized(turn_.before.state);
        const bool same =
            essence(draft.flags) == (tcp::Flag::Rst | tcp::Flag::Ack) && draft.ack == turn_.before.rcv.nxt;
        if (!aborts || !same || draft.payload_bytes > 0) return {};
        return permitted(
            say({"Once a connection is established, every segment may carry RCV.NXT = {}, a reset included.",
                 "连接建立之后，每个报文段都可以带上 RCV.NXT = {}，RST 也不例外。"},
                draft.ack.value()),
            "RFC 9293 3.1", instead());
    }

    /// The FIN rides on the last octets, or follows alone.
    std::optional<Ruling> same_text(const Draft& draft) const
    {
        const tcp::Segment& right = sent_->segment;
        if (auto alone = ack_alone(draft)) return alone;
        if (right.payload.empty()) return ack_along(draft);
        const bool split = essence(right.flags) == fin_ack && essence(draft.flags) == only_ack;
        const bool joined = essence(right.flags) == only_ack && essence(draft.flags) == fin_ack && next_ &&
                            next_->fin() && next_->payload.empty();
        if (!split && !joined) return {};
        return permitted(joined ? say({"The FIN may ride on the last octets.", "FIN 可以搭在最后的数据上。"})
                                : say({"The FIN may follow in a segment of its own.", "FIN 可以单独随后发出。"}),
                         "RFC 9293 3.10.4", instead());
    }

    std::optional<Ruling> ack_alone(const Draft& draft) const
    {
        const tcp::Segment& right = sent_->segment;
        const bool more = right.length() > 0;
        const bool carries = more && turn_.arrived && right.ack != turn_.before.rcv.last_ack_sent;
        if (!carries || draft.payload_bytes > 0 || essence(draft.flags) != only_ack) return {};
        return permitted(say({"An ACK may be sent alone; the rest follows in a segment of its own.",
                              "ACK 可以单独发出；其余要发送的随后另发。"}),
                         delaying, instead());
    }

    /// The ACK rides on the octets or the FIN that follow now anyway.
    std::optional<Ruling> ack_along(const Draft& draft) const
    {
        const bool alone = essence(sent_->segment.flags) == only_ack && sent_->segment.payload.empty();
        if (!alone || !next_ || next_->length() == 0) return {};
        if (essence(draft.flags) != essence(next_->flags) || draft.payload_bytes != next_->payload.size()) return {};
        return permitted(say({"The ACK may ride on what is sent now anyway.", "ACK 可以搭在此刻反正要发送的内容上。"}),
                         delaying, instead());
    }

    /// The same octets, segmented differently.
    std::optional<Ruling> cut(const Draft& draft) const
    {
        const std::uint32_t octets = draft.payload_bytes;
        const std::uint32_t right = sent_->segment.payload.size();
        const tcp::Tcb& tcb = turn_.known();
        const tcp::Flags flags = essence(draft.flags);
        if (turn_.head.kind == trace::Kind::TimerExpired && turn_.head.timer() == tcp::Timer::KeepAlive) {
            if (octets != 1 || right != 0 || flags != only_ack) return {};
            return permitted(
                say({"A keep-alive probe may carry an octet of garbage.", "保活探测可以带一个无意义的字节。"}),
                "RFC 9293 3.8.4", instead());
        }
        if (right == 0 || octets == 0 || flags != only_ack) return {};
        if (sent_->retransmission) {
            const std::uint32_t most = std::min<std::uint32_t>(tcb.snd.max - sent_->segment.seq, tcb.snd.mss);
            if (octets > most) return {};
            return permitted(say({"A retransmission may be segmented differently: up to {} octets from SND.UNA on.",
                                  "重传时可以重新分段：从 SND.UNA 起最多 {} 个字节。"},
                                 most),
                             "RFC 9293 3.8.1", instead());
        }
        if (octets > right || octets < tcb.snd.max_wnd - tcb.snd.max_wnd / 2) return {};
        return permitted(say({"{} octets are at least half of the largest window that the peer offered, {}: this is "
                              "not a silly window.",
                              "{} 个字节不少于对方通告过的最大窗口 {} 的一半：不算糊涂窗口。"},
                             octets, tcb.snd.max_wnd),
                         silly_window, instead());
    }

    std::optional<Ruling> instead_of_waiting(const Draft& draft) const
    {
        const tcp::Tcb& tcb = turn_.after;
        if (!tcp::is_synchronized(tcb.state) || essence(draft.flags) != only_ack) return {};
        if (draft.seq != tcb.snd.nxt || draft.ack != tcb.rcv.nxt) return {};
        if (draft.payload_bytes == 0) {
            if (waiting_for_ack(tcb) == 0) return {};
            return permitted(say({"What arrived may be acknowledged at once: {} numbers wait for an ACK.",
                                  "收到的内容可以立刻确认：有 {} 个序号在等待确认。"},
                                 waiting_for_ack(tcb)),
                             delaying, instead());
        }
        const std::uint32_t window = tcb.cwnd == 0 ? tcb.snd.wnd : std::min(tcb.snd.wnd, tcb.cwnd);
        const std::uint32_t usable = window - std::min(window, tcb.in_flight());
        const std::uint32_t due = std::min<std::uint32_t>(tcb.unsent_bytes, tcb.snd.mss);
        if (!has(turn_, tcp::Rule::NagleWaits) || draft.payload_bytes != due || due > usable) return {};
        return permitted(
            say({"Nagle's algorithm waits here, but a user may switch it off: all {} queued octets may be sent.",
                 "Nagle 算法在此等待，但用户可以关闭它：排队的 {} 个字节可以全部发出。"},
                due),
            "RFC 9293 3.7.4", instead());
    }

    const Turn& turn_;
    const trace::Trace& trace_;
    std::uint16_t mss_;
    std::optional<trace::Transit> sent_;
    std::optional<tcp::Segment> next_;
};

} // namespace

std::optional<Ruling> also_legal(const lesson::Scenario& scenario, const trace::Trace& trace, const PlayTurn& turn,
                                 const Draft& draft)
{
    const auto known = predict::turn_of(trace, turn.head);
    if (!known) return {};
    return Choice{scenario, trace, turn, *known}.sending(draft);
}

std::optional<Ruling> waiting_also_legal(const lesson::Scenario& scenario, const trace::Trace& trace,
                                         const PlayTurn& turn)
{
    const auto known = predict::turn_of(trace, turn.head);
    if (!known) return {};
    return Choice{scenario, trace, turn, *known}.waiting();
}

} // namespace tcpstage::be_tcp
