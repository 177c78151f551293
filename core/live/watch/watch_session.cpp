#include "core/live/watch/watch_session.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <atomic>

namespace tcpstage::live {

namespace {

using Clock = std::chrono::steady_clock;

constexpr Clock::duration pause = std::chrono::milliseconds{30}; // between two reports

} // namespace

/// Reports what is seen, but not more often than a person can see. Used in the session's thread only.
class WatchSession::Watching {
public:
    Watching(WatchTarget target, std::optional<Vantage> vantage, Listener listener)
        : target_{std::move(target)}, listener_{std::move(listener)}
    {
        options_.until = 0;
        options_.vantage = vantage;
        options_.begins = [this](const WatchPlay& play, const std::optional<Trouble>& refused) {
            play_ = &play;
            news_.refused = refused;
            report();
        };
        options_.changed = [this] { changed(); };
    }

    /// Does it in the session's thread: while connections are watched, else after it.
    template <typename Task> void post(Task task) { boost::asio::post(is_over_ ? after_ : io_, std::move(task)); }
    void post_leave()
    {
        boost::asio::post(after_, [this] { after_.stop(); });
        boost::asio::post(io_, [this] { io_.stop(); });
    }

    /// Until the session is destroyed.
    void work()
    {
        report();
        auto done = run_watch(io_, target_, options_);
        play_ = nullptr;
        news_.stage = done ? WatchNews::Stage::Ended : WatchNews::Stage::Failed;
        if (done) {
            news_.vantage = done->vantage;
            news_.limits = std::move(done->limits);
            runs_ = std::move(done->connections);
            news_.connections = std::make_shared<const capture::Listing>(capture::Listing{std::move(done->list)});
        } else {
            news_.failure = done.error();
        }
        is_over_ = true;
        report();
        const auto guard = boost::asio::make_work_guard(after_); // connections can still be chosen
        after_.run();
    }

    void choose(std::uint32_t number)
    {
        if (number == 0 || number > (play_ != nullptr ? play_->size() : runs_.size())) return;
        chosen_ = number;
        report();
    }
    void stop()
    {
        if (!is_over_) io_.stop();
    }
    void report()
    {
        const auto begin = Clock::now();
        if (play_ != nullptr) take(*play_);
        WatchNews news = news_;
        const std::size_t count = news.connections ? news.connections->connections.size() : 0;
        if (count != 0) {
            news.chosen = std::min(chosen_, static_cast<std::uint32_t>(count));
            run::LessonRun shown = play_ != nullptr ? play_->so_far(news.chosen - 1) : runs_[news.chosen - 1];
            news.scenario = std::move(shown.scenario);
            news.run = std::move(shown.run);
        }
        news.is_other = news.chosen != reported_;
        news.continues = !news.is_other && news.vantage == Vantage::TcpInfo;
        reported_ = news.chosen;
        listener_(std::move(news));
        next_ = begin + std::max(pause, (Clock::now() - begin) * 4); // slow reports leave time for other work
    }

private:
    void take(const WatchPlay& play)
    {
        news_.stage = WatchNews::Stage::Running;
        news_.vantage = play.vantage();
        news_.limits = play.limits();
        auto listing = std::make_shared<capture::Listing>();
        for (std::size_t index = 0; index < play.size(); ++index)
            listing->connections.push_back(play.summary(index));
        news_.connections = std::move(listing);
    }
    /// The last event is reported too, although no other event follows.
    void changed()
    {
        if (waiting_) return;
        waiting_ = true;
        timer_.expires_at(next_);
        timer_.async_wait([this](boost::system::error_code error) {
            waiting_ = false;
            if (!error && play_ != nullptr) report();
        });
    }

    WatchTarget target_;
    WatchOptions options_;
    Listener listener_;
    boost::asio::io_context io_{1};    // of the watch
    boost::asio::io_context after_{1}; // when it is over: what is left in `io_` refers to it
    std::atomic<bool> is_over_{false};
    boost::asio::steady_timer timer_{io_};
    const WatchPlay* play_ = nullptr;  // while it goes on
    std::vector<run::LessonRun> runs_; // when it has ended
    WatchNews news_;                   // but for the chosen connection
    std::uint32_t chosen_ = 1;
    std::uint32_t reported_ = 0;
    Clock::time_point next_;
    bool waiting_ = false;
};

WatchSession::WatchSession(WatchTarget target, std::optional<Vantage> vantage, Listener listener)
    : watching_{std::make_unique<Watching>(std::move(target), vantage, std::move(listener))}, thread_{[this] {
          watching_->work();
      }}
{}

WatchSession::~WatchSession()
{
    watching_->post_leave();
    thread_.join();
}

void WatchSession::choose(std::uint32_t number)
{
    watching_->post([this, number] { watching_->choose(number); });
}

void WatchSession::sample()
{
    watching_->post([this] { watching_->report(); });
}

void WatchSession::stop()
{
    watching_->post([this] { watching_->stop(); });
}

} // namespace tcpstage::live
