#pragma once
// What can be known of a real endpoint's TCB: numbers from the segments that it sent and received, the rest from what
// its kernel says.

#include "core/live/protocol.h"
#include "core/tcp/segment/segment.h"
#include "core/tcp/tcb/tcb.h"

namespace tcpstage::live {

class TcbModel {
public:
    const tcp::Tcb& tcb() const { return tcb_; }
    void enter(tcp::State state) { tcb_.state = state; }
    void open(bool passive);
    void finish_sending() { tcb_.fin_queued = true; }
    void delivered(std::uint64_t octets) { tcb_.delivered_bytes += octets; }

    void sent(const tcp::Segment& segment);
    /// Its checksum was right.
    void received(const tcp::Segment& segment);
    void sampled(const TcpInfo& tcp_info, Instant now);
    /// Where no segment is seen: numbers count from an ISS of 0, if the SYN is not known either.
    void count_from_tcp_info(const TcpInfo& tcp_info);

    /// Octets that a segment of this end grants: its window after scaling.
    std::uint32_t window_sent(const tcp::Segment& segment) const;
    bool is_retransmission(const tcp::Segment& segment) const;
    /// It asks a closed window, or an idle peer, for a sign of life.
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
