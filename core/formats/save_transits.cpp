#include "core/base/unknown_octets.h"
#include "core/formats/save_parts.h"
#include "core/tcp/segment/option_bits.h"

#include <concepts>
#include <span>

namespace tcpstage::formats {

namespace {

constexpr std::int64_t longest = INT64_MAX / 4;

/// Ids are stored one higher, so that "none" is 0.
std::uint64_t or_none(std::uint32_t id) { return id == UINT32_MAX ? 0 : std::uint64_t{id} + 1; }

std::uint32_t read_id(OctetReader& in, std::uint64_t limit)
{
    const auto value = in.up_to<std::uint64_t>(limit);
    return value == 0 ? UINT32_MAX : static_cast<std::uint32_t>(value - 1);
}

void write_options(OctetWriter& out, const tcp::Options& options)
{
    out.number(tcp::option_bits(options));
    tcp::each_option_member(options, [&]<typename Member>(const Member& member) {
        if constexpr (std::same_as<Member, tcp::SackBlocks>) {
            for (const tcp::SackBlock& block : std::span{member}.first(options.sack_count)) {
                out.number(block.left.value());
                out.number(block.right.value());
            }
        } else if constexpr (!std::same_as<Member, bool>) {
            out.number(member);
        }
    });
}

void read_blocks(OctetReader& in, std::span<tcp::SackBlock> blocks)
{
    for (tcp::SackBlock& block : blocks) {
        block.left = tcp::Seq{in.any<std::uint32_t>()};
        block.right = tcp::Seq{in.any<std::uint32_t>()};
    }
}

tcp::Options read_options(OctetReader& in)
{
    tcp::Options options;
    tcp::set_option_bits(options, in.up_to<unsigned>(tcp::all_option_bits));
    tcp::each_option_member(options, [&]<typename Member>(Member& member) {
        if constexpr (std::same_as<Member, tcp::SackBlocks>) {
            if (options.sack_count > member.size()) in.fail();
            if (!in.ok()) options.sack_count = 0;
            read_blocks(in, std::span{member}.first(options.sack_count));
        } else if constexpr (!std::same_as<Member, bool>) {
            member = in.any<Member>();
        }
    });
    return options;
}

constexpr std::uint64_t unknown_phase = Bytes::pattern_period + 1; // of octets that a capture has cut off

/// A pattern (Bytes::pattern), which simulated data usually is, takes two numbers whatever its length.
void write_payload(OctetWriter& out, const Bytes& payload)
{
    out.number(payload.size());
    if (payload.empty()) return;
    if (is_unknown(payload)) return out.number(unknown_phase);
    const auto phase = payload.pattern_phase();
    out.number(phase.value_or(Bytes::pattern_period));
    if (!phase) out.raw({reinterpret_cast<const char*>(payload.data()), payload.size()});
}

Bytes read_payload(OctetReader& in)
{
    const auto size = in.up_to<std::uint32_t>(tcp::largest_segment_bytes);
    if (size == 0) return {};
    const auto phase = in.up_to<std::uint64_t>(unknown_phase);
    if (!in.ok()) return {};
    if (phase == unknown_phase) return unknown_octets(size);
    if (phase != Bytes::pattern_period) return Bytes::pattern(size, phase);
    return Bytes{in.raw(size)};
}

void write_transit(OctetWriter& out, const trace::Transit& transit, Instant before)
{
    write_segment(out, transit.segment);
    out.number(static_cast<std::uint64_t>((transit.sent - before).count()));
    const bool undecided = is_undecided(transit);
    out.signed_number(undecided ? 0 : (transit.ends - transit.sent).count());
    out.number(static_cast<unsigned>(transit.from) | (static_cast<unsigned>(transit.fate) << 1U) |
               (transit.retransmission ? 4U : 0U) | (transit.corrupted ? 8U : 0U) |
               (transit.connection != trace::the_conversation ? 16U : 0U) | (transit.marked ? 32U : 0U) |
               (transit.before ? 64U : 0U) | (undecided ? 128U : 0U));
    if (transit.connection != trace::the_conversation) out.number(transit.connection);
    out.number(static_cast<std::uint64_t>(transit.reason));
    out.number(transit.window_bytes);
    out.number(or_none(transit.copy_of));
    out.number(or_none(transit.sent_record));
    out.number(or_none(transit.end_record));
    if (!transit.before) return;
    write_segment(out, transit.before->segment);
    out.number(transit.before->window_bytes);
}

/// `before` is when the previous transit was sent, `earlier` the number of transits before this one.
trace::Transit read_transit(OctetReader& in, Instant before, std::uint64_t earlier, std::size_t peers)
{
    trace::Transit transit;
    transit.segment = read_segment(in);
    const std::int64_t room = longest - before.time_since_epoch().count();
    transit.sent = before + Duration{in.up_to<std::int64_t>(room < 0 ? 0 : static_cast<std::uint64_t>(room))};
    const std::int64_t takes = in.signed_number();
    if (takes < -longest || takes > longest) in.fail();
    const auto bits = in.up_to<unsigned>(255);
    transit.ends = (bits & 128U) != 0 ? never : transit.sent + Duration{in.ok() ? takes : 0};
    if ((bits & 16U) != 0) transit.connection = in.up_to<trace::ConnectionNumber>(peers);
    transit.from = static_cast<trace::Side>(bits & 1U);
    transit.fate = static_cast<trace::Fate>((bits >> 1U) & 1U);
    transit.retransmission = (bits & 4U) != 0;
    transit.corrupted = (bits & 8U) != 0;
    transit.marked = (bits & 32U) != 0;
    transit.reason = in.up_to<trace::Reason>(trace::reason_count - 1);
    transit.window_bytes = in.any<std::uint32_t>();
    transit.copy_of = read_id(in, earlier);
    transit.sent_record = read_id(in, UINT32_MAX);
    transit.end_record = read_id(in, UINT32_MAX);
    if ((bits & 64U) == 0) return transit;
    trace::SentAs sent_as{read_segment(in), 0};
    sent_as.window_bytes = in.any<std::uint32_t>();
    transit.before = std::make_shared<const trace::SentAs>(std::move(sent_as));
    return transit;
}

} // namespace

void write_segment(OctetWriter& out, const tcp::Segment& segment)
{
    out.number(segment.source_port);
    out.number(segment.destination_port);
    out.number(segment.seq.value());
    out.number(segment.ack.value());
    out.number(segment.window);
    out.number(segment.urgent);
    out.number(segment.flags.bits() | (static_cast<unsigned>(segment.ecn) << 8U) |
               (segment.is_datagram() ? 1024U : 0U));
    write_options(out, segment.options);
    write_payload(out, segment.payload);
}

tcp::Segment read_segment(OctetReader& in)
{
    tcp::Segment segment;
    segment.source_port = in.any<std::uint16_t>();
    segment.destination_port = in.any<std::uint16_t>();
    segment.seq = tcp::Seq{in.any<std::uint32_t>()};
    segment.ack = tcp::Seq{in.any<std::uint32_t>()};
    segment.window = in.any<std::uint16_t>();
    segment.urgent = in.any<std::uint16_t>();
    const auto bits = in.up_to<unsigned>(2047);
    segment.flags = tcp::Flags::from_bits(static_cast<std::uint8_t>(bits));
    segment.ecn = static_cast<tcp::Ecn>(bits >> 8U & 3U);
    segment.protocol = (bits & 1024U) != 0 ? tcp::Protocol::Udp : tcp::Protocol::Tcp;
    segment.options = read_options(in);
    segment.payload = read_payload(in);
    return segment;
}

bool is_undecided(const trace::Transit& transit)
{
    return transit.ends == never || transit.ends - transit.sent > Duration{longest};
}

void write_transits(OctetWriter& out, const trace::Trace& trace)
{
    out.number(trace.transits().size());
    Instant before = start_of_time;
    for (const trace::Transit& transit : trace.transits()) {
        write_transit(out, transit, before);
        before = transit.sent;
    }
}

void read_transits(OctetReader& in, trace::Trace& trace)
{
    constexpr std::size_t shortest = 20;
    constexpr std::size_t most = 4'000'000; // a run has at most half as many; each takes some 300 octets of memory
    const std::size_t count = in.count(shortest);
    if (count > most) return in.fail();
    Instant before = start_of_time;
    for (std::size_t i = 0; i < count && in.goes_on(i); ++i) {
        const trace::Transit transit = read_transit(in, before, i, trace.peers().size());
        if (!in.ok()) return;
        before = transit.sent;
        trace.launch(transit);
    }
}

} // namespace tcpstage::formats
