#pragma once
// How a lesson is run on real kernels, and what a person may do to a segment meanwhile.

#include "core/base/time.h"
#include "core/live/protocol.h"
#include "core/live/vantage.h"
#include "core/run/run.h"

namespace tcpstage::live {

struct PlayOptions {
    bool by_hand = false;       // each segment waits for decide(); what a kernel's timers repeat meanwhile is dropped
    Duration longest_wait{30s}; // for a state
    Duration longest_run{2min};
    std::size_t most_records = tcpstage::run::most_records;
    bool patient = true; // after the last step, waits until no timer is about to send
    Vantage vantage = Vantage::Wire;
    std::array<std::vector<trace::Setting>, 2> settings{}; // what is set on the kernels, for the trace
    bool calls_unseen =
        false; // programs of the user make the calls: states follow from the segments, and samples confirm
    std::optional<std::array<tcp::IpSocket, 2>> sockets{}; // empty: the lesson's
    std::int64_t start = 0;                                // the machine's time at the trace's instant 0; 0: now
    std::array<Duration, 2> usual_rto_min{}; // of kernels with the patient one: that which they would have; 0: not so
};

/// What a person does to a segment that is held.
struct Verdict {
    Command::Fate fate = Command::Fate::Deliver;
    bool duplicate = false;
    Duration after{0}; // the delay until it arrives or is lost
};

} // namespace tcpstage::live
