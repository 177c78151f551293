// Random calls, segments and waits: the endpoint must keep the invariants of RFC 9293, and what it sends must decode.
#include "core/tcp/endpoint.h"
#include "tests/fuzz/feed.h"

#include <algorithm>

using namespace tcpstage;
using fuzz::must;

namespace {

constexpr tcp::SocketAddress our_socket{{{10, 0, 0, 1}}, 80};
constexpr tcp::SocketAddress peer_socket{{{10, 0, 0, 2}}, 49152};

tcp::Settings settings_from(fuzz::Feed& feed)
{
    tcp::Settings settings;
    const std::uint16_t bits = feed.two();
    const auto bit = [&](unsigned which) { return (bits >> which & 1U) != 0; };
    settings.sack = bit(0);
    settings.timestamps = bit(1);
    settings.window_scale = bit(2);
    settings.ecn = bit(3);
    settings.nagle = bit(4);
    settings.challenge_ack = bit(5);
    settings.combine_fin_ack = bit(6);
    settings.simultaneous_mitigation = bit(7);
    settings.rfc1337 = bit(8);
    settings.time_wait_reuse = bit(9);
    settings.reads = bit(10) ? tcp::Reads::ByHand : tcp::Reads::AtOnce;
    settings.delayed_ack = bit(11) ? Duration{40ms} : Duration{0};
    settings.keepalive = bit(12) ? Duration{10s} : Duration{0};
    settings.user_timeout = bit(13) ? Duration{30s} : Duration{0};
    settings.congestion = static_cast<tcp::Congestion>(bits >> 14U);
    settings.mss = static_cast<std::uint16_t>(1 + feed.octet() * 6);
    settings.receive_buffer = 1U + (std::uint32_t{feed.octet()} << (bit(2) ? 12U : 6U));
    const std::uint8_t without = feed.octet();
    if (without >= 224) {
        settings.without = {.third_segment = (without & 1U) != 0,
                            .time_wait = (without & 2U) != 0,
                            .persist = (without & 4U) != 0,
                            .random_iss = (without & 8U) != 0,
                            .tcp = (without & 16U) != 0};
    }
    return settings;
}

/// Usually a sequence number near `base`, sometimes any.
tcp::Seq near(fuzz::Feed& feed, tcp::Seq base)
{
    const std::uint8_t how = feed.octet();
    if (how == 255) return tcp::Seq{feed.four()};
    if (how >= 240) return base + feed.two();
    return base + (how - 100U);
}

tcp::Segment segment_from(fuzz::Feed& feed, const tcp::Tcb& tcb)
{
    tcp::Segment segment;
    segment.source_port = peer_socket.port;
    segment.destination_port = our_socket.port;
    segment.flags = tcp::Flags::from_bits(feed.octet());
    const std::uint8_t shape = feed.octet();
    segment.seq = (shape & 1U) != 0 ? near(feed, tcb.rcv.nxt) : tcb.rcv.nxt;
    if (segment.has_ack()) segment.ack = (shape & 2U) != 0 ? near(feed, tcb.snd.una) : tcb.snd.nxt;
    segment.window = (shape & 4U) != 0 ? feed.two() : std::uint16_t{65535};
    if ((shape & 8U) != 0) segment.payload = Bytes::pattern(feed.two() % 3000);
    segment.ecn = static_cast<tcp::Ecn>(shape >> 4U & 3U);
    if ((shape & 64U) != 0) {
        const std::uint8_t kinds = feed.octet();
        if ((kinds & 1U) != 0) segment.options.mss = feed.two();
        segment.options.sack_permitted = (kinds & 2U) != 0;
        segment.options.has_window_scale = (kinds & 4U) != 0;
        segment.options.window_scale = feed.octet();
        segment.options.has_timestamps = (kinds & 8U) != 0;
        segment.options.timestamps = {tcb.ts_recent + feed.octet() - 5U, feed.octet()};
        segment.options.sack_count = static_cast<std::uint8_t>(kinds >> 5U & 3U);
        for (std::size_t i = 0; i < segment.options.sack_count; ++i)
            segment.options.sack[i] = {near(feed, tcb.snd.una), near(feed, tcb.snd.nxt)};
    }
    if ((shape & 128U) != 0 && feed.octet() == 7) segment.protocol = tcp::Protocol::Udp;
    return segment;
}

tcp::Event event_from(fuzz::Feed& feed, const tcp::Tcb& tcb)
{
    const std::uint8_t kind = feed.octet();
    switch (kind % 16) {
    case 0:
        return tcp::Open{false};
    case 1:
        return tcp::Open{true};
    case 2:
    case 3:
        return tcp::Send{Bytes::pattern(feed.two() % 20'000)};
    case 4:
        return tcp::Receive{feed.two()};
    case 5:
        return tcp::Shutdown{};
    case 6:
        return tcp::Close{};
    case 7:
        return tcp::Abort{};
    case 8:
        return tcp::Expire{};
    default:
        return tcp::Arrive{segment_from(feed, tcb), kind >= 240};
    }
}

void check(const tcp::Effects& effects)
{
    for (const tcp::Effect& effect : effects) {
        const auto* const sent = std::get_if<tcp::Transmit>(&effect);
        if (!sent || sent->segment.is_datagram()) continue;
        const auto octets = tcp::encode(sent->segment, our_socket.address, peer_socket.address);
        const auto decoded = tcp::decode(octets, our_socket.address, peer_socket.address);
        must(decoded && decoded->checksum_correct, "what we send can be read");
        must(sent->segment.payload.size() <= 65535, "a segment fits into a packet");
    }
}

void check(const tcp::Tcb& before, const tcp::Tcb& now)
{
    if (now.state <= tcp::State::SynSent) return;
    must(tcp::at_or_before(now.snd.una, now.snd.nxt), "SND.UNA =< SND.NXT");
    must(tcp::at_or_before(now.snd.nxt, now.snd.max), "SND.NXT =< SND.MAX");
    must(now.snd.mss > 0, "segments carry something");
    const bool same =
        before.state >= tcp::State::SynReceived && before.snd.iss == now.snd.iss && before.rcv.irs == now.rcv.irs;
    if (!same || before.state == tcp::State::TimeWait) return;
    must(tcp::at_or_after(now.rcv.nxt, before.rcv.nxt), "RCV.NXT never goes back");
    must(tcp::at_or_after(now.snd.una, before.snd.una), "SND.UNA never goes back");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::Feed feed{{data, size}};
    tcp::Endpoint endpoint{settings_from(feed), our_socket, peer_socket, tcp::IssPlan{{tcp::Seq{feed.four()}}, 7}};
    Instant now{};
    tcp::Effects effects;
    for (int turns = 0; turns < 400 && !feed.empty(); ++turns) {
        const tcp::Tcb before = endpoint.tcb();
        effects.clear();
        endpoint.handle(event_from(feed, before), now, effects);
        check(effects);
        check(before, endpoint.tcb());
        const std::uint8_t pause = feed.octet();
        const auto due = endpoint.next_deadline();
        now = pause < 128 ? now + Duration{1ms} * pause : due ? std::max(now, due->at) : now + Duration{1s};
    }
    return 0;
}
