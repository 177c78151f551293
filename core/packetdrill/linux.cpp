#include "core/packetdrill/linux.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace tcpstage::packetdrill {

namespace {

constexpr std::uint32_t largest_receive_buffer = 15U << 20U; // tcp_rmem of defaults.sh
constexpr std::uint32_t largest_send_buffer = 4'194'304;     // tcp_wmem of defaults.sh

using LinuxSetter = bool (*)(Defaults&, std::uint32_t);
struct LinuxVariable {
    std::string_view name;
    LinuxSetter obey; // false: the engine cannot do this value
};

bool on_off(bool& setting, std::uint32_t value)
{
    setting = value != 0;
    return true;
}

constexpr std::array<LinuxVariable, 15> linux_variables{{
    {"tcp_timestamps", [](Defaults& d, std::uint32_t v) { return on_off(d.settings.timestamps, v); }},
    {"tcp_sack", [](Defaults& d, std::uint32_t v) { return on_off(d.settings.sack, v); }},
    {"tcp_window_scaling", [](Defaults& d, std::uint32_t v) { return on_off(d.settings.window_scale, v); }},
    {"tcp_ecn",
     [](Defaults& d, std::uint32_t v) {
         d.settings.ecn = v == 1;
         d.ecn_when_asked = v == 2;
         return v <= 2; // more: Accurate ECN
     }},
    {"tcp_syn_retries",
     [](Defaults& d, std::uint32_t v) {
         d.settings.syn_retries = v;
         return true;
     }},
    {"tcp_retries2",
     [](Defaults& d, std::uint32_t v) {
         d.settings.data_retries = v;
         return true;
     }},
    {"tcp_keepalive_time",
     [](Defaults& d, std::uint32_t v) {
         d.keepalive = Duration{1s} * static_cast<std::int64_t>(v);
         return true;
     }},
    {"tcp_keepalive_intvl",
     [](Defaults& d, std::uint32_t v) {
         d.settings.keepalive_interval = Duration{1s} * static_cast<std::int64_t>(v);
         return true;
     }},
    {"tcp_keepalive_probes",
     [](Defaults& d, std::uint32_t v) {
         d.settings.keepalive_probes = v;
         return true;
     }},
    {"tcp_rfc1337", [](Defaults& d, std::uint32_t v) { return on_off(d.settings.rfc1337, v); }},
    {"tcp_min_snd_mss", [](Defaults&, std::uint32_t) { return true; }},
    // What the engine does not have: accepted where it is switched off.
    {"tcp_mtu_probing", [](Defaults&, std::uint32_t v) { return v == 0; }},
    {"tcp_fack", [](Defaults&, std::uint32_t v) { return v == 0; }},
    {"tcp_reordering", [](Defaults&, std::uint32_t v) { return v == 3; }},
    {"tcp_slow_start_after_idle", [](Defaults&, std::uint32_t) { return true; }},
}};

/// They change when a kernel sends, how it cuts, or what it does with Fast Open (whose segments are named as not
/// supported where they occur), but nothing that the engine does.
constexpr std::array<std::string_view, 24> without_effect{"tcp_min_tso_segs",
                                                          "tcp_tso_win_divisor",
                                                          "tcp_tso_rtt_log",
                                                          "tcp_pacing_ss_ratio",
                                                          "tcp_pacing_ca_ratio",
                                                          "tcp_notsent_lowat",
                                                          "tcp_limit_output_bytes",
                                                          "tcp_autocorking",
                                                          "tcp_early_retrans",
                                                          "tcp_recovery",
                                                          "tcp_frto",
                                                          "tcp_dsack",
                                                          "tcp_fastopen",
                                                          "tcp_fastopen_key",
                                                          "tcp_fastopen_cookies",
                                                          "tcp_fastopen_blackhole_timeout_sec",
                                                          "tcp_syncookies",
                                                          "tcp_synack_retries",
                                                          "tcp_base_mss",
                                                          "tcp_no_metrics_save",
                                                          "tcp_ecn_option",
                                                          "tcp_ecn_fallback",
                                                          "tcp_moderate_rcvbuf",
                                                          "tcp_fin_timeout"};

/// The middle one of "4096 50000 4194304".
std::optional<std::uint32_t> middle(std::string_view text)
{
    constexpr std::string_view blanks = " \t\"";
    for (int field = 0; field < 2; ++field) {
        const auto begin = text.find_first_not_of(blanks);
        if (begin == std::string_view::npos) return {};
        text.remove_prefix(begin);
        if (field == 0) text.remove_prefix(std::min(text.find_first_of(blanks), text.size()));
    }
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc{} && value > 0 ? std::optional{value} : std::nullopt;
}

bool choose_linux_algorithm(Defaults& defaults, std::string_view name)
{
    if (name == "reno")
        defaults.settings.congestion = tcp::Congestion::NewReno;
    else if (name == "cubic")
        defaults.settings.congestion = tcp::Congestion::Cubic;
    else
        return false;
    return true;
}

} // namespace

