// Finding the connection of a segment and the connection with the next deadline, each compared with a plain list.
#include "core/tcp/host/demultiplexer.h"

#include "core/base/random.h"
#include "core/tcp/host/deadline_queue.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>

namespace tcpstage::tcp {
namespace {

/// Consecutive numbers give consecutive ports of one address, like connections that a host opens in a row.
SocketPair pair_with(std::uint64_t number)
{
    constexpr std::uint64_t ports = 20;
    const std::uint64_t address = number / ports;
    const auto octet = [&](unsigned shift) { return static_cast<std::uint8_t>(address >> shift & 0xffU); };
    const auto port = static_cast<std::uint16_t>(1024 + number % ports);
    return {{{{10, 0, 0, 1}}, 80}, {{{10, octet(16), octet(8), octet(0)}}, port}};
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

TEST(DeadlineQueue, GivesTimersOfAFewLengthsInTheirOrder)
{
    Random random{2};
    DeadlineQueue queue;
    constexpr std::array lengths{Duration{1s},    Duration{40ms}, Duration{240s},
                                 Duration{200ms}, Duration{3s},   Duration{7s}};
    std::vector<Instant> plain(300, never);
    Instant now{};
    for (std::uint32_t i = 0; i < 5000; ++i) {
        now += Duration{random.below(3'000'000)};
        const auto who = static_cast<std::uint32_t>(random.below(plain.size()));
        plain[who] = now + lengths[random.below(lengths.size())];
        queue.set(who, plain[who]);
        for (auto due = queue.earliest(); due && due->at <= now; due = queue.earliest()) {
            ASSERT_EQ(due->at, plain[due->who]);
            ASSERT_EQ(due->at, *std::ranges::min_element(plain));
            plain[due->who] = never;
            queue.set(due->who, never);
        }
    }
    std::vector<Instant> left;
    for (auto due = queue.earliest(); due; due = queue.earliest()) {
        left.push_back(due->at);
        plain[due->who] = never;
        queue.set(due->who, never);
    }
    EXPECT_TRUE(std::ranges::is_sorted(left));
    EXPECT_EQ(std::ranges::count(plain, never), std::ssize(plain));
}

} // namespace
} // namespace tcpstage::tcp
