#include "core/trace/snapshots.h"
#include "tests/core/trace/random_trace.h"

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
