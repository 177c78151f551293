#include "core/live/watch/run_watch.h"

#include "core/base/say.h"
#include "core/live/clocks.h"
#include "core/live/explain.h"
#include "core/live/observe/observer.h"

#include <boost/asio/steady_timer.hpp>

#include <algorithm>
#include <cerrno>
#include <set>

namespace tcpstage::live {

namespace {

using tcp::State;

constexpr std::chrono::milliseconds between_samples{5};
constexpr int samples_between_lists = 4;
constexpr std::size_t most_watched = 200;

/// What an end must be in at least, if the other one is in that state. CLOSED: nothing is known.
State other_state(State state)
{
    switch (state) {
    case State::SynReceived:
        return State::SynSent;
    case State::Established:
    case State::FinWait1:
        return State::Established;
    case State::FinWait2:
        return State::CloseWait;
    case State::CloseWait:
    case State::LastAck:
        return State::FinWait1;
    case State::Closing:
        return State::Closing;
    case State::TimeWait:
        return State::LastAck;
    case State::Closed:
    case State::Listen:
    case State::SynSent:
        break;
    }
    return State::Closed;
}

bool is_over(State state) { return state == State::Closed || state == State::TimeWait; }

/// One connection, and its trace. Left is the end with the higher port, which opened it most likely.
class Watched {
public:
    Watched(const FourNumbers& ends, std::uint32_t number)
        : ends_{ends.local_port >= ends.remote_port ? ends : ends.turned()}, number_{number},
          trace_{trace::Source::Live, endpoints()}, observer_{trace_, machine_time(),
                                                              [](const Departure&) { return std::nullopt; },
                                                              Vantage::TcpInfo}
    {
        trace_.set_began(observer_.start() - clock_difference());
        observer_.open(trace::Side::Right);
    }
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;

    const FourNumbers& ends() const { return ends_; }
    bool over() const { return over_; }

    void sample(Diagnosis& diagnosis)
    {
        std::array<bool, 2> changed{};
        for (const trace::Side side : trace::both_sides)
            changed[trace::index(side)] = ask(diagnosis, side);
        bool all_over = true; // of the ends that are on this machine
        for (const trace::Side side : trace::both_sides) {
            const auto& seen = seen_[trace::index(side)];
            if (changed[trace::index(side)]) take(side, *seen);
            all_over = all_over && (!seen || is_over(static_cast<State>(seen->state)));
        }
        over_ = all_over && (seen_[0] || seen_[1]);
    }

    run::LessonRun lesson_run() &&
    {
        run::LessonRun lesson_run;
        lesson::Scenario& scenario = lesson_run.scenario;
        scenario.id = "watch";
        scenario.group = lesson::Group::Real;
        scenario.title = say({"Connection {} of this machine", "本机的第 {} 个连接"}, number_);
        scenario.summary = say({"{} and {}, as the kernel reported it every 5 ms: no segments are seen",
                                "{} 与 {}，内核每 5 毫秒的报告：看不到报文段"},
                               tcp::to_text(trace_.endpoint(trace::Side::Left).socket),
                               tcp::to_text(trace_.endpoint(trace::Side::Right).socket));
        for (const trace::Side side : trace::both_sides) {
            sim::EndpointSetup& end = scenario.setup.endpoints[trace::index(side)];
            end.name = trace_.endpoint(side).name;
            end.socket = {tcp::Address{{10, 0, 0, static_cast<std::uint8_t>(trace::index(side) + 1)}},
                          trace_.endpoint(side).socket.port};
        }
        lesson_run.run.trace = std::move(trace_);
        return lesson_run;
    }

private:
    std::array<trace::EndpointInfo, 2> endpoints() const
    {
        return {trace::EndpointInfo{"client", {address_of(ends_.local, ends_.is_v6), ends_.local_port}},
                trace::EndpointInfo{"server", {address_of(ends_.remote, ends_.is_v6), ends_.remote_port}}};
    }
    /// Whether the kernel says something new of an end; nothing, if it is on another machine.
    bool ask(Diagnosis& diagnosis, trace::Side side)
    {
        const auto found = diagnosis.sample(side == trace::Side::Left ? ends_ : ends_.turned());
        std::optional<TcpInfo>& seen = seen_[trace::index(side)];
        if (!found) return false;
        TcpInfo tcp_info = *found;
        if (static_cast<State>(tcp_info.state) == State::Listen) tcp_info = {}; // the connection itself is gone
        if (!seen && tcp_info.state == 0) return false;
        TcpInfo same_time = tcp_info;
        if (seen) same_time.expires_ms = seen->expires_ms;
        const bool changed = !seen || !(same_time == *seen);
        seen = tcp_info;
        return changed;
    }
    void take(trace::Side side, const TcpInfo& tcp_info)
    {
        Event event;
        event.kind = Event::Kind::Sampled;
        event.side = static_cast<std::uint8_t>(side);
        event.at = machine_time();
        observer_.take(event, {reinterpret_cast<const std::uint8_t*>(&tcp_info), sizeof tcp_info});
        const trace::Side peer = trace::other(side);
        const State must = other_state(static_cast<State>(tcp_info.state));
        const State known = observer_.tcb(peer).state;
        if (!seen_[trace::index(peer)] && must != known && (known == State::Closed || must != State::Closed))
            observer_.conclude(peer, must);
        event.kind = Event::Kind::Settled;
        observer_.take(event, {});
    }

