#pragma once
// The protocol between the program and its helper tcpstage-wire over a socket pair (SOCK_SEQPACKET): commands and
// events, as many as fit in a message. Each has a fixed layout, and some are followed by octets. Both programs are
// built together, but neither trusts the other: message_check.h checks every message. Times are nanoseconds of the
// machine's monotonic clock.

#include "core/live/stage.h"
#include "core/live/tcp_info.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

namespace tcpstage::live {

inline constexpr std::uint32_t protocol_version = 4;
inline constexpr int protocol_descriptor = 3; // the helper's end of the pair
inline constexpr std::size_t largest_message_bytes = 65536;
inline constexpr std::size_t most_held = 1000;              // segments that the wire holds at once
inline constexpr std::size_t most_queued_bytes = 1U << 22U; // data of SEND, per side
inline constexpr std::size_t largest_packet_bytes = 2048;
inline constexpr std::uint32_t most_connections = 4096; // between programs of the user
inline constexpr std::uint32_t no_connection = UINT32_MAX;
inline constexpr std::uint32_t most_octets_at_once = 1U << 26U; // that one read takes

enum class Device : std::uint8_t { Auto, Tun, Veth };

/// One kernel stack and its socket; 0 leaves the kernel's default. An option that the kernel does not have is ignored
/// silently: kernel_options.h reports it beforehand.
struct StackSetup {
    std::array<std::uint8_t, 4> address{};
    std::uint16_t port = 0;
    std::uint16_t mss = 0;
    std::uint32_t iss = 0; // of an active opener, with choose_iss
    std::uint32_t receive_buffer = 0;
    std::uint32_t rto_min_us = 0;
    std::uint32_t rto_max_ms = 0;
    std::uint32_t user_timeout_ms = 0;
    std::uint32_t keepalive_s = 0;
    std::uint32_t keepalive_interval_s = 0;
    std::uint32_t fin_timeout_s = 0; // how long an orphaned connection stays in FIN-WAIT-2; 0: the kernel's default
    std::uint16_t initial_window = 0;
    std::uint8_t keepalive_probes = 0;
    std::uint8_t syn_retries = 0;
    std::uint8_t data_retries = 0;
    bool choose_iss = false;
    bool sack = false;
    bool timestamps = false;
    bool window_scale = false;
    bool quick_ack = false;
    bool nagle = true;
    bool cubic = false; // else Reno
    bool reads_at_once = true;
    bool rfc1337 = false;                    // a RST does not end TIME-WAIT
    bool machine_settings = false;           // those of this machine instead of the lesson's
    bool runs_program = false;               // a program of the user instead of a lesson's calls (launch_protocol.h)
    std::array<std::uint8_t, 16> address6{}; // zero: the stack has no IPv6
};

/// The first message to the helper: its fields one after another, without padding.
struct WireSetup {
    std::uint32_t version = protocol_version;
    Device device = Device::Auto;
    bool passes = false; // segments pass at once and are reported; else each waits for a Decide
    std::array<StackSetup, 2> stacks{};
};

struct Command {
    enum class Kind : std::uint8_t { Call, Decide, Inject, Sample, Pass, Hold, Ping };
    enum class Fate : std::uint8_t { Deliver, Corrupt, Drop };
    Kind kind = Kind::Sample;
    std::uint8_t side = 0;
    std::uint8_t call = 0; // of trace/record.h: Call
    Fate fate = Fate::Deliver;
    std::uint32_t frame = 0;  // of a Decide
    std::int64_t at = 0;      // of a Decide: when it arrives or is lost; 0: at once
    std::int64_t copy_at = 0; // of a Decide: a copy arrives then; 0: no copy
    std::uint32_t octets = 0; // of a read
    std::uint8_t when = 0;    // of a Call: made as soon as its side is in this state; CLOSED: now
    std::array<std::uint8_t, 3> unused{};
    std::uint32_t data_bytes = 0; // how many octets follow it
    std::uint32_t unused_too = 0;
}; // followed by the data of a SEND, or the IP packet of an Inject (from `side`)

struct Event {
    enum class Kind : std::uint8_t {
        Ready,      // detail: Device
        Failed,     // detail: Stage; value: errno
        Refused,    // a command that is not valid now; value: its kind
        Called,     // detail: Call; value: errno; octets taken
        Arrived,    // frame; detail: 1 for the copy
        Dropped,    // frame: dropped as commanded
        Unordered,  // lost without a command. frame, or UINT32_MAX and value: how many; side: the sender
        Sent,       // frame; its IP packet follows
        Sampled,    // the side's TcpInfo follows; value: when the kernel was asked
        Signal,     // detail: Signal
        Delivered,  // octets
        Saved,      // the SYN that opened the side's connection, saved by its kernel; an IP packet follows
        Unreported, // value: messages that were discarded because the program did not read in time
        Settled,    // all consequences of the last event are reported
        Alive,      // the answer to a Ping
        Listening   // a program of the user listens; value: its port
    };
    Kind kind = Kind::Settled;
    std::uint8_t side = 0;
    std::uint8_t detail = 0;
    std::uint8_t unused = 0;
    std::uint32_t frame = UINT32_MAX;
    std::int64_t at = 0;
    std::int64_t value = 0;
    std::uint32_t octets = 0;
    std::uint32_t tail_bytes = 0; // how many octets follow it
    std::uint32_t connection = 0; // of a Sent or Sampled; no_connection: of none, or of too many
    std::uint32_t unused_too = 0;
};

static_assert(std::is_trivially_copyable_v<Command> && std::is_trivially_copyable_v<Event>);

} // namespace tcpstage::live
