// Sequence numbers, acknowledgment numbers and windows: the right number, and plausible mistakes.

#include "core/predict/turn.h"

#include <algorithm>

namespace tcpstage::predict {

namespace {

constexpr const char* sequence_numbers = "RFC 9293 3.4";

class List {
public:
    void add(std::uint32_t number, OwnedText reason, std::string section = sequence_numbers)
    {
        all_.push_back({Value{.number = number}, std::move(reason), std::move(section)});
    }
    Guesses take() { return std::move(all_); }

private:
    Guesses all_;
};

/// The segment that this side sent before, not counting retransmissions.
std::optional<trace::Transit> previous(const Turn& turn, const trace::Transit& transit)
{
    const trace::Trace& trace = turn.trace;
    for (trace::TransitId id = trace.record(transit.sent_record).ref; id-- > 0;) {
        const trace::Transit other = as_sent(trace, id);
        if (other.from == turn.side && other.connection == trace::the_conversation && !other.retransmission &&
            other.copy_of == trace::no_transit && other.reason != trace::Reason::FromThePast)
            return other;
    }
    return {};
}

void right_seq(List& list, const Turn& turn, const trace::Transit& transit, const Figures& f)
{
    const tcp::Segment& segment = transit.segment;
    const std::uint32_t seq = f.own(segment.seq);
    if (segment.syn())
        return list.add(
            seq, say({"A SYN carries the initial sequence number: ISS is {}.", "SYN 携带初始序号：ISS 是 {}。"}, seq),
            "RFC 9293 3.4.1");
    const std::uint32_t iss = f.own(turn.known().snd.iss);
    const std::uint32_t sent = segment.seq - turn.known().snd.iss;
    list.add(seq, sent == 1
                      ? say({"SEG.SEQ is SND.NXT = {}: only the SYN was sent, and it took the number ISS = {}.",
                             "SEG.SEQ 就是 SND.NXT = {}：只发过 SYN，它占用了序号 ISS = {}。"},
                            seq, iss)
                      : say({"SEG.SEQ is SND.NXT = {}: {} numbers were sent since ISS = {}, the SYN among them.",
                             "SEG.SEQ 就是 SND.NXT = {}：自 ISS 起已用了 {} 个序号（ISS = {}），其中 SYN 占一个。"},
                            seq, sent, iss));
}

/// Mistakes about the segment that was sent before this one.
void seq_after(List& list, const trace::Transit& last, const tcp::Segment& segment, const Figures& f)
{
    const std::uint32_t seq = f.own(segment.seq);
    const std::uint32_t begin = f.own(last.segment.seq);
    if (last.segment.syn())
        list.add(begin, say({"SND.NXT is {}: the SYN at {} took one number, so {} is used.",
                             "SND.NXT 是 {}：位于 {} 的 SYN 占一个序号，{} 已被占用。"},
                            seq, begin, begin));
    if (!last.segment.payload.empty())
        list.add(begin, say({"SND.NXT is {}: the segment before carried {} octets from {} on; nothing is sent again.",
                             "SND.NXT 是 {0}：上一个报文段从 {2} 起携带了 {1} 个字节，不会再发一遍。"},
                            seq, last.segment.payload.size(), begin));
    if (last.segment.fin())
        list.add(seq - 1,
                 say({"SND.NXT is {}: the FIN at {} took one number.", "SND.NXT 是 {}：位于 {} 的 FIN 占一个序号。"},
                     seq, seq - 1));
    if (last.segment.length() == 0)
        list.add(seq + 1, say({"The ACK before had SEG.LEN = 0: it takes no sequence number, SND.NXT stays {}.",
                               "前一个 ACK 的 SEG.LEN = 0，不占序号，SND.NXT 仍是 {}。"},
                              seq));
}

void seq_of_syn(List& list, const Turn& turn, std::uint32_t seq, const Figures& f)
{
    list.add(seq + 1, say({"{} is ISS + 1: the first number after the SYN. The SYN itself has the number ISS = {}.",
                           "{} 是 ISS + 1，即 SYN 之后的第一个序号。SYN 本身位于 ISS = {}。"},
                          seq + 1, seq));
    if (turn.arrived && turn.arrived->segment.syn()) {
        const tcp::Seq theirs = turn.arrived->segment.seq;
        list.add(f.peer(theirs),
                 say({"{} is the peer's number: each direction counts its own, and this side begins at ISS = {}.",
                      "{} 是对方的序号：两个方向各自计数，这一端从 ISS = {} 开始。"},
                     f.peer(theirs), seq));
        if (turn.counts_peer())
            list.add(
                f.peer(theirs + 1),
                say({"{} is RCV.NXT, what is expected of the peer: it goes into the ack field. Here ISS = {} is sent.",
                     "{} 是 RCV.NXT，即期望对方的序号，应放进 ack 字段。这里发送的是 ISS = {}。"},
                    f.peer(theirs + 1), seq));
    }
    if (f.relative)
        return list.add(2, say({"2 is ISS + 2. A relative number counts from ISS, and the SYN has ISS itself: {}.",
                                "2 是 ISS + 2。相对序号从 ISS 数起，SYN 就位于 ISS：{}。"},
                               seq));
    list.add(0,
             say({"Numbers do not begin at 0: ISS = {} was chosen so that segments of an old connection do not fit.",
                  "序号不从 0 开始：选定 ISS = {}，使旧连接的报文段对不上。"},
                 seq),
             "RFC 9293 3.4.1");
    list.add(seq - 1, say({"{} comes before ISS = {}: it is not a number of this connection.",
                           "{} 在 ISS = {} 之前，不属于这个连接。"},
                          seq - 1, seq));
}

} // namespace

Guesses seq_guesses(const Turn& turn, const trace::Transit& transit, const Figures& f)
{
    if (transit.segment.rst() && !turn.counts_own()) return seq_guesses_without_tcb(turn, transit, f);
    if (!transit.segment.syn() && !carries_new_number(turn, transit)) return seq_guesses_of_old(turn, transit, f);
    List list;
    right_seq(list, turn, transit, f);
    const tcp::Segment& segment = transit.segment;
    const std::uint32_t seq = f.own(segment.seq);
    const tcp::Tcb& known = turn.known();
    if (segment.syn()) {
        seq_of_syn(list, turn, seq, f);
        return list.take();
    }
    const auto last = previous(turn, transit);
    if (last) seq_after(list, *last, segment, f);
    if (segment.length() > 0)
        list.add(f.own(segment.end()),
                 say({"{} is the number after this segment (SEG.LEN = {}): SEG.SEQ is its first number, {}.",
                      "{} 是这个报文段之后的序号（SEG.LEN = {}）：SEG.SEQ 是它的第一个序号 {}。"},
                     f.own(segment.end()), segment.length(), seq));
    if (turn.counts_own()) {
        if (turn.counts_peer())
            list.add(
                f.peer(known.rcv.nxt),
                say({"{} is RCV.NXT, the peer's number: it goes into the ack field. This side counts SND.NXT = {}.",
                     "{} 是 RCV.NXT，属于对方的序号，应放进 ack 字段。这一端用的是 SND.NXT = {}。"},
                    f.peer(known.rcv.nxt), seq));
        list.add(f.own(known.snd.iss), say({"{} is ISS, where the numbers began; {} numbers were used since.",
                                            "{} 是 ISS，序号的起点；此后已用了 {} 个。"},
                                           f.own(known.snd.iss), segment.seq - known.snd.iss));
    }
    list.add(seq + 1, say({"Nothing takes the number {} yet: SND.NXT is {}.", "序号 {} 还没有被占用：SND.NXT 是 {}。"},
                          seq, seq));
    list.add(seq - 1, say({"{} has been used already: SND.NXT is {}.", "{} 已经用过：SND.NXT 是 {}。"}, seq - 1, seq));
    return list.take();
}

namespace {

void right_ack(List& list, const Turn& turn, const trace::Transit& transit, const Figures& f)
{
    const std::uint32_t ack = f.peer(transit.segment.ack);
    if (turn.arrived && !turn.damaged && turn.arrived->segment.end() == transit.segment.ack &&
        turn.arrived->segment.length() > 0) {
        const tcp::Segment& came = turn.arrived->segment;
        const std::string parts = fmt::format("{}{}{}{}", f.peer(came.seq), came.syn() ? " + 1 SYN" : "",
                                              came.payload.empty() ? "" : fmt::format(" + {}", came.payload.size()),
                                              came.fin() ? " + 1 FIN" : "");
        return list.add(ack, say({"RCV.NXT = {} = {}: the next number that is expected of the peer.",
                                  "RCV.NXT = {} = {}：期望对方的下一个序号。"},
                                 parts, ack));
    }
    list.add(ack, say({"RCV.NXT is {}: everything before it has arrived, {} itself has not.",
                       "RCV.NXT 是 {}：它之前的都已收到，{} 本身还没有。"},
                      ack, ack));
}

void ack_of_arrival(List& list, const Turn& turn, std::uint32_t ack, const trace::Transit& transit, const Figures& f)
{
    const tcp::Segment& came = turn.arrived->segment;
    const bool in_order = came.end() == transit.segment.ack;
    const std::uint32_t begin = f.peer(came.seq);
    if (came.syn() && in_order)
        list.add(ack - 1,
                 say({"RCV.NXT is {}: the SYN at {} took one number.", "RCV.NXT 是 {}：位于 {} 的 SYN 占一个序号。"},
                     ack, begin));
    if (came.fin() && in_order)
        list.add(ack - 1,
                 say({"RCV.NXT is {}: the FIN at {} took one number.", "RCV.NXT 是 {}：位于 {} 的 FIN 占一个序号。"},
                     ack, ack - 1));
    if (!came.payload.empty() && in_order)
        list.add(begin, say({"RCV.NXT is {}: it counts the {} octets from {} on, which have arrived.",
                             "RCV.NXT 是 {0}：从 {2} 起的 {1} 个字节已经到达，都要计入。"},
                            ack, came.payload.size(), begin));
    if (came.length() > 0 && tcp::after(came.seq, transit.segment.ack))
        list.add(
            f.peer(came.end()),
            say({"The octets {} to {} are missing: an ACK names the first one that has not arrived, {}, not the end "
                 "of what has.",
                 "{} 到 {} 的字节还缺：ACK 给出第一个没收到的序号 {}，而不是收到部分的末尾。"},
                ack, begin - 1, ack),
            "RFC 9293 3.10.7.4 (7)");
    if (came.length() > 0 && tcp::before(came.end(), transit.segment.ack))
        list.add(f.peer(came.end()), say({"Octets up to {} have arrived already; this segment brings nothing new.",
                                          "到 {} 为止的字节早已收到；这个报文段没有新内容。"},
                                         ack - 1));
    if (came.has_ack())
        list.add(
            f.own(came.ack),
            say({"{} is SEG.ACK of what arrived: it counts this side's octets. The peer's are counted by RCV.NXT = {}.",
                 "{} 是收到的 SEG.ACK，数的是这一端的字节；对方的由 RCV.NXT = {} 计数。"},
                f.own(came.ack), ack));
}

} // namespace

Guesses ack_guesses(const Turn& turn, const trace::Transit& transit, const Figures& f)
{
    if (turn.arrived && !turn.damaged && !turn.counts_peer()) return ack_guesses_without_tcb(turn, transit, f);
    List list;
    right_ack(list, turn, transit, f);
    const std::uint32_t ack = f.peer(transit.segment.ack);
    const tcp::Tcb& known = turn.known();
    if (turn.arrived && !turn.damaged) ack_of_arrival(list, turn, ack, transit, f);
    const std::uint32_t own = f.own(transit.segment.end());
    list.add(own, transit.segment.length() == 0
                      ? say({"{} is SEG.SEQ: it counts what this side sends. An ACK counts what the peer sends, "
                             "RCV.NXT = {}.",
                             "{} 是 SEG.SEQ，数的是这一端发送的；ACK 数的是从对方收到的，RCV.NXT = {}。"},
                            own, ack)
                      : say({"{} is the number after this segment: it counts what this side sends. An ACK counts what "
                             "the peer sends, RCV.NXT = {}.",
                             "{} 是这个报文段之后的序号，数的是这一端发送的；ACK 数的是从对方收到的，RCV.NXT = {}。"},
                            own, ack));
    list.add(
        ack + 1,
        say({"Nothing at {} has arrived yet: RCV.NXT is {}, and {} would acknowledge a number that was never received.",
             "序号 {} 还没收到：RCV.NXT 是 {}，{} 会确认从未收到的序号。"},
            ack, ack, ack + 1));
    list.add(ack - 1, say({"{} has arrived. An ACK names the next number that is expected, RCV.NXT = {}.",
                           "{} 已经收到。ACK 给出期望的下一个序号 RCV.NXT = {}。"},
                          ack - 1, ack));
    if (turn.counts_peer())
        list.add(f.peer(known.rcv.irs),
                 say({"{} is IRS, where the peer's numbers began; {} numbers have arrived since.",
                      "{} 是 IRS，对方序号的起点；此后已收到 {} 个。"},
                     f.peer(known.rcv.irs), transit.segment.ack - known.rcv.irs));
    return list.take();
}

namespace {

constexpr const char* flow = "RFC 9293 3.8.6";

/// The octets that arrived with this event, and their effect on the window.
struct Room {
    std::uint32_t came = 0;
    bool held = false;  // some octets are unread
    bool stays = false; // read at once, yet the right edge waits for a worthwhile step (section 3.8.6.2.2)
};
Room room_of(const Turn& turn, std::uint32_t window)
{
    const tcp::Tcb& known = turn.known();
    Room room;
    if (turn.arrived && !turn.damaged) room.came = turn.arrived->segment.payload.size();
    room.held = known.unread_bytes + known.out_of_order_bytes > 0;
    room.stays = room.came > 0 && !room.held && window + room.came == turn.before.rcv.wnd;
    return room;
}

void right_window(List& list, const Turn& turn, const trace::Transit& transit, const Room& room)
{
    const std::uint32_t window = transit.window_bytes;
    if (room.stays)
        return list.add(window,
                        say({"RCV.NXT moved by {}, and the right edge of the window stays: it moves in worthwhile "
                             "steps only. RCV.WND is {} - {} = {}.",
                             "RCV.NXT 前移了 {}，而窗口右边界不动：它只在值得时才移动。RCV.WND 是 {} - {} = {}。"},
                            room.came, turn.before.rcv.wnd, room.came, window),
                        "RFC 9293 3.8.6.2.2");
    list.add(window,
             transit.segment.window != window
                 ? say({"The field says {}; shifted by RCV.WND.SHIFT = {} that is RCV.WND = {} octets.",
                        "字段值是 {}；左移 RCV.WND.SHIFT = {} 位，就是 RCV.WND = {} 个字节。"},
                       transit.segment.window, turn.known().rcv_scale, window)
                 : say({"RCV.WND is {}: that many octets are offered; {} octets wait to be read.",
                        "RCV.WND 是 {}：通告了这么多字节；{} 个等待读取。"},
                       window, turn.known().unread_bytes),
             flow);
}

} // namespace

Guesses window_guesses(const Turn& turn, const trace::Transit& transit)
{
    List list;
    const std::uint32_t window = transit.window_bytes;
    const std::uint32_t field = transit.segment.window;
    const tcp::Tcb& known = turn.known();
    const Room room = room_of(turn, window);
    right_window(list, turn, transit, room);
    if (field != window)
        list.add(field,
                 say({"{} is the field in the header. Both ends agreed on scaling: it counts in units of {} octets, "
                      "{} in all.",
                      "{} 是首部中的字段值。双方约定了窗口扩大：每个单位是 {} 个字节，共 {}。"},
                     field, 1U << known.rcv_scale, window),
                 "RFC 7323 2.2");
    const std::uint8_t shift = transit.segment.options.window_scale;
    if (transit.segment.syn() && transit.segment.options.has_window_scale && shift > 0)
        list.add(window << shift,
                 say({"The window in a SYN is never scaled: {} stands for itself, though a shift of {} is offered.",
                      "SYN 中的窗口从不扩大：{} 就是它本身，尽管提出了 {} 位的移位。"},
                     window, shift),
                 "RFC 7323 2.2");
    if (room.came > 0 && room.held && known.unread_bytes == 0)
        list.add(window + room.came,
                 say({"{} octets arrived and wait for a gap to be filled; the window is no larger for that: {}.",
                      "来了 {} 个字节，等待缺口补上；窗口不会因此变大：{}。"},
                     room.came, window),
                 flow);
    else if (room.came > 0 && room.held)
        list.add(window + room.came,
                 say({"{} octets arrived; the buffer has {} unread, which takes room: RCV.WND is {}.",
                      "来了 {} 个字节，在缓冲区里等待（{} 个未读），占用空间，RCV.WND 是 {}。"},
                     room.came, known.unread_bytes, window),
                 flow);
    else if (room.came > 0 && window > room.came)
        list.add(window - room.came,
                 room.stays ? say({"The {} octets are subtracted once, from the {} offered before: RCV.WND is {}.",
                                   "这 {} 个字节只减一次，从先前通告的 {} 中减去：RCV.WND 是 {}。"},
                                  room.came, turn.before.rcv.wnd, window)
                            : say({"The {} octets were read at once and take no room any more: RCV.WND is {}.",
                                   "这 {} 个字节立刻被读走，不再占用空间，RCV.WND 是 {}。"},
                                  room.came, window),
                 flow);
    if (known.state != tcp::State::Closed)
        list.add(known.snd.wnd,
                 say({"{} is SND.WND, the room at the peer. A segment announces the room here: RCV.WND = {}.",
                      "{} 是 SND.WND，即对方的空间；报文段通告的是这里的空间 RCV.WND = {}。"},
                     known.snd.wnd, window),
                 flow);
    list.add(turn.before.rcv.wnd,
             say({"RCV.WND was {} before this; it is {} now.", "此前 RCV.WND 是 {}，现在是 {}。"}, turn.before.rcv.wnd,
                 window),
             flow);
    list.add(known.snd.mss,
             say({"{} is SND.MSS, the largest segment to send; the window is RCV.WND = {}.",
                  "{} 是 SND.MSS，即最大可发报文段；窗口是 RCV.WND = {}。"},
                 known.snd.mss, window),
             "RFC 9293 3.7.1");
    list.add(0,
             say({"A window of 0 would stop the peer: there is room for {} octets.",
                  "窗口为 0 会让对方停下：其实还能容纳 {} 个字节。"},
                 window),
             flow);
    return list.take();
}

} // namespace tcpstage::predict
