#pragma once
// Which one of its sender's segments a segment is, and how often a call was made or a timer has expired: as moments in
// lessons count them ("client segment 4", "client timer retransmit 2").

#include "core/trace/chunks.h"
#include "core/trace/trace.h"

#include <map>
#include <optional>
#include <tuple>

namespace tcpstage::captions {

/// Of a trace that may go on. A copy shares what it has counted.
class Ordinals {
public:
    Ordinals() = default;
    explicit Ordinals(const trace::Trace& trace) { follow(trace); }
    /// `trace` begins as the one before did; only what is new is looked at.
    void follow(const trace::Trace& trace);

    /// From 1, in order of sending: of its sender and its connection. A copy has the number of its original; what a
    /// kernel repeats while its segment is held is counted by itself.
    std::uint32_t of_segment(trace::TransitId transit) const { return segments_[transit]; }
    /// From 1: of the same call, or the same timer, of that end. `record` is a Called or a TimerExpired one.
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
    std::size_t records_ = 0; // that were looked at
};

} // namespace tcpstage::captions
