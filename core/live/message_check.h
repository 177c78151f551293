#pragma once
// Reads the messages between the program and its helper, and refuses values out of range with one sentence. Pure
// functions of octets: no socket, no clock.

#include "core/base/error.h"
#include "core/live/protocol.h"

#include <span>
#include <vector>

namespace tcpstage::live {

/// The set-up message. Its octets are read field by field: a bool is 0 or 1, every number has its bounds.
std::vector<std::uint8_t> octets_of(const WireSetup& setup);
Result<WireSetup> read_setup(std::span<const std::uint8_t> octets);

struct ReadCommand {
    Command command;
    std::span<const std::uint8_t> data; // the octets that follow it
};
/// Reads the first command of a message and removes it. After an error `octets` is empty.
Result<ReadCommand> read_command(std::span<const std::uint8_t>& octets);

/// The octets that follow an Event::Kind::Sampled.
Result<TcpInfo> read_tcp_info(std::span<const std::uint8_t> octets);

struct ReadEvent {
    Event event;
    std::span<const std::uint8_t> tail; // the octets that follow it, checked for the kind
};

/// Reads the helper's events in the order in which they arrive.
class EventReader {
public:
    /// Refuses an event older than `start` or than the event before it.
    explicit EventReader(std::int64_t start) : latest_{start} {}

    /// Reads the first event of a message and removes it; an event later than `now` is an error. The first event of
    /// all must be Ready or Failed. After an error nothing more may be read from this helper.
    Result<ReadEvent> next(std::span<const std::uint8_t>& octets, std::int64_t now);

private:
    bool first_ = true;
    std::int64_t latest_;
    std::uint64_t next_frame_ = 0; // the smallest number that the next segment sent may have
};

} // namespace tcpstage::live
