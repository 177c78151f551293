// Which connection a segment belongs to, and which of them has the next deadline: both against a plain list.
#include "core/tcp/demultiplexer.h"

#include "core/base/random.h"
#include "core/tcp/deadline_queue.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>

namespace tcpstage {
namespace {

SocketPair pair_with(std::uint64_t number)
{
    const auto octet = [&](unsigned shift) { return static_cast<std::uint8_t>(number >> shift & 0xffU); };
    return {{{{10, 0, 0, 1}}, 80}, {{{10, octet(16), octet(8), octet(0)}}, 1024}};
}

TEST(Demultiplexer, FindsEachPairAndNoOther)
{
    Demultiplexer table{7};
    EXPECT_EQ(table.find(pair_with(0)), Demultiplexer::nobody);
    for (std::uint32_t i = 0; i < 5000; ++i)
        table.insert(pair_with(i), i);

    for (std::uint32_t i = 0; i < 5000; ++i)
        EXPECT_EQ(table.find(pair_with(i)), i);
    EXPECT_EQ(table.find(pair_with(5000)), Demultiplexer::nobody);
    SocketPair other_port = pair_with(1);
    other_port.local.port = 81;
    EXPECT_EQ(table.find(other_port), Demultiplexer::nobody);
}

TEST(Demultiplexer, AgreesWithAPlainMapWhateverComesAndGoes)
{
    Random random{1};
    Demultiplexer table{random.next()};
    std::map<std::uint64_t, std::uint32_t> plain;
    for (std::uint32_t i = 0; i < 20'000; ++i) {
        const std::uint64_t who = random.below(300);
        const auto known = plain.find(who);
        if (known == plain.end()) {
            table.insert(pair_with(who), i);
            plain.emplace(who, i);
        } else {
            EXPECT_EQ(table.find(pair_with(who)), known->second);
            table.erase(pair_with(who));
            plain.erase(known);
        }
    }
    EXPECT_EQ(table.size(), plain.size());
    for (std::uint64_t who = 0; who < 300; ++who)
        EXPECT_EQ(table.find(pair_with(who)), plain.contains(who) ? plain[who] : Demultiplexer::nobody);
}

TEST(DeadlineQueue, AgreesWithAPlainListWhateverChanges)
{
    Random random{1};
    DeadlineQueue queue;
    std::vector<Instant> plain(50, never);
    for (int i = 0; i < 20'000; ++i) {
        const std::uint64_t who = random.below(plain.size());
        plain[who] = random.below(3) == 0 ? never : Instant{Duration{random.below(1000)}};
        queue.set(static_cast<std::uint32_t>(who), plain[who]);
        const auto earliest = std::ranges::min_element(plain);
        const auto found = queue.earliest();
        ASSERT_EQ(found.has_value(), *earliest != never);
        if (!found) continue;
        EXPECT_EQ(found->at, *earliest);
        EXPECT_EQ(found->who, static_cast<std::uint32_t>(earliest - plain.begin()));
    }
}

} // namespace
} // namespace tcpstage
