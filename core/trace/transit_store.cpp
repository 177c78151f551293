#include "core/trace/transit_store.h"

#include "core/tcp/segment/option_bits.h"

#include <algorithm>
#include <bit>
#include <concepts>
#include <tuple>

namespace tcpstage::trace {

namespace {

constexpr unsigned most_connections = 63;
constexpr std::size_t most_reasons = 16; // that fit into four bits; others are rare
constexpr unsigned most_scale = 14;      // RFC 7323 section 2.3
/// Octets of packed options, at most: a number of 32 bits or less takes up to 5.
constexpr std::size_t largest_options = [] {
    constexpr std::size_t largest_number = 5;
    std::size_t octets = largest_number;
    tcp::Options options;
    tcp::set_option_bits(options, tcp::all_option_bits);
    tcp::each_option_member(options, [&](const auto& member) {
        octets += largest_number * ((sizeof(member) + sizeof(std::uint32_t) - 1) / sizeof(std::uint32_t));
    });
    return octets;
}();

unsigned scale_of(std::uint16_t window, std::uint32_t bytes)
{
    unsigned scale = 0;
    while (scale <= most_scale && std::uint64_t{window} << scale != bytes)
        ++scale;
    return scale;
}

/// A difference of two numbers in 16 bits: up to so many before, or after.
constexpr std::uint32_t back = 0x8000U;

/// Packs a number that is near another; false if it is not.
bool pack_near(std::uint32_t number, std::uint32_t near, std::uint16_t& packed)
{
    const std::uint32_t difference = number - near + back;
    packed = static_cast<std::uint16_t>(difference);
    return difference <= UINT16_MAX;
}

std::uint32_t unpacked(std::uint16_t packed, std::uint32_t near) { return near + packed - back; }

/// Packs a time into 32 bits; false if it does not fit.
bool pack_time(Duration time, std::uint32_t& packed)
{
    packed = static_cast<std::uint32_t>(time.count());
    return time.count() == packed;
}

/// Without a branch for each member. Names every member, so that a new one does not compile until it is asked for too.
bool has_only_timestamps(const tcp::Options& options)
{
    const auto& [mss, window_scale, has_window_scale, sack_permitted, has_timestamps, sack_count, timestamps, sack] =
        options;
    std::uint64_t other = std::uint64_t{mss} | window_scale | sack_count;
    other |= (has_window_scale ? 1U : 0U) | (sack_permitted ? 1U : 0U);
    for (const std::uint64_t block : std::bit_cast<std::array<std::uint64_t, std::tuple_size_v<tcp::SackBlocks>>>(sack))
        other |= block;
    return other == 0 && (has_timestamps || timestamps == tcp::Timestamps{});
}

} // namespace

std::uint32_t TransitStore::block_of(const Bytes& payload)
{
    constexpr std::size_t remembered = 8; // most payloads come from one of the latest blocks
    for (std::size_t i = payloads_.size(); i > 0 && i + remembered > payloads_.size(); --i)
        if (payloads_[i - 1].shares_block(payload)) return static_cast<std::uint32_t>(i - 1);
    payloads_.push_back(payload.whole_block());
    return static_cast<std::uint32_t>(payloads_.size() - 1);
}

bool TransitStore::pack_timestamps(const tcp::Timestamps& timestamps, Side side, Packed& packed)
{
    auto& first = blocks_.edit(blocks_.size() - 1).timestamps[index(side)];
    if (!first) first = timestamps;
    std::uint16_t value = 0;
    std::uint16_t echo = 0;
    const bool fits = pack_near(timestamps.value, first->value, value) && pack_near(timestamps.echo, first->echo, echo);
    packed.options = std::uint32_t{value} << 16U | echo;
    return fits;
}

inline TransitStore::Kept TransitStore::pack_options(const tcp::Segment& segment, Side side, Packed& packed)
{
    const tcp::Options& options = segment.options;
    if (has_only_timestamps(options)) {
        if (!options.has_timestamps) return segment.is_datagram() ? Kept::Datagram : Kept::None;
        if (pack_timestamps(options.timestamps, side, packed)) return Kept::Timestamps;
    }
    packed.options = pack_apart(segment);
    return Kept::Apart;
}

/// The spot in `options_`.
std::uint32_t TransitStore::pack_apart(const tcp::Segment& segment)
{
    const tcp::Options& options = segment.options;
    std::array<std::uint8_t, largest_options> piece;
    std::uint8_t* to = put_number(piece.data(), tcp::option_bits(options));
    tcp::each_option_member(options, [&]<typename Member>(const Member& member) {
        if constexpr (std::same_as<Member, tcp::SackBlocks>) {
            for (const tcp::SackBlock& block : member) {
                const std::uint32_t octets = block.right - block.left;
                to = put_number(to, octets);
                to = put_number(to, block.left - (octets == 0 ? tcp::Seq{} : segment.ack)); // unused ones are all zero
            }
        } else if constexpr (!std::same_as<Member, bool>) {
            to = put_number(to, member);
        }
    });
    return options_.append({piece.data(), to}).value;
}

tcp::Options TransitStore::unpack_options(const Packed& packed, const Block& block) const
{
    tcp::Options options;
    switch (static_cast<Kept>(packed.get(Packed::kept))) {
    case Kept::None:
    case Kept::Datagram:
        return options;
    case Kept::Timestamps: {
        const tcp::Timestamps first = block.timestamps[index(packed.sender())].value_or(tcp::Timestamps{});
        options.has_timestamps = true;
        options.timestamps = {unpacked(static_cast<std::uint16_t>(packed.options >> 16U), first.value),
                              unpacked(static_cast<std::uint16_t>(packed.options), first.echo)};
        return options;
    }
    case Kept::Apart:
        break;
    }
    const std::uint8_t* octet = options_.from({packed.options}).data();
    tcp::set_option_bits(options, static_cast<unsigned>(take_number(octet)));
    tcp::each_option_member(options, [&]<typename Member>(Member& member) {
        if constexpr (std::same_as<Member, tcp::SackBlocks>) {
            for (tcp::SackBlock& one : member) {
                const auto octets = static_cast<std::uint32_t>(take_number(octet));
                one.left = (octets == 0 ? tcp::Seq{} : packed.ack) + static_cast<std::uint32_t>(take_number(octet));
                one.right = one.left + octets;
            }
        } else if constexpr (!std::same_as<Member, bool>) {
            member = static_cast<Member>(take_number(octet));
        }
    });
    return options;
}

inline bool TransitStore::pack_segment(const tcp::Segment& segment, Side side, Packed& packed)
{
    const auto& [source, destination, seq, ack, window, urgent, flag_bits, protocol, ecn_bits, options, payload] =
        segment;
    if (source != ports_[index(side)] || destination != ports_[index(other(side))] || urgent != 0) return false;
    if (payload.size() > UINT16_MAX || (protocol == tcp::Protocol::Udp && options != tcp::Options{})) return false;
    packed.seq = seq;
    packed.ack = ack;
    packed.window = window;
    if (!payload.empty()) {
        packed.payload_bytes = static_cast<std::uint16_t>(payload.size());
        packed.offset = payload.offset_in_block();
        if (!pack_near(block_of(payload), blocks_.back().payload, packed.block)) return false;
    }
    packed.bits |= std::uint32_t{flag_bits.bits()} << Packed::flags.at | static_cast<std::uint32_t>(ecn_bits)
                                                                             << Packed::ecn.at;
    packed.bits |= static_cast<std::uint32_t>(pack_options(segment, side, packed)) << Packed::kept.at;
    return true;
}

tcp::Segment TransitStore::unpack_segment(const Packed& packed, const Block& block) const
{
    const Side side = packed.sender();
    tcp::Segment segment;
    segment.source_port = ports_[index(side)];
    segment.destination_port = ports_[index(other(side))];
    segment.seq = packed.seq;
    segment.ack = packed.ack;
    segment.window = packed.window;
    segment.flags = tcp::Flags::from_bits(static_cast<std::uint8_t>(packed.get(Packed::flags)));
    segment.options = unpack_options(packed, block);
    segment.ecn = static_cast<tcp::Ecn>(packed.get(Packed::ecn));
    if (static_cast<Kept>(packed.get(Packed::kept)) == Kept::Datagram) segment.protocol = tcp::Protocol::Udp;
    if (packed.payload_bytes != 0)
        segment.payload = payloads_[unpacked(packed.block, block.payload)].slice(packed.offset, packed.payload_bytes);
    return segment;
}

/// False if something does not fit. Names every member, so that a new one does not compile until it is stored here too.
inline bool TransitStore::pack(const tcp::Segment& segment, const Journey& journey, Packed& packed)
{
    const auto& [sent, ends, side, its_fate, why, again, damaged, ce, number, window_bytes, copy_of, sent_record,
                 end_record, before] = journey;
    const unsigned shift = scale_of(segment.window, window_bytes);
    const Block& block = blocks_.back();
    const std::uint32_t after = sent_record - block.sent_record;
    if (before || copy_of != no_transit || number > most_connections || shift > most_scale || after > UINT16_MAX ||
        static_cast<std::size_t>(why) >= most_reasons)
        return false;
    if (!pack_time(sent - block.sent, packed.since)) return false;
    packed.takes = Packed::for_ever;
    if (ends != never && (ends < sent || !pack_time(ends - sent, packed.takes) || packed.takes == Packed::for_ever))
        return false;
    packed.sent_record = static_cast<std::uint16_t>(after);
    if (end_record != no_record && !packed.pack_end_record(end_record, block)) return false;
    packed.bits = static_cast<std::uint32_t>(side) << Packed::from.at |
                  static_cast<std::uint32_t>(its_fate) << Packed::fate.at |
                  std::uint32_t{again} << Packed::retransmission.at | std::uint32_t{damaged} << Packed::corrupted.at |
                  std::uint32_t{ce} << Packed::marked.at | static_cast<std::uint32_t>(why) << Packed::reason.at |
                  shift << Packed::scale.at | std::uint32_t{number} << Packed::connection.at;
    return pack_segment(segment, side, packed);
}

void TransitStore::push_back(const tcp::Segment& segment, const Journey& journey)
{
    const auto id = static_cast<TransitId>(packed_.size());
    if (id % per_block == 0)
        blocks_.push_back({journey.sent, journey.sent_record, static_cast<std::uint32_t>(payloads_.size()), {}});
    Packed& packed = packed_.emplace_back(); // packed where it is: a copy would wait for its small members
    if (pack(segment, journey, packed)) return;
    packed = {.bits = Packed::odd.all()};
    keep_in_full(id, segment, journey);
}

/// Not inlined: else what it copies is loaded for every segment.
[[gnu::noinline]] void TransitStore::keep_in_full(TransitId id, const tcp::Segment& segment, const Journey& journey)
{
    odd_.emplace_hint(odd_.end(), id, Transit{journey, segment});
}

Transit TransitStore::at(TransitId id) const
{
    const Packed& packed = packed_[id];
    if (packed.is_odd()) return odd_.at(id);
    return {journey(id), unpack_segment(packed, block(id))};
}

Journey TransitStore::journey(TransitId id) const
{
    const Packed& packed = packed_[id];
    if (packed.is_odd()) return odd_.at(id);
    const RecordId sent_record = block(id).sent_record + packed.sent_record;
    return {.sent = sent(id),
            .ends = ends(id),
            .from = packed.sender(),
            .fate = static_cast<Fate>(packed.get(Packed::fate)),
            .reason = static_cast<Reason>(packed.get(Packed::reason)),
            .retransmission = packed.get(Packed::retransmission) != 0,
            .corrupted = packed.get(Packed::corrupted) != 0,
            .marked = packed.get(Packed::marked) != 0,
            .connection = static_cast<ConnectionNumber>(packed.get(Packed::connection)),
            .window_bytes = std::uint32_t{packed.window} << packed.get(Packed::scale),
            .sent_record = sent_record,
            .end_record = packed.end_record == 0 ? no_record : sent_record + packed.end_record};
}

Launched TransitStore::launched_odd(TransitId id) const
{
    const Transit& transit = odd_.at(id);
    return {transit.ends, transit.sent_record, transit.connection, transit.from,
            transit.fate, transit.reason,      transit.corrupted};
}

Instant TransitStore::sent(TransitId id) const
{
    const Packed& packed = packed_[id];
    return packed.is_odd() ? odd_.at(id).sent : block(id).sent + Duration{packed.since};
}

Instant TransitStore::ends(TransitId id) const
{
    const Packed& packed = packed_[id];
    return packed.is_odd() ? odd_.at(id).ends : packed.ends(block(id));
}

RecordId TransitStore::sent_record(TransitId id) const
{
    const Packed& packed = packed_[id];
    return packed.is_odd() ? odd_.at(id).sent_record : block(id).sent_record + packed.sent_record;
}

std::size_t TransitStore::sent_until(Instant instant) const
{
    const auto next = std::ranges::upper_bound(blocks_, instant, {}, &Block::sent);
    if (next == blocks_.begin()) return 0;
    auto first = static_cast<TransitId>((next - blocks_.begin() - 1) * static_cast<std::ptrdiff_t>(per_block));
    auto last = static_cast<TransitId>(std::min(size(), first + per_block));
    while (first != last) {
        const TransitId middle = first + (last - first) / 2;
        if (sent(middle) <= instant)
            first = middle + 1;
        else
            last = middle;
    }
    return first;
}

/// Stores it in full from now on.
Transit& TransitStore::make_odd(TransitId id)
{
    Packed& packed = packed_.edit(id);
    if (!packed.is_odd()) odd_.emplace(id, at(id));
    packed.set(Packed::odd, 1);
    return odd_.at(id);
}

void TransitStore::set_end(TransitId id, Instant ends, Fate its_fate, Reason why, bool damaged)
{
    Packed& packed = packed_.edit(id);
    Duration takes{};
    const bool ended = ends != never;
    if (ended) takes = ends - sent(id);
    const bool timely = !ended || (takes >= Duration{0} && takes < Duration{Packed::for_ever});
    if (packed.is_odd() || !timely || static_cast<std::size_t>(why) >= most_reasons) {
        Transit& transit = make_odd(id);
        transit.ends = ends;
        transit.fate = its_fate;
        transit.reason = why;
        transit.corrupted = damaged;
        return;
    }
    packed.takes = ended ? static_cast<std::uint32_t>(takes.count()) : Packed::for_ever;
    packed.set(Packed::fate, static_cast<std::uint32_t>(its_fate));
    packed.set(Packed::reason, static_cast<std::uint32_t>(why));
    packed.set(Packed::corrupted, damaged ? 1 : 0);
}

std::size_t TransitStore::memory_bytes() const
{
    constexpr std::size_t node = sizeof(std::pair<const TransitId, Transit>) + 4 * sizeof(void*); // as usual for a map
    return packed_.memory_bytes() + blocks_.memory_bytes() + payloads_.memory_bytes() + options_.memory_bytes() +
           odd_.size() * node;
}

} // namespace tcpstage::trace
