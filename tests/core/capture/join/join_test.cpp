// Two captures of a simulated connection, taken at its ends by wrong clocks, beside the run.

#include "tests/core/capture/follow/passing.h"
#include "tests/core/capture/join/two_ends.h"

#include "core/capture/watch/report.h"
#include "core/lesson/library.h"
#include "core/run/run.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <map>
#include <string_view>

namespace tcpstage::capture {
namespace {

using ::testing::Eq;
using ::testing::HasSubstr;
using ::testing::Pointwise;

/// The lessons of which two captures show something else, and why.
const std::map<std::string_view, std::string_view> differences{
    {"self-connect", "both ends are one"},
    {"bufferbloat", "one direction is slower than the other, so the clocks seem to be apart by half of that"},
    {"explicit-congestion", "the same"}};

std::string different(const run::Run& run)
{
    constexpr Duration ahead{3'250'417us};
    const WatchedEnd left = watched_end(run.trace, trace::Side::Left);
    const WatchedEnd right = watched_end(run.trace, trace::Side::Right);
    if (left.watch.sightings().empty() || right.watch.sightings().empty()) return {};
    for (const bool turned : {false, true}) {
        const Joined joined = turned ? join(right.half(ahead), left.half()) : join(left.half(), right.half(ahead));
        const trace::Trace& made = joined.watched.trace;
        if (joined.watched.joint->ahead != ahead) return "the clocks differ by " + to_text(joined.watched.joint->ahead);
        const auto ours = journeys(made);
        const auto its = journeys(run.trace);
        const auto [our, it] = std::ranges::mismatch(ours, its);
        if (our != ours.end() || it != its.end())
            return (our == ours.end() ? "nothing" : *our) + " instead of " + (it == its.end() ? "nothing" : *it);
        for (const trace::Side end : trace::both_sides)
            if (const std::string states = states_of(made, end); states != states_of(run.trace, end))
                return run.trace.endpoint(end).name + " enters " + states + " instead of " + states_of(run.trace, end);
    }
    return {};
}

TEST(JoinedCaptures, OfAllLessonsAreTheRun)
{
    std::size_t compared = 0;
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons()) {
        const run::Run run = run::run(*lesson::find_lesson(std::string{built_in.id}));
        if (!run.trace.is_tcp()) continue;
        const std::string found = different(run);
        if (differences.contains(built_in.id))
            EXPECT_NE(found, "") << built_in.id;
        else
            EXPECT_EQ(found, "") << built_in.id;
        ++compared;
    }
    EXPECT_GT(compared, 100U);
}

/// A transfer of some seconds, with losses.
run::Run transfer()
{
    const auto lesson = lesson::read_scenario(
        "title: {en: a, zh: b}\nendpoints: {client: {}, server: {}}\nnetwork: {delay: 20 ms, jitter: 3 ms}\nseed: 7\n"
        "tcp: {sack: true, timestamps: true, window_scale: true}\n"
        "faults:\n- drop: {from: client, nth: [9, 40]}\n- drop: {from: server, nth: [12]}\n"
        "steps:\n- server: listen\n- client: connect\n- wait: [client ESTABLISHED]\n"
        "- client: send 400000\n- wait: 60 s\n- client: send 400000\n- wait: 60 s\n- client: close\n- server: close\n",
        "transfer.yaml");
    EXPECT_TRUE(lesson);
    return run::run(*lesson);
}

/// What both captures together show, without times.
std::vector<std::string> without_times(const trace::Trace& trace)
{
    std::vector<std::string> lines = journeys(trace);
    for (std::string& line : lines)
        line.erase(0, line.find_first_of("lr"));
    std::ranges::sort(lines);
    return lines;
}

TEST(JoinedCaptures, SeeTheDriftOfAClock)
{
    const run::Run run = transfer();
    constexpr double drift = 200e-6; // 24 ms in two minutes, more than a segment takes
    const WatchedEnd left = watched_end(run.trace, trace::Side::Left);
    const WatchedEnd right = watched_end(run.trace, trace::Side::Right, [&](Packet& packet) {
        packet.at += Duration{std::llround(drift * static_cast<double>(packet.at.time_since_epoch().count()))};
    });
    const Joined joined = join(left.half(), right.half(-2s));
    EXPECT_NEAR(joined.watched.joint->drift, drift, drift / 20);
    EXPECT_LT(abs(joined.watched.joint->ahead + 2s), 2ms);
    EXPECT_THAT(without_times(joined.watched.trace), Pointwise(Eq(), without_times(run.trace)));
    for (const trace::Transit& transit : joined.watched.trace.transits())
        if (transit.fate == trace::Fate::Arrived)
            EXPECT_LT(abs(transit.ends - transit.sent - 21500us), 4ms) << "of all that takes 20 to 23 ms";
}

TEST(JoinedCaptures, SeeNoDriftWhereThereIsNone)
{
    const run::Run run = transfer();
    const Joined joined =
        join(watched_end(run.trace, trace::Side::Left).half(), watched_end(run.trace, trace::Side::Right).half(1h));
    EXPECT_EQ(joined.watched.joint->drift, 0);
    EXPECT_LT(abs(joined.watched.joint->ahead - 1h), 1ms);
    EXPECT_EQ(without_times(joined.watched.trace), without_times(run.trace));
}

TEST(JoinedCaptures, KnowTheCopiesApartWithoutTheirIdentification)
{
    const run::Run run = run::run(*lesson::find_lesson("retransmission-timeout"));
    const auto forget = [](Packet& packet) { packet.identification = 0; };
    const Joined joined = join(watched_end(run.trace, trace::Side::Left, forget).half(),
                               watched_end(run.trace, trace::Side::Right, forget).half(-40s));
    EXPECT_THAT(journeys(joined.watched.trace), Pointwise(Eq(), journeys(run.trace)));
}

TEST(JoinedCaptures, SayThatALossIsCertain)
{
    const run::Run run = run::run(*lesson::find_lesson("retransmission-timeout"));
    const Joined joined =
        join(watched_end(run.trace, trace::Side::Left).half(), watched_end(run.trace, trace::Side::Right).half(250ms));
    std::size_t lost = 0;
    for (const trace::Record& record : joined.watched.trace.records()) {
        if (!is_step(record.kind) || record.kind == trace::Kind::TimerExpired) continue;
        EXPECT_EQ(record.certainty, trace::Certainty::Observed);
        if (record.kind == trace::Kind::Lost) ++lost;
    }
    EXPECT_GT(lost, 0U);
    const auto findings = report(joined.sightings, joined.totals, joined.watched);
    EXPECT_THAT(report_text(findings, Language::English),
                HasSubstr("Two captures are joined; their clocks differ by 250 ms (estimated)."));
    EXPECT_THAT(report_text(findings, Language::English), HasSubstr("did not arrive at the server."));
    EXPECT_THAT(report_text(findings, Language::Chinese), HasSubstr("两份抓包已合并；两端时钟相差 250 ms（估计值）。"));
}

TEST(JoinedCaptures, DoNotCallLostWhatACaptureHasMissed)
{
    const run::Run run = transfer();
    std::uint64_t number = 0;
    const WatchedEnd left = watched_end(run.trace, trace::Side::Left);
    Watch gappy{left.watch.ends()};
    static_cast<void>(watched_end(run.trace, trace::Side::Right, [&](Packet& packet) {
        const trace::Side from = packet.from == left.watch.ends()[0].socket ? trace::Side::Left : trace::Side::Right;
        if (++number % 10 != 0) gappy.take(from, packet); // its computer had no time for the others
    }));
    const Joined joined = join(left.half(), {&gappy, 0});
    const auto with_octets = [](std::vector<std::string> lines) { // nothing shows that an ACK has arrived
        std::erase_if(lines, [](const std::string& line) { return line.find("(0)") != std::string::npos; });
        return lines;
    };
    EXPECT_EQ(with_octets(without_times(joined.watched.trace)), with_octets(without_times(run.trace)));
}

/// Puts segments that follow each other together, as a card does with what it sends or gets.
Watch put_together(const WatchedEnd& end, trace::Side from)
{
    Watch together{end.watch.ends()};
    std::optional<Sighting> held;
    std::uint64_t number = 0;
    const auto pass = [&](const Sighting& sighting) {
        OwnedPacket owned = packet_of(sighting.segment, sighting.at, ++number);
        owned.packet.identification = sighting.identification;
        together.take(sighting.from, owned.packet);
    };
    for (const Sighting& sighting : end.watch.sightings()) {
        const bool has_octets = sighting.from == from && !sighting.segment.payload.empty();
        if (held && has_octets && held->segment.end() == sighting.segment.seq && !held->segment.fin() &&
            held->segment.ack == sighting.segment.ack && sighting.at - held->at < 1ms) {
            const std::array parts{held->segment.payload, sighting.segment.payload};
            held->segment.payload = Bytes::joined(parts);
            held->segment.flags = sighting.segment.flags;
            continue;
        }
        if (held) pass(*held);
        held.reset();
        has_octets ? static_cast<void>(held = sighting) : pass(sighting);
    }
    if (held) pass(*held);
    return together;
}

TEST(JoinedCaptures, CutWhatACardHasPutTogether)
{
    const run::Run run = run::run(*lesson::find_lesson("slow-start"));
    const WatchedEnd left = watched_end(run.trace, trace::Side::Left);
    const WatchedEnd right = watched_end(run.trace, trace::Side::Right);
    for (const trace::Side from : trace::both_sides) {
        const Watch together = put_together(left, from);
        const Joined joined = join({&together, left.began_ns}, right.half(5s));
        EXPECT_THAT(without_times(joined.watched.trace), Pointwise(Eq(), without_times(run.trace)));
    }
}

TEST(JoinedCaptures, AreFoundBySequenceNumbersWhereAddressesAreTranslated)
{
    const run::Run run = run::run(*lesson::find_lesson("four-way-close"));
    const WatchedEnd left = watched_end(run.trace, trace::Side::Left);
    const tcp::IpSocket outside{tcp::Address{{203, 0, 113, 7}}, 61000};
    const auto translated = [&](tcp::IpSocket socket) {
        return socket == left.watch.ends()[0].socket ? outside : socket;
    };
    Watch right{{trace::EndpointInfo{"client", outside}, left.watch.ends()[1]}};
    Search search{left.watch};
    Connections connections;
    static_cast<void>(watched_end(run.trace, trace::Side::Right, [&](Packet& packet) {
        packet.from = translated(packet.from);
        packet.to = translated(packet.to);
        const auto place = connections.place(packet);
        search.take(packet, place->connection, place->from, connections.ends(place->connection));
        right.take(place->from, packet);
    }));
    ASSERT_TRUE(search.found());
    EXPECT_TRUE(search.found()->other_addresses);
    EXPECT_FALSE(search.found()->mirrored);
    const Joined joined = join(left.half(), {&right, 0});
    EXPECT_TRUE(joined.watched.joint->other_addresses);
    EXPECT_EQ(journeys(joined.watched.trace), journeys(run.trace));
    EXPECT_THAT(joint_text(*joined.watched.joint, joined.watched.trace).en,
                HasSubstr("addresses are translated between them, so the two were matched by sequence numbers"));
}

TEST(JoinedCaptures, OfKernelsWithTwoMachinesInOneFileAreOneConnection)
{
    const std::filesystem::path folder = std::filesystem::path{TCPSTAGE_SOURCE_DIR} / ".." / "shared/captures/kernel";
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << folder << " is absent";
    // A tunnel that turns the addresses around carries each segment from one machine to the other in 50 ms.
    const auto origin = Origin::of_file((folder / "t1_delay50_connect_data_close.pcap").string());
    const tcp::Address one{{10, 9, 0, 1}};
    const tcp::Address two{{10, 9, 0, 2}};
    const WatchedEnd left = watched_end(origin, {one, 42001}, {two, 8200});
    const WatchedEnd right = watched_end(origin, {two, 42001}, {one, 8200});
    ASSERT_FALSE(left.watch.sightings().empty() || right.watch.sightings().empty());
    const Joined joined = join(left.half(), right.half(123ms));
    EXPECT_LT(abs(joined.watched.joint->ahead - 123ms), 1ms);
    EXPECT_TRUE(joined.watched.joint->other_addresses);
    EXPECT_EQ(joined.sightings.size(), left.watch.sightings().size());
    for (const trace::Transit& transit : joined.watched.trace.transits()) {
        EXPECT_EQ(transit.fate, trace::Fate::Arrived);
        EXPECT_GT(transit.ends - transit.sent, 49ms);
        EXPECT_LT(transit.ends - transit.sent, 70ms);
    }
    EXPECT_EQ(states_of(joined.watched.trace, trace::Side::Left),
              "SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT");
    EXPECT_EQ(states_of(joined.watched.trace, trace::Side::Right), "SYN-RECEIVED ESTABLISHED CLOSE-WAIT LAST-ACK");
}

} // namespace
} // namespace tcpstage::capture
