// Numbers as symbols: x and y for the handshake, u, v and w for the close.

#include "core/captions/numbers.h"
#include "core/lesson/library.h"
#include "core/run/run.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

namespace tcpstage::captions {
namespace {

using ::testing::ElementsAre;

/// "seq=x+1 ack=y+1" of every segment of the conversation.
std::vector<std::string> symbols_of(const std::string& lesson)
{
    const trace::Trace trace = run::run(*lesson::find_lesson(lesson)).trace;
    std::vector<std::string> list;
    for (const trace::Transit& transit : trace.transits()) {
        const Bases bases = bases_of(trace, transit, Numbers::Symbolic);
        std::string text = "seq=" + number_text(transit.segment.seq, bases.seq, bases.numbers);
        if (transit.segment.has_ack()) text += " ack=" + number_text(transit.segment.ack, bases.ack, bases.numbers);
        list.push_back(text);
    }
    return list;
}

TEST(SymbolicNumbers, OfTheHandshakeAreXAndY)
{
    EXPECT_THAT(symbols_of("three-way-handshake"), ElementsAre("seq=x", "seq=y ack=x+1", "seq=x+1 ack=y+1"));
}

TEST(SymbolicNumbers, OfTheCloseAreUVAndW)
{
    EXPECT_THAT(symbols_of("four-way-close"), ElementsAre("seq=x", "seq=y ack=x+1", "seq=x+1 ack=y+1", "seq=u ack=v",
                                                          "seq=v ack=u+1", "seq=w ack=u+1", "seq=u+1 ack=w+1"));
}

TEST(SymbolicNumbers, CountDataFromTheInitialNumberAndAfterTheFinFromTheClose)
{
    const std::vector<std::string> all = symbols_of("half-close"); // the other end sends data after the FIN
    EXPECT_EQ(std::ranges::count(all, "seq=u ack=v"), 1);
    EXPECT_EQ(std::ranges::count(all, "seq=u+1 ack=v+15"), 1) << "15 octets after the FIN";
    EXPECT_TRUE(all.back() == "seq=u+1 ack=w+1") << all.back();
}

TEST(SymbolicNumbers, AreOfTheEndThatOpensWhicheverSideItIs)
{
    Base base{tcp::Seq{4'294'967'290U}, 'y'};
    EXPECT_EQ(number_text(tcp::Seq{4}, base, Numbers::Symbolic), "y+10") << "across the wrap";
    EXPECT_EQ(number_text(tcp::Seq{4'294'967'289U}, base, Numbers::Symbolic), "y-1");
    base.close[0] = {tcp::Seq{2}, 'v'};
    EXPECT_EQ(number_text(tcp::Seq{1}, base, Numbers::Symbolic), "y+7") << "data sent again after the FIN";
    EXPECT_EQ(number_text(tcp::Seq{2}, base, Numbers::Symbolic), "v");
}

} // namespace
} // namespace tcpstage::captions
