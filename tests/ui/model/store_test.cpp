// Work that the store starts on its worker thread must end when its result is no longer needed.

#include "ui/model/store/store.h"

#include "core/base/files.h"
#include "core/formats/save.h"
#include "core/run/branch.h"
#include "core/run/sandbox.h"
#include "tests/ui/model/staged_run.h"
#include "ui/widgets/services.h"

#include <QTemporaryDir>
#include <gtest/gtest.h>
#include <semaphore>

namespace tcpstage::model {
namespace {

/// A run that takes seconds: twenty megabytes in small segments, two million records.
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
        : store{Model{}, Services{[this](const LoadSource& request, const std::stop_token& stop) {
                                      began.release();
                                      Result<StagedRunPtr> loaded = widgets::loadSource(request, stop);
                                      ended += loaded ? 0 : 1;
                                      return loaded;
                                  },
                                  {},
                                  {},
                                  {}}}
    {}
    /// Starts to open a large file, and returns while the worker reads it.
    void openLongFile(const std::string& name, const std::string& octets)
    {
        const std::string path = folder.filePath(QString::fromStdString(name)).toStdString();
        ASSERT_TRUE(write_whole_file(path, octets));
        store.dispatch(OpenSource{path});
        began.acquire(); // a worker is at it
    }
    /// Starts to run the long lesson, and returns while the worker runs it.
    void loadTheLongOne()
    {
        store.dispatch(OpenSource{"three-way-handshake"});
        store.settle();
        began.acquire();
        ASSERT_TRUE(store.model().staged);
        store.dispatch(WriteLesson{long_lesson});
        began.acquire(); // a worker is at it
    }

    QTemporaryDir folder;
    std::counting_semaphore<8> began{0};
    int ended = 0; // loads that were cancelled
    Store store;
};

TEST_F(Cancelling, EndsTheRunThatNobodyWaitsForAnyMore)
{
    loadTheLongOne();
    const StagedRunPtr before = store.model().staged;
    store.dispatch(CancelOpening{});
    store.settle();
    EXPECT_EQ(ended, 1) << "it did not run to its end";
    EXPECT_EQ(store.model().staged, before);
    EXPECT_FALSE(store.model().loading);
    EXPECT_FALSE(store.model().notice) << "nothing to complain about";
}

TEST_F(Cancelling, AnotherLessonDoesNotWaitForTheOneBeforeIt)
{
    loadTheLongOne();
    store.dispatch(OpenSource{"abort"});
    store.settle();
    EXPECT_EQ(ended, 1);
    EXPECT_EQ(store.model().source, "abort");
}

std::string longScript()
{
    std::string script = "0.000 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n";
    for (int i = 0; i < 100'000; ++i)
        script += "+0 close(9) = -1 EBADF (Bad file descriptor)\n";
    return script;
}

std::string longTrace()
{
    std::string text = long_lesson;
    text.replace(text.find("20000000"), 8, "2000000");
    const lesson::Scenario lesson = *lesson::read_scenario(text, "long.yaml");
    return formats::save_trace(run::run(lesson).trace);
}

TEST_F(Cancelling, AnotherLessonDoesNotWaitForAScriptThatIsRead)
{
    openLongFile("long.pkt", longScript());
    store.dispatch(OpenSource{"abort"});
    store.settle();
    EXPECT_EQ(ended, 1) << "it was read and run to its end";
    EXPECT_EQ(store.model().source, "abort");
}

TEST_F(Cancelling, AnotherLessonDoesNotWaitForATraceThatIsRead)
{
    openLongFile("long.tcptrace", longTrace());
    store.dispatch(OpenSource{"abort"});
    store.settle();
    EXPECT_EQ(ended, 1) << "it was read to its end";
    EXPECT_EQ(store.model().source, "abort");
}

TEST_F(Cancelling, QuittingDoesNotWaitForAFileThatIsRead)
{
    std::binary_semaphore reading{0};
    bool finished = true;
    const std::string path = folder.filePath(QStringLiteral("long.pkt")).toStdString();
    ASSERT_TRUE(write_whole_file(path, longScript()));
    {
        Store quitting{Model{}, Services{[&](const LoadSource& request, const std::stop_token& stop) {
                                             reading.release();
                                             Result<StagedRunPtr> loaded = widgets::loadSource(request, stop);
                                             finished = loaded.has_value();
                                             return loaded;
                                         },
                                         {},
                                         {},
                                         {}}};
        quitting.dispatch(OpenSource{path});
        reading.acquire();
    }
    EXPECT_FALSE(finished) << "it was read and run to its end";
}

TEST_F(Cancelling, ABranchOfALongRunEndsToo)
{
    const auto lesson = lesson::read_scenario(long_lesson, "long.yaml");
    ASSERT_TRUE(lesson) << lesson.error().sentence();
    std::stop_source stop;
    stop.request_stop();
    const trace::Trace nothing = sim::empty_trace(lesson->setup);
    const run::CallAt close{start_of_time + 1h, {trace::Side::Left, trace::Call::Close, {}, UINT32_MAX}};
    const auto child = run::branch(*lesson, nothing, close, stop.get_token());
    ASSERT_TRUE(child);
    EXPECT_TRUE(run::run(*child, nullptr, stop.get_token()).trace.empty());
    EXPECT_EQ(scene::stageRun(*child, scene::TimeMapKind::Even, stop.get_token()), nullptr);
}

} // namespace
} // namespace tcpstage::model
