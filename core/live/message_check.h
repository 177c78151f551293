#pragma once
// Reads the messages between the program and its helper from octets and refuses, with one sentence, what is out of its
// range. Pure functions over octets: no socket, no clock.

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
    std::span<const std::uint8_t> data; // what stands behind it
};
/// Reads the first command of a message and cuts it off. After an error nothing of the message is left.
Result<ReadCommand> read_command(std::span<const std::uint8_t>& octets);

/// What stands behind a Looked.
Result<TcpInfo> read_tcp_info(std::span<const std::uint8_t> octets);

struct ReadEvent {
    Event event;
    std::span<const std::uint8_t>
        tail; // what stands behind it: its length is right for the kind, and it is read already
};

/// Reads the helper's events in the order in which they come.
class EventReader {
public:
    /// No event is older than `start`, nor than the one before it.
    explicit EventReader(std::int64_t start) : latest_{start} {}

    /// Reads the first event of a message and cuts it off; none is later than `now`. The first event of all must be
    /// Ready or Failed. After an error nothing more of this helper may be read.
    Result<ReadEvent> next(std::span<const std::uint8_t>& octets, std::int64_t now);

private:
    bool first_ = true;
    std::int64_t latest_;
    std::uint64_t next_frame_ = 0; // no segment that is sent has a smaller number
};

} // namespace tcpstage::live
