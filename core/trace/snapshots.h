#pragma once
// The full TCB of one side after each of its changes, stored as differences between key frames.

#include "core/trace/record.h"

#include <array>
#include <cstddef>
#include <cstdint>
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
    using Word = std::uint32_t; // half of an Instant: the upper halves of times hardly ever change
    static constexpr std::size_t key_every = 16;
    static constexpr std::size_t mask_words = 2;
    static constexpr std::size_t word_count = sizeof(Tcb) / sizeof(Word);
    static_assert(sizeof(Tcb) % sizeof(Word) == 0 && word_count <= 64, "a 64-bit mask names the changed words");
    using Words = std::array<Word, word_count>;

    static Words words_of(const Tcb& tcb);

    std::vector<RecordId> after_;           // one per snapshot
    std::vector<std::uint32_t> key_starts_; // where in `data_` each key frame begins
    std::vector<Word> data_;                // all words in a key frame, else a mask of changed words, then those
    Words last_{};
};

} // namespace tcpstage
