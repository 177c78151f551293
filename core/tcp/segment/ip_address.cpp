#include "core/tcp/segment/ip_address.h"

#include <fmt/format.h>

namespace tcpstage::tcp {

namespace {

/// The longest run of two or more fields that are 0, the first of equals (RFC 5952 section 4.2). Empty: none.
struct Zeros {
    std::size_t first = 8;
    std::size_t count = 1;
};

Zeros longest_zeros(const std::array<unsigned, 8>& fields)
{
    Zeros longest;
    for (std::size_t first = 0; first < fields.size(); ++first) {
        std::size_t count = 0;
        while (first + count < fields.size() && fields[first + count] == 0)
            ++count;
        if (count > longest.count) longest = {first, count};
    }
    return longest;
}

std::string v6_text(std::span<const std::uint8_t> octets)
{
    std::array<unsigned, 8> fields{};
    for (std::size_t i = 0; i < fields.size(); ++i)
        fields[i] = static_cast<unsigned>(octets[2 * i]) << 8U | octets[2 * i + 1];
    const Zeros zeros = longest_zeros(fields);
    std::string text;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i == zeros.first) {
            text += "::";
            i += zeros.count - 1;
            continue;
        }
        if (!text.empty() && text.back() != ':') text += ':';
        text += fmt::format("{:x}", fields[i]);
    }
    return text;
}

} // namespace

std::string to_text(const IpAddress& address)
{
    return address.is_v6() ? v6_text(address.octets()) : to_text(address.v4());
}

std::string to_text(const IpSocket& socket)
{
    const std::string address = to_text(socket.address);
    return socket.address.is_v6() ? fmt::format("[{}]:{}", address, socket.port)
                                  : fmt::format("{}:{}", address, socket.port);
}

} // namespace tcpstage::tcp
