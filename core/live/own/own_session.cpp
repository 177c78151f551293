#include "core/live/own/own_session.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>

#include <algorithm>
#include <atomic>
#include <deque>
#include <fmt/format.h>

namespace tcpstage::live {

namespace {

using Clock = std::chrono::steady_clock;

constexpr Clock::duration pause = std::chrono::milliseconds{15};       // between two reports of a running session
constexpr Clock::duration list_pause = std::chrono::milliseconds{300}; // between two lists of its connections
constexpr std::size_t most_lines = 5000;

} // namespace

/// Reports what happens, but not more often than a person can see. Used in the session's thread only.
class OwnSession::Watching : public OwnSpectator {
public:
    Watching(OwnPrograms programs, OwnOptions options, Listener listener)
        : programs_{std::move(programs)}, options_{std::move(options)}, listener_{std::move(listener)}
    {
        options_.wrote = [this](trace::Side side, std::string_view line) { wrote(side, line); };
    }

    /// Does it in the session's thread: in the run while it goes on, else after it.
    template <typename Task> void post(Task task) { boost::asio::post(is_over_ ? after_ : io_, std::move(task)); }
    void post_leave()
    {
        boost::asio::post(after_, [this] { after_.stop(); });
        boost::asio::post(io_, [this] { io_.stop(); });
    }

    /// Until the session is destroyed.
    void work()
    {
        auto done = run_own(io_, programs_, options_, this);
        play_ = nullptr;
        if (done) {
            over_ = done->stopped ? OwnNews::Stage::Stopped : OwnNews::Stage::Ended;
            runs_ = std::move(done->connections);
            listing_ = std::make_shared<const capture::Listing>(capture::Listing{std::move(done->list)});
        } else {
            over_ = OwnNews::Stage::Failed;
            failure_ = done.error();
        }
        is_over_ = true;
        report();
        const auto guard = boost::asio::make_work_guard(after_); // connections can still be chosen
        after_.run();
    }

    void begins(OwnPlay& play) override
    {
        play_ = &play;
        report();
    }
    void changed() override
    {
        const auto now = Clock::now();
        if (now >= next_) return report();
        if (!waiting_) later();
    }

    Player* player() const { return play_ == nullptr ? nullptr : play_->chosen_player(); }
    void hold(bool on)
    {
        if (play_ == nullptr) return;
        play_->hold(on);
        report();
    }
    void choose(std::uint32_t number)
    {
        if (play_ != nullptr && !play_->choose(number)) return;
        if (play_ == nullptr && (number == 0 || number > runs_.size())) return;
        chosen_ = number;
        report();
    }
    void stop()
    {
        if (play_ != nullptr) io_.stop();
    }
    void report()
    {
        const auto begin = Clock::now();
        OwnNews news;
        news.stage = play_ != nullptr ? OwnNews::Stage::Running : over_;
        news.failure = failure_;
        fill(news);
        news.is_new_trace = news.chosen != reported_;
        reported_ = news.chosen;
        if (play_ != nullptr) {
            news.by_hand = play_->holds();
            news.limits = play_->limits();
        }
        if (!written_) written_ = std::make_shared<const std::vector<std::string>>(lines_.begin(), lines_.end());
        news.written = written_;
        listener_(std::move(news));
        next_ = begin + std::max(pause, (Clock::now() - begin) * 4); // slow reports leave time for other work
    }

private:
    void fill(OwnNews& news)
    {
        if (play_ != nullptr) listing_ = list();
        news.connections = listing_;
        if (play_ == nullptr) {
            if (runs_.empty()) return;
            news.chosen = std::min<std::uint32_t>(chosen_, static_cast<std::uint32_t>(runs_.size()));
            news.scenario = runs_[news.chosen - 1].scenario;
            news.run = runs_[news.chosen - 1].run;
            return;
        }
        const OwnConnection* connection = play_->chosen();
        if (connection == nullptr || connection->player() == nullptr) return;
        news.chosen = chosen_;
        news.scenario = connection->scenario();
        news.run.trace = connection->player()->trace(); // a copy that shares the completed chunks
        news.held = connection->player()->held();
    }
    std::shared_ptr<const capture::Listing> list()
    {
        const auto now = Clock::now();
        const bool same = listing_ && listing_->connections.size() == play_->connections().size();
        if (same && now < next_list_) return listing_;
        next_list_ = now + list_pause;
        auto listing = std::make_shared<capture::Listing>();
        for (const auto& connection : play_->connections())
            if (connection->player() != nullptr) listing->connections.push_back(connection->summary());
        return listing;
    }
    void wrote(trace::Side side, std::string_view line)
    {
        lines_.push_back(fmt::format("{}: {}", side == trace::Side::Left ? "client" : "server", line));
        if (lines_.size() > most_lines) lines_.pop_front();
        written_.reset();
        if (play_ != nullptr) changed();
    }
    /// Makes sure that the last event is reported too, although no other event follows.
    void later()
    {
        waiting_ = true;
        timer_.expires_at(next_);
        timer_.async_wait([this](boost::system::error_code error) {
            waiting_ = false;
            if (!error && play_ != nullptr) report();
        });
    }

    OwnPrograms programs_;
    OwnOptions options_;
    Listener listener_;
    boost::asio::io_context io_{1};    // of the run
    boost::asio::io_context after_{1}; // when it is over: what is left in `io_` refers to it
    std::atomic<bool> is_over_{false};
    boost::asio::steady_timer timer_{io_};
    OwnPlay* play_ = nullptr;          // while it runs
    std::vector<run::LessonRun> runs_; // when it has ended
    std::shared_ptr<const capture::Listing> listing_;
    std::deque<std::string> lines_;
    std::shared_ptr<const std::vector<std::string>> written_; // the same, as reported; empty: not yet
    OwnNews::Stage over_ = OwnNews::Stage::Ended;
    Error failure_;
    std::uint32_t chosen_ = 1;
    std::uint32_t reported_ = 0;
    Clock::time_point next_;
    Clock::time_point next_list_;
    bool waiting_ = false;
};

OwnSession::OwnSession(OwnPrograms programs, OwnOptions options, Listener listener)
    : watching_{std::make_unique<Watching>(std::move(programs), std::move(options), std::move(listener))},
      thread_{[this] { watching_->work(); }}
{}

OwnSession::~OwnSession()
{
    watching_->post_leave();
    thread_.join();
}

void OwnSession::decide(trace::TransitId transit, const Verdict& verdict)
{
    watching_->post([this, transit, verdict] {
        Player* const player = watching_->player();
        if (player != nullptr && player->decide(transit, verdict)) watching_->report();
    });
}

void OwnSession::decide_next(const Verdict& verdict)
{
    watching_->post([this, verdict] {
        Player* const player = watching_->player();
        if (player == nullptr) return;
        const auto held = player->held();
        if (!held.empty() && player->decide(held.front(), verdict)) watching_->report();
    });
}

void OwnSession::hold(bool on)
{
    watching_->post([this, on] { watching_->hold(on); });
}

void OwnSession::choose(std::uint32_t number)
{
    watching_->post([this, number] { watching_->choose(number); });
}

void OwnSession::sample()
{
    watching_->post([this] { watching_->report(); });
}

void OwnSession::stop()
{
    watching_->post([this] { watching_->stop(); });
}

} // namespace tcpstage::live
