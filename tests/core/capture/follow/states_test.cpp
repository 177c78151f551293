// The states of both ends, by the segments that pass.

#include "tests/core/capture/follow/passing.h"

#include <gtest/gtest.h>

namespace tcpstage::capture {
namespace {

TEST(FollowedStates, OfAHandshake)
{
    Passing passing;
    EXPECT_EQ(passing.states(), "CLOSED CLOSED");
    passing.left("S 100:100(0)");
    EXPECT_EQ(passing.states(), "SYN-SENT CLOSED") << "nothing shows yet that anybody listens";
    EXPECT_EQ(passing.totals().begun, Begun::NoAnswer);
    passing.right("S. 300:300(0) ack 101");
    EXPECT_EQ(passing.states(), "ESTABLISHED SYN-RECEIVED");
    passing.left(". 101:101(0) ack 301");
    EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED");
    EXPECT_EQ(passing.totals().begun, Begun::Handshake);
    EXPECT_EQ(passing.totals().ended, Ended::Open);
    EXPECT_EQ(passing.totals().packets, 3U);
}

TEST(FollowedStates, OfASimultaneousOpen)
{
    Passing passing;
    passing.left("S 100:100(0)");
    passing.right("S 300:300(0)");
    EXPECT_EQ(passing.states(), "SYN-RECEIVED SYN-RECEIVED");
    EXPECT_EQ(passing.left("S. 100:100(0) ack 301").marks, Marks{}) << "the same SYN, but it has a first ACK";
    passing.right("S. 300:300(0) ack 101");
    EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED");
    EXPECT_EQ(passing.totals().begun, Begun::Handshake);
}

TEST(FollowedStates, OfACloseByOneEndAfterTheOther)
{
    Passing passing;
    passing.opened();
    passing.left("F. 101:101(0) ack 301");
    EXPECT_EQ(passing.states(), "FIN-WAIT-1 CLOSE-WAIT");
    passing.right(". 301:301(0) ack 102");
    EXPECT_EQ(passing.states(), "FIN-WAIT-2 CLOSE-WAIT");
    passing.right("F. 301:301(0) ack 102");
    EXPECT_EQ(passing.states(), "TIME-WAIT LAST-ACK");
    passing.left(". 102:102(0) ack 302");
    EXPECT_EQ(passing.states(), "TIME-WAIT CLOSED");
    EXPECT_EQ(passing.totals().ended, Ended::Orderly);
}

TEST(FollowedStates, OfACloseInThreeSegments)
{
    Passing passing;
    passing.opened();
    passing.right("F. 301:301(0) ack 101");
    passing.left("F. 101:101(0) ack 302");
    EXPECT_EQ(passing.states(), "LAST-ACK TIME-WAIT");
    passing.right(". 302:302(0) ack 102");
    EXPECT_EQ(passing.states(), "CLOSED TIME-WAIT");
}

TEST(FollowedStates, OfASimultaneousClose)
{
    Passing passing;
    passing.opened();
    passing.left("F. 101:101(0) ack 301");
    passing.right("F. 301:301(0) ack 101");
    EXPECT_EQ(passing.states(), "CLOSING CLOSING");
    passing.left(". 102:102(0) ack 302");
    EXPECT_EQ(passing.states(), "CLOSING TIME-WAIT");
    passing.right(". 302:302(0) ack 102");
    EXPECT_EQ(passing.states(), "TIME-WAIT TIME-WAIT");
    EXPECT_EQ(passing.totals().ended, Ended::Orderly);
}

TEST(FollowedStates, OfAHalfClosedConnectionThatGoesOnSending)
{
    Passing passing;
    passing.opened();
    passing.left("F. 101:101(0) ack 301");
    passing.right("P. 301:401(100) ack 102");
    EXPECT_EQ(passing.states(), "FIN-WAIT-2 CLOSE-WAIT");
    EXPECT_EQ(passing.left(". 102:102(0) ack 401").marks, Marks{});
    passing.right("FP. 401:501(100) ack 102");
    EXPECT_EQ(passing.states(), "TIME-WAIT LAST-ACK");
    passing.left(". 102:102(0) ack 502");
    EXPECT_EQ(passing.states(), "TIME-WAIT CLOSED");
}

TEST(FollowedStates, OfAFinThatOvertakesData)
{
    Passing passing;
    passing.opened();
    EXPECT_EQ(words(passing.left("F. 201:201(0) ack 301").marks), "gap");
    EXPECT_EQ(passing.states(), "FIN-WAIT-1 ESTABLISHED") << "the FIN counts when everything before it is there";
    passing.left("P. 101:201(100) ack 301");
    EXPECT_EQ(passing.states(), "FIN-WAIT-1 CLOSE-WAIT");
}

struct ResetCase {
    const char* name;
    std::vector<std::string> before; // "<": from the right
    const char* reset;               // from the right
    const char* after;
};

TEST(FollowedStates, AfterAResetInEachState)
{
    const std::vector<std::string> open{"S 100:100(0)", "<S. 300:300(0) ack 101", ". 101:101(0) ack 301"};
    const auto with = [&](std::vector<std::string> more) {
        more.insert(more.begin(), open.begin(), open.end());
        return more;
    };
    const std::vector<ResetCase> cases{
        {"SYN-SENT", {"S 100:100(0)"}, "R. 0:0(0) ack 101", "CLOSED CLOSED"},
        {"ESTABLISHED", open, "R 301:301(0)", "CLOSED CLOSED"},
        {"FIN-WAIT-1", with({"F. 101:101(0) ack 301"}), "R 301:301(0)", "CLOSED CLOSED"},
        {"FIN-WAIT-2", with({"F. 101:101(0) ack 301", "<. 301:301(0) ack 102"}), "R. 301:301(0) ack 102",
         "CLOSED CLOSED"},
        {"CLOSE-WAIT", with({"<F. 301:301(0) ack 101", ". 101:101(0) ack 302"}), "R 302:302(0)", "CLOSED CLOSED"},
        {"CLOSING", with({"F. 101:101(0) ack 301", "<F. 301:301(0) ack 101"}), "R 302:302(0)", "CLOSED CLOSED"},
        {"LAST-ACK", with({"<F. 301:301(0) ack 101", "F. 101:101(0) ack 302"}), "R 302:302(0)", "CLOSED CLOSED"},
    };
    for (const ResetCase& tried : cases) {
        Passing passing;
        for (const std::string& line : tried.before)
            passing.pass(line[0] == '<' ? trace::Side::Right : trace::Side::Left, line.substr(line[0] == '<' ? 1 : 0));
        EXPECT_EQ(name(passing.follower().state(trace::Side::Left)), tried.name);
        EXPECT_EQ(words(passing.right(tried.reset).marks), "reset") << tried.name;
        EXPECT_EQ(passing.states(), tried.after) << tried.name;
        EXPECT_EQ(passing.totals().ended, Ended::ResetByRight) << tried.name;
    }
}

TEST(FollowedStates, OfAListenerAreAsBeforeWhenItsPeerGivesUp)
{
    Passing passing;
    passing.left("S 100:100(0)");
    passing.right("S. 300:300(0) ack 101");
    passing.left("R 101:101(0)");
    EXPECT_EQ(passing.states(), "CLOSED LISTEN");
    EXPECT_EQ(passing.totals().ended, Ended::ResetByLeft);
}

TEST(FollowedStates, OfARefusedConnection)
{
    Passing passing;
    passing.left("S 100:100(0)");
    passing.right("R. 0:0(0) ack 101 win 0");
    EXPECT_EQ(passing.states(), "CLOSED CLOSED");
    EXPECT_EQ(passing.totals().begun, Begun::Refused);
    EXPECT_EQ(words(passing.left("S 900:900(0)").marks), "port-reuse");
    EXPECT_EQ(passing.states(), "SYN-SENT CLOSED");
    EXPECT_EQ(passing.totals().begun, Begun::NoAnswer);
}

TEST(FollowedStates, OfASynThatIsLost)
{
    Passing passing;
    passing.left("S 100:100(0)");
    EXPECT_EQ(words(passing.later(1s).left("S 100:100(0)").marks), "retransmission");
    EXPECT_EQ(words(passing.later(2s).left("S 100:100(0)").marks), "retransmission");
    EXPECT_EQ(passing.states(), "SYN-SENT CLOSED");
    passing.later(4s).left("S 100:100(0)");
    EXPECT_EQ(passing.totals().begun, Begun::NoAnswer);
    EXPECT_EQ(passing.totals().ended, Ended::TimedOut);
    EXPECT_EQ(passing.totals().retransmissions[0], 3U);
    passing.right("S. 300:300(0) ack 101");
    EXPECT_EQ(passing.totals().ended, Ended::Open);
}

TEST(FollowedStates, GoBackWhenASynAckDidNotArrive)
{
    Passing passing;
    passing.left("S 100:100(0)");
    passing.right("S. 300:300(0) ack 101");
    passing.later(1s).left("S 100:100(0)");
    EXPECT_EQ(passing.states(), "SYN-SENT SYN-RECEIVED");
    EXPECT_EQ(words(passing.right("S. 300:300(0) ack 101").marks), "retransmission");
    passing.left(". 101:101(0) ack 301");
    EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED");
}

TEST(FollowedStates, GoBackWhenTheThirdSegmentDidNotArrive)
{
    Passing passing;
    passing.opened();
    EXPECT_EQ(words(passing.later(1s).right("S. 300:300(0) ack 101").marks), "retransmission");
    EXPECT_EQ(passing.states(), "ESTABLISHED SYN-RECEIVED");
    passing.left(". 101:101(0) ack 301");
    EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED");
}

TEST(FollowedStates, GoBackWhenTheLastAckDidNotArrive)
{
    Passing passing;
    passing.opened();
    passing.left("F. 101:101(0) ack 301");
    passing.right("F. 301:301(0) ack 102");
    passing.left(". 102:102(0) ack 302");
    EXPECT_EQ(passing.states(), "TIME-WAIT CLOSED");
    EXPECT_EQ(words(passing.later(1s).right("F. 301:301(0) ack 102").marks), "retransmission spurious");
    EXPECT_EQ(passing.states(), "TIME-WAIT LAST-ACK");
    passing.left(". 102:102(0) ack 302");
    EXPECT_EQ(passing.states(), "TIME-WAIT CLOSED");
}

TEST(FollowedStates, OfACaptureThatBeginsInTheMiddle)
{
    Passing passing;
    EXPECT_EQ(passing.left("P. 1000:1100(100) ack 5000").marks, Marks{});
    EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED");
    EXPECT_EQ(passing.right("P. 5500:5600(100) ack 1100").marks, Marks{}) << "what was under way is no gap";
    EXPECT_EQ(passing.totals().begun, Begun::MidStream);
    passing.right("F. 5600:5600(0) ack 1100");
    passing.left("F. 1100:1100(0) ack 5601");
    passing.right(". 5601:5601(0) ack 1101");
    EXPECT_EQ(passing.states(), "CLOSED TIME-WAIT");
    EXPECT_EQ(passing.totals().ended, Ended::Orderly);
}

TEST(FollowedStates, OfACaptureThatBeginsInsideTheHandshake)
{
    Passing passing;
    EXPECT_EQ(words(passing.right("S. 300:300(0) ack 101").marks), "unseen-segment");
    EXPECT_EQ(passing.states(), "ESTABLISHED SYN-RECEIVED");
    EXPECT_EQ(passing.left(". 101:101(0) ack 301").marks, Marks{});
    EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED");

    Passing without_syn_ack;
    without_syn_ack.left("S 100:100(0)");
    EXPECT_EQ(words(without_syn_ack.left(". 101:101(0) ack 301").marks), "unseen-segment");
    EXPECT_EQ(without_syn_ack.states(), "ESTABLISHED ESTABLISHED");
}

TEST(FollowedStates, OfASynThatWasCapturedAfterItsAnswer)
{
    Passing passing;
    passing.right("S. 300:300(0) ack 101 win 65535 <wscale 2>");
    EXPECT_EQ(words(passing.left("S 100:100(0) win 65535 <wscale 7>").marks), "out-of-order");
    passing.left(". 101:101(0) ack 301 win 10");
    EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED");
    EXPECT_EQ(words(passing.right("P. 301:1581(1280) ack 101").marks), "window-full") << "the scale is known";
}

TEST(FollowedStates, OfACrashThatIsFoundOutByASyn)
{
    Passing passing; // RFC 9293 section 3.5.1, figure 9
    passing.opened();
    passing.left("S 400:400(0)");
    EXPECT_EQ(passing.states(), "SYN-SENT ESTABLISHED");
    passing.right(". 301:301(0) ack 101");
    EXPECT_EQ(passing.states(), "SYN-SENT ESTABLISHED");
    passing.left("R 101:101(0)");
    EXPECT_EQ(passing.states(), "SYN-SENT CLOSED");
    EXPECT_EQ(words(passing.left("S 400:400(0)").marks), "retransmission");
    passing.right("S. 700:700(0) ack 401");
    passing.left(". 401:401(0) ack 701");
    EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED");
    EXPECT_EQ(passing.totals().ended, Ended::Open);
}

TEST(FollowedStates, OfAnOldDuplicateSyn)
{
    Passing passing; // RFC 9293 section 3.5, figure 8, captured at the left end
    passing.left("S 100:100(0)");
    EXPECT_EQ(words(passing.right("S. 300:300(0) ack 91").marks), "unacceptable");
    EXPECT_EQ(passing.states(), "SYN-SENT SYN-RECEIVED");
    passing.left("R 91:91(0)");
    EXPECT_EQ(passing.states(), "SYN-SENT LISTEN");
    passing.right("S. 400:400(0) ack 101");
    passing.left(". 101:101(0) ack 401");
    EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED");
}

TEST(FollowedStates, OfAResetThatItsEndDidNotSend)
{
    Passing passing;
    passing.opened();
    passing.right("R 301:301(0)");
    EXPECT_EQ(passing.states(), "CLOSED CLOSED");
    passing.right("P. 301:401(100) ack 101");
    EXPECT_EQ(passing.states(), "ESTABLISHED ESTABLISHED");
    EXPECT_EQ(passing.totals().ended, Ended::Open);
}

} // namespace
} // namespace tcpstage::capture
