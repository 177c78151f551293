#include "core/trace/snapshots.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <utility>

namespace tcpstage::trace {

namespace {

constexpr std::size_t most_masks = 127; // so that their codes, from 1 on, take one octet
constexpr auto never_ns = static_cast<std::uint64_t>(never.time_since_epoch().count());

using Lane = std::uint64_t; // eight octets of a TCB, compared at once: most of them do not change
constexpr std::size_t lane_bytes = sizeof(Lane);
constexpr std::size_t padding = offsetof(tcp::Tcb, backoff) + sizeof(tcp::Tcb::backoff);
static_assert(padding + 1 == offsetof(tcp::Tcb, snd), "one octet, between the small members and the first large one");
/// What counts of each lane: all but the padding.
constexpr auto lane_masks = [] {
    std::array<std::uint8_t, sizeof(tcp::Tcb)> octets;
    octets.fill(UINT8_MAX);
    octets[padding] = 0;
    return std::bit_cast<std::array<Lane, sizeof(tcp::Tcb) / lane_bytes>>(octets);
}();

Lane lane_of(const tcp::Tcb& tcb, std::size_t index)
{
    Lane lane;
    std::memcpy(&lane, reinterpret_cast<const char*>(&tcb) + index * lane_bytes, lane_bytes);
    return lane & lane_masks[index];
}

std::array<std::uint32_t, 2> words_of(Lane lane) { return std::bit_cast<std::array<std::uint32_t, 2>>(lane); }

/// Puts a number before the octets [from, end); returns their new end.
std::uint8_t* insert_number(std::uint8_t* from, std::uint8_t* end, std::uint64_t number)
{
    std::array<std::uint8_t, 10> octets;
    const std::uint8_t* const last = put_number(octets.data(), number);
    const auto count = last - octets.data();
    std::copy_backward(from, end, end + count);
    std::copy(octets.data(), octets.data() + count, from);
    return end + count;
}

} // namespace

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
std::uint8_t Snapshots::code_of(std::uint64_t mask)
{
    constexpr std::uint64_t spread = 0x9e37'79b9'7f4a'7c15U; // 2^64 divided by the golden ratio
    std::uint8_t& guess = guesses_[mask * spread >> (64U - guess_bits)];
    if (guess != 0 && masks_[guess - 1U] == mask) return guess;
    const auto known = std::ranges::find(masks_, mask);
    const auto code = static_cast<std::uint8_t>(known - masks_.begin() + 1);
    if (known == masks_.end() && masks_.size() == most_masks) return 0;
    if (known == masks_.end()) masks_.push_back(mask);
    return guess = code;
}

std::uint64_t Snapshots::take_mask(const std::uint8_t*& from) const
{
    const std::uint64_t code = take_number(from);
    return code == 0 ? take_number(from) : masks_[code - 1];
}

/// The lanes that differ from those of the TCB before.
std::uint32_t Snapshots::lanes_changed(const tcp::Tcb& tcb) const
{
    std::uint32_t lanes = 0;
    const auto compare = [&]<std::size_t... Index>(std::index_sequence<Index...>)
    {
        ((lanes |= lane_of(tcb, Index) != lanes_[Index] ? 1U << Index : 0U), ...);
    };
    compare(std::make_index_sequence<lane_count>{}); // unrolled: a loop takes 10 ns longer
    return lanes;
}

/// Takes a lane over and writes what differs. Returns that as bits of a mask; a bit from `number_count` on says that a
/// time became `never` or ceased to be it.
std::uint64_t Snapshots::put_lane(std::size_t index, std::uint64_t lane, std::uint8_t*& to)
{
    const Lane lane_before = std::exchange(lanes_[index], lane);
    if (index < word_count / 2) {
        const auto words = words_of(lane);
        const auto before = words_of(lane_before);
        std::uint64_t mask = 0;
        for (std::size_t i = 0; i < 2; ++i) {
            if (words[i] == before[i]) continue;
            mask |= std::uint64_t{1} << (2 * index + i);
            to = put_number(to, folded(static_cast<std::int32_t>(words[i] - before[i])));
        }
        return mask;
    }
    const std::size_t time = index - word_count / 2;
    const bool turned = (lane == never_ns) != (lane_before == never_ns);
    const std::uint64_t mask = std::uint64_t{turned} << (number_count + time);
    if (lane == never_ns || lane == times_[time]) return mask;
    to = put_number(to, folded(static_cast<std::int64_t>(lane - std::exchange(times_[time], lane))));
    return mask | std::uint64_t{1} << (word_count + time);
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
    std::uint32_t lanes = lanes_changed(tcb);
    if (size_ != 0 && lanes == 0) return;
    const bool key = size_ % key_every == 0;
    if (key) { // all differences from nothing
        lanes_ = {};
        times_ = {};
        lanes = lanes_changed(tcb);
    }
    constexpr std::size_t longest = 10; // octets of a number
    std::uint8_t* to = patches_.begin_piece(longest * (number_count + 3));
    to = put_number(to, key ? 0 : after - last_after_);
    std::uint8_t* const code = to++;
    std::uint64_t mask = 0;
    for (; lanes != 0; lanes &= lanes - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(lanes));
        mask |= put_lane(i, lane_of(tcb, i), to);
    }
    *code = code_of(mask);
    if (*code == 0) to = insert_number(code + 1, to, mask);
    const OctetChunks::Spot spot = patches_.end_piece(to);
    if (key) keys_.push_back({after, spot});
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
