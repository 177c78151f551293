// Every view of the centre, in every lesson: labels do not overlap, marks stay within the borders, and nothing shows
// the future.

#include "tests/support/lessons.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/centre.h"
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

namespace tcpstage::scene {

namespace {

using testing::stagedRun;
using testing::timeOfStep;

std::vector<View> otherViews()
{
    std::vector<View> views;
    for (std::size_t i = 1; i < view_count; ++i)
        if (static_cast<View>(i) != View::Whole) views.push_back(static_cast<View>(i)); // has slanted labels: WholeRun
    return views;
}

QRectF letters(const Label& label)
{
    const QRectF room = roomOf({label.text, label.at, label.pixels, label.ink, label.weight, label.align, label.face});
    const double tall = label.pixels * 0.74;
    return {room.left() + 0.5, label.at.y() - tall, room.width() - 1, tall};
}

/// Describes the first two labels that overlap; empty if none do.
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
constexpr std::array<Frame, 4> frames{{{QSizeF{690, 380}, false}, // the centre of a window of 1280x800
                                       {QSizeF{1240, 640}, false},
                                       {QSizeF{2700, 1600}, false},
                                       {QSizeF{1880, 772}, true}}};

class ViewsOfEveryLesson : public ::testing::TestWithParam<Language> {};

TEST_P(ViewsOfEveryLesson, KeepTheirLabelsApartAndWithinTheirBorders)
{
    DisplayOptions display;
    display.language = GetParam();
    for (const std::string& id : testing::lessonIds()) {
        const auto staged = stagedRun(id);
        for (const View view : otherViews())
            for (const Frame& frame : frames) {
                display.view = view;
                display.presenting = frame.presenting;
                const std::size_t stride = std::max<std::size_t>(1, staged->timeMap.stepCount() / 4);
                for (std::size_t step = 0; step < staged->timeMap.stepCount(); step += stride) {
                    const Viewport viewport{frame.size, 0, 1};
                    const Scene scene = viewScene({*staged, timeOfStep(*staged, step), viewport, {}, display});
                    ASSERT_EQ(overlap(scene), "") << id << " " << info(view).id << " " << frame.size.width();
                    const QRectF border = QRectF{{}, frame.size}.adjusted(-4, -4, 4, 4);
                    for (const auto* marks : {&scene.still, &scene.moving})
                        for (const Mark& mark : *marks)
                            ASSERT_TRUE(border.contains(bounds(mark)))
                                << id << " " << info(view).id << " " << frame.size.width() << " shape "
                                << mark.shape.index();
                }
            }
    }
}

TEST_P(ViewsOfEveryLesson, KeepTheirLabelsApartInLargerText)
{
    DisplayOptions display;
    display.language = GetParam();
    for (const std::string& id : testing::some_lessons(4)) {
        const auto staged = stagedRun(id);
        const std::size_t stride = std::max<std::size_t>(1, staged->stepCount() / 3);
        for (const View view : otherViews())
            for (const QSizeF size : {QSizeF{690, 300}, QSizeF{690, 380}, QSizeF{1000, 560}})
                for (const double text : {1.15, 1.3, 1.75}) {
                    display.view = view;
                    Viewport viewport{size, 0, 1};
                    viewport.text = text;
                    for (std::size_t step = 0; step < staged->stepCount(); step += stride)
                        ASSERT_EQ(overlap(viewScene({*staged, staged->stepTime(step), viewport, {}, display})), "")
                            << id << " " << info(view).id << " " << size.width() << "x" << size.height() << " " << text;
                }
    }
}

INSTANTIATE_TEST_SUITE_P(Both, ViewsOfEveryLesson, ::testing::Values(Language::English, Language::Chinese));

TEST(Views, HaveWordsOfTheirOwn)
{
    std::set<std::string_view> ids;
    std::set<std::string_view> english;
    std::set<std::string_view> chinese;
    for (std::size_t i = 0; i < view_count; ++i) {
        const ViewInfo& view = info(static_cast<View>(i));
        EXPECT_TRUE(ids.insert(view.id).second) << view.id;
        EXPECT_TRUE(english.insert(view.tab.en).second) << view.tab.en;
        EXPECT_TRUE(chinese.insert(view.tab.zh).second) << view.tab.zh;
    }
    EXPECT_EQ(info(View::Ladder).id, "ladder") << "the first one is that of the window";
}

/// What has a time axis can be stretched and moved along it, nothing else.
TEST(Views, AreStretchedWhereTheyHaveATimeAxis)
{
    const auto staged = stagedRun("slow-start");
    for (std::size_t i = 0; i < view_count; ++i) {
        const auto view = static_cast<View>(i);
        ViewInput input{*staged, staged->timeMap.end(), {{900, 560}, 0, 3}};
        input.display.view = view;
        if (info(view).end) {
            EXPECT_GE(info(view).end(*staged), staged->timeMap.clock(staged->timeMap.end())) << info(view).id;
            EXPECT_EQ(mostPan(input), 1800) << info(view).id;
            EXPECT_GT(followingPan(input), 0) << info(view).id;
        } else {
            EXPECT_EQ(mostPan(input), 0) << info(view).id;
            EXPECT_EQ(followingPan(input), 0) << info(view).id;
        }
    }
}

TEST(Views, SaySoWhereTheyHaveNoRoom)
{
    for (const char* lesson : {"slow-start", "why-not-two"}) {
        const auto staged = stagedRun(lesson);
        for (const QSizeF size : {QSizeF{560, 90}, QSizeF{420, 140}, QSizeF{300, 120}})
            for (std::size_t i = 0; i < view_count; ++i) {
                ViewInput input{*staged, staged->timeMap.end(), {size, 0, 1}};
                input.display.view = static_cast<View>(i);
                const Scene scene = viewScene(input);
                EXPECT_FALSE(scene.still.empty() && scene.moving.empty())
                    << info(input.display.view).id << " " << size.height() << " " << lesson;
            }
    }
}

TEST(Views, CutNoWordsOnAProjector)
{
    DisplayOptions display;
    display.presenting = true;
    for (const Language language : {Language::English, Language::Chinese})
        for (const std::string& id : testing::some_lessons(3)) {
            display.language = language;
            const auto staged = stagedRun(id);
            const std::size_t stride = std::max<std::size_t>(1, staged->timeMap.stepCount() / 20);
            for (std::size_t step = 0; step < staged->timeMap.stepCount(); step += stride) {
                const Scene scene = wholeStage({*staged, timeOfStep(*staged, step), {{1920, 1080}, 0, 1}, {}, display});
                for (const QString& text : testing::texts(scene)) // one alone is the sign of an old segment
                    EXPECT_FALSE(text.size() > 1 && text.endsWith(u'…') && !text.endsWith(QStringLiteral("……")))
                        << id << " step " << step << ": " << text.toStdString();
            }
        }
}

TEST(Views, HaveALegibleSizeOnAProjector)
{
    DisplayOptions display;
    display.presenting = true;
    for (const char* lesson : {"whole-connection", "reno-and-cubic"}) {
        const auto staged = stagedRun(lesson);
        for (const View view : otherViews()) {
            display.view = view;
            const Scene scene = wholeStage({*staged, staged->timeMap.end(), {{1920, 1080}, 0, 1}, {}, display});
            EXPECT_GT(scene.still.size(), 10U) << lesson << " " << info(view).id;
            for (const auto* marks : {&scene.still, &scene.moving})
                for (const Mark& mark : *marks)
                    if (const auto* label = std::get_if<Label>(&mark.shape)) {
                        EXPECT_GE(label->pixels, 27)
                            << lesson << " " << info(view).id << ": " << label->text.toStdString();
                    }
        }
    }
}

TEST(Views, SpeakBothLanguages)
{
    const auto staged = stagedRun("whole-connection");
    const auto hasChinese = [](const Scene& scene) {
        return std::ranges::any_of(testing::texts(scene), [](const QString& text) {
            return std::ranges::any_of(text, [](QChar c) { return c.unicode() >= 0x4E00 && c.unicode() < 0xA000; });
        });
    };
    for (const View view : otherViews()) {
        DisplayOptions display;
        display.view = view;
        const Viewport viewport{{900, 560}, 0, 1};
        EXPECT_FALSE(hasChinese(viewScene({*staged, staged->timeMap.end(), viewport, {}, display}))) << info(view).id;
        display.language = Language::Chinese;
        EXPECT_TRUE(hasChinese(viewScene({*staged, staged->timeMap.end(), viewport, {}, display}))) << info(view).id;
    }
}

} // namespace

TEST(ViewsOfTwoWorlds, ShowBothOneOverTheOtherAtOneScaleOfTime)
{
    const auto staged = stagedRun("reno-and-cubic");
    const QSizeF size{1240, 640};
    for (const View view : otherViews()) {
        if (info(view).twoRuns == TwoRuns::ByItself) continue;
        DisplayOptions display;
        display.view = view;
        const Scene scene = viewScene({*staged, staged->timeMap.end(), {size, 0, 1}, {}, display});
        std::vector<double> names;
        std::map<QString, std::set<double>> times; // the places of a time on the axes
        for (const Mark& mark : scene.still) {
            const auto* label = std::get_if<Label>(&mark.shape);
            if (!label) continue;
            if (label->text == "Reno" || label->text == "CUBIC") names.push_back(label->at.y());
            if (label->text.endsWith(" s")) times[label->text].insert(std::round(label->at.x()));
        }
        ASSERT_EQ(names.size(), 2U) << info(view).id;
        EXPECT_LT(names[0], size.height() / 2) << info(view).id;
        EXPECT_GT(names[1], size.height() / 2) << info(view).id;
        if (view == View::Window) {
            EXPECT_FALSE(times.empty());
            for (const auto& [text, places] : times)
                EXPECT_EQ(places.size(), 1U) << text.toStdString();
        }
        EXPECT_TRUE(std::ranges::any_of(scene.still, [](const Mark& mark) { return mark.ref.run == 1; }) ||
                    view == View::Window || view == View::RoundTrip || view == View::Timers)
            << info(view).id;
    }
}

} // namespace tcpstage::scene
