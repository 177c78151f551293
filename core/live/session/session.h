#pragma once
// A real run in a thread of its own: it can be watched while it goes on, its segments held and decided about, and it
// can be stopped at any moment. Nothing here ever waits for it but the destructor, and that only for milliseconds.

#include "core/live/session/live_run.h"
#include "core/live/session/probe.h"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/steady_timer.hpp>
#include <memory>
#include <mutex>
#include <thread>

namespace tcpstage::live {

struct SessionOptions {
    std::optional<Vantage> vantage; // empty: the best that works
    bool by_hand = false;           // each segment waits for decide()
    std::optional<Duration> hop;    // each segment takes so long, instead of the lesson's delay
};

/// How a run stands. What has happened until now is in `run`; it grows from one news to the next.
struct SessionNews {
    enum class Stage : std::uint8_t { Running, Ended, Stopped, Failed };
    Stage stage = Stage::Running;
    Vantage vantage = Vantage::Wire;
    run::Run run;
    bool is_new_trace = false;          // `run` does not begin as that of the news before did
    std::vector<trace::TransitId> held; // segments that wait for a decision, the oldest first
    bool by_hand = false;
    std::vector<OwnedText> limits; // what these kernels cannot do
    std::vector<Attempt> attempts; // what was tried to find the rung; empty: it was given
    Error failure;                 // of Failed
};

class Session {
public:
    /// `listener` is called in the session's thread. It should take what it gets and return.
    using Listener = std::function<void(SessionNews)>;

    Session(lesson::Scenario scenario, const SessionOptions& options, Listener listener);
    /// Stops it, and ends its helper.
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // From any thread; each returns at once.
    void decide(trace::TransitId transit, const Verdict& verdict);
    /// The oldest segment that is held.
    void decide_next(const Verdict& verdict);
    void hold(bool on);
    /// Tells how it stands, now.
    void sample();
    void stop();

private:
    class Watching;

    void work(const SessionOptions& options);
    void report_end(Result<LiveRun> live);

    lesson::Scenario scenario_;
    Listener listener_;
    boost::asio::io_context io_{1};
    std::unique_ptr<Watching> watching_;
    std::vector<Attempt> attempts_; // of the session's thread
    std::thread thread_;
};

} // namespace tcpstage::live
