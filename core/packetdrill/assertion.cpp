#include "core/packetdrill/assertion.h"

#include "core/base/say.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <optional>

namespace tcpstage::packetdrill {

namespace {

using Subject = AssertedOn;

constexpr std::int64_t infinite_segments = 0x7fffffff; // Linux: no slow start threshold yet
constexpr std::uint32_t unlimited_octets = 1U << 30U;  // the engine's ssthresh before the first loss

/// cwnd and the like as the script counts them.
std::int64_t counted(const Subject& subject, std::uint32_t octets)
{
    if (subject.dialect == Dialect::FreeBsd || subject.tcb.snd.mss == 0) return octets;
    return octets / subject.tcb.snd.mss;
}
std::int64_t counted_threshold(const Subject& subject)
{
    const bool none = subject.dialect == Dialect::Linux && subject.tcb.ssthresh >= unlimited_octets;
    return none ? infinite_segments : counted(subject, subject.tcb.ssthresh);
}

std::int64_t microseconds(Duration duration) { return duration / Duration{1us}; }
std::int64_t agreed_options(const tcp::Tcb& tcb)
{
    return (tcb.timestamps ? 1 : 0) | (tcb.sack ? 2 : 0) | (tcb.scaling ? 4 : 0);
}

/// Linux's TCP_CA_Open, Disorder, CWR, Recovery, Loss.
constexpr std::array<std::string_view, 5> phases{"TCP_CA_Open", "TCP_CA_Disorder", "TCP_CA_CWR", "TCP_CA_Recovery",
                                                 "TCP_CA_Loss"};
std::int64_t phase(const tcp::Tcb& tcb)
{
    if (tcb.recovery == tcp::Recovery::Timeout) return 4;
    if (tcb.recovery == tcp::Recovery::Fast) return 3;
    if (tcb.ecn && tcp::before(tcb.snd.una, tcb.snd.cut)) return 2;
    return tcb.duplicate_acks > 0 || tcb.sacked_bytes > 0 ? 1 : 0;
}

using Read = std::int64_t (*)(const Subject&);
constexpr std::array<std::pair<std::string_view, Read>, 23> fields{{
    {"tcpi_ca_state", [](const Subject& s) { return phase(s.tcb); }},
    {"tcpi_sacked",
     [](const Subject& s) { return (std::int64_t{s.tcb.sacked_bytes} + s.tcb.snd.mss - 1) / s.tcb.snd.mss; }},
    {"tcpi_state", [](const Subject& s) { return static_cast<std::int64_t>(s.state); }},
    {"tcpi_options", [](const Subject& s) { return agreed_options(s.tcb); }},
    {"tcpi_snd_wscale", [](const Subject& s) { return std::int64_t{s.tcb.snd_scale}; }},
    {"tcpi_rcv_wscale", [](const Subject& s) { return std::int64_t{s.tcb.rcv_scale}; }},
    {"tcpi_rto", [](const Subject& s) { return microseconds(s.tcb.rto); }},
    {"tcpi_rtt", [](const Subject& s) { return microseconds(s.tcb.srtt); }},
    {"tcpi_rttvar", [](const Subject& s) { return microseconds(s.tcb.rttvar); }},
    {"tcpi_snd_mss", [](const Subject& s) { return std::int64_t{s.tcb.snd.mss}; }},
    {"tcpi_snd_cwnd", [](const Subject& s) { return counted(s, s.tcb.cwnd); }},
    {"tcpi_snd_ssthresh", counted_threshold},
    {"tcpi_advmss", [](const Subject& s) { return std::int64_t{s.advertised_mss}; }},
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

std::optional<std::int64_t> number_of(std::string_view word)
{
    std::int64_t number = 0;
    const bool hexadecimal = word.starts_with("0x");
    const char* const begin = word.data() + (hexadecimal ? 2 : 0);
    const auto [end, error] = std::from_chars(begin, word.data() + word.size(), number, hexadecimal ? 16 : 10);
    if (word.empty() || error != std::errc{} || end != word.data() + word.size()) return {};
    return number;
}

std::optional<std::int64_t> value_of(std::string_view word, const Subject& subject, const Variables& variables)
{
    const auto* const field = std::ranges::find(fields, word, &std::pair<std::string_view, Read>::first);
    if (field != fields.end()) return field->second(subject);
    if (const auto named = variables.find(word); named != variables.end()) return named->second;
    if (const auto state = state_value(word)) return state;
    if (const auto* const named = std::ranges::find(phases, word); named != phases.end()) return named - phases.begin();
    return number_of(word);
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

/// "a == b", "a <= b <= c".
Asserted assert_one(std::string_view condition, const Subject& subject, const Variables& variables)
{
    condition = trim(condition);
    while (condition.starts_with('(') && condition.ends_with(')'))
        condition = trim(condition.substr(1, condition.size() - 2));
    const Asserted missing{Asserted::Kind::Unsupported, say({"the assertion \"{}\"", "断言“{}”"}, condition)};
    constexpr std::string_view signs = "=!<>";
    std::string_view left;
    std::string_view comparison;
    for (std::string_view rest = condition; !rest.empty();) {
        const std::size_t at = rest.find_first_of(signs);
        const std::string_view word = trim(rest.substr(0, at));
        const auto value = value_of(word, subject, variables);
        if (!value || (comparison.empty() && at == std::string_view::npos)) return missing;
        if (!comparison.empty() && !holds(*value_of(left, subject, variables), comparison, *value)) {
            const std::string_view named = number_of(left) ? word : left;
            const std::string what = fmt::format("assert {}: {} is {}", condition, named,
                                                 shown(named, *value_of(named, subject, variables)));
            return {Asserted::Kind::Differs, {what, what}};
        }
        if (at == std::string_view::npos) return {};
        left = word;
        comparison = rest.substr(at, rest.find_first_not_of(signs, at) - at);
        if (std::ranges::find(comparisons, comparison) == comparisons.end()) return missing;
        rest.remove_prefix(at + comparison.size());
    }
    return missing;
}

/// "cwnd = 10", "cwnd += 1". False: it is something else.
bool assign(std::string_view line, const Subject& subject, Variables& variables)
{
    const std::size_t at = line.find('=');
    if (at == std::string_view::npos) return false;
    const bool adds = at > 0 && line[at - 1] == '+';
    const std::string_view name = trim(line.substr(0, adds ? at - 1 : at));
    const auto value = value_of(trim(line.substr(at + 1)), subject, variables);
    const bool is_name = !name.empty() && std::ranges::all_of(name, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    });
    if (!value || !is_name || (adds && !variables.contains(name))) return false;
    std::int64_t& variable = variables[std::string{name}];
    variable = adds ? variable + *value : *value;
    return true;
}

Asserted assert_line(std::string_view line, const Subject& subject, Variables& variables)
{
    constexpr std::string_view keyword = "assert";
    line = trim(line.substr(0, line.find('#')));
    if (line.empty() || line.starts_with("print") || line == "\\") return {};
    if (!line.starts_with(keyword)) {
        if (assign(line, subject, variables)) return {};
        return {Asserted::Kind::Unsupported, say({"the code \"{}\"", "代码“{}”"}, line)};
    }
    auto conditions = line.substr(keyword.size());
    conditions = conditions.substr(0, conditions.find(',')); // what follows is the message of the assertion
    while (true) {
        const auto end = conditions.find(" and ");
        const Asserted one = assert_one(conditions.substr(0, end), subject, variables);
        if (one.kind != Asserted::Kind::Holds || end == std::string_view::npos) return one;
        conditions.remove_prefix(end + 5);
    }
}

} // namespace

Asserted assert_all(std::string_view code, const AssertedOn& on, Variables& variables)
{
    while (!code.empty()) {
        const auto end = code.find_first_of("\n;");
        const Asserted one = assert_line(trim(code.substr(0, end)), on, variables);
        if (one.kind != Asserted::Kind::Holds) return one;
        code = end == std::string_view::npos ? std::string_view{} : code.substr(end + 1);
    }
    return {};
}

} // namespace tcpstage::packetdrill
