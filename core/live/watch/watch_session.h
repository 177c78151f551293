#pragma once
// Watches connections of this machine in a thread of its own: what was seen can be looked at meanwhile, one of the
// connections is chosen, and it can be stopped at any moment.

#include "core/live/watch/run_watch.h"

#include <memory>
#include <thread>

namespace tcpstage::live {

/// The current state. `run` has everything so far of the chosen connection.
struct WatchNews {
    enum class Stage : std::uint8_t { Starting, Running, Ended, Failed };
    Stage stage = Stage::Starting;
    Vantage vantage = Vantage::TcpInfo;
    std::optional<Trouble> refused{}; // why dumpcap is not used
    lesson::Scenario scenario{};      // of the chosen connection: its title and its ends
    run::Run run{};
    std::uint32_t chosen = 0;                              // its number; 0: there is no connection yet
    bool is_other = false;                                 // than in the report before
    bool continues = false;                                // `run` continues that of the report before
    std::shared_ptr<const capture::Listing> connections{}; // all of them
    std::vector<OwnedText> limits{};
    Error failure{}; // of Failed
};

class WatchSession {
public:
    /// `listener` is called in the session's thread and should return quickly.
    using Listener = std::function<void(WatchNews)>;

    /// `vantage`: Watch or TcpInfo; empty: the better one that works here.
    WatchSession(WatchTarget target, std::optional<Vantage> vantage, Listener listener);
    /// Stops it: within a second.
    ~WatchSession();
    WatchSession(const WatchSession&) = delete;
    WatchSession& operator=(const WatchSession&) = delete;

    // These may be called from any thread; each returns at once.
    /// Reports another connection from now on; also when the watch has ended.
    void choose(std::uint32_t number);
    /// Reports the current state now.
    void sample();
    /// Ends the watch; its connections can still be chosen.
    void stop();

private:
    class Watching;

    std::unique_ptr<Watching> watching_;
    std::thread thread_;
};

} // namespace tcpstage::live
