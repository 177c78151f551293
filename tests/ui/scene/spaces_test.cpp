#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/centre.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/plots/held_blocks.h"
#include "ui/scene/plots/plot_views.h"
#include "ui/scene/plots/space_parts.h"
#include "ui/scene/plots/space_scale.h"
#include "ui/scene/words/glossary.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

namespace tcpstage::scene {

namespace {

using testing::lessonIds;
using testing::stagedRun;
using testing::texts;
using testing::timeOfStep;

const QSizeF size{900, 600};
const QSizeF projected{1890, 772}; // the size of a view on a screen of 1920x1080

Scene spaces(const StagedRun& staged, std::size_t step)
{
    DisplayOptions display;
    display.view = View::Spaces;
    return sequenceSpaces({staged, timeOfStep(staged, step), {size, 0, 1}, {}, display});
}

/// The widths of all boxes with this ink and `ref`.
std::vector<double> widths(const Scene& scene, Ink ink, const Ref& ref)
{
    std::vector<double> found;
    for (const Mark& mark : scene.still)
        if (const auto* box = std::get_if<Box>(&mark.shape); box && box->fill == ink && mark.ref == ref)
            found.push_back(box->rect.width());
    return found;
}

TEST(HeldBlocks, AreAsManyOctetsAsTheReceiverCounts)
{
    std::size_t held = 0;
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id);
        for (trace::RecordId record = 0; record < staged->trace().records().size(); ++record) {
            if (!trace::is_step(staged->trace().record(record).kind)) continue;
            const trace::Moment moment = staged->timeMap.moment(staged->timeMap.at(record));
            for (const trace::Side side : trace::both_sides) {
                std::uint32_t octets = 0;
                for (const tcp::SackBlock& block : heldBlocks(*staged, side, moment))
                    octets += block.right - block.left;
                ASSERT_EQ(octets, staged->trace().at(side, moment).out_of_order_bytes) << id << " record " << record;
                if (octets > 0) ++held;
            }
        }
    }
    EXPECT_GT(held, 10U);
}

TEST(SequenceSpaces, DrawWhatIsInFlightToScale)
{
    const auto staged = stagedRun("sliding-window");
    std::size_t checked = 0;
    for (std::size_t step = 0; step < staged->timeMap.stepCount(); ++step) {
        const trace::Moment moment = staged->timeMap.moment(timeOfStep(*staged, step));
        const tcp::Tcb tcb = staged->trace().at(trace::Side::Left, moment);
        if (tcb.state != tcp::State::Established || tcb.snd.una == tcb.snd.nxt) continue;
        const Scene scene = spaces(*staged, step);
        const std::vector<double> found = widths(scene, inkOf(SpacePart::InFlight), refOf(Term::BytesInFlight));
        ASSERT_FALSE(found.empty()) << step;
        const SpaceScale scale{*staged, trace::Side::Left, moment, 1000, 1};
        const double part = (scale.x(tcb.snd.nxt) - scale.x(tcb.snd.una)) / 1000;
        EXPECT_NEAR(found.front() / part, size.width() - 28, 30) << step; // the bar fills the view between its margins
        ++checked;
    }
    EXPECT_GT(checked, 5U);
}

TEST(SequenceSpaces, ShowHolesAndWhatIsHeldBehindThem)
{
    const auto staged = stagedRun("reordering");
    std::size_t seen = 0;
    for (std::size_t step = 0; step < staged->timeMap.stepCount(); ++step) {
        const trace::Moment moment = staged->timeMap.moment(timeOfStep(*staged, step));
        const tcp::Tcb tcb = staged->trace().at(trace::Side::Right, moment);
        const Ref ref{Ref::Kind::Variable, trace::Side::Right, static_cast<std::uint32_t>(Variable::OutOfOrder)};
        const auto held = widths(spaces(*staged, step), inkOf(SpacePart::Held), ref);
        EXPECT_EQ(held.size(), heldBlocks(*staged, trace::Side::Right, moment).size()) << step;
        if (tcb.out_of_order_bytes == 0) continue;
        ++seen;
        const Ref hole{Ref::Kind::Variable, trace::Side::Right, static_cast<std::uint32_t>(Variable::RcvNxt)};
        EXPECT_FALSE(widths(spaces(*staged, step), inkOf(SpacePart::Hole), hole).empty()) << step;
    }
    EXPECT_GT(seen, 0U);
}

