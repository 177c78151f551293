#pragma once
// Transits packed into 40 octets each; options other than timestamps take a few more. Those that do not fit, which is
// rare, are also stored in full. Payloads are shared, not copied. Private to core/trace.

#include "core/trace/octet_chunks.h"
#include "core/trace/packed_transit.h"

#include <array>
#include <map>

namespace tcpstage::trace {

class TransitStore {
public:
    /// `ports`: the usual source port of each side's segments.
    explicit TransitStore(std::array<std::uint16_t, 2> ports = {}) : ports_{ports} {}

    void push_back(const tcp::Segment& segment, const Journey& journey);
    Transit at(TransitId id) const;

    std::size_t size() const { return packed_.size(); }
    Instant sent(TransitId id) const;
    Instant ends(TransitId id) const;
    RecordId sent_record(TransitId id) const;
    /// The number of transits sent at or before `instant`. O(log n).
    std::size_t sent_until(Instant instant) const;
    Launched launched(TransitId id) const
    {
        const Packed& packed = packed_[id];
        return packed.is_odd() ? launched_odd(id) : packed.launched(block(id));
    }
    /// The only members that may change after the sending.
    void set_end_record(TransitId id, RecordId end_record)
    {
        Packed& packed = packed_.edit(id);
        if (packed.is_odd() || !packed.pack_end_record(end_record, block(id))) make_odd(id).end_record = end_record;
    }
    /// The same for a segment of the conversation that arrives undamaged, and when that was expected. False: it does
    /// not.
    bool arrive(TransitId id, RecordId end_record, Instant at)
    {
        Packed& packed = packed_.edit(id);
        if ((packed.bits & unusual_bits) != 0 || packed.ends(block(id)) != at) return false;
        return packed.pack_end_record(end_record, block(id));
    }
    void set_end(TransitId id, Instant ends, Fate fate, Reason reason, bool corrupted);
    std::size_t memory_bytes() const;

private:
    using Packed = PackedTransit;
    using Block = TransitBlock;
    enum class Kept : std::uint8_t { None, Timestamps, Apart, Datagram }; // how options are stored; a datagram has none
    static constexpr std::size_t per_block = 64;

    bool pack(const tcp::Segment& segment, const Journey& journey, Packed& packed);
    void keep_in_full(TransitId id, const tcp::Segment& segment, const Journey& journey);
    bool pack_segment(const tcp::Segment& segment, Side side, Packed& packed);
    Kept pack_options(const tcp::Segment& segment, Side side, Packed& packed);
    std::uint32_t pack_apart(const tcp::Segment& segment);
    bool pack_timestamps(const tcp::Timestamps& timestamps, Side side, Packed& packed);
    Journey journey(TransitId id) const;
    tcp::Segment unpack_segment(const Packed& packed, const Block& block) const;
    tcp::Options unpack_options(const Packed& packed, const Block& block) const;
    std::uint32_t block_of(const Bytes& payload);
    Transit& make_odd(TransitId id);
    Launched launched_odd(TransitId id) const;
    const Block& block(TransitId id) const { return blocks_[id / per_block]; }

    std::array<std::uint16_t, 2> ports_;
    Chunks<Packed> packed_;
    Chunks<Block> blocks_;
    Chunks<Bytes> payloads_; // blocks of payload
    OctetChunks options_;
    std::map<TransitId, Transit> odd_;
};

} // namespace tcpstage::trace
