#include "core/live/watch/target.h"

#include "core/base/say.h"
#include "core/live/watch/processes.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>

namespace tcpstage::live {

namespace {

template <typename Number> std::optional<Number> number_in(std::string_view text)
{
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return {};
    return number;
}

std::optional<tcp::IpAddress> address_in(const std::string& text)
{
    std::array<std::uint8_t, 16> octets{};
    if (::inet_pton(AF_INET, text.c_str(), octets.data()) == 1) return address_of(octets, false);
    if (::inet_pton(AF_INET6, text.c_str(), octets.data()) == 1) return address_of(octets, true);
    return {};
}

/// "10.0.0.1:80" or "[::1]:80".
std::optional<tcp::IpSocket> socket_in(const std::string& text)
{
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos) return {};
    std::string written = text.substr(0, colon);
    if (written.starts_with('[') && written.ends_with(']')) written = written.substr(1, written.size() - 2);
    const auto address = address_in(written);
    const auto port = number_in<std::uint16_t>(std::string_view{text}.substr(colon + 1));
    if (!address || !port || *port == 0) return {};
    return tcp::IpSocket{*address, *port};
}

bool has_socket(std::uint32_t process, std::uint32_t inode)
{
    const auto inodes = sockets_of_process(process);
    return std::ranges::find(inodes, inode) != inodes.end();
}

tl::unexpected<Error> no_target(const std::string& text)
{
    return fail(say({"\"{}\" names no connection", "“{}”没有指明连接"}, text), {},
                {"write a port (443), an address (10.0.0.1 or [::1]:443), pid:1234, or the name of a program",
                 "请写端口（443）、地址（10.0.0.1 或 [::1]:443）、pid:1234 或程序名"});
}

} // namespace

tcp::IpAddress address_of(const std::array<std::uint8_t, 16>& octets, bool is_v6)
{
    if (is_v6) return tcp::IpAddress::v6(octets);
    return tcp::Address{{octets[0], octets[1], octets[2], octets[3]}};
}

std::array<std::uint8_t, 16> octets_of(const tcp::IpAddress& address)
{
    std::array<std::uint8_t, 16> octets{};
    std::ranges::copy(address.octets(), octets.begin());
    return octets;
}

tcp::IpSocket local_of(const FourNumbers& ends) { return {address_of(ends.local, ends.is_v6), ends.local_port}; }

tcp::IpSocket remote_of(const FourNumbers& ends) { return {address_of(ends.remote, ends.is_v6), ends.remote_port}; }

bool WatchTarget::matches(const FourNumbers& ends) const
{
    if (connection) return *connection == ends || *connection == ends.turned();
    const auto is_end = [&](const std::array<std::uint8_t, 16>& octets, std::uint16_t number) {
        return (!address || *address == address_of(octets, ends.is_v6)) && (!port || *port == number);
    };
    return is_end(ends.local, ends.local_port) || is_end(ends.remote, ends.remote_port);
}

bool WatchTarget::matches(const PresentSocket& socket) const
{
    if (!matches(socket.ends)) return false;
    if (process) return has_socket(*process, socket.inode);
    if (program.empty()) return true;
    const auto processes = all_processes();
    return std::ranges::any_of(processes, [&](std::uint32_t each) {
        return name_of_process(each) == program && has_socket(each, socket.inode);
    });
}

Result<WatchTarget> parse_watch_target(const std::string& text)
{
    WatchTarget target;
    if (text.starts_with("pid:")) {
        target.process = number_in<std::uint32_t>(std::string_view{text}.substr(4));
        if (!target.process) return no_target(text);
        return target;
    }
    if (text.find_first_not_of("0123456789") == std::string::npos) {
        target.port = number_in<std::uint16_t>(text);
        if (!target.port || *target.port == 0) return no_target(text);
        return target;
    }
    target.address = address_in(text);
    if (target.address) return target;
    if (text.find(':') == std::string::npos) {
        target.program = text;
        return target;
    }
    if (const std::size_t comma = text.find(','); comma != std::string::npos) {
        const auto one = socket_in(text.substr(0, comma));
        const auto other = socket_in(text.substr(comma + 1));
        if (!one || !other || one->address.is_v6() != other->address.is_v6()) return no_target(text);
        target.connection = {octets_of(one->address), octets_of(other->address), one->port, other->port,
                             one->address.is_v6()};
        return target;
    }
    const auto socket = socket_in(text);
    if (!socket) return no_target(text);
    target.address = socket->address;
    target.port = socket->port;
    return target;
}

} // namespace tcpstage::live
