// setsockopt, getsockopt and fcntl.
#include "core/packetdrill/sockets.h"

#include "core/base/say.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace tcpstage::packetdrill {

namespace {

constexpr std::int64_t access_read_write = 0x02; // O_RDWR
constexpr std::int64_t non_blocking_flag = 0x04; // O_NONBLOCK of FreeBSD

using Set = void (*)(Socket&, std::int64_t);
using Get = std::int64_t (*)(const Socket&);
struct Option {
    std::string_view name;
    Set set; // null: ignored
    Get get; // null: not supported
};

std::uint32_t octets(std::int64_t value)
{
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(value, 1, 1 << 30));
}
Duration whole_seconds(std::int64_t value) { return Duration{1s} * value; }
std::int64_t whole_seconds(Duration value) { return value / Duration{1s}; }

std::int64_t mss_of(const Socket& s)
{
    if (s.stream != nullptr && s.stream->connected) return s.stream->endpoint.tcb().snd.mss;
    return s.chosen_mss != 0 ? s.chosen_mss : s.settings.mss_unknown;
}

constexpr std::array<Option, 22> options{{
    {"TCP_NOTSENT_LOWAT", nullptr, nullptr}, // it only matters to poll()
    {"IP_MTU_DISCOVER", nullptr, nullptr},
    {"IP_FREEBIND", nullptr, nullptr},
    {"SO_REUSEADDR", nullptr, nullptr},
    {"SO_REUSEPORT", nullptr, nullptr},
    {"SO_DEBUG", nullptr, nullptr},
    {"SO_SNDLOWAT", nullptr, nullptr},
    {"SO_RCVTIMEO", nullptr, nullptr},
    {"IP_TOS", nullptr, nullptr},
    {"SO_RCVBUF", [](Socket& s, std::int64_t v) { s.receive_buffer = octets(v * std::int64_t{s.buffer_factor}); },
     [](const Socket& s) { return std::int64_t{s.receive_buffer}; }},
    {"SO_SNDBUF", [](Socket& s, std::int64_t v) { s.send_buffer = octets(v * std::int64_t{s.buffer_factor}); },
     [](const Socket& s) { return std::int64_t{s.send_buffer}; }},
    {"SO_KEEPALIVE", [](Socket& s, std::int64_t v) { s.keeps_alive = v != 0; },
     [](const Socket& s) { return std::int64_t{s.keeps_alive ? 8 : 0}; }}, // FreeBSD returns the bit itself
    {"TCP_KEEPIDLE", [](Socket& s, std::int64_t v) { s.keepalive = whole_seconds(v); },
     [](const Socket& s) { return whole_seconds(s.keepalive); }},
    {"TCP_KEEPINTVL", [](Socket& s, std::int64_t v) { s.settings.keepalive_interval = whole_seconds(v); },
     [](const Socket& s) { return whole_seconds(s.settings.keepalive_interval); }},
    {"TCP_KEEPCNT", [](Socket& s, std::int64_t v) { s.settings.keepalive_probes = octets(v); },
     [](const Socket& s) { return std::int64_t{s.settings.keepalive_probes}; }},
    {"TCP_NODELAY", [](Socket& s, std::int64_t v) { s.settings.nagle = v == 0; },
     [](const Socket& s) { return std::int64_t{s.settings.nagle ? 0 : 4}; }}, // TF_NODELAY
    {"TCP_MAXSEG",
     [](Socket& s, std::int64_t v) {
         s.chosen_mss = static_cast<std::uint16_t>(std::min<std::int64_t>(octets(v), s.settings.mss));
         s.settings.mss = s.chosen_mss;
     },
     mss_of},
    {"TCP_DELACK", [](Socket& s, std::int64_t v) { s.settings.delayed_ack = v != 0 ? Duration{40ms} : Duration{0}; },
     nullptr},
    {"TCP_QUICKACK", [](Socket& s, std::int64_t v) { s.settings.delayed_ack = v == 0 ? Duration{40ms} : Duration{0}; },
     nullptr},
    {"TCP_SYNCNT", [](Socket& s, std::int64_t v) { s.settings.syn_retries = octets(v); },
     [](const Socket& s) { return std::int64_t{s.settings.syn_retries}; }},
    {"TCP_USER_TIMEOUT", [](Socket& s, std::int64_t v) { s.settings.user_timeout = Duration{1ms} * v; },
     [](const Socket& s) { return s.settings.user_timeout / Duration{1ms}; }},
    {"SO_ACCEPTCONN", nullptr, [](const Socket& s) { return std::int64_t{s.listening ? 2 : 0}; }},
}};

const Option* find_option(const Value& name)
{
    const auto* const found = std::ranges::find(options, name.text, &Option::name);
    return found == options.end() ? nullptr : found;
}

const Value& element(const Value& value)
{
    return value.kind == Value::Kind::List && value.items.size() == 1 ? value.items.front() : value;
}

