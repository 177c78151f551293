#pragma once
// Which connection a captured packet belongs to. Two sockets have one connection after another: a SYN with another
// initial sequence number begins the next one when the last was closed, reset, never answered, or captured without its
// beginning. If the last one seems to be established, the SYN stays in it (its peer may refuse it, RFC 9293 section
// 3.5.1), and a SYN,ACK that acknowledges the SYN begins the next one.

#include "core/capture/packet.h"
#include "core/trace/record.h"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

namespace tcpstage::capture {

/// The two ends of a connection. Left is who sent the first SYN; if it was not captured, the receiver of the SYN,ACK;
/// without one, the end with the higher port, and with equal ports the first to send.
struct Pair {
    tcp::IpSocket left;
    tcp::IpSocket right;
};

class Connections {
public:
    static constexpr std::uint32_t usual_most = 500'000;

    /// More connections are not told apart, so that the memory is bounded.
    explicit Connections(std::uint32_t most = usual_most) : most_{most} {}

    struct Place {
        std::uint32_t connection = 0; // counts from 0
        trace::Side from = trace::Side::Left;
        bool begins = false;     // it is the first packet of the connection
        bool port_reuse = false; // and the sockets had another connection before
    };
    /// Packets in the order of the capture. Empty: it would begin a connection beyond the most.
    std::optional<Place> place(const Packet& packet);
    std::uint32_t size() const { return static_cast<std::uint32_t>(known_.size()); }
    const Pair& ends(std::uint32_t connection) const { return known_[connection].ends; }

private:
    struct Known {
        Pair ends;
        std::array<std::optional<tcp::Seq>, 2> iss{}; // by sender
        std::optional<tcp::Seq> doubtful_iss{};       // of a SYN on an established connection
        std::array<bool, 2> fin{};
        bool reset = false;
        bool established = false; // a segment with ACK and without SYN was captured

        void note(trace::Side from, const Packet& packet);
        bool is_followed_by(trace::Side from, const Packet& packet);
    };
    /// Both sockets as octets, the lower one first.
    using Key = std::array<std::uint8_t, 40>;
    static constexpr std::size_t recent_slots = 4096;

    std::uint32_t& slot_of(const Packet& packet);
    std::optional<Place> begin(const Packet& packet, bool port_reuse);

    std::uint32_t most_;
    std::vector<Known> known_;
    std::map<Key, std::uint32_t> newest_; // ordered: no choice of addresses makes it slow
    std::vector<std::uint32_t> recent_;   // the connection in each slot, plus 1: most packets need only this
};

} // namespace tcpstage::capture