TEST(SequenceSpaces, PointToTheNumbersOfBothEnds)
{
    const auto staged = stagedRun("whole-connection");
    const QStringList words = texts(spaces(*staged, staged->timeMap.stepCount() / 2));
    for (const char* name : {"RCV.NXT", "UNA+WND", "NXT+WND"})
        EXPECT_TRUE(words.contains(QString::fromLatin1(name))) << name;
    EXPECT_TRUE(words.contains(QStringLiteral("SND.UNA")) || words.contains(QStringLiteral("SND.UNA = NXT")));
}

TEST(SequenceSpaces, ShowASegmentUnderWayBetweenTheBars)
{
    const auto staged = stagedRun("whole-connection");
    const auto transits = staged->trace().transits();
    const auto data =
        std::ranges::find_if(transits, [](const trace::Transit& transit) { return !transit.segment.payload.empty(); });
    ASSERT_NE(data, transits.end());
    const auto id = static_cast<trace::TransitId>(data - transits.begin());
    const TransitSpan span = spanOf(*data, staged->timeMap);
    bool presenting = false;
    const auto top = [&](double part) {
        const StageTime time =
            span.from + StageTime{std::llround(static_cast<double>((span.to - span.from).count()) * part)};
        DisplayOptions display;
        display.presenting = presenting;
        for (const Mark& mark :
             sequenceSpaces({*staged, time, {presenting ? projected : size, 0, 1}, {}, display}).moving)
            if (const auto* box = std::get_if<Box>(&mark.shape);
                box && mark.ref == Ref{Ref::Kind::Segment, data->from, id})
                return box->rect.top();
        return -1.0;
    };
    for (const bool projects : {false, true}) {
        presenting = projects;
        EXPECT_GT(top(0.1), 0);
        EXPECT_LT(top(0.1), top(0.5));
        EXPECT_LT(top(0.5), top(0.9));
        EXPECT_EQ(top(1), -1);
    }
}

TEST(SequenceSpaces, NameEachPointerWhenProjected)
{
    const auto staged = stagedRun("fast-retransmit");
    DisplayOptions display;
    display.presenting = true;
    for (const std::size_t step : {std::size_t{14}, staged->timeMap.stepCount() - 1}) {
        const QStringList words =
            texts(sequenceSpaces({*staged, timeOfStep(*staged, step), {projected, 0, 1}, {}, display}));
        EXPECT_EQ(words.count(QStringLiteral("RCV.NXT")), 2) << step;
        EXPECT_EQ(words.count(QStringLiteral("UNA+WND")), 2) << step;
        EXPECT_EQ(words.count(QStringLiteral("SND.UNA")) + words.count(QStringLiteral("SND.UNA = NXT")), 2) << step;
    }
}

TEST(EndpointPanel, NamesThePartsOfBothSequenceSpaces)
{
    const auto staged = stagedRun("whole-connection");
    const std::size_t last = staged->timeMap.stepCount() * 2 / 3;
    const Scene scene =
        endpointPanel({*staged, timeOfStep(*staged, last), {{340, 900}, 0, 1}, {}, {}}, trace::Side::Left);
    const QStringList words = texts(scene);
    for (const char* name : {"acknowledged", "not yet", "window: may arrive", "received, delivered"})
        EXPECT_TRUE(words.contains(QString::fromLatin1(name))) << name;
}

TEST(Variables, ShowThatThereIsNoSlowStartThresholdBeforeTheFirstLoss)
{
    const auto staged = stagedRun("slow-start");
    const tcp::Tcb tcb = staged->trace().at(trace::Side::Left, staged->timeMap.moment(staged->timeMap.end() / 2));
    ASSERT_GT(tcb.cwnd, 0U);
    EXPECT_EQ(valueOf(Variable::Ssthresh, tcb, {}), QStringLiteral("∞"));
}

} // namespace

} // namespace tcpstage::scene
