#include "core/capture/list/listing.h"

#include "core/capture/list/outcomes.h"
#include "tests/core/capture/files.h"

#include <gmock/gmock.h>

namespace tcpstage::capture {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

Listing listing_of(const Pcap& file) { return list_connections(Origin::of_octets(file.octets(), "test.pcap")).value(); }

/// A whole connection from `port` on, which begins after `at_us`; its segments are 100 us apart.
void add_connection(Pcap& file, std::uint16_t port, std::int64_t at_us)
{
    const tcp::IpSocket from{client.address, port};
    const auto left = [&](const char* notation) { file.add(packet(notation, from, server), at_us += 100); };
    const auto right = [&](const char* notation) { file.add(packet(notation, server, from), at_us += 100); };
    left("S 100:100(0) win 500");
    right("S. 300:300(0) ack 101 win 500");
    left(". 101:101(0) ack 301 win 500");
    left("P. 101:151(50) ack 301 win 500");
    right(". 301:301(0) ack 151 win 500");
    left("F. 151:151(0) ack 301 win 500");
    right("F. 301:301(0) ack 152 win 500");
    left(". 152:152(0) ack 302 win 500");
}

TEST(ConnectionList, CountsPacketsAndOctetsAndSaysHowEachBeganAndEnded)
{
    Pcap file;
    add_connection(file, 5000, 1'000'000);
    add_connection(file, 5001, 1'000'250);
    file.add(packet("S 1:1(0) win 9"), 2'000'000).add(packet("R. 0:0(0) ack 2 win 0", server, client), 2'000'100);
    const Listing listing = listing_of(file);

    ASSERT_EQ(listing.connections.size(), 3U);
    const Connection& first = listing.connections[0];
    EXPECT_EQ(first.number, 1U);
    EXPECT_EQ(first.ends.left.port, 5000);
    EXPECT_EQ(first.ends.right, server);
    EXPECT_EQ(first.began, start_of_time);
    EXPECT_EQ(first.ended, start_of_time + 700us);
    EXPECT_EQ(first.first_packet, 1U);
    EXPECT_EQ(first.totals.packets, 8U);
    EXPECT_THAT(first.totals.octets, ElementsAre(50U, 0U));
    EXPECT_THAT(first.totals.retransmissions, ElementsAre(0U, 0U));
    EXPECT_EQ(id_of(first.totals.begun), "handshake");
    EXPECT_EQ(id_of(first.totals.ended), "fin");
    EXPECT_EQ(first.states[0], tcp::State::TimeWait);
    EXPECT_EQ(first.states[1], tcp::State::Closed);
    EXPECT_EQ(listing.connections[1].began, start_of_time + 250us);
    EXPECT_EQ(id_of(listing.connections[2].totals.begun), "refused");
    EXPECT_EQ(id_of(listing.connections[2].totals.ended), "reset");
    EXPECT_EQ(listing.began_ns, 1'000'100'000);
    EXPECT_FALSE(listing.problem);
}

TEST(ConnectionList, OfAFileThatIsCutHasWhatComesBefore)
{
    Pcap file;
    add_connection(file, 5000, 0);
    const std::string whole = file.octets();
    const auto listing = list_connections(Origin::of_octets(whole.substr(0, whole.size() - 1), "test.pcap"));
    ASSERT_TRUE(listing);
    EXPECT_EQ(listing->connections.at(0).totals.packets, 7U);
    ASSERT_TRUE(listing->problem);
    EXPECT_THAT(listing->problem->sentence(), HasSubstr("it ends within packet 8, at octet"));
}

TEST(ConnectionList, SaysThatALinkTypeIsNotKnown)
{
    const Listing listing = listing_of(Pcap{127}.add("a").add("b"));
    ASSERT_TRUE(listing.problem);
    EXPECT_EQ(listing.problem->sentence(),
              "test.pcap: 2 packets have link type 127, which cannot be read; capture on Ethernet, IP or \"any\"");
}

TEST(ConnectionList, EndsSoonWhenItIsCancelled)
{
    Pcap file;
    add_connection(file, 5000, 0);
    std::stop_source stop;
    stop.request_stop();
    const auto listing = list_connections(Origin::of_octets(file.octets(), "test.pcap"), {.stop = stop.get_token()});
    ASSERT_FALSE(listing);
    EXPECT_THAT(listing.error().sentence(), HasSubstr("cancelled"));
}

TEST(ConnectionList, TellsHowFarItHasRead)
{
    Pcap file;
    for (int i = 0; i < 10'000; ++i)
        file.add(packet("P. 1:1001(1000) ack 1 win 9"));
    std::vector<std::uint64_t> read;
    const auto note = [&](std::uint64_t octets) { read.push_back(octets); };
    ASSERT_TRUE(list_connections(Origin::of_octets(file.octets(), "test.pcap"), {.progress = note}));
    EXPECT_GE(read.size(), 2U);
    EXPECT_TRUE(std::ranges::is_sorted(read));
    EXPECT_LE(read.back(), file.octets().size());
}

TEST(ConnectionList, HasAWordForEachOutcomeInBothLanguages)
{
    for (const Begun begun : {Begun::MidStream, Begun::NoAnswer, Begun::Refused, Begun::Handshake})
        EXPECT_FALSE(text_of(begun).en.empty() || text_of(begun).zh.empty() || id_of(begun).empty());
    for (const Ended ended : {Ended::Open, Ended::Orderly, Ended::ResetByLeft, Ended::ResetByRight, Ended::TimedOut})
        EXPECT_FALSE(text_of(ended).en.empty() || text_of(ended).zh.empty() || id_of(ended).empty());
}

} // namespace
} // namespace tcpstage::capture
