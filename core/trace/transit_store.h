#pragma once
// Transits packed into 48 octets each; options other than timestamps take a few more. Those that do not fit, which is
// rare, are also stored in full. Payloads are shared, not copied. Private to core/trace.

#include "core/trace/octet_chunks.h"
#include "core/trace/transit.h"

#include <array>
#include <map>
#include <vector>

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
    Launched launched(TransitId id) const;
    /// The only members that may change after the sending.
    void set_end_record(TransitId id, RecordId end_record);
    void set_end(TransitId id, Instant ends, Fate fate, Reason reason, bool corrupted);
    std::size_t memory_bytes() const;

private:
    enum class Kept : std::uint8_t { None, Timestamps, Apart, Datagram }; // how options are stored; a datagram has none
    struct Packed {
        tcp::Seq seq;
        tcp::Seq ack;
        std::uint32_t since = 0; // sent: nanoseconds since its block's first transit
        std::uint32_t takes = 0; // nanoseconds until its end; or for_ever
        RecordId sent_record = no_record;
        RecordId end_record = no_record;
        std::uint32_t block = 0; // index of its payload's block in `blocks_`
        std::uint32_t offset = 0;
        std::array<std::uint32_t, 2> options{}; // timestamps; or [0] is the spot in `options_`
        std::uint16_t window = 0;
        std::uint16_t payload_bytes = 0;
        std::uint8_t flags = 0;
        std::uint8_t from : 1 = 0;
        std::uint8_t fate : 1 = 0;
        std::uint8_t retransmission : 1 = 0;
        std::uint8_t corrupted : 1 = 0;
        std::uint8_t odd : 1 = 0; // stored in `odd_`
        std::uint8_t kept : 2 = 0;
        std::uint8_t marked : 1 = 0;
        std::uint8_t reason : 4 = 0;
        std::uint8_t scale : 4 = 0; // of the window
        std::uint8_t connection : 6 = 0;
        std::uint8_t ecn : 2 = 0;
    };
    static_assert(sizeof(Packed) == 48);
    static constexpr std::uint32_t for_ever = UINT32_MAX;
    static constexpr std::size_t per_block = 64;

    bool pack(const tcp::Segment& segment, const Journey& journey, Packed& packed);
    bool pack_segment(const tcp::Segment& segment, Side from, Packed& packed);
    void pack_options(const tcp::Segment& segment, Packed& packed);
    Journey journey(TransitId id) const;
    tcp::Segment unpack_segment(const Packed& packed) const;
    tcp::Options unpack_options(const Packed& packed) const;
    std::uint32_t block_of(const Bytes& payload);
    Instant base(TransitId id) const { return bases_[id / per_block]; }
    Instant ends_of(const Packed& packed, TransitId id) const
    {
        return packed.takes == for_ever ? never : base(id) + Duration{packed.since} + Duration{packed.takes};
    }

    std::array<std::uint16_t, 2> ports_;
    Chunks<Packed> packed_;
    std::vector<Instant> bases_; // of each block of transits
    Chunks<Bytes> blocks_;       // blocks of payload
    OctetChunks options_;
    std::map<TransitId, Transit> odd_;
};

} // namespace tcpstage::trace
