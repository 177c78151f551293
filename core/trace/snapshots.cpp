#include "core/trace/snapshots.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <utility>

namespace tcpstage::trace {

namespace {

constexpr std::size_t most_masks = 127; // so that their codes, from 1 on, take seven bits
constexpr auto never_ns = static_cast<std::uint64_t>(never.time_since_epoch().count());

// 2^64 and 2^32 divided by the golden ratio, to make a hash of a mask.
constexpr std::uint64_t spread = 0x9e37'79b9'7f4a'7c15U;
constexpr std::uint32_t spread_32 = 0x9e37'79b9U;

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

constexpr std::size_t lane_at(std::size_t offset) { return offset / lane_bytes; }

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
    std::uint8_t& guess = guesses_[mask * spread >> (64U - guess_bits)];
    if (guess != 0 && masks_[guess - 1U] == mask) return guess;
    const auto known = std::ranges::find(masks_, mask);
    const auto code = static_cast<std::uint8_t>(known - masks_.begin() + 1);
    if (known == masks_.end() && masks_.size() == most_masks) return 0;
    if (known == masks_.end()) masks_.push_back(mask);
    return guess = code;
}

/// Takes a lane over.
template <std::size_t Index> void Snapshots::take_lane(const tcp::Tcb& tcb, Moves& moves)
{
    const Lane lane = lane_of(tcb, Index);
    if (lane == lanes_[Index]) return;
    const Lane lane_before = std::exchange(lanes_[Index], lane);
    moves.lanes |= 1U << Index;
    std::uint64_t& by = moves.by[moves.count++];
    if constexpr (Index < word_count / 2) {
        const auto words = words_of(lane);
        const auto before = words_of(lane_before);
        by = std::bit_cast<Lane>(std::array{words[0] - before[0], words[1] - before[1]});
    } else {
        constexpr std::size_t time = Index - word_count / 2;
        if (lane == never_ns || lane_before == never_ns) moves.turned |= 1U << time;
        by = lane == never_ns ? 0 : lane - std::exchange(times_[time], lane);
    }
}

Snapshots::Said& Snapshots::said_of(const Moves& moves) { return said_[moves.lanes * spread_32 >> (32U - said_bits)]; }

bool Snapshots::is_said(const Moves& moves, const Said& said) const
{
    if (said.key != keys_.size() || said.lanes != moves.lanes || said.turned != moves.turned) return false;
    std::uint64_t differs = 0; // few numbers: std::equal would call memcmp
    for (std::size_t i = 0; i < moves.count; ++i)
        differs |= moves.by[i] ^ said.by[i];
    return differs == 0;
}

/// Writes the code of the mask and the differences.
std::uint8_t* Snapshots::put_moves(const Moves& moves, bool key, std::uint8_t* to)
{
    std::uint8_t* const code = to++;
    std::uint64_t mask = std::uint64_t{moves.turned} << number_count;
    const std::uint64_t* by = moves.by.data();
    for (std::uint32_t lanes = moves.lanes; lanes != 0; lanes &= lanes - 1, ++by) {
        const auto lane = static_cast<std::size_t>(std::countr_zero(lanes));
        if (lane >= word_count / 2) {
            if (*by == 0) continue;
            mask |= std::uint64_t{1} << (word_count + lane - word_count / 2);
            to = put_number(to, folded(static_cast<std::int64_t>(*by)));
            continue;
        }
        const auto words = words_of(*by);
        for (std::size_t i = 0; i < 2; ++i) {
            if (words[i] == 0) continue;
            mask |= std::uint64_t{1} << (2 * lane + i);
            to = put_number(to, folded(static_cast<std::int32_t>(words[i])));
        }
    }
    *code = code_of(mask);
    Said& said = said_of(moves);
    said.key = 0;
    if (*code == 0) return insert_number(code + 1, to, mask);
    if (key || *code > most_said || moves.count > said.by.size()) return to;
    said = {static_cast<std::uint32_t>(keys_.size()), moves.lanes, moves.turned, *code, {}};
    std::copy_n(moves.by.begin(), moves.count, said.by.begin());
    return to;
}

/// Unrolled: a loop over the lanes takes twice as long.
template <std::size_t... Lanes>
void Snapshots::append_lanes(RecordId after, const tcp::Tcb& tcb, std::index_sequence<Lanes...> /*lanes*/)
{
    const bool key = size_ % key_every == 0;
    Moves moves;
    (take_lane<Lanes>(tcb, moves), ...);
    if (moves.lanes == 0 && !key) return;
    constexpr std::size_t longest = 10; // octets of a number
    std::uint8_t* to = patches_.begin_piece(longest * (number_count + 3));
    to = put_number(to, key ? 0 : after - last_after_);
    if (const Said& said = said_of(moves); !key && is_said(moves, said))
        *to++ = said.code | the_same;
    else
        to = put_moves(moves, key, to);
    const OctetChunks::Spot spot = patches_.end_piece(to);
    if (key) keys_.push_back({after, spot});
    last_after_ = after;
    ++size_;
}

bool Snapshots::is_newest(const tcp::Tcb& tcb) const
{
    for (std::size_t i = 0; i < lane_count; ++i)
        if (lane_of(tcb, i) != lanes_[i]) return false;
    return true;
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
    if (size_ % key_every == 0) { // all differences from nothing
        if (size_ != 0 && is_newest(tcb)) return;
        lanes_ = {};
        times_ = {};
    }
    append_lanes(after, tcb, std::make_index_sequence<lane_count>{});
}

void Snapshots::append_progress(RecordId after, const tcp::Tcb& tcb)
{
    if (size_ % key_every == 0) return append(after, tcb);
    append_lanes(
        after, tcb,
        std::index_sequence<lane_at(offsetof(tcp::Tcb, fin_sent)), lane_at(offsetof(tcp::Tcb, snd.nxt)),
                            lane_at(offsetof(tcp::Tcb, snd.max)), lane_at(offsetof(tcp::Tcb, unsent_bytes))>{});
    assert(is_newest(tcb));
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
    std::array<const std::uint8_t*, most_said> said{};
    for (std::size_t i = first; i < std::min(first + key_every, size_); ++i) {
        if (from == octets.data() + octets.size()) { // a patch never spans two chunks, but the patches of one key may
            octets = patches_.chunk(++chunk);
            from = octets.data();
        }
        after += static_cast<RecordId>(take_number(from));
        if (after > record) break;
        const std::uint8_t code = *from++;
        const std::uint64_t mask = code == 0 ? take_number(from) : masks_[(code & most_masks) - 1];
        const bool again = (code & the_same) != 0;
        if (code != 0 && code <= most_said) said[code - 1U] = from;
        const std::uint8_t* differences = again ? said[(code & most_masks) - 1] : from;
        take_differences(differences, mask, numbers);
        if (!again) from = differences;
    }
    return tcb_of(numbers);
}

std::size_t Snapshots::memory_bytes() const
{
    return keys_.capacity() * sizeof(Key) + masks_.capacity() * sizeof(std::uint64_t) + patches_.memory_bytes();
}

} // namespace tcpstage::trace
