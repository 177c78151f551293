// Notes of a real run hang on what happened. The "real" runs are simulated ones with another network.

#include "core/run/real_notes.h"

#include "core/lesson/library.h"

#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::run {
namespace {

/// The run of a lesson as a live trace.
trace::Trace as_real(const lesson::Scenario& scenario)
{
    const trace::Trace simulated = run(scenario).trace;
    trace::Trace trace{trace::Source::Live,
                       {simulated.endpoint(trace::Side::Left), simulated.endpoint(trace::Side::Right)}};
    for (const trace::Transit& transit : simulated.transits())
        trace.launch(transit);
    std::array<tcp::Tcb, 2> last{};
    for (trace::RecordId id = 0; id < simulated.records().size(); ++id) {
        trace.append(simulated.record(id));
        for (const trace::Side side : trace::both_sides)
            if (const tcp::Tcb tcb = simulated.at(side, simulated.moment_after(id)); tcb != last[trace::index(side)])
                trace.snapshot(side, id, last[trace::index(side)] = tcb);
    }
    return trace;
}

/// The real lesson with a fault that the lesson does not have.
lesson::Scenario with_fault(const std::string& id, trace::Side from, tcp::Flags flags)
{
    lesson::Scenario scenario = *lesson::find_lesson(id);
    sim::Fault drop{.kind = sim::Fault::Kind::Drop};
    drop.which.from = from;
    drop.which.flags = flags;
    scenario.setup.faults.push_back(drop);
    scenario.fault_places.emplace_back();
    return scenario;
}

TEST(NotesOfARealRun, AreThoseOfTheSimulatedRunIfTheSameHappens)
{
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons()) {
        if (!built_in.id.starts_with("real-")) continue;
        const lesson::Scenario scenario = *lesson::find_lesson(std::string{built_in.id});
        const trace::Trace simulated = run(scenario).trace;

        EXPECT_EQ(place_notes(scenario, as_real(scenario)), place_notes(scenario.notes, simulated)) << built_in.id;
    }
}

TEST(NotesOfARealRun, AreNotMovedByASegmentThatIsSentAgain)
{
    const lesson::Scenario scenario = *lesson::find_lesson("real-close-four");
    const trace::Trace real =
        as_real(with_fault("real-close-four", trace::Side::Right, tcp::Flag::Syn | tcp::Flag::Ack));
    const auto note = static_cast<std::size_t>(
        std::ranges::find(scenario.notes, "The ACK goes alone", [](const lesson::Note& one) { return one.title.en; }) -
        scenario.notes.begin());

    const auto placed = place_notes(scenario, real);
    const auto here = std::ranges::find(placed, note, &PlacedNote::note);

    ASSERT_NE(here, placed.end());
    EXPECT_EQ(real.at(trace::Side::Right, real.moment_after(here->from)).state, tcp::State::CloseWait);
    EXPECT_EQ(place_notes(scenario.notes, real).size(), placed.size());
}

TEST(NotesOfARealRun, OfATimerWaitForThatTimerInThatState)
{
    const lesson::Scenario scenario = *lesson::find_lesson("real-last-ack-lost");
    const trace::Trace real =
        as_real(with_fault("real-last-ack-lost", trace::Side::Right, tcp::Flag::Syn | tcp::Flag::Ack));
    const auto note = static_cast<std::size_t>(
        std::ranges::find(scenario.notes, "The FIN again", [](const lesson::Note& one) { return one.title.en; }) -
        scenario.notes.begin());

    const auto placed = place_notes(scenario, real);
    const auto here = std::ranges::find(placed, note, &PlacedNote::note);

    ASSERT_NE(here, placed.end());
    EXPECT_EQ(real.at(trace::Side::Right, real.moment_after(here->from)).state, tcp::State::LastAck);
}

TEST(NotesOfARealRun, OfWhatDoesNotHappenAreNotShown)
{
    lesson::Scenario lesson = *lesson::find_lesson("real-last-ack-lost");
    const lesson::Scenario scenario = lesson;
    lesson.setup.faults.clear(); // as where nothing can be lost
    lesson.fault_places.clear();

    for (const PlacedNote& placed : place_notes(scenario, as_real(lesson)))
        EXPECT_NE(scenario.notes[placed.note].title.en, "The last ACK is gone");
}

TEST(NotesOfARealRun, ComeOneAfterAnotherWhileItGrows)
{
    const lesson::Scenario scenario = *lesson::find_lesson("real-close-four");
    const trace::Trace whole = as_real(scenario);
    RealNotePlacer placer{scenario};
    std::vector<PlacedNote> placed;
    for (int i = 0; i < 3; ++i)
        placed = placer.place(whole);

    EXPECT_EQ(placed, place_notes(scenario, whole));
}

} // namespace
} // namespace tcpstage::run
