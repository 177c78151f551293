#include "tests/core/capture/watch/any_stream.h"

#include "core/capture/watch/report.h"
#include "core/capture/watch/watch.h"
#include "tests/fuzz/feed.h"

#include <array>

namespace tcpstage::capture {

namespace {

/// A packet with the octets of its header.
struct AnyPacket {
    std::array<std::uint8_t, 60> header{};
    std::array<std::uint8_t, 64> payload{};
    Packet packet;

    void put32(std::size_t at, std::uint32_t value)
    {
        for (std::size_t i = 0; i < 4; ++i)
            header[at + i] = static_cast<std::uint8_t>(value >> (24 - 8 * i));
    }
};

/// Most numbers are near those of the connection, so that more than the first check is tried.
std::uint32_t number(fuzz::Feed& feed, std::uint32_t near)
{
    const std::uint8_t how = feed.octet();
    if (how < 8) return feed.four();
    return near + how % 16U * (how < 128 ? 1U : 100U);
}

trace::Side fill(AnyPacket& any, fuzz::Feed& feed, Instant& at, std::uint64_t count)
{
    constexpr std::array<std::uint8_t, 16> flags{2, 18, 16, 16, 16, 24, 24, 17, 17, 4, 20, 16, 25, 0, 41, 255};
    const std::uint8_t what = feed.octet();
    const trace::Side from = (what & 1U) == 0 ? trace::Side::Left : trace::Side::Right;
    const bool left = from == trace::Side::Left;
    const std::uint8_t bits = flags.at(what >> 1U & 15U);
    at += Duration{feed.two() * std::int64_t{1} << (what >> 5U) * 2} - 1us; // may go back
    any.put32(4, number(feed, left ? 100 : 300));
    any.put32(8, number(feed, left ? 301 : 101));
    const std::uint8_t options = feed.octet() % 11;
    any.header[12] = static_cast<std::uint8_t>((5 + options) << 4U);
    any.header[13] = bits;
    any.header[14] = feed.octet();
    for (std::size_t i = 0; i < options * std::size_t{4}; ++i)
        any.header[20 + i] = feed.octet();
    Packet& packet = any.packet;
    const std::uint8_t length = feed.octet();
    packet.header = std::span{any.header}.first(20 + options * std::size_t{4});
    packet.payload_octets = length < 128 ? 0 : length < 250 ? length - 128U : feed.two() * 16U;
    packet.payload = std::span{any.payload}.first(std::min<std::size_t>(packet.payload_octets, any.payload.size()));
    packet.bad_checksum = length % 32 == 31;
    packet.at = at;
    packet.number = count;
    if (length % 16 == 15) packet.comment = "a comment";
    return from;
}

std::string broken_by(const trace::Trace& trace, std::size_t packets)
{
    if (trace.transits().size() != packets) return "a packet is not sent once";
    std::array<tcp::State, 2> states{};
    std::vector<bool> ended(packets);
    Instant last{};
    for (const trace::Record& record : trace.records()) {
        if (record.at < last) return "time goes back";
        last = record.at;
        if (record.kind == trace::Kind::Arrived || record.kind == trace::Kind::Lost) {
            if (ended[record.ref]) return "a packet ends twice";
            ended[record.ref] = true;
        }
        if (record.kind != trace::Kind::Entered) continue;
        tcp::State& state = states[trace::index(record.side)];
        if (record.from() != state || !tcp::is_legal(state, record.to()))
            return "from " + std::string{name(state)} + " it enters " + std::string{name(record.to())} + " (" +
                   std::string{name(record.from())} + ")";
        state = record.to();
    }
    return {};
}

} // namespace

std::string broken_law(std::span<const std::uint8_t> octets)
{
    fuzz::Feed feed{octets};
    Watch watch{{trace::EndpointInfo{"client", {}}, trace::EndpointInfo{"server", {}}}};
    Instant at{};
    std::uint64_t count = 0;
    while (!feed.empty() && count < 2000) {
        AnyPacket any;
        const trace::Side from = fill(any, feed, at, ++count);
        watch.take(from, any.packet);
    }
    const Watched watched = watch.trace();
    if (std::string broken = broken_by(watched.trace, count); !broken.empty()) return broken;
    const std::size_t sentences = report(watch, watched).size();
    if (count == 0 ? sentences != 0 : sentences < 3 || sentences > 10)
        return std::to_string(sentences) + " sentences in a report";
    return {};
}

} // namespace tcpstage::capture
