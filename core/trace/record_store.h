#pragma once
// Records packed into four octets each, or twelve for the few with a large number, a far cause or another connection.
// Those that do not fit even so are also stored in full. Private to core/trace.

#include "core/trace/chunks.h"
#include "core/trace/packed_record.h"

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
    // The quickest, for records of the conversation in their usual form. False: it is not one, and nothing is appended.
    /// A consequence of `head`, without a detail.
    bool follow(Kind kind, Side side, Certainty certainty, std::uint32_t number, RecordId head, Instant at)
    {
        const std::size_t in_block = size_ % per_block;
        if (at != latest_ || in_block == 0 || head != latest_head_ || head == no_record || number > UINT16_MAX)
            return false;
        last_.records[in_block] = Packed::of(kind, side, certainty, Cause::Head, Form::Small, 0, number);
        ++size_;
        return true;
    }
    bool follow_sent(TransitId transit, Side side, Certainty certainty, RecordId head, Instant at)
    {
        if (!follow(Kind::Sent, side, certainty, transit - last_.transit + transits_back, head, at)) return false;
        latest_transit_ = transit;
        return true;
    }
    /// An undamaged arrival, caused by the sending.
    bool arrive(TransitId transit, Side side, Certainty certainty, Instant at)
    {
        const std::size_t in_block = size_ % per_block;
        const std::uint32_t number = transit - last_.transit + transits_back;
        if (in_block == 0 || number > UINT16_MAX || (at != latest_ && !pack_time(at))) return false;
        last_.records[in_block] = Packed::of(Kind::Arrived, side, certainty, Cause::Usual, Form::Small, 0, number);
        last_.heads |= std::uint64_t{1} << in_block;
        latest_transit_ = transit;
        latest_head_ = static_cast<RecordId>(size_++);
        return true;
    }
    Record at(RecordId id, RecordId usual_cause) const;

    std::size_t size() const { return size_; }
    Instant time(RecordId id) const;
    Kind kind(RecordId id) const;
    Heading heading(RecordId id) const;
    /// Whether the record is a consequence of this head.
    bool follows(RecordId id, RecordId head) const;
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
    using Packed = PackedRecord;
    using Large = LargeRecord;
    using Block = RecordBlock;
    using Form = Packed::Form;
    using Cause = Packed::Cause;
    static constexpr RecordId per_block = records_per_block;

    void begin_block(Instant base);
    bool pack_time(Instant at);
    bool is_latest(Instant at) const { return at == latest_ && size_ % per_block != 0; }
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
