// Views 3 to 7 where the centre is low or the text large: they show less, but never nothing.

#include "tests/support/lessons.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/centre.h"
#include "ui/scene/marks/geometry.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/plots/plot_pen.h"
#include "ui/scene/plots/plots.h"
#include "ui/scene/plots/space_scale.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::scene {

namespace {

using testing::stagedRun;
using testing::texts;

constexpr std::array plotted{View::Spaces, View::TimeSequence, View::Window, View::RoundTrip, View::Timers};

/// The centre of a window, and the size of its text.
struct LowCentre {
    QSizeF size;
    double text;
};
constexpr std::array<LowCentre, 7> lowCentres{{{QSizeF{1118, 318}, 1},   // 1366 x 768
                                               {QSizeF{980, 268}, 1.45}, // the same with larger text
                                               {QSizeF{980, 210}, 1.75},
                                               {QSizeF{690, 300}, 1}, // 1024 x 768
                                               {QSizeF{640, 190}, 0.8},
                                               {QSizeF{1560, 520}, 1.75}, // 1920 x 1080
                                               {QSizeF{1560, 640}, 1}}};

ViewInput lowInput(const StagedRun& staged, View view, const LowCentre& centre, Language language = Language::English)
{
    ViewInput input{staged, staged.timeMap.end(), {centre.size, 0, 1}};
    input.viewport.text = centre.text;
    input.display.view = view;
    input.display.language = language;
    return input;
}

/// The boxes and lines of one world, or of the only one: what a view shows beside words.
std::size_t drawnIn(const Scene& scene, const QRectF& part)
{
    std::size_t count = 0;
    for (const auto* marks : {&scene.still, &scene.moving})
        for (const Mark& mark : *marks)
            if (!std::holds_alternative<Label>(mark.shape) && part.contains(bounds(mark).center())) ++count;
    return count;
}

bool saysNoRoom(const Scene& scene)
{
    return std::ranges::any_of(texts(scene), [](const QString& text) {
        return text.contains(QStringLiteral("no room")) || text.contains(QStringLiteral("放不下"));
    });
}

bool isOfDatagrams(const StagedRun& run)
{
    const auto transits = run.trace().transits();
    return !transits.empty() &&
           std::ranges::all_of(transits, [](const trace::Transit& transit) { return transit.segment.is_datagram(); });
}

/// A sentence in place of a picture: the run has nothing of what the view shows.
bool hasNothingToShow(const StagedRun& staged, std::uint8_t run, View view)
{
    const ViewInput all = lowInput(staged, view, {QSizeF{1500, 900}, 1});
    const ViewInput one = all.half(run);
    return isOfDatagrams(one.staged) || drawnIn(info(view).scene(one), QRectF{{}, all.viewport.size}) == 0;
}

TEST(LowViews, ShowSomethingOfEachWorldInEveryWindow)
{
    std::size_t seen = 0;
    for (const std::string& id : testing::lessonIds()) {
        const auto staged = stagedRun(id);
        if (!staged->beside) continue;
        for (const View view : plotted)
            for (const LowCentre& centre : lowCentres) {
                const ViewInput input =
                    lowInput(*staged, view, centre, seen % 2 ? Language::Chinese : Language::English);
                const Scene scene = viewScene(input);
                ASSERT_FALSE(saysNoRoom(scene)) << id << " " << info(view).id << " " << centre.size.height();
                const double middle = centre.size.width() / 2;
                const bool beside = placeOnAxis(input, centre.size.width()) <= middle + 1;
                const QSizeF half = beside ? QSizeF{middle, centre.size.height()}
                                           : QSizeF{centre.size.width(), centre.size.height() / 2};
                for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}}) {
                    if (hasNothingToShow(*staged, run, view)) continue;
                    const QPointF corner = run == 0 ? QPointF{}
                                           : beside ? QPointF{middle, 0}
                                                    : QPointF{0, half.height()};
                    EXPECT_GE(drawnIn(scene, QRectF{corner, half}), 2U) // of a closed end two bars
                        << id << " world " << int{run} << " " << info(view).id << " " << centre.size.height();
                    ++seen;
                }
            }
    }
    EXPECT_GT(seen, 100U);
}

TEST(LowViews, ShowSomethingOfOneRunInEveryWindow)
{
    for (const std::string& id : testing::some_lessons(3)) {
        const auto staged = stagedRun(id);
        if (staged->beside) continue;
        for (const View view : plotted)
            for (const LowCentre& centre : lowCentres) {
                const ViewInput input = lowInput(*staged, view, centre);
                const Scene scene = viewScene(input);
                EXPECT_FALSE(saysNoRoom(scene)) << id << " " << info(view).id << " " << centre.size.height();
                if (hasNothingToShow(*staged, 0, view)) continue;
                EXPECT_GE(drawnIn(scene, QRectF{{}, centre.size}), 2U) << id << " " << info(view).id;
            }
    }
}

