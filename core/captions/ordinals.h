#pragma once
// Counts segments, calls and timers from 1, as the moments of lessons do ("client segment 4", "client timer retransmit
// 2").

#include "core/trace/chunks.h"
#include "core/trace/trace.h"

#include <map>
#include <optional>
#include <tuple>

namespace tcpstage::captions {

/// The ordinals of a trace, which may be growing. A copy shares the counts.
class Ordinals {
public:
    Ordinals() = default;
    explicit Ordinals(const trace::Trace& trace) { follow(trace); }
    /// `trace` must continue the trace of the previous call; only new records are read.
    void follow(const trace::Trace& trace);

    /// The segment's number among those of its sender on its connection, in order of sending, from 1. A copy has the
    /// number of its original. What a kernel sends again while its segment is held is counted separately.
    std::uint32_t of_segment(trace::TransitId transit) const { return segments_[transit]; }
    /// The record's number among the same calls, or expirations of the same timer, of that end, from 1. 0 if `record`
    /// is neither Called nor TimerExpired.
    std::uint32_t of_step(trace::RecordId record) const;

private:
    using Key = std::tuple<trace::Kind, trace::Side, std::uint8_t, trace::ConnectionNumber>;
    struct Counted {
        trace::RecordId record;
        std::uint32_t count;
    };

    trace::Chunks<std::uint32_t> segments_; // by transit
    trace::Chunks<Counted> steps_;
    std::map<Key, std::uint32_t> last_;
    std::size_t records_ = 0; // read so far
};

} // namespace tcpstage::captions
