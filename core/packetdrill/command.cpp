#include "core/packetdrill/command.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <vector>

namespace tcpstage::packetdrill {

namespace {

using Words = std::vector<std::string_view>;

Words words_of(std::string_view text, std::string_view separators = " \t\r\n")
{
    Words words;
    while (true) {
        const auto start = text.find_first_not_of(separators);
        if (start == std::string_view::npos) return words;
        text.remove_prefix(start);
        words.push_back(text.substr(0, text.find_first_of(separators)));
        text.remove_prefix(words.back().size());
    }
}

Obeyed foreign(std::string_view command)
{
    return {Obeyed::Kind::Unsupported, fmt::format("the command \"{}\"", command)};
}

/// "TIME_WAIT", "SYN_RCVD": as sockstat writes them.
std::optional<tcp::State> state_of(std::string_view word)
{
    std::string name{word};
    std::ranges::replace(name, '_', '-');
    return tcp::parse_state(name == "SYN-RCVD" ? "SYN-RECEIVED" : name);
}

Obeyed sysctl(const Words& words, Sockets& sockets)
{
    for (const auto word : std::span{words}.subspan(1)) {
        if (word.starts_with('-')) continue;
        std::string remark = apply_sysctl(sockets.defaults(), word);
        if (!remark.empty()) return {Obeyed::Kind::Unsupported, std::move(remark)};
    }
    sockets.defaults_changed();
    return {};
}

/// sockstat ... | grep packetdril | grep -c STATE | grep N
Obeyed sockstat(std::string_view command, const Sockets& sockets)
{
    std::optional<tcp::State> state;
    std::optional<std::size_t> count;
    bool owned = false;
    for (const auto stage : words_of(command, "|")) {
        const Words words = words_of(stage);
        if (words.empty() || words.front() == "sockstat" || words.front() == "netstat") continue;
        if (words.front() != "grep" || words.size() < 2) return foreign(command);
        const auto pattern = words.back();
        std::size_t number = 0;
        const auto [end, error] = std::from_chars(pattern.data(), pattern.data() + pattern.size(), number);
        if (words[1] == "-c")
            state = state_of(pattern);
        else if (pattern.starts_with("packetdril"))
            owned = true;
        else if (error == std::errc{} && end == pattern.data() + pattern.size())
            count = number; // of the last stage; an earlier number may be a port
        else if (const auto named = state_of(pattern))
            state = named;
        else if (!pattern.starts_with("tcp"))
            return foreign(command);
    }
    if (!state || !count) return foreign(command);
    const std::size_t found = sockets.count(*state, owned);
    if (found == *count) return {};
    return {Obeyed::Kind::Differs,
            fmt::format("expected {} in {}, but there {} {}: the state is {}", *count, tcp::name(*state),
                        found == 1 ? "is" : "are", found, tcp::name(sockets.state()))};
}

Obeyed tcpdrop(const Words& words, Sockets& sockets)
{
    const auto option = std::ranges::find(words, "-s");
    if (option != words.end() && option + 1 != words.end()) {
        const auto state = state_of(*(option + 1));
        if (!state) return foreign("tcpdrop -s with an unknown state");
        sockets.drop(state);
    } else {
        sockets.drop({});
    }
    return {};
}

} // namespace

Obeyed obey(std::string_view command, Sockets& sockets)
{
    const Words words = words_of(command);
    if (words.empty()) return {};
    if (words.front() == "sysctl" && command.find_first_of("|;&") == std::string_view::npos)
        return sysctl(words, sockets);
    if (words.front() == "sockstat" || words.front() == "netstat") return sockstat(command, sockets);
    if (words.front() == "tcpdrop") return tcpdrop(words, sockets);
    return foreign(command);
}

} // namespace tcpstage::packetdrill
