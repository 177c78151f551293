#pragma once
// Runs a lesson on real kernels: makes its calls, keeps its waits, lets its network and faults decide about each
// segment, and records what happens. Single-threaded: everything runs inside the io_context.

#include "core/live/observe/observer.h"
#include "core/live/session/network.h"
#include "core/live/session/play_options.h"
#include "core/run/run.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

namespace tcpstage::live {

class Player {
public:
    using Send = std::function<void(const Command&, std::span<const std::uint8_t>)>;

    /// `send` passes commands to the helper or the loopback sockets; their events must be given to take().
    Player(boost::asio::io_context& io, const lesson::Scenario& scenario, const PlayOptions& options, Send send);
    Player(const Player&) = delete;
    Player& operator=(const Player&) = delete;

    /// `changed` is called after each event with its consequences, `finished` once at the end.
    void begin(std::function<void()> changed, std::function<void()> finished);
    void take(const Event& event, std::span<const std::uint8_t> tail);

    const trace::Trace& trace() const { return result_.trace; }
    /// The machine's time at the trace's instant 0.
    std::int64_t start() const { return start_; }
    Instant now() const;
    const Observer& observer() const { return observer_; }
    /// Segments that wait for a decision, the oldest first.
    std::vector<trace::TransitId> held() const;
    /// False: it is not held.
    bool decide(trace::TransitId transit, const Verdict& verdict);
    /// From now on each segment is held, or none; `false` also delivers the segments that are held.
    void hold(bool on);
    bool holds() const { return options_.by_hand; }
    /// Where calls are not seen: which end waits for the connection, and whether the kernels confirm a state.
    void opens(trace::Side passive, Observer::Witness witness);

    /// Ends the run: nothing more is done.
    void halt();

    /// The run with its notes and warnings; to be called once, at the end.
    run::Run run() &&;

private:
    enum class Doing : std::uint8_t { Nothing, Calling, WaitingForTime, WaitingForStates, Ending, Finished };

    std::optional<sim::Passage> judge(const Departure& departure);
    bool swallow(const Departure& departure);
    bool is_sent_again(const Departure& departure) const;
    std::vector<bool> find_quiet_waits() const;
    void wait_for_quiet();
    void order(const Departure& departure, const sim::Passage& passage);
    void go_on();
    void start_step(const lesson::Step& step);
    void call(const lesson::CallStep& step);
    /// If the next step is to close once `awaited` is reached, lets the helper make that call: a kernel acknowledges a
    /// FIN within milliseconds, and the helper sees the state first.
    void close_in(const lesson::StateReached& awaited);
    void wait_for(const std::vector<lesson::StateReached>& states);
    bool reached(const lesson::StateReached& wanted) const;
    bool all_reached() const;
    void give_up_waiting();
    void watch_the_end();
    bool is_quiet();
    bool timer_runs() const;
    void stop_at_limit();
    void finish();
    void at(Instant instant, std::function<void()> then);
    void schedule_injections();
    void inject(const sim::Injection& injection);
    std::chrono::steady_clock::time_point time_point(Instant instant) const;
    void warn(OwnedText what, Place where, OwnedText advice);
    void warn_of_faults();

    const lesson::Scenario& scenario_;
    PlayOptions options_;
    Send send_;
    std::int64_t start_;
    Network network_;
    run::Run result_;
    Observer observer_;
    boost::asio::steady_timer timer_;
    std::vector<std::unique_ptr<boost::asio::steady_timer>> injections_;
    std::function<void()> changed_;
    std::function<void()> finished_;
    Doing doing_ = Doing::Nothing;
    std::size_t step_ = 0;
    std::size_t calls_under_way_ = 0;
    Instant last_news_{};
    int quiet_samples_ = 0;
    Instant lesson_now_{};              // the lesson's clock, in which calls take no time
    std::vector<bool> waits_for_quiet_; // of each step, while a person holds segments
    std::optional<Duration> quiet_for_; // of the present wait: it ends when nothing was under way for so long
    bool quiet_ = false;                // its timer runs
    std::size_t records_since_ = 0;
    std::vector<lesson::StateReached> wanted_;
    std::optional<Command> reaction_; // a call that the helper makes when the awaited state is reached
    struct Held {
        trace::Side from;
        tcp::Segment segment;
    };
    std::map<std::uint32_t, Held> held_; // by frame
};

} // namespace tcpstage::live
