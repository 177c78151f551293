#include "tests/core/capture/files.h"

#include "core/tcp/segment/notation.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace tcpstage::capture {

namespace {

std::string padded(std::string octets)
{
    octets.resize((octets.size() + 3) / 4 * 4);
    return octets;
}

std::string octet(unsigned value) { return {static_cast<char>(static_cast<std::uint8_t>(value))}; }

std::string address_octets(const tcp::IpAddress& address) { return {address.octets().begin(), address.octets().end()}; }

} // namespace

std::string as_string(const std::vector<std::uint8_t>& octets) { return {octets.begin(), octets.end()}; }

std::string number16(std::uint32_t value, Order order)
{
    return order == Order::Big ? octet(value >> 8U) + octet(value) : octet(value) + octet(value >> 8U);
}

std::string number32(std::uint32_t value, Order order)
{
    return order == Order::Big ? number16(value >> 16U) + number16(value)
                               : number16(value, order) + number16(value >> 16U, order);
}

std::string segment(const std::string& notation, const tcp::IpSocket& from, const tcp::IpSocket& to)
{
    const auto pattern = tcp::parse_notation(notation);
    EXPECT_TRUE(pattern) << notation;
    if (!pattern) return {};
    tcp::Segment segment = pattern->to_segment();
    segment.source_port = from.port;
    segment.destination_port = to.port;
    return as_string(tcp::encode(segment, from.address, to.address));
}

std::string ip(const std::string& carried, const tcp::IpSocket& from, const tcp::IpSocket& to, unsigned identification,
               unsigned fragment, unsigned protocol)
{
    const std::string addresses = address_octets(from.address) + address_octets(to.address);
    const auto size = static_cast<std::uint32_t>(carried.size());
    if (from.address.is_v6())
        return number32(0x6000'0000) + number16(size) + octet(protocol) + octet(64) + addresses + carried;
    return number16(0x4500) + number16(size + 20) + number16(identification) + number16(fragment) + octet(64) +
           octet(protocol) + number16(0) + addresses + carried;
}

std::string ethernet(const std::string& carried, unsigned protocol)
{
    return std::string(12, '\x02') + number16(protocol) + carried;
}

Pcap::Pcap(std::uint32_t link, Order order, bool nanoseconds) : order_{order}, nanoseconds_{nanoseconds}
{
    octets_ = number32(nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, order) + number16(2, order) + number16(4, order) +
              number32(0, order) + number32(0, order) + number32(262144, order) + number32(link, order);
}

Pcap& Pcap::add(const std::string& octets, std::int64_t at_us, std::size_t wire)
{
    const auto fraction = static_cast<std::uint32_t>(at_us % 1'000'000) * (nanoseconds_ ? 1000 : 1);
    octets_ += number32(static_cast<std::uint32_t>(at_us / 1'000'000), order_) + number32(fraction, order_) +
               number32(static_cast<std::uint32_t>(octets.size()), order_) +
               number32(static_cast<std::uint32_t>(std::max(wire, octets.size())), order_) + octets;
    return *this;
}

Pcapng& Pcapng::block(std::uint32_t type, const std::string& body)
{
    const std::string whole = padded(body);
    const std::string length = number32(static_cast<std::uint32_t>(whole.size()) + 12, order_);
    octets_ += number32(type, order_) + length + whole + length;
    return *this;
}

Pcapng& Pcapng::section(Order order)
{
    order_ = order;
    return block(0x0a0d0d0a, number32(0x1a2b3c4d, order) + number16(1, order) + number16(0, order) +
                                 number32(UINT32_MAX, order) + number32(UINT32_MAX, order));
}

std::string Pcapng::written(const Options& options) const
{
    std::string octets;
    for (const auto& [code, value] : options)
        octets += number16(code, order_) + number16(static_cast<std::uint32_t>(value.size()), order_) + padded(value);
    if (!options.empty()) octets += number32(0, order_);
    return octets;
}

Pcapng& Pcapng::interface(std::uint32_t link, const Options& options, std::uint32_t most_captured)
{
    return block(1, number16(link, order_) + number16(0, order_) + number32(most_captured, order_) + written(options));
}

Pcapng& Pcapng::add(const std::string& octets, unsigned interface, std::uint64_t count, const Options& options)
{
    const std::string size = number32(static_cast<std::uint32_t>(octets.size()), order_);
    return block(6, number32(interface, order_) + number32(static_cast<std::uint32_t>(count >> 32U), order_) +
                        number32(static_cast<std::uint32_t>(count), order_) + size + size + padded(octets) +
                        written(options));
}

Pcapng& Pcapng::add_simple(const std::string& octets)
{
    return block(3, number32(static_cast<std::uint32_t>(octets.size()), order_) + octets);
}

Pcapng& Pcapng::add_obsolete(const std::string& octets, unsigned interface, std::uint64_t count)
{
    const std::string size = number32(static_cast<std::uint32_t>(octets.size()), order_);
    return block(2, number16(interface, order_) + number16(0, order_) +
                        number32(static_cast<std::uint32_t>(count >> 32U), order_) +
                        number32(static_cast<std::uint32_t>(count), order_) + size + size + octets);
}

std::string gzip(const std::string& octets)
{
    z_stream stream{};
    constexpr int with_gzip_header = 16;
    EXPECT_EQ(deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + with_gzip_header, 8, Z_DEFAULT_STRATEGY),
              Z_OK);
    std::string packed(octets.size() + 1000, '\0');
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(octets.data()));
    stream.avail_in = static_cast<uInt>(octets.size());
    stream.next_out = reinterpret_cast<Bytef*>(packed.data());
    stream.avail_out = static_cast<uInt>(packed.size());
    EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
    packed.resize(stream.total_out);
    deflateEnd(&stream);
    return packed;
}

} // namespace tcpstage::capture
