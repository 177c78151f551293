#pragma once
// Makes small captures for tests: IP packets, and files of each format around them.

#include "core/capture/file/octet_order.h"
#include "core/tcp/segment/segment.h"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace tcpstage::capture {

inline const tcp::IpSocket client{tcp::Address{{10, 0, 0, 1}}, 49152};
inline const tcp::IpSocket server{tcp::Address{{10, 0, 0, 2}}, 80};
inline const tcp::IpSocket client6{tcp::IpAddress::v6({0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1}), 49152};
inline const tcp::IpSocket server6{tcp::IpAddress::v6({0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2}), 80};

inline constexpr std::uint32_t raw_link = 101;
inline constexpr std::uint32_t ethernet_link = 1;

std::string as_string(const std::vector<std::uint8_t>& octets);
std::string number16(std::uint32_t value, Order order = Order::Big);
std::string number32(std::uint32_t value, Order order = Order::Big);

/// A segment with its checksum, as in packetdrill: "S 0:0(0) win 1000".
std::string segment(const std::string& notation, const tcp::IpSocket& from = client, const tcp::IpSocket& to = server);
/// An IP header, of the family of `from`, before what it carries. `fragment`: the field of IPv4 with the offset.
std::string ip(const std::string& carried, const tcp::IpSocket& from = client, const tcp::IpSocket& to = server,
               unsigned identification = 1, unsigned fragment = 0, unsigned protocol = 6);
inline std::string packet(const std::string& notation, const tcp::IpSocket& from = client,
                          const tcp::IpSocket& to = server, unsigned identification = 1)
{
    return ip(segment(notation, from, to), from, to, identification);
}
/// An Ethernet header with a protocol.
std::string ethernet(const std::string& carried, unsigned protocol = 0x0800);

class Pcap {
public:
    explicit Pcap(std::uint32_t link = raw_link, Order order = Order::Little, bool nanoseconds = false);
    /// `wire`: how many octets were on the wire, if the capture has cut them.
    Pcap& add(const std::string& octets, std::int64_t at_us = 0, std::size_t wire = 0);
    const std::string& octets() const { return octets_; }

private:
    Order order_;
    bool nanoseconds_;
    std::string octets_;
};

class Pcapng {
public:
    using Options = std::vector<std::pair<unsigned, std::string>>;

    explicit Pcapng(Order order = Order::Little) { section(order); }
    Pcapng& section(Order order);
    Pcapng& interface(std::uint32_t link = raw_link, const Options& options = {}, std::uint32_t most_captured = 0);
    Pcapng& add(const std::string& octets, unsigned interface = 0, std::uint64_t count = 0,
                const Options& options = {});
    Pcapng& add_simple(const std::string& octets);
    Pcapng& add_obsolete(const std::string& octets, unsigned interface, std::uint64_t count);
    Pcapng& block(std::uint32_t type, const std::string& body);
    const std::string& octets() const { return octets_; }

private:
    std::string written(const Options& options) const;

    Order order_ = Order::Little;
    std::string octets_;
};

std::string gzip(const std::string& octets);

} // namespace tcpstage::capture
