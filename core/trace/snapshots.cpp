#include "core/trace/snapshots.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

namespace tcpstage {

Snapshots::Words Snapshots::words_of(const Tcb& tcb)
{
    Tcb plain = tcb;
#if __has_builtin(__builtin_clear_padding)
    __builtin_clear_padding(&plain); // equal TCBs must give equal words
#else
    static_assert(std::has_unique_object_representations_v<Tcb>, "this compiler cannot clear the padding of a TCB");
#endif
    return std::bit_cast<Words>(plain);
}

void Snapshots::append(RecordId after, const Tcb& tcb)
{
    assert(after_.empty() || after_.back() <= after);
    const Words words = words_of(tcb);
    std::array<Word, mask_words + word_count> patch;
    std::size_t size = mask_words;
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < word_count; ++i) {
        const bool changed = words[i] != last_[i];
        patch[size] = words[i];
        size += changed ? 1U : 0U;
        mask |= std::uint64_t{changed} << i;
    }
    if (mask == 0 && !after_.empty()) return;
    if (after_.size() % key_every == 0) {
        key_starts_.push_back(static_cast<std::uint32_t>(data_.size()));
        data_.insert(data_.end(), words.begin(), words.end());
    } else {
        patch[0] = static_cast<Word>(mask);
        patch[1] = static_cast<Word>(mask >> 32U);
        data_.insert(data_.end(), patch.begin(), patch.begin() + static_cast<std::ptrdiff_t>(size));
    }
    after_.push_back(after);
    last_ = words;
}

std::optional<Tcb> Snapshots::at(RecordId record) const
{
    const auto count = static_cast<std::size_t>(std::ranges::upper_bound(after_, record) - after_.begin());
    if (count == 0) return std::nullopt;
    const std::size_t patches = (count - 1) % key_every;
    const Word* from = data_.data() + key_starts_[(count - 1) / key_every];
    Words words;
    std::memcpy(words.data(), from, sizeof(words));
    from += word_count;
    for (std::size_t i = 0; i < patches; ++i) {
        std::uint64_t mask = from[0] | (std::uint64_t{from[1]} << 32U);
        from += mask_words;
        for (; mask != 0; mask &= mask - 1)
            words[static_cast<std::size_t>(std::countr_zero(mask))] = *from++;
    }
    return std::bit_cast<Tcb>(words);
}

std::size_t Snapshots::memory_bytes() const
{
    return after_.capacity() * sizeof(RecordId) + key_starts_.capacity() * sizeof(std::uint32_t) +
           data_.capacity() * sizeof(Word);
}

} // namespace tcpstage
