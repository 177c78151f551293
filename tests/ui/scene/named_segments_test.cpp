#include "core/trace/recorder.h"
#include "tests/support/lessons.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/views.h"

#include <gtest/gtest.h>
#include <optional>

namespace tcpstage::scene {

namespace {

using testing::stagedRun;

/// Whether some words of the segment of one of two worlds are in the picture.
bool isNamed(const Scene& scene, trace::TransitId id, std::uint8_t run, double top)
{
    for (const std::vector<Mark>* marks : {&scene.still, &scene.moving})
        for (const Mark& mark : *marks)
            if (std::holds_alternative<Label>(mark.shape) && mark.ref.kind == Ref::Kind::Segment && mark.ref.id == id &&
                mark.ref.run == run && bounds(mark).bottom() > top && bounds(mark).top() < scene.size.height())
                return true;
    return false;
}

TEST(Ladder, NamesTheSegmentThatArrives)
{
    constexpr double names = 50; // pixels at the top
    std::size_t arrivals = 0;
    std::string nameless;
    for (const std::string& id : testing::some_lessons(3)) {
        const auto staged = stagedRun(id);
        if (staged->trace().transits().size() > 400) continue;
        for (const bool presenting : {false, true}) {
            DisplayOptions display;
            display.presenting = presenting;
            for (trace::TransitId segment = 0; segment < staged->trace().transits().size(); ++segment) {
                const trace::Transit& transit = staged->trace().transit(segment);
                if (transit.end_record == trace::no_record || transit.fate == trace::Fate::Lost) continue;
                const StageTime time = staged->timeMap.at(transit.end_record);
                Viewport view{{presenting ? 1136.0 : 640.0, 770}, 0, 1};
                view.scroll = followingScroll({*staged, time, view, {}, display});
                const Scene scene = ladder({*staged, time, view, {}, display});
                ++arrivals;
                if (isNamed(scene, segment, 0, names)) continue;
                nameless += id + " " + std::to_string(segment) + (presenting ? " projected, " : ", ");
            }
        }
    }
    EXPECT_EQ(nameless, "");
    EXPECT_GT(arrivals, 500U);
}

/// Those that leave, arrive or are lost at this time.
std::vector<trace::TransitId> segmentsAt(const StagedRun& staged, StageTime time)
{
    std::vector<trace::TransitId> found;
    for (trace::TransitId id = 0; id < staged.trace().transits().size(); ++id) {
        const trace::Transit& transit = staged.trace().transit(id);
        for (const trace::RecordId record : {transit.sent_record, transit.end_record})
            if (record != trace::no_record && staged.timeMap.at(record) == time) found.push_back(id);
    }
    return found;
}

/// Whether the words of a segment in the picture contain a number.
bool isNumbered(const Scene& scene, trace::TransitId id, std::uint8_t run)
{
    for (const std::vector<Mark>* marks : {&scene.still, &scene.moving})
        for (const Mark& mark : *marks)
            if (const auto* label = std::get_if<Label>(&mark.shape))
                if (mark.ref.kind == Ref::Kind::Segment && mark.ref.id == id && mark.ref.run == run &&
                    label->text.contains(u'='))
                    return true;
    return false;
}

TEST(Present, NamesTheSegmentsOfEachStepInBothWorlds)
{
    std::size_t segments = 0;
    std::size_t bare = 0; // flags alone: what has ten digits may have no room between two lifelines
    std::string nameless;
    bool wide = false;
    for (const std::string& id : testing::some_lessons(4)) {
        const auto staged = stagedRun(id);
        if (staged->stepCount() > 130) continue;
        DisplayOptions display;
        display.presenting = true;
        const QSizeF size{(wide = !wide) ? 1366.0 : 1024.0, 768};
        for (std::size_t step = 0; step < staged->stepCount(); ++step) {
            const StageTime time = staged->stepTime(step);
            std::optional<Scene> scene;
            for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}}) {
                if (run == 1 && !staged->beside) continue;
                for (const trace::TransitId segment : segmentsAt(staged->half(run), time)) {
                    if (!scene) scene = wholeStage({*staged, time, {size, 0, 1}, {}, display});
                    ++segments;
                    if (!isNumbered(*scene, segment, run)) ++bare;
                    if (!isNamed(*scene, segment, run, 0))
                        nameless += id + " step " + std::to_string(step) + " segment " + std::to_string(segment) + ", ";
                }
            }
        }
    }
    EXPECT_EQ(nameless, "");
    EXPECT_GT(segments, 400U);
    EXPECT_LT(bare * 25, segments);
}

