#pragma once
// A real run in a thread of its own: it can be watched while it runs, its segments can be held and decided about, and
// it can be stopped at any moment. Only the destructor waits for the thread, for milliseconds.

#include "core/live/session/live_run.h"
#include "core/live/session/probe.h"

#include <memory>
#include <mutex>
#include <thread>

namespace tcpstage::live {

struct SessionOptions {
    std::optional<Vantage> vantage; // empty: the best that works
    bool by_hand = false;           // each segment waits for decide()
    std::optional<Duration> hop;    // the one-way delay of each segment, instead of the lesson's
    bool as_machine = false;        // this machine's own TCP settings instead of the lesson's
};

/// The current state of a run. `run` has everything so far and grows from one report to the next.
struct SessionNews {
    enum class Stage : std::uint8_t { Running, Ended, Stopped, Failed };
    Stage stage = Stage::Running;
    Vantage vantage = Vantage::Wire;
    run::Run run;
    bool is_new_trace = false;          // `run` does not continue the run of the report before
    std::vector<trace::TransitId> held; // segments that wait for a decision, the oldest first
    bool by_hand = false;
    std::vector<OwnedText> limits; // what these kernels cannot do
    std::vector<Attempt> attempts; // the vantages that were tried; empty: it was given
    Error failure;                 // of Failed
};

class Session {
public:
    /// `listener` is called in the session's thread and should return quickly.
    using Listener = std::function<void(SessionNews)>;

    Session(lesson::Scenario scenario, const SessionOptions& options, Listener listener);
    /// Stops the run and ends its helper.
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    // These may be called from any thread; each returns at once.
    void decide(trace::TransitId transit, const Verdict& verdict);
    /// Decides about the oldest segment that is held.
    void decide_next(const Verdict& verdict);
    void hold(bool on);
    /// Reports the current state now.
    void sample();
    void stop();

private:
    class Watching;

    void work(const SessionOptions& options);
    void report_end(Result<LiveRun> live);

    lesson::Scenario scenario_;
    Listener listener_;
    std::unique_ptr<Watching> watching_; // with the io_context of the run
    std::vector<Attempt> attempts_;      // used in the session's thread only
    std::thread thread_;
};

} // namespace tcpstage::live
