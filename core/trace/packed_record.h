#pragma once
// How a record is packed into four octets, or twelve. Private to core/trace.

#include "core/trace/record.h"

#include <array>
#include <cstdint>

namespace tcpstage::trace {

/// One number and no bit fields: the processor would wait 5 ns a record to load what was stored octet by octet.
struct PackedRecord {
    enum class Form : std::uint8_t { Small, Large, Odd };        // large: has a LargeRecord; odd: also stored in full
    enum class Cause : std::uint8_t { None, Head, Usual, Back }; // head: the latest one; back: see LargeRecord
    static constexpr unsigned most_detail = 15;

    std::uint32_t bits = 0;

    static constexpr PackedRecord of(Kind kind, Side side, Certainty certainty, Cause cause, Form form,
                                     std::uint8_t detail, std::uint32_t number)
    {
        return {static_cast<std::uint32_t>(kind) | static_cast<std::uint32_t>(side) << 4U |
                static_cast<std::uint32_t>(certainty) << 5U | static_cast<std::uint32_t>(cause) << 7U |
                static_cast<std::uint32_t>(form) << 9U | std::uint32_t{detail} << 11U | number << 16U};
    }
    Kind kind() const { return static_cast<Kind>(bits & 15U); }
    Side side() const { return static_cast<Side>(bits >> 4U & 1U); }
    Certainty certainty() const { return static_cast<Certainty>(bits >> 5U & 3U); }
    Cause cause() const { return static_cast<Cause>(bits >> 7U & 3U); }
    Form form() const { return static_cast<Form>(bits >> 9U & 3U); }
    std::uint8_t detail() const { return static_cast<std::uint8_t>(bits >> 11U & most_detail); }
    /// Small: its meaning depends on the kind. Large: which one of its block's part of the large ones.
    std::uint32_t number() const { return bits >> 16U; }
};

/// A small number of a transit, which counts from that of the block: from so many before to as many after.
inline constexpr std::uint32_t transits_back = 0x8000U;

/// What does not fit into a PackedRecord: a large number, a far cause or another connection.
struct LargeRecord {
    std::uint32_t number = 0; // its meaning depends on the kind
    std::uint16_t connection = 0;
    std::uint16_t back = 0; // how many records back its cause is
};

inline constexpr RecordId records_per_block = 64;

/// 64 records and what they have in common. Bit i of a mask is about the i-th of them.
struct RecordBlock {
    std::uint64_t later = 0;   // those that are later than the one before them
    std::uint64_t heads = 0;   // heads of a group
    std::uint32_t times = 0;   // where its part of the times begins
    std::uint32_t larges = 0;  // where its part of the large records begins
    RecordId head = no_record; // the latest head in the blocks before
    TransitId transit = 0;     // small numbers of transits count from here
    std::array<PackedRecord, records_per_block> records{};
};

} // namespace tcpstage::trace
