#include "core/packetdrill/compare.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::packetdrill {

namespace {

std::string number(std::string_view field, std::uint32_t expected, std::uint32_t actual)
{
    return fmt::format("live packet field {}: expected: {} (0x{:x}) vs actual: {} (0x{:x})", field, expected, expected,
                       actual, actual);
}

std::string flags_difference(tcp::Flags expected, tcp::Flags actual)
{
    using enum tcp::Flag;
    for (const auto& [flag, field] : std::initializer_list<std::pair<tcp::Flag, std::string_view>>{{Fin, "tcp_fin"},
                                                                                                   {Syn, "tcp_syn"},
                                                                                                   {Rst, "tcp_rst"},
                                                                                                   {Psh, "tcp_psh"},
                                                                                                   {Ack, "tcp_ack"},
                                                                                                   {Urg, "tcp_urg"},
                                                                                                   {Ece, "tcp_ece"},
                                                                                                   {Cwr, "tcp_cwr"}})
        if (expected.has(flag) != actual.has(flag))
            return number(field, expected.has(flag) ? 1 : 0, actual.has(flag) ? 1 : 0);
    return {};
}

std::string options_difference(tcp::Options expected, tcp::Options actual, const Comparison& how)
{
    const auto drift = static_cast<std::int32_t>(actual.timestamps.value - expected.timestamps.value);
    if (static_cast<std::uint32_t>(std::abs(drift)) <= how.clock_slack)
        actual.timestamps.value = expected.timestamps.value;
    expected = without_unused(expected);
    actual = without_unused(actual);
    if (expected == actual) return {};
    const bool clock = expected.has_timestamps && actual.has_timestamps && expected.timestamps != actual.timestamps;
    if (clock && [&] {
            expected.timestamps = actual.timestamps;
            return expected == actual;
        }())
        return "bad outbound TCP timestamp value";
    return "bad outbound TCP options";
}

} // namespace

tcp::Segment in_script_numbers(const SentSegment& sent, const tcp::SegmentPattern& expected)
{
    tcp::Segment segment = sent.segment;
    if (!segment.options.has_timestamps) return segment;
    Stream& stream = *sent.stream;
    if (!stream.clock_known && expected.options && expected.options->has_timestamps) {
        stream.clock_known = true;
        stream.clock_offset = segment.options.timestamps.value - expected.options->timestamps.value;
    }
    segment.options.timestamps.value -= stream.clock_offset;
    segment.options.sack_count = tcp::sack_blocks_sent(segment.options);
    return segment;
}

std::string difference(const tcp::SegmentPattern& expected, const tcp::Segment& actual, const Comparison& how)
{
    const auto counted = [&](tcp::Flags flags) { return how.pushes ? flags : flags.without(tcp::Flag::Psh); };
    if (auto flags = flags_difference(counted(expected.flags), counted(actual.flags)); !flags.empty()) return flags;
    if (expected.ecn && *expected.ecn != actual.ecn)
        return number("ipv4_ecn", static_cast<std::uint32_t>(*expected.ecn), static_cast<std::uint32_t>(actual.ecn));
    if (tcp::Seq{expected.seq} != actual.seq) return number("tcp_seq", expected.seq, actual.seq.value());
    const std::uint32_t ack = expected.ack.value_or(0);
    if (tcp::Seq{ack} != actual.ack) return number("tcp_ack_seq", ack, actual.ack.value());
    if (how.windows && expected.window_bytes && *expected.window_bytes != actual.window)
        return number("tcp_window", *expected.window_bytes, actual.window);
    if (expected.urgent != actual.urgent) return number("tcp_urg_ptr", expected.urgent, actual.urgent);
    if (expected.payload_bytes != actual.payload.size())
        return fmt::format("live packet payload: expected {} bytes vs actual {} bytes", expected.payload_bytes,
                           actual.payload.size());
    return expected.options ? options_difference(*expected.options, actual.options, how) : std::string{};
}

bool is_part(const tcp::SegmentPattern& expected, const tcp::Segment& actual)
{
    if (actual.payload.empty() || actual.payload.size() >= expected.payload_bytes) return false;
    const auto plain = [](tcp::Flags flags) { return flags.without(tcp::Flag::Psh).without(tcp::Flag::Fin); };
    return plain(expected.flags) == plain(actual.flags) && tcp::Seq{expected.seq} == actual.seq && !actual.fin() &&
           expected.ack.value_or(0) == actual.ack.value();
}

tcp::SegmentPattern without_part(const tcp::SegmentPattern& expected, const tcp::Segment& actual)
{
    tcp::SegmentPattern rest = expected;
    rest.seq += actual.payload.size();
    rest.payload_bytes -= actual.payload.size();
    return rest;
}

} // namespace tcpstage::packetdrill
