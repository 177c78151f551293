#pragma once
// Runs Wireshark's dumpcap on two ports of the loopback interface, if this user may run it: this program itself needs
// no privileges for that. dumpcap reports a packet some 190 ms after it has passed, and later on a busy machine.

#include "core/live/loopback.h"

#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <sys/types.h>

namespace tcpstage::live {

/// A packet as it passed the loopback interface.
struct Passing {
    std::int64_t at = 0; // the machine's monotonic clock
    std::vector<std::uint8_t> packet;
};

/// The packets of a pcap file from an Ethernet or raw IP interface; a packet that is cut off at the end is left out.
std::vector<Passing> read_pcap(std::span<const std::uint8_t> octets, std::int64_t clock_difference);

/// Source and destination port of a TCP segment in its IPv4 packet; empty if the headers are cut off.
std::optional<std::pair<std::uint16_t, std::uint16_t>> ports_of(std::span<const std::uint8_t> packet);

class Watcher {
public:
    explicit Watcher(boost::asio::io_context& io);
    ~Watcher();
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    /// Returns when dumpcap captures, after some 20 ms. Empty: it works; else the step that failed.
    std::optional<Trouble> start(std::uint16_t one_port, std::uint16_t other_port);
    /// Calls `stopped` once, within 2 s, if dumpcap was stopped by a signal and not continued.
    void watch_over(std::function<void()> stopped);
    /// What dumpcap has reported so far.
    std::vector<Passing> passed() const;
    /// Sends a marker segment to a reserved port without a listener, and calls `then(true)` when dumpcap has reported
    /// it and so everything before it; `then(false)` if it does not within the given time.
    void await_all(std::chrono::milliseconds within, std::function<void(bool)> then);
    static constexpr std::chrono::seconds reported_within{15}; // long, for a machine under heavy load
    static constexpr std::chrono::milliseconds soon{400};      // when the user does not want to wait

private:
    int reserve_mark();
    int await_header(int output) const;
    void read_on();
    bool is_mark(const Passing& passing) const;
    void report_all(bool complete);

    boost::asio::posix::stream_descriptor output_;
    boost::asio::ip::tcp::socket mark_; // bound, and never connected: a SYN to it is refused
    std::uint16_t mark_port_ = 0;
    boost::asio::steady_timer give_up_;
    boost::asio::steady_timer beat_;
    bool was_stopped_ = false;
    std::function<void(bool)> all_reported_;
    ::pid_t process_ = -1;
    std::int64_t clock_difference_ = 0; // monotonic minus time of day
    std::vector<std::uint8_t> octets_;
    std::array<std::uint8_t, 16384> buffer_{};
};

} // namespace tcpstage::live
