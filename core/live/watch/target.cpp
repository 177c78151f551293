#include "core/live/watch/target.h"

#include "core/base/say.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <filesystem>
#include <fstream>

namespace tcpstage::live {

namespace {

namespace fs = std::filesystem;

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

std::string name_of(const fs::path& process)
{
    std::ifstream in{process / "comm"};
    std::string name;
    std::getline(in, name);
    return name;
}

bool has_socket(const fs::path& process, std::uint32_t inode)
{
    const std::string wanted = "socket:[" + std::to_string(inode) + "]";
    std::error_code error;
    for (const fs::directory_entry& entry : fs::directory_iterator{process / "fd", error})
        if (std::error_code unreadable; fs::read_symlink(entry.path(), unreadable) == wanted) return true;
    return false;
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

bool WatchTarget::matches(const PresentSocket& socket) const
{
    const FourNumbers& ends = socket.ends;
    const auto is_end = [&](const std::array<std::uint8_t, 16>& octets, std::uint16_t number) {
        return (!address || *address == address_of(octets, ends.is_v6)) && (!port || *port == number);
    };
    if (!is_end(ends.local, ends.local_port) && !is_end(ends.remote, ends.remote_port)) return false;
    if (process) return has_socket(fs::path{"/proc"} / std::to_string(*process), socket.inode);
    if (program.empty()) return true;
    std::error_code error;
    return std::ranges::any_of(fs::directory_iterator{"/proc", error}, [&](const fs::directory_entry& entry) {
        return number_in<std::uint32_t>(entry.path().filename().string()) && name_of(entry.path()) == program &&
               has_socket(entry.path(), socket.inode);
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
    const std::size_t colon = text.rfind(':');
    if (colon == std::string::npos) {
        target.program = text;
        return target;
    }
    std::string address = text.substr(0, colon);
    if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
    target.address = address_in(address);
    target.port = number_in<std::uint16_t>(std::string_view{text}.substr(colon + 1));
    if (!target.address || !target.port || *target.port == 0) return no_target(text);
    return target;
}

} // namespace tcpstage::live
