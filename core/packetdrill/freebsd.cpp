#include "core/packetdrill/freebsd.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace tcpstage::packetdrill {

namespace {

using Obey = void (*)(Defaults&, std::uint32_t);
struct Variable {
    std::string_view name; // after "net.inet.tcp."
    Obey obey;
};

constexpr auto ms = [](std::uint32_t value) { return Duration{1ms} * static_cast<std::int64_t>(value); };

constexpr std::array<Variable, 22> variables{{
    {"ecn.enable",
     [](Defaults& d, std::uint32_t v) {
         d.settings.ecn = v == 1;
         d.ecn_when_asked = v == 2;
     }},
    {"insecure_rst", [](Defaults& d, std::uint32_t v) { d.settings.quirks.believe_any_reset = v != 0; }},
    {"insecure_syn", [](Defaults& d, std::uint32_t v) { d.settings.quirks.believe_any_syn = v != 0; }},
    {"drop_synfin", [](Defaults& d, std::uint32_t v) { d.drop_syn_fin = v != 0; }},
    {"delacktime", [](Defaults& d, std::uint32_t v) { d.settings.delayed_ack = ms(v); }},
    {"delayed_ack", [](Defaults& d, std::uint32_t v) { d.settings.delayed_ack = v == 0 ? Duration{0} : 40ms; }},
    {"rfc1323",
     [](Defaults& d, std::uint32_t v) {
         d.settings.window_scale = v == 1 || v == 2;
         d.settings.timestamps = v == 1 || v == 3;
     }},
    {"sack.enable", [](Defaults& d, std::uint32_t v) { d.settings.sack = v != 0; }},
    {"recvspace", [](Defaults& d, std::uint32_t v) { d.settings.receive_buffer = v; }},
    {"sendspace", [](Defaults& d, std::uint32_t v) { d.settings.send_buffer = v; }},
    {"rexmit_initial", [](Defaults& d, std::uint32_t v) { d.settings.rto_initial = ms(v); }},
    {"rexmit_min", [](Defaults& d, std::uint32_t v) { d.settings.rto_min = ms(v); }},
    {"rexmit_slop", [](Defaults& d, std::uint32_t v) { d.settings.quirks.rto_slop = ms(v); }},
    {"msl", [](Defaults& d, std::uint32_t v) { d.settings.msl = ms(v); }},
    {"keepidle", [](Defaults& d, std::uint32_t v) { d.keepalive = ms(v); }},
    {"keepintvl", [](Defaults& d, std::uint32_t v) { d.settings.keepalive_interval = ms(v); }},
    {"keepcnt", [](Defaults& d, std::uint32_t v) { d.settings.keepalive_probes = v; }},
    {"initcwnd_segments", [](Defaults& d, std::uint32_t v) { d.settings.initial_window = v; }},
    {"persmin", [](Defaults& d, std::uint32_t v) { d.settings.persist_min = ms(v); }},
    {"ack_war_cnt", [](Defaults& d, std::uint32_t v) { d.settings.ack_throttle.most = v; }},
    {"ack_war_timewindow", [](Defaults& d, std::uint32_t v) { d.settings.ack_throttle.within = ms(v); }},
    {"always_keepalive", [](Defaults& d, std::uint32_t v) { d.always_keepalive = v != 0; }},
}};

/// Variables that the scripts set to what the engine does anyway; any other value is not supported.
struct Fixed {
    std::string_view name;
    std::string_view value; // empty: any
};
constexpr std::array<Fixed, 32> fixed{{{"net.inet.tcp.blackhole", "0"},
                                       {"net.inet.tcp.rexmit_drop_options", ""}, // from the third retransmission on
                                       {"net.inet.tcp.hostcache.purgenow", ""},
                                       {"net.inet.tcp.hostcache.enable", ""},
                                       {"net.inet.tcp.fastopen.server_enable", "0"},
                                       {"net.inet.tcp.fastopen.client_enable", "0"},
                                       {"net.inet.tcp.path_mtu_discovery", ""},
                                       {"net.inet.tcp.pmtud_blackhole_detection", ""},
                                       {"net.inet.tcp.syncookies", ""},
                                       {"net.inet.tcp.syncookies_only", "0"},
                                       {"net.inet.tcp.functions_default", "freebsd"},
                                       {"net.inet.tcp.sack.dsack", "1"},
                                       {"net.inet.tcp.icmp_may_rst", ""},
                                       {"net.inet.tcp.tso", ""},
                                       {"net.inet.tcp.mssdflt", "536"},
                                       {"net.inet.tcp.v6mssdflt", "1220"},
                                       {"net.inet.tcp.sendbuf_auto", "0"},
                                       {"net.inet.tcp.abc_l_var", ""},
                                       {"net.inet.tcp.rfc3042", "1"},
                                       {"net.inet.tcp.rfc3390", ""},
                                       {"net.inet.tcp.do_prr", "0"},
                                       {"net.inet.tcp.ts_offset_per_conn", ""},
                                       {"net.inet.tcp.tolerate_missing_ts", "0"},
                                       {"net.inet.tcp.nolocaltimewait", ""},
                                       {"net.inet.tcp.fast_finwait2_recycle", "0"},
                                       {"net.inet.tcp.insecure_ack", "0"},
                                       {"net.inet.tcp.require_unique_port", ""},
                                       {"net.inet.tcp.syncache.rexmtlimit", ""},
                                       {"net.inet.tcp.syncache.see_other", ""},
                                       {"kern.ipc.somaxconn", ""},
                                       {"kern.ipc.soacceptqueue", ""},
                                       {"net.inet.tcp.recvbuf_auto", ""}}};

constexpr std::array<std::pair<std::string_view, tcp::Congestion>, 3> algorithms{
    {{"newreno", tcp::Congestion::NewReno}, {"reno", tcp::Congestion::NewReno}, {"cubic", tcp::Congestion::Cubic}}};

bool is_fixed(std::string_view name, std::string_view value)
{
    return std::ranges::any_of(
        fixed, [&](const Fixed& one) { return one.name == name && (one.value.empty() || one.value == value); });
}

bool choose_algorithm(tcp::Settings& settings, std::string_view name)
{
    const auto* const found = std::ranges::find(algorithms, name, &std::pair<std::string_view, tcp::Congestion>::first);
    if (found == algorithms.end()) return false;
    settings.congestion = found->second;
    return true;
}

} // namespace

