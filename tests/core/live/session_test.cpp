#include "core/live/session/session.h"

#include "tests/core/live/live.h"

#include <algorithm>
#include <condition_variable>

namespace tcpstage::live {
namespace {

/// Keeps the newest news and waits for news that meet a condition.
class Reader {
public:
    Session::Listener listener()
    {
        return [this](SessionNews news) {
            const std::lock_guard lock{mutex_};
            newest_ = std::move(news);
            ++count_;
            changed_.notify_all();
        };
    }
    template <typename Condition> bool until(Condition condition)
    {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(lock, patience, [&] { return count_ > 0 && condition(newest_); });
    }
    bool ended()
    {
        return until([](const SessionNews& news) { return news.stage != SessionNews::Stage::Running; });
    }
    const SessionNews& newest() const { return newest_; } // only after the session has ended

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    SessionNews newest_;
    std::size_t count_ = 0;
};

SessionOptions by_hand()
{
    SessionOptions options;
    options.vantage = Vantage::Wire;
    options.by_hand = true;
    return options;
}

TEST(Session, HoldsEachSegmentUntilSomebodyDecides)
{
    TCPSTAGE_NEEDS(Device::Auto);
    Reader reader;
    Session session{*lesson::find_lesson("real-handshake"), by_hand(), reader.listener()};

    std::vector<trace::TransitId> decided;
    for (std::size_t i = 0; i < 3; ++i) {
        ASSERT_TRUE(reader.until([&](const SessionNews& news) {
            if (news.held.size() != 1 || std::ranges::find(decided, news.held[0]) != decided.end()) return false;
            decided.push_back(news.held[0]);
            return true;
        })) << i;
        session.decide(decided.back(), {});
    }
    ASSERT_TRUE(reader.ended());
    EXPECT_EQ(reader.newest().stage, SessionNews::Stage::Ended);
    const trace::Trace& trace = reader.newest().run.trace;
    for (const trace::Side side : trace::both_sides)
        EXPECT_EQ(trace.at(side, trace.last_moment()).state, tcp::State::Established);
}

TEST(Session, KeepsTheRepetitionsOfAHeldSegmentAsGhosts)
{
    TCPSTAGE_NEEDS(Device::Auto);
    Reader reader;
    Session session{*lesson::find_lesson("real-handshake"), by_hand(), reader.listener()};

    ASSERT_TRUE(reader.until([](const SessionNews& news) { // the kernel repeats its SYN after a second
        const auto transits = news.run.trace.transits();
        return transits.size() > 1 && transits[1].reason == trace::Reason::Swallowed &&
               news.held == std::vector<trace::TransitId>{0};
    }));
    session.hold(false);
    ASSERT_TRUE(reader.ended());
    const trace::Trace& trace = reader.newest().run.trace;
    EXPECT_EQ(trace.at(trace::Side::Right, trace.last_moment()).state, tcp::State::Established);
}

TEST(Session, CanBeStoppedWhileSegmentsAreHeld)
{
    TCPSTAGE_NEEDS(Device::Auto);
    Reader reader;
    Session session{*lesson::find_lesson("real-close-four"), by_hand(), reader.listener()};

    ASSERT_TRUE(reader.until([](const SessionNews& news) { return !news.held.empty(); }));
    session.stop();
    ASSERT_TRUE(reader.ended());
    EXPECT_EQ(reader.newest().stage, SessionNews::Stage::Stopped);
    const auto transits = reader.newest().run.trace.transits();
    EXPECT_EQ(transits[0].end_record, trace::no_record);
    for (std::size_t i = 1; i < transits.size(); ++i) // if held for long, the kernel has retransmitted
        EXPECT_EQ(transits[i].reason, trace::Reason::Swallowed);
}

TEST(Session, LastsNoLongerThanItsOwner)
{
    Reader reader;
    {
        const Session session{*lesson::find_lesson("real-close-four"), {}, reader.listener()};
    }

    EXPECT_NE(reader.newest().stage, SessionNews::Stage::Running); // the session has reported its end
}

TEST(Session, TakesTheWayThatIsChosenForASegment)
{
    TCPSTAGE_NEEDS(Device::Auto);
    Reader reader;
    SessionOptions options;
    options.vantage = Vantage::Wire;
    options.hop = 40ms;
    const Session session{*lesson::find_lesson("real-handshake"), options, reader.listener()};

    ASSERT_TRUE(reader.ended());
    for (const trace::Transit& transit : reader.newest().run.trace.transits())
        EXPECT_GE(transit.ends - transit.sent, 40ms);
}

} // namespace
} // namespace tcpstage::live
