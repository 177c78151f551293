#include "tests/bench/captures.h"

#include "core/lesson/library.h"
#include "core/run/run.h"

#include <algorithm>
#include <cstdio>
#include <fstream>

namespace tcpstage {

namespace {

trace::Trace run_of(const std::string& steps, const std::string& rest = {})
{
    const std::string yaml = "title: {en: a, zh: b}\nendpoints: {client: {}, server: {}}\nnetwork: {delay: 5 ms}\n"
                             "tcp: {sack: true, timestamps: true, window_scale: true, receive_buffer: 400000}\n" +
                             rest + "steps:\n- server: listen\n- client: connect\n- wait: [client ESTABLISHED]\n" +
                             steps;
    const auto lesson = lesson::read_scenario(yaml, "bench.yaml");
    if (!lesson) std::fprintf(stderr, "%s\n", lesson.error().sentence().c_str());
    return lesson ? run::run(*lesson).trace : trace::Trace{};
}

void put16(std::string& out, std::uint32_t value)
{
    out += static_cast<char>(static_cast<std::uint8_t>(value >> 8U));
    out += static_cast<char>(static_cast<std::uint8_t>(value));
}

void put32_little(std::string& out, std::uint32_t value)
{
    for (unsigned shift = 0; shift < 32; shift += 8)
        out += static_cast<char>(static_cast<std::uint8_t>(value >> shift));
}

/// Writes another number of 16 bits at `at`, and adapts the checksum (RFC 1624 section 3).
void change16(std::string& out, std::size_t at, std::uint32_t number, std::size_t checksum)
{
    const auto number_at = [&](std::size_t place) {
        return static_cast<std::uint32_t>(static_cast<std::uint8_t>(out[place])) << 8U |
               static_cast<std::uint8_t>(out[place + 1]);
    };
    const auto put_at = [&](std::size_t place, std::uint32_t value) {
        out[place] = static_cast<char>(static_cast<std::uint8_t>(value >> 8U));
        out[place + 1] = static_cast<char>(static_cast<std::uint8_t>(value));
    };
    std::uint32_t sum = (~number_at(checksum) & 0xffffU) + (~number_at(at) & 0xffffU) + number;
    sum = (sum & 0xffffU) + (sum >> 16U);
    sum = (sum & 0xffffU) + (sum >> 16U);
    put_at(checksum, ~sum & 0xffffU);
    put_at(at, number);
}

/// A frame without its time, and when it was sent.
struct Sent {
    Duration at;
    bool from_client = false;
    std::uint32_t wire_octets = 0;
    std::string octets; // with the client's port still to be changed
};

Sent frame_of(const trace::Trace& trace, const trace::Transit& transit, std::uint32_t identification, std::size_t most)
{
    const tcp::IpAddress from = trace.source(transit).address;
    const tcp::IpAddress to = trace.destination(transit).address;
    const auto segment = tcp::encode(transit.segment, from, to);
    std::string octets(12, '\x02');
    put16(octets, 0x0800);
    put16(octets, 0x4500);
    put16(octets, static_cast<std::uint32_t>(segment.size()) + 20);
    put16(octets, identification);
    put16(octets, 0x4000);
    put16(octets, 0x4006);
    put16(octets, 0);
    for (const tcp::IpAddress& address : {from, to})
        octets.append(address.octets().begin(), address.octets().end());
    octets.append(segment.begin(), segment.end());
    const auto wire = static_cast<std::uint32_t>(octets.size());
    octets.resize(std::min(octets.size(), most));
    return {transit.sent - start_of_time, transit.from == trace::Side::Left, wire, std::move(octets)};
}

std::string file_header()
{
    std::string out = "\xd4\xc3\xb2\xa1\x02" + std::string(1, '\0') + "\x04" + std::string(9, '\0');
    put32_little(out, 262144);
    put32_little(out, 1);
    return out;
}

void put_packet(std::string& out, Duration at, const Sent& sent)
{
    const auto us = static_cast<std::uint64_t>(at / 1us);
    put32_little(out, static_cast<std::uint32_t>(us / 1'000'000));
    put32_little(out, static_cast<std::uint32_t>(us % 1'000'000));
    put32_little(out, static_cast<std::uint32_t>(sent.octets.size()));
    put32_little(out, sent.wire_octets);
    out += sent.octets;
}

/// The segment as it is after so many repetitions of what the client has sent.
trace::Transit moved(trace::Transit transit, std::uint32_t octets, Duration later)
{
    const bool client = transit.from == trace::Side::Left;
    transit.sent += later;
    tcp::Segment& segment = transit.segment;
    const auto ticks = static_cast<std::uint32_t>(later / 1ms);
    segment.options.timestamps.value += ticks;
    segment.options.timestamps.echo += ticks;
    if (client) segment.seq += octets;
    if (!client) segment.ack += octets;
    for (std::size_t i = 0; i < segment.options.sack_count; ++i)
        if (!client)
            segment.options.sack[i] = {segment.options.sack[i].left + octets, segment.options.sack[i].right + octets};
    return transit;
}

} // namespace

trace::Trace simulated_transfer()
{
    return run_of("- client: send 60000000\n- wait: 1 h\n",
                  "seed: 1\nfaults:\n- drop: {from: client, nth: [900, 20000, 50000]}\n");
}

trace::Trace simulated_visit()
{
    return run_of("- client: send 100\n- wait: 20 ms\n- server: send 1000\n- server: close\n- wait: 20 ms\n"
                  "- client: close\n");
}

std::uint64_t write_capture(const std::string& path, const trace::Trace& trace, std::uint32_t times, Duration gap,
                            std::size_t most_captured)
{
    std::vector<Sent> frames;
    std::uint32_t identification = 0;
    for (const trace::Transit& transit : trace.transits())
        frames.push_back(frame_of(trace, transit, ++identification, most_captured));
    struct Place {
        Duration at;
        std::uint32_t time;
        std::uint32_t frame;
    };
    std::vector<Place> order;
    for (std::uint32_t time = 0; time < times; ++time)
        for (std::uint32_t frame = 0; frame < frames.size(); ++frame)
            order.push_back({frames[frame].at + time * gap, time, frame});
    std::ranges::stable_sort(order, {}, &Place::at);
    std::ofstream file{path, std::ios::binary};
    std::string out = file_header();
    for (const Place& place : order) {
        const Sent& sent = frames[place.frame];
        constexpr std::size_t ports = 14 + 20;
        constexpr std::size_t packet_header = 16;
        const std::size_t port = out.size() + packet_header + ports + (sent.from_client ? 0 : 2);
        put_packet(out, place.at, sent);
        const std::uint32_t number = 1024 + place.time % 60'000;
        change16(out, port, number, out.size() - sent.octets.size() + ports + 16);
        if (out.size() < (std::size_t{1} << 20U)) continue;
        file << out;
        out.clear();
    }
    file << out;
    return order.size();
}

std::uint64_t write_long_connection(const std::string& path, const trace::Trace& trace, std::uint64_t packets)
{
    std::vector<trace::Transit> parts; // that can be repeated
    std::uint32_t octets = 0;
    for (const trace::Transit& transit : trace.transits())
        if (!transit.segment.syn() && !transit.segment.fin()) {
            parts.push_back(transit);
            octets = std::max(octets, transit.segment.seq - parts.front().segment.seq + transit.segment.length());
        }
    std::ofstream file{path, std::ios::binary};
    std::string out = file_header();
    std::uint64_t count = 0;
    const auto write = [&](const trace::Transit& transit) {
        constexpr std::size_t most_captured = 96;
        const Sent sent = frame_of(trace, transit, static_cast<std::uint32_t>(++count) & 0xffffU, most_captured);
        put_packet(out, sent.at, sent);
        if (out.size() < (std::size_t{1} << 20U)) return;
        file << out;
        out.clear();
    };
    for (const trace::Transit& transit : trace.transits())
        if (transit.segment.syn()) write(transit);
    const Duration length = parts.back().sent - parts.front().sent + Duration{10ms};
    for (std::uint32_t times = 0; count < packets; ++times)
        for (const trace::Transit& transit : parts)
            write(moved(transit, times * octets, times * length));
    file << out;
    return count;
}

} // namespace tcpstage
