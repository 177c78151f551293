#pragma once
// Reads the TCBs of one side in the order of their records, without beginning at a key frame each time.

#include "core/trace/snapshots.h"

#include <span>
#include <utility>

namespace tcpstage::trace {

/// Valid until the snapshots change.
class SnapshotReader {
public:
    explicit SnapshotReader(const Snapshots& snapshots) : snapshots_{&snapshots} {}

    /// The TCB after the newest change at or before `record`; a closed one before the first. Amortised O(1) if `record`
    /// does not go back, else O(log n).
    tcp::Tcb at(RecordId record) { return go_to(record) ? Snapshots::tcb_of(numbers_) : tcp::Tcb{}; }
    /// Reads as far as `record`. False: no TCB is stored there.
    bool go_to(RecordId record);
    /// Which members may have changed since the last call, as a mask of bit_of(); at first all of them.
    std::uint64_t take_changes() { return std::exchange(changes_, 0); }
    /// The bit of the member at this offset in a tcp::Tcb; small members share one with their neighbours.
    static constexpr std::uint64_t bit_of(std::size_t offset)
    {
        constexpr std::size_t words = Snapshots::word_count * sizeof(std::uint32_t);
        return std::uint64_t{1} << (offset < words ? offset / sizeof(std::uint32_t)
                                                   : Snapshots::word_count + (offset - words) / sizeof(std::uint64_t));
    }

private:
    bool begin(RecordId record);
    void take_patch();
    /// A time that becomes `never`, or ceases to be it, has a bit of its own in a patch.
    void note(std::uint64_t mask) { changes_ |= mask | mask >> Snapshots::number_count << Snapshots::word_count; }

    const Snapshots* snapshots_;
    std::size_t key_ = 0;  // of `keys_`, plus one; 0: none yet
    std::size_t left_ = 0; // patches of it
    std::size_t chunk_ = 0;
    std::span<const std::uint8_t> octets_;
    const std::uint8_t* from_ = nullptr;
    RecordId after_ = 0; // of the latest patch
    Snapshots::Numbers numbers_;
    std::uint64_t changes_ = UINT64_MAX;
    std::array<const std::uint8_t*, Snapshots::most_said> said_{}; // by code: the differences of its latest patch
};

} // namespace tcpstage::trace
