#pragma once
// Transits packed into 40 octets each; options other than timestamps take a few more. Those that do not fit, which is
// rare, are also stored in full. Payloads are shared, not copied. Private to core/trace.

#include "core/trace/octet_chunks.h"
#include "core/trace/transit.h"

#include <array>
#include <map>
#include <optional>
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
    /// A part of Packed::bits.
    struct Field {
        unsigned at;
        unsigned width;
        constexpr std::uint32_t mask() const { return (1U << width) - 1; }
    };
    static constexpr Field flags{0, 8};
    static constexpr Field from{8, 1};
    static constexpr Field fate{9, 1};
    static constexpr Field retransmission{10, 1};
    static constexpr Field corrupted{11, 1};
    static constexpr Field marked{12, 1};
    static constexpr Field odd{13, 1}; // stored in `odd_`
    static constexpr Field kept{14, 2};
    static constexpr Field reason{16, 4};
    static constexpr Field scale{20, 4}; // of the window
    static constexpr Field connection{24, 6};
    static constexpr Field ecn{30, 2};

    struct Packed {
        tcp::Seq seq;
        tcp::Seq ack;
        std::uint32_t since = 0; // sent: nanoseconds since its block's first transit
        std::uint32_t takes = 0; // nanoseconds until its end; or for_ever
        std::uint32_t offset = 0;
        std::uint32_t options =
            0;                   // timestamps: how far from those of its block, 16 bits each; or the spot in `options_`
        std::uint32_t bits = 0;  // one number, because to write it part by part takes 10 ns
        std::uint16_t block = 0; // which block of payload, from Block::payload on or before it
        std::uint16_t sent_record = 0; // how many records after that of its block
        std::uint16_t end_record = 0;  // how many records after its Sent record; 0: none
        std::uint16_t window = 0;
        std::uint16_t payload_bytes = 0;

        std::uint32_t get(Field field) const { return bits >> field.at & field.mask(); }
        void set(Field field, std::uint32_t value) { bits = (bits & ~(field.mask() << field.at)) | value << field.at; }
        bool is_odd() const { return get(odd) != 0; }
        Side sender() const { return static_cast<Side>(get(from)); }
    };
    static_assert(sizeof(Packed) == 40);
    /// From where the numbers of 64 transits count.
    struct Block {
        Instant sent;
        RecordId sent_record = 0;
        std::uint32_t payload = 0;
        std::array<std::optional<tcp::Timestamps>, 2> timestamps{}; // of each sender's first segment that has them
    };
    static constexpr std::uint32_t for_ever = UINT32_MAX;
    static constexpr std::size_t per_block = 64;

    bool pack(const tcp::Segment& segment, const Journey& journey, Packed& packed);
    bool pack_segment(const tcp::Segment& segment, Side side, Packed& packed);
    Kept pack_options(const tcp::Segment& segment, Side side, Packed& packed);
    bool pack_timestamps(const tcp::Timestamps& timestamps, Side side, Packed& packed);
    Journey journey(TransitId id) const;
    tcp::Segment unpack_segment(const Packed& packed, const Block& block) const;
    tcp::Options unpack_options(const Packed& packed, const Block& block) const;
    std::uint32_t block_of(const Bytes& payload);
    static bool pack_end_record(RecordId end_record, Packed& packed, const Block& block);
    Transit& make_odd(TransitId id);
    const Block& block(TransitId id) const { return blocks_[id / per_block]; }
    Instant ends_of(const Packed& packed, TransitId id) const
    {
        return packed.takes == for_ever ? never : block(id).sent + Duration{packed.since} + Duration{packed.takes};
    }

    std::array<std::uint16_t, 2> ports_;
    Chunks<Packed> packed_;
    std::vector<Block> blocks_;
    Chunks<Bytes> payloads_; // blocks of payload
    OctetChunks options_;
    std::map<TransitId, Transit> odd_;
};

} // namespace tcpstage::trace
