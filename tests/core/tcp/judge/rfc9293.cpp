#include "tests/core/tcp/judge/rfc9293.h"

#include <algorithm>

namespace tcpstage::tcp::judgement {

namespace {

constexpr Flags only_ack = Flag::Ack;
constexpr Flags only_rst = Flag::Rst;

/// "x is in the range a =< x < a + length"
bool lies_in(Seq x, Seq a, std::uint32_t length) { return x - a < length; }

class Judge {
public:
    Judge(const Variables& before, const Segment& segment) : v_{before}, segment_{segment} { verdict_.after = before; }

    Verdict closed()
    {
        if (!segment_.rst()) refuse();
        return done();
    }

    Verdict listen()
    {
        if (segment_.rst()) return done();
        if (segment_.has_ack()) {
            refuse();
            return done();
        }
        if (!segment_.syn()) return done();
        v_.rcv_nxt = segment_.seq + 1;
        v_.snd_una = v_.iss;
        v_.snd_nxt = v_.iss + 1;
        v_.state = State::SynReceived;
        take_syn_window();
        queue_text_of_syn();
        say(Flag::Syn | Flag::Ack, v_.iss);
        return done();
    }

    Verdict syn_sent()
    {
        const bool acceptable = segment_.has_ack() && acknowledges_new(segment_.ack);
        if (segment_.has_ack() && !acceptable) {
            if (!segment_.rst()) refuse();
            return done();
        }
        if (segment_.rst()) {
            if (acceptable) v_.state = State::Closed;
            return done();
        }
        if (!segment_.syn()) return done();
        v_.rcv_nxt = segment_.seq + 1;
        take_syn_window();
        if (!acceptable) {
            v_.state = State::SynReceived;
            queue_text_of_syn();
            say(Flag::Syn | Flag::Ack, v_.iss);
            return done();
        }
        v_.snd_una = segment_.ack;
        v_.state = State::Established;
        begin_ = segment_.seq + 1;
        trim();
        sixth_to_eighth();
        say(only_ack, v_.snd_nxt); // of the SYN, and of what came with it
        return done();
    }

    Verdict otherwise()
    {
        if (segment_.rst()) return reset();
        if (segment_.syn()) return syn();
        if (!first()) return done();
        if (!fifth()) return done();
        sixth_to_eighth();
        return done();
    }

private:
    Verdict done()
    {
        verdict_.after = v_;
        return verdict_;
    }

    void say(Flags flags, Seq seq) { verdict_.reply = Reply{flags, seq, flags.has(Flag::Ack) ? v_.rcv_nxt : Seq{}}; }

    /// "<SEQ=SEG.ACK><CTL=RST>", or "<SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>".
    void refuse()
    {
        verdict_.reply = segment_.has_ack() ? Reply{only_rst, segment_.ack, Seq{}}
                                            : Reply{Flag::Rst | Flag::Ack, Seq{}, segment_.seq + segment_.length()};
    }

    bool acknowledges_new(Seq ack) const { return after(ack, v_.snd_una) && !after(ack, v_.snd_nxt); }
    bool in_window(Seq seq) const { return lies_in(seq, v_.rcv_nxt, v_.rcv_wnd); }

    /// SND.WND from the SYN: never scaled.
    void take_syn_window()
    {
        v_.snd_wnd = segment_.window;
        v_.snd_wl1 = segment_.seq;
        v_.snd_wl2 = segment_.ack;
    }

    /// "any other control or text should be queued for processing later"
    void queue_text_of_syn() { verdict_.held = !segment_.payload.empty(); }

    /// Second: RFC 5961 section 3, by the number of the RST itself. Section 3.4: "A TCP receiver MUST process the RST
    /// and URG fields of all incoming segments, even when the receive window is zero".
    Verdict reset()
    {
        if (segment_.seq == v_.rcv_nxt)
            v_.state = v_.state == State::SynReceived && v_.passive ? State::Listen : State::Closed;
        else if (in_window(segment_.seq))
            say(only_ack, v_.snd_nxt);
        return done();
    }

    /// Fourth: "irrespective of the sequence number" in the synchronized states. In SYN-RECEIVED the first step stands
    /// before it, for the number of the SYN itself.
    Verdict syn()
    {
        const bool to_listen = v_.state == State::SynReceived && v_.passive && in_window(segment_.seq);
        if (to_listen)
            v_.state = State::Listen;
        else
            say(only_ack, v_.snd_nxt);
        return done();
    }

    /// Table 6, word for word.
    bool is_acceptable() const
    {
        const std::uint32_t length = segment_.length();
        if (length == 0) return v_.rcv_wnd == 0 ? segment_.seq == v_.rcv_nxt : in_window(segment_.seq);
        if (v_.rcv_wnd == 0) return false;
        return in_window(segment_.seq) || in_window(segment_.seq + length - 1);
    }

    /// The segment's text and FIN, "trimming off any portions that lie outside the window (including SYN and FIN)".
    void trim()
    {
        const std::uint32_t text = segment_.payload.size();
        const Seq edge = v_.rcv_nxt + v_.rcv_wnd;
        Seq end = begin_ + text;
        fin_ = segment_.fin() && in_window(end);
        if (after(v_.rcv_nxt, begin_)) begin_ = v_.rcv_nxt;
        if (after(end, edge)) end = edge;
        text_ = after(end, begin_) ? end - begin_ : 0;
    }

