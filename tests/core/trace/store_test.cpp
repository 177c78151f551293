#include "core/base/random.h"
#include "core/sim/world.h"
#include "core/trace/chunk.h"
#include "core/trace/trace.h"
#include "tests/support/every_option.h"

#include <gtest/gtest.h>
#include <vector>

namespace tcpstage::trace {

namespace {

Instant at_ns(std::int64_t ns) { return Instant{Duration{ns}}; }

/// Mostly a record as runs make them, sometimes one that no run makes.
Record random_record(Random& random, Instant now, RecordId id)
{
    Record record;
    record.at = now;
    record.kind = static_cast<Kind>(random.below(11));
    record.side = static_cast<Side>(random.below(2));
    record.detail = static_cast<std::uint8_t>(random.below(6));
    record.certainty = static_cast<Certainty>(random.below(4));
    if (random.below(2) == 0 && id > 0) record.cause = id - 1 - static_cast<RecordId>(random.below(std::min(id, 4U)));
    if (random.below(50) == 0) record.cause = static_cast<RecordId>(random.below(id + 2));
    if (random.below(20) == 0) record.connection = static_cast<ConnectionNumber>(random.below(600));
    if (random.below(4) == 0) record.ref = static_cast<std::uint32_t>(random.below(100));
    if (random.below(4) == 0) record.value = now.time_since_epoch().count() + 40'000'000;
    if (random.below(50) == 0) record.value = -static_cast<std::int64_t>(random.below(1U << 30U));
    if (random.below(20) == 0) record.extra = static_cast<std::uint8_t>(random.below(11));
    return record;
}

tcp::Options random_options(Random& random)
{
    tcp::Options options;
    options.has_timestamps = random.below(3) != 0;
    if (options.has_timestamps) options.timestamps = {static_cast<std::uint32_t>(random.next()), 7};
    if (random.below(8) == 0) options.mss = 1460;
    if (random.below(8) == 0) options.sack_permitted = options.has_window_scale = true;
    if (random.below(4) == 0) options.sack_count = 2;
    for (std::uint8_t i = 0; i < options.sack_count; ++i)
        options.sack[i] = {tcp::Seq{static_cast<std::uint32_t>(random.next())}, tcp::Seq{5}};
    return options;
}

Transit random_transit(Random& random, Instant now, TransitId id)
{
    Transit transit;
    tcp::Segment& segment = transit.segment;
    segment.source_port = static_cast<std::uint16_t>(random.below(30) == 0 ? 9 : 0);
    segment.seq = tcp::Seq{static_cast<std::uint32_t>(random.next())};
    segment.ack = tcp::Seq{static_cast<std::uint32_t>(random.next())};
    segment.window = static_cast<std::uint16_t>(random.below(65536));
    segment.urgent = static_cast<std::uint16_t>(random.below(30) == 0 ? 3 : 0);
    segment.flags = tcp::Flags::from_bits(static_cast<std::uint8_t>(random.below(64)));
    if (random.below(4) == 0) segment.ecn = static_cast<tcp::Ecn>(random.below(4));
    if (random.below(20) == 0) segment.protocol = tcp::Protocol::Udp;
    if (!segment.is_datagram() || random.below(3) == 0) segment.options = random_options(random);
    if (random.below(2) == 0) segment.payload = Bytes::pattern(1 + static_cast<std::uint32_t>(random.below(1460)), id);
    if (random.below(40) == 0) segment.payload = Bytes::pattern(100'000, 1);
    transit.sent = now;
    transit.ends = random.below(20) == 0 ? never : now + Duration{static_cast<std::int64_t>(random.below(1U << 20U))};
    if (random.below(20) == 0) transit.ends = now + 10s;
    transit.from = static_cast<Side>(random.below(2));
    transit.fate = static_cast<Fate>(random.below(2));
    transit.reason = static_cast<Reason>(random.below(reason_count));
    transit.retransmission = random.below(5) == 0;
    transit.corrupted = random.below(5) == 0;
    transit.marked = random.below(5) == 0;
    transit.connection = static_cast<ConnectionNumber>(random.below(20) == 0 ? random.below(300) : 0);
    transit.window_bytes = std::uint32_t{segment.window} << random.below(15);
    if (random.below(20) == 0) transit.window_bytes = 123'456;
    if (random.below(20) == 0 && id > 0) transit.copy_of = id - 1;
    transit.sent_record = 2 * id;
    return transit;
}

void expect_equal(const Transit& a, const Transit& b, TransitId id)
{
    ASSERT_EQ(a.segment, b.segment) << id;
    ASSERT_EQ(a.sent, b.sent) << id;
    ASSERT_EQ(a.ends, b.ends) << id;
    ASSERT_EQ(a.from, b.from) << id;
    ASSERT_EQ(a.fate, b.fate) << id;
    ASSERT_EQ(a.reason, b.reason) << id;
    ASSERT_EQ(a.retransmission, b.retransmission) << id;
    ASSERT_EQ(a.corrupted, b.corrupted) << id;
    ASSERT_EQ(a.marked, b.marked) << id;
    ASSERT_EQ(a.connection, b.connection) << id;
    ASSERT_EQ(a.window_bytes, b.window_bytes) << id;
    ASSERT_EQ(a.copy_of, b.copy_of) << id;
    ASSERT_EQ(a.sent_record, b.sent_record) << id;
    ASSERT_EQ(a.end_record, b.end_record) << id;
}

/// Two ends with SACK, timestamps, CUBIC and delayed ACKs, and a loss of 1 %.
sim::Setup modern_setup()
{
    sim::Setup setup;
    setup.endpoints[0] = {
        .name = "client", .socket = {{{10, 0, 0, 1}}, 49152}, .iss = {{tcp::Seq{100}}, 0}, .settings = {}};
    setup.endpoints[1] = {
        .name = "server", .socket = {{{10, 0, 0, 2}}, 80}, .iss = {{tcp::Seq{300}}, 0}, .settings = {}};
    for (sim::EndpointSetup& end : setup.endpoints) {
        end.settings.sack = end.settings.timestamps = end.settings.window_scale = true;
        end.settings.receive_buffer = 1U << 20U;
        end.settings.congestion = tcp::Congestion::Cubic;
        end.settings.delayed_ack = 40ms;
    }
    for (sim::LinkSettings& link : setup.links) {
        link.delay = 10ms;
        link.rate_bits_per_second = 100'000'000;
    }
    setup.links[0].loss = {10'000};
    return setup;
}

Duration random_pause(Random& random)
{
    if (random.below(100) == 0) return Duration{5s};
    return Duration{static_cast<std::int64_t>(random.below(3) == 0 ? random.below(1U << 22U) : 0)};
}

} // namespace

TEST(PackedTransits, KeepEveryOption)
{
    std::vector<tcp::Options> all = tcp::every_set_of_options();
    const auto alone = tcp::every_option();
    all.insert(all.end(), alone.begin(), alone.end());
    Trace trace;
    for (const tcp::Options& options : all) {
        Transit transit;
        transit.segment.ack = tcp::Seq{4'000'000'000};
        transit.segment.options = options;
        trace.launch(transit);
    }
    for (TransitId id = 0; id < all.size(); ++id)
        EXPECT_EQ(trace.transit(id).segment.options, all[id]) << id;
}

TEST(PackedRecords, AreGivenBackAsTheyWere)
{
    Random random{3};
    Trace trace;
    std::vector<Record> model;
    Instant now = at_ns(0);
    for (RecordId id = 0; id < 10'000; ++id) {
        now += random_pause(random);
        model.push_back(random_record(random, now, id));
        trace.append(model.back());
    }
    ASSERT_EQ(trace.records().size(), model.size());
    for (RecordId id = 0; id < model.size(); ++id) {
        ASSERT_EQ(trace.record(id), model[id]) << id;
        const Heading heading = trace.heading(id);
        ASSERT_EQ(heading.kind, model[id].kind) << id;
        ASSERT_EQ(heading.side, model[id].side) << id;
        ASSERT_EQ(heading.connection, model[id].connection) << id;
        ASSERT_EQ(trace.moment_after(id).at, model[id].at) << id;
    }
}

TEST(PackedRecords, KnowTheSendingThatAnArrivalFollowsFrom)
{
    Trace trace;
    for (RecordId id = 0; id < 1000; ++id)
        trace.append({.at = at_ns(id), .kind = Kind::Sent});
    Transit transit;
    transit.sent_record = 7;
    trace.launch(transit);
    trace.append({.at = at_ns(1000), .cause = 7, .ref = 0, .kind = Kind::Arrived});
    trace.append({.at = at_ns(1000), .cause = 9, .ref = 0, .kind = Kind::Lost});
    EXPECT_EQ(trace.record(1000).cause, 7U);
    EXPECT_EQ(trace.record(1001).cause, 9U);
}

TEST(PackedTransits, AreGivenBackAsTheyWere)
{
    Random random{4};
    Trace trace;
    std::vector<Transit> model;
    Instant now = at_ns(0);
    for (TransitId id = 0; id < 10'000; ++id) {
        now += random_pause(random);
        model.push_back(random_transit(random, now, id));
        trace.launch(model.back());
    }
    for (TransitId id = 0; id < model.size(); ++id)
        expect_equal(trace.transit(id), model[id], id);
}

TEST(PackedTransits, KeepNumbersFarFromThoseBefore)
{
    const std::vector<std::uint32_t> far{0, 1, 0x7fff, 0x8000, 0xfffe, 0xffff, 0x1'0000, 0x1'0001, 0x8000'0000};
    Trace trace;
    std::vector<Transit> model;
    for (const std::uint32_t first : far) {
        for (const std::uint32_t next : far) {
            Transit transit;
            transit.sent_record = 100 + first;
            transit.segment.options.has_timestamps = true;
            transit.segment.options.timestamps = {first, next};
            model.push_back(transit);
            trace.launch(transit);
            const auto id = static_cast<TransitId>(model.size() - 1);
            expect_equal(trace.transit(id), model[id], id);
            model[id].end_record = transit.sent_record + next;
            trace.settle(id, model[id].end_record, {transit.ends});
        }
    }
    for (TransitId id = 0; id < model.size(); ++id) {
        expect_equal(trace.transit(id), model[id], id);
        Trace other;
        other.launch(model[id]);
        expect_equal(other.transit(0), model[id], id);
    }
}

TEST(PackedTransits, LearnTheirFateLater)
{
    Random random{5};
    Trace trace;
    std::vector<Transit> model;
    for (TransitId id = 0; id < 2000; ++id) {
        model.push_back(random_transit(random, at_ns(id), id));
        trace.launch(model.back());
    }
    for (TransitId id = 0; id < model.size(); ++id) {
        Transit& transit = model[id];
        transit.ends = random.below(3) == 0 ? transit.sent + 20s : transit.sent + 1us;
        transit.fate = Fate::Lost;
        transit.reason = static_cast<Reason>(id % reason_count);
        if (random.below(2) == 0) {
            transit.end_record = 5000 + id;
            trace.settle(id, transit.end_record, {transit.ends, transit.fate, transit.reason});
        } else {
            transit.corrupted = !transit.corrupted;
            trace.expect_ending(id, {transit.ends, transit.fate, transit.reason}, transit.corrupted);
        }
    }
    std::size_t late = 0;
    for (TransitId id = 0; id < model.size(); ++id) {
        expect_equal(trace.transit(id), model[id], id);
        late += model[id].ends > at_ns(10'000'000) ? 1U : 0U;
    }
    std::size_t found = 0;
    trace.in_flight(at_ns(10'000'000), [&](TransitId) { ++found; });
    EXPECT_EQ(found, late);
}

TEST(PackedTrace, IsACopyOfItsOwnWhenItIsCopied)
{
    Trace trace;
    trace.append({.at = at_ns(1), .value = 5});
    Trace copy = trace;
    copy.append({.at = at_ns(2), .value = 6});
    trace.append({.at = at_ns(3), .value = 7});
    EXPECT_EQ(copy.record(1).value, 6);
    EXPECT_EQ(trace.record(1).value, 7);
    EXPECT_EQ(copy.records().back(), copy.record(1));
}

TEST(PackedTrace, TakesAtMost96OctetsForASegment)
{
    const auto setup = modern_setup();
    Trace trace = sim::empty_trace(setup);
    Recorder recorder{trace};
    sim::World world{setup};
    world.call(Side::Right, Call::Listen, recorder);
    world.call(Side::Left, Call::Connect, recorder);
    world.run_until(at_ns(1'000'000'000), recorder);
    world.call(Side::Left, Call::Send, recorder, Bytes::pattern(44U * 1460));
    while (trace.transits().size() < 20'000 && world.step(recorder))
        if (world.endpoint(Side::Left).tcb().unsent_bytes < 44U * 1460)
            world.call(Side::Left, Call::Send, recorder, Bytes::pattern(44U * 1460));
    ASSERT_GE(trace.transits().size(), 20'000U);
    EXPECT_LE(trace.memory_bytes().all(), 96 * trace.transits().size());
}

TEST(ChunkMemory, NeverGivesOnePlaceTwiceWhateverIsTakenAndFreed)
{
    struct Held {
        std::uint8_t* from;
        std::size_t bytes;
        std::uint8_t mark;
    };
    Random random{7};
    std::vector<Held> held;
    const auto is_whole = [](const Held& one) {
        return std::all_of(one.from, one.from + one.bytes, [&one](std::uint8_t octet) { return octet == one.mark; });
    };
    for (int turn = 0; turn < 1500; ++turn) {
        if (!held.empty() && random.below(turn < 700 ? 4 : 2) == 0) {
            const std::size_t which = random.below(held.size());
            ASSERT_TRUE(is_whole(held[which])) << turn;
            free_chunk_memory(held[which].from, held[which].bytes);
            held.erase(held.begin() + static_cast<std::ptrdiff_t>(which));
        }
        const std::size_t bytes = random.below(3) == 0 ? usual_chunk_bytes : 1 + random.below(2 * usual_chunk_bytes);
        held.push_back({static_cast<std::uint8_t*>(chunk_memory(bytes)), bytes, static_cast<std::uint8_t>(turn)});
        std::fill_n(held.back().from, bytes, held.back().mark);
    }
    for (const Held& one : held) {
        EXPECT_TRUE(is_whole(one));
        free_chunk_memory(one.from, one.bytes);
    }
}

} // namespace tcpstage::trace
