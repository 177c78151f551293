#pragma once
// A run of two programs of the user in a thread of its own: it can be watched while it runs, one of its connections is
// chosen, the segments of that one can be held and decided about, and it can be stopped at any moment.

#include "core/capture/list/listing.h"
#include "core/live/own/run_own.h"

#include <memory>
#include <thread>

namespace tcpstage::live {

/// The current state of such a run. `run` has everything so far of the chosen connection.
struct OwnNews {
    enum class Stage : std::uint8_t { Running, Ended, Stopped, Failed };
    Stage stage = Stage::Running;
    lesson::Scenario scenario; // of the chosen connection: its title and its ends
    run::Run run;
    std::uint32_t chosen = 0;                                  // its number; 0: there is no connection yet
    bool is_new_trace = false;                                 // `run` does not continue the run of the report before
    std::shared_ptr<const capture::Listing> connections{};     // all of them
    std::vector<trace::TransitId> held;                        // of the chosen one, the oldest first
    std::shared_ptr<const std::vector<std::string>> written{}; // what the programs wrote: "client: ..."
    bool by_hand = false;
    std::vector<OwnedText> limits;
    Error failure; // of Failed
};

class OwnSession {
public:
    /// `listener` is called in the session's thread and should return quickly.
    using Listener = std::function<void(OwnNews)>;

    OwnSession(OwnPrograms programs, OwnOptions options, Listener listener);
    /// Stops the run, and ends both programs: within half a second.
    ~OwnSession();
    OwnSession(const OwnSession&) = delete;
    OwnSession& operator=(const OwnSession&) = delete;

    // These may be called from any thread; each returns at once.
    void decide(trace::TransitId transit, const Verdict& verdict);
    /// Decides about the oldest segment that is held.
    void decide_next(const Verdict& verdict);
    /// Of the chosen connection; those of the others always pass.
    void hold(bool on);
    /// Reports another connection from now on; also when the run has ended.
    void choose(std::uint32_t number);
    /// Reports the current state now.
    void sample();
    /// Ends the run; its connections can still be chosen.
    void stop();

private:
    class Watching;

    std::unique_ptr<Watching> watching_;
    std::thread thread_;
};

} // namespace tcpstage::live
