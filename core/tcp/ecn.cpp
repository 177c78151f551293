// Explicit congestion notification: RFC 3168 section 6.1.
#include "core/tcp/recovery/congestion.h"
#include "core/tcp/steps.h"

#include <algorithm>

namespace tcpstage::tcp {

Flags ecn_of_syn(const Turn& turn)
{
    if (turn.tcb.state == State::SynSent) return turn.c.settings->ecn ? Flag::Ece | Flag::Cwr : Flags{};
    return turn.tcb.ecn ? Flags{Flag::Ece} : Flags{};
}

void take_ecn_of_syn(Turn& turn, const Segment& segment)
{
    const bool echo = segment.flags.has(Flag::Ece);
    const bool reduced = segment.flags.has(Flag::Cwr);
    // A SYN asks with ECE and CWR, a SYN,ACK agrees with ECE alone: a faulty peer reflects both (RFC 3168
    // section 6.1.1).
    turn.tcb.ecn = turn.c.settings->ecn && echo && reduced != segment.has_ack();
    if (!turn.tcb.ecn) return;
    turn.because(Rule::EcnAgreed);
    turn.tcb.snd.cut = turn.tcb.snd.iss;
}

void mark_new_text(Turn& turn, Segment& segment)
{
    Tcb& tcb = turn.tcb;
    segment.ecn = Ecn::Capable0;
    if (tcb.cwr_owed) segment.flags = segment.flags | Flag::Cwr;
    tcb.cwr_owed = false;
}

void take_marks(Turn& turn, const Segment& segment)
{
    Tcb& tcb = turn.tcb;
    if (tcb.ecn_echo && segment.flags.has(Flag::Cwr)) {
        turn.because(Rule::EcnEchoEnds);
        tcb.ecn_echo = false;
    }
    if (segment.ecn != Ecn::Congestion) return;
    if (!tcb.ecn_echo) turn.because(Rule::EcnMarked);
    tcb.ecn_echo = true;
}

void take_echo(Turn& turn, const Segment& segment, std::uint32_t flight)
{
    Tcb& tcb = turn.tcb;
    if (!segment.flags.has(Flag::Ece) || tcb.recovery != Recovery::None) return;
    if (at_or_before(segment.ack, tcb.snd.cut)) return; // the peer has not seen our CWR yet
    turn.because(Rule::EcnReduces);
    reduce(tcb, turn.c.congestion, *turn.c.settings, std::min(flight, tcb.cwnd));
    tcb.snd.cut = tcb.snd.max;
    tcb.cwr_owed = true;
}

} // namespace tcpstage::tcp
