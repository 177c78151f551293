#include "core/packetdrill/command.h"

#include "core/base/say.h"
#include "core/packetdrill/linux.h"

#include <algorithm>
#include <array>
#include <charconv>
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

/// The same, but quotes hold words together; they are left out.
std::vector<std::string> quoted_words(std::string_view text)
{
    std::vector<std::string> words;
    bool quoted = false;
    bool begun = false;
    for (const char c : text) {
        const bool blank = !quoted && (c == ' ' || c == '\t' || c == '\r' || c == '\n');
        if (c == '"') quoted = !quoted;
        if (!blank && !begun) words.emplace_back();
        if (!blank && c != '"') words.back() += c;
        begun = !blank;
    }
    return words;
}

Obeyed foreign(std::string_view command)
{
    return {Obeyed::Kind::Unsupported, say({"the command \"{}\"", "命令“{}”"}, command)};
}

/// "TIME_WAIT", "SYN_RCVD": as sockstat writes them.
std::optional<tcp::State> state_of(std::string_view word)
{
    std::string name{word};
    std::ranges::replace(name, '_', '-');
    return tcp::parse_state(name == "SYN-RCVD" ? "SYN-RECEIVED" : name);
}

Obeyed foreign_sysctl(std::string_view assignment)
{
    return {Obeyed::Kind::Unsupported, say({"sysctl {}", "sysctl {}"}, assignment)};
}

/// "net.ipv4.tcp_sack", "/proc/sys/net/ipv4/tcp_sack": the name behind; empty if it is none of Linux.
std::string_view linux_name(std::string_view name)
{
    for (const std::string_view prefix : {"net.ipv4.", "net/ipv4/", "/proc/sys/net/ipv4/"})
        if (name.starts_with(prefix)) return name.substr(prefix.size());
    return {};
}

/// Assignments such as net.ipv4.tcp_sack=0, after the first word. A value in quotes may have blanks.
Obeyed sysctl(std::string_view command, Sockets& sockets)
{
    for (const std::string& word : quoted_words(command)) {
        if (word.starts_with('-') || word == "sysctl" || word.ends_with("set_sysctls.py")) continue;
        const auto equals = std::min(word.find('='), word.size());
        const std::string_view name = linux_name(std::string_view{word}.substr(0, equals));
        const std::string_view value = std::string_view{word}.substr(std::min(equals + 1, word.size()));
        if (!name.empty() && sockets.defaults().given) continue;
        const bool done = name.empty() ? apply_sysctl(sockets.defaults(), word).empty()
                                       : apply_linux_sysctl(sockets.defaults(), name, value);
        if (!done) return foreign_sysctl(word);
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
    return {
        Obeyed::Kind::Differs,
        say({"expected {} in {}, but there {} {}: the state is {}", "应有 {0} 个处于 {1}，实际有 {3} 个：状态是 {4}"},
            *count, tcp::name(*state), found == 1 ? "is" : "are", found, tcp::name(sockets.state()))};
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

/// What only prepares a machine for a script of Linux: queues, offloads, caches, counters, and undoing a sysctl.
bool is_preparation(std::string_view command, const Words& words)
{
    constexpr std::array<std::string_view, 6> starts{"tc qdisc", "ethtool -K",      "ip tcp_metrics",
                                                     "nstat",    "ip link set dev", "#"};
    const std::string_view program = words.front();
    const std::string_view name = program.substr(program.rfind('/') + 1); // in whatever folder it is
    return name == "defaults.sh" || name.starts_with("sysctl_restore_") ||
           std::ranges::any_of(starts, [&](std::string_view start) { return command.starts_with(start); });
}

/// ip route change ... initcwnd 20 quickack 1: of what a route can choose, only these.
Obeyed route(std::string_view command, const Words& words, Sockets& sockets)
{
    tcp::Settings& settings = sockets.defaults().settings;
    for (std::size_t i = 4; i < words.size(); i += 2) { // after the destination: pairs
        if (words[i] == "via" || words[i] == "dev") continue;
        std::uint32_t number = 0;
        const std::string_view value = i + 1 < words.size() ? words[i + 1] : std::string_view{};
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
        const bool known = words[i] == "initcwnd" || words[i] == "quickack";
        if (!known || error != std::errc{} || number == 0) return foreign(command);
        if (sockets.defaults().given) continue;
        if (words[i] == "initcwnd") settings.initial_window = std::min(number, 1000U);
        if (words[i] == "quickack") settings.delayed_ack = Duration{0};
    }
    return {};
}

Obeyed obey_line(std::string_view command, Sockets& sockets)
{
    if (command.ends_with(" || true")) command.remove_suffix(8);
    const Words words = words_of(command);
    if (words.empty() || is_preparation(command, words)) return {};
    if (words.front() == "sockstat" || words.front() == "netstat") return sockstat(command, sockets);
    if (words.front() == "tcpdrop") return tcpdrop(words, sockets);
    if (command.starts_with("ip route change ")) return route(command, words, sockets);
    const bool sets = words.front() == "sysctl" || words.front().ends_with("set_sysctls.py");
    if (sets && command.find_first_of("|;&") == std::string_view::npos) return sysctl(command, sockets);
    return foreign(command);
}

/// Lines of a command, without comments and with those that end in "\\" joined.
std::vector<std::string> lines_of(std::string_view command)
{
    std::vector<std::string> lines(1);
    for (std::size_t i = 0; i < command.size(); ++i) {
        const bool joined = command[i] == '\\' && command.substr(i + 1).starts_with('\n');
        if (joined)
            ++i;
        else if (command[i] == '\n')
            lines.emplace_back();
        else if (command[i] != ' ' || !lines.back().empty())
            lines.back() += command[i] == '\t' ? ' ' : command[i];
    }
    for (std::string& line : lines) {
        const auto redirected = line.find(" > /dev/null");
        const auto comment = line.find(" #");
        line.resize(std::min({line.size(), redirected, comment}));
        while (line.ends_with(' '))
            line.pop_back();
    }
    return lines;
}

} // namespace

Obeyed obey(std::string_view command, Sockets& sockets)
{
    for (const std::string& line : lines_of(command)) {
        Obeyed obeyed = obey_line(line, sockets);
        if (obeyed.kind != Obeyed::Kind::Done) return obeyed;
    }
    return {};
}

} // namespace tcpstage::packetdrill
