#include "core/live/stack_settings.h"

#include <algorithm>
#include <fstream>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sstream>
#include <sys/socket.h>

namespace tcpstage::live {

namespace {

/// Those of a namespace that change what is sent or when. Congestion control, buffers and windows are inherited.
constexpr std::array<std::string_view, 27> of_the_machine{"tcp_adv_win_scale",
                                                          "tcp_app_win",
                                                          "tcp_autocorking",
                                                          "tcp_challenge_ack_limit",
                                                          "tcp_comp_sack_delay_ns",
                                                          "tcp_comp_sack_nr",
                                                          "tcp_dsack",
                                                          "tcp_early_retrans",
                                                          "tcp_ecn",
                                                          "tcp_fin_timeout",
                                                          "tcp_frto",
                                                          "tcp_invalid_ratelimit",
                                                          "tcp_min_rtt_wlen",
                                                          "tcp_recovery",
                                                          "tcp_reordering",
                                                          "tcp_retries2",
                                                          "tcp_rfc1337",
                                                          "tcp_rto_max_ms",
                                                          "tcp_rto_min_us",
                                                          "tcp_sack",
                                                          "tcp_slow_start_after_idle",
                                                          "tcp_syn_linear_timeouts",
                                                          "tcp_syn_retries",
                                                          "tcp_synack_retries",
                                                          "tcp_syncookies",
                                                          "tcp_timestamps",
                                                          "tcp_window_scaling"};
constexpr std::string_view folder = "/proc/sys/net/ipv4/";

/// The first line of a variable, its numbers separated by blanks; empty: this kernel does not have it.
std::string value_of(std::string_view variable)
{
    std::ifstream in{std::string{folder} + std::string{variable}};
    std::string line;
    std::getline(in, line);
    std::ranges::replace(line, '\t', ' ');
    return line;
}

class Sysctls {
public:
    void add(std::string_view variable, std::uint64_t value) { add(variable, std::to_string(value)); }
    void add(std::string_view variable, std::string value)
    {
        list_.push_back({"net.ipv4." + std::string{variable}, std::move(value)});
    }
    std::vector<trace::Setting> all() && { return std::move(list_); }

private:
    std::vector<trace::Setting> list_;
};

} // namespace

std::vector<trace::Setting> sysctls_of(const StackSetup& stack)
{
    Sysctls list;
    list.add("tcp_max_tw_buckets", 4096); // with a small connection table it would be 32
    list.add("tcp_no_metrics_save", 1);
    if (stack.runs_program) {
        list.add("ip_unprivileged_port_start", 0);   // the program may listen on port 80
        list.add("tcp_rmem", "4096 131072 1048576"); // no window is larger than what the wire holds
    }
    if (!stack.machine_settings) {
        list.add("tcp_invalid_ratelimit", 0);
        list.add("tcp_syn_linear_timeouts", 0); // otherwise the intervals of the first four SYNs do not double
        list.add("tcp_ecn", 0);
        list.add("tcp_sack", stack.sack ? 1 : 0);
        list.add("tcp_timestamps", stack.timestamps ? 1 : 0);
        list.add("tcp_window_scaling", stack.window_scale ? 1 : 0);
        list.add("tcp_recovery", stack.sack ? 1 : 0);
        list.add("tcp_early_retrans", 0); // no tail loss probes: RFC 9293 does not have them
        list.add("tcp_rfc1337", stack.rfc1337 ? 1 : 0);
        list.add("tcp_syncookies", 0);
    }
    if (stack.syn_retries != 0) {
        list.add("tcp_syn_retries", stack.syn_retries);
        list.add("tcp_synack_retries", stack.syn_retries);
    }
    if (stack.data_retries != 0) list.add("tcp_retries2", stack.data_retries);
    if (stack.fin_timeout_s != 0) list.add("tcp_fin_timeout", stack.fin_timeout_s);
    if (stack.rto_min_us != 0) list.add("tcp_rto_min_us", stack.rto_min_us);
    if (stack.rto_max_ms != 0) list.add("tcp_rto_max_ms", stack.rto_max_ms);
    return std::move(list).all();
}

std::vector<SocketOption> socket_options_of(const StackSetup& stack)
{
    std::vector<SocketOption> options;
    if (!stack.machine_settings)
        options.push_back({"TCP_CONGESTION", IPPROTO_TCP, TCP_CONGESTION, 0, stack.cubic ? "cubic" : "reno"});
    if (!stack.nagle) options.push_back({"TCP_NODELAY", IPPROTO_TCP, TCP_NODELAY, 1, {}});
    if (stack.receive_buffer != 0) {
        options.push_back({"SO_RCVBUF", SOL_SOCKET, SO_RCVBUF, stack.receive_buffer, {}});
        options.push_back({"TCP_WINDOW_CLAMP", IPPROTO_TCP, TCP_WINDOW_CLAMP, stack.receive_buffer, {}});
    }
    if (stack.user_timeout_ms != 0)
        options.push_back({"TCP_USER_TIMEOUT", IPPROTO_TCP, TCP_USER_TIMEOUT, stack.user_timeout_ms, {}});
    if (stack.keepalive_s == 0) return options;
    options.push_back({"SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE, 1, {}});
    options.push_back({"TCP_KEEPIDLE", IPPROTO_TCP, TCP_KEEPIDLE, stack.keepalive_s, {}});
    options.push_back({"TCP_KEEPINTVL", IPPROTO_TCP, TCP_KEEPINTVL, stack.keepalive_interval_s, {}});
    options.push_back({"TCP_KEEPCNT", IPPROTO_TCP, TCP_KEEPCNT, stack.keepalive_probes, {}});
    return options;
}

std::vector<trace::Setting> machine_sysctls()
{
    std::vector<trace::Setting> list;
    for (const std::string_view variable : of_the_machine)
        if (std::string value = value_of(variable); !value.empty())
            list.push_back({"net.ipv4." + std::string{variable}, std::move(value)});
    return list;
}

std::vector<trace::Setting> all_settings_of(const StackSetup& stack)
{
    std::vector<trace::Setting> list;
    if (stack.machine_settings) {
        list = machine_sysctls();
        list.push_back({"net.ipv4.tcp_congestion_control", value_of("tcp_congestion_control")});
    }
    for (trace::Setting& sysctl : sysctls_of(stack)) {
        std::erase_if(list, [&](const trace::Setting& before) { return before.name == sysctl.name; });
        list.push_back(std::move(sysctl));
    }
    if (stack.mss != 0) list.push_back({"route advmss", std::to_string(stack.mss)});
    if (stack.initial_window != 0) list.push_back({"route initcwnd", std::to_string(stack.initial_window)});
    if (stack.rto_min_us != 0) list.push_back({"route rto_min", std::to_string(stack.rto_min_us / 1000) + "ms"});
    if (stack.quick_ack) list.push_back({"route quickack", "1"});
    list.push_back({"interface mtu", "1500"});
    list.push_back({"interface offloads", "off"});
    for (const SocketOption& option : socket_options_of(stack))
        list.push_back(
            {std::string{option.name}, option.word.empty() ? std::to_string(option.value) : std::string{option.word}});
    if (stack.choose_iss) list.push_back({"TCP_QUEUE_SEQ", std::to_string(stack.iss)});
    return list;
}

bool has_cubic()
{
    std::istringstream words{value_of("tcp_available_congestion_control")};
    const std::string all = words.str();
    if (all.empty()) return true; // it cannot be known
    for (std::string word; words >> word;)
        if (word == "cubic") return true;
    return false;
}

} // namespace tcpstage::live
