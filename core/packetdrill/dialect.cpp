#include "core/packetdrill/dialect.h"

#include "core/packetdrill/linux.h"

#include <algorithm>
#include <charconv>

namespace tcpstage::packetdrill {

namespace {

constexpr std::uint32_t ethernet_mtu = 1500;
constexpr std::uint32_t ipv4_headers = 40;
constexpr std::uint32_t ipv6_headers = 60;

} // namespace

Dialect dialect_of(const Script& script)
{
    const bool is_linux = std::ranges::any_of(script.events, [](const ScriptEvent& event) {
        const auto* const command = std::get_if<Command>(&event.action);
        return command != nullptr && is_of_linux(command->text);
    });
    return is_linux ? Dialect::Linux : Dialect::FreeBsd;
}

std::uint32_t option_number(const Script& script, std::string_view name, std::uint32_t otherwise)
{
    const auto found = script.options.find(name);
    std::uint32_t value = otherwise;
    if (found != script.options.end())
        std::from_chars(found->second.data(), found->second.data() + found->second.size(), value);
    return value;
}

Defaults defaults_for(const Script& script, const std::optional<tcp::Settings>& stack, Dialect dialect)
{
    if (stack) {
        Defaults defaults;
        defaults.settings = *stack;
        defaults.always_keepalive = stack->keepalive > Duration{0};
        defaults.keepalive = stack->keepalive;
        defaults.whole_segments = false;
        defaults.dialect = dialect;
        defaults.given = true;
        return defaults;
    }
    const auto version = script.options.find("ip_version");
    const bool ipv6 = version != script.options.end() && version->second == "ipv6";
    const std::uint32_t mtu = option_number(script, "mtu", ethernet_mtu);
    const std::uint32_t headers = ipv6 ? ipv6_headers : ipv4_headers;
    return dialect == Dialect::Linux ? linux_defaults(mtu, headers) : freebsd_defaults(mtu, headers);
}

} // namespace tcpstage::packetdrill
