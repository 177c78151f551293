// Sequence numbers of segments that do not carry SND.NXT: repeated ones, keep-alive probes, and resets whose number is
// that of the ACK they answer.

#include "core/predict/turn.h"

namespace tcpstage::predict {

namespace {

class Listed {
public:
    explicit Listed(std::string section) : section_{std::move(section)} {}
    void add(std::uint32_t number, OwnedText reason)
    {
        all_.push_back({Value{.number = number}, std::move(reason), section_});
    }
    Guesses take() { return std::move(all_); }

private:
    std::string section_;
    Guesses all_;
};

bool is_keep_alive(const Turn& turn)
{
    return turn.head.kind == trace::Kind::TimerExpired && turn.head.timer() == tcp::Timer::KeepAlive;
}

bool probes_window(const Turn& turn)
{
    return turn.head.kind == trace::Kind::TimerExpired && turn.head.timer() == tcp::Timer::Persist;
}

void peers_number(Listed& list, const Turn& turn, std::uint32_t seq, const Figures& f)
{
    if (!turn.counts_peer()) return;
    const std::uint32_t theirs = f.peer(turn.known().rcv.nxt);
    list.add(theirs, say({"{} is RCV.NXT, the peer's number: it goes into the ack field. This segment has {}.",
                          "{} 是 RCV.NXT，属于对方的序号，应放进 ack 字段。这个报文段的序号是 {}。"},
                         theirs, seq));
}

Guesses repeated(const Turn& turn, const tcp::Segment& segment, const Figures& f)
{
    Listed list{probes_window(turn) ? "RFC 9293 3.8.6.1" : "RFC 6298 5.4"};
    const tcp::Tcb& known = turn.known();
    const std::uint32_t seq = f.own(segment.seq);
    const std::uint32_t una = f.own(known.snd.una);
    list.add(
        seq,
        say({"It is sent again with the number it had: what begins at {} has not been acknowledged, SND.UNA is {}.",
             "重传使用原来的序号：从 {} 开始的数据还没被确认，SND.UNA 是 {}。"},
            seq, una));
    list.add(f.own(turn.before.snd.nxt), say({"{} is SND.NXT, for what is new. This repeats what begins at {}.",
                                              "{} 是 SND.NXT，用于新数据。这里重发的是从 {} 开始的部分。"},
                                             f.own(turn.before.snd.nxt), seq));
    if (segment.length() > 0)
        list.add(f.own(segment.end()),
                 say({"{} is the number after this segment (SEG.LEN = {}): SEG.SEQ is its first number, {}.",
                      "{} 是这个报文段之后的序号（SEG.LEN = {}）：SEG.SEQ 是它的第一个序号 {}。"},
                     f.own(segment.end()), segment.length(), seq));
    peers_number(list, turn, seq, f);
    list.add(f.own(known.snd.iss), say({"{} is ISS, the number of the SYN. This repeats what begins at {}.",
                                        "{} 是 ISS，即 SYN 的序号。这里重发的是从 {} 开始的部分。"},
                                       f.own(known.snd.iss), seq));
    list.add(seq + 1, say({"A repeated segment keeps its number: {} would leave {} out.",
                           "重传的报文段保持原来的序号：从 {} 开始会漏掉 {}。"},
                          seq + 1, seq));
    list.add(seq - 1, seq == una
                          ? say({"{} is acknowledged: SND.UNA is {}.", "{} 已被确认：SND.UNA 是 {}。"}, seq - 1, una)
                          : say({"{} belongs to the segment before; this one begins at {}.",
                                 "{} 属于前一个报文段；这一个从 {} 开始。"},
                                seq - 1, seq));
    return list.take();
}

Guesses probing(const Turn& turn, const tcp::Segment& segment, const Figures& f)
{
    Listed list{"RFC 9293 3.8.4"};
    const std::uint32_t seq = f.own(segment.seq);
    const std::uint32_t next = f.own(turn.known().snd.nxt);
    list.add(seq, say({"A keep-alive probe has an old number, SND.NXT - 1 = {}, so that the peer must answer.",
                       "保活探测用旧序号 SND.NXT - 1 = {}，对方必须应答。"},
                      seq));
    list.add(next, say({"{} is SND.NXT, which the peer expects: such an ACK has no answer. {} is old and has one.",
                        "{} 是 SND.NXT，正是对方期望的：这样的 ACK 不会得到应答；旧序号 {} 才会。"},
                       next, seq));
    peers_number(list, turn, seq, f);
    list.add(seq - 1, say({"{} would be old as well; the probe has the last number that is used, SND.NXT - 1 = {}.",
                           "{} 也是旧序号；而探测用的是最后一个用过的序号 SND.NXT - 1 = {}。"},
                          seq - 1, seq));
    return list.take();
}

/// A reset that answers an ACK of something that was never sent, or an old one (section 3.5.2).
Guesses resetting(const Turn& turn, const tcp::Segment& segment, const Figures& f)
{
    Listed list{"RFC 9293 3.5.2"};
    const std::uint32_t seq = f.own(segment.seq);
    list.add(seq, say({"The reset takes its number from the ACK that it answers, SEG.ACK = {}: the peer expects it.",
                       "RST 的序号取自它所回应的 ACK，SEG.ACK = {}：这正是对方期望的。"},
                      seq));
    if (turn.counts_own())
        list.add(f.own(turn.known().snd.nxt),
                 say({"{} is SND.NXT. The ACK that is answered is not about it: the peer expects {}.",
                      "{} 是 SND.NXT。所回应的 ACK 与它无关：对方期望的是 {}。"},
                     f.own(turn.known().snd.nxt), seq));
    peers_number(list, turn, seq, f);
    for (const std::uint32_t wrong : {seq + 1, seq - 1})
        list.add(wrong, say({"The peer expects {}, which is its SEG.ACK: a reset with {} is not the next one.",
                             "对方期望 {}，也就是它的 SEG.ACK：序号为 {} 的 RST 不是下一个。"},
                            seq, wrong));
    return list.take();
}

} // namespace

bool carries_new_number(const Turn& turn, const trace::Transit& transit)
{
    if (transit.retransmission || is_keep_alive(turn)) return false;
    const tcp::Seq seq = transit.segment.seq;
    if (transit.segment.syn() || turn.before.state <= tcp::State::Listen) return true;
    if (seq == turn.before.snd.nxt) return true;
    return !transit.segment.rst() && !tcp::before(seq, turn.before.snd.nxt) && !tcp::after(seq, turn.after.snd.nxt);
}

Guesses seq_guesses_of_old(const Turn& turn, const trace::Transit& transit, const Figures& f)
{
    const tcp::Segment& segment = transit.segment;
    if (transit.retransmission) return repeated(turn, segment, f);
    if (is_keep_alive(turn)) return probing(turn, segment, f);
    const bool answers =
        segment.rst() && turn.arrived && turn.arrived->segment.has_ack() && turn.arrived->segment.ack == segment.seq;
    return answers ? resetting(turn, segment, f) : Guesses{};
}

} // namespace tcpstage::predict
