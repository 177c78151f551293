#pragma once
// What can be known of a real endpoint's TCB: sequence numbers from the segments that it sent and received, the rest
// from what its kernel reports.

#include "core/capture/follow/segment_tcb.h"
#include "core/live/protocol.h"

namespace tcpstage::live {

/// A stack that waits at least `least` before it retransmits, where it would usually wait at least `usual`.
struct Stretch {
    Duration least;
    Duration usual;
};

class TcbModel : public capture::SegmentTcb {
public:
    void finish_sending() { tcb_.fin_queued = true; }
    void delivered(std::uint64_t octets) { tcb_.delivered_bytes += octets; }
    void sampled(const TcpInfo& tcp_info, Instant now, const std::optional<Stretch>& stretch = {});
    /// Takes sequence numbers from TCP_INFO, where no segment is seen; from an ISS of 0 if the SYN is unknown.
    void count_from_tcp_info(const TcpInfo& tcp_info);

private:
    void take_timer(const TcpInfo& tcp_info, Instant now);
};

} // namespace tcpstage::live
