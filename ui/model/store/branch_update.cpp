#include "ui/model/store/branch_update.h"

#include "core/run/sandbox.h"

#include "ui/model/words.h"

#include <algorithm>
#include <utility>

namespace tcpstage {

namespace {

constexpr Duration longDelay{2s}; // longer than a first retransmission takes
constexpr std::uint32_t octetsSent = 100;

bool isOwn(const Flight& flight) { return flight.copy_of == no_flight && flight.reason != Reason::FromThePast; }

/// `branch` in the place of another one, of which it keeps the name where that is to stay.
void take(Branch& place, Branch branch, bool keepsName)
{
    branch.id = place.id;
    branch.named = place.named;
    if (keepsName) branch.name = place.name;
    place = std::move(branch);
}

OwnedText owned(Text text) { return {std::string{text.en}, std::string{text.zh}}; }

} // namespace

FlightId newestOwn(const Story& story, StageTime time)
{
    const auto flights = story.trace().flights();
    FlightId found = no_flight;
    for (std::size_t i = 0; i < flights.size() && story.pace.at(flights[i].sent_record) <= time; ++i)
        if (isOwn(flights[i])) found = static_cast<FlightId>(i);
    return found;
}

StageTime sameMoment(const Story& from, StageTime time, const Story& to, RecordId parting)
{
    const Moment moment = from.pace.moment(time);
    if (moment.record == no_record || to.trace().empty()) return StageTime{};
    const bool same = parting == no_record || moment.record <= parting;
    if (same && moment.record < to.trace().records().size()) return to.pace.at(moment.record);
    const auto later = std::ranges::upper_bound(to.trace().records(), moment.at, {}, &Record::at);
    const auto before = later - to.trace().records().begin();
    return before == 0 ? StageTime{} : to.pace.at(static_cast<RecordId>(before - 1));
}

StoryPtr BranchUpdate::base() const
{
    const Branches& branches = model_.branches;
    return branches.all.empty() ? model_.story : branches.all[branches.shown].story;
}

void BranchUpdate::complain(Text sentence) { model_.notice = Notice{owned(sentence), true}; }

StoryPtr BranchUpdate::storyOf(std::size_t number) const
{
    return model_.branches.all.empty() ? model_.story : model_.branches.all[number].story;
}

bool BranchUpdate::isSimulated()
{
    if (!model_.story) return false;
    if (model_.story->trace().source() == Source::Simulated) return true;
    complain(wording::branchNotSimulated);
    return false;
}

void BranchUpdate::obey(Command command)
{
    if (!isSimulated()) return;
    const Branches& branches = model_.branches;
    const bool ofSegment = model_.selection.kind == Ref::Kind::Segment;
    if (ofSegment && model_.selection.run == 1 && !branches.compared) return complain(wording::branchOfTheRight);
    const bool ofTheLeft = ofSegment && model_.selection.run == 0 && branches.compared;
    const std::size_t parent = ofTheLeft ? branches.against : branches.shown;
    const StoryPtr story = storyOf(parent);
    const bool chosen = ofSegment && model_.selection.id < story->trace().flights().size();
    const FlightId flight = chosen ? model_.selection.id : newestOwn(*story, goalIn(*story));
    if (flight == no_flight) return complain(wording::branchNoSegment);
    const bool lost = story->trace().flight(flight).fate == Fate::Lost;
    const auto change = [&](const WhatIf& act) { ask(act, parent, {}); };
    if (command == Command::SpareSegment) return change(SpareSegment{flight});
    if (lost) return complain(wording::branchLostAlready);
    if (command == Command::DropSegment) change(StrikeSegment{flight, Fault::Kind::Drop, {}});
    if (command == Command::DuplicateSegment) change(StrikeSegment{flight, Fault::Kind::Duplicate, {}});
    if (command == Command::DelaySegment) change(StrikeSegment{flight, Fault::Kind::Delay, longDelay});
    if (command == Command::CorruptSegment) change(StrikeSegment{flight, Fault::Kind::Corrupt, {}});
}

void BranchUpdate::edit(const EditFlight& edit)
{
    if (isSimulated()) change(EditSegment{edit.flight, edit.edit});
}

void BranchUpdate::network(const std::array<LinkSettings, 2>& links)
{
    if (!isSimulated()) return;
    const Branches& branches = model_.branches;
    const auto same = [&](const Branch& branch, std::optional<std::size_t> replaces) {
        ask(ChangeNetwork{std::get<ChangeNetwork>(*branch.change).at, links}, branch.parent, replaces);
    };
    const auto isNetwork = [](const Branch& branch) {
        return branch.change && std::holds_alternative<ChangeNetwork>(*branch.change);
    };
    if (model_.telling && model_.telling->branch && isNetwork(*model_.telling->branch)) {
        const Telling telling = *model_.telling;
        return same(*telling.branch, telling.replaces);
    }
    const Branch* shown = branches.all.empty() || branches.compared ? nullptr : &branches.all[branches.shown];
    if (shown && isNetwork(*shown) && model_.goal() == shown->opened) {
        const Branch branch = *shown;
        return same(branch, branches.shown);
    }
    const StoryPtr story = base();
    change(ChangeNetwork{story->pace.moment(goalIn(*story)).at, links});
}

void BranchUpdate::call(const MakeCall& call)
{
    if (!isSimulated()) return;
    const StoryPtr story = base();
    CallStep step{call.side, call.call, call.data, call.octets};
    if (call.call == Call::Send && call.data.empty()) step.data = Bytes::pattern(octetsSent);
    change(CallAt{story->pace.moment(goalIn(*story)).at, step});
}

StageTime BranchUpdate::goalIn(const Story& story) const
{
    return model_.branches.compared ? sameMoment(*model_.story, model_.goal(), story, no_record) : model_.goal();
}

void BranchUpdate::change(const WhatIf& change) { ask(change, model_.branches.shown, {}); }

void BranchUpdate::ask(const WhatIf& change, std::size_t parent, std::optional<std::size_t> replaces)
{
    const StoryPtr story = storyOf(parent);
    if (!story) return;
    Branch branch{name_of(change, story->scenario, story->run), nullptr, parent, no_record, change, {}};
    branch.id = model_.lastTicket + 1;
    Moment moment = story->pace.moment(model_.goal());
    const auto at = [&](FlightId flight) {
        branch.parting = story->trace().flight(flight).sent_record;
        moment = {story->trace().flight(flight).sent, branch.parting};
    };
    if (const auto* strike = std::get_if<StrikeSegment>(&change)) at(strike->flight);
    if (const auto* spare = std::get_if<SpareSegment>(&change)) at(spare->flight);
    if (const auto* edit = std::get_if<EditSegment>(&change)) at(edit->flight);
    const auto from = [&](Instant instant) {
        const auto later = std::ranges::upper_bound(story->trace().records(), instant, {}, &Record::at);
        const auto before = later - story->trace().records().begin();
        branch.parting = before == 0 ? no_record : static_cast<RecordId>(before - 1);
        moment = {instant, branch.parting};
    };
    if (const auto* made = std::get_if<CallAt>(&change)) from(made->at);
    if (const auto* network = std::get_if<ChangeNetwork>(&change)) from(network->at);
    model_.telling = Telling{++model_.lastTicket, model_.source, true, moment, std::move(branch), false, replaces};
    TellSource request{model_.lastTicket, model_.source, model_.pace, story};
    request.change = change;
    requests_.emplace_back(std::move(request));
}

StageTime BranchUpdate::told(const Telling& telling, const StoryPtr& story)
{
    Branch branch = *telling.branch;
    branch.story = story;
    if (branch.parent < model_.branches.all.size() && telling.comparesWithParent) {
        const StageTime time = placeIn(*story, telling);
        model_.branches.compared = true;
        model_.branches.against = branch.parent;
        model_.branches.shown = telling.replaces.value_or(model_.branches.shown);
        return time;
    }
    branch.opened = telling.moment.record == no_record ? StageTime{} : story->pace.at(telling.moment.record);
    if (branch.written) {
        branch.opened = sameMoment(*model_.story, model_.goal(), *story, no_record);
        branch.name = story->scenario.title;
        branch.draft = takeDraft(telling.replaces.value_or(branch.parent), *branch.text);
    }
    settle(branch, telling.replaces);
    const bool stepsOn = isSandbox() && branch.change && std::holds_alternative<CallAt>(*branch.change);
    return stepsOn ? story->nextStep(branch.opened) : branch.opened;
}

StageTime BranchUpdate::placeIn(const Story& pair, const Telling& telling) const
{
    const Branches& branches = model_.branches;
    const RecordId record = model_.story->pace.moment(model_.goal()).record;
    const std::size_t right = telling.replaces.value_or(branches.shown);
    const bool stoodRight = !branches.compared && branches.shown == right;
    if (stoodRight && record != no_record) return pair.half(1).pace.at(record);
    return sameMoment(*model_.story, model_.goal(), pair, no_record);
}

TextPtr BranchUpdate::takeDraft(std::size_t number, const std::string& run)
{
    Branches& branches = model_.branches;
    TextPtr& place = number < branches.all.size() ? branches.all[number].draft : branches.draft;
    const TextPtr draft = std::exchange(place, nullptr);
    return draft && *draft != run ? draft : nullptr;
}

void BranchUpdate::settle(const Branch& branch, std::optional<std::size_t> replaces)
{
    Branches& branches = model_.branches;
    branches.compared = false;
    if (isSandbox() && branches.all.size() == 1) {
        if (!replaces) remember();
        return take(branches.all[0], branch, true);
    }
    if (replaces && *replaces < branches.all.size()) {
        take(branches.all[*replaces], branch, branches.all[*replaces].named);
        branches.shown = *replaces;
        return;
    }
    remember();
    if (branches.all.empty()) {
        branches.all.push_back({owned(wording::branchLesson), model_.story});
        branches.all.front().draft = std::exchange(branches.draft, nullptr);
    }
    branches.all.push_back(branch);
    branches.shown = branches.all.size() - 1;
}

bool BranchUpdate::isSandbox() const { return model_.source == sandbox_source && !model_.branches.all.empty(); }

void BranchUpdate::write(const std::string& yaml)
{
    if (!model_.story) return;
    const Branches& branches = model_.branches;
    Branch branch{{}, nullptr, branches.shown, no_record, {}, {}};
    branch.written = true;
    branch.id = model_.lastTicket + 1;
    branch.text = std::make_shared<const std::string>(yaml);
    std::optional<std::size_t> replaces;
    if (model_.telling && model_.telling->branch && model_.telling->branch->written) {
        branch.parent = model_.telling->branch->parent;
        replaces = model_.telling->replaces;
    } else if (!branches.all.empty() && branches.all[branches.shown].written) {
        branch.parent = branches.all[branches.shown].parent;
        replaces = branches.shown;
    }
    model_.telling = Telling{++model_.lastTicket, model_.source, true, {}, std::move(branch), false, replaces};
    TellSource request{model_.lastTicket, model_.source, model_.pace, nullptr};
    request.text = yaml;
    requests_.emplace_back(std::move(request));
}

void BranchUpdate::retold(const StoryPtr& story)
{
    Branches& branches = model_.branches;
    if (!branches.all.empty() && !branches.compared) branches.all[branches.shown].story = story;
}

void BranchUpdate::put(const StoryPtr& story, RecordId parting)
{
    if (!story || story == model_.story) return;
    const StageTime time = model_.story ? sameMoment(*model_.story, model_.goal(), *story, parting) : StageTime{};
    model_.story = story;
    model_.time = time;
    model_.glide.reset();
    model_.playing = false;
    model_.selection = Ref{};
    if (story->pace.kind() == model_.pace) return;
    model_.telling = Telling{++model_.lastTicket, model_.source, true, story->pace.moment(time), {}};
    requests_.emplace_back(TellSource{model_.lastTicket, model_.source, model_.pace, story});
}

void BranchUpdate::show(std::size_t number)
{
    Branches& branches = model_.branches;
    if (number >= branches.all.size() || (number == branches.shown && !branches.compared)) return;
    const RecordId parting = std::min(branches.all[number].parting, branches.all[branches.shown].parting);
    branches.shown = number;
    branches.compared = false;
    put(branches.all[number].story, parting);
}

void BranchUpdate::close(std::size_t number)
{
    if (number == 0 || number >= model_.branches.all.size()) return;
    remember();
    Branches& branches = model_.branches;
    const std::size_t parent = branches.all[number].parent;
    if (branches.shown == number) show(parent);
    branches.all.erase(branches.all.begin() + static_cast<std::ptrdiff_t>(number));
    for (Branch& branch : branches.all) {
        if (branch.parent == number) branch.parent = parent;
        if (branch.parent > number) --branch.parent;
    }
    if (branches.shown > number) --branches.shown;
    collapse();
}

void BranchUpdate::rename(std::size_t number, const std::string& name)
{
    Branches& branches = model_.branches;
    if (number >= branches.all.size() || name.empty()) return;
    remember();
    branches.all[number].name = {name, name};
    branches.all[number].named = true;
    if (branches.compared) compare(branches.against, branches.shown); // it stands over a ladder
}

void BranchUpdate::compare()
{
    const Branches& branches = model_.branches;
    if (branches.all.size() < 2) return;
    if (branches.compared) {
        model_.branches.compared = false;
        return put(branches.all[branches.shown].story, no_record);
    }
    const bool ofLesson = branches.shown == 0;
    compare(ofLesson ? 0 : branches.all[branches.shown].parent, ofLesson ? branches.all.size() - 1 : branches.shown);
}

void BranchUpdate::compare(std::size_t first, std::size_t second)
{
    const Branches& branches = model_.branches;
    if (first == second || std::max(first, second) >= branches.all.size()) return;
    Branch branch = branches.all[second];
    branch.parent = first;
    model_.telling = Telling{++model_.lastTicket, model_.source, true, {}, branch, true, second};
    TellSource request{model_.lastTicket, model_.source, model_.pace, branch.story};
    request.parent = branches.all[first].story;
    request.names = {branches.all[first].name, branch.name};
    requests_.emplace_back(std::move(request));
}

void BranchUpdate::collapse()
{
    Branches& branches = model_.branches;
    if (branches.all.size() != 1 || isSandbox()) return;
    Branches none;
    none.draft = branches.all.front().draft;
    branches = std::move(none);
}

} // namespace tcpstage