/// The smallest letters of a view, in pixels.
double smallestLetters(const Scene& scene)
{
    double least = 1000;
    for (const auto* marks : {&scene.still, &scene.moving})
        for (const Mark& mark : *marks)
            if (const auto* label = std::get_if<Label>(&mark.shape)) least = std::min(least, label->pixels);
    return least;
}

TEST(LowViews, GrowWithTheTextAndCutNoWords)
{
    // The centres of windows of 1366 x 768 and 1920 x 1080 with usual and with large text, as the window has them.
    constexpr std::array<std::array<LowCentre, 2>, 2> windows{
        {{{{QSizeF{1118, 400}, 1}, {QSizeF{1000, 312}, 1.5}}}, {{{QSizeF{1570, 640}, 1}, {QSizeF{1440, 520}, 1.5}}}}};
    for (const char* id : {"sliding-window", "reno-and-cubic", "why-not-two", "zero-window", "four-way-close"}) {
        const auto staged = stagedRun(id);
        for (const View view : plotted)
            for (const auto& window : windows)
                for (const Language language : {Language::English, Language::Chinese}) {
                    ViewInput usual = lowInput(*staged, view, window[0], language);
                    ViewInput large = lowInput(*staged, view, window[1], language);
                    usual.time = large.time = staged->stepTime(staged->stepCount() / 2);
                    if (drawnIn(viewScene(usual), QRectF{{}, window[0].size}) == 0) continue; // a sentence
                    EXPECT_GE(smallestLetters(viewScene(large)), 1.09 * smallestLetters(viewScene(usual)))
                        << id << " " << info(view).id << " " << window[0].size.width();
                    for (const QString& text : texts(viewScene(large)))
                        EXPECT_FALSE(text.endsWith(u'…')) << id << " " << info(view).id << " " << text.toStdString();
                }
    }
}

TEST(LowViews, ShowEverySegmentUnderWay)
{
    std::size_t seen = 0;
    for (const char* id : {"sliding-window", "fast-retransmit", "why-not-two", "reno-and-cubic"}) {
        const auto staged = stagedRun(id);
        for (const LowCentre& centre : lowCentres)
            for (std::size_t i = 0; i < staged->trace().transits().size(); i += 3) {
                const trace::Transit transit = staged->trace().transit(static_cast<trace::TransitId>(i));
                if (transit.segment.payload.empty() || transit.connection != trace::the_conversation) continue;
                const TransitSpan span = spanOf(transit, staged->timeMap);
                ViewInput input = lowInput(*staged, View::Spaces, centre);
                input.time = span.from + (span.to - span.from) / 3;
                const Ref ref{Ref::Kind::Segment, transit.from, static_cast<std::uint32_t>(i)};
                const auto isIt = [&](const Mark& mark) {
                    return mark.ref == ref && std::holds_alternative<Box>(mark.shape);
                };
                EXPECT_TRUE(std::ranges::any_of(viewScene(input).moving, isIt))
                    << id << " segment " << i << " at " << centre.size.height() << " " << centre.text;
                ++seen;
            }
    }
    EXPECT_GT(seen, 50U);
}

TEST(LowViews, DrawTwoWorldsToTheSameScale)
{
    std::size_t seen = 0;
    for (const std::string& id : testing::lessonIds()) {
        const auto staged = stagedRun(id);
        if (!staged->beside || isOfDatagrams(*staged) || isOfDatagrams(*staged->beside)) continue;
        ViewInput both = lowInput(*staged, View::Spaces, {QSizeF{1560, 640}, 1});
        both.viewport.until = std::max(endOfPlot(*staged), endOfPlot(*staged->beside));
        const std::array<ViewInput, 2> halves{both.half(0), both.half(1)};
        for (const View view : {View::TimeSequence, View::Window, View::RoundTrip}) {
            const auto charts = [&](const ViewInput& input) {
                return view == View::TimeSequence ? timeSequenceCharts(input)
                       : view == View::Window     ? windowCharts(input)
                                                  : roundTripCharts(input);
            };
            for (const Chart& left : charts(halves[0]))
                for (const Chart& right : charts(halves[1])) {
                    if (left.side != right.side) continue;
                    EXPECT_EQ(left.frame.low, right.frame.low) << id << " " << info(view).id;
                    EXPECT_EQ(left.frame.high, right.frame.high) << id << " " << info(view).id;
                    EXPECT_EQ(left.frame.logarithmic, right.frame.logarithmic) << id << " " << info(view).id;
                }
        }
        for (const trace::Side side : trace::both_sides) {
            const trace::Trace& left = staged->trace();
            const trace::Trace& right = staged->beside->trace();
            const std::optional<tcp::Seq> first = seriesOf(*staged).of(side).initial;
            if (!first || first != seriesOf(*staged->beside).of(side).initial) continue;
            for (std::size_t step = 0; step < staged->stepCount(); step += 2) {
                const trace::Moment here = staged->timeMap.moment(staged->stepTime(step));
                const trace::Moment there = staged->beside->timeMap.moment(staged->stepTime(step));
                const tcp::Seq una = left.at(side, here).snd.una;
                if (left.at(side, here).state <= tcp::State::Listen || una != right.at(side, there).snd.una) continue;
                ++seen;
                EXPECT_EQ((SpaceScale{*staged, side, here, 1000, 1, staged->beside.get()}.x(una)),
                          (SpaceScale{*staged->beside, side, there, 1000, 1, staged.get()}.x(una)))
                    << id << " step " << step;
            }
        }
    }
    EXPECT_GT(seen, 30U);
}

