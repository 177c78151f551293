#include "core/packetdrill/linux_words.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <vector>

namespace tcpstage::packetdrill {

namespace {

/// The parts of "mss 1460,nop,wscale 7" without the NOPs.
std::vector<std::string_view> options_in(std::string_view list)
{
    std::vector<std::string_view> parts;
    for (std::size_t begin = 0; begin < list.size();) {
        const std::size_t end = std::min(list.find(',', begin), list.size());
        if (const auto part = list.substr(begin, end - begin); part != "nop") parts.push_back(part);
        begin = end + 1;
    }
    return parts;
}

/// The options in Linux's order and alignment: the real packetdrill compares them octet by octet.
std::string in_linux_order(std::string_view list)
{
    std::string text;
    const auto parts = options_in(list);
    const auto find = [&](std::string_view word) -> std::string {
        for (const std::string_view part : parts)
            if (part.substr(0, part.find(' ')) == word) return std::string{part};
        return {};
    };
    const auto add = [&](const std::string& padding, const std::string& option) {
        if (!option.empty()) text += (text.empty() ? "" : ",") + padding + option;
    };
    const std::string sack_permitted = find("sackOK");
    const std::string timestamps = find("TS");
    add("", find("mss"));
    add(timestamps.empty() ? "nop,nop," : "", sack_permitted);
    add(sack_permitted.empty() ? "nop,nop," : "", timestamps);
    add("nop,", find("wscale"));
    add("nop,nop,", find("sack"));
    return text;
}

} // namespace

std::string_view linux_state(tcp::State state)
{
    constexpr std::array<std::string_view, tcp::state_count> words{
        "TCP_CLOSE",     "TCP_LISTEN",     "TCP_SYN_SENT", "TCP_SYN_RECV", "TCP_ESTABLISHED", "TCP_FIN_WAIT1",
        "TCP_FIN_WAIT2", "TCP_CLOSE_WAIT", "TCP_CLOSING",  "TCP_LAST_ACK", "TCP_TIME_WAIT"};
    return words[static_cast<std::size_t>(state)];
}

std::string as_expected_of_linux(std::string text)
{
    const std::size_t options = text.find(" <");
    const std::string list =
        options == std::string::npos
            ? ""
            : in_linux_order(std::string_view{text}.substr(options + 2, text.size() - options - 3));
    text.resize(std::min(text.find(" win "), text.size()));
    return list.empty() ? text : fmt::format("{} <{}>", text, list);
}

} // namespace tcpstage::packetdrill
