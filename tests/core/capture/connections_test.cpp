#include "core/capture/connections.h"

#include "core/capture/list/packet_stream.h"
#include "tests/core/capture/files.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace tcpstage::capture {
namespace {

using ::testing::ElementsAre;
using ::testing::EndsWith;

/// Packets between two sockets, in order.
class Talk {
public:
    Talk& left(const std::string& notation) { return add(notation, client, server); }
    Talk& right(const std::string& notation) { return add(notation, server, client); }
    Talk& add(const std::string& notation, const tcp::IpSocket& from, const tcp::IpSocket& to)
    {
        file_.add(packet(notation, from, to));
        return *this;
    }
    Talk& opens(unsigned iss = 100)
    {
        left(fmt::format("S {0}:{0}(0) win 9", iss));
        right(fmt::format("S. 300:300(0) ack {} win 9", iss + 1));
        return left(fmt::format(". {0}:{0}(0) ack 301 win 9", iss + 1));
    }
    /// The connection of each packet, from 0, with > or < for left or right, ! for its first, and "again".
    std::string places() const
    {
        std::string all;
        auto stream = PacketStream::open(Origin::of_octets(file_.octets(), "test"));
        while (stream->next()) {
            const Connections::Place& place = stream->place();
            all += fmt::format("{}{}{}{} ", place.connection, place.from == trace::Side::Left ? ">" : "<",
                               place.begins ? "!" : "", place.port_reuse ? "again" : "");
        }
        return all;
    }

private:
    Pcap file_;
};

TEST(Connections, HaveTheirOwnPairOfSockets)
{
    const tcp::IpSocket other{client.address, 49153};
    EXPECT_EQ(Talk{}
                  .left("S 1:1(0) win 9")
                  .add("S 5:5(0) win 9", other, server)
                  .right("S. 9:9(0) ack 2 win 9")
                  .add("S 1:1(0) win 9", client6, server6)
                  .places(),
              "0>! 1>! 0< 2>! ");
}

TEST(Connections, HaveWhoSentTheFirstSynOnTheLeft)
{
    EXPECT_EQ(Talk{}.right("S 1:1(0) win 9").left("S. 9:9(0) ack 2 win 9").places(), "0>! 0< ");
    EXPECT_EQ(Talk{}.right("S. 9:9(0) ack 2 win 9").left("S 1:1(0) win 9").places(),
              "0<! 0> "); // captured in another order
    EXPECT_EQ(Talk{}.right("P. 9:19(10) ack 2 win 9").left(". 2:2(0) ack 19 win 9").places(),
              "0<! 0> "); // the higher port
    const tcp::IpSocket same_port{server.address, client.port};
    EXPECT_EQ(Talk{}.add(". 1:1(0) ack 1 win 9", same_port, client).places(), "0>! ");
}

TEST(Connections, KeepRepeatedAndSimultaneousSyns)
{
    EXPECT_EQ(Talk{}.left("S 1:1(0) win 9").left("S 1:1(0) win 9").places(), "0>! 0> ");
    EXPECT_EQ(Talk{}.left("S 1:1(0) win 9").right("S 5:5(0) win 9").right("S. 5:5(0) ack 2 win 9").places(),
              "0>! 0< 0< ");
    EXPECT_EQ(Talk{}.opens().left("S 100:100(0) win 9").right("S. 300:300(0) ack 101 win 9").places(),
              "0>! 0< 0> 0> 0< ");
}

TEST(Connections, FollowEachOtherBetweenTheSameSockets)
{
    const auto after = [](const char* last) {
        return Talk{}.opens().left(last).left("S 900:900(0) win 9").right("S. 1:1(0) ack 901 win 9").places();
    };
    EXPECT_EQ(after("R 101:101(0) win 0"), "0>! 0< 0> 0> 1>!again 1< ");
    EXPECT_EQ(after("F. 101:101(0) ack 301 win 9"), "0>! 0< 0> 0> 1>!again 1< ");
    EXPECT_EQ(Talk{}.left("S 1:1(0) win 9").left("S 7:7(0) win 9").places(), "0>! 1>!again "); // never answered
    EXPECT_EQ(Talk{}.left("S 1:1(0) win 9").right("R. 0:0(0) ack 2 win 0").left("S 7:7(0) win 9").places(),
              "0>! 0< 1>!again ");
    EXPECT_EQ(Talk{}.left(". 1:1(0) ack 1 win 9").right("S 7:7(0) win 9").places(),
              "0>! 1>!again "); // the roles changed
    EXPECT_EQ(Talk{}.left(". 1:1(0) ack 1 win 9").right("S. 7:7(0) ack 50 win 9").places(), "0>! 1<!again ");
    EXPECT_EQ(Talk{}.opens().left("F. 101:101(0) ack 301 win 9").right("S. 70:70(0) ack 50 win 9").places(),
              "0>! 0< 0> 0> 1<!again ");
}

TEST(Connections, KeepASynThatAnEstablishedPeerRefuses)
{
    EXPECT_EQ(Talk{}
                  .opens()
                  .left("S 900:900(0) win 9")
                  .right(". 301:301(0) ack 101 win 9") // a challenge ACK
                  .left("R 101:101(0) win 0")
                  .left("S 900:900(0) win 9")
                  .places(),
              "0>! 0< 0> 0> 0< 0> 1>!again ");
}

TEST(Connections, BeginWithTheSynAckIfTheEndOfTheLastOneWasNotCaptured)
{
    EXPECT_EQ(Talk{}
                  .opens()
                  .left("S 900:900(0) win 9")
                  .right("S. 1:1(0) ack 901 win 9")
                  .left(". 901:901(0) ack 2 win 9")
                  .places(),
              "0>! 0< 0> 0> 1<!again 1> ");
}

TEST(Connections, BeyondTheMostAreLeftOut)
{
    constexpr std::uint32_t most = 3;
    Connections connections{most};
    const std::vector<std::uint8_t> no_flags(20);
    Packet packet;
    packet.header = no_flags;
    packet.to = server;
    for (packet.from = client; packet.from.port < client.port + most; ++packet.from.port)
        EXPECT_TRUE(connections.place(packet));
    EXPECT_FALSE(connections.place(packet));
    packet.from.port = client.port;
    EXPECT_TRUE(connections.place(packet));
}

} // namespace
} // namespace tcpstage::capture
