#pragma once
// The full TCB of one side after each of its changes, stored as differences between key frames.

#include "core/trace/record.h"

#include <optional>
#include <vector>

namespace tcpstage {

/// Append-only. A look-up is a binary search and at most `key_every` - 1 small patches: O(log n), never a replay.
class Snapshots {
public:
    /// `after` must not go back. A TCB equal to the last one takes no memory.
    void append(RecordId after, const Tcb& tcb);
    /// The TCB after the newest change at or before `record`; empty before the first.
    std::optional<Tcb> at(RecordId record) const;
    std::size_t size() const { return after_.size(); }
    std::size_t memory_bytes() const;

private:
    static constexpr std::size_t key_every = 16;
    static constexpr std::size_t word_count = (sizeof(Tcb) + 7) / 8;
    using Words = std::array<std::uint64_t, word_count>;

    std::vector<RecordId> after_;        // one per snapshot
    std::vector<std::uint32_t> starts_;  // of each snapshot's words in `data_`
    std::vector<std::uint64_t> data_;    // a mask of changed words, then those words; all words in a key frame
    Words last_{};
};

} // namespace tcpstage