    FourNumbers ends_; // as the left end has them
    std::uint32_t number_;
    trace::Trace trace_;
    Observer observer_;
    std::array<std::optional<TcpInfo>, 2> seen_{}; // empty: the end is on another machine, or has not been seen
    bool over_ = false;
};

class Watching {
public:
    Watching(boost::asio::io_context& io, const WatchTarget& target, const WatchOptions& options)
        : io_{io}, timer_{io}, target_{target}, options_{options}
    {}

    Result<WatchRun> run()
    {
        if (!diagnosis_.open()) return tl::unexpected<Error>{Trouble{Stage::Diagnosis, errno}.error()};
        tick();
        io_.run();
        WatchRun run;
        run.stopped = !finished_;
        for (auto& watched : all_)
            run.connections.push_back(std::move(*watched).lesson_run());
        run.limits.push_back(
            {"no segments are seen, only what the kernel reports every 5 ms: states between two reports, and those of "
             "an "
             "end on another machine, are inferred; sequence numbers are relative to the first",
             "看不到报文段，只有内核每 5 毫秒的报告：两次报告之间的状态，以及另一台机器上那一端的状态，都是推断的；"
             "序号从第一个算起"});
        return run;
    }

private:
    void tick()
    {
        if (ticks_++ % samples_between_lists == 0) find();
        for (const auto& watched : all_)
            if (!watched->over()) watched->sample(diagnosis_);
        const std::size_t until = options_.until;
        if (until != 0 && until <= all_.size() && all_[until - 1]->over()) {
            finished_ = true;
            return io_.stop();
        }
        timer_.expires_after(between_samples);
        timer_.async_wait([this](boost::system::error_code error) {
            if (!error) tick();
        });
    }
    /// Or its other end is, on this machine too.
    bool is_watched(const FourNumbers& ends) const
    {
        return std::ranges::any_of(all_, [&](const auto& watched) {
            return !watched->over() && (watched->ends() == ends || watched->ends() == ends.turned());
        });
    }
    void find()
    {
        std::set<FourNumbers> present;
        for (const PresentSocket& socket : diagnosis_.connections()) {
            present.insert(socket.ends);
            if (known_.contains(socket.ends) || all_.size() == most_watched) continue;
            if (socket.inode != 0) known_.insert(socket.ends); // else its process is not known yet
            if (!target_.matches(socket) || is_watched(socket.ends)) continue;
            all_.push_back(std::make_unique<Watched>(socket.ends, static_cast<std::uint32_t>(all_.size()) + 1));
            if (options_.found) options_.found(static_cast<std::uint32_t>(all_.size()), all_.back()->ends());
        }
        std::erase_if(known_, [&](const FourNumbers& ends) { return !present.contains(ends); });
    }

    boost::asio::io_context& io_;
    boost::asio::steady_timer timer_;
    const WatchTarget& target_;
    const WatchOptions& options_;
    Diagnosis diagnosis_;
    std::vector<std::unique_ptr<Watched>> all_;
    std::set<FourNumbers> known_; // that are there, whether they are meant or not
    std::uint64_t ticks_ = 0;
    bool finished_ = false;
};

} // namespace

Result<WatchRun> run_watch(boost::asio::io_context& io, const WatchTarget& target, const WatchOptions& options)
{
    return Watching{io, target, options}.run();
}

} // namespace tcpstage::live
