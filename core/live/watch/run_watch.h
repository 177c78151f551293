#pragma once
// Watches connections of this machine as they happen: their segments, where this user may run dumpcap; else their
// states and TCP_INFO, by asking the kernel again and again (sock_diag), which needs no rights. It changes nothing.

#include "core/live/watch/watch_play.h"

#include <boost/asio/io_context.hpp>

namespace tcpstage::live {

struct WatchRun {
    Vantage vantage = Vantage::TcpInfo;
    std::optional<Trouble> refused;          // why dumpcap is not used, if it was not
    std::vector<run::LessonRun> connections; // in the order in which they were found
    std::vector<capture::Connection> list;   // of the same, for people
    std::vector<OwnedText> limits;
    bool stopped = false; // ended early, by stopping the io_context
};

/// Connections that are there, and those that begin meanwhile. An end on another machine is not asked: its states
/// follow from those of this end, or from the segments. Errors: the kernel cannot be asked, or the vantage that is
/// wanted does not work here.
Result<WatchRun> run_watch(boost::asio::io_context& io, const WatchTarget& target, const WatchOptions& options);

} // namespace tcpstage::live
