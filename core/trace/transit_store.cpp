#include "core/trace/transit_store.h"

#include "core/tcp/segment/option_bits.h"

#include <algorithm>
#include <concepts>

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

/// Packs a time into 32 bits; false if it does not fit.
bool pack_time(Duration time, std::uint32_t& packed)
{
    packed = static_cast<std::uint32_t>(time.count());
    return time.count() == packed;
}

} // namespace

std::uint32_t TransitStore::block_of(const Bytes& payload)
{
    if (payload.empty()) return 0;
    constexpr std::size_t remembered = 8; // most payloads come from one of the latest blocks
    for (std::size_t i = blocks_.size(); i > 0 && i + remembered > blocks_.size(); --i)
        if (blocks_[i - 1].shares_block(payload)) return static_cast<std::uint32_t>(i - 1);
    blocks_.push_back(payload.whole_block());
    return static_cast<std::uint32_t>(blocks_.size() - 1);
}

void TransitStore::pack_options(const tcp::Segment& segment, Packed& packed)
{
    const tcp::Options& options = segment.options;
    if (segment.is_datagram()) packed.kept = static_cast<std::uint8_t>(Kept::Datagram) & 3U;
    if (options == tcp::Options{}) return;
    if (options == tcp::Options{.has_timestamps = true, .timestamps = options.timestamps}) {
        packed.kept = static_cast<std::uint8_t>(Kept::Timestamps) & 3U;
        packed.options = {options.timestamps.value, options.timestamps.echo};
        return;
    }
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
    packed.kept = static_cast<std::uint8_t>(Kept::Apart) & 3U;
    packed.options[0] = options_.append({piece.data(), to}).value;
}

tcp::Options TransitStore::unpack_options(const Packed& packed) const
{
    tcp::Options options;
    switch (static_cast<Kept>(packed.kept)) {
    case Kept::None:
    case Kept::Datagram:
        return options;
    case Kept::Timestamps:
        options.has_timestamps = true;
        options.timestamps = {packed.options[0], packed.options[1]};
        return options;
    case Kept::Apart:
        break;
    }
    const std::uint8_t* from = options_.from({packed.options[0]}).data();
    tcp::set_option_bits(options, static_cast<unsigned>(take_number(from)));
    tcp::each_option_member(options, [&]<typename Member>(Member& member) {
        if constexpr (std::same_as<Member, tcp::SackBlocks>) {
            for (tcp::SackBlock& block : member) {
                const auto octets = static_cast<std::uint32_t>(take_number(from));
                block.left = (octets == 0 ? tcp::Seq{} : packed.ack) + static_cast<std::uint32_t>(take_number(from));
                block.right = block.left + octets;
            }
        } else if constexpr (!std::same_as<Member, bool>) {
            member = static_cast<Member>(take_number(from));
        }
    });
    return options;
}

bool TransitStore::pack_segment(const tcp::Segment& segment, Side from, Packed& packed)
{
    const auto& [source, destination, seq, ack, window, urgent, flags, protocol, ecn, options, payload] = segment;
    if (source != ports_[index(from)] || destination != ports_[index(other(from))] || urgent != 0) return false;
    if (payload.size() > UINT16_MAX || (protocol == tcp::Protocol::Udp && options != tcp::Options{})) return false;
    packed.seq = seq;
    packed.ack = ack;
    packed.window = window;
    packed.flags = flags.bits();
    packed.payload_bytes = static_cast<std::uint16_t>(payload.size());
    packed.block = block_of(payload);
    packed.offset = payload.offset_in_block();
    packed.ecn = static_cast<std::uint8_t>(ecn) & 3U;
    pack_options(segment, packed);
    return true;
}

tcp::Segment TransitStore::unpack_segment(const Packed& packed) const
{
    const auto from = static_cast<Side>(packed.from);
    tcp::Segment segment;
    segment.source_port = ports_[index(from)];
    segment.destination_port = ports_[index(other(from))];
    segment.seq = packed.seq;
    segment.ack = packed.ack;
    segment.window = packed.window;
    segment.flags = tcp::Flags::from_bits(packed.flags);
    segment.options = unpack_options(packed);
    segment.ecn = static_cast<tcp::Ecn>(packed.ecn);
    if (static_cast<Kept>(packed.kept) == Kept::Datagram) segment.protocol = tcp::Protocol::Udp;
    if (packed.payload_bytes != 0) segment.payload = blocks_[packed.block].slice(packed.offset, packed.payload_bytes);
    return segment;
}

/// False if something does not fit. Names every member, so that a new one does not compile until it is stored here too.
bool TransitStore::pack(const tcp::Segment& segment, const Journey& journey, Packed& packed)
{
    const auto& [sent, ends, from, fate, reason, retransmission, corrupted, marked, connection, window_bytes, copy_of,
                 sent_record, end_record, before] = journey;
    const unsigned scale = scale_of(segment.window, window_bytes);
    if (before || copy_of != no_transit || connection > most_connections || scale > most_scale ||
        static_cast<std::size_t>(reason) >= most_reasons)
        return false;
    if (!pack_time(sent - bases_.back(), packed.since)) return false;
    packed.takes = for_ever;
    if (ends != never && (ends < sent || !pack_time(ends - sent, packed.takes) || packed.takes == for_ever))
        return false;
    packed.sent_record = sent_record;
    packed.end_record = end_record;
    packed.from = static_cast<std::uint8_t>(from) & 1U;
    packed.fate = static_cast<std::uint8_t>(fate) & 1U;
    packed.reason = static_cast<std::uint8_t>(reason) & 15U;
    packed.retransmission = retransmission ? 1U : 0U;
    packed.corrupted = corrupted ? 1U : 0U;
    packed.marked = marked ? 1U : 0U;
    packed.scale = static_cast<std::uint8_t>(scale) & 15U;
    packed.connection = static_cast<std::uint8_t>(connection) & 63U;
    return pack_segment(segment, from, packed);
}

