#include "core/live/session/session.h"

#include "core/live/session/player.h"
#include "core/live/session/run_live.h"
#include "core/run/real_notes.h"

#include <boost/asio/post.hpp>

namespace tcpstage::live {

namespace {

constexpr Duration pause{15ms}; // between two reports of a running session: a frame of the screen takes 17 ms

lesson::Scenario with_hop(lesson::Scenario scenario, const std::optional<Duration>& hop)
{
    if (!hop) return scenario;
    for (sim::LinkSettings& link : scenario.setup.links)
        link.delay = *hop;
    return scenario;
}

} // namespace

/// Reports what happens, but not more often than a person can see.
class Session::Watching : public Spectator {
public:
    explicit Watching(Session& session) : session_{session} {}

    void begins(Player& player, Vantage vantage, const std::vector<OwnedText>& limits) override
    {
        player_ = &player;
        vantage_ = vantage;
        limits_ = limits;
        placer_.emplace(session_.scenario_); // here, because it takes as long as a simulated run
        sees(player.trace());
    }
    bool wants() override
    {
        const auto now = std::chrono::steady_clock::now();
        if (now >= next_) return true;
        if (!waiting_) later();
        return false;
    }
    void sees(const trace::Trace& trace) override
    {
        const auto begin = std::chrono::steady_clock::now();
        SessionNews news; // the trace is a copy that shares the completed chunks
        news.vantage = vantage_;
        news.run.trace = trace;
        news.is_new_trace = vantage_ == Vantage::Watch;
        news.run.notes = news.is_new_trace ? run::RealNotePlacer{*placer_}.place(trace) : placer_->place(trace);
        news.held = player_->held();
        news.by_hand = player_->holds();
        news.limits = limits_;
        news.attempts = session_.attempts_;
        session_.listener_(std::move(news));
        const auto took = std::chrono::steady_clock::now() - begin; // slow reports leave time for other work
        next_ = begin + std::max<std::chrono::steady_clock::duration>(pause, took * 4);
    }
    void ends() { player_ = nullptr; }
    Player* player() { return player_; }
    boost::asio::io_context& io() { return io_; }
    Vantage vantage() const { return vantage_; }
    /// Reports the current state at once, for instance after a decision.
    void sample()
    {
        if (player_ != nullptr && vantage_ != Vantage::Watch) sees(player_->trace());
    }

private:
    /// Makes sure that the last event is reported too, although no other event follows.
    void later()
    {
        waiting_ = true;
        timer_.expires_at(next_);
        timer_.async_wait([this](boost::system::error_code error) {
            waiting_ = false;
            if (!error) sample();
        });
    }

    Session& session_;
    std::optional<run::RealNotePlacer> placer_;
    boost::asio::io_context io_{1};
    boost::asio::steady_timer timer_{io_};
    Player* player_ = nullptr;
    Vantage vantage_ = Vantage::Wire;
    std::vector<OwnedText> limits_;
    std::chrono::steady_clock::time_point next_;
    bool waiting_ = false;
};

Session::Session(lesson::Scenario scenario, const SessionOptions& options, Listener listener)
    : scenario_{with_hop(std::move(scenario), options.hop)}, listener_{std::move(listener)},
      watching_{std::make_unique<Watching>(*this)}, thread_{[this, options] { work(options); }}
{}

Session::~Session()
{
    stop();
    thread_.join();
}

/// The helper is killed when this thread ends, so it is started and ended in this function.
void Session::work(const SessionOptions& options)
{
    LiveOptions live;
    live.vantage = options.vantage;
    if (!live.vantage) {
        attempts_ = probe_until_one_works();
        live.vantage = best(attempts_);
    }
    live.play.by_hand = options.by_hand;
    live.as_machine = options.as_machine;
    if (options.by_hand) { // a person may think for a long time
        live.play.longest_wait = 6h;
        live.play.longest_run = 12h;
    }
    live.spectator = watching_.get();
    live.io = &watching_->io();
    auto done = run_live(scenario_, live);
    watching_->ends();
    report_end(std::move(done));
}

void Session::report_end(Result<LiveRun> live)
{
    SessionNews news;
    news.vantage = watching_->vantage();
    news.attempts = attempts_;
    if (live) {
        news.stage = live->stopped ? SessionNews::Stage::Stopped : SessionNews::Stage::Ended;
        news.vantage = live->vantage;
        news.is_new_trace = live->vantage == Vantage::Watch;
        news.run = std::move(live->run);
        news.limits = std::move(live->limits);
    } else {
        news.stage = SessionNews::Stage::Failed;
        news.failure = live.error();
    }
    listener_(std::move(news));
}

void Session::decide(trace::TransitId transit, const Verdict& verdict)
{
    boost::asio::post(watching_->io(), [this, transit, verdict] {
        if (watching_->player() == nullptr || !watching_->player()->decide(transit, verdict)) return;
        watching_->sample();
    });
}

void Session::decide_next(const Verdict& verdict)
{
    boost::asio::post(watching_->io(), [this, verdict] {
        if (watching_->player() == nullptr) return;
        const auto held = watching_->player()->held();
        if (held.empty() || !watching_->player()->decide(held.front(), verdict)) return;
        watching_->sample();
    });
}

void Session::hold(bool on)
{
    boost::asio::post(watching_->io(), [this, on] {
        if (watching_->player() == nullptr) return;
        watching_->player()->hold(on);
        watching_->sample();
    });
}

void Session::sample()
{
    boost::asio::post(watching_->io(), [this] { watching_->sample(); });
}

void Session::stop() { watching_->io().stop(); }

} // namespace tcpstage::live