Defaults freebsd_defaults(std::uint32_t mtu, std::uint32_t header_bytes)
{
    Defaults defaults;
    defaults.ecn_when_asked = true;
    tcp::Settings& settings = defaults.settings;
    settings.mss = static_cast<std::uint16_t>(mtu > header_bytes ? mtu - header_bytes : 1);
    settings.mss_unknown = header_bytes == 40 ? 536 : 1220;
    settings.msl = 30s;
    settings.receive_buffer = 65536;
    settings.send_buffer = 32768;
    settings.rto_initial = 1s;
    settings.rto_min = 30ms;
    settings.quirks.rto_slop = 200ms;
    settings.rto_max = 64s;
    settings.data_retries = 12;
    settings.syn_retries = 6;
    settings.delayed_ack = 40ms;
    settings.persist_min = 5s;
    settings.window_scale = true;
    settings.quirks.least_scale = scale_for(2097152); // kern.ipc.maxsockbuf
    settings.timestamps = true;
    settings.sack = true;
    settings.congestion = tcp::Congestion::Cubic;
    settings.initial_window = 10;
    settings.keepalive_probes = 8;
    settings.ack_throttle = {5, 1s};
    settings.reads = tcp::Reads::ByHand;
    settings.quirks.window_opens_at_once = true;
    settings.quirks.old_segments_acknowledge = true;
    settings.quirks.abort_acknowledges = true;
    settings.quirks.unread_is_lost = true;
    settings.quirks.fin_with_every_ack = true;
    settings.rfc1337 = true;
    return defaults;
}

std::string apply_sysctl(Defaults& defaults, std::string_view assignment)
{
    constexpr std::string_view prefix = "net.inet.tcp.";
    const auto equals = assignment.find('=');
    const auto name = assignment.substr(0, equals);
    const auto text = equals == std::string_view::npos ? std::string_view{} : assignment.substr(equals + 1);
    if (is_fixed(name, text)) return {};
    if (name == "net.inet.tcp.cc.algorithm" && choose_algorithm(defaults.settings, text)) return {};
    std::uint32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc{} && end == text.data() + text.size()) {
        if (name == "kern.ipc.maxsockbuf") {
            defaults.settings.quirks.least_scale = scale_for(value);
            return {};
        }
        for (const Variable& variable : variables)
            if (name.starts_with(prefix) && name.substr(prefix.size()) == variable.name) {
                variable.obey(defaults, value);
                return {};
            }
    }
    return fmt::format("sysctl {}", assignment);
}

} // namespace tcpstage::packetdrill
