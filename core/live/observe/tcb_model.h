#pragma once
// What can be known of a real endpoint's TCB: sequence numbers from the segments that it sent and received, the rest
// from what its kernel reports.

#include "core/live/protocol.h"
#include "core/tcp/segment/segment.h"
#include "core/tcp/tcb/tcb.h"

#include <optional>

namespace tcpstage::live {

/// A stack that waits at least `least` before it retransmits, where it would usually wait at least `usual`.
struct Stretch {
    Duration least;
    Duration usual;
};

class TcbModel {
public:
    const tcp::Tcb& tcb() const { return tcb_; }
    void enter(tcp::State state) { tcb_.state = state; }
    void open(bool passive);
    void finish_sending() { tcb_.fin_queued = true; }
    void delivered(std::uint64_t octets) { tcb_.delivered_bytes += octets; }

    /// The progress that `segment`, which is sent now, will move; empty: it moves nothing.
    std::optional<tcp::SendProgress> before_sending(const tcp::Segment& segment) const;
    void sent(const tcp::Segment& segment);
    /// A segment with a correct checksum.
    void received(const tcp::Segment& segment);
    void sampled(const TcpInfo& tcp_info, Instant now, const std::optional<Stretch>& stretch = {});
    /// Takes sequence numbers from TCP_INFO, where no segment is seen; from an ISS of 0 if the SYN is unknown.
    void count_from_tcp_info(const TcpInfo& tcp_info);

    /// The window that a segment of this end offers, after scaling, in octets.
    std::uint32_t window_sent(const tcp::Segment& segment) const;
    bool is_retransmission(const tcp::Segment& segment) const;
    /// Whether it is a probe of a closed window or of an idle peer.
    bool is_probe(const tcp::Segment& segment) const;

private:
    void take_timer(const TcpInfo& tcp_info, Instant now);
    void agree();

    tcp::Tcb tcb_;
    tcp::Options offered_;  // in our SYN
    tcp::Options accepted_; // in the peer's SYN
    bool syn_sent_ = false;
    bool syn_received_ = false;
};

} // namespace tcpstage::live
