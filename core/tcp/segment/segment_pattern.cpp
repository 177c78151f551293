#include "core/tcp/segment/notation.h"

#include <algorithm>

namespace tcpstage::tcp {

bool SegmentPattern::matches(const Segment& segment, std::uint32_t window) const
{
    if (protocol != segment.protocol || (ecn && *ecn != segment.ecn)) return false;
    return flags == segment.flags && Seq{seq} == segment.seq && payload_bytes == segment.payload.size() &&
           (!ack || Seq{*ack} == segment.ack) && (!window_bytes || *window_bytes == window) &&
           (urgent == 0 || urgent == segment.urgent) && (!options || *options == segment.options);
}

Segment SegmentPattern::to_segment() const
{
    Segment segment;
    segment.flags = flags;
    segment.seq = Seq{seq};
    segment.ack = Seq{ack.value_or(0)};
    segment.window = static_cast<std::uint16_t>(std::min<std::uint32_t>(window_bytes.value_or(0), UINT16_MAX));
    segment.urgent = urgent;
    segment.protocol = protocol;
    segment.ecn = ecn.value_or(Ecn::NotCapable);
    segment.options = options.value_or(Options{});
    segment.payload = Bytes::pattern(payload_bytes);
    return segment;
}

} // namespace tcpstage::tcp
