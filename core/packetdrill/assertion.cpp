#include "core/packetdrill/assertion.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <optional>

namespace tcpstage::packetdrill {

namespace {

struct Subject {
    const tcp::Tcb& tcb;
    tcp::State state;
};

std::int64_t microseconds(Duration duration) { return duration / Duration{1us}; }
std::int64_t agreed_options(const tcp::Tcb& tcb)
{
    return (tcb.timestamps ? 1 : 0) | (tcb.sack ? 2 : 0) | (tcb.scaling ? 4 : 0);
}

using Read = std::int64_t (*)(const Subject&);
constexpr std::array<std::pair<std::string_view, Read>, 20> fields{{
    {"tcpi_state", [](const Subject& s) { return static_cast<std::int64_t>(s.state); }},
    {"tcpi_options", [](const Subject& s) { return agreed_options(s.tcb); }},
    {"tcpi_snd_wscale", [](const Subject& s) { return std::int64_t{s.tcb.snd_scale}; }},
    {"tcpi_rcv_wscale", [](const Subject& s) { return std::int64_t{s.tcb.rcv_scale}; }},
    {"tcpi_rto", [](const Subject& s) { return microseconds(s.tcb.rto); }},
    {"tcpi_rtt", [](const Subject& s) { return microseconds(s.tcb.srtt); }},
    {"tcpi_rttvar", [](const Subject& s) { return microseconds(s.tcb.rttvar); }},
    {"tcpi_snd_mss", [](const Subject& s) { return std::int64_t{s.tcb.snd.mss}; }},
    {"tcpi_snd_cwnd", [](const Subject& s) { return std::int64_t{s.tcb.cwnd}; }},
    {"tcpi_snd_ssthresh", [](const Subject& s) { return std::int64_t{s.tcb.ssthresh}; }},
    {"tcpi_snd_wnd", [](const Subject& s) { return std::int64_t{s.tcb.snd.wnd}; }},
    {"tcpi_rcv_space", [](const Subject& s) { return std::int64_t{s.tcb.rcv.wnd}; }},
    {"tcpi_snd_nxt", [](const Subject& s) { return std::int64_t{s.tcb.snd.nxt.value()}; }},
    {"tcpi_snd_una", [](const Subject& s) { return std::int64_t{s.tcb.snd.una.value()}; }},
    {"tcpi_snd_max", [](const Subject& s) { return std::int64_t{s.tcb.snd.max.value()}; }},
    {"tcpi_rcv_nxt", [](const Subject& s) { return std::int64_t{s.tcb.rcv.nxt.value()}; }},
    {"tcpi_retransmits", [](const Subject& s) { return std::int64_t{s.tcb.retransmissions}; }},
    {"tcpi_backoff", [](const Subject& s) { return std::int64_t{s.tcb.backoff}; }},
    {"tcpi_notsent_bytes", [](const Subject& s) { return std::int64_t{s.tcb.unsent_bytes}; }},
    {"tcpi_unacked",
     [](const Subject& s) { return (std::int64_t{s.tcb.in_flight()} + s.tcb.snd.mss - 1) / s.tcb.snd.mss; }},
}};

constexpr std::array<std::string_view, 6> comparisons{"==", "!=", "<=", ">=", "<", ">"};

std::string_view trim(std::string_view text, std::string_view what = " \t\r\n")
{
    const auto first = text.find_first_not_of(what);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(what) - first + 1);
}

/// "TCPI_FIN_WAIT_2", "TCP_SYN_RECV": the state's number.
std::optional<std::int64_t> state_value(std::string_view word)
{
    const auto prefix = word.starts_with("TCPI_")   ? 5U
                        : word.starts_with("TCP_")  ? 4U
                        : word.starts_with("TCPS_") ? 5U
                                                    : 0U;
    if (prefix == 0) return {};
    std::string name{word.substr(prefix)};
    std::ranges::replace(name, '_', '-');
    if (name == "SYN-RCVD" || name == "SYN-RECV") name = "SYN-RECEIVED";
    if (name == "CLOSE") name = "CLOSED";
    if (name == "FIN-WAIT1") name = "FIN-WAIT-1";
    if (name == "FIN-WAIT2") name = "FIN-WAIT-2";
    const auto state = tcp::parse_state(name);
    if (!state) return {};
    return static_cast<std::int64_t>(*state);
}

std::optional<std::int64_t> value_of(std::string_view word, const Subject& subject)
{
    const auto* const field = std::ranges::find(fields, word, &std::pair<std::string_view, Read>::first);
    if (field != fields.end()) return field->second(subject);
    if (const auto state = state_value(word)) return state;
    std::int64_t number = 0;
    const bool hexadecimal = word.starts_with("0x");
    const char* const begin = word.data() + (hexadecimal ? 2 : 0);
    const auto [end, error] = std::from_chars(begin, word.data() + word.size(), number, hexadecimal ? 16 : 10);
    if (error != std::errc{} || end != word.data() + word.size()) return {};
    return number;
}

bool holds(std::int64_t a, std::string_view comparison, std::int64_t b)
{
    if (comparison == "==") return a == b;
    if (comparison == "!=") return a != b;
    if (comparison == "<=") return a <= b;
    if (comparison == ">=") return a >= b;
    return comparison == "<" ? a < b : a > b;
}

std::string shown(std::string_view field, std::int64_t value)
{
    if (field == "tcpi_state") return std::string{tcp::name(static_cast<tcp::State>(value))};
    return std::to_string(value);
}

Asserted assert_one(std::string_view condition, const Subject& subject)
{
    condition = trim(condition);
    while (condition.starts_with('(') && condition.ends_with(')'))
        condition = trim(condition.substr(1, condition.size() - 2));
    for (const auto comparison : comparisons) {
        const auto at = condition.find(comparison);
        if (at == std::string_view::npos) continue;
        const auto left = trim(condition.substr(0, at));
        const auto right = trim(condition.substr(at + comparison.size()));
        const auto a = value_of(left, subject);
        const auto b = value_of(right, subject);
        if (!a || !b) break;
        if (holds(*a, comparison, *b)) return {};
        return {Asserted::Kind::Differs, fmt::format("assert {}: {} is {}", condition, left, shown(left, *a))};
    }
    return {Asserted::Kind::Unsupported, fmt::format("the assertion \"{}\"", condition)};
}

Asserted assert_line(std::string_view line, const Subject& subject)
{
    constexpr std::string_view keyword = "assert";
    if (line.empty() || line.starts_with('#') || line.starts_with("print")) return {};
    if (!line.starts_with(keyword)) return {Asserted::Kind::Unsupported, fmt::format("the code \"{}\"", line)};
    auto conditions = line.substr(keyword.size());
    conditions = conditions.substr(0, conditions.find(',')); // what follows is the message of the assertion
    while (true) {
        const auto end = conditions.find(" and ");
        const Asserted one = assert_one(conditions.substr(0, end), subject);
        if (one.kind != Asserted::Kind::Holds || end == std::string_view::npos) return one;
        conditions.remove_prefix(end + 5);
    }
}

} // namespace

Asserted assert_all(std::string_view code, const tcp::Tcb& tcb, tcp::State state)
{
    const Subject subject{tcb, state};
    while (!code.empty()) {
        const auto end = code.find_first_of("\n;");
        const Asserted one = assert_line(trim(code.substr(0, end)), subject);
        if (one.kind != Asserted::Kind::Holds) return one;
        code = end == std::string_view::npos ? std::string_view{} : code.substr(end + 1);
    }
    return {};
}

} // namespace tcpstage::packetdrill
