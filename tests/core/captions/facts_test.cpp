// Sentences of a step that are put together from several records, or from two versions of a segment.

#include "core/lesson/scenario.h"
#include "tests/core/captions/texts_of_steps.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tcpstage::captions {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

const std::string ends = R"(
title: t
endpoints:
  client: {address: 10.0.0.1, port: 49152, iss: 100}
  server: {address: 10.0.0.2, port: 80, iss: 300, tcp: {reads: by hand}}
network: {delay: 100 ms}
)";

const std::string handshake = R"(
steps:
  - server: listen
  - client: connect
  - wait: [client ESTABLISHED, server ESTABLISHED]
  - wait: 100 ms
)";

/// The texts of all steps of the lesson.
std::vector<std::string> texts(const std::string& lesson, Language language = Language::English)
{
    return texts_of_steps(lesson::read_scenario(lesson, "a.yaml").value(), language);
}

TEST(Facts, AddUpWhatOneReadGets)
{
    const std::string two_sends = handshake + R"(
  - client: send "ONE"
  - client: send "SIXTY"
  - wait: 500 ms
  - server: read all
  - wait: 500 ms
)";
    EXPECT_THAT(texts(ends + two_sends), Contains(HasSubstr("The user gets 8 octets.")));
    EXPECT_THAT(texts(ends + two_sends), Each(Not(HasSubstr("gets 3 octets"))));
    const std::string udp = ends + "tcp: {transport: udp}\n" + two_sends;
    EXPECT_THAT(texts(udp), Contains(HasSubstr("The user gets 8 octets in 2 datagrams.")));
    EXPECT_THAT(texts(udp, Language::Chinese), Contains(HasSubstr("用户得到 2 个数据报，共 8 字节。")));
}

TEST(Facts, NameADSackAtBothEnds)
{
    const auto said = texts(ends + "tcp: {sack: on, mss: 100}\n" + handshake + R"(
  - client: send 100
  - wait: 3 s
faults:
  - duplicate: {from: client, len: 100, by: 10 ms}
)");
    EXPECT_THAT(said, Contains(HasSubstr("D-SACK: 101 to 200 have arrived twice.")));
    EXPECT_THAT(said, Contains(HasSubstr("It reports that 101 to 200 have arrived twice (D-SACK).")));
    EXPECT_THAT(said, Each(Not(HasSubstr("arrived too"))));
}

TEST(Facts, NameWhatAnEditHasChanged)
{
    const auto edited = [](const std::string& to) {
        return texts(ends + handshake + "  - client: send \"PAY 100\"\n  - wait: 1 s\nfaults:\n" +
                     "  - edit: {from: client, len: 7, to: {" + to + "}}\n");
    };
    EXPECT_THAT(edited("text: \"PAY 900\""), Contains(HasSubstr("Its octets are not those that were sent: edited")));
    EXPECT_THAT(edited("text: \"PAY\""),
                Contains(AllOf(HasSubstr("len=7 and arrives as"), HasSubstr("len=3: edited by the network."))));
    EXPECT_THAT(edited("window: 17"), Contains(HasSubstr("win=17: edited by the network.")));
    EXPECT_THAT(edited("ack: 999"), Contains(HasSubstr("seq=101 ack=999: edited by the network.")));
}

TEST(Facts, CallADamagedDatagramADatagram)
{
    const auto said = texts(ends + "tcp: {transport: udp}\n" + handshake + R"(
  - client: send 7
  - wait: 1 s
faults:
  - corrupt: {from: client, len: 7}
)");
    EXPECT_THAT(said,
                Contains(HasSubstr("the datagram was damaged on its way and is dropped. Nobody sends it again.")));
    EXPECT_THAT(said, Each(Not(HasSubstr("the segment was damaged"))));
}

} // namespace
} // namespace tcpstage::captions
