#pragma once
// Connections of this machine by what its kernel reports of them every 5 ms. Private to this folder.

#include "core/live/diagnosis.h"
#include "core/live/watch/sampled_connection.h"
#include "core/live/watch/watch_play.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <set>

namespace tcpstage::live {

class SampledWatch : public WatchPlay {
public:
    SampledWatch(boost::asio::io_context& io, const WatchTarget& target, const WatchOptions& options,
                 std::optional<Trouble> refused)
        : io_{io}, timer_{io}, target_{target}, options_{options}, refused_{refused}, began_{machine_time()}
    {}

    /// Whether it ended by itself. Errors: the kernel cannot be asked.
    Result<bool> run();
    Vantage vantage() const override { return Vantage::TcpInfo; }
    std::size_t size() const override { return all_.size(); }
    capture::Connection summary(std::size_t index) const override { return all_[index]->summary(began_); }
    run::LessonRun so_far(std::size_t index) const override { return all_[index]->lesson_run(); }
    std::vector<OwnedText> limits() const override;

private:
    void tick();
    bool is_watched(const FourNumbers& ends) const;
    void find();

    boost::asio::io_context& io_;
    boost::asio::steady_timer timer_;
    const WatchTarget& target_;
    const WatchOptions& options_;
    std::optional<Trouble> refused_;
    std::int64_t began_; // the machine's time
    Diagnosis diagnosis_;
    std::vector<std::unique_ptr<SampledConnection>> all_;
    std::set<FourNumbers> known_; // that are there, whether they are meant or not
    std::uint64_t ticks_ = 0;
    bool finished_ = false;
};

} // namespace tcpstage::live
