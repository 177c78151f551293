#pragma once
// The transmission control block: the variables of RFC 9293 section 3.3.1 and of related RFCs, as one plain struct.
// It holds no octets of data: those are in the send queue and the reassembly queue.

#include "core/base/time.h"
#include "core/tcp/segment/seq.h"
#include "core/tcp/tcb/state.h"
#include "core/tcp/tcb/timer.h"

#include <array>
#include <cstdint>
#include <type_traits>

namespace tcpstage::tcp {

/// Why lost segments are being retransmitted: three duplicate ACKs, or the retransmission timer.
enum class Recovery : std::uint8_t { None, Fast, Timeout };

struct SendVariables {
    Seq una;                   // oldest octet not yet acknowledged
    Seq nxt;                   // next to be sent
    Seq max;                   // one past the highest ever sent: beyond nxt by a refused window probe's octet
    Seq recover;               // SND.MAX when a loss was detected: recovery ends when it is acknowledged
    Seq cut;                   // SND.MAX when cwnd was last reduced: ECE has no effect until it is acknowledged
    Seq wl1;                   // SEG.SEQ of the last window update
    Seq wl2;                   // SEG.ACK of the last window update
    Seq iss;                   // initial send sequence number
    std::uint32_t wnd = 0;     // the peer's window in octets, after scaling
    std::uint32_t max_wnd = 0; // the largest wnd seen
    std::uint32_t mss = 536;   // largest payload to send, octets (RFC 9293 section 3.7.1)
    friend bool operator==(const SendVariables&, const SendVariables&) = default;
};

struct ReceiveVariables {
    Seq nxt;               // next octet expected
    Seq irs;               // initial receive sequence number
    std::uint32_t wnd = 0; // this end's window in octets
    Seq last_ack_sent;     // Last.ACK.sent of RFC 7323 4.3: the last acknowledgment number sent
    friend bool operator==(const ReceiveVariables&, const ReceiveVariables&) = default;
};

using Deadlines = std::array<Instant, timer_count>; // when each timer expires; `never`: it does not run

inline Instant earliest(const Deadlines& deadlines)
{
    Instant first = deadlines[0];
    for (const Instant due : deadlines)
        first = due < first ? due : first;
    return first;
}

/// What sending moves: where a sender stood before a segment that it sends for the first time.
struct SendProgress {
    Seq nxt;
    Seq max;
    bool fin_sent = false;
    std::uint32_t octets = 0; // that the segment takes from the unsent ones
    friend bool operator==(const SendProgress&, const SendProgress&) = default;
};

struct Tcb {
    State state = State::Closed;
    bool passive = false;    // opened by a passive OPEN
    bool fin_queued = false; // the user closed: a FIN follows the data
    bool fin_sent = false;
    Recovery recovery = Recovery::None; // until SND.UNA has reached snd.recover
    bool timestamps = false;            // both ends agreed (RFC 7323)
    bool sack = false;                  // both ends agreed (RFC 2018)
    bool scaling = false;               // both ends agreed (RFC 7323 section 2)
    bool ecn = false;                   // both ends agreed (RFC 3168)
    bool ecn_echo = false;              // CE arrived: every ACK carries ECE until CWR arrives
    bool cwr_owed = false;              // cwnd was reduced: the next new octets carry CWR
    bool reads_closed = false;          // the user reads no more data: data that still arrives is answered by a reset
    std::uint8_t snd_scale = 0;         // RFC 7323: shift of the peer's window
    std::uint8_t rcv_scale = 0;         // shift of ours
    std::uint8_t backoff = 0;           // how often the RTO was doubled
    SendVariables snd;
    ReceiveVariables rcv;
    std::uint32_t unsent_bytes = 0;       // queued by SEND, never sent
    std::uint32_t unread_bytes = 0;       // in order, waiting for RECEIVE
    std::uint32_t out_of_order_bytes = 0; // waiting for a gap to be filled
    std::uint32_t cwnd = 0;               // octets; 0 without congestion control
    std::uint32_t ssthresh = 0;           // octets
    std::uint32_t duplicate_acks = 0;
    std::uint32_t sacked_bytes = 0;    // octets beyond SND.UNA that the peer reports to hold
    std::uint32_t ts_recent = 0;       // TS.Recent of RFC 7323, to be echoed
    std::uint32_t retransmissions = 0; // of the oldest octet, in a row
    std::uint64_t delivered_bytes = 0; // octets that the user has received in total
    Duration rto{1s};                  // RFC 6298
    Duration srtt{0};                  // 0: no measurement yet
    Duration rttvar{0};
    Deadlines deadlines{never, never, never, never, never, never};

    Instant deadline(Timer timer) const { return deadlines[static_cast<std::size_t>(timer)]; }
    /// SND.NXT - SND.UNA: octets in flight, counting SYN and FIN.
    std::uint32_t in_flight() const { return snd.nxt - snd.una; }
    SendProgress progress() const { return {snd.nxt, snd.max, fin_sent}; }
    /// Undoes the sending of the segment before which this was its progress.
    void go_back_to(const SendProgress& progress)
    {
        snd.nxt = progress.nxt;
        snd.max = progress.max;
        fin_sent = progress.fin_sent;
        unsent_bytes += progress.octets;
    }
    friend bool operator==(const Tcb&, const Tcb&) = default;
};
static_assert(std::is_trivially_copyable_v<Tcb>);

} // namespace tcpstage::tcp