/// The heights between the axes of time and the tops of the axes of values.
std::vector<double> chartHeights(const Scene& scene)
{
    std::vector<double> heights;
    for (const Mark& mark : scene.still)
        if (const auto* line = std::get_if<Line>(&mark.shape);
            line && line->ink == Ink::Faint && line->from.x() == line->to.x() && line->to.y() - line->from.y() > 10)
            heights.push_back(line->to.y() - line->from.y());
    return heights;
}

/// Whether two marks are drawn alike.
bool isSameSign(const Mark& a, const Mark& b)
{
    if (a.shape.index() != b.shape.index()) return false;
    if (const auto* line = std::get_if<Line>(&a.shape)) {
        const Line& other = std::get<Line>(b.shape);
        return line->ink == other.ink && line->stroke == other.stroke;
    }
    if (const auto* box = std::get_if<Box>(&a.shape)) return box->fill == std::get<Box>(b.shape).fill;
    return std::holds_alternative<Cross>(a.shape) && std::get<Cross>(a.shape).ink == std::get<Cross>(b.shape).ink;
}

TEST(LegendsOfPlots, ExplainOnlySignsThatAreInThePicture)
{
    std::size_t keys = 0;
    std::size_t absent = 0;
    std::string missing;
    for (const std::string& id : testing::lessonIds()) {
        const auto staged = stagedRun(id);
        if (staged->beside) continue;
        for (const View view : {View::Window, View::RoundTrip, View::TimeSequence}) {
            const ViewInput input = lowInput(*staged, view, {QSizeF{1500, 900}, 1});
            const Scene scene = viewScene(input);
            const auto charts = view == View::Window      ? windowCharts(input)
                                : view == View::RoundTrip ? roundTripCharts(input)
                                                          : timeSequenceCharts(input);
            if (charts.empty() || chartHeights(scene).empty()) continue;
            const double below = charts.back().whole.bottom();
            for (const Mark& sign : scene.still) {
                const QRectF reach = bounds(sign);
                if (reach.top() < below || std::holds_alternative<Label>(sign.shape)) continue;
                const auto* edge = std::get_if<Line>(&sign.shape);
                if (edge && edge->ink == Ink::Accent && edge->stroke == Stroke::Dashed) continue; // or it is above
                ++keys;
                const auto isLikeIt = [&](const Mark& mark) {
                    return bounds(mark).bottom() <= below && isSameSign(mark, sign);
                };
                if (std::ranges::any_of(scene.still, isLikeIt)) continue;
                missing += id + " " + std::string{info(view).id} + " at " + std::to_string(reach.left()) + "\n";
                ++absent;
            }
        }
    }
    EXPECT_LE(absent * 25, keys) << missing; // what begins with the last step has no width yet
    EXPECT_GT(keys, 200U);
}

TEST(LowViews, HaveChartsThatAreHigherThanTheirTitles)
{
    for (const char* id : {"why-not-two", "reno-and-cubic", "why-2msl"}) {
        const auto staged = stagedRun(id);
        for (const View view : {View::TimeSequence, View::Window, View::RoundTrip})
            for (const LowCentre& centre : {lowCentres[0], lowCentres[1], lowCentres[6]}) {
                const std::vector<double> heights = chartHeights(viewScene(lowInput(*staged, view, centre)));
                if (heights.empty()) continue; // a sentence
                const auto [least, most] = std::ranges::minmax(heights);
                EXPECT_GE(most, 36) << id << " " << info(view).id << " " << centre.size.height();
                EXPECT_GE(least, 20) << id << " " << info(view).id << " " << centre.size.height(); // that sends no data
            }
    }
}

