#include "core/live/message_check.h"

#include "core/tcp/signal.h"
#include "core/tcp/tcb/state.h"
#include "core/trace/record.h"

#include <cstring>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace tcpstage::live {

namespace {

constexpr std::int64_t most_errno = 4095; // the kernel's own limit (MAX_ERRNO)
constexpr std::int64_t most_counted = std::int64_t{1} << 40U;
constexpr std::uint64_t week_s = 604'800;
constexpr std::size_t ip_header_bytes = 20;
constexpr std::size_t tcp_header_bytes = 20;

struct Bounds {
    std::uint64_t least = 0;
    std::uint64_t most = 0;
};

tl::unexpected<Error> refused(std::string_view message, std::string_view field)
{
    return fail(
        {fmt::format("{}: {} is out of its range", message, field), fmt::format("{}：{} 超出范围", message, field)});
}

/// Visits every field of a stack's set-up in order, with its bounds: for reading and for writing.
template <typename Field, typename Stack> void for_each_of_stack(Stack& stack, const Field& field)
{
    for (auto& octet : stack.address)
        field("address", octet, Bounds{0, 255});
    field("port", stack.port, Bounds{1, 65535});
    field("mss", stack.mss, Bounds{0, 65535});
    field("iss", stack.iss, Bounds{0, UINT32_MAX});
    field("receive_buffer", stack.receive_buffer, Bounds{0, 1U << 30U});
    field("rto_min_us", stack.rto_min_us, Bounds{0, UINT32_MAX});
    field("rto_max_ms", stack.rto_max_ms, Bounds{0, UINT32_MAX});
    field("user_timeout_ms", stack.user_timeout_ms, Bounds{0, INT32_MAX});
    field("keepalive_s", stack.keepalive_s, Bounds{0, week_s});
    field("keepalive_interval_s", stack.keepalive_interval_s, Bounds{0, week_s});
    field("fin_timeout_s", stack.fin_timeout_s, Bounds{0, week_s});
    field("initial_window", stack.initial_window, Bounds{0, 1000});
    field("keepalive_probes", stack.keepalive_probes, Bounds{0, 255});
    field("syn_retries", stack.syn_retries, Bounds{0, 255});
    field("data_retries", stack.data_retries, Bounds{0, 255});
    for (auto* flag :
         {&stack.choose_iss, &stack.sack, &stack.timestamps, &stack.window_scale, &stack.quick_ack, &stack.nagle,
          &stack.cubic, &stack.reads_at_once, &stack.rfc1337, &stack.machine_settings, &stack.runs_program})
        field("yes or no", *flag, Bounds{0, 1});
    for (auto& octet : stack.address6)
        field("address6", octet, Bounds{0, 255});
}

template <typename Field, typename Setup> void for_each_of(Setup& setup, const Field& field)
{
    field("version", setup.version, Bounds{protocol_version, protocol_version});
    field("device", setup.device, Bounds{0, static_cast<std::uint64_t>(Device::Veth)});
    field("passes", setup.passes, Bounds{0, 1});
    for (auto& stack : setup.stacks)
        for_each_of_stack(stack, field);
}

/// Reads a number of fixed width from the beginning of `octets` and removes it.
template <typename Number> std::optional<Number> take(std::span<const std::uint8_t>& octets)
{
    Number value{};
    if (octets.size() < sizeof value) return {};
    std::memcpy(&value, octets.data(), sizeof value);
    octets = octets.subspan(sizeof value);
    return value;
}

/// The unsigned number that a field is written as.
template <typename Value> struct Written {
    using Number = Value;
};
template <> struct Written<bool> {
    using Number = std::uint8_t;
};
template <> struct Written<Device> {
    using Number = std::uint8_t;
};

/// What an event of a kind may contain besides its time and side.
struct Shape {
    enum class Frame : std::uint8_t { None, One, Any };
    bool from_helper = true;
    Frame frame = Frame::None;
    std::uint8_t least_detail = 0;
    std::size_t details = 1; // one more than the largest detail
    std::int64_t least_value = 0;
    std::int64_t most_value = 0;
    std::uint32_t most_octets = 0;
    bool is_of_connection = false;
    std::size_t least_tail = 0;
    std::size_t most_tail = 0;
};

Shape shape_of(Event::Kind kind)
{
    using Frame = Shape::Frame;
    switch (kind) {
    case Event::Kind::Ready:
        return {.least_detail = static_cast<std::uint8_t>(Device::Tun), .details = 3};
    case Event::Kind::Failed:
        return {.details = wire_stage_count, .least_value = 1, .most_value = most_errno};
    case Event::Kind::Refused:
        return {.frame = Frame::Any, .most_value = 255};
    case Event::Kind::Called:
        return {.details = trace::call_words.size(), .most_value = most_errno, .most_octets = most_octets_at_once};
    case Event::Kind::Arrived:
        return {.frame = Frame::One, .details = 2};
    case Event::Kind::Dropped:
        return {.frame = Frame::One};
    case Event::Kind::Unordered:
        return {.frame = Frame::Any, .least_value = 1, .most_value = most_counted};
    case Event::Kind::Sent:
        return {.frame = Frame::One,
                .is_of_connection = true,
                .least_tail = ip_header_bytes,
                .most_tail = largest_packet_bytes};
    case Event::Kind::Sampled:
        return {.is_of_connection = true, .least_tail = sizeof(TcpInfo), .most_tail = sizeof(TcpInfo)};
    case Event::Kind::Signal:
        return {.details = static_cast<std::size_t>(tcp::Signal::Urgent) + 1};
    case Event::Kind::Delivered:
        return {.most_octets = most_octets_at_once};
    case Event::Kind::Unreported:
        return {.least_value = 1, .most_value = most_counted};
    case Event::Kind::Settled:
    case Event::Kind::Alive:
        return {};
    case Event::Kind::Listening:
        return {.least_value = 1, .most_value = UINT16_MAX};
    case Event::Kind::Saved: // only a listener on the loopback interface keeps its SYN
        break;
    }
    return {.from_helper = false};
}

bool fits(Shape::Frame wanted, std::uint32_t frame)
{
    if (wanted == Shape::Frame::Any) return true;
    return (wanted == Shape::Frame::One) == (frame != UINT32_MAX);
}

/// The first field that is out of range; empty: none is.
std::string_view wrong_field(const Event& event)
{
    if (event.kind > Event::Kind::Listening) return "kind";
    const Shape shape = shape_of(event.kind);
    if (!shape.from_helper) return "kind";
    if (event.side > 1) return "side";
    if (event.detail < shape.least_detail || event.detail >= shape.details) return "detail";
    if (event.unused != 0) return "unused";
    if (!fits(shape.frame, event.frame)) return "frame";
    if (event.value < shape.least_value || event.value > shape.most_value) return "value";
    if (event.octets > shape.most_octets) return "octets";
    if (event.connection != 0 && !shape.is_of_connection) return "connection";
    if (event.connection >= most_connections && event.connection != no_connection) return "connection";
    if (event.unused_too != 0) return "unused_too";
    if (event.tail_bytes < shape.least_tail || event.tail_bytes > shape.most_tail) return "tail_bytes";
    return {};
}

std::string_view wrong_field(const Command& command, std::size_t data_bytes)
{
    if (command.kind > Command::Kind::Ping) return "kind";
    if (command.side > 1) return "side";
    if (command.call >= static_cast<std::uint8_t>(trace::Call::Accept)) return "call";
    if (command.fate > Command::Fate::Drop) return "fate";
    if (command.when >= tcp::state_count) return "when";
    const bool sends =
        command.kind == Command::Kind::Call && command.call == static_cast<std::uint8_t>(trace::Call::Send);
    const bool injects = command.kind == Command::Kind::Inject;
    if (injects && (data_bytes < ip_header_bytes + tcp_header_bytes || data_bytes > largest_packet_bytes))
        return "data_bytes";
    if (!injects && data_bytes != 0 && (!sends || command.when != 0)) return "data_bytes";
    return {};
}

} // namespace