Defaults linux_defaults(std::uint32_t mtu, std::uint32_t header_bytes)
{
    Defaults defaults;
    defaults.dialect = Dialect::Linux;
    defaults.whole_segments = false;
    defaults.keepalive = 2h;
    tcp::Settings& settings = defaults.settings;
    settings.mss = static_cast<std::uint16_t>(mtu > header_bytes ? mtu - header_bytes : 1);
    settings.mss_unknown = header_bytes == 40 ? 536 : 1220;
    settings.msl = 30s;
    settings.receive_buffer = 270'000; // half of tcp_rmem: the rest is for overhead
    settings.send_buffer = largest_send_buffer;
    settings.rto_min = 200ms;
    settings.quirks.least_variance = 200ms;
    settings.rto_max = 120s;
    settings.syn_retries = 5;
    settings.data_retries = 15;
    settings.persist_min = 200ms;
    settings.window_scale = true;
    settings.quirks.least_scale = scale_for(largest_receive_buffer);
    settings.timestamps = true;
    settings.sack = true;
    settings.congestion = tcp::Congestion::Cubic;
    settings.initial_window = 10;
    settings.ack_throttle = {1, 500ms}; // tcp_invalid_ratelimit
    settings.reads = tcp::Reads::ByHand;
    settings.quirks.window_opens_at_once = true;
    settings.quirks.abort_acknowledges = true;
    settings.quirks.slow_start_counts_all = true;
    return defaults;
}

bool apply_linux_sysctl(Defaults& defaults, std::string_view name, std::string_view value)
{
    if (std::ranges::find(without_effect, name) != without_effect.end()) return true;
    if (name == "tcp_congestion_control") return choose_linux_algorithm(defaults, value);
    if (name == "tcp_rmem" || name == "tcp_wmem") {
        const auto octets = middle(value);
        if (!octets) return false;
        if (name == "tcp_wmem") defaults.settings.send_buffer = *octets;
        if (name == "tcp_rmem") defaults.settings.receive_buffer = std::max<std::uint32_t>(1, *octets / 2);
        return true;
    }
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc{} || end != value.data() + value.size()) return false;
    const auto* const found = std::ranges::find(linux_variables, name, &LinuxVariable::name);
    return found != linux_variables.end() && found->obey(defaults, number);
}

bool is_of_linux(std::string_view command)
{
    constexpr std::array<std::string_view, 7> signs{"defaults.sh",     "set_sysctls.py", "net.ipv4.",     "net/ipv4/",
                                                    "sysctl_restore_", "tc qdisc",       "ip tcp_metrics"};
    return std::ranges::any_of(signs,
                               [&](std::string_view sign) { return command.find(sign) != std::string_view::npos; });
}

} // namespace tcpstage::packetdrill
