#include "ui/scene/spoken_marks.h"

#include "tests/support/both_languages.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/centre.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/panels/question_board.h"
#include "ui/scene/words/present_values.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::scene {

namespace {

using testing::stagedRun;
using testing::timeOfStep;

DisplayOptions shown(View view, Language language = Language::English)
{
    DisplayOptions display;
    display.view = view;
    display.language = language;
    return display;
}

std::vector<SpokenMark> spokenIn(const StagedRun& staged, std::size_t step, const DisplayOptions& display)
{
    const StageTime time = timeOfStep(staged, step);
    return spokenMarks(viewScene({staged, time, {QSizeF{700, 500}, 0, 1}, {}, display}), staged, time, display);
}

QString valueOf(const std::vector<SpokenMark>& marks, const QString& name)
{
    const auto found = std::ranges::find(marks, name, &SpokenMark::name);
    return found == marks.end() ? QStringLiteral("there is none") : found->value;
}

TEST(SpokenMarks, SayHowASegmentFares)
{
    const auto staged = stagedRun("syn-lost");
    const QString syn = QStringLiteral("Client: SYN, seq=100");
    const auto at = [&](std::size_t step) { return valueOf(spokenIn(*staged, step, shown(View::Ladder)), syn); };
    std::size_t sent = 0;
    while (at(sent) == QStringLiteral("there is none"))
        ++sent;
    EXPECT_EQ(at(sent), QStringLiteral("under way"));
    EXPECT_EQ(at(sent + 1), QStringLiteral("dropped by the lesson"));
    const auto handshake = stagedRun("three-way-handshake");
    EXPECT_EQ(valueOf(spokenIn(*handshake, 3, shown(View::Ladder)), syn), QStringLiteral("has arrived"));
    EXPECT_EQ(valueOf(spokenIn(*handshake, 0, shown(View::Whole)), syn), QStringLiteral("still to come"));
}

TEST(SpokenMarks, SayWhichStateIsThePresentOneAndWhatVariablesWere)
{
    const auto staged = stagedRun("three-way-handshake");
    const StageTime time = timeOfStep(*staged, 5);
    const DisplayOptions display = shown(View::Ladder);
    const Scene panel = endpointPanel({*staged, time, {QSizeF{300, 600}, 0, 1}, {}, display}, trace::Side::Left);
    const auto marks = spokenMarks(panel, *staged, time, display);
    EXPECT_EQ(valueOf(marks, QStringLiteral("Client: ESTABLISHED")), QStringLiteral("now"));
    EXPECT_EQ(valueOf(marks, QStringLiteral("Client: SYN-SENT")), QStringLiteral("was before"));
    EXPECT_EQ(valueOf(marks, QStringLiteral("Client: TIME-WAIT")), QStringLiteral("not so far"));
    EXPECT_EQ(valueOf(marks, QStringLiteral("Client: SND.UNA")), QStringLiteral("101, before: 100"));
    EXPECT_EQ(valueOf(marks, QStringLiteral("Client: ISS")), QStringLiteral("100"));
    const auto una = std::ranges::find(marks, QStringLiteral("Client: SND.UNA"), &SpokenMark::name);
    EXPECT_EQ(sentence(*una, Language::English), QStringLiteral("Client: SND.UNA, 101, before: 100"));
    EXPECT_TRUE((QRectF{{}, panel.size}.contains(una->place))) << "where it is on the canvas";
}

TEST(SpokenMarks, DoNotSayAValueThatThePictureHides)
{
    const auto staged = stagedRun("three-way-handshake");
    const StageTime time = timeOfStep(*staged, 5);
    const DisplayOptions display = shown(View::Ladder);
    Scene panel = endpointPanel({*staged, time, {QSizeF{300, 600}, 0, 1}, {}, display}, trace::Side::Left);
    for (std::vector<Mark>* marks : {&panel.still, &panel.moving})
        for (Mark& mark : *marks)
            if (auto* label = std::get_if<Label>(&mark.shape); label && label->text == QStringLiteral("301"))
                label->text = QStringLiteral("?");
    const auto marks = spokenMarks(panel, *staged, time, display);
    EXPECT_EQ(valueOf(marks, QStringLiteral("Client: RCV.NXT")), QStringLiteral("?"));
}

TEST(SpokenMarks, HaveANameInBothLanguagesInEveryView)
{
    for (const char* id : {"three-way-handshake", "zero-window", "simultaneous-close", "why-not-two"}) {
        const auto staged = stagedRun(id);
        for (const View view : all_views)
            for (std::size_t step = 0; step < staged->timeMap.stepCount(); step += 3)
                for (const SpokenMark& mark : spokenIn(*staged, step, shown(view, Language::Chinese))) {
                    EXPECT_FALSE(mark.name.isEmpty());
                    for (const char* english : {"Client", "under way", "before", "arrived", "left", "calls"})
                        EXPECT_FALSE(sentence(mark, Language::Chinese).contains(QLatin1String{english}))
                            << id << ": " << sentence(mark, Language::Chinese).toStdString();
                }
    }
}

TEST(SpokenMarks, OfTheMatrixSayWhatEachSegmentDoes)
{
    const auto staged = stagedRun("three-way-handshake");
    const auto marks = spokenIn(*staged, 0, shown(View::Matrix));
    const auto cell = std::ranges::find_if(marks, [](const SpokenMark& mark) {
        return mark.ref.kind == Ref::Kind::Cell && mark.name.startsWith(QStringLiteral("In SYN-SENT: SYN, ACK"));
    });
    ASSERT_NE(cell, marks.end());
    EXPECT_TRUE(cell->value.contains(QStringLiteral("ESTABLISHED"))) << cell->value.toStdString();
}

TEST(PresentValues, AreThoseThatThePlotShowsInBothLanguages)
{
    const auto staged = stagedRun("slow-start");
    const StageTime time = timeOfStep(*staged, staged->timeMap.stepCount() / 2);
    const tcp::Tcb tcb = staged->trace().at(trace::Side::Left, staged->timeMap.moment(time));
    const auto said = [&](View view, Language language = Language::English) {
        return presentValues(*staged, time, shown(view, language));
    };
    EXPECT_TRUE(said(View::Window).startsWith(QStringLiteral("Client: CWND %1, SSTHRESH ∞, SND.WND ").arg(tcb.cwnd)))
        << said(View::Window).toStdString();
    EXPECT_TRUE(
        said(View::Window).contains(QStringLiteral(", in flight %1, slow start.").arg(tcb.snd.nxt - tcb.snd.una)))
        << said(View::Window).toStdString();
    EXPECT_TRUE(said(View::Window, Language::Chinese).contains(QStringLiteral("，慢启动。")))
        << said(View::Window, Language::Chinese).toStdString();
    EXPECT_TRUE(said(View::Timers).contains(QStringLiteral("RTO ")) &&
                said(View::Timers).contains(QStringLiteral(" left of ")))
        << said(View::Timers).toStdString();
    EXPECT_TRUE(said(View::Matrix).startsWith(QStringLiteral("Client: ESTABLISHED. ")));
    EXPECT_TRUE(said(View::RoundTrip).contains(QStringLiteral("SRTT ")));
    EXPECT_TRUE(said(View::Ladder).isEmpty()) << "its marks say it";
}

TEST(PresentValues, OfTwoWorldsNameEach)
{
    const auto staged = stagedRun("tcp-and-udp");
    const QString said = presentValues(*staged, staged->timeMap.end(), shown(View::Spaces));
    EXPECT_TRUE(said.contains(QStringLiteral("TCP: "))) << said.toStdString();
    EXPECT_FALSE(said.contains(QStringLiteral("UDP: "))) << "it has no numbers: " << said.toStdString();
}

} // namespace

} // namespace tcpstage::scene