std::vector<std::uint8_t> octets_of(const WireSetup& setup)
{
    std::vector<std::uint8_t> octets;
    for_each_of(setup, [&octets](std::string_view, const auto& field, const Bounds&) {
        using Number = typename Written<std::remove_cvref_t<decltype(field)>>::Number;
        const auto number = static_cast<Number>(field);
        std::array<std::uint8_t, sizeof number> written{};
        std::memcpy(written.data(), &number, sizeof number);
        octets.insert(octets.end(), written.begin(), written.end());
    });
    return octets;
}

Result<WireSetup> read_setup(std::span<const std::uint8_t> octets)
{
    WireSetup setup;
    std::string_view wrong;
    for_each_of(setup, [&](std::string_view name, auto& field, const Bounds& bounds) {
        using Value = std::remove_cvref_t<decltype(field)>;
        const auto number = take<typename Written<Value>::Number>(octets);
        if (!wrong.empty()) return;
        if (number && *number >= bounds.least && *number <= bounds.most)
            field = static_cast<Value>(*number);
        else
            wrong = name;
    });
    if (wrong.empty() && !octets.empty()) wrong = "its length";
    if (!wrong.empty()) return refused("set-up message", wrong);
    return setup;
}

Result<ReadCommand> read_command(std::span<const std::uint8_t>& octets)
{
    auto left = std::exchange(octets, {});
    const auto command = take<Command>(left);
    if (!command || command->data_bytes > left.size()) return refused("command", "data_bytes");
    if (const auto wrong = wrong_field(*command, command->data_bytes); !wrong.empty()) return refused("command", wrong);
    octets = left.subspan(command->data_bytes);
    return ReadCommand{*command, left.first(command->data_bytes)};
}