std::int64_t field(const Value& group, std::string_view name)
{
    for (const Value& item : group.items)
        if (item.kind == Value::Kind::Field && item.text == name) return as_number(item.items.front()).value_or(0);
    return 0;
}

constexpr std::array<std::pair<std::string_view, tcp::Congestion>, 3> socket_algorithms{
    {{"newreno", tcp::Congestion::NewReno}, {"reno", tcp::Congestion::NewReno}, {"cubic", tcp::Congestion::Cubic}}};

Answer missing_option(const Value& name)
{
    return unsupported(say({"the socket option {}", "套接字选项 {}"}, name.text));
}

/// In packetdrill's own words.
OwnedText bad_value(const std::string& expected, const std::string& actual)
{
    const std::string words = fmt::format("Bad getsockopt value: expected: {} actual: {}", expected, actual);
    return {words, words};
}

/// The remark is empty if the value is what the script expects.
Answer compare(const Value& expected, std::int64_t value)
{
    const auto number = as_number(expected);
    Answer answer = returned(0);
    if (element(expected).kind != Value::Kind::Any && number != value)
        answer.remark = bad_value(number ? std::to_string(*number) : element(expected).text, std::to_string(value));
    return answer;
}

Answer compare(const Value& expected, const std::string& word)
{
    const Value& value = element(expected);
    Answer answer = returned(0);
    const std::string shown = word.empty() ? "0" : word;
    const std::string wanted = value.kind == Value::Kind::Number ? std::to_string(value.number) : value.text;
    if (value.kind != Value::Kind::Any && wanted != shown) answer.remark = bad_value(wanted, shown);
    return answer;
}

Answer get_linger(const Value& value, const Socket& socket)
{
    if (field(value, "onoff") == 0 && !socket.lingers) return returned(0);
    return compare({Value::Kind::Number, field(value, "linger"), {}, {}}, socket.lingers ? socket.linger_seconds : -1);
}

} // namespace

Answer Sockets::set_option(const Arguments& arguments, const Value& /*expected*/, Progress& /*progress*/)
{
    Socket& socket = *find(arguments);
    if (arguments.size() != 5) return refused("EINVAL");
    const Value& name = arguments[2];
    const Value& value = element(arguments[3]);
    if (name.text == "SO_LINGER") {
        socket.lingers = field(value, "onoff") != 0;
        socket.linger_seconds = field(value, "linger");
        return returned(0);
    }
    if (name.text == "TCP_CONGESTION") {
        const auto* const found =
            std::ranges::find(socket_algorithms, value.text, &std::pair<std::string_view, tcp::Congestion>::first);
        if (found == socket_algorithms.end())
            return unsupported(say({"the congestion control {}", "拥塞控制 {}"}, value.text));
        socket.settings.congestion = found->second;
        apply(socket);
        return returned(0);
    }
    const Option* const option = find_option(name);
    if (option == nullptr) return missing_option(name);
    const auto number = as_number(value);
    if (option->set != nullptr && !number)
        return unsupported(say({"this value of the socket option {}", "套接字选项 {} 的这个值"}, name.text));
    if (option->set != nullptr) option->set(socket, *number);
    apply(socket);
    return returned(0);
}

Answer Sockets::get_option(const Arguments& arguments, const Value& /*expected*/, Progress& /*progress*/)
{
    Socket& socket = *find(arguments);
    if (arguments.size() != 5) return refused("EINVAL");
    const Value& name = arguments[2];
    const Value& value = arguments[3];
    if (name.text == "SO_ERROR")
        return compare(value, std::exchange(socket.stream != nullptr ? socket.stream->error : socket.error, {}));
    if (name.text == "SO_LINGER") return get_linger(element(value), socket);
    if (name.text == "TCP_CONGESTION") {
        const auto* const found = std::ranges::find(socket_algorithms, socket.settings.congestion,
                                                    &std::pair<std::string_view, tcp::Congestion>::second);
        return compare(value, std::string{found == socket_algorithms.end() ? "none" : found->first});
    }
    const Option* const option = find_option(name);
    if (option == nullptr || option->get == nullptr) return missing_option(name);
    return compare(value, option->get(socket));
}

Answer Sockets::control(const Arguments& arguments, const Value& expected, Progress& /*progress*/)
{
    Socket& socket = *find(arguments);
    if (arguments.size() < 2) return refused("EINVAL");
    if (arguments[1].text == "F_SETFL") {
        if (arguments.size() != 3) return refused("EINVAL");
        const auto number = as_number(arguments[2]);
        socket.non_blocking = has_word(arguments[2], "O_NONBLOCK") || (number && (*number & non_blocking_flag) != 0);
        return returned(0);
    }
    if (arguments[1].text != "F_GETFL") return unsupported(say({"fcntl {}", "fcntl {}"}, arguments[1].text));
    constexpr std::int64_t elsewhere = 0x802; // Linux
    if (socket.non_blocking && as_number(expected) == elsewhere) return returned(elsewhere);
    return returned(access_read_write | (socket.non_blocking ? non_blocking_flag : 0));
}

} // namespace tcpstage::packetdrill
