#pragma once
// The full TCB of one side after each of its changes, stored as differences between key frames.

#include "core/tcp/tcb/tcb.h"
#include "core/trace/octet_chunks.h"
#include "core/trace/record.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tcpstage::trace {

/// Append-only. A look-up is a binary search and at most `key_every` - 1 small patches: O(log n), never a replay.
class Snapshots {
public:
    /// `after` must not go back. A TCB equal to the one before takes no memory.
    void append(RecordId after, const tcp::Tcb& tcb);
    /// The TCB after the newest change at or before `record`; empty before the first.
    std::optional<tcp::Tcb> at(RecordId record) const;
    std::size_t size() const { return size_; }
    std::size_t memory_bytes() const;

private:
    // A TCB as numbers: its members of up to 32 bits as words of 32 bits, then counters and times of 64 bits.
    static constexpr std::size_t word_count = offsetof(tcp::Tcb, delivered_bytes) / sizeof(std::uint32_t);
    static constexpr std::size_t time_count =
        (sizeof(tcp::Tcb) - offsetof(tcp::Tcb, delivered_bytes)) / sizeof(std::int64_t);
    static constexpr std::size_t number_count = word_count + time_count;
    static_assert(offsetof(tcp::Tcb, delivered_bytes) % sizeof(std::int64_t) == 0,
                  "in a TCB the numbers of 64 bits begin with delivered_bytes and come last");
    static_assert(number_count + time_count <= 64, "a mask of 64 bits names what has changed");
    struct Numbers {
        std::array<std::uint32_t, word_count> words{};
        std::array<std::uint64_t, time_count> times{};
        std::uint64_t absent = 0; // mask of times that are `never`; for those, `times` keeps the last value
        friend bool operator==(const Numbers&, const Numbers&) = default;
    };
    struct Key {
        RecordId after = 0;
        OctetChunks::Spot spot;
    };
    static constexpr std::size_t key_every = 32;

    static Numbers numbers_of(const tcp::Tcb& tcb, const Numbers& before);
    static tcp::Tcb tcb_of(const Numbers& numbers);
    static std::uint64_t put_differences(const Numbers& before, const Numbers& after, std::uint8_t*& to);
    static void take_differences(const std::uint8_t*& from, std::uint64_t mask, Numbers& numbers);
    std::uint64_t code_of(std::uint64_t mask);
    std::uint64_t take_mask(const std::uint8_t*& from) const;

    std::size_t size_ = 0;
    RecordId last_after_ = 0;
    Numbers last_;
    std::vector<Key> keys_;
    std::vector<std::uint64_t> masks_; // the first masks that occurred, which have codes of one octet
    OctetChunks patches_;              // each: number of records since the patch before, mask, differences
};

} // namespace tcpstage::trace