Result<TcpInfo> read_tcp_info(std::span<const std::uint8_t> octets)
{
    const auto tcp_info = take<TcpInfo>(octets);
    if (!tcp_info || !octets.empty()) return refused("gauges", "their length");
    if (tcp_info->state >= tcp::state_count) return refused("gauges", "state");
    if (tcp_info->timer > 4) return refused("gauges", "timer");
    if (tcp_info->has_info > 1) return refused("gauges", "has_info");
    if (tcp_info->loss_state > 4) return refused("gauges", "loss_state");
    if (tcp_info->unused != 0) return refused("gauges", "unused");
    return *tcp_info;
}

Result<ReadEvent> EventReader::next(std::span<const std::uint8_t>& octets, std::int64_t now)
{
    auto left = std::exchange(octets, {});
    const auto event = take<Event>(left);
    if (!event || event->tail_bytes > left.size()) return refused("event", "tail_bytes");
    if (const auto wrong = wrong_field(*event); !wrong.empty()) return refused("event", wrong);
    const bool begins = event->kind == Event::Kind::Ready;
    if (event->kind != Event::Kind::Failed && begins != first_) return refused("event", "kind");
    if (event->at < latest_ || event->at > now) return refused("event", "at");
    if (event->kind == Event::Kind::Sent) {
        if (event->frame < next_frame_) return refused("event", "frame");
        next_frame_ = std::uint64_t{event->frame} + 1;
    }
    const ReadEvent read{*event, left.first(event->tail_bytes)};
    if (event->kind == Event::Kind::Sampled)
        if (const auto tcp_info = read_tcp_info(read.tail); !tcp_info) return tl::unexpected<Error>{tcp_info.error()};
    octets = left.subspan(event->tail_bytes);
    latest_ = event->at;
    first_ = false;
    return read;
}

} // namespace tcpstage::live
