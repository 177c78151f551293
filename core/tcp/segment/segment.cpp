#include "core/tcp/segment/segment.h"

#include "core/base/say.h"
#include "core/tcp/segment/option_table.h"
#include "core/tcp/segment/wire_octets.h"

#include <algorithm>
#include <array>

namespace tcpstage::tcp {

namespace {

constexpr std::uint32_t fixed_header_bytes = 20;
constexpr std::uint32_t datagram_header_bytes = 8;
constexpr std::size_t checksum_offset = 16;

std::uint64_t sum16(WireOctets octets)
{
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i + 1 < octets.size(); i += 2)
        sum += get16(octets, i);
    if (octets.size() % 2 != 0) sum += static_cast<std::uint64_t>(octets.back()) << 8U;
    return sum;
}

/// The Internet checksum over the pseudo-header and the segment; 0 for a segment whose checksum field is correct.
std::uint16_t checksum(WireOctets segment, const IpAddress& from, const IpAddress& to, Protocol protocol)
{
    std::uint64_t sum = sum16(segment) + sum16(from.octets()) + sum16(to.octets()) +
                        static_cast<std::uint64_t>(protocol) + segment.size();
    while (sum > 0xffff)
        sum = (sum & 0xffffU) + (sum >> 16U);
    return static_cast<std::uint16_t>(~sum);
}

void put_option(std::vector<std::uint8_t>& out, OptionKind kind, const Options& options)
{
    out.push_back(static_cast<std::uint8_t>(kind));
    const OptionRow* const row = find_option(kind);
    if (row == nullptr) return;
    out.push_back(static_cast<std::uint8_t>(row->octets(options)));
    row->put(out, options);
}

bool may_take(const OptionRow& row, std::size_t octets)
{
    return octets != 0 && std::ranges::find(row.lengths, octets) != row.lengths.end();
}

/// "10, 18, 26 or 34".
OwnedText lengths_text(const OptionRow& row)
{
    OwnedText text;
    for (std::size_t i = 0; i < row.lengths.size() && row.lengths[i] != 0; ++i) {
        const bool last = i + 1 == row.lengths.size() || row.lengths[i + 1] == 0;
        const std::string length = std::to_string(row.lengths[i]);
        text.en += i == 0 ? length : (last ? " or " : ", ") + length;
        text.zh += i == 0 ? length : (last ? " 或 " : "、") + length;
    }
    return text;
}

Result<Options> decode_options(WireOctets octets)
{
    Options options;
    std::size_t i = 0;
    while (i < octets.size()) {
        const auto kind = static_cast<OptionKind>(octets[i]);
        if (kind == OptionKind::End) break;
        if (kind == OptionKind::Nop) {
            ++i;
            continue;
        }
        const std::size_t left = octets.size() - i;
        const std::size_t length = left > 1 ? octets[i + 1] : 0;
        if (length < 2 || length > left)
            return fail(say({"option {} claims {} octets, but the header has {} left",
                             "选项 {} 声称有 {} 字节，但首部只剩 {} 字节"},
                            octets[i], length, left));
        const OptionRow* const row = find_option(kind);
        if (row != nullptr && !may_take(*row, length))
            return fail(say({"option {} is {} octets long, but it must be {}", "选项 {} 长 {} 字节，但必须是 {}"},
                            octets[i], length, lengths_text(*row)));
        if (row != nullptr) row->take(options, octets.subspan(i + 2, length - 2));
        i += length;
    }
    return options;
}

/// RFC 768: ports, length, checksum. A checksum of 0 would mean that there is none, so it is sent as 0xffff.
std::vector<std::uint8_t> encode_datagram(const Segment& datagram, const IpAddress& from, const IpAddress& to)
{
    constexpr std::size_t datagram_checksum_offset = 6;
    std::vector<std::uint8_t> out;
    out.reserve(datagram_header_bytes + datagram.payload.size());
    put16(out, datagram.source_port);
    put16(out, datagram.destination_port);
    put16(out, datagram_header_bytes + datagram.payload.size());
    put16(out, 0);
    const auto payload = datagram.payload.span();
    out.insert(out.end(), payload.begin(), payload.end());

    const std::uint16_t sum = checksum(out, from, to, Protocol::Udp);
    const std::uint16_t sent = sum == 0 ? UINT16_MAX : sum;
    out[datagram_checksum_offset] = static_cast<std::uint8_t>(sent >> 8U);
    out[datagram_checksum_offset + 1] = static_cast<std::uint8_t>(sent);
    return out;
}

} // namespace

