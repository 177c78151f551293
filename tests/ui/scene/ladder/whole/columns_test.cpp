// The whole run on one page: each segment is in its column, and has a name there.

#include "tests/support/lessons.h"
#include "tests/ui/scene/ladder/whole/sheets.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/ladder/ladder_groups.h"
#include "ui/scene/ladder/ladder_shared.h"
#include "ui/scene/ladder/whole/whole_page.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <set>

namespace tcpstage::scene {

namespace {

using namespace testing::whole;
using testing::stagedRun;

/// Above which a segment is under way far longer than most: an old duplicate may not fit into a column.
StageTime longLimit(const StagedRun& staged)
{
    std::vector<StageTime> lengths;
    for (const std::size_t run : {0U, 1U}) {
        if (run == 1 && !staged.beside) break;
        const StagedRun& half = staged.half(run);
        for (trace::TransitId id = 0; id < half.trace().transits().size(); ++id) {
            const TransitSpan span = spanOf(half.trace().transit(id), half.timeMap);
            lengths.push_back(span.to - span.from);
        }
    }
    std::ranges::nth_element(lengths, lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2));
    return 4 * lengths[lengths.size() / 2];
}

using Segment = std::pair<std::uint8_t, std::uint32_t>; // of which world
/// The columns in which a segment has an arrow.
std::map<Segment, std::set<std::size_t>> columnsOf(const std::vector<Scene>& sheets, const WholePage& page)
{
    std::map<Segment, std::set<std::size_t>> columns;
    for (std::size_t sheet = 0; sheet < sheets.size(); ++sheet)
        for (const auto* marks : {&sheets[sheet].still, &sheets[sheet].moving})
            for (const Mark& mark : *marks)
                if (const auto* line = std::get_if<Line>(&mark.shape); line && mark.ref.kind == Ref::Kind::Segment) {
                    const double place = std::floor(line->from.x() / (page.style.width + page.gap));
                    columns[{mark.ref.run, mark.ref.id}].insert(sheet * page.perSheet +
                                                                static_cast<std::size_t>(place));
                }
    return columns;
}

/// Those in which it has to have one: that of its sending, and of a very long one all that it crosses.
std::set<std::size_t> wantedColumns(const WholePage& page, const LadderStyle& half, const TransitSpan& way, bool isLong)
{
    std::set<std::size_t> columns;
    for (std::size_t i = 0; i < page.columns.size(); ++i) {
        const WholePage::Column& column = page.columns[i];
        const bool last = i + 1 == page.columns.size();
        const double end = last ? column.end : page.columns[i + 1].begin;
        const bool begins = way.from >= column.first && way.from < column.until;
        const bool crosses = way.from < column.until && way.to >= column.first && half.y(way.from) < end &&
                             half.y(way.to) > column.begin;
        if (isLong ? crosses : begins) columns.insert(i);
    }
    return columns;
}

TEST(WholeRun, ShowsEverySegmentOfEveryLessonWholeAndOnceAndAVeryLongOneInEachColumnThatItCrosses)
{
    for (const std::string& id : testing::some_lessons(4))
        for (const bool presenting : {false, true}) {
            const auto staged = stagedRun(id);
            const QSizeF size = presenting ? onProjector : smallCentre;
            const std::vector<Scene> all = sheets(*staged, size, presenting);
            for (const Scene& scene : all)
                for (const auto* marks : {&scene.still, &scene.moving})
                    for (const Mark& mark : *marks)
                        ASSERT_TRUE(QRectF(QPointF{-4, -4}, size + QSizeF{8, 8}).contains(bounds(mark)))
                            << id << " " << bounds(mark).left() << " " << bounds(mark).top() << " "
                            << bounds(mark).right() << " " << bounds(mark).bottom() << " shape " << mark.shape.index();
            const WholePage& page = shownPage(pageOf(*staged, size, presenting));
            auto shown = columnsOf(all, page);
            const StageTime limit = longLimit(*staged);
            const ViewInput input = pageOf(*staged, size, presenting);
            const LadderStyle style = staged->beside ? halfStyle(page.style, input.display) : page.style;
            for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}}) {
                if (run == 1 && !staged->beside) continue;
                const StagedRun& half = staged->half(run);
                if (half.trace().transits().size() > manySegments) continue;
                for (std::uint32_t segment = 0; segment < half.trace().transits().size(); ++segment) {
                    const TransitSpan way = spanOf(half.trace().transit(segment), half.timeMap);
                    const auto wanted = wantedColumns(page, style, way, way.to - way.from > limit);
                    EXPECT_EQ((shown[Segment{run, segment}]), wanted)
                        << id << " run " << int{run} << " segment " << segment + 1
                        << (presenting ? " onProjector" : "");
                }
            }
        }
    const auto old = stagedRun("time-wait-old-segments");
    const QSizeF low{1132, 325};
    const auto columns = columnsOf(sheets(*old, low, false), shownPage(pageOf(*old, low, false)));
    const auto isInSeveral = [](const auto& segment) { return segment.second.size() > 1; };
    EXPECT_TRUE(std::ranges::any_of(columns, isInSeveral)) << "the old duplicate";
}

