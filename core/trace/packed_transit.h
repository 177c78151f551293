#pragma once
// How a transit is packed into 40 octets. Private to core/trace.

#include "core/trace/transit.h"

#include <array>
#include <cstdint>
#include <optional>

namespace tcpstage::trace {

/// From where the numbers of 64 transits count.
struct TransitBlock {
    Instant sent;
    RecordId sent_record = 0;
    std::uint32_t payload = 0;
    std::array<std::optional<tcp::Timestamps>, 2> timestamps{}; // of each sender's first segment that has them
};

struct PackedTransit {
    /// A part of `bits`.
    struct Field {
        unsigned at;
        unsigned width;
        constexpr std::uint32_t mask() const { return (1U << width) - 1; }
        constexpr std::uint32_t all() const { return mask() << at; }
    };
    static constexpr Field flags{0, 8};
    static constexpr Field from{8, 1};
    static constexpr Field fate{9, 1};
    static constexpr Field retransmission{10, 1};
    static constexpr Field corrupted{11, 1};
    static constexpr Field marked{12, 1};
    static constexpr Field odd{13, 1}; // stored in full
    static constexpr Field kept{14, 2};
    static constexpr Field reason{16, 4};
    static constexpr Field scale{20, 4}; // of the window
    static constexpr Field connection{24, 6};
    static constexpr Field ecn{30, 2};
    static constexpr std::uint32_t for_ever = UINT32_MAX;

    tcp::Seq seq{};
    tcp::Seq ack{};
    std::uint32_t since = 0; // sent: nanoseconds since its block's first transit
    std::uint32_t takes = 0; // nanoseconds until its end; or for_ever
    std::uint32_t offset = 0;
    std::uint32_t options = 0;     // timestamps: how far from those of its block, 16 bits each; or a spot of octets
    std::uint32_t bits = 0;        // one number, because to write it part by part takes 10 ns
    std::uint16_t block = 0;       // which block of payload, near TransitBlock::payload
    std::uint16_t sent_record = 0; // how many records after that of its block
    std::uint16_t end_record = 0;  // how many records after its Sent record; 0: none
    std::uint16_t window = 0;
    std::uint16_t payload_bytes = 0;

    std::uint32_t get(Field field) const { return bits >> field.at & field.mask(); }
    void set(Field field, std::uint32_t value) { bits = (bits & ~(field.mask() << field.at)) | value << field.at; }
    bool is_odd() const { return get(odd) != 0; }
    Side sender() const { return static_cast<Side>(get(from)); }
    Instant ends(const TransitBlock& base) const
    {
        return takes == for_ever ? never : base.sent + Duration{since} + Duration{takes};
    }
    /// False if the record is too far away.
    bool pack_end_record(RecordId end, const TransitBlock& base)
    {
        const std::uint32_t after = end - (base.sent_record + sent_record);
        end_record = static_cast<std::uint16_t>(after);
        return after != 0 && after <= UINT16_MAX;
    }
    Launched launched(const TransitBlock& base) const
    {
        return {.ends = ends(base),
                .sent_record = base.sent_record + sent_record,
                .connection = static_cast<ConnectionNumber>(get(connection)),
                .from = sender(),
                .fate = static_cast<Fate>(get(fate)),
                .reason = static_cast<Reason>(get(reason)),
                .corrupted = get(corrupted) != 0};
    }
};
static_assert(sizeof(PackedTransit) == 40);
/// What is zero in `bits` of most transits: of the conversation, to arrive undamaged.
inline constexpr std::uint32_t unusual_bits = PackedTransit::fate.all() | PackedTransit::corrupted.all() |
                                              PackedTransit::odd.all() | PackedTransit::connection.all();

} // namespace tcpstage::trace
