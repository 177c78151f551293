#include "core/formats/formats.h"
#include "core/tcp/segment/notation.h"
#include "core/trace/not_tcp.h"

#include <bit>

namespace tcpstage::formats {

namespace {

constexpr std::uint32_t raw_ip = 101; // LINKTYPE_RAW
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

/// opt_comment, then the end of the options.
void put_comment(Blocks& body, const std::string& comment)
{
    if (comment.empty()) return;
    body.pad();
    body.u16(1);
    body.u16(static_cast<unsigned>(comment.size()));
    body.raw(comment);
    body.pad();
    body.u32(0);
}

Blocks section_header(const trace::Trace& trace)
{
    Blocks body;
    body.u32(0x1a2b3c4d); // byte order
    body.u16(1);          // version 1.0
    body.u16(0);
    body.u32(UINT32_MAX); // length of the section: not given
    body.u32(UINT32_MAX);
    put_comment(body, trace::not_tcp_text(trace));
    return body;
}

Blocks interface_description()
{
    Blocks body;
    body.u16(raw_ip);
    body.u16(0);
    body.u32(0); // snap length: no limit
    body.u16(9); // if_tsresol:
    body.u16(1);
    body.u8(9); // nanoseconds
    body.pad();
    body.u32(0); // end of options
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

Blocks packet(const trace::Trace& trace, const trace::Transit& transit, unsigned identification)
{
    const tcp::IpAddress from = trace.source(transit).address;
    const tcp::IpAddress to = trace.destination(transit).address;
    const auto segment = tcp::encode(transit.segment, from, to);
    const std::string header = from.is_v6() && to.is_v6() ? v6_header(transit.segment, from, to)
                                                          : v4_header(transit.segment, from, to, identification);
    const auto length = static_cast<std::uint32_t>(header.size() + segment.size());
    const auto at = static_cast<std::uint64_t>(transit.sent.time_since_epoch().count());
    Blocks body;
    body.u32(0); // interface
    body.u32(static_cast<std::uint32_t>(at >> 32U));
    body.u32(static_cast<std::uint32_t>(at));
    body.u32(length);
    body.u32(length);
    body.raw(header);
    body.raw(std::string{segment.begin(), segment.end()});
    std::string comment = transit.marked ? "marked CE on its way" : "";
    if (transit.before)
        comment +=
            (comment.empty() ? "" : "; ") +
            ("edited on its way, sent as " + tcp::notation(transit.before->segment, transit.before->window_bytes));
    put_comment(body, comment);
    return body;
}

} // namespace

std::string to_pcapng(const trace::Trace& trace)
{
    Blocks file;
    file.block(0x0a0d0d0a, section_header(trace));
    file.block(1, interface_description());
    unsigned count = 0;
    for (const trace::Transit& transit : trace.transits())
        if (transit.copy_of == trace::no_transit) file.block(6, packet(trace, transit, ++count));
    return file.octets();
}

} // namespace tcpstage::formats
