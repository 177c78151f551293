#pragma once
// Connections of this machine by their segments, as dumpcap captures them on all interfaces. Private to this folder.

#include "core/capture/list/packet_stream.h"
#include "core/capture/watch/watch.h"
#include "core/live/dumpcap.h"
#include "core/live/watch/watch_play.h"

#include <boost/asio/io_context.hpp>

#include <chrono>
#include <set>

namespace tcpstage::live {

class CapturedWatch : public WatchPlay {
public:
    CapturedWatch(boost::asio::io_context& io, const WatchTarget& target, const WatchOptions& options);

    /// Empty: dumpcap captures; else the step that does not work here.
    std::optional<Trouble> start() { return dump_.start(filter()); }
    /// Handles what is posted to the io_context meanwhile, which has a guard. Whether it ended by itself. Errors:
    /// dumpcap has ended.
    Result<bool> run();
    Vantage vantage() const override { return Vantage::Watch; }
    std::size_t size() const override { return found_.size(); }
    capture::Connection summary(std::size_t index) const override;
    run::LessonRun so_far(std::size_t index) const override;
    std::vector<OwnedText> limits() const override;

private:
    using Clock = std::chrono::steady_clock;
    enum class Meant : std::uint8_t { Unknown, Yes, No };
    struct Heard {
        std::optional<capture::Watch> watch; // empty: it is not meant
        Meant meant = Meant::Unknown;
        Clock::time_point since; // when its first packet was read
        Instant began{};
        Instant ended{};
        std::uint64_t first_packet = 0;
    };

    std::string filter() const;
    Result<std::size_t> read(std::span<std::uint8_t> into);
    void meanwhile();
    void ask_processes();
    void take();
    void find(std::uint32_t connection);
    bool is_over(std::size_t index) const;
    bool is_enough() const;

    boost::asio::io_context& io_;
    const WatchTarget& target_;
    const WatchOptions& options_;
    Dump dump_;
    std::optional<capture::PacketStream> stream_;
    std::vector<Heard> heard_;         // every connection of the capture
    std::vector<std::uint32_t> found_; // those that are meant, by their place in `heard_`
    Diagnosis diagnosis_;
    std::set<FourNumbers> of_process_; // that were of the process that is meant, at any time
    Clock::time_point next_question_;
    std::uint64_t packets_ = 0; // that are kept
    std::uint64_t octets_ = 0;  // of their payloads
    bool finished_ = false;
};

} // namespace tcpstage::live
