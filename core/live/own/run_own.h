#pragma once
// Runs two programs of the user on the wire between two private network stacks, until the client's has ended.

#include "core/live/own/own_play.h"

namespace tcpstage::live {

/// Watches a run while it is in progress, in the run's own thread.
class OwnSpectator {
public:
    virtual ~OwnSpectator() = default;
    /// `play` lives until run_own() returns.
    virtual void begins(OwnPlay& play) = 0;
    /// Something has happened.
    virtual void changed() = 0;
};

struct OwnRun {
    std::vector<run::LessonRun> connections; // at least one, unless it was stopped
    std::vector<capture::Connection> list;   // of the same, for people
    std::array<std::optional<ProgramEnd>, 2> ends;
    std::vector<OwnedText> limits;
    bool stopped = false; // ended early, by stopping the io_context
};

/// Takes as long as the client's program. Errors: the wire cannot be made here, a program was not found or ended at
/// once, or they made no TCP connection.
Result<OwnRun> run_own(boost::asio::io_context& io, const OwnPrograms& programs, OwnOptions options,
                       OwnSpectator* spectator = nullptr);

} // namespace tcpstage::live