void TransitStore::push_back(const tcp::Segment& segment, const Journey& journey)
{
    const auto id = static_cast<TransitId>(packed_.size());
    if (id % per_block == 0) bases_.push_back(journey.sent);
    Packed& packed = packed_.emplace_back();
    if (pack(segment, journey, packed)) return;
    packed = {};
    packed.odd = 1;
    odd_.emplace_hint(odd_.end(), id, Transit{journey, segment});
}

Transit TransitStore::at(TransitId id) const
{
    const Packed& packed = packed_[id];
    if (packed.odd != 0) return odd_.at(id);
    return {journey(id), unpack_segment(packed)};
}

Journey TransitStore::journey(TransitId id) const
{
    const Packed& packed = packed_[id];
    if (packed.odd != 0) return odd_.at(id);
    return {.sent = sent(id),
            .ends = ends(id),
            .from = static_cast<Side>(packed.from),
            .fate = static_cast<Fate>(packed.fate),
            .reason = static_cast<Reason>(packed.reason),
            .retransmission = packed.retransmission != 0,
            .corrupted = packed.corrupted != 0,
            .marked = packed.marked != 0,
            .connection = packed.connection,
            .window_bytes = std::uint32_t{packed.window} << packed.scale,
            .sent_record = packed.sent_record,
            .end_record = packed.end_record};
}

Launched TransitStore::launched(TransitId id) const
{
    const Packed& packed = packed_[id];
    if (packed.odd != 0) {
        const Transit& odd = odd_.at(id);
        return {odd.ends, odd.sent_record, odd.connection, odd.from, odd.fate, odd.reason, odd.corrupted};
    }
    return {.ends = ends_of(packed, id),
            .sent_record = packed.sent_record,
            .connection = packed.connection,
            .from = static_cast<Side>(packed.from),
            .fate = static_cast<Fate>(packed.fate),
            .reason = static_cast<Reason>(packed.reason),
            .corrupted = packed.corrupted != 0};
}

Instant TransitStore::sent(TransitId id) const
{
    const Packed& packed = packed_[id];
    return packed.odd != 0 ? odd_.at(id).sent : base(id) + Duration{packed.since};
}

Instant TransitStore::ends(TransitId id) const
{
    const Packed& packed = packed_[id];
    return packed.odd != 0 ? odd_.at(id).ends : ends_of(packed, id);
}

RecordId TransitStore::sent_record(TransitId id) const
{
    const Packed& packed = packed_[id];
    return packed.odd != 0 ? odd_.at(id).sent_record : packed.sent_record;
}

std::size_t TransitStore::sent_until(Instant instant) const
{
    const auto block = std::ranges::upper_bound(bases_, instant);
    if (block == bases_.begin()) return 0;
    auto first = static_cast<TransitId>((block - bases_.begin() - 1) * static_cast<std::ptrdiff_t>(per_block));
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

void TransitStore::set_end_record(TransitId id, RecordId end_record)
{
    Packed& packed = packed_.edit(id);
    (packed.odd != 0 ? odd_.at(id).end_record : packed.end_record) = end_record;
}

void TransitStore::set_end(TransitId id, Instant ends, Fate fate, Reason reason, bool corrupted)
{
    Packed& packed = packed_.edit(id);
    Duration takes{};
    const bool ended = ends != never;
    if (ended) takes = ends - sent(id);
    const bool timely = !ended || (takes >= Duration{0} && takes < Duration{for_ever});
    const bool fits = timely && static_cast<std::size_t>(reason) < most_reasons;
    if (packed.odd == 0 && !fits) {
        odd_.emplace(id, at(id));
        packed.odd = 1;
    }
    if (packed.odd == 0) {
        packed.takes = ended ? static_cast<std::uint32_t>(takes.count()) : for_ever;
        packed.fate = static_cast<std::uint8_t>(fate) & 1U;
        packed.reason = static_cast<std::uint8_t>(reason) & 15U;
        packed.corrupted = corrupted ? 1U : 0U;
        return;
    }
    Transit& transit = odd_.at(id);
    transit.ends = ends;
    transit.fate = fate;
    transit.reason = reason;
    transit.corrupted = corrupted;
}

std::size_t TransitStore::memory_bytes() const
{
    constexpr std::size_t node = sizeof(std::pair<const TransitId, Transit>) + 4 * sizeof(void*); // as usual for a map
    return packed_.memory_bytes() + bases_.capacity() * sizeof(Instant) + blocks_.memory_bytes() +
           options_.memory_bytes() + odd_.size() * node;
}

} // namespace tcpstage::trace
