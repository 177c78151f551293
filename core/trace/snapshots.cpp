#include "core/trace/snapshots.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstring>

namespace tcpstage::trace {

namespace {

constexpr std::size_t most_masks = 127; // so that their codes, from 1 on, take one octet
constexpr auto never_ns = static_cast<std::uint64_t>(never.time_since_epoch().count());

/// Clears the padding, so that equal TCBs give equal numbers.
tcp::Tcb without_padding(tcp::Tcb tcb)
{
#if __has_builtin(__builtin_clear_padding)
    __builtin_clear_padding(&tcb);
#else
    // The only gap is between the small members and the first large one.
    constexpr std::size_t gap = offsetof(tcp::Tcb, backoff) + sizeof(tcp::Tcb::backoff);
    std::memset(reinterpret_cast<char*>(&tcb) + gap, 0, offsetof(tcp::Tcb, snd) - gap);
#endif
    return tcb;
}

} // namespace

Snapshots::Numbers Snapshots::numbers_of(const tcp::Tcb& tcb, const Numbers& before)
{
    const tcp::Tcb plain = without_padding(tcb);
    Numbers numbers;
    std::memcpy(numbers.words.data(), &plain, sizeof numbers.words);
    std::memcpy(numbers.times.data(), reinterpret_cast<const char*>(&plain) + sizeof numbers.words,
                sizeof numbers.times);
    for (std::size_t i = 0; i < time_count; ++i) {
        const bool absent = numbers.times[i] == never_ns;
        if (absent) numbers.times[i] = before.times[i];
        numbers.absent |= std::uint64_t{absent} << i;
    }
    return numbers;
}

tcp::Tcb Snapshots::tcb_of(const Numbers& numbers)
{
    auto times = numbers.times;
    for (std::uint64_t mask = numbers.absent; mask != 0; mask &= mask - 1)
        times[static_cast<std::size_t>(std::countr_zero(mask))] = never_ns;
    std::array<char, sizeof(tcp::Tcb)> octets;
    std::memcpy(octets.data(), numbers.words.data(), sizeof numbers.words);
    std::memcpy(octets.data() + sizeof numbers.words, times.data(), sizeof times);
    return std::bit_cast<tcp::Tcb>(octets);
}

/// The code of a mask in a patch: its index in `masks_` plus one; 0: the mask itself follows.
std::uint64_t Snapshots::code_of(std::uint64_t mask)
{
    const auto known = std::ranges::find(masks_, mask);
    const auto code = static_cast<std::uint64_t>(known - masks_.begin()) + 1;
    if (known != masks_.end()) return code;
    if (masks_.size() == most_masks) return 0;
    masks_.push_back(mask);
    return code;
}

std::uint64_t Snapshots::take_mask(const std::uint8_t*& from) const
{
    const std::uint64_t code = take_number(from);
    return code == 0 ? take_number(from) : masks_[code - 1];
}

/// Returns the mask of what differs; a bit from `number_count` on says that a time became `never` or ceased to be it.
std::uint64_t Snapshots::put_differences(const Numbers& before, const Numbers& after, std::uint8_t*& to)
{
    std::uint64_t mask = (before.absent ^ after.absent) << number_count;
    for (std::size_t i = 0; i < word_count; ++i) {
        if (after.words[i] == before.words[i]) continue;
        mask |= std::uint64_t{1} << i;
        to = put_number(to, folded(static_cast<std::int32_t>(after.words[i] - before.words[i])));
    }
    for (std::size_t i = 0; i < time_count; ++i) {
        if (after.times[i] == before.times[i]) continue;
        mask |= std::uint64_t{1} << (word_count + i);
        to = put_number(to, folded(static_cast<std::int64_t>(after.times[i] - before.times[i])));
    }
    return mask;
}

void Snapshots::take_differences(const std::uint8_t*& from, std::uint64_t mask, Numbers& numbers)
{
    numbers.absent ^= mask >> number_count;
    for (mask &= (std::uint64_t{1} << number_count) - 1; mask != 0; mask &= mask - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(mask));
        const auto difference = static_cast<std::uint64_t>(unfolded(take_number(from)));
        if (i < word_count)
            numbers.words[i] += static_cast<std::uint32_t>(difference);
        else
            numbers.times[i - word_count] += difference;
    }
}

void Snapshots::append(RecordId after, const tcp::Tcb& tcb)
{
    assert(size_ == 0 || last_after_ <= after);
    const Numbers numbers = numbers_of(tcb, last_);
    if (size_ != 0 && numbers == last_) return;
    const bool key = size_ % key_every == 0;
    constexpr std::size_t longest = 10; // octets of a number
    std::array<std::uint8_t, longest * number_count> differences;
    std::uint8_t* end = differences.data();
    const std::uint64_t mask = put_differences(key ? Numbers{} : last_, numbers, end);
    std::array<std::uint8_t, longest*(number_count + 3)> patch;
    std::uint8_t* to = put_number(patch.data(), key ? 0 : after - last_after_);
    const std::uint64_t code = code_of(mask);
    to = put_number(to, code);
    if (code == 0) to = put_number(to, mask);
    to = std::copy(differences.data(), end, to);
    const OctetChunks::Spot spot = patches_.append({patch.data(), to});
    if (key) keys_.push_back({after, spot});
    last_ = numbers;
    last_after_ = after;
    ++size_;
}

std::optional<tcp::Tcb> Snapshots::at(RecordId record) const
{
    const auto next = std::ranges::upper_bound(keys_, record, {}, &Key::after);
    if (next == keys_.begin()) return std::nullopt;
    const Key& key = *std::prev(next);
    const auto first = static_cast<std::size_t>(std::prev(next) - keys_.begin()) * key_every;
    std::size_t chunk = key.spot.chunk();
    auto octets = patches_.from(key.spot);
    const std::uint8_t* from = octets.data();
    RecordId after = key.after;
    Numbers numbers;
    for (std::size_t i = first; i < std::min(first + key_every, size_); ++i) {
        if (from == octets.data() + octets.size()) { // a patch never spans two chunks, but the patches of one key may
            octets = patches_.chunk(++chunk);
            from = octets.data();
        }
        after += static_cast<RecordId>(take_number(from));
        if (after > record) break;
        const std::uint64_t mask = take_mask(from);
        take_differences(from, mask, numbers);
    }
    return tcb_of(numbers);
}

std::size_t Snapshots::memory_bytes() const
{
    return keys_.capacity() * sizeof(Key) + masks_.capacity() * sizeof(std::uint64_t) + patches_.memory_bytes();
}

} // namespace tcpstage::trace
