#include "core/sources/capture_run.h"

#include "core/formats/formats.h"
#include "core/lesson/library.h"
#include "core/run/run.h"
#include "core/sources/find_run.h"
#include "core/sources/joined_run.h"
#include "tests/support/folder.h"

#include <gmock/gmock.h>

namespace tcpstage::sources {
namespace {

using ::testing::HasSubstr;

std::string capture_of_lesson(const std::string& id)
{
    return formats::to_pcapng(run::run(*lesson::find_lesson(id)).trace);
}

TEST(CaptureFiles, AreOpenedByTheirContentNotByTheirName)
{
    const Folder folder;
    put_file(folder / "some.pkt", capture_of_lesson("four-way-close"));
    const auto run = find_run(folder / "some.pkt");
    ASSERT_TRUE(run) << run.error().sentence();
    EXPECT_EQ(run->run.trace.source(), trace::Source::Capture);
    EXPECT_EQ(run->scenario.title.en, "some.pkt");
    EXPECT_EQ(tcp::to_text(run->run.trace.endpoint(trace::Side::Left).socket), "10.0.0.1:49152");
}

TEST(CaptureFiles, HaveTheNumberOfAConnectionAfterTheirName)
{
    const Folder folder;
    const std::string path = folder / "two.pcapng";
    put_file(path, capture_of_lesson("connection-refused") + capture_of_lesson("four-way-close"));
    const auto second = find_run(connection_source(path, 2));
    ASSERT_TRUE(second) << second.error().sentence();
    EXPECT_EQ(second->scenario.title.en, "two.pcapng: connection 2 of 2");
    EXPECT_EQ(find_run(path)->scenario.title.zh, "two.pcapng：第 1 个连接，共 2 个");
    EXPECT_THAT(find_run(connection_source(path, 3)).error().sentence(),
                HasSubstr("the capture has 2 connections, none has number 3; choose one from 1 to 2"));
}

TEST(CaptureFiles, ThatHoldNoConnectionSaySo)
{
    const Folder folder;
    put_file(folder / "udp.pcapng", capture_of_lesson("udp"));
    EXPECT_THAT(find_run(folder / "udp.pcapng").error().sentence(), HasSubstr("the capture has no TCP connection"));
}

TEST(CaptureFiles, ThatAreCutAreOpenedWithAWarning)
{
    const Folder folder;
    const std::string whole = capture_of_lesson("four-way-close");
    put_file(folder / "cut.pcapng", whole.substr(0, whole.size() - 3));
    const auto run = find_run(folder / "cut.pcapng");
    ASSERT_TRUE(run);
    ASSERT_EQ(run->run.warnings.size(), 1U);
    EXPECT_THAT(run->run.warnings[0].sentence(), HasSubstr("the file is cut: it ends within packet"));
}

TEST(CaptureFiles, MayHaveNamesLikeThoseOfConnections)
{
    EXPECT_EQ(path_in("a.pcapng#12"), "a.pcapng");
    EXPECT_EQ(chosen_in("a.pcapng#12"), 12U);
    EXPECT_EQ(path_in("a#b.pcapng"), "a#b.pcapng");
    EXPECT_EQ(path_in("a.pcapng#"), "a.pcapng#");
    EXPECT_EQ(chosen_in("a.pcapng#99999999999"), 1U);
    const Folder folder;
    put_file(folder / "a#1", capture_of_lesson("four-way-close"));
    EXPECT_TRUE(find_run(folder / "a#1"));
}

std::string capture_at(const std::string& id, formats::Viewpoint end)
{
    return formats::to_pcapng(run::run(*lesson::find_lesson(id)).trace, end);
}

TEST(JoinedFiles, AreOneRunByTheNameOfBoth)
{
    const Folder folder;
    const std::string one = folder / "one.pcapng";
    const std::string other = folder / "other+more.pcapng";
    put_file(one, capture_at("four-way-close", formats::Viewpoint::Left));
    put_file(other, capture_at("four-way-close", formats::Viewpoint::Right));
    for (const std::string& source :
         {joined_source(one, 1, other), joined_source(one, 1, connection_source(other, 1))}) {
        const auto run = find_run(source);
        ASSERT_TRUE(run) << run.error().sentence();
        EXPECT_EQ(run->scenario.title.en, "one.pcapng and other+more.pcapng, joined");
        EXPECT_THAT(run->scenario.summary.en,
                    HasSubstr("Two captures are joined; their clocks differ by 0 s (estimated)"));
        EXPECT_THAT(run->scenario.summary.zh, HasSubstr("两份抓包已合并"));
        EXPECT_EQ(path_in(source), one);
        EXPECT_EQ(chosen_in(source), 1U);
    }
    const std::string refused = folder / "refused.pcapng";
    put_file(refused, capture_at("read-a-capture", formats::Viewpoint::Right));
    EXPECT_THAT(find_run(joined_source(one, 1, refused)).error().sentence(),
                HasSubstr("refused.pcapng has no segment of connection 1 of the first capture"));
    EXPECT_TRUE(find_run(connection_source(other, 1))) << "a + in a name joins nothing";
}

} // namespace
} // namespace tcpstage::sources
