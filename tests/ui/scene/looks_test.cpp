// Every view of the middle of the stage, in every lesson: labels apart, marks within its borders, nothing of the
// future.

#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/looks.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/geometry.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plot_pen.h"
#include "ui/scene/staged/series.h"
#include "ui/scene/views.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace tcpstage {

namespace {

using testing::lessonIds;
using testing::staged;
using testing::timeOfStep;

std::vector<Look> otherLooks()
{
    std::vector<Look> looks;
    for (std::size_t i = 1; i < look_count; ++i)
        looks.push_back(static_cast<Look>(i));
    return looks;
}

QRectF letters(const Label& label)
{
    const QRectF room = roomOf({label.text, label.at, label.pixels, label.ink, label.weight, label.align, label.face});
    const double tall = label.pixels * 0.74;
    return {room.left() + 0.5, label.at.y() - tall, room.width() - 1, tall};
}

/// A sentence about the first two labels that touch; empty when there are none.
std::string overlap(const Scene& scene)
{
    std::vector<std::pair<QRectF, const Label*>> labels;
    for (const auto* marks : {&scene.still, &scene.moving})
        for (const Mark& mark : *marks)
            if (const auto* label = std::get_if<Label>(&mark.shape)) labels.emplace_back(letters(*label), label);
    std::ranges::sort(labels, {}, [](const auto& item) { return item.first.left(); });
    for (std::size_t i = 0; i < labels.size(); ++i)
        for (std::size_t j = i + 1; j < labels.size() && labels[j].first.left() < labels[i].first.right(); ++j)
            if (labels[i].first.intersects(labels[j].first))
                return "\"" + labels[i].second->text.toStdString() + "\" on \"" + labels[j].second->text.toStdString() +
                       "\"";
    return {};
}

struct Frame {
    QSizeF size;
    bool presenting;
};
constexpr std::array<Frame, 4> frames{{{QSizeF{690, 380}, false}, // the middle of a window of 1280x800
                                       {QSizeF{1240, 640}, false},
                                       {QSizeF{2700, 1600}, false},
                                       {QSizeF{1880, 772}, true}}};

class ViewsOfEveryLesson : public ::testing::TestWithParam<Language> {};

TEST_P(ViewsOfEveryLesson, KeepTheirLabelsApartAndWithinTheirBorders)
{
    DisplayOptions display;
    display.language = GetParam();
    for (const std::string& id : lessonIds()) {
        const auto told = staged(id);
        for (const Look look : otherLooks())
            for (const Frame& frame : frames) {
                display.look = look;
                display.presenting = frame.presenting;
                const std::size_t stride = std::max<std::size_t>(1, told->timeMap.stepCount() / 4);
                for (std::size_t step = 0; step < told->timeMap.stepCount(); step += stride) {
                    const Viewport view{frame.size, 0, 1};
                    const Scene scene = lookScene(*told, timeOfStep(*told, step), view, {}, display);
                    ASSERT_EQ(overlap(scene), "") << id << " " << tcpstage::id(look) << " " << frame.size.width();
                    const QRectF border = QRectF{{}, frame.size}.adjusted(-4, -4, 4, 4);
                    for (const auto* marks : {&scene.still, &scene.moving})
                        for (const Mark& mark : *marks)
                            ASSERT_TRUE(border.contains(bounds(mark)))
                                << id << " " << tcpstage::id(look) << " " << frame.size.width() << " shape "
                                << mark.shape.index();
                }
            }
    }
}

INSTANTIATE_TEST_SUITE_P(Both, ViewsOfEveryLesson, ::testing::Values(Language::English, Language::Chinese));

TEST(Looks, CutNoWordsOnAProjector)
{
    DisplayOptions display;
    display.presenting = true;
    for (const Language language : {Language::English, Language::Chinese})
        for (const std::string& id : lessonIds()) {
            display.language = language;
            const auto told = staged(id);
            const std::size_t stride = std::max<std::size_t>(1, told->timeMap.stepCount() / 20);
            for (std::size_t step = 0; step < told->timeMap.stepCount(); step += stride) {
                const Scene scene = wholeStage(*told, timeOfStep(*told, step), {{1920, 1080}, 0, 1}, {}, display);
                for (const QString& text : testing::texts(scene)) // one alone is the sign of an old segment
                    EXPECT_FALSE(text.size() > 1 && text.endsWith(u'…') && !text.endsWith(QStringLiteral("……")))
                        << id << " step " << step << ": " << text.toStdString();
            }
        }
}

TEST(Looks, HaveALegibleSizeOnAProjector)
{
    DisplayOptions display;
    display.presenting = true;
    for (const char* lesson : {"whole-connection", "reno-and-cubic"}) {
        const auto told = staged(lesson);
        for (const Look look : otherLooks()) {
            display.look = look;
            const Scene scene = wholeStage(*told, told->timeMap.end(), {{1920, 1080}, 0, 1}, {}, display);
            EXPECT_GT(scene.still.size(), 10U) << lesson << " " << id(look);
            for (const auto* marks : {&scene.still, &scene.moving})
                for (const Mark& mark : *marks)
                    if (const auto* label = std::get_if<Label>(&mark.shape)) {
                        EXPECT_GE(label->pixels, 27) << lesson << " " << id(look) << ": " << label->text.toStdString();
                    }
        }
    }
}

TEST(Looks, SpeakBothLanguages)
{
    const auto told = staged("whole-connection");
    const auto hasChinese = [](const Scene& scene) {
        return std::ranges::any_of(testing::texts(scene), [](const QString& text) {
            return std::ranges::any_of(text, [](QChar c) { return c.unicode() >= 0x4E00 && c.unicode() < 0xA000; });
        });
    };
    for (const Look look : otherLooks()) {
        DisplayOptions display;
        display.look = look;
        const Viewport view{{900, 560}, 0, 1};
        EXPECT_FALSE(hasChinese(lookScene(*told, told->timeMap.end(), view, {}, display))) << id(look);
        display.language = Language::Chinese;
        EXPECT_TRUE(hasChinese(lookScene(*told, told->timeMap.end(), view, {}, display))) << id(look);
    }
}

} // namespace

