#pragma once
// The TCP connections that pass the wire, by their addresses and ports, each with what its two kernels said last.

#include "core/live/diagnosis.h"
#include "core/live/protocol.h"

#include <map>
#include <optional>
#include <span>
#include <vector>

namespace tcpstage::live {

class Connections {
public:
    struct Known {
        FourNumbers ends; // as the left end has them
        std::array<std::optional<std::uint32_t>, 2> iss{};
        std::array<TcpInfo, 2> seen{};
        std::array<std::int64_t, 2> sampled_at{};

        FourNumbers ends_of(std::size_t side) const { return side == 0 ? ends : ends.turned(); }
        /// Neither kernel has it any more, but for TIME-WAIT.
        bool is_over() const;
    };

    /// Returns its number; they count from 0.
    std::uint32_t add(const FourNumbers& ends);
    /// The connection of an IP packet from that side, which is added if it is new: by its sockets, or because a SYN
    /// with another number follows one that is over. no_connection: it carries no TCP, or there are too many.
    std::uint32_t of(std::size_t side, std::span<const std::uint8_t> packet);
    Known& at(std::uint32_t connection) { return known_[connection]; }
    std::uint32_t size() const { return static_cast<std::uint32_t>(known_.size()); }

private:
    std::vector<Known> known_;
    std::map<FourNumbers, std::uint32_t> newest_; // by their ends
};

} // namespace tcpstage::live
