#pragma once
// What an end's segments show of its TCB: sequence numbers, windows and what both SYNs agreed upon. The same for a
// capture and for a kernel whose segments are seen.

#include "core/tcp/segment/segment.h"
#include "core/tcp/tcb/tcb.h"

#include <optional>

namespace tcpstage::capture {

class SegmentTcb {
public:
    const tcp::Tcb& tcb() const { return tcb_; }
    void enter(tcp::State state) { tcb_.state = state; }
    void open(bool passive);

    /// The progress that `segment`, which is sent now, will move; empty: it moves nothing.
    std::optional<tcp::SendProgress> before_sending(const tcp::Segment& segment) const;
    void sent(const tcp::Segment& segment);
    /// A segment with a correct checksum.
    void received(const tcp::Segment& segment);

    /// The window that a segment of this end offers, after scaling, in octets.
    std::uint32_t window_sent(const tcp::Segment& segment) const;
    bool is_retransmission(const tcp::Segment& segment) const;
    /// Whether it is a probe of a closed window or of an idle peer.
    bool is_probe(const tcp::Segment& segment) const;

protected:
    tcp::Tcb tcb_;              // NOLINT: what else is known of the end fills it
    bool syn_sent_ = false;     // NOLINT
    bool syn_received_ = false; // NOLINT

private:
    void agree();

    tcp::Options offered_;  // in our SYN
    tcp::Options accepted_; // in the peer's SYN
};

} // namespace tcpstage::capture
