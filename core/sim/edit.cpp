#include "core/sim/edit.h"

#include <algorithm>

namespace tcpstage::sim {

namespace {

template <typename T> void take(std::optional<T>& mine, const std::optional<T>& later)
{
    if (later) mine = later;
}

Bytes of_length(const Bytes& payload, std::uint32_t bytes)
{
    if (bytes <= payload.size()) return payload.slice(0, bytes);
    const std::array<Bytes, 2> parts{payload, Bytes::pattern(bytes - payload.size(), payload.size())};
    return Bytes::joined(parts);
}

} // namespace

void Edit::add(const Edit& later)
{
    take(flags, later.flags);
    take(seq, later.seq);
    take(ack, later.ack);
    take(window_bytes, later.window_bytes);
    take(options, later.options);
    take(urgent, later.urgent);
    if (later.payload || later.payload_bytes) {
        payload = later.payload;
        payload_bytes = later.payload_bytes;
    }
}

tcp::Segment edited(tcp::Segment segment, const Edit& edit, unsigned window_shift)
{
    segment.flags = edit.flags.value_or(segment.flags);
    segment.seq = edit.seq.value_or(segment.seq);
    segment.ack = segment.has_ack() ? edit.ack.value_or(segment.ack) : tcp::Seq{};
    if (edit.window_bytes) {
        const unsigned shift = segment.syn() ? 0 : window_shift;
        segment.window = static_cast<std::uint16_t>(std::min(*edit.window_bytes >> shift, std::uint32_t{UINT16_MAX}));
    }
    segment.urgent = edit.urgent.value_or(segment.urgent);
    segment.options = edit.options.value_or(segment.options);
    if (edit.payload)
        segment.payload = *edit.payload;
    else if (edit.payload_bytes)
        segment.payload = of_length(segment.payload, *edit.payload_bytes);
    return segment;
}

} // namespace tcpstage::sim
