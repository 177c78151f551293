#include "core/base/unknown_octets.h"
#include "core/formats/formats.h"
#include "core/formats/packet_comment.h"

#include <algorithm>

namespace tcpstage::formats {

namespace {

// LINKTYPE_IPV4 and LINKTYPE_IPV6: tcpdump reads no file with two interfaces of LINKTYPE_RAW (libpcap 1.10)
constexpr std::uint32_t raw_v4 = 228;
constexpr std::uint32_t raw_v6 = 229;
constexpr std::uint32_t v4_header_bytes = 20;

/// Little-endian, as the section header says.
class Blocks {
public:
    void u8(unsigned value) { octets_ += static_cast<char>(static_cast<std::uint8_t>(value)); }
    void u16(unsigned value)
    {
        u8(value & 0xffU);
        u8(value >> 8U & 0xffU);
    }
    void u32(std::uint32_t value)
    {
        u16(value & 0xffffU);
        u16(value >> 16U);
    }
    void raw(const std::string& octets) { octets_ += octets; }
    void pad()
    {
        while (octets_.size() % 4 != 0)
            u8(0);
    }
    const std::string& octets() const { return octets_; }

    /// A whole block: type, length, body, length.
    void block(std::uint32_t type, Blocks body)
    {
        body.pad();
        const auto length = static_cast<std::uint32_t>(body.octets().size() + 12);
        u32(type);
        u32(length);
        raw(body.octets());
        u32(length);
    }

private:
    std::string octets_;
};

/// An option of a block: its code, its octets, padded to 32 bits. Nothing without octets.
void put_option(Blocks& body, unsigned code, const std::string& octets)
{
    if (octets.empty()) return;
    body.pad();
    body.u16(code);
    body.u16(static_cast<unsigned>(octets.size()));
    body.raw(octets);
    body.pad();
}

constexpr unsigned comment_option = 1;

Blocks section_header(const trace::Trace& trace, Viewpoint viewpoint)
{
    Blocks body;
    body.u32(0x1a2b3c4d); // byte order
    body.u16(1);          // version 1.0
    body.u16(0);
    body.u32(UINT32_MAX); // length of the section: not given
    body.u32(UINT32_MAX);
    put_option(body, comment_option, section_comment(trace, viewpoint));
    put_option(body, 4, "TCP Stage"); // shb_userappl
    body.u32(0);                      // end of options
    return body;
}

bool is_v6(const trace::Trace& trace)
{
    return std::ranges::all_of(trace::both_sides,
                               [&](trace::Side side) { return trace.endpoint(side).socket.address.is_v6(); });
}

/// The place where one end is attached: its name, and what is seen there.
Blocks interface_description(const trace::Trace& trace, trace::Side side, Viewpoint viewpoint)
{
    Blocks body;
    body.u16(is_v6(trace) ? raw_v6 : raw_v4);
    body.u16(0);
    body.u32(0); // snap length: no limit
    put_option(body, 2, trace.endpoint(side).name);
    put_option(body, 3, interface_text(trace, side, viewpoint));
    put_option(body, 9, "\x09"); // if_tsresol: nanoseconds
    body.u32(0);                 // end of options
    return body;
}

/// RFC 791, without options; numbers are big-endian.
std::string v4_header(const tcp::Segment& segment, const tcp::IpAddress& from, const tcp::IpAddress& to,
                      unsigned identification)
{
    const auto total = v4_header_bytes + tcp::header_bytes(segment) + segment.payload.size();
    std::array<unsigned, v4_header_bytes> header{0x45,
                                                 static_cast<unsigned>(segment.ecn),
                                                 total >> 8U & 0xffU,
                                                 total & 0xffU,
                                                 identification >> 8U & 0xffU,
                                                 identification & 0xffU,
                                                 0x40,
                                                 0,
                                                 64,
                                                 static_cast<unsigned>(segment.protocol)};
    for (std::size_t i = 0; i < 4; ++i) {
        header[12 + i] = from.octets()[i];
        header[16 + i] = to.octets()[i];
    }
    unsigned sum = 0;
    for (std::size_t i = 0; i < header.size(); i += 2)
        sum += header[i] << 8U | header[i + 1];
    while (sum >> 16U != 0)
        sum = (sum & 0xffffU) + (sum >> 16U);
    header[10] = (~sum >> 8U) & 0xffU;
    header[11] = ~sum & 0xffU;
    std::string octets;
    for (const unsigned octet : header)
        octets += static_cast<char>(static_cast<std::uint8_t>(octet));
    return octets;
}

/// RFC 8200, without extension headers.
std::string v6_header(const tcp::Segment& segment, const tcp::IpAddress& from, const tcp::IpAddress& to)
{
    const auto length = tcp::header_bytes(segment) + segment.payload.size();
    constexpr unsigned hop_limit = 64;
    std::string octets;
    for (const unsigned octet : {0x60U, static_cast<unsigned>(segment.ecn) << 4U, 0U, 0U, length >> 8U, length,
                                 static_cast<unsigned>(segment.protocol), hop_limit})
        octets += static_cast<char>(static_cast<std::uint8_t>(octet));
    for (const tcp::IpAddress& address : {from, to})
        octets.append(address.octets().begin(), address.octets().end());
    return octets;
}

/// A segment at one of the two places: what an end sends, or what arrives at it.
struct Frame {
    Instant at;
    trace::TransitId transit = trace::no_transit;
    bool arriving = false;
};

std::vector<Frame> frames_of(const trace::Trace& trace, Viewpoint viewpoint)
{
    std::vector<Frame> frames;
    trace::TransitId id = 0;
    for (const trace::Transit& transit : trace.transits()) {
        const bool copy = transit.copy_of != trace::no_transit;
        // No end has sent a forged segment, so no capture at an end shows it there.
        const bool forged = transit.reason == trace::Reason::FromThePast && viewpoint != Viewpoint::Senders;
        const bool arrived = transit.fate == trace::Fate::Arrived && transit.end_record != trace::no_record;
        if (!copy && !forged && shows_sending(viewpoint, transit.from)) frames.push_back({transit.sent, id, false});
        if (arrived &&
            (shows_arrival(viewpoint, trace::other(transit.from)) || (copy && viewpoint == Viewpoint::Senders)))
            frames.push_back({transit.ends, id, true});
        ++id;
    }
    std::ranges::stable_sort(frames, {}, &Frame::at);
    return frames;
}

/// The octets of the segment there. One that was damaged on its way arrives with another checksum than it should have.
std::string octets_of(const trace::Trace& trace, const trace::Transit& transit, bool arriving)
{
    constexpr std::size_t checksum_at = 17;
    constexpr std::size_t checksum_of_datagram = 7;
    const tcp::Segment& segment = arriving ? transit.segment : transit.as_sent();
    const auto encoded = tcp::encode(segment, trace.source(transit).address, trace.destination(transit).address);
    std::string octets{encoded.begin(), encoded.end()};
    if (is_unknown(segment.payload)) octets.resize(octets.size() - segment.payload.size()); // cut, as it was
    if (arriving && transit.corrupted) {
        char& part = octets[segment.is_datagram() ? checksum_of_datagram : checksum_at];
        part = static_cast<char>(static_cast<std::uint8_t>(part) ^ 1U);
    }
    return octets;
}

Blocks packet(const trace::Trace& trace, const Frame& frame)
{
    const trace::Transit transit = trace.transit(frame.transit);
    const unsigned identification = 1 + (transit.copy_of == trace::no_transit ? frame.transit : transit.copy_of);
    tcp::Segment segment = frame.arriving ? transit.segment : transit.as_sent();
    if (frame.arriving && transit.marked) segment.ecn = tcp::Ecn::Congestion;
    const tcp::IpAddress from = trace.source(transit).address;
    const tcp::IpAddress to = trace.destination(transit).address;
    const std::string header =
        from.is_v6() && to.is_v6() ? v6_header(segment, from, to) : v4_header(segment, from, to, identification);
    const std::string octets = octets_of(trace, transit, frame.arriving);
    const auto captured = static_cast<std::uint32_t>(header.size() + octets.size());
    const std::uint32_t cut = is_unknown(segment.payload) ? segment.payload.size() : 0;
    const trace::Side where = frame.arriving ? trace::other(transit.from) : transit.from;
    const auto at = static_cast<std::uint64_t>(trace.began_ns() + frame.at.time_since_epoch().count());
    Blocks body;
    body.u32(static_cast<std::uint32_t>(trace::index(where)));
    body.u32(static_cast<std::uint32_t>(at >> 32U));
    body.u32(static_cast<std::uint32_t>(at));
    body.u32(captured);
    body.u32(captured + cut);
    body.raw(header);
    body.raw(octets);
    put_option(body, comment_option, packet_comment(trace, frame.transit, frame.arriving));
    put_option(body, 2, {frame.arriving ? '\1' : '\2', 0, 0, 0}); // epb_flags: inbound, outbound
    body.u32(0);                                                  // end of options
    return body;
}

} // namespace

std::string to_pcapng(const trace::Trace& trace, Viewpoint viewpoint)
{
    Blocks file;
    file.block(0x0a0d0d0a, section_header(trace, viewpoint));
    for (const trace::Side side : trace::both_sides)
        file.block(1, interface_description(trace, side, viewpoint));
    for (const Frame& frame : frames_of(trace, viewpoint))
        file.block(6, packet(trace, frame));
    return file.octets();
}

} // namespace tcpstage::formats
