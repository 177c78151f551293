// When the sentence over the stage leaves, and where it can be read again.
#include "tests/ui/model/staged_run.h"
#include "ui/model/store/update.h"
#include "ui/model/words.h"

#include <gtest/gtest.h>

namespace tcpstage::model {
namespace {

constexpr const char* shownHere = "three-way-handshake";

bool says(const Model& model, const OwnedText& sentence) { return model.notice && model.notice->sentence == sentence; }

const OwnedText trouble{"The disk is full.", "磁盘已满。"};

TEST(Notices, ThatAnswerAnActionLeaveWithTheNextOneProblemsToo)
{
    // Nothing is under way yet: there is nothing to drop.
    const Model refused = after(opened(shownHere), Command::DropSegment);
    ASSERT_TRUE(refused.notice);
    EXPECT_TRUE(refused.notice->problem);
    const Model dropped = after(opened(shownHere), Announce{answer(wording::dropOneFile, true)});
    for (const Model& shown : {refused, dropped}) {
        EXPECT_TRUE(after(shown, Elapsed{std::chrono::seconds{5}}, SetTextRoom{}).notice) << "not by themselves";
        EXPECT_FALSE(after(shown, Command::NextStep).notice);
        EXPECT_FALSE(after(shown, Seek{scene::StageTime{}}).notice) << "by the mouse";
        EXPECT_FALSE(after(shown, Select{}).notice);
    }
}

TEST(Notices, OfAProblemStayWhileItIsThereAndLeaveWithTheNextRun)
{
    const Model shown = after(opened(shownHere), Announce{Notice{trouble, true}});
    EXPECT_TRUE(says(after(shown, Command::NextStep, Command::NextStep, Command::Last), trouble));
    Model asked = after(shown, OpenSource{"abort"});
    EXPECT_TRUE(says(asked, trouble)) << "until something is open";
    EXPECT_FALSE(says(after(asked, RunLoaded{asked.loading->ticket, stagedOf("abort")}), trouble));
    EXPECT_FALSE(after(shown, DismissNotice{trouble}).notice) << "the problem is gone";
    EXPECT_TRUE(says(after(shown, DismissNotice{{"another", "另一个"}}), trouble));
}

TEST(Notices, OfARunLeaveWithItByUndoToo)
{
    const Model asked = after(opened(shownHere), Command::NextStep, Command::NextStep, Command::NextStep,
                              Command::NextStep, Command::DropSegment);
    ASSERT_TRUE(asked.loading);
    const Model branch = after(asked, RunLoaded{asked.loading->ticket, stagedOf("syn-lost")});
    const Model shown = after(branch, Announce{Notice{trouble, true}});
    EXPECT_FALSE(after(shown, Command::Undo).notice);
    EXPECT_FALSE(after(shown, ShowBranch{0}).notice);
}

TEST(Notices, CanBeReadAgainAfterTheyHaveLeft)
{
    EXPECT_TRUE(whyNot(opened(shownHere), Command::Messages)) << "there was none";
    const OwnedText second{"The file is gone.", "文件不见了。"};
    const Model shown = after(opened(shownHere), Announce{Notice{trouble, true}}, Announce{Notice{second, true}},
                              Announce{Notice{second, true}}, DismissNotice{});
    EXPECT_FALSE(shown.notice);
    ASSERT_TRUE(shown.messages);
    EXPECT_EQ(*shown.messages, (std::vector<OwnedText>{second, trouble})) << "the newest first, each once";
    EXPECT_FALSE(whyNot(shown, Command::Messages));
    const Model passing = after(shown, Command::Undo); // "There is nothing to undo."
    ASSERT_TRUE(passing.notice);
    EXPECT_EQ(passing.messages->size(), 2U) << "an answer to a key is no message";
    Model many = shown;
    for (int i = 0; i < 100; ++i)
        many = after(many, Announce{Notice{{std::to_string(i), std::to_string(i)}, true}});
    EXPECT_EQ(many.messages->size(), 50U);
    EXPECT_EQ(many.messages->front().en, "99");
}

} // namespace
} // namespace tcpstage::model