std::string_view name(Ecn ecn)
{
    constexpr std::array<std::string_view, 4> names{"", "ECT(1)", "ECT(0)", "CE"};
    return names[static_cast<std::size_t>(ecn)];
}

std::string title(const Segment& segment) { return segment.is_datagram() ? "UDP" : to_text(segment.flags); }

std::uint32_t header_bytes(const Segment& segment)
{
    return segment.is_datagram() ? datagram_header_bytes : fixed_header_bytes + options_bytes(segment.options);
}

std::vector<std::uint8_t> encode(const Segment& segment, const IpAddress& from, const IpAddress& to)
{
    if (segment.is_datagram()) return encode_datagram(segment, from, to);
    const std::uint32_t header = header_bytes(segment);
    std::vector<std::uint8_t> out;
    out.reserve(header + segment.payload.size());
    put16(out, segment.source_port);
    put16(out, segment.destination_port);
    put32(out, segment.seq.value());
    put32(out, segment.ack.value());
    put16(out, header / 4 << 12U | segment.flags.bits());
    put16(out, segment.window);
    put16(out, 0);
    put16(out, segment.urgent);
    for (const OptionKind kind : option_order(segment.options))
        put_option(out, kind, segment.options);
    const auto payload = segment.payload.span();
    out.insert(out.end(), payload.begin(), payload.end());

    const std::uint16_t sum = checksum(out, from, to, Protocol::Tcp);
    out[checksum_offset] = static_cast<std::uint8_t>(sum >> 8U);
    out[checksum_offset + 1] = static_cast<std::uint8_t>(sum);
    return out;
}

Result<Decoded> decode(std::span<const std::uint8_t> octets, const IpAddress& from, const IpAddress& to)
{
    if (octets.size() < fixed_header_bytes)
        return fail(
            say({"a TCP header has at least {} octets, but this one has {}", "TCP 首部至少 {} 字节，这里只有 {} 字节"},
                fixed_header_bytes, octets.size()));
    const std::size_t header = std::size_t{octets[12]} / 16 * 4;
    if (header < fixed_header_bytes || header > octets.size())
        return fail(say({"the data offset says {} octets of header, but the segment has {} and the least is {}",
                         "数据偏移表示首部有 {} 字节，但报文段有 {} 字节，首部最少 {} 字节"},
                        header, octets.size(), fixed_header_bytes));
    auto options = decode_options(octets.subspan(fixed_header_bytes, header - fixed_header_bytes));
    if (!options) return tl::unexpected{options.error()};

    Decoded decoded;
    Segment& segment = decoded.segment;
    segment.source_port = get16(octets, 0);
    segment.destination_port = get16(octets, 2);
    segment.seq = Seq{get32(octets, 4)};
    segment.flags = Flags::from_bits(octets[13]);
    if (segment.has_ack()) segment.ack = Seq{get32(octets, 8)};
    segment.window = get16(octets, 14);
    segment.urgent = get16(octets, 18);
    segment.options = *options;
    const auto payload = octets.subspan(header);
    segment.payload = Bytes{std::vector<std::uint8_t>{payload.begin(), payload.end()}};
    decoded.checksum_correct = checksum(octets, from, to, Protocol::Tcp) == 0;
    return decoded;
}

} // namespace tcpstage::tcp
