// Unsaved work as text: what is written reads back, and a damaged text is refused with one sentence.

#include "ui/model/kept/work_text.h"

#include "core/base/random.h"
#include "tests/ui/model/staged_run.h"
#include "ui/scene/marks/scene.h"

#include <gtest/gtest.h>

namespace tcpstage::model {
namespace {

TextPtr text(std::string written) { return std::make_shared<const std::string>(std::move(written)); }

/// A lesson with two branches and every kind of text.
Work example()
{
    Work work;
    work.source = "/home/me/我的 lesson.yaml";
    work.staged = stagedOf("syn-lost");
    Branch lesson{{"The lesson", "原课程"}, stagedOf("three-way-handshake")};
    lesson.draft = text("title: [\nbranch 3\n");
    Branch first{{"mine\n5", "我的"}, stagedOf("syn-lost")};
    first.named = true;
    first.parting = 4;
    Branch second{{"written", "写的"}, stagedOf("abort")};
    second.parent = 1;
    second.written = true;
    second.text = text("");
    work.branches.all = {lesson, first, second};
    work.branches.shown = 1;
    work.time = work.staged->timeMap.at(3);
    work.selection = scene::Ref{scene::Ref::Kind::Segment, trace::Side::Left, 1, 0};
    return work;
}

TEST(WorkAsText, ReadsBackAsItWasWritten)
{
    const std::string written = toText(keptOf(example()));
    const auto again = readWork(written, "x");
    ASSERT_TRUE(again) << again.error().sentence();
    EXPECT_EQ(toText(*again), written);

    const WorkPtr loaded = loadWork(*again, stagedOf("three-way-handshake"), scene::TimeMapKind::Even, {});
    ASSERT_TRUE(loaded);
    EXPECT_EQ(toText(keptOf(*loaded)), written) << "and runs the same";
    EXPECT_EQ(loaded->branches.all[0].staged, stagedOf("three-way-handshake"));
}

TEST(WorkAsText, OfALessonThatCannotBeOpenedAnyMoreRunsAllTheSame)
{
    const KeptWork kept = keptOf(example());
    const WorkPtr loaded = loadWork(kept, nullptr, scene::TimeMapKind::Even, {});
    ASSERT_TRUE(loaded);
    EXPECT_EQ(toText(keptOf(*loaded)), toText(kept));
}

TEST(WorkAsText, OfABranchThatCannotBeRunIsStillThere)
{
    KeptWork kept = keptOf(example());
    kept.branches[1].lesson = "of a later version: [";
    const WorkPtr loaded = loadWork(kept, stagedOf("three-way-handshake"), scene::TimeMapKind::Even, {});
    ASSERT_TRUE(loaded);
    ASSERT_TRUE(loaded->branches.all[1].draft);
    EXPECT_EQ(*loaded->branches.all[1].draft, "of a later version: [");
}

TEST(WorkAsText, ThatWasCutAnywhereIsRefusedWithOneSentence)
{
    const std::string written = toText(keptOf(example()));
    for (std::size_t size = 0; size < written.size(); size += size < 400 ? 1 : 37) {
        const auto again = readWork(std::string_view{written}.substr(0, size), "x.work");
        ASSERT_FALSE(again) << size;
        EXPECT_TRUE(again.error().sentence().starts_with("x.work: ")) << again.error().sentence();
        EXPECT_FALSE(again.error().sentence(Language::Chinese).empty());
    }
    EXPECT_FALSE(readWork(written + "x", "x")) << "too much";
    EXPECT_FALSE(readWork(std::string(most_kept_bytes + 1, 'x'), "x")) << "too big";
}

TEST(WorkAsText, ThatWasChangedAnywhereNeverDoesHarm)
{
    const std::string written = toText(keptOf(example()));
    Random random{7};
    int loaded = 0;
    for (int i = 0; i < 400; ++i) {
        std::string changed = written;
        const int count = 1 + static_cast<int>(random.below(3));
        for (int n = 0; n < count; ++n)
            changed[random.below(i % 2 == 0 ? 500 : changed.size())] = static_cast<char>(random.below(256));
        const auto again = readWork(changed, "x");
        if (!again || ++loaded > 20) continue;
        const WorkPtr work = loadWork(*again, stagedOf("three-way-handshake"), scene::TimeMapKind::Even, {});
        ASSERT_TRUE(work);
        ASSERT_LT(work->branches.shown, work->branches.all.size());
        EXPECT_LE(work->time, work->staged->timeMap.end());
    }
    EXPECT_GT(loaded, 0);
}

} // namespace
} // namespace tcpstage::model
