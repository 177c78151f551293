// Writes initial inputs for the fuzzers to FOLDER/<fuzzer>/<name>: real runs, and very large or deeply nested inputs
// that libFuzzer would not find by itself.
#include "core/base/random.h"
#include "core/formats/formats.h"
#include "core/lesson/library.h"
#include "core/live/observe/ip_packet.h"
#include "core/packetdrill/packetdrill.h"
#include "core/run/sandbox.h"
#include "core/tcp/segment/notation.h"
#include "tests/property/live_stream.h"

#include <cstring>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <functional>

using namespace tcpstage;
using namespace tcpstage::live;

namespace {

class Seeds {
public:
    explicit Seeds(std::filesystem::path folder) : folder_{std::move(folder)} {}

    void add(const std::string& fuzzer, const std::string& name, const std::string& octets) const
    {
        std::filesystem::create_directories(folder_ / fuzzer);
        std::ofstream{folder_ / fuzzer / name, std::ios::binary} << octets;
    }

private:
    std::filesystem::path folder_;
};

std::string repeated(std::string_view text, int count)
{
    std::string all;
    for (int i = 0; i < count; ++i)
        all += text;
    return all;
}

template <typename Value> std::string octets_of(const Value& value)
{
    std::string octets(sizeof value, '\0');
    std::memcpy(octets.data(), &value, sizeof value);
    return octets;
}

constexpr std::string_view accepted = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n"
                                      "+0 bind(3, ..., ...) = 0\n+0 listen(3, 1) = 0\n"
                                      "+0 < S 0:0(0) win 32767 <mss 1460,sackOK,eol,eol>\n"
                                      "+0 > S. 0:0(0) ack 1 win 65535 <mss 1460,sackOK,eol,eol>\n"
                                      "+.1 < . 1:1(0) ack 1 win 32767\n+0 accept(3, ..., ...) = 4\n";

void add_scripts(const Seeds& seeds)
{
    std::string transfer{accepted};
    for (int i = 0; i < 300; ++i)
        transfer += fmt::format("+.01 < P. {}:{}(100) ack 1 win 9\n+0 > . 1:1(0) ack {}\n", 1 + 100 * i, 101 + 100 * i,
                                101 + 100 * i);
    seeds.add("script", "transfer", transfer);
    for (const std::string_view open : {"[", "{", "f(", "a=", "(", "1|"})
        seeds.add("script", fmt::format("deep-{}", static_cast<int>(open[0])),
                  "0 setsockopt(3, " + repeated(open, 12'000) + "\n");
    seeds.add("script", "many-lines", repeated("+0 close(3) = 0\n", 4000));
    seeds.add("script", "long-list", "0 f(3, [" + repeated("1, ", 20'000) + "1]) = 0\n");
    seeds.add("script", "long-comment", "/*" + repeated("x\n", 30'000) + "*/\n");
    seeds.add("script", "tcp-comment", "// tcp: {sack: on, mss: 500}\n" + std::string{accepted});
}

void add_lessons(const Seeds& seeds)
{
    const std::string head = "title: {en: a, zh: b}\nendpoints: {client: {}, server: {}}\n";
    seeds.add("lesson", "many-steps", head + "steps:\n" + repeated("- wait: 1 ms\n", 5000));
    seeds.add("lesson", "deep", head + "steps: " + repeated("[", 5000));
    seeds.add("lesson", "long-text", head + "steps: [client: send \"" + repeated("\\x7f", 15'000) + "\"]\n");
    seeds.add("lesson", "crowd",
              head + "inject: [{at: 0 s, from: client, segment: \"S 7:7(0) win 9\", source: 203.0.113.1:1024, "
                     "count: 10000}]\nsteps: [server: listen]\n");
}

/// A saved run without its header and checksum, which the fuzzer adds itself.
std::string body(const run::LessonRun& lesson_run)
{
    const std::string octets = run::save_run(lesson_run.scenario, lesson_run.run);
    return octets.substr(8, octets.size() - 12);
}

constexpr std::int64_t unmoved = std::int64_t{1} << 37; // an event time that advances the observer fuzzer's clock by 0

std::string stream(char how, const trace::Trace& trace)
{
    std::string octets(1, how);
    std::int64_t before = 0;
    for (const testing::Reported& reported : testing::reported(trace)) {
        live::Event event = reported.event;
        event.tail_bytes = static_cast<std::uint32_t>(reported.tail.size());
        event.at = unmoved + event.at - std::exchange(before, event.at);
        octets += octets_of(event);
        octets.append(reported.tail.begin(), reported.tail.end());
    }
    return octets;
}

/// Events and a capture, padded to halves of the same size.
std::string watched(const trace::Trace& trace)
{
    std::string events;
    std::string pcap = octets_of(std::array<std::uint32_t, 6>{0xa1b23c4d, 0x00040002, 0, 0, 65535, 101});
    for (const testing::Reported& reported : testing::reported(trace)) {
        if (reported.event.kind == live::Event::Kind::Sent) {
            const auto size = static_cast<std::uint32_t>(reported.tail.size());
            const auto at = static_cast<std::uint32_t>(reported.event.at % 1'000'000'000);
            pcap += octets_of(std::array<std::uint32_t, 4>{0, at, size, size});
            pcap.append(reported.tail.begin(), reported.tail.end());
        } else if (reported.event.kind != live::Event::Kind::Arrived) {
            live::Event event = reported.event;
            event.tail_bytes = static_cast<std::uint32_t>(reported.tail.size());
            events += octets_of(event);
            events.append(reported.tail.begin(), reported.tail.end());
        }
    }
    const std::size_t half = std::max(events.size(), pcap.size());
    events.resize(half);
    pcap.resize(half);
    return '\xc0' + events + pcap;
}

void add_runs(const Seeds& seeds)
{
    constexpr std::size_t few = 400;
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons()) {
        const std::string name{built_in.id};
        const run::LessonRun lesson_run = run::run_lesson(*lesson::find_lesson(name));
        const trace::Trace& trace = lesson_run.run.trace;
        if (trace.records().size() > few * 10 || (name.size() % 3 != 0 && trace.records().size() > 60)) continue;
        seeds.add("trace", name, body(lesson_run));
        seeds.add("capture", name, '\1' + formats::to_pcapng(trace));
        if (const auto script = packetdrill::to_packetdrill(lesson_run)) seeds.add("script", name, *script);
        if (!trace.is_tcp() || trace.records().size() > few) continue;
        for (const char how : {'\x00', '\x0f', '\x05', '\x10', '\x2f'})
            seeds.add("observer", fmt::format("{}-{}", name, static_cast<int>(how)), stream(how, trace));
        seeds.add("observer", name + "-watched", watched(trace));
    }
}

std::string message(const std::string& octets)
{
    const std::array<char, 2> size{static_cast<char>(octets.size() >> 8U), static_cast<char>(octets.size())};
    return std::string{size.begin(), size.end()} + octets;
}

std::string command(Command command, const std::string& data = {})
{
    command.data_bytes = static_cast<std::uint32_t>(data.size());
    return octets_of(command) + data;
}

void add_commands(const Seeds& seeds)
{
    const auto call = [](std::uint8_t side, trace::Call call, const std::string& data = {}) {
        return command({.kind = Command::Kind::Call, .side = side, .call = static_cast<std::uint8_t>(call)}, data);
    };
    tcp::Segment segment = tcp::parse_notation("S 100:100(0) win 64240 <mss 1460>")->to_segment();
    segment.source_port = 20001;
    segment.destination_port = 20002;
    const auto packet = ip_packet(segment, {{127, 77, 0, 1}}, {{127, 77, 0, 2}});
    const std::string injected = command({.kind = Command::Kind::Inject}, {packet.begin(), packet.end()});
    const std::string opened = message(call(1, trace::Call::Listen)) +
                               message(call(0, trace::Call::Connect) + call(0, trace::Call::Send, "x"));
    seeds.add("wire", "calls",
              '\0' + opened + message(call(1, trace::Call::Read) + call(0, trace::Call::Shutdown)) +
                  message(call(1, trace::Call::Close)));
    std::string decided = injected + injected;
    for (std::uint32_t frame = 0; frame < 200; ++frame)
        decided += injected + command({.kind = Command::Kind::Decide,
                                       .fate = static_cast<Command::Fate>(frame % 3),
                                       .frame = frame,
                                       .copy_at = frame % 2 == 0 ? 1 : 0});
    seeds.add("wire", "held", '\0' + message(decided) + message(command({.kind = Command::Kind::Pass}) + injected));
    seeds.add("wire", "passes", '\1' + message(injected + command({.kind = Command::Kind::Sample})));
    seeds.add("wire", "large",
              '\0' + message(call(0, trace::Call::Connect)) +
                  message(call(0, trace::Call::Send, repeated("x", 65'000))));
    seeds.add("wire", "many", '\0' + repeated(message(command({.kind = Command::Kind::Hold})), 1000));
}

void add_large(const Seeds& seeds)
{
    tcp::Segment segment =
        tcp::parse_notation("P. 1:65001(65000) ack 7 win 9 <TS val 1 ecr 2,sack 1:2 3:4 5:6>")->to_segment();
    const auto wire = tcp::encode(segment, {{10, 0, 0, 1}}, {{10, 0, 0, 2}});
    seeds.add("segment", "large", {wire.begin(), wire.end()});
    Random random{9};
    std::string octets;
    for (int i = 0; i < 30'000; ++i)
        octets += static_cast<char>(static_cast<std::uint8_t>(random.below(256)));
    seeds.add("endpoint", "large", octets);
}

} // namespace

int main(int argc, char** argv)
{
    if (argc != 2) return 2;
    const Seeds seeds{argv[1]};
    add_scripts(seeds);
    add_lessons(seeds);
    add_runs(seeds);
    add_commands(seeds);
    add_large(seeds);
    return 0;
}
