#pragma once
// Records packed into twelve octets each; the few that do not fit are also stored in full. Private to core/trace.

#include "core/trace/chunks.h"
#include "core/trace/record.h"

#include <algorithm>
#include <map>
#include <vector>

namespace tcpstage::trace {

class RecordStore {
public:
    /// `usual_cause`: for an arrival or a loss, the Sent record of its segment.
    void push_back(const Record& record, RecordId usual_cause);
    Record at(RecordId id, RecordId usual_cause) const;

    std::size_t size() const { return packed_.size(); }
    Instant time(RecordId id) const;
    /// The number of records before `instant`, and up to it, inclusive. O(log n).
    std::size_t before(Instant instant) const
    {
        return count_while([instant](Instant at) { return at < instant; });
    }
    std::size_t until(Instant instant) const
    {
        return count_while([instant](Instant at) { return at <= instant; });
    }
    /// Whether records of this kind have a usual cause, and the transit that a record has it from; else no_transit.
    static bool follows_a_segment(Kind kind) { return kind == Kind::Arrived || kind == Kind::Lost; }
    TransitId transit_of(RecordId id) const;
    std::size_t memory_bytes() const;

private:
    struct Packed {
        std::uint32_t since = 0;  // nanoseconds since its block's first record
        std::uint32_t number = 0; // its meaning depends on the kind
        std::uint8_t kind : 4 = 0;
        std::uint8_t side : 1 = 0;
        std::uint8_t certainty : 2 = 0;
        std::uint8_t odd : 1 = 0; // stored in `odd_`
        std::uint8_t detail = 0;
        std::uint8_t back = 0; // how many records back its cause is; or `usual`
        std::uint8_t connection = 0;
    };
    static_assert(sizeof(Packed) == 12);
    static constexpr std::uint8_t usual = 255; // the usual cause
    static constexpr std::uint8_t most_back = 254;
    static constexpr std::size_t per_block = 64;

    static Packed pack(const Record& record, RecordId id, Instant base, RecordId usual_cause);
    static Record unpack(const Packed& packed, RecordId id, Instant base, RecordId usual_cause);
    Instant base(RecordId id) const { return bases_[id / per_block]; }

    template <typename Counts> std::size_t count_while(Counts counts) const;

    Chunks<Packed> packed_;
    std::vector<Instant> bases_; // of each block
    std::map<RecordId, Record> odd_;
};

template <typename Counts> std::size_t RecordStore::count_while(Counts counts) const
{
    const auto block = std::ranges::partition_point(bases_, counts);
    if (block == bases_.begin()) return 0;
    auto first = static_cast<RecordId>((block - bases_.begin() - 1) * static_cast<std::ptrdiff_t>(per_block));
    auto last = static_cast<RecordId>(std::min(size(), first + per_block));
    while (first != last) {
        const RecordId middle = first + (last - first) / 2;
        if (counts(time(middle)))
            first = middle + 1;
        else
            last = middle;
    }
    return first;
}

} // namespace tcpstage::trace
