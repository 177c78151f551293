#pragma once
// Connections of this machine while they are watched, in the thread that watches them.

#include "core/capture/list/listing.h"
#include "core/live/explain.h"
#include "core/live/vantage.h"
#include "core/live/watch/target.h"
#include "core/run/saved_run.h"

#include <functional>

namespace tcpstage::live {

class WatchPlay {
public:
    virtual ~WatchPlay() = default;
    /// Watch: their segments, as dumpcap captures them. TcpInfo: what the kernel reports of them.
    virtual Vantage vantage() const = 0;
    /// How many were found; each has an index from 0 in the order in which it was found.
    virtual std::size_t size() const = 0;
    virtual capture::Connection summary(std::size_t index) const = 0;
    /// Everything so far. Of TcpInfo, it continues what it was before; of Watch, what follows may change what is
    /// before.
    virtual run::LessonRun so_far(std::size_t index) const = 0;
    /// What cannot be known this way, one sentence each.
    virtual std::vector<OwnedText> limits() const = 0;
};

struct WatchOptions {
    /// The run ends when this connection is over, from 1; 0: only when it is stopped.
    std::uint32_t until = 1;
    /// Watch or TcpInfo; empty: Watch, if this user may run dumpcap.
    std::optional<Vantage> vantage{};
    /// Called for each connection that is found.
    std::function<void(std::uint32_t number, const FourNumbers& ends)> found{};
    /// Called once; `play` lives until run_watch() returns. `refused`: why dumpcap is not used.
    std::function<void(const WatchPlay& play, const std::optional<Trouble>& refused)> begins{};
    /// Something may have happened.
    std::function<void()> changed{};
};

/// A connection as a run: its title, and what was seen.
run::LessonRun watched_run(trace::Trace trace, std::uint32_t number, Vantage vantage);

} // namespace tcpstage::live
