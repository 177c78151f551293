#pragma once
// Runs a lesson on real kernel sockets. Three rungs, from best to plainest: the wire between two stacks of our own, the
// loopback interface watched, and the loopback interface with nothing but what the kernel says of its sockets.

#include "core/live/session/player.h"

namespace tcpstage::live {

enum class Rung : std::uint8_t { Wire, Watch, Gauges };
inline constexpr std::array<std::string_view, 3> rung_words{"wire", "watch", "gauges"};
constexpr std::string_view word(Rung rung) { return rung_words[static_cast<std::size_t>(rung)]; }

/// Watches a run while it goes on, in the run's own thread.
class Spectator {
public:
    virtual ~Spectator() = default;
    /// `player` lives until run_live() returns. `limits`: what these kernels cannot do.
    virtual void begins(Player& player, Rung rung, const std::vector<OwnedText>& limits) = 0;
    /// Something has happened, and a look at it is wanted now?
    virtual bool wants() = 0;
    virtual void sees(const Trace& trace) = 0;
};

struct LiveOptions {
    std::optional<Rung> rung; // empty: the best that works
    Device device = Device::Auto;
    PlayOptions play;
    Spectator* spectator = nullptr;
    boost::asio::io_context* io = nullptr; // where it runs, so that others can post to it or stop it; null: its own
};

struct LiveRun {
    Run run;
    Rung rung = Rung::Wire;
    Device device = Device::Auto;
    std::vector<OwnedText> limits; // what these kernels cannot do, and what was done instead
    std::uint64_t unordered_losses = 0;
    bool stopped = false; // before its end, by somebody else
};

/// Takes as long as the lesson: it is not to be called from a thread that draws. Errors: the rung does not work here.
Result<LiveRun> run_live(const Scenario& scenario, const LiveOptions& options);

/// What a real run differs in from the simulated one, numbers counted from each side's own ISS. Left aside is what
/// kernels are known to do otherwise: window probes, the ACK in a reset, an ACK that says nothing new, options and
/// windows, and TIME-WAIT, which lasts a minute. Empty when all else is the same.
std::vector<Error> check_live(const Scenario& scenario, const LiveRun& live);

} // namespace tcpstage::live
