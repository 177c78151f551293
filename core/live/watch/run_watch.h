#pragma once
// Watches connections of this machine as they happen, by asking the kernel about them again and again (sock_diag):
// their states and TCP_INFO, no segments. Needs no rights, and changes nothing.

#include "core/live/watch/target.h"
#include "core/run/saved_run.h"

#include <boost/asio/io_context.hpp>

namespace tcpstage::live {

struct WatchRun {
    std::vector<run::LessonRun> connections; // in the order in which they were found
    std::vector<OwnedText> limits;
    bool stopped = false; // ended early, by stopping the io_context
};

struct WatchOptions {
    /// The run ends when this connection is over, from 1; 0: only when it is stopped.
    std::uint32_t until = 1;
    /// Called for each connection that is found.
    std::function<void(std::uint32_t number, const FourNumbers& ends)> found;
};

/// Connections that are there, and those that begin meanwhile. An end on another machine is not asked: its states
/// follow from those of this end. Errors: the kernel cannot be asked.
Result<WatchRun> run_watch(boost::asio::io_context& io, const WatchTarget& target, const WatchOptions& options);

} // namespace tcpstage::live
