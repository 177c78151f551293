#include "core/tcp/segment/segment.h"

#include "core/base/say.h"

#include <algorithm>

namespace tcpstage::tcp {

namespace {

constexpr std::uint32_t fixed_header_bytes = 20;
constexpr std::uint32_t datagram_header_bytes = 8;
constexpr std::uint32_t max_options_bytes = 40;
constexpr std::size_t checksum_offset = 16;

using Octets = std::span<const std::uint8_t>;

void put16(std::vector<std::uint8_t>& out, std::uint32_t value)
{
    out.push_back(static_cast<std::uint8_t>(value >> 8U));
    out.push_back(static_cast<std::uint8_t>(value));
}

void put32(std::vector<std::uint8_t>& out, std::uint32_t value)
{
    put16(out, value >> 16U);
    put16(out, value & 0xffffU);
}

std::uint16_t get16(Octets octets, std::size_t offset)
{
    return static_cast<std::uint16_t>(octets[offset] << 8U | octets[offset + 1]);
}

std::uint32_t get32(Octets octets, std::size_t offset)
{
    return static_cast<std::uint32_t>(get16(octets, offset)) << 16U | get16(octets, offset + 2);
}

std::uint64_t sum16(Octets octets)
{
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i + 1 < octets.size(); i += 2)
        sum += get16(octets, i);
    if (octets.size() % 2 != 0) sum += static_cast<std::uint64_t>(octets.back()) << 8U;
    return sum;
}

/// The Internet checksum over the pseudo-header and the segment; 0 for a segment whose checksum field is correct.
std::uint16_t checksum(Octets segment, Address from, Address to, Protocol protocol)
{
    std::uint64_t sum =
        sum16(segment) + sum16(from.octets) + sum16(to.octets) + static_cast<std::uint64_t>(protocol) + segment.size();
    while (sum > 0xffff)
        sum = (sum & 0xffffU) + (sum >> 16U);
    return static_cast<std::uint16_t>(~sum);
}

/// Octets of all options except SACK, aligned.
std::uint32_t fixed_options_bytes(const Options& options)
{
    std::uint32_t bytes = 0;
    if (options.mss != 0) bytes += 4;
    if (options.has_timestamps)
        bytes += 12;
    else if (options.sack_permitted)
        bytes += 4;
    if (options.has_window_scale) bytes += 4;
    return bytes;
}

void put_sack(std::vector<std::uint8_t>& out, const Options& options)
{
    const std::uint8_t blocks = sack_blocks_sent(options);
    out.push_back(static_cast<std::uint8_t>(2 + 8 * blocks));
    for (std::uint8_t i = 0; i < blocks; ++i) {
        put32(out, options.sack[i].left.value());
        put32(out, options.sack[i].right.value());
    }
}

void put_option(std::vector<std::uint8_t>& out, OptionKind kind, const Options& options)
{
    out.push_back(static_cast<std::uint8_t>(kind));
    switch (kind) {
    case OptionKind::End:
    case OptionKind::Nop:
        return;
    case OptionKind::Mss:
        out.push_back(4);
        return put16(out, options.mss);
    case OptionKind::WindowScale:
        out.push_back(3);
        return out.push_back(options.window_scale);
    case OptionKind::SackPermitted:
        return out.push_back(2);
    case OptionKind::Sack:
        return put_sack(out, options);
    case OptionKind::Timestamps:
        out.push_back(10);
        put32(out, options.timestamps.value);
        return put32(out, options.timestamps.echo);
    }
}

/// Empty if the kind is unknown or the length is right; else the right lengths. `body` is the length without the octets
/// for kind and length.
Text length_that_fits(OptionKind kind, std::size_t body)
{
    switch (kind) {
    case OptionKind::Mss:
        return body == 2 ? Text{} : Text{"4", "4"};
    case OptionKind::WindowScale:
        return body == 1 ? Text{} : Text{"3", "3"};
    case OptionKind::SackPermitted:
        return body == 0 ? Text{} : Text{"2", "2"};
    case OptionKind::Sack:
        return body % 8 == 0 && body != 0 ? Text{} : Text{"10, 18, 26 or 34", "10、18、26 或 34"};
    case OptionKind::Timestamps:
        return body == 8 ? Text{} : Text{"10", "10"};
    case OptionKind::End:
    case OptionKind::Nop:
        break;
    }
    return {};
}

void take_option(Options& options, OptionKind kind, Octets body)
{
    switch (kind) {
    case OptionKind::Mss:
        options.mss = get16(body, 0);
        break;
    case OptionKind::WindowScale:
        options.has_window_scale = true;
        options.window_scale = body[0];
        break;
    case OptionKind::SackPermitted:
        options.sack_permitted = true;
        break;
    case OptionKind::Sack:
        options.sack = {}; // an earlier option may have had more blocks
        options.sack_count = static_cast<std::uint8_t>(body.size() / 8);
        for (std::size_t i = 0; i < options.sack_count; ++i)
            options.sack[i] = {Seq{get32(body, 8 * i)}, Seq{get32(body, 8 * i + 4)}};
        break;
    case OptionKind::Timestamps:
        options.has_timestamps = true;
        options.timestamps = {get32(body, 0), get32(body, 4)};
        break;
    case OptionKind::End:
    case OptionKind::Nop:
        break;
    }
}

Result<Options> decode_options(Octets octets)
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
            return fail(say({"option {} claims {} octets, but {} are left in the header",
                             "选项 {} 声称有 {} 字节，但首部只剩 {} 字节"},
                            octets[i], length, left));
        const auto right = length_that_fits(kind, length - 2);
        if (!right.en.empty())
            return fail(say({"option {} is {} octets long, but it must be {}", "选项 {} 长 {} 字节，但必须是 {}"},
                            octets[i], length, right));
        take_option(options, kind, octets.subspan(i + 2, length - 2));
        i += length;
    }
    return options;
}

/// RFC 768: ports, length, checksum. A checksum of 0 would mean that there is none, so it is sent as 0xffff.
std::vector<std::uint8_t> encode_datagram(const Segment& datagram, Address from, Address to)
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

std::vector<OptionKind> option_order(const Options& options)
{
    using enum OptionKind;
    std::vector<OptionKind> order;
    if (options.mss != 0) order.push_back(Mss);
    if (options.sack_permitted != options.has_timestamps) order.insert(order.end(), {Nop, Nop});
    if (options.sack_permitted) order.push_back(SackPermitted);
    if (options.has_timestamps) order.push_back(Timestamps);
    if (options.has_window_scale) order.insert(order.end(), {Nop, WindowScale});
    if (sack_blocks_sent(options) != 0) order.insert(order.end(), {Nop, Nop, Sack});
    return order;
}

std::uint8_t sack_blocks_sent(const Options& options)
{
    const std::uint32_t room = (max_options_bytes - fixed_options_bytes(options) - 4) / 8;
    return static_cast<std::uint8_t>(std::min<std::uint32_t>(room, options.sack_count));
}

std::uint32_t options_bytes(const Options& options)
{
    const std::uint32_t blocks = sack_blocks_sent(options);
    return fixed_options_bytes(options) + (blocks == 0 ? 0 : 4 + 8 * blocks);
}

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

std::vector<std::uint8_t> encode(const Segment& segment, Address from, Address to)
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

Result<Decoded> decode(std::span<const std::uint8_t> octets, Address from, Address to)
{
    if (octets.size() < fixed_header_bytes)
        return fail(
            say({"a TCP header has at least {} octets, but there are {}", "TCP 首部至少 {} 字节，这里只有 {} 字节"},
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
