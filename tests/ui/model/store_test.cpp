// What the store starts on its worker, and that it ends when nobody waits for it.

#include "ui/model/store/store.h"

#include "core/run/branch.h"
#include "core/run/sandbox.h"
#include "tests/ui/model/story.h"
#include "ui/widgets/services.h"

#include <gtest/gtest.h>
#include <semaphore>

namespace tcpstage {
namespace {

/// A run of two million records, which takes seconds: twenty megabytes in small segments.
const std::string long_lesson = R"(title: {en: "Long", zh: "长"}
group: data
endpoints:
  client: {iss: 100}
  server: {iss: 300}
network: {delay: 1 ms}
tcp: {mss: 64}
steps:
  - server: listen
  - client: connect
  - wait: [client ESTABLISHED, server ESTABLISHED]
  - client: send 20000000
  - wait: 20 h
)";

class Cancelling : public ::testing::Test {
protected:
    Cancelling()
        : store{Model{}, Services{[this](const TellSource& request, const std::stop_token& stop) {
                                      began.release();
                                      Result<StoryPtr> told = tellSource(request, stop);
                                      ended += told ? 0 : 1;
                                      return told;
                                  },
                                  {},
                                  {},
                                  {}}}
    {}
    /// The long lesson is on its way.
    void tellTheLongOne()
    {
        store.dispatch(OpenSource{"three-way-handshake"});
        store.settle();
        began.acquire();
        ASSERT_TRUE(store.model().story);
        store.dispatch(WriteLesson{long_lesson});
        began.acquire(); // a worker is at it
    }

    std::counting_semaphore<8> began{0};
    int ended = 0; // before its end
    Store store;
};

TEST_F(Cancelling, EndsTheRunThatNobodyWaitsForAnyMore)
{
    tellTheLongOne();
    const StoryPtr before = store.model().story;
    store.dispatch(CancelOpening{});
    store.settle();
    EXPECT_EQ(ended, 1) << "it did not run to its end";
    EXPECT_EQ(store.model().story, before);
    EXPECT_FALSE(store.model().telling);
    EXPECT_FALSE(store.model().notice) << "nothing to complain about";
}

TEST_F(Cancelling, AnotherLessonDoesNotWaitForTheOneBeforeIt)
{
    tellTheLongOne();
    store.dispatch(OpenSource{"abort"});
    store.settle();
    EXPECT_EQ(ended, 1);
    EXPECT_EQ(store.model().source, "abort");
}

TEST_F(Cancelling, ABranchOfALongRunEndsToo)
{
    const auto lesson = read_scenario(long_lesson, "long.yaml");
    ASSERT_TRUE(lesson) << lesson.error().sentence();
    std::stop_source stop;
    stop.request_stop();
    const Trace nothing = empty_trace(lesson->setup);
    const CallAt close{start_of_time + 1h, {Side::Left, Call::Close, {}, UINT32_MAX}};
    const auto child = branch(*lesson, nothing, close, stop.get_token());
    ASSERT_TRUE(child);
    EXPECT_TRUE(run(*child, nullptr, stop.get_token()).trace.empty());
    EXPECT_EQ(tell(*child, PaceKind::Even, stop.get_token()), nullptr);
}

} // namespace
} // namespace tcpstage
