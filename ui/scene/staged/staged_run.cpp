#include "ui/scene/staged/staged_run.h"

#include "ui/scene/staged/series.h"

#include <algorithm>
#include <atomic>

namespace tcpstage {

namespace {

std::optional<StageTime> firstTime(const Story& story, bool (*wanted)(State))
{
    std::optional<StageTime> first;
    for (const Side side : both_sides)
        for (const StateSpan& span : story.outline.spans(side))
            if (wanted(span.state) && (!first || span.from < *first)) first = span.from;
    return first;
}

/// When both ends have reached the state.
std::optional<StageTime> bothIn(const Story& story, State state)
{
    StageTime last{};
    for (const Side side : both_sides) {
        const auto& spans = story.outline.spans(side);
        const auto span = std::ranges::find(spans, state, &StateSpan::state);
        if (span == spans.end()) return {};
        last = std::max(last, span->from);
    }
    return last;
}

bool closes(State state) { return state > State::Established; }

std::vector<Chapter> chaptersOfStates(const Story& story)
{
    const StageTime end = story.pace.end();
    const auto open = bothIn(story, State::Established);
    const auto closing = firstTime(story, closes);
    std::vector<Chapter> list{{StageTime{}, end, {"Handshake", "建立连接"}}};
    const auto begin = [&](StageTime at, OwnedText title) {
        list.back().to = at;
        list.push_back({at, end, std::move(title)});
    };
    if (open && closing && *closing < *open) return list;
    const auto& flights = story.trace().flights();
    const bool data =
        std::ranges::any_of(flights, [](const Flight& flight) { return !flight.segment.payload.empty(); });
    if (open && (data || !closing)) begin(*open, {"Data", "传输数据"});
    if (closing) begin(*closing, {"Close", "关闭连接"});
    return list;
}

std::optional<Backlog> backlogOf(const Story& story, Side side)
{
    const Settings& settings = story.scenario.setup.endpoints[index(side)].settings;
    const auto listens = [side](const Record& record) {
        return record.kind == Kind::Called && record.call() == Call::Listen && record.side == side;
    };
    if (settings.backlog == 0 || !std::ranges::any_of(story.trace().records(), listens)) return {};
    return Backlog{story.trace(), side, settings.accepts == Accepts::ByHand};
}

std::uint64_t newNumber()
{
    static std::atomic<std::uint64_t> last{0}; // stories are told in several threads
    return ++last;
}

std::shared_ptr<Story> unfinished(Told told)
{
    auto story = std::make_shared<Story>();
    story->number = newNumber();
    story->scenario = std::move(told.scenario);
    story->run = std::move(told.run);
    story->plans = std::make_shared<std::unique_ptr<Kept>>();
    story->series = std::make_shared<Series>();
    story->layout = std::make_shared<Layout>();
    return story;
}

/// Marks a difference in both stories.
void noteDifference(const Difference& difference, const std::array<std::shared_ptr<Story>, 2>& stories)
{
    for (std::size_t i = 0; i < 2; ++i) {
        const bool about_segment = difference.flights[i] != no_flight;
        if (about_segment) stories[i]->differences.push_back({difference.flights[i], difference.kind});
        if (about_segment && difference.at[1 - i] == no_record)
            stories[1 - i]->absences.push_back({stories[i]->pace.at(difference.at[i]), difference.side});
    }
}

} // namespace

std::shared_ptr<const Story> tell(Scenario scenario, PaceKind pace, std::stop_token stop)
{
    Run done = run(scenario, nullptr, stop);
    return tell(std::move(scenario), std::move(done), pace, std::move(stop));
}

std::shared_ptr<const Story> tell(Scenario scenario, Run run, PaceKind pace, std::stop_token stop)
{
    if (stop.stop_requested()) return nullptr;
    if (const auto other = scenario.beside) {
        Run second = tcpstage::run(*other, nullptr, stop);
        if (stop.stop_requested()) return nullptr;
        return tellTogether({std::move(scenario), std::move(run)}, {*other, std::move(second)}, pace, stop);
    }
    const auto story = unfinished({std::move(scenario), std::move(run)});
    story->pace = Pace{story->trace(), pace};
    if (stop.stop_requested()) return nullptr;
    story->outline = Outline{story->trace(), story->pace};
    for (const Side side : both_sides)
        story->backlogs[index(side)] = backlogOf(*story, side);
    return story;
}

std::shared_ptr<const Story> tellAnew(const Story& before, Run run, PaceKind pace)
{
    auto story = std::make_shared<Story>(*tell(before.scenario, std::move(run), pace));
    story->plans = before.plans;
    return story;
}

std::shared_ptr<const Story> tellOn(const Story& before, Run run)
{
    const auto story = std::make_shared<Story>(before);
    story->number = newNumber();
    story->run = std::move(run);
    if (story->pace.follow(story->trace())) {
        story->outline.follow(story->trace(), story->pace);
    } else {
        story->outline = Outline{story->trace(), story->pace};
        story->layout = std::make_shared<Layout>();
    }
    for (const Side side : both_sides)
        story->backlogs[index(side)] = backlogOf(*story, side);
    return story;
}

bool isSameRun(const std::shared_ptr<const Story>& a, const std::shared_ptr<const Story>& b)
{
    return a == b || (a && b && a->plans == b->plans);
}

std::shared_ptr<const Story> tellTogether(Told first, Told second, PaceKind pace, std::stop_token stop)
{
    const std::array stories{unfinished(std::move(first)), unfinished(std::move(second))};
    const std::array<const Trace*, 2> traces{&stories[0]->trace(), &stories[1]->trace()};
    auto comparison =
        std::make_shared<Comparison>(compare(*traces[0], *traces[1], usual_tolerance(*traces[0], *traces[1])));
    if (stop.stop_requested()) return nullptr;
    auto paces = pacesTogether(traces, comparison->steps, pace);
    for (std::size_t i = 0; i < 2; ++i) {
        stories[i]->pace = std::move(paces[i]);
        stories[i]->outline = Outline{*traces[i], stories[i]->pace};
    }
    for (const Pair& step : comparison->steps) {
        const std::size_t which = step[0] != no_record ? 0 : 1;
        stories[0]->stops.push_back(stories[which]->pace.at(step[which]));
    }
    for (const Difference& difference : comparison->differences)
        noteDifference(difference, stories);
    for (const auto& story : stories)
        std::ranges::stable_sort(story->differences, {}, &FlightDifference::flight);
    stories[0]->comparison = std::move(comparison);
    stories[0]->beside = stories[1];
    return stories[0];
}

bool isRealBesideSimulated(const Story& story)
{
    return story.beside && story.trace().source() == Source::Simulated &&
           story.beside->trace().source() == Source::Live;
}

std::optional<Difference::Kind> differenceOf(const Story& story, FlightId flight)
{
    const auto found = std::ranges::lower_bound(story.differences, flight, {}, &FlightDifference::flight);
    if (found == story.differences.end() || found->flight != flight) return {};
    return found->kind;
}

std::size_t Story::stepsUntil(StageTime time) const
{
    if (!beside) return pace.stepsUntil(time);
    return static_cast<std::size_t>(std::ranges::upper_bound(stops, time) - stops.begin());
}

StageTime Story::nextStep(StageTime time) const
{
    if (!beside) return pace.nextStep(time);
    const auto next = std::ranges::upper_bound(stops, time);
    return next == stops.end() ? pace.end() : *next;
}

StageTime Story::previousStep(StageTime time) const
{
    if (!beside) return pace.previousStep(time);
    const auto at = std::ranges::lower_bound(stops, time);
    return at == stops.begin() ? StageTime{} : *std::prev(at);
}

const Note* noteAt(const Story& story, Moment moment)
{
    const Note* newest = nullptr;
    for (const PlacedNote& placed : story.run.notes) {
        const bool come = placed.from == no_record || (moment.record != no_record && placed.from <= moment.record);
        if (come && placed.note < story.scenario.notes.size()) newest = &story.scenario.notes[placed.note];
    }
    return newest;
}

std::vector<Chapter> chapters(const Story& story)
{
    std::vector<Chapter> list;
    for (const PlacedNote& placed : story.run.notes) {
        const Note& note = story.scenario.notes[placed.note];
        if (note.chapter.empty()) continue;
        const StageTime from = list.empty() ? StageTime{} : story.pace.at(placed.from);
        if (!list.empty()) list.back().to = from;
        list.push_back({from, story.pace.end(), note.chapter});
    }
    return list.empty() ? chaptersOfStates(story) : list;
}

const Series& seriesOf(const Story& story)
{
    story.series->follow(story.trace());
    return *story.series;
}

} // namespace tcpstage