    /// First: whether the segment goes on.
    bool first()
    {
        begin_ = segment_.seq;
        if (is_acceptable()) {
            trim();
            return true;
        }
        say(only_ack, v_.snd_nxt);
        // "special allowance should be made to accept valid ACKs": its text and FIN are not taken.
        if (v_.rcv_wnd == 0 && segment_.seq == v_.rcv_nxt) return true;
        // "The only thing that can arrive in this state is a retransmission of the remote FIN. Acknowledge it, and
        // restart the 2 MSL timeout": it lies left of RCV.NXT, so that it is met here.
        const bool fin_again = segment_.fin() && segment_.seq + segment_.length() == v_.rcv_nxt;
        verdict_.waits_anew = v_.state == State::TimeWait && fin_again && segment_.has_ack() && in_ack_range();
        return false;
    }

    /// (SND.UNA - MAX.SND.WND) =< SEG.ACK =< SND.NXT
    bool in_ack_range() const
    {
        return !after(v_.snd_una - v_.max_snd_wnd, segment_.ack) && !after(segment_.ack, v_.snd_nxt);
    }

    bool fifth()
    {
        if (!segment_.has_ack()) return false;
        if (v_.state == State::SynReceived) {
            if (!acknowledges_new(segment_.ack)) { // section 3.5.2, second group: in any non-synchronized state
                refuse();
                return false;
            }
            v_.state = State::Established;
            v_.snd_una = segment_.ack;
            take_window();
            return true;
        }
        if (!in_ack_range()) {
            say(only_ack, v_.snd_nxt);
            return false;
        }
        if (acknowledges_new(segment_.ack)) v_.snd_una = segment_.ack;
        const bool newer = before(v_.snd_wl1, begin_) || (v_.snd_wl1 == begin_ && !after(v_.snd_wl2, segment_.ack));
        if (!before(segment_.ack, v_.snd_una) && newer) take_window();
        return of_our_fin();
    }

    void take_window()
    {
        v_.snd_wnd = segment_.window;
        v_.snd_wl1 = begin_;
        v_.snd_wl2 = segment_.ack;
    }

    /// What the acknowledgment of our FIN does; whether the processing goes on.
    bool of_our_fin()
    {
        const bool acknowledged = v_.fin_sent && v_.snd_una == v_.snd_nxt;
        switch (v_.state) {
        case State::FinWait1:
            if (acknowledged) v_.state = State::FinWait2;
            return true;
        case State::Closing:
            if (!acknowledged) return false; // "otherwise, ignore the segment"
            v_.state = State::TimeWait;
            verdict_.waits_anew = true;
            return true;
        case State::LastAck:
            if (!acknowledged) return true;
            v_.state = State::Closed;
            return false;
        case State::Closed:
        case State::Listen:
        case State::SynSent:
        case State::SynReceived:
        case State::Established:
        case State::FinWait2:
        case State::CloseWait:
        case State::TimeWait:
            return true;
        }
        return true;
    }

    void sixth_to_eighth()
    {
        const bool receives =
            v_.state == State::Established || v_.state == State::FinWait1 || v_.state == State::FinWait2;
        if (!receives) {
            if (fin_) say(only_ack, v_.snd_nxt); // "send an acknowledgment for the FIN"
            if (fin_ && v_.state == State::TimeWait) verdict_.waits_anew = true;
            return;
        }
        const bool in_order = begin_ == v_.rcv_nxt;
        if (text_ > 0 && in_order) {
            v_.rcv_nxt += text_;
            verdict_.delivered = text_;
        }
        verdict_.held = text_ > 0 && !in_order; // SHLD-31
        const bool fin = fin_ && in_order;
        if (fin) take_fin();
        if (text_ > 0 || fin_) say(only_ack, v_.snd_nxt);
    }

    void take_fin()
    {
        v_.rcv_nxt += 1;
        const bool ours_acknowledged = v_.fin_sent && v_.snd_una == v_.snd_nxt;
        if (v_.state == State::Established) {
            v_.state = State::CloseWait;
        } else if (v_.state == State::FinWait1 && !ours_acknowledged) {
            v_.state = State::Closing;
        } else {
            v_.state = State::TimeWait;
            verdict_.waits_anew = true;
        }
    }

    Variables v_;
    const Segment& segment_;
    Verdict verdict_;
    Seq begin_;              // of what is left of the segment
    std::uint32_t text_ = 0; // octets of it
    bool fin_ = false;       // it is left too
};

} // namespace

Verdict judge(const Variables& before, const Segment& segment)
{
    Judge judge{before, segment};
    switch (before.state) {
    case State::Closed:
        return judge.closed();
    case State::Listen:
        return judge.listen();
    case State::SynSent:
        return judge.syn_sent();
    case State::SynReceived:
    case State::Established:
    case State::FinWait1:
    case State::FinWait2:
    case State::CloseWait:
    case State::Closing:
    case State::LastAck:
    case State::TimeWait:
        return judge.otherwise();
    }
    return {};
}

} // namespace tcpstage::tcp::judgement
