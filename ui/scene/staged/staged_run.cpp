#include "ui/scene/staged/staged_run.h"

#include "core/captions/clock.h"
#include "ui/scene/staged/programs.h"
#include "ui/scene/staged/series.h"

#include <algorithm>
#include <atomic>

namespace tcpstage::scene {

namespace {

std::optional<StageTime> firstTime(const StagedRun& staged, bool (*wanted)(tcp::State))
{
    std::optional<StageTime> first;
    for (const trace::Side side : trace::both_sides)
        for (const StateSpan& span : staged.runIndex.spans(side))
            if (wanted(span.state) && (!first || span.from < *first)) first = span.from;
    return first;
}

/// The first time when both ends have reached the state.
std::optional<StageTime> bothIn(const StagedRun& staged, tcp::State state)
{
    StageTime last{};
    for (const trace::Side side : trace::both_sides) {
        const auto& spans = staged.runIndex.spans(side);
        const auto span = std::ranges::find(spans, state, &StateSpan::state);
        if (span == spans.end()) return {};
        last = std::max(last, span->from);
    }
    return last;
}

bool closes(tcp::State state) { return state > tcp::State::Established; }

std::vector<Chapter> chaptersOfStates(const StagedRun& staged)
{
    if (staged.stepCount() == 0) return {}; // nothing has happened: no handshake either
    const StageTime end = staged.timeMap.end();
    const auto open = bothIn(staged, tcp::State::Established);
    const auto closing = firstTime(staged, closes);
    std::vector<Chapter> list{{StageTime{}, end, {"Handshake", "建立连接"}}};
    const auto begin = [&](StageTime at, OwnedText title) {
        list.back().to = at;
        list.push_back({at, end, std::move(title)});
    };
    if (open && closing && *closing < *open) return list;
    const auto& transits = staged.trace().transits();
    const bool data =
        std::ranges::any_of(transits, [](const trace::Transit& transit) { return !transit.segment.payload.empty(); });
    if (open && (data || !closing)) begin(*open, {"Data", "传输数据"});
    if (closing) begin(*closing, {"Close", "关闭连接"});
    return list;
}

/// A handshake that is over before the lesson's first chapter is a chapter, too, or belongs to the one of its name.
void nameTheHandshake(const StagedRun& staged, std::vector<Chapter>& list)
{
    const std::vector<Chapter> states = chaptersOfStates(staged);
    const auto open = bothIn(staged, tcp::State::Established);
    if (states.empty() || !open || *open > list.front().from) return;
    if (states.front().title != list.front().title) list.insert(list.begin(), states.front());
    list.front().from = StageTime{};
}

std::optional<Backlog> backlogOf(const StagedRun& staged, trace::Side side)
{
    const tcp::Settings& settings = staged.scenario.setup.endpoints[trace::index(side)].settings;
    const auto listens = [side](const trace::Record& record) {
        return record.kind == trace::Kind::Called && record.call() == trace::Call::Listen && record.side == side;
    };
    if (settings.backlog == 0 || !std::ranges::any_of(staged.trace().records(), listens)) return {};
    return Backlog{staged.trace(), side, settings.accepts == tcp::Accepts::ByHand};
}

std::uint64_t newNumber()
{
    static std::atomic<std::uint64_t> last{0}; // runs are staged in several threads
    return ++last;
}

std::shared_ptr<StagedRun> unfinished(run::LessonRun of)
{
    auto staged = std::make_shared<StagedRun>();
    staged->number = newNumber();
    staged->scenario = std::move(of.scenario);
    staged->run = std::move(of.run);
    staged->ordinals.follow(staged->trace());
    staged->clockDecimals = captions::clock_decimals(staged->trace());
    if (staged->scenario.goal && staged->trace().source() == trace::Source::Simulated)
        staged->judgement = std::make_shared<const run::Judgement>(run::judge(*staged->scenario.goal, staged->trace()));
    staged->plans = std::make_shared<std::unique_ptr<Kept>>();
    staged->series = std::make_shared<Series>();
    staged->programs = std::make_shared<Programs>(staged->scenario);
    staged->layout = std::make_shared<Layout>();
    return staged;
}

/// Notes a difference in both staged runs.
void noteDifference(const compare::Difference& difference, const std::array<std::shared_ptr<StagedRun>, 2>& stagedRuns)
{
    for (std::size_t i = 0; i < 2; ++i) {
        const bool about_segment = difference.transits[i] != trace::no_transit;
        if (about_segment) stagedRuns[i]->differences.push_back({difference.transits[i], difference.kind});
        if (about_segment && difference.at[1 - i] == trace::no_record)
            stagedRuns[1 - i]->absences.push_back(
                {stagedRuns[i]->timeMap.at(difference.at[i]), stagedRuns[i]->trace().record(difference.at[i]).side});
    }
}

} // namespace

std::shared_ptr<const StagedRun> stageRun(lesson::Scenario scenario, TimeMapKind timeMap, std::stop_token stop)
{
    run::Run done = run::run(scenario, nullptr, stop);
    if (std::ranges::any_of(scenario.notes,
                            [](const lesson::Note& note) { return note.like != nullptr; })) { // of a branch
        scenario.notes = run::settled(scenario.notes, done.trace);
        done.notes = run::place_notes(scenario.notes, done.trace, done.begin);
    }
    return stageRun(std::move(scenario), std::move(done), timeMap, std::move(stop));
}

std::shared_ptr<const StagedRun> stageRun(lesson::Scenario scenario, run::Run run, TimeMapKind timeMap,
                                          std::stop_token stop)
{
    if (stop.stop_requested()) return nullptr;
    if (const auto other = scenario.beside) {
        run::Run second = tcpstage::run::run(*other, nullptr, stop);
        if (stop.stop_requested()) return nullptr;
        return stageTogether({std::move(scenario), std::move(run)}, {*other, std::move(second)}, timeMap, stop);
    }
    const auto staged = unfinished({std::move(scenario), std::move(run)});
    staged->timeMap = TimeMap{staged->trace(), timeMap};
    if (stop.stop_requested()) return nullptr;
    staged->runIndex = RunIndex{staged->trace(), staged->timeMap};
    for (const trace::Side side : trace::both_sides)
        staged->backlogs[trace::index(side)] = backlogOf(*staged, side);
    return staged;
}

std::shared_ptr<const StagedRun> stageAnew(const StagedRun& before, run::Run run, TimeMapKind timeMap)
{
    auto staged = std::make_shared<StagedRun>(*stageRun(before.scenario, std::move(run), timeMap));
    staged->plans = before.plans;
    return staged;
}

std::shared_ptr<const StagedRun> stageLonger(const StagedRun& before, run::Run run)
{
    const auto staged = std::make_shared<StagedRun>(before);
    staged->number = newNumber();
    staged->run = std::move(run);
    staged->ordinals.follow(staged->trace());
    if (staged->clockDecimals == 3) staged->clockDecimals = captions::clock_decimals(staged->trace());
    if (staged->timeMap.follow(staged->trace())) {
        staged->runIndex.follow(staged->trace(), staged->timeMap);
    } else {
        staged->runIndex = RunIndex{staged->trace(), staged->timeMap};
        staged->layout = std::make_shared<Layout>();
    }
    for (const trace::Side side : trace::both_sides)
        staged->backlogs[trace::index(side)] = backlogOf(*staged, side);
    return staged;
}

bool isSameRun(const std::shared_ptr<const StagedRun>& a, const std::shared_ptr<const StagedRun>& b)
{
    return a == b || (a && b && a->plans == b->plans);
}

std::shared_ptr<const StagedRun> stageTogether(run::LessonRun first, run::LessonRun second, TimeMapKind timeMap,
                                               std::stop_token stop)
{
    const std::array stagedRuns{unfinished(std::move(first)), unfinished(std::move(second))};
    const std::array<const trace::Trace*, 2> traces{&stagedRuns[0]->trace(), &stagedRuns[1]->trace()};
    auto comparison = std::make_shared<compare::Comparison>(
        compare::compare(*traces[0], *traces[1], compare::usual_tolerance(*traces[0], *traces[1])));
    if (stop.stop_requested()) return nullptr;
    auto timeMaps = timeMapsTogether(traces, comparison->steps, timeMap);
    for (std::size_t i = 0; i < 2; ++i) {
        stagedRuns[i]->timeMap = std::move(timeMaps[i]);
        stagedRuns[i]->runIndex = RunIndex{*traces[i], stagedRuns[i]->timeMap};
    }
    for (const compare::Pair& step : comparison->steps) {
        const std::size_t which = step[0] != trace::no_record ? 0 : 1;
        stagedRuns[0]->stops.push_back(stagedRuns[which]->timeMap.at(step[which]));
    }
    for (const compare::Difference& difference : comparison->differences)
        noteDifference(difference, stagedRuns);
    for (const auto& staged : stagedRuns)
        std::ranges::stable_sort(staged->differences, {}, &TransitDifference::transit);
    stagedRuns[0]->comparison = std::move(comparison);
    stagedRuns[0]->beside = stagedRuns[1];
    return stagedRuns[0];
}

bool isRealBesideSimulated(const StagedRun& staged)
{
    return staged.beside && staged.trace().source() == trace::Source::Simulated &&
           staged.beside->trace().source() == trace::Source::Live;
}

std::optional<compare::Difference::Kind> differenceOf(const StagedRun& staged, trace::TransitId transit)
{
    const auto found = std::ranges::lower_bound(staged.differences, transit, {}, &TransitDifference::transit);
    if (found == staged.differences.end() || found->transit != transit) return {};
    return found->kind;
}

std::size_t StagedRun::shownStep(StageTime time) const
{
    const std::size_t done = stepsUntil(opening());
    return std::max(done, stepsUntil(time)) - done;
}

std::size_t StagedRun::stepsUntil(StageTime time) const
{
    if (!beside) return timeMap.stepsUntil(time);
    return static_cast<std::size_t>(std::ranges::upper_bound(stops, time) - stops.begin());
}

StageTime StagedRun::nextStep(StageTime time) const
{
    if (!beside) return timeMap.nextStep(time);
    const auto next = std::ranges::upper_bound(stops, time);
    return next == stops.end() ? timeMap.end() : *next;
}

StageTime StagedRun::previousStep(StageTime time) const
{
    if (!beside) return timeMap.previousStep(time);
    const auto at = std::ranges::lower_bound(stops, time);
    return at == stops.begin() ? StageTime{} : *std::prev(at);
}

const lesson::Note* noteAt(const StagedRun& staged, trace::Moment moment)
{
    return captions::note_at(staged.captioned(), moment);
}

std::vector<Chapter> chapters(const StagedRun& staged)
{
    std::vector<Chapter> list;
    // A second world adds the chapters that the first one does not have.
    const auto isKnown = [&](const Chapter& chapter) {
        return std::ranges::any_of(
            list, [&](const Chapter& known) { return known.from == chapter.from || known.title == chapter.title; });
    };
    for (const std::size_t which : {0U, 1U}) {
        const StagedRun& half = staged.half(which);
        if (which == 1 && !staged.beside) break;
        for (const run::PlacedNote& placed : half.run.notes) {
            const lesson::Note& note = half.scenario.notes[placed.note];
            Chapter chapter{half.timeMap.at(placed.from), {}, note.chapter};
            if (!note.chapter.empty() && (which == 0 || !isKnown(chapter))) list.push_back(std::move(chapter));
        }
    }
    if (list.empty()) return chaptersOfStates(staged);
    std::ranges::stable_sort(list, {}, &Chapter::from);
    nameTheHandshake(staged, list);
    const StageTime end =
        staged.beside ? std::max(staged.timeMap.end(), staged.beside->timeMap.end()) : staged.timeMap.end();
    for (std::size_t i = 0; i < list.size(); ++i)
        list[i].to = i + 1 < list.size() ? list[i + 1].from : end;
    return list;
}

StageTime beginOf(const StagedRun& staged, const Chapter& chapter)
{
    if (chapter.from > StageTime{} || staged.stepCount() == 0) return chapter.from;
    const StageTime first = staged.stepTime(0);
    return first < chapter.to ? first : chapter.from; // it has a note and no step
}

const Series& seriesOf(const StagedRun& staged)
{
    staged.series->follow(staged.trace());
    return *staged.series;
}

} // namespace tcpstage::scene
