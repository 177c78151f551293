#include "core/capture/decode/decoder.h"

#include "core/capture/decode/checksum.h"
#include "core/capture/decode/link.h"
#include "core/capture/file/octet_order.h"
#include "core/capture/file/trouble.h"
#include "core/tcp/keyed_hash.h"

#include <algorithm>
#include <cstring>

namespace tcpstage::capture {

namespace {

constexpr std::uint8_t tcp_protocol_number = 6;
constexpr std::size_t least_header_bytes = 20;

bool is_loopback(const tcp::IpAddress& address)
{
    const auto octets = address.octets();
    if (!address.is_v6()) return octets[0] == 127;
    return octets.back() == 1 && std::ranges::all_of(octets.first(15), [](std::uint8_t octet) { return octet == 0; });
}

class Hash {
public:
    void add(std::uint64_t number) { value_ = tcp::mix(value_ ^ number); }
    void add(std::span<const std::uint8_t> octets)
    {
        while (!octets.empty()) {
            std::uint64_t eight = 0;
            const std::size_t count = std::min(octets.size(), sizeof eight);
            std::memcpy(&eight, octets.data(), count);
            add(eight);
            octets = octets.subspan(count);
        }
    }
    std::uint64_t value() const { return value_; }

private:
    std::uint64_t value_ = 1;
};

} // namespace

const Packet* Decoder::take(const Frame& frame)
{
    ++counts_.frames;
    if (!began_ns_) began_ns_ = frame.at_ns;
    const Carried carried = take_off_link(frame);
    if (!carried.known_link && counts_.unknown_link++ == 0) counts_.link = frame.link;
    std::optional<IpPacket> ip;
    if (carried.is_ip) ip = read_ip(carried);
    if (ip && ip->is_fragment) {
        ++counts_.fragments;
        ip = fragments_.take(*ip);
        if (!ip) return nullptr;
    }
    if (!ip || ip->protocol != tcp_protocol_number) {
        ++counts_.not_tcp;
        return nullptr;
    }
    ++counts_.tcp;
    if (!read_tcp(*ip)) {
        ++counts_.malformed;
        return nullptr;
    }
    packet_.at = Instant{Duration{add_clipped(frame.at_ns, -std::max(*began_ns_, -INT64_MAX))}};
    packet_.number = frame.number;
    packet_.interface = frame.interface;
    packet_.comment = frame.comment;
    if (!is_copy(frame, *ip, carried.heard_as)) return &packet_;
    ++counts_.copies;
    return nullptr;
}

bool Decoder::read_tcp(const IpPacket& ip)
{
    const auto octets = ip.payload;
    if (octets.size() < least_header_bytes) return false;
    const std::size_t header = std::size_t{octets[12]} / 16 * 4;
    if (header < least_header_bytes || header > ip.payload_octets || ip.payload_octets > most_record_bytes)
        return false;
    packet_.from = {ip.from, get16(Order::Big, octets, 0)};
    packet_.to = {ip.to, get16(Order::Big, octets, 2)};
    packet_.header = octets.first(std::min(header, octets.size()));
    packet_.payload = octets.subspan(packet_.header.size());
    packet_.payload_octets = ip.payload_octets - static_cast<std::uint32_t>(header);
    packet_.identification = ip.from.is_v6() ? std::uint16_t{0} : static_cast<std::uint16_t>(ip.identification);
    packet_.ecn = ip.ecn;
    const bool whole = octets.size() == ip.payload_octets && !ip.passes_others;
    packet_.bad_checksum = whole && has_bad_checksum(ip.from, ip.to, octets);
    return true;
}

bool Decoder::is_copy(const Frame& frame, const IpPacket& ip, std::uint64_t heard_as)
{
    const bool on_loopback = is_loopback(ip.from) && is_loopback(ip.to);
    if (!frame.one_of_several && heard_as == 0 && !on_loopback) return false;
    Hash hash;
    hash.add(ip.from.octets());
    hash.add(ip.to.octets());
    hash.add(std::uint64_t{ip.identification} << 32U | packet_.payload_octets);
    hash.add(packet_.header);
    const std::uint64_t place = std::uint64_t{frame.interface} << 48U ^ heard_as;
    return copies_.is_copy(hash.value(), {place, frame.at_ns, on_loopback});
}

} // namespace tcpstage::capture
