#pragma once
// What the captured segments show of one end of a connection, event by event. Private to core/capture/watch.

#include "core/capture/follow/segment_tcb.h"

#include <vector>

namespace tcpstage::capture {

class EndModel : public SegmentTcb {
public:
    EndModel() { tcb_.rto = Duration::zero(); } // not known
    void open(bool passive)
    {
        SegmentTcb::open(passive);
        tcb_.rto = Duration::zero();
    }
    /// A segment that the end takes.
    void take(const tcp::Segment& segment);
    /// What `segment` is to the end's state: without octets that it has, and with a FIN only when all before the FIN is
    /// there. To be asked before take().
    tcp::Segment as_state_change(const tcp::Segment& segment) const;
    /// The end answers the SYN that it gets now by a SYN,ACK with this number.
    void choose_iss(tcp::Seq iss);
    /// The peer has octets of this end that were not captured.
    void sent_unseen(tcp::Seq until);
    void sent(const tcp::Segment& segment);
    /// The end acknowledges octets whose arrival was not seen. Returns the peer's FIN if it is among them.
    std::optional<tcp::Segment> catch_up(tcp::Seq ack);

private:
    struct Held { // [left, right) arrived out of order
        tcp::Seq left;
        tcp::Seq right;
    };
    tcp::Seq next_after(const tcp::Segment& segment) const;
    void hold(const tcp::Segment& segment);
    void release();

    std::vector<Held> held_;      // by their left ends, apart from each other
    std::optional<tcp::Seq> fin_; // the number of the peer's FIN
};

} // namespace tcpstage::capture
