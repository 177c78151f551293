#pragma once
// Everything that an endpoint keeps of its connection. Private to core/tcp; Endpoint is its only owner.

#include "core/base/bytes.h"
#include "core/base/time.h"
#include "core/tcp/reassembly.h"
#include "core/tcp/recovery/congestion.h"
#include "core/tcp/recovery/scoreboard.h"
#include "core/tcp/segment/address.h"
#include "core/tcp/send_queue.h"
#include "core/tcp/tcb/settings.h"
#include "core/tcp/tcb/tcb.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace tcpstage::tcp {

/// Settings that many endpoints share: of ten thousand connections each segment finds its own out of the cache, and
/// settings of their own would be a quarter of it. A copy costs two atomic operations.
class SharedSettings {
public:
    SharedSettings(const Settings& settings = {}) : settings_{std::make_shared<const Settings>(settings)} {}
    const Settings& operator*() const { return *settings_; }
    const Settings* operator->() const { return settings_.get(); }

private:
    std::shared_ptr<const Settings> settings_; // never null
};

/// The whole state of an endpoint. The functions for calls, arrivals, timeouts and output work on it. What each segment
/// needs comes first, side by side.
struct Connection {
    SharedSettings settings;
    SocketAddress local;
    SocketAddress remote;
    Tcb tcb;
    SendQueue send_queue; // octets from SND.UNA on: sent and unsent
    // RFC 6298 with Karn's algorithm: one segment at a time is timed.
    bool timing = false;
    Seq timed;
    Instant timed_since{};
    bool ack_owed = false;             // a segment arrived that must be acknowledged
    bool ack_at_once = false;          // ... without waiting for the delayed-ACK timer
    std::uint32_t queued_segments = 0; // segments to be acknowledged, since our last ACK
    bool syn_acked = false;            // SND.UNA = ISS does not tell: the numbers come round after 2^32 octets
    bool syn_repeated = false;         // our SYN was retransmitted
    bool syn_timer_was_short = false;  // ... after less than 3 s (RFC 6298 5.7)
    bool wait_explained = false;       // the reason why unsent data waits was already given
    bool probe_out = false;            // the octet before SND.NXT was sent in a window probe: the peer may refuse it
    std::uint32_t probes = 0;          // zero-window probes that were not answered
    Seq retransmitted;                 // HighRxt of RFC 6675: retransmitted up to here, in this recovery
    Duration persist_interval{0};
    Instant last_sent{};                 // when new data was last sent (RFC 5681 section 4.1)
    std::shared_ptr<const Tcb> reopened; // in SYN-RECEIVED after TIME-WAIT: the TCB of TIME-WAIT
    std::optional<SackBlock> duplicate;  // octets that arrived twice: the next ACK reports them
    Reassembly out_of_order;             // octets beyond RCV.NXT
    Scoreboard held;                     // what the peer holds beyond SND.UNA
    CongestionMemory congestion;
    IssPlan iss;
    std::uint32_t opened = 0;  // how many ISSs were chosen so far
    std::vector<Bytes> unread; // in order, for RECEIVE
    Instant began{};           // when the ISS was chosen
    Instant ts_recent_at{};    // when TS.Recent was set
    std::uint32_t keepalive_unanswered = 0;
    std::uint32_t throttled_acks = 0; // ACKs that AckThrottle has counted since throttled_since
    Instant throttled_since{};
    std::optional<Seq> urgent_until; // RCV.UP: the octet after the peer's urgent data, once there was some
    bool bound = false;              // UDP: datagrams to the port are accepted
};

} // namespace tcpstage::tcp