TEST(ViewsOfTwoWorlds, ShowBothOneOverTheOtherAtOneScaleOfTime)
{
    const auto told = staged("reno-and-cubic");
    const QSizeF size{1240, 640};
    for (const Look look : otherLooks()) {
        if (look == Look::Matrix) continue;
        DisplayOptions display;
        display.look = look;
        const Scene scene = lookScene(*told, told->timeMap.end(), {size, 0, 1}, {}, display);
        std::vector<double> names;
        std::map<QString, std::set<double>> times; // where a time stands on the axes
        for (const Mark& mark : scene.still) {
            const auto* label = std::get_if<Label>(&mark.shape);
            if (!label) continue;
            if (label->text == "Reno" || label->text == "CUBIC") names.push_back(label->at.y());
            if (label->text.endsWith(" s")) times[label->text].insert(std::round(label->at.x()));
        }
        ASSERT_EQ(names.size(), 2U) << id(look);
        EXPECT_LT(names[0], size.height() / 2) << id(look);
        EXPECT_GT(names[1], size.height() / 2) << id(look);
        if (look == Look::Window) {
            EXPECT_FALSE(times.empty());
            for (const auto& [text, places] : times)
                EXPECT_EQ(places.size(), 1U) << text.toStdString();
        }
        EXPECT_TRUE(std::ranges::any_of(scene.still, [](const Mark& mark) { return mark.ref.run == 1; }) ||
                    look == Look::Window || look == Look::RoundTrip || look == Look::Timers)
            << id(look);
    }
}

} // namespace tcpstage
