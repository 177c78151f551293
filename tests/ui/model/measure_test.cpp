// The span tool of the window: one key begins, ends and takes away.
#include "tests/ui/model/staged_run.h"
#include "ui/model/words.h"

#include <gtest/gtest.h>

namespace tcpstage::model {

namespace {

std::string said(const Model& model) { return model.notice ? model.notice->sentence.en : ""; }

} // namespace

TEST(Measure, BeginsAtOneStepEndsAtAnotherAndGoes)
{
    Model model = after(opened("three-way-handshake"), Command::NextStep, Command::NextStep, Command::NextStep);
    const trace::RecordId begin = model.staged->timeMap.moment(model.goal()).record;
    model = after(model, Command::Measure);
    ASSERT_TRUE(model.display.measured);
    EXPECT_EQ(model.display.measured->from, begin);
    EXPECT_FALSE(model.display.measured->to);
    EXPECT_NE(said(model), "");
    model = after(model, Command::Last, Command::Measure);
    ASSERT_TRUE(model.display.measured && model.display.measured->to);
    EXPECT_NE(said(model).find("0.3 s ≈ 1.5 SRTT · 2 segments"), std::string::npos) << said(model);
    model = after(model, Command::PreviousStep, Command::NextFrame);
    EXPECT_TRUE(model.display.measured->to) << "it stays while one steps";
    model = after(model, Command::Measure);
    EXPECT_FALSE(model.display.measured);
    EXPECT_NE(said(model), "");
}

TEST(Measure, AtTheSameStepTwiceTakesItAway)
{
    const Model model = after(opened("three-way-handshake"), Command::NextStep, Command::Measure, Command::Measure);
    EXPECT_FALSE(model.display.measured);
}

TEST(Measure, TakesEachEndFromWhereAMenuWasOpened)
{
    Model model = after(opened("three-way-handshake"), Command::Last);
    const trace::Transit syn = model.staged->trace().transit(0);
    model = after(model, MeasureAt{syn.sent_record, true});
    ASSERT_TRUE(model.display.measured);
    EXPECT_EQ(model.display.measured->from, syn.sent_record);
    EXPECT_FALSE(model.display.measured->to) << "it ends where the stage stands";
    model = after(model, MeasureAt{syn.end_record, false});
    EXPECT_EQ(model.display.measured->from, syn.sent_record);
    EXPECT_EQ(model.display.measured->to, syn.end_record);
    EXPECT_NE(said(model).find("0.1 s"), std::string::npos) << said(model);
    model = after(model, MeasureAt{syn.end_record, true}, MeasureAt{UINT32_MAX - 1, false});
    EXPECT_EQ(model.display.measured->to, syn.end_record) << "a record that is not there changes nothing";
}

TEST(Measure, EndsAtAPlaceFromThePresentStep)
{
    const Model before = after(opened("three-way-handshake"), Command::NextStep);
    const Model model = after(before, MeasureAt{before.staged->trace().transit(1).end_record, false});
    ASSERT_TRUE(model.display.measured && model.display.measured->to);
    EXPECT_EQ(model.display.measured->from, before.staged->timeMap.moment(before.goal()).record);
}

TEST(Measure, BelongsToOneRun)
{
    Model model = after(opened("three-way-handshake"), Command::NextStep, Command::Measure);
    model = after(model, OpenSource{"four-way-close"});
    model = after(model, RunLoaded{model.loading->ticket, stagedOf("four-way-close")});
    EXPECT_FALSE(model.display.measured);
}

} // namespace tcpstage::model