/// Segments with words of their own, or that of a burst, as "ACK ×4".
std::set<Segment> namedOn(const std::vector<Scene>& sheets, const StagedRun& staged)
{
    std::set<Segment> named;
    for (const Scene& scene : sheets)
        for (const auto* marks : {&scene.still, &scene.moving})
            for (const Mark& mark : *marks) {
                const auto* label = std::get_if<Label>(&mark.shape);
                if (!label || mark.ref.kind != Ref::Kind::Segment || label->ink == Ink::Lost) continue;
                const trace::Trace& trace = staged.half(mark.ref.run).trace();
                int count = std::max(1, label->text.section(u'×', 1).section(u' ', 0, 0).toInt());
                for (std::uint32_t id = mark.ref.id + 1; id-- > 0 && count > 0;)
                    if (trace.transit(id).from == trace.transit(mark.ref.id).from) {
                        named.insert({mark.ref.run, id});
                        --count;
                    }
            }
    return named;
}

TEST(WholeRun, NamesNearlyAllSegmentsAndFirstOfAllThoseThatALessonIsAbout)
{
    std::array<std::size_t, 2> all{};
    std::array<std::size_t, 2> nameless{};
    for (const std::string& id : testing::some_lessons(3)) {
        const auto staged = stagedRun(id);
        if (staged->trace().transits().size() > manySegments) continue;
        for (const bool presenting : {false, true}) {
            const auto named = namedOn(sheets(*staged, presenting ? onProjector : smallCentre, presenting), *staged);
            for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}}) {
                if (run == 1 && !staged->beside) continue;
                const trace::Trace& trace = staged->half(run).trace();
                for (std::uint32_t segment = 0; segment < trace.transits().size(); ++segment) {
                    const std::size_t kind = isRemarkable(trace.transit(segment)) ? 1 : 0;
                    ++all[kind];
                    nameless[kind] += named.contains({run, segment}) ? 0U : 1U;
                }
            }
        }
    }
    EXPECT_GT(all[0], 400U);
    EXPECT_LT(nameless[0] * 8, all[0]);
    EXPECT_GT(all[1], 40U);
    EXPECT_LT(nameless[1] * 12, all[1]);
    for (const char* id : {"fast-retransmit", "time-wait-keeps-old-out"}) {
        const auto staged = stagedRun(id);
        const auto named = namedOn(sheets(*staged, smallCentre, false), *staged);
        for (std::uint32_t segment = 0; segment < staged->trace().transits().size(); ++segment)
            if (isRemarkable(staged->trace().transit(segment)))
                EXPECT_TRUE(named.contains({std::uint8_t{0}, segment})) << id << " segment " << segment + 1;
    }
}

} // namespace

} // namespace tcpstage::scene