/// Real sockets: the server's SYN,ACK is held, and what its kernel repeats meanwhile is swallowed.
trace::Trace heldAnswer()
{
    const trace::Trace& like = stagedRun("three-way-handshake")->trace();
    trace::Trace trace{trace::Source::Live, {like.endpoint(trace::Side::Left), like.endpoint(trace::Side::Right)}};
    trace::Recorder recorder{trace, trace::Certainty::Observed};
    const auto at = [](int ms) { return start_of_time + std::chrono::milliseconds{ms}; };
    const auto sends = [&](trace::TransitId of, Instant now, bool again) {
        trace::Journey journey{like.transit(of)};
        journey.sent = now;
        journey.ends = never;
        journey.end_record = trace::no_record;
        journey.retransmission = again;
        return recorder.sent(like.transit(of).segment, std::move(journey));
    };
    recorder.called(trace::Side::Right, trace::Call::Listen, 0, at(0));
    recorder.called(trace::Side::Left, trace::Call::Connect, 0, at(1));
    const trace::TransitId syn = sends(0, at(1), false);
    recorder.arrived(syn, trace::Side::Right, at(100));
    sends(1, at(100), false);
    for (const int second : {1, 3, 7}) {
        recorder.forget_cause();
        const trace::TransitId again = sends(1, at(second * 1000), true);
        recorder.lost(again, at(second * 1000), trace::Reason::Swallowed);
    }
    return trace;
}

TEST(Ladder, NamesWhatIsHeldAndNotWhatIsSwallowedInItsPlace)
{
    const auto held = stageRun(stagedRun("three-way-handshake")->scenario, run::Run{heldAnswer(), {}, {}});
    constexpr trace::TransitId answer = 1;
    const StageTime since = held->timeMap.at(held->trace().transit(answer).sent_record);
    std::size_t looked = 0;
    for (const bool presenting : {false, true})
        for (const double width : {460.0, 640.0, 1136.0})
            for (StageTime time = since; time <= held->timeMap.end(); time += stage_second / 4) {
                DisplayOptions display;
                display.presenting = presenting;
                Viewport view{{width, 770}, 0, 1};
                view.scroll = followingScroll({*held, time, view, {}, display});
                const Scene scene = ladder({*held, time, view, {}, display});
                ++looked;
                EXPECT_TRUE(isNamed(scene, answer, 0, 50)) << width << " at " << time.count();
            }
    EXPECT_GT(looked, 60U);
}

TEST(Present, JoinsANameToItsPlaceByALine)
{
    const auto staged = stagedRun("four-tuple");
    DisplayOptions display;
    display.presenting = true;
    const Scene scene = wholeStage({*staged, staged->stepTime(3), {{1920, 1080}, 0, 1}, {}, display});
    const Ref second{Ref::Kind::Segment, trace::Side::Left, 1};
    std::vector<QRectF> boxes; // the dot, then the name, each with its ring
    std::optional<Line> tie;
    for (const Mark& mark : scene.moving) {
        if (mark.ref != second) continue;
        if (const auto* box = std::get_if<Box>(&mark.shape); box && box->fill != Ink::None) boxes.push_back(box->rect);
        if (const auto* line = std::get_if<Line>(&mark.shape); line && line->stroke == Stroke::Solid) tie = *line;
    }
    ASSERT_EQ(boxes.size(), 2U);
    ASSERT_TRUE(tie);
    EXPECT_TRUE(boxes[0].contains(tie->from));
    EXPECT_TRUE(boxes[1].adjusted(-1, -1, 1, 1).contains(tie->to));
    EXPECT_FALSE(boxes[1].contains(tie->from));
}

} // namespace

} // namespace tcpstage::scene
