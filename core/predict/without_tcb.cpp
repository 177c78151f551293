// The numbers of an end that has no TCB for the segment that it answers: they all come from that segment.

#include "core/predict/turn.h"

namespace tcpstage::predict {

namespace {

const char* answering_section(const Turn& turn)
{
    return turn.known().state == tcp::State::Listen ? "RFC 9293 3.10.7.2" : "RFC 9293 3.10.7.1";
}

} // namespace

Guesses seq_guesses_without_tcb(const Turn& turn, const trace::Transit& transit, const Figures& f)
{
    Guesses list;
    const auto add = [&](std::uint32_t number, OwnedText reason) {
        list.push_back({Value{.number = number}, std::move(reason), answering_section(turn)});
    };
    const std::uint32_t seq = f.own(transit.segment.seq);
    const bool acked = turn.arrived && turn.arrived->segment.has_ack();
    add(seq, acked ? say({"There is no connection: the reset takes its number from the ACK it answers, SEG.ACK = {}.",
                          "没有连接：RST 的序号取自它所回应的 ACK，SEG.ACK = {}。"},
                         seq)
                   : say({"There is no connection and no ACK to take a number from: the reset has {}.",
                          "没有连接，也没有可取序号的 ACK：RST 的序号为 {}。"},
                         seq));
    if (turn.arrived) {
        const std::uint32_t theirs = f.peer(turn.arrived->segment.seq);
        add(theirs, say({"{} is the peer's number: each direction counts its own. The reset has {}.",
                         "{} 是对方的序号：两个方向各自计数。RST 的序号是 {}。"},
                        theirs, seq));
    }
    for (const std::uint32_t wrong : {seq + 1, seq - 1})
        add(wrong, acked ? say({"The peer expects {}, which is its SEG.ACK: a reset with {} is not the next one.",
                                "对方期望 {}，也就是它的 SEG.ACK：序号为 {} 的 RST 不是下一个。"},
                               seq, wrong)
                         : say({"Without a connection nothing has been counted: the reset has {}, not {}.",
                                "没有连接，也就没有计过数：RST 的序号是 {}，不是 {}。"},
                               seq, wrong));
    return list;
}

Guesses ack_guesses_without_tcb(const Turn& turn, const trace::Transit& transit, const Figures& f)
{
    Guesses list;
    const auto add = [&](std::uint32_t number, OwnedText reason) {
        list.push_back({Value{.number = number}, std::move(reason), answering_section(turn)});
    };
    const tcp::Segment& came = turn.arrived->segment;
    const std::uint32_t ack = f.peer(transit.segment.ack);
    const std::uint32_t begin = f.peer(came.seq);
    add(ack, transit.segment.rst()
                 ? say({"There is no connection: the reset acknowledges the segment itself, SEG.SEQ + SEG.LEN = {} + "
                        "{} = {}.",
                        "没有连接：RST 直接确认那个报文段，SEG.SEQ + SEG.LEN = {} + {} = {}。"},
                       begin, came.length(), ack)
                 : say({"It acknowledges the segment itself, SEG.SEQ + SEG.LEN = {} + {} = {}.",
                        "它直接确认那个报文段，SEG.SEQ + SEG.LEN = {} + {} = {}。"},
                       begin, came.length(), ack));
    if (came.length() > 0)
        add(begin, say({"SEG.LEN is {}: the segment takes that many numbers from {} on, and they count.",
                        "SEG.LEN 是 {}：这个报文段从 {} 起占用这么多序号，都要计入。"},
                       came.length(), begin));
    if (came.has_ack())
        add(f.own(came.ack), say({"{} is SEG.ACK of what arrived: it counts the other direction.",
                                  "{} 是收到的 SEG.ACK：它数的是另一个方向。"},
                                 f.own(came.ack)));
    add(ack + 1, say({"The segment ends before {}: nothing with this number has arrived.",
                      "这个报文段到 {} 之前为止：还没有收到这个序号。"},
                     ack));
    add(0, say({"0 acknowledges nothing: its sender could not tell that its segment is meant.",
                "0 什么也没有确认：发送方无法知道说的是它的报文段。"}));
    return list;
}

} // namespace tcpstage::predict
