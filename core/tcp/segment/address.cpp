#include "core/tcp/segment/address.h"

#include <charconv>
#include <fmt/format.h>

namespace tcpstage::tcp {

namespace {

/// Reads one decimal number 0..255 off the front of `text`, without leading zeros.
std::optional<std::uint8_t> take_octet(std::string_view& text)
{
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const auto digits = static_cast<std::size_t>(end - text.data());
    if (error != std::errc{} || value > 255 || (digits > 1 && text.front() == '0')) return {};
    text.remove_prefix(digits);
    return static_cast<std::uint8_t>(value);
}

} // namespace

bool is_of_a_host(Address address)
{
    const std::uint8_t first = address.octets[0];
    const bool group = first >= 224 && first < 240;
    const bool everybody = address == Address{{255, 255, 255, 255}};
    return first != 0 && !group && !everybody;
}

std::optional<Address> parse_address(std::string_view text)
{
    Address address;
    for (std::size_t i = 0; i < address.octets.size(); ++i) {
        if (i > 0) {
            if (text.empty() || text.front() != '.') return {};
            text.remove_prefix(1);
        }
        const auto octet = take_octet(text);
        if (!octet) return {};
        address.octets[i] = *octet;
    }
    if (!text.empty()) return {};
    return address;
}

std::optional<SocketAddress> parse_socket(std::string_view text)
{
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return {};
    const auto address = parse_address(text.substr(0, colon));
    const std::string_view digits = text.substr(colon + 1);
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    if (!address || error != std::errc{} || end != digits.data() + digits.size()) return {};
    return SocketAddress{*address, port};
}

std::string to_text(const Address& address)
{
    const auto& o = address.octets;
    return fmt::format("{}.{}.{}.{}", o[0], o[1], o[2], o[3]);
}

std::string to_text(const SocketAddress& socket) { return fmt::format("{}:{}", to_text(socket.address), socket.port); }

} // namespace tcpstage::tcp
