#pragma once
// A lesson's run on real kernel sockets, as a value, and what can be asked of it beforehand.

#include "core/live/session/player.h"
#include "core/live/vantage.h"

namespace tcpstage::live {

/// Watches a run while it goes on, in the run's own thread.
class Spectator {
public:
    virtual ~Spectator() = default;
    /// `player` lives until run_live() returns. `limits`: what these kernels cannot do.
    virtual void begins(Player& player, Vantage vantage, const std::vector<OwnedText>& limits) = 0;
    /// Something has happened, and a look at it is wanted now?
    virtual bool wants() = 0;
    virtual void sees(const trace::Trace& trace) = 0;
};

struct LiveOptions {
    std::optional<Vantage> vantage; // empty: the best that works
    Device device = Device::Auto;
    PlayOptions play;
    Spectator* spectator = nullptr;
    boost::asio::io_context* io = nullptr; // where it runs, so that others can post to it or stop it; null: its own
};

struct LiveRun {
    run::Run run;
    Vantage vantage = Vantage::Wire;
    Device device = Device::Auto;
    std::vector<OwnedText> limits; // what these kernels cannot do, and what was done instead
    std::uint64_t unordered_losses = 0;
    bool stopped = false; // before its end, by somebody else
};

} // namespace tcpstage::live