TEST(LowViews, KeepTheirLabelsApart)
{
    for (const char* id : {"why-not-two", "reno-and-cubic", "fast-retransmit", "zero-window"}) {
        const auto staged = stagedRun(id);
        for (const View view : plotted)
            for (const LowCentre& centre : lowCentres)
                for (std::size_t step = 0; step < staged->stepCount(); step += 1 + staged->stepCount() / 5) {
                    ViewInput input = lowInput(*staged, view, centre, Language::Chinese);
                    input.time = staged->stepTime(step);
                    const Scene scene = viewScene(input);
                    std::vector<std::pair<QRectF, QString>> placed;
                    for (const auto* marks : {&scene.still, &scene.moving})
                        for (const Mark& mark : *marks)
                            if (const auto* label = std::get_if<Label>(&mark.shape)) {
                                const QRectF room = roomOf({label->text, label->at, label->pixels, label->ink,
                                                            label->weight, label->align, label->face});
                                placed.emplace_back(QRectF{room.left() + 0.5, label->at.y() - label->pixels * 0.74,
                                                           room.width() - 1, label->pixels * 0.74},
                                                    label->text);
                            }
                    for (std::size_t i = 0; i < placed.size(); ++i) {
                        EXPECT_TRUE(QRectF(QPointF{-4, -4}, centre.size + QSizeF{8, 8}).contains(placed[i].first))
                            << id << " " << info(view).id << ": " << placed[i].second.toStdString();
                        for (std::size_t j = i + 1; j < placed.size(); ++j)
                            EXPECT_FALSE(placed[i].first.intersects(placed[j].first))
                                << id << " " << info(view).id << " " << centre.size.height() << ": "
                                << placed[i].second.toStdString() << " on " << placed[j].second.toStdString();
                    }
                }
    }
}

TEST(LowViews, StretchTheTimeOfEachWorldInItsOwnHalf)
{
    const auto staged = stagedRun("why-not-two");
    ViewInput input = lowInput(*staged, View::RoundTrip, lowCentres[1]);
    const double half = input.viewport.size.width() / 2;
    ASSERT_EQ(placeOnAxis(input, half + 40), 40) << "beside each other";
    EXPECT_EQ(placeOnAxis(input, 40), 40);
    input.viewport.zoom = 3;
    EXPECT_EQ(mostPan(input), half * 2);
    EXPECT_LE(followingPan(input), mostPan(input));
    input.viewport.size = {1240, 900};
    EXPECT_EQ(placeOnAxis(input, 660), 660) << "one above the other";
    EXPECT_EQ(mostPan(input), 1240 * 2);
}

TEST(ViewsOfUdp, SayWhatUdpDoesNotHave)
{
    std::size_t lessons = 0;
    for (const std::string& id : testing::lessonIds()) {
        const auto staged = stagedRun(id);
        for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}}) {
            if (run == 1 && !staged->beside) continue;
            const StagedRun& half = staged->half(run);
            const bool udp = isOfDatagrams(half);
            lessons += udp ? 1 : 0;
            for (const Language language : {Language::English, Language::Chinese})
                for (const View view : plotted) {
                    const QString words =
                        texts(viewScene(lowInput(*staged, view, {QSizeF{1100, 600}, 1}, language))).join(u' ');
                    const bool said = words.contains(language == Language::English ? QStringLiteral("UDP has no ")
                                                                                   : QStringLiteral("UDP 没有"));
                    if (udp) EXPECT_TRUE(said) << id << " " << info(view).id << ": " << words.toStdString();
                    if (!staged->beside) EXPECT_EQ(said, udp) << id << " " << info(view).id;
                }
        }
    }
    EXPECT_GE(lessons, 2U) << "udp, and tcp-and-udp";
}

TEST(LowViews, CutNoNameOfATimer)
{
    std::size_t named = 0;
    for (const std::string& id : testing::some_lessons(3)) {
        const auto staged = stagedRun(id);
        for (const LowCentre& centre : {LowCentre{QSizeF{1004, 300}, 1.5}, LowCentre{QSizeF{1118, 318}, 1}})
            for (const Language language : {Language::English, Language::Chinese})
                for (const QString& words : texts(viewScene(lowInput(*staged, View::Timers, centre, language)))) {
                    EXPECT_FALSE(words.endsWith(u'…')) << id << ": " << words.toStdString();
                    ++named;
                }
    }
    EXPECT_GT(named, 500U);
}

TEST(LowViews, ExplainThePaleBarsOfTimers)
{
    const LowCentre centre{QSizeF{1118, 500}, 1};
    const ViewInput input = lowInput(*stagedRun("congestion-avoidance"), View::Timers, centre);
    EXPECT_TRUE(texts(viewScene(input)).contains(QStringLiteral("over")));
}

} // namespace

} // namespace tcpstage::scene
