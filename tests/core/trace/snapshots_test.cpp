#include "core/trace/snapshot_reader.h"
#include "tests/core/trace/random_trace.h"

#include <cstddef>
#include <cstring>
#include <gtest/gtest.h>
#include <map>
#include <vector>

namespace tcpstage::trace {

TEST(Snapshots, HoldNothingBeforeTheFirst)
{
    Snapshots snapshots;
    EXPECT_FALSE(snapshots.at(0));
    snapshots.append(3, tcp::Tcb{});
    EXPECT_FALSE(snapshots.at(2));
    EXPECT_EQ(snapshots.at(3), tcp::Tcb{});
    EXPECT_EQ(snapshots.at(1000), tcp::Tcb{});
}

TEST(Snapshots, GiveBackEveryTcbAsItWas)
{
    Random random{7};
    Snapshots snapshots;
    std::map<RecordId, tcp::Tcb> model;
    tcp::Tcb tcb;
    RecordId record = 5;
    for (int i = 0; i < 500; ++i) {
        tcb = testing::changed_tcb(tcb, random);
        snapshots.append(record, tcb);
        model[record] = tcb;
        record += static_cast<RecordId>(random.below(4));
    }
    for (RecordId id = 5; id < record + 3; ++id) {
        const tcp::Tcb expected = std::prev(model.upper_bound(id))->second;
        ASSERT_EQ(snapshots.at(id), expected) << "at record " << id;
    }
    for (const RecordId stride : {1U, 3U, 40U}) {
        SnapshotReader reader{snapshots};
        for (RecordId id = 0; id < record + 3; id += stride)
            ASSERT_EQ(reader.at(id), snapshots.at(id).value_or(tcp::Tcb{})) << "read at record " << id;
        ASSERT_EQ(reader.at(6), snapshots.at(6)) << "it may go back";
    }
}

TEST(Snapshots, GiveBackEveryTcbOfStepsThatRepeat)
{
    Random random{8};
    Snapshots snapshots;
    std::vector<tcp::Tcb> model;
    tcp::Tcb tcb;
    for (RecordId id = 0; id < 2000; ++id) {
        const auto step = static_cast<std::uint32_t>(random.below(20) == 0 ? random.below(5000) : 1460);
        switch (random.below(3)) {
        case 0:
            tcb.snd.nxt += step;
            tcb.unsent_bytes -= step;
            break;
        case 1:
            tcb.snd.una += step;
            break;
        default:
            tcb.rto += Duration{step};
            tcb.deadlines[0] = tcb.deadlines[0] == never ? Instant{tcb.rto} : never;
        }
        snapshots.append(id, tcb);
        model.push_back(tcb);
    }
    for (RecordId id = 0; id < model.size(); ++id)
        ASSERT_EQ(snapshots.at(id), model[id]) << "at record " << id;
    SnapshotReader reader{snapshots};
    for (RecordId id = 0; id < model.size(); ++id)
        ASSERT_EQ(reader.at(id), model[id]) << "read at record " << id;
    EXPECT_LT(snapshots.memory_bytes(), 7 * model.size());
}

TEST(Snapshots, SayWhichMembersMayHaveChanged)
{
    Random random{10};
    Snapshots snapshots;
    tcp::Tcb tcb;
    for (RecordId id = 0; id < 3000; ++id) {
        if (random.below(30) == 0)
            tcb = testing::changed_tcb(tcb, random);
        else
            (random.below(3) == 0 ? tcb.snd.una : tcb.snd.nxt) += 1460;
        snapshots.append(id, tcb);
    }
    SnapshotReader reader{snapshots};
    tcp::Tcb before;
    int quiet = 0; // readings that name neither
    for (RecordId id = 0; id < 3000; id += static_cast<RecordId>(1 + random.below(3))) {
        const tcp::Tcb now = reader.at(id);
        const std::uint64_t changes = reader.take_changes();
        const auto named = [&](std::size_t offset) { return (changes & SnapshotReader::bit_of(offset)) != 0; };
        for (std::size_t offset = 0; offset < sizeof now; ++offset) {
            if (offset == offsetof(tcp::Tcb, backoff) + sizeof now.backoff) continue; // padding
            const auto octet = [offset](const tcp::Tcb& each) { return reinterpret_cast<const char*>(&each)[offset]; };
            ASSERT_TRUE(octet(before) == octet(now) || named(offset)) << "octet " << offset << " at record " << id;
        }
        ASSERT_EQ(reader.at(id), now);
        EXPECT_EQ(reader.take_changes(), 0U) << "nothing has changed since";
        if (!named(offsetof(tcp::Tcb, cwnd)) && !named(offsetof(tcp::Tcb, srtt))) ++quiet;
        before = now;
    }
    EXPECT_GT(quiet, 1000);
}

TEST(Snapshots, TakeAProgressLikeAnyOtherChange)
{
    Snapshots snapshots;
    std::vector<tcp::Tcb> model;
    tcp::Tcb tcb;
    for (RecordId id = 0; id < 100; ++id) {
        tcb.snd.nxt += 10 + id % 7;
        tcb.snd.max = tcb.snd.nxt;
        tcb.unsent_bytes -= 10;
        tcb.fin_sent = id > 90;
        if (id % 3 == 0) tcb.cwnd += 3;
        if (id % 3 == 0)
            snapshots.append(id, tcb);
        else
            snapshots.append_progress(id, tcb);
        model.push_back(tcb);
    }
    for (RecordId id = 0; id < model.size(); ++id)
        ASSERT_EQ(snapshots.at(id), model[id]) << "at record " << id;
}

TEST(Snapshots, TakeATurnLikeItsParts)
{
    Random random{9};
    Snapshots turns;
    Snapshots parts;
    tcp::Tcb tcb;
    RecordId id = 0;
    for (int kind = 0; kind < 300; ++kind) { // of turn; each repeats, and sometimes does not quite
        const auto step = static_cast<std::uint32_t>(random.below(3) * 1460);
        const auto later = Duration{random.below(3) * 1000};
        const bool sends = random.below(2) == 0;
        const std::uint64_t repeats = random.below(60);
        for (std::uint64_t i = 0; i < repeats; ++i) {
            tcb.snd.una += step;
            tcb.rcv.nxt += 10;
            tcb.deadlines[0] = tcb.deadlines[0] == never ? Instant{5s} : tcb.deadlines[0] + later;
            if (random.below(15) == 0) tcb.deadlines[random.below(2)] = never;
            if (random.below(25) == 0) tcb.ecn_echo = !tcb.ecn_echo;
            const std::uint32_t early = random.below(25) == 0 ? 1 : 0; // moved before the sending, not by it
            tcb.snd.nxt += early;
            const RecordId head = id;
            id += static_cast<RecordId>(1 + random.below(3));
            Sending sending{id, tcb.progress()};
            parts.append(head, tcb);
            if (sends) {
                sending.before.octets = 1460;
                tcb.unsent_bytes -= 1460;
                tcb.snd.nxt += 1460 - early;
                tcb.snd.max = tcb.snd.nxt;
                tcb.fin_sent = random.below(25) == 0;
                parts.append_progress(id, tcb);
            }
            turns.append_turn(head, tcb, sends ? &sending : nullptr);
            id += 1;
        }
    }
    EXPECT_EQ(turns.size(), parts.size());
    for (RecordId at = 0; at < id; ++at)
        ASSERT_EQ(turns.at(at), parts.at(at)) << "at record " << at;
}

TEST(Snapshots, TakeNoMemoryForATcbThatDidNotChange)
{
    Snapshots snapshots;
    tcp::Tcb tcb;
    tcb.snd.una = tcp::Seq{100};
    for (RecordId id = 0; id < 100; ++id)
        snapshots.append(id, tcb);
    EXPECT_EQ(snapshots.size(), 1U);
    EXPECT_EQ(snapshots.at(99), tcb);
}

TEST(Snapshots, IgnoreWhatLiesInThePaddingOfATcb)
{
    std::vector<tcp::Tcb> twins(2);
    std::memset(static_cast<void*>(&twins[0]), 0xff, sizeof(tcp::Tcb));
    twins[0] = tcp::Tcb{};
    Snapshots snapshots;
    snapshots.append(0, twins[0]);
    snapshots.append(1, twins[1]);
    EXPECT_EQ(snapshots.size(), 1U);
}

TEST(Snapshots, AreSmallerThanTheTcbsTheyHold)
{
    Random random{1};
    Snapshots snapshots;
    tcp::Tcb tcb;
    for (RecordId id = 0; id < 4096; ++id)
        snapshots.append(id, tcb = testing::changed_tcb(tcb, random));
    EXPECT_LT(snapshots.memory_bytes(), 4096 * sizeof(tcp::Tcb) / 3);
}

} // namespace tcpstage::trace
