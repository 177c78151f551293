#pragma once
// Lets Wireshark's dumpcap look at two ports of the loopback interface, if this user may run it: no code of ours needs
// any right for that.

#include "core/live/loopback.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <sys/types.h>

namespace tcpstage::live {

/// A packet as it passed the loopback interface.
struct Passing {
    std::int64_t at = 0; // the machine's monotonic clock
    std::vector<std::uint8_t> packet;
};

/// The packets of a pcap file from an Ethernet or raw IP interface; what is cut off is left out.
std::vector<Passing> read_pcap(std::span<const std::uint8_t> octets, std::int64_t clock_difference);

class Watcher {
public:
    explicit Watcher(boost::asio::io_context& io) : output_{io} {}
    ~Watcher();
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    /// Returns when dumpcap looks: some 20 ms.
    std::optional<LoopbackTrouble> start(std::uint16_t one_port, std::uint16_t other_port);
    /// dumpcap tells of a packet some 190 ms after it has passed: wait for `settling` first.
    std::vector<Passing> passed() const { return read_pcap(octets_, clock_difference_); }
    static constexpr std::chrono::milliseconds settling{400};

private:
    void read_on();

    boost::asio::posix::stream_descriptor output_;
    ::pid_t process_ = -1;
    std::int64_t clock_difference_ = 0; // monotonic minus time of day
    std::vector<std::uint8_t> octets_;
    std::array<std::uint8_t, 16384> buffer_{};
};

} // namespace tcpstage::live
