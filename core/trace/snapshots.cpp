#include "core/trace/snapshots.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstddef>
#include <cstring>
#include <utility>

namespace tcpstage::trace {

namespace {

constexpr std::size_t longest = 10;     // octets of a number
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

/// The lanes of the small members, which seldom change.
constexpr std::size_t small_lanes = offsetof(tcp::Tcb, snd) / lane_bytes;
static_assert(offsetof(tcp::Tcb, snd) % lane_bytes == 0);

constexpr std::size_t word_number(std::size_t offset) { return offset / sizeof(std::uint32_t); }

std::uint32_t word_at(const void* from, std::size_t index)
{
    std::uint32_t word;
    std::memcpy(&word, static_cast<const char*>(from) + index * sizeof word, sizeof word);
    return word;
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
        by = lane == never_ns ? 0 : lane - (lane_before == never_ns ? times_[time] : lane_before);
        if (lane == never_ns) times_[time] = lane_before;
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
    for (Turn& turn : turns_)
        turn.key = 0;
    if (*code == 0) return insert_number(code + 1, to, mask);
    if (key || *code > most_said || moves.count > said.by.size()) return to;
    said = {static_cast<std::uint32_t>(keys_.size()), moves.lanes, moves.turned, *code, {}};
    std::copy_n(moves.by.begin(), moves.count, said.by.begin());
    return to;
}

/// Returns the code of a patch that says only "the same", else 0. Unrolled: a loop over the lanes takes twice as long.
template <std::size_t... Lanes>
std::uint8_t Snapshots::append_lanes(RecordId after, const tcp::Tcb& tcb, std::index_sequence<Lanes...> /*lanes*/)
{
    const bool key = is_key_due();
    Moves moves;
    (take_lane<Lanes>(tcb, moves), ...);
    if (moves.lanes == 0 && !key) return 0;
    std::uint8_t* to = patches_.begin_piece(longest * (number_count + 3));
    to = put_number(to, key ? 0 : after - last_after_);
    std::uint8_t again = 0;
    if (const Said& said = said_of(moves); !key && is_said(moves, said)) {
        again = said.code;
        *to++ = again | the_same;
    } else {
        to = put_moves(moves, key, to);
    }
    const OctetChunks::Spot spot = patches_.end_piece(to);
    if (key) keys_.push_back({after, spot, static_cast<std::uint32_t>(size_)});
    if (key) work_left_ = work_of_key;
    work_left_ -= std::min(work_left_, again != 0 ? 1U : work_in_full);
    last_after_ = after;
    ++size_;
    return again;
}

bool Snapshots::is_newest(const tcp::Tcb& tcb) const
{
    for (std::size_t i = 0; i < lane_count; ++i)
        if (lane_of(tcb, i) != lanes_[i]) return false;
    return true;
}

/// Takes a patch over that was said so many times.
void Snapshots::take_differences(const std::uint8_t*& from, std::uint64_t mask, unsigned times, Numbers& numbers)
{
    if (times % 2 != 0) numbers.absent ^= mask >> number_count;
    for (mask &= (std::uint64_t{1} << number_count) - 1; mask != 0; mask &= mask - 1) {
        const auto i = static_cast<std::size_t>(std::countr_zero(mask));
        const std::uint64_t difference = static_cast<std::uint64_t>(unfolded(take_number(from))) * times;
        if (i < word_count)
            numbers.words[i] += static_cast<std::uint32_t>(difference);
        else
            numbers.times[i - word_count] += difference;
    }
}

std::uint8_t Snapshots::append_whole(RecordId after, const tcp::Tcb& tcb)
{
    assert(size_ == 0 || last_after_ <= after);
    if (is_key_due()) { // all differences from nothing
        if (size_ != 0 && is_newest(tcb)) return 0;
        lanes_ = {};
        times_ = {};
    }
    return append_lanes(after, tcb, std::make_index_sequence<lane_count>{});
}

std::uint8_t Snapshots::append_moved(RecordId after, const tcp::Tcb& tcb)
{
    if (is_key_due()) return append_whole(after, tcb);
    const std::uint8_t again = append_lanes(
        after, tcb,
        std::index_sequence<lane_at(offsetof(tcp::Tcb, fin_sent)), lane_at(offsetof(tcp::Tcb, snd.nxt)),
                            lane_at(offsetof(tcp::Tcb, snd.max)), lane_at(offsetof(tcp::Tcb, unsent_bytes))>{});
    assert(is_newest(tcb));
    return again;
}

/// Whether, of what sending moves, nothing has moved since the newest TCB but by this sending.
inline bool Snapshots::moves_only_progress(const tcp::Tcb& tcb, const Sending& sending) const
{
    const tcp::SendProgress& before = sending.before;
    return before.nxt.value() == word_at(&lanes_, word_number(offsetof(tcp::Tcb, snd.nxt))) &&
           before.max.value() == word_at(&lanes_, word_number(offsetof(tcp::Tcb, snd.max))) &&
           tcb.unsent_bytes + before.octets == word_at(&lanes_, word_number(offsetof(tcp::Tcb, unsent_bytes))) &&
           tcb.fin_sent == before.fin_sent;
}

/// Whether the TCB moves from the newest by the same as in that turn. Loops without a branch, so that the compiler
/// takes 16 octets at once.
inline bool Snapshots::moves_as(const Turn& turn, const tcp::Tcb& tcb) const
{
    std::uint32_t words = 0;
    for (std::size_t i = 2 * small_lanes; i < word_count; ++i)
        words |= (word_at(&tcb, i) - word_at(&lanes_, i)) ^ word_at(&turn.by, i);
    Lane times = 0;
    for (std::size_t i = word_count / 2; i < lane_count; ++i)
        times |= (lane_of(tcb, i) - lanes_[i]) ^ turn.by[i];
    for (std::size_t i = 0; i < small_lanes; ++i)
        times |= lane_of(tcb, i) ^ lanes_[i];
    if ((words | times) != 0) return false;
    for (std::uint32_t moved = turn.times; moved != 0; moved &= moved - 1) {
        const std::size_t i = word_count / 2 + static_cast<std::size_t>(std::countr_zero(moved));
        if (lanes_[i] == never_ns || lane_of(tcb, i) == never_ns) return false;
    }
    return true;
}

inline void Snapshots::say_again(const Turn& turn, RecordId after, const tcp::Tcb& tcb, const Sending* sending)
{
    assert(last_after_ <= after);
    std::uint8_t* to = patches_.begin_piece(4 * longest);
    to = put_number(to, after - last_after_);
    *to++ = turn.code | the_same;
    last_after_ = after;
    ++size_;
    --work_left_;
    if (sending != nullptr) {
        to = put_number(to, sending->record - after);
        *to++ = turn.sent_code | the_same;
        last_after_ = sending->record;
        ++size_;
        --work_left_;
    }
    patches_.end_piece(to);
    constexpr std::size_t small = small_lanes * lane_bytes;
    std::memcpy(&lanes_[small_lanes], reinterpret_cast<const char*>(&tcb) + small, sizeof tcb - small);
    assert(is_newest(tcb));
}

void Snapshots::append_turn(RecordId after, const tcp::Tcb& tcb, const Sending* sending)
{
    Turn& turn = turns_[sending == nullptr ? 0 : 1];
    if (work_left_ > 1 && turn.key == keys_.size() && moves_as(turn, tcb) &&
        (sending == nullptr || moves_only_progress(tcb, *sending)))
        return say_again(turn, after, tcb, sending);
    append_another(turn, after, tcb, sending);
}

/// Remembers the turn if it said only "the same", and no time became `never` or ceased to be it.
void Snapshots::append_another(Turn& turn, RecordId after, const tcp::Tcb& tcb, const Sending* sending)
{
    const auto lanes_before = lanes_;
    bool usual = sending == nullptr || moves_only_progress(tcb, *sending);
    std::uint8_t code = 0;
    std::uint8_t sent_code = 0;
    if (sending == nullptr) {
        code = append_whole(after, tcb);
    } else {
        tcp::Tcb first = tcb;
        first.go_back_to(sending->before);
        code = append_whole(after, first);
        sent_code = append_moved(sending->record, tcb);
    }
    usual = usual && code != 0 && (sending == nullptr || sent_code != 0);
    for (std::size_t i = 0; i < small_lanes; ++i)
        usual = usual && lanes_[i] == lanes_before[i];
    if (!usual) return;
    Turn now{static_cast<std::uint32_t>(keys_.size()), code, sent_code, 0, {}};
    for (std::size_t i = small_lanes; i < word_count / 2; ++i) {
        const auto words = words_of(lanes_[i]);
        const auto before = words_of(lanes_before[i]);
        now.by[i] = std::bit_cast<Lane>(std::array{words[0] - before[0], words[1] - before[1]});
    }
    for (std::size_t i = word_count / 2; i < lane_count; ++i) {
        now.by[i] = lanes_[i] - lanes_before[i];
        if (now.by[i] == 0) continue;
        if (lanes_[i] == never_ns || lanes_before[i] == never_ns) return;
        now.times |= 1U << (i - word_count / 2);
    }
    turn = now;
}

std::optional<tcp::Tcb> Snapshots::at(RecordId record) const
{
    const auto next = std::ranges::upper_bound(keys_, record, {}, &Key::after);
    if (next == keys_.begin()) return std::nullopt;
    const Key& key = *std::prev(next);
    const std::size_t end = next == keys_.end() ? size_ : next->first;
    std::size_t chunk = key.spot.chunk();
    auto octets = patches_.from(key.spot);
    const std::uint8_t* from = octets.data();
    RecordId after = key.after;
    Numbers numbers;
    std::array<const std::uint8_t*, most_said> said; // by code: the differences of its latest patch
    std::array<std::uint8_t, most_said> repeated{};  // how often "the same" followed
    const auto take_repeated = [&](std::size_t i) {  // the order does not count: it only adds numbers
        const std::uint8_t* differences = said[i];
        take_differences(differences, masks_[i], std::exchange(repeated[i], std::uint8_t{0}), numbers);
    };
    for (std::size_t i = key.first; i < end; ++i) {
        if (from == octets.data() + octets.size()) { // a patch never spans two chunks, but the patches of one key may
            octets = patches_.chunk(++chunk);
            from = octets.data();
        }
        after += static_cast<RecordId>(take_number(from));
        if (after > record) break;
        const std::uint8_t code = *from++;
        if ((code & the_same) != 0) {
            ++repeated[(code & most_masks) - 1];
            continue;
        }
        const bool sayable = code != 0 && code <= most_said;
        if (sayable && repeated[code - 1U] != 0) take_repeated(code - 1U);
        if (sayable) said[code - 1U] = from;
        const std::uint64_t mask = code == 0 ? take_number(from) : masks_[code - 1U];
        take_differences(from, mask, 1, numbers);
    }
    for (std::size_t i = 0; i < most_said; ++i)
        if (repeated[i] != 0) take_repeated(i);
    return tcb_of(numbers);
}

std::size_t Snapshots::memory_bytes() const
{
    return keys_.capacity() * sizeof(Key) + masks_.capacity() * sizeof(std::uint64_t) + patches_.memory_bytes();
}

} // namespace tcpstage::trace
