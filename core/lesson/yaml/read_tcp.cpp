#include "core/lesson/yaml/parts.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

namespace tcpstage::lesson::yaml {

namespace {

/// One `tcp:` option: how its value is read into the settings, and how it is written back.
struct Option {
    std::string_view name;
    void (*read)(const Item&, tcp::Settings&);
    std::string (*write)(const tcp::Settings&);
    std::span<const std::string_view> words{}; // all of its values, if they are a closed set
};

template <Duration tcp::Settings::*member> constexpr Option duration_option(std::string_view name)
{
    return {name,
            [](const Item& item, tcp::Settings& settings) {
                settings.*member = item.is_off() ? Duration{0} : item.duration();
            },
            [](const tcp::Settings& settings) { return to_text(settings.*member); }};
}

template <auto member, std::uint64_t least, std::uint64_t most> constexpr Option number_option(std::string_view name)
{
    return {name,
            [](const Item& item, tcp::Settings& settings) {
                using Number = std::remove_reference_t<decltype(settings.*member)>;
                const bool off = least == 0 && item.is_off();
                settings.*member = off ? Number{0} : static_cast<Number>(item.number(least, most));
            },
            [](const tcp::Settings& settings) { return fmt::format("{}", settings.*member); }};
}

template <bool tcp::Settings::*member> constexpr Option switch_option(std::string_view name)
{
    return {name, [](const Item& item, tcp::Settings& settings) { settings.*member = item.on_off(); },
            [](const tcp::Settings& settings) { return std::string{settings.*member ? "on" : "off"}; },
            std::span{switch_words}.first(2)};
}

constexpr std::array<std::string_view, 2> reads_words{"at once", "by hand"};

constexpr Option reads_option{
    "reads",
    [](const Item& item, tcp::Settings& settings) {
        settings.reads = static_cast<tcp::Reads>(item.one_of({"way to read", "读取方式"}, reads_words));
    },
    [](const tcp::Settings& settings) { return std::string{reads_words[static_cast<std::size_t>(settings.reads)]}; },
    reads_words};

constexpr std::array<std::string_view, 4> congestion_words{"none", "reno", "newreno", "cubic"};

constexpr Option congestion_option{
    "congestion",
    [](const Item& item, tcp::Settings& settings) {
        settings.congestion =
            item.is_off()
                ? tcp::Congestion::None
                : static_cast<tcp::Congestion>(item.one_of({"congestion control", "拥塞控制"}, congestion_words));
    },
    [](const tcp::Settings& settings) {
        return std::string{congestion_words[static_cast<std::size_t>(settings.congestion)]};
    },
    congestion_words};

/// One of several words, in the order of the member's enum.
template <auto member, const auto& words> constexpr Option word_option(std::string_view name)
{
    return {
        name,
        [](const Item& item, tcp::Settings& settings) {
            using Enum = std::remove_reference_t<decltype(settings.*member)>;
            settings.*member = static_cast<Enum>(item.one_of({"choice", "取值"}, words));
        },
        [](const tcp::Settings& settings) { return std::string{words[static_cast<std::size_t>(settings.*member)]}; },
        words};
}

tcp::AckThrottle ack_throttle(const Item& item)
{
    constexpr std::string_view between = " in ";
    const std::string written = item.text();
    if (written == "off") return {0, {}};
    const std::size_t at = written.find(between);
    const std::string_view count = std::string_view{written}.substr(0, at);
    tcp::AckThrottle limit;
    const auto [end, error] = std::from_chars(count.data(), count.data() + count.size(), limit.most);
    const bool counted = error == std::errc{} && end == count.data() + count.size() && limit.most > 0;
    const auto within = at == std::string::npos ? std::optional<Duration>{}
                                                : parse_duration(std::string_view{written}.substr(at + between.size()));
    if (!counted || !within || *within == Duration{0})
        item.refuse(say({"{} is not a number of ACKs in a time", "“{}”不是一段时间内的 ACK 数"}, item.path()),
                    {"write 10 in 5 s, or off", "请写 10 in 5 s，或 off"});
    limit.within = *within;
    return limit;
}

constexpr Option ack_throttle_option{
    "ack_throttle", [](const Item& item, tcp::Settings& settings) { settings.ack_throttle = ack_throttle(item); },
    [](const tcp::Settings& settings) {
        const tcp::AckThrottle& limit = settings.ack_throttle;
        return limit.most == 0 ? std::string{"off"} : fmt::format("{} in {}", limit.most, to_text(limit.within));
    }};

constexpr std::array<std::string_view, 3> cookie_words{"off", "on", "always"};

constexpr std::array<std::string_view, 2> handshake_words{"three-way", "two-way"};
constexpr std::array<std::string_view, 2> time_wait_words{"2MSL", "none"};
constexpr std::array<std::string_view, 2> persist_words{"on", "off"};
constexpr std::array<std::string_view, 2> iss_words{"random", "zero"};
constexpr std::array<std::string_view, 2> transport_words{"tcp", "udp"};

/// TCP with or without a rule: the first word keeps the rule, the second removes it.
template <bool tcp::Counterfactuals::*member, const std::array<std::string_view, 2>& words>
constexpr Option counterfactual(std::string_view name)
{
    return {name,
            [](const Item& item, tcp::Settings& settings) {
                const bool off = words[1] == "none" && item.is_off();
                settings.without.*member = off || item.one_of({"choice", "取值"}, words) == 1;
            },
            [](const tcp::Settings& settings) { return std::string{words[settings.without.*member ? 1 : 0]}; }, words};
}

constexpr std::array options{duration_option<&tcp::Settings::msl>("msl"),
                             number_option<&tcp::Settings::mss, 1, 65495>("mss"),
                             number_option<&tcp::Settings::receive_buffer, 1, 1U << 30U>("receive_buffer"),
                             number_option<&tcp::Settings::send_buffer, 1, 1U << 30U>("send_buffer"),
                             duration_option<&tcp::Settings::rto_initial>("rto_initial"),
                             duration_option<&tcp::Settings::rto_min>("rto_min"),
                             duration_option<&tcp::Settings::rto_max>("rto_max"),
                             number_option<&tcp::Settings::syn_retries, 0, 60>("syn_retries"),
                             number_option<&tcp::Settings::r1, 1, 60>("r1"),
                             number_option<&tcp::Settings::data_retries, 0, 60>("data_retries"),
                             duration_option<&tcp::Settings::delayed_ack>("delayed_ack"),
                             duration_option<&tcp::Settings::user_timeout>("user_timeout"),
                             duration_option<&tcp::Settings::persist_min>("persist_min"),
                             switch_option<&tcp::Settings::window_scale>("window_scale"),
                             switch_option<&tcp::Settings::timestamps>("timestamps"),
                             switch_option<&tcp::Settings::sack>("sack"),
                             switch_option<&tcp::Settings::ecn>("ecn"),
                             congestion_option,
                             number_option<&tcp::Settings::initial_window, 0, 1000>("initial_window"),
                             duration_option<&tcp::Settings::keepalive>("keepalive"),
                             duration_option<&tcp::Settings::keepalive_interval>("keepalive_interval"),
                             number_option<&tcp::Settings::keepalive_probes, 0, 100>("keepalive_probes"),
                             switch_option<&tcp::Settings::rfc1337>("rfc1337"),
                             switch_option<&tcp::Settings::time_wait_reuse>("time_wait_reuse"),
                             counterfactual<&tcp::Counterfactuals::third_segment, handshake_words>("handshake"),
                             counterfactual<&tcp::Counterfactuals::time_wait, time_wait_words>("time_wait"),
                             counterfactual<&tcp::Counterfactuals::persist, persist_words>("persist"),
                             counterfactual<&tcp::Counterfactuals::random_iss, iss_words>("iss"),
                             counterfactual<&tcp::Counterfactuals::tcp, transport_words>("transport"),
                             switch_option<&tcp::Settings::nagle>("nagle"),
                             switch_option<&tcp::Settings::challenge_ack>("challenge_ack"),
                             ack_throttle_option,
                             switch_option<&tcp::Settings::take_together>("take_together"),
                             switch_option<&tcp::Settings::combine_fin_ack>("combine_fin_ack"),
                             switch_option<&tcp::Settings::simultaneous_mitigation>("simultaneous_mitigation"),
                             number_option<&tcp::Settings::backlog, 0, 65535>("backlog"),
                             word_option<&tcp::Settings::syn_cookies, cookie_words>("syn_cookies"),
                             word_option<&tcp::Settings::accepts, reads_words>("accepts"),
                             reads_option};

constexpr auto option_names()
{
    std::array<std::string_view, options.size()> names;
    for (std::size_t i = 0; i < options.size(); ++i)
        names[i] = options[i].name;
    return names;
}

} // namespace

std::span<const std::string_view> tcp_option_names()
{
    static constexpr auto names = option_names();
    return names;
}

std::span<const std::string_view> tcp_option_words(std::string_view name)
{
    const auto option = std::ranges::find(options, name, &Option::name);
    return option == options.end() ? std::span<const std::string_view>{} : option->words;
}

namespace {

void check_together(const Item& item, const tcp::Settings& settings)
{
    if (settings.backlog == 0 && settings.syn_cookies != tcp::SynCookies::Off)
        item.refuse({"SYN cookies are for a listener with a backlog", "SYN cookies 只用于有 backlog 的监听者"},
                    {"write backlog: 4 as well", "请同时写 backlog: 4"});
    if (settings.backlog == 0 && settings.accepts == tcp::Accepts::ByHand)
        item.refuse({"accepting by hand is for a listener with a backlog", "手动 accept 只用于有 backlog 的监听者"},
                    {"write backlog: 4 as well", "请同时写 backlog: 4"});
    if (settings.rto_min > settings.rto_max)
        item.refuse({"rto_min is greater than rto_max", "rto_min 大于 rto_max"}, {"swap them", "请对调"});
    if (settings.rto_initial == Duration{0} || settings.rto_max == Duration{0} || settings.persist_min == Duration{0} ||
        settings.keepalive_interval == Duration{0})
        item.refuse({"with a timer of 0 s time would never advance", "0 s 的定时器会让时间停住"},
                    {"write 1 ms or more", "请写 1 ms 或更大的值"});
    if (settings.delayed_ack >= Duration{500ms}) // RFC 9293 section 3.8.6.3, MUST-40
        item.refuse({"an ACK may be delayed for less than 500 ms", "ACK 只能延迟不到 500 ms"},
                    {"write at most 499 ms", "最多写 499 ms"});
    for (const Duration duration : {settings.msl, settings.rto_initial, settings.rto_min, settings.rto_max,
                                    settings.delayed_ack, settings.user_timeout, settings.persist_min,
                                    settings.keepalive, settings.keepalive_interval, settings.ack_throttle.within})
        if (duration > Duration{24h})
            item.refuse({"a time is longer than a day", "有一个时间超过一天"}, {"write at most 24 h", "最多写 24 h"});
}

} // namespace

void read_tcp(const Item& item, tcp::Settings& settings)
{
    if (item.is_null()) return;
    static constexpr auto names = option_names();
    for (const auto& [key, value] : item.entries()) {
        const std::string name = key.text();
        const auto option = std::ranges::find(options, name, &Option::name);
        if (option != options.end())
            option->read(value, settings);
        else
            key.refuse_word({"option", "选项"}, name, names);
    }
    check_together(item, settings);
}

std::string tcp_value(const tcp::Settings& settings, std::string_view name)
{
    const auto option = std::ranges::find(options, name, &Option::name);
    return option == options.end() ? std::string{} : option->write(settings);
}

std::vector<std::pair<std::string, std::string>> tcp_lines(const tcp::Settings& settings, const tcp::Settings& base)
{
    std::vector<std::pair<std::string, std::string>> lines;
    for (const Option& option : options)
        if (option.write(settings) != option.write(base)) lines.emplace_back(option.name, option.write(settings));
    return lines;
}

} // namespace tcpstage::lesson::yaml
