#pragma once
// What a pcapng file says about its packets, in English. Private to core/formats.

#include "core/formats/formats.h"

namespace tcpstage::formats {

constexpr bool shows_sending(Viewpoint viewpoint, trace::Side sender)
{
    if (viewpoint == Viewpoint::Senders || viewpoint == Viewpoint::Both) return true;
    return (viewpoint == Viewpoint::Left) == (sender == trace::Side::Left);
}
constexpr bool shows_arrival(Viewpoint viewpoint, trace::Side receiver)
{
    if (viewpoint == Viewpoint::Both) return true;
    return viewpoint != Viewpoint::Senders && (viewpoint == Viewpoint::Left) == (receiver == trace::Side::Left);
}

/// Of the whole file: what is in it, and what is not TCP.
std::string section_comment(const trace::Trace& trace, Viewpoint viewpoint);
/// "what the client sends"; what is seen at the interface of that end.
std::string interface_text(const trace::Trace& trace, trace::Side side, Viewpoint viewpoint);
/// What became of the segment, and the rules by which its end sent it; `arriving`: by which the other end took it. One
/// line each.
std::string packet_comment(const trace::Trace& trace, trace::TransitId id, bool arriving);

} // namespace tcpstage::formats
