#pragma once
// The connections of the capture on the stage, for the list from which one is chosen.

#include "core/capture/list/listing.h"

#include <cstdint>
#include <memory>
#include <string>

namespace tcpstage::model {

struct CaptureList {
    std::uint64_t ticket = 0;
    std::string path;                                  // of the capture
    double read = 0;                                   // the part of the file that was read, 0 to 1
    std::shared_ptr<const capture::Listing> listing{}; // empty while the file is read, or if it cannot be read
    OwnedText failure{};

    bool reads() const { return !listing && failure.empty(); }
};

/// Lists the connections of the capture on the stage; the list is kept until another capture is listed.
struct ListConnections {};
/// The list is not wanted any more: reading it ends.
struct LeaveConnections {};
struct ConnectionsProgress {
    std::uint64_t ticket;
    double read;
};
struct ConnectionsListed {
    std::uint64_t ticket;
    std::shared_ptr<const capture::Listing> listing; // empty: see `failure`
    OwnedText failure{};
};

// Requests.
struct ReadConnections {
    std::uint64_t ticket;
    std::string path;
};
struct StopReading {};

} // namespace tcpstage::model
