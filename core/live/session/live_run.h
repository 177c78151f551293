#pragma once
// A lesson's run on real kernel sockets, as a value, and its options.

#include "core/live/session/play_options.h"
#include "core/live/session/probe.h"
#include "core/live/vantage.h"

namespace boost::asio {
class io_context;
}

namespace tcpstage::live {

class Player;

/// Watches a run while it is in progress, in the run's own thread.
class Spectator {
public:
    virtual ~Spectator() = default;
    /// `player` lives until run_live() returns. `limits`: what these kernels cannot do.
    virtual void begins(Player& player, Vantage vantage, const std::vector<OwnedText>& limits) = 0;
    /// Called when something has happened: whether sees() is to be called now.
    virtual bool wants() = 0;
    virtual void sees(const trace::Trace& trace) = 0;
};

struct LiveOptions {
    std::optional<Vantage> vantage; // empty: the best that works
    Device device = Device::Auto;
    PlayOptions play;
    bool as_machine = false; // this machine's own TCP settings instead of the lesson's
    Spectator* spectator = nullptr;
    boost::asio::io_context* io = nullptr; // where it runs, so that the caller can post to it or stop it; null: its own
};

struct LiveRun {
    run::Run run;
    Vantage vantage = Vantage::Wire;
    Device device = Device::Auto;
    std::vector<OwnedText> limits; // what these kernels cannot do, and what was done instead
    std::vector<Attempt> attempts; // the vantages that were tried; empty: it was given
    std::uint64_t unordered_losses = 0;
    bool stopped = false; // ended early, by stopping the io_context
};

} // namespace tcpstage::live
