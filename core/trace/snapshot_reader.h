#pragma once
// Reads the TCBs of one side in the order of their records, without beginning at a key frame each time.

#include "core/trace/snapshots.h"

#include <span>

namespace tcpstage::trace {

/// Valid until the snapshots change.
class SnapshotReader {
public:
    explicit SnapshotReader(const Snapshots& snapshots) : snapshots_{&snapshots} {}

    /// The TCB after the newest change at or before `record`; a closed one before the first. Amortised O(1) if `record`
    /// does not go back, else O(log n).
    tcp::Tcb at(RecordId record);

private:
    bool begin(RecordId record);
    void take_patch();

    const Snapshots* snapshots_;
    std::size_t key_ = 0;  // of `keys_`, plus one; 0: none yet
    std::size_t left_ = 0; // patches of it
    std::size_t chunk_ = 0;
    std::span<const std::uint8_t> octets_;
    const std::uint8_t* from_ = nullptr;
    RecordId after_ = 0; // of the latest patch
    Snapshots::Numbers numbers_;
    std::array<const std::uint8_t*, Snapshots::most_said> said_{}; // by code: the differences of its latest patch
};

} // namespace tcpstage::trace
