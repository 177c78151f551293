#pragma once
// What the captured segments show of one end. Private to core/capture/follow.

#include "core/capture/follow/gaps.h"
#include "core/tcp/tcb/state.h"

namespace tcpstage::capture {

inline constexpr std::uint8_t largest_scale = 14; // RFC 7323 section 2.3: a larger one counts as this

struct SeenEnd {
    enum class Opened : std::uint8_t { No, Active, Passive, Before }; // Before: the capture began in the middle

    // What it has sent.
    tcp::Seq iss;
    tcp::Seq una;                   // the first octet that the peer has not acknowledged, as far as captured
    tcp::Seq nxt;                   // one past the highest octet
    tcp::Seq fin;                   // the number of its FIN
    tcp::Seq ack;                   // its last acknowledgment number
    tcp::Seq edge;                  // one past the last octet that its windows have ever allowed
    tcp::Seq new_iss;               // of a SYN for another connection while this one exists
    tcp::Seq stray;                 // one past octets that seemed unacceptable
    std::uint64_t stray_number = 0; // of their packet
    std::uint32_t window = 0;       // its last window, after scaling
    std::uint32_t ts_recent = 0;    // the timestamp of its newest segment that the peer has taken
    std::uint32_t duplicate_acks = 0;
    std::uint32_t unanswered = 0; // retransmissions since the peer's last segment
    std::uint8_t scale = 0;
    std::uint8_t new_scale = 0;
    Opened opened = Opened::No;
    bool scales : 1 = false;  // its SYN offered window scaling
    bool stamps : 1 = false;  // its SYN, or the first segment that was captured, has timestamps
    bool has_ack : 1 = false; // `ack`, `edge` and `window` are known
    bool has_fin : 1 = false;
    bool knows_scale : 1 = false; // its SYN was captured
    bool has_new_iss : 1 = false;
    bool new_scales : 1 = false;
    bool new_stamps : 1 = false;
    bool has_stray : 1 = false;
    bool stray_fin : 1 = false;     // with a FIN
    bool probed : 1 = false;        // it has sent the octet at `nxt` as a probe
    bool kept_alive : 1 = false;    // its last segment was a keep-alive
    bool fast : 1 = false;          // what the duplicate ACKs ask for went again
    bool spoke : 1 = false;         // it has sent something after its SYN
    bool peer_syn : 1 = false;      // it has the peer's SYN
    bool syn_acked : 1 = false;     // it has the ACK of its SYN
    bool peer_fin : 1 = false;      // it has the peer's FIN
    bool fin_acked : 1 = false;     // it has the ACK of its FIN
    bool closed_second : 1 = false; // its FIN acknowledged the peer's
    bool gone : 1 = false;          // reset, refused, or it has reset the connection
    bool listens : 1 = false;       // gone, and back in LISTEN
    bool timing : 1 = false;        // `timed` is not acknowledged yet
    tcp::Seq timed;                 // an end of octets sent once, and when they passed
    Instant timed_at{};
    Duration round_trip{0}; // the least from the capture point to the peer and back; 0: unknown
    Gaps gaps;              // in what was captured of it

    /// Its last retransmission, until it is known whether it was needed.
    struct Again {
        tcp::Seq seq;
        tcp::Seq end;
        std::uint32_t stamp = 0;
        bool has_stamp = false;
        std::uint64_t number = 0; // of the packet; 0: none
    };
    Again again;

    bool has_all_before_fin() const { return has_fin && gaps.empty(); }
    tcp::State state() const;
    /// Neither alive nor on its way to be.
    bool is_over() const
    {
        const tcp::State now = state();
        return now == tcp::State::Closed || now == tcp::State::Listen || now == tcp::State::TimeWait;
    }
    /// In octets, after scaling if both ends offered it.
    std::uint32_t scaled(std::uint16_t offered, bool both_scale) const
    {
        return both_scale ? static_cast<std::uint32_t>(offered) << scale : offered;
    }
    void begin(Opened how, tcp::Seq first)
    {
        *this = SeenEnd{};
        opened = how;
        iss = una = nxt = edge = first;
    }
    /// Its new SYN takes effect.
    void renew()
    {
        const SeenEnd old = *this;
        begin(Opened::Active, old.new_iss);
        nxt = iss + 1U;
        knows_scale = true;
        scales = old.new_scales;
        scale = old.new_scale;
        stamps = old.new_stamps;
    }
};

inline tcp::State SeenEnd::state() const
{
    using enum tcp::State;
    if (has_new_iss) return SynSent;
    if (gone) return listens ? Listen : Closed;
    if (opened == Opened::No) return Closed;
    if (!peer_syn) return SynSent;
    if (!syn_acked) return has_fin ? FinWait1 : SynReceived;
    if (!has_fin) return peer_fin ? CloseWait : Established;
    if (closed_second) return fin_acked ? Closed : LastAck;
    if (peer_fin) return fin_acked ? TimeWait : Closing;
    return fin_acked ? FinWait2 : FinWait1;
}

} // namespace tcpstage::capture
