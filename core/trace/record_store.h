#pragma once
// Records packed into four octets each, or twelve for the few with a large number, a far cause or another connection.
// Those that do not fit even so are also stored in full. Private to core/trace.

#include "core/trace/chunks.h"
#include "core/trace/record.h"

#include <algorithm>
#include <array>
#include <map>
#include <vector>

namespace tcpstage::trace {

class RecordStore {
public:
    /// `usual_cause`: for an arrival or a loss, the Sent record of its segment.
    RecordId push_back(const Record& record, RecordId usual_cause);
    /// The same for a record whose kind is known when this is compiled. Quicker.
    template <Kind kind> RecordId push(const Record& record, RecordId usual_cause);
    Record at(RecordId id, RecordId usual_cause) const;

    std::size_t size() const { return size_; }
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
    enum class Form : std::uint8_t { Small, Large, Odd };        // large: also in `large_`; odd: also in `odd_`
    enum class Cause : std::uint8_t { None, Head, Usual, Back }; // head: the latest one; back: see Large
    /// One number and no bit fields: the processor would wait 5 ns a record to load what was stored octet by octet.
    struct Packed {
        std::uint32_t bits = 0;

        Kind kind() const { return static_cast<Kind>(bits & 15U); }
        Side side() const { return static_cast<Side>(bits >> 4U & 1U); }
        Certainty certainty() const { return static_cast<Certainty>(bits >> 5U & 3U); }
        Cause cause() const { return static_cast<Cause>(bits >> 7U & 3U); }
        Form form() const { return static_cast<Form>(bits >> 9U & 3U); }
        std::uint8_t detail() const { return static_cast<std::uint8_t>(bits >> 11U & most_detail); }
        /// Small: its meaning depends on the kind. Large: which one of its block's part of `large_`.
        std::uint32_t number() const { return bits >> 16U; }
    };
    struct Large {
        std::uint32_t number = 0; // its meaning depends on the kind
        std::uint16_t connection = 0;
        std::uint16_t back = 0; // how many records back its cause is
    };
    static constexpr RecordId per_block = 64;
    /// 64 records and what they have in common. Bit i of a mask is about the i-th of them.
    struct Block {
        std::uint64_t later = 0;   // those that are later than the one before them
        std::uint64_t heads = 0;   // heads of a group
        std::uint32_t times = 0;   // where its part of `times_` begins
        std::uint32_t larges = 0;  // where its part of `large_` begins
        RecordId head = no_record; // the latest head in the blocks before
        TransitId transit = 0;     // small numbers of transits count from here
        std::array<Packed, per_block> records{};
    };
    static constexpr unsigned most_detail = 15;

    void begin_block(Instant base);
    bool pack_time(Instant at);
    bool is_latest(Instant at) const { return at == latest_ && size_ % per_block != 0; }
    static Packed packed(const Record& record, Cause cause, Form form, std::uint32_t number);
    Packed pack_large(const Record& record, Cause cause);
    Packed pack_odd(const Record& record);
    std::uint32_t number_in(const Packed& packed, const Block& block) const;
    const Packed& packed_at(RecordId id) const { return block(id).records[id % per_block]; }
    const Block& block(RecordId id) const { return id / per_block < blocks_.size() ? blocks_[id / per_block] : last_; }
    static RecordId head_before(RecordId id, const Block& block);

    template <typename Counts> std::size_t count_while(Counts counts) const;

    std::size_t size_ = 0;
    std::vector<Instant> bases_; // the time of each block's first record
    Chunks<Block> blocks_;       // all but the last, which is at hand
    Block last_;
    Chunks<std::uint32_t> times_; // of the records that are `later`: nanoseconds since the block's first
    Chunks<Large> large_;
    std::map<RecordId, Record> odd_;
    Instant latest_{}; // the time of the newest record whose time fits
    RecordId latest_head_ = no_record;
    TransitId latest_transit_ = 0; // of the newest record about one
};

template <typename Counts> std::size_t RecordStore::count_while(Counts counts) const
{
    const auto block = std::ranges::partition_point(bases_, counts);
    if (block == bases_.begin()) return 0;
    auto first = static_cast<RecordId>((block - bases_.begin() - 1) * static_cast<std::ptrdiff_t>(per_block));
    auto last = static_cast<RecordId>(std::min<std::size_t>(size(), first + per_block));
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
