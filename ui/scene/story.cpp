#include "ui/scene/story.h"

#include "ui/scene/ladder_plan.h"

#include <algorithm>

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

} // namespace

std::shared_ptr<const Story> tell(Scenario scenario, PaceKind pace)
{
    Run done = run(scenario);
    return tell(std::move(scenario), std::move(done), pace);
}

std::shared_ptr<const Story> tell(Scenario scenario, Run run, PaceKind pace)
{
    auto story = std::make_shared<Story>();
    story->scenario = std::move(scenario);
    story->run = std::move(run);
    story->pace = Pace{story->trace(), pace};
    story->outline = Outline{story->trace(), story->pace};
    for (const Side side : both_sides)
        story->backlogs[index(side)] = backlogOf(*story, side);
    story->plans = std::make_shared<LadderPlans>();
    return story;
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

} // namespace tcpstage
