// Labels keep the flags of a segment with all its numbers wherever there is room, in small windows, too; and what has
// no room is said elsewhere.

#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/views.h"
#include "ui/scene/words/labels.h"

#include <gtest/gtest.h>
#include <map>

namespace tcpstage::scene {

namespace {

using testing::stagedRun;

/// What is said of each segment.
std::map<std::pair<std::uint8_t, std::uint32_t>, QString> saidOfEach(const Scene& scene)
{
    std::map<std::pair<std::uint8_t, std::uint32_t>, QString> said;
    for (const std::vector<Mark>* marks : {&scene.still, &scene.moving})
        for (const Mark& mark : *marks)
            if (const auto* label = std::get_if<Label>(&mark.shape); label && mark.ref.kind == Ref::Kind::Segment)
                said[{mark.ref.run, mark.ref.id}] += u' ' + label->text;
    return said;
}

/// The parts of its numbers that are not said.
QStringList unsaidNumbers(const QString& said, const trace::Trace& trace, trace::TransitId id)
{
    QStringList parts = wordsOf(trace, id, {}).numbers.split(u' ');
    const QStringList words = said.split(u' ');
    parts.removeIf([&](const QString& part) { return words.contains(part); });
    return parts;
}

TEST(NumbersKept, APillOrAnArrowHasAllItsNumbersOrNone)
{
    std::size_t labels = 0;
    for (const char* id : {"three-way-handshake", "four-way-close"}) {
        const auto staged = stagedRun(id);
        // Of the ladder at 1280 and 1366 with a panel open, 1024, and 1280 with the sliders.
        for (const QSizeF size : {QSizeF{470, 330}, QSizeF{525, 300}, QSizeF{430, 420}, QSizeF{660, 200}})
            for (std::size_t step = 0; step < staged->stepCount(); ++step) {
                const StageTime time = staged->stepTime(step);
                Viewport view{size, 0, 1};
                view.scroll = followingScroll({*staged, time, view, {}, {}});
                for (const auto& [which, said] : saidOfEach(ladder({*staged, time, view, {}, {}}))) {
                    ++labels;
                    EXPECT_EQ(unsaidNumbers(said, staged->trace(), which.second).join(u' '), QString{})
                        << id << " step " << step << " at " << size.width() << ": " << said.toStdString();
                }
            }
    }
    EXPECT_GT(labels, 150U);
}

TEST(NumbersKept, TheLostSegmentAndItsRepeatAreNumberedInAWholeRun)
{
    const auto staged = stagedRun("fast-retransmit");
    const auto said = saidOfEach(wholeRun({*staged, staged->timeMap.end(), {{1130, 400}, 0, 1}, {}, {}}));
    std::size_t found = 0;
    for (trace::TransitId id = 0; id < staged->trace().transits().size(); ++id) {
        if (!staged->trace().transit(id).retransmission) continue;
        ++found;
        ASSERT_TRUE(said.contains({0, id}));
        EXPECT_TRUE(said.at({0, id}).contains(QStringLiteral("seq="))) << said.at({0, id}).toStdString();
    }
    EXPECT_EQ(found, 1U);
}

TEST(NumbersKept, AWholeRunWithoutRoomSaysSoInsteadOfCuttingItIntoSlivers)
{
    const auto staged = stagedRun("exam-two-kinds-of-loss");
    for (const Language language : {Language::English, Language::Chinese})
        for (double height = 60; height < 700; height += 20) {
            DisplayOptions display;
            display.language = language;
            const Scene scene = wholeRun({*staged, staged->timeMap.end(), {{690, height}, 0, 1}, {}, display});
            std::size_t arrows = 0;
            std::size_t sentence = 0;
            for (const Mark& mark : scene.still) {
                const auto* line = std::get_if<Line>(&mark.shape);
                arrows += line && mark.ref.kind == Ref::Kind::Segment ? 1 : 0;
                const auto* label = std::get_if<Label>(&mark.shape);
                const Text begin{"There is no room here", "这里放不下全程"};
                sentence += label && label->text.startsWith(inLanguage(begin, language)) ? 1 : 0;
            }
            EXPECT_EQ(arrows == 0, sentence == 1) << height;
            if (height < 150) EXPECT_EQ(arrows, 0U) << height;
            if (height > 400) EXPECT_GT(arrows, 0U) << height;
        }
}

TEST(NumbersKept, APanelShowsBothSpacesOrSaysWhereTheyAre)
{
    const auto staged = stagedRun("three-way-handshake");
    for (double height = 460; height < 900; height += 7)
        for (const double width : {210.0, 235.0, 300.0}) {
            const Scene scene =
                endpointPanel({*staged, staged->timeMap.end(), {{width, height}, 0, 1}, {}, {}}, trace::Side::Left);
            std::size_t spaces = 0;
            bool elsewhere = false;
            for (const std::vector<Mark>* marks : {&scene.still, &scene.moving})
                for (const Mark& mark : *marks)
                    if (const auto* label = std::get_if<Label>(&mark.shape)) {
                        spaces += label->text.startsWith(QStringLiteral("Send sequence")) ||
                                          label->text.startsWith(QStringLiteral("Receive sequence"))
                                      ? 1
                                      : 0;
                        elsewhere = elsewhere || (label->text.startsWith(QStringLiteral("Send and receive space")) &&
                                                  bounds(mark).bottom() <= height);
                    }
            EXPECT_NE(spaces == 2, elsewhere) << width << "x" << height;
        }
}

} // namespace

} // namespace tcpstage::scene
