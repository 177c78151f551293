#include "ui/model/store/branch_update.h"

#include "core/compare/compare.h"
#include "core/run/sandbox.h"
#include "ui/model/store/goal_update.h"
#include "ui/model/store/work_update.h"
#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <utility>

namespace tcpstage::model {

namespace {

constexpr Duration longDelay{2s}; // longer than a first retransmission takes
constexpr std::uint32_t octetsSent = 100;

/// Replaces `place` by `branch`, keeping the identity, and the name if wanted.
void take(Branch& place, Branch branch, bool keepsName)
{
    branch.id = place.id;
    branch.named = place.named;
    if (keepsName) branch.name = place.name;
    place = std::move(branch);
}

OwnedText owned(Text text) { return {std::string{text.en}, std::string{text.zh}}; }

void complain(Change& change, const Text& sentence) { change.announce(sentence, true); }

/// The run of a branch; without branches, the run on the stage.
StagedRunPtr stagedOf(const Model& model, std::size_t number)
{
    return model.branches.all.empty() ? model.staged : model.branches.all[number].staged;
}

/// Whether the run can be changed; if it is not simulated, the notice says so.
bool isSimulated(Change& change)
{
    const Model& model = change.model;
    if (!model.staged) return false;
    if (model.staged->trace().source() == trace::Source::Simulated) return true;
    complain(change, wording::branchNotSimulated);
    return false;
}

/// The present position in a branch. Two compared runs share a stage time that differs from that of either.
scene::StageTime goalIn(const Model& model, const StagedRunPtr& staged)
{
    return model.branches.compared ? momentOnStageIn(*model.staged, model.goal(), model.branches, staged)
                                   : model.goal();
}

/// The segment that a command acts on: the selected one, or the newest.
struct Aim {
    std::size_t parent; // the branch that it is in
    StagedRunPtr staged;
    trace::TransitId transit;
};
/// Empty: there is none, and the notice says why.
std::optional<Aim> aimOf(Change& change)
{
    if (!isSimulated(change)) return {};
    const Model& model = change.model;
    const auto refuse = [&](const Text& sentence) -> std::optional<Aim> {
        complain(change, sentence);
        return {};
    };
    const Branches& branches = model.branches;
    const bool ofSegment = model.selection.kind == scene::Ref::Kind::Segment;
    if (ofSegment && model.selection.run == 1 && !branches.compared) return refuse(wording::branchOfTheRight);
    const bool ofTheLeft = ofSegment && model.selection.run == 0 && branches.compared;
    const std::size_t parent = ofTheLeft ? branches.against : branches.shown;
    const StagedRunPtr staged = stagedOf(model, parent);
    const bool chosen = ofSegment && model.selection.id < staged->trace().transits().size();
    const scene::StageTime goal = goalIn(model, staged);
    if (!chosen && staged->opening() > scene::StageTime{} && goal == staged->opening())
        return refuse(wording::branchNothingYet);
    const trace::TransitId transit = chosen ? model.selection.id : newestOwn(*staged, goal);
    if (transit == trace::no_transit) return refuse(wording::branchNoSegment);
    return Aim{parent, staged, transit};
}

/// Requests a branch of `parent`, as a new one or in place of `replaces`. `here`: the record at which the stage stays,
/// if that is not the last one before the change.
void makeBranch(Change& change, const run::WhatIf& whatIf, std::size_t parent, std::optional<std::size_t> replaces,
                std::optional<trace::RecordId> here = {})
{
    Model& model = change.model;
    const StagedRunPtr staged = stagedOf(model, parent);
    if (!staged || !goalAllows(change, *staged, whatIf)) return;
    Branch branch{run::name_of(whatIf, staged->scenario, staged->run), nullptr, parent, trace::no_record, whatIf, {}};
    branch.id = model.lastTicket + 1;
    trace::Moment moment = staged->timeMap.moment(model.goal());
    const auto at = [&](trace::TransitId transit) {
        branch.parting = staged->trace().transit(transit).sent_record;
        moment = {staged->trace().transit(transit).sent, branch.parting};
    };
    if (const auto* strike = std::get_if<run::StrikeSegment>(&whatIf)) at(strike->transit);
    if (const auto* spare = std::get_if<run::SpareSegment>(&whatIf)) at(spare->transit);
    if (const auto* edit = std::get_if<run::EditSegment>(&whatIf)) at(edit->transit);
    const auto from = [&](Instant instant) {
        const auto later = std::ranges::upper_bound(staged->trace().records(), instant, {}, &trace::Record::at);
        const auto before = later - staged->trace().records().begin();
        branch.parting = before == 0 ? trace::no_record : static_cast<trace::RecordId>(before - 1);
        moment = {instant, branch.parting};
    };
    if (const auto* made = std::get_if<run::CallAt>(&whatIf)) from(made->at);
    if (const auto* network = std::get_if<run::ChangeNetwork>(&whatIf)) from(network->at);
    if (here) moment.record = *here;
    if (here && *here != trace::no_record) branch.parting = *here;
    model.loading = PendingLoad{++model.lastTicket, model.source, true, moment, std::move(branch), false, replaces};
    LoadSource request{model.lastTicket, model.source, model.timeMap, staged};
    request.change = whatIf;
    change.request(std::move(request));
}

/// The present moment in a pair of compared runs.
scene::StageTime placeIn(const Model& model, const scene::StagedRun& pair, const PendingLoad& loading)
{
    const Branches& branches = model.branches;
    const trace::RecordId record = model.staged->timeMap.moment(model.goal()).record;
    const std::size_t right = loading.replaces.value_or(branches.shown);
    const bool stoodRight = !branches.compared && branches.shown == right;
    if (stoodRight && record != trace::no_record) return pair.half(1).timeMap.at(record);
    return sameMoment(*model.staged, model.goal(), pair, trace::no_record);
}

/// What a run of an edited text is: its own title if it has another than the text it was made from.
OwnedText nameOfText(const Branches& branches, std::size_t parent, const scene::StagedRun& staged)
{
    const bool ofBranch = parent > 0 && parent < branches.all.size();
    const StagedRunPtr before = parent < branches.all.size() ? branches.all[parent].staged : nullptr;
    if (before && !(before->scenario.title == staged.scenario.title)) return staged.scenario.title;
    if (!ofBranch) return owned(wording::branchEdited);
    return say({"{}, edited", "{}，已修改"}, branches.all[parent].name);
}

/// Moves the draft of a text to the branch made from it, unless it is the text that was run.
TextPtr takeDraft(Branches& branches, std::size_t number, const std::string& run)
{
    TextPtr& place = number < branches.all.size() ? branches.all[number].draft : branches.draft;
    const TextPtr draft = std::exchange(place, nullptr);
    return draft && *draft != run ? draft : nullptr;
}

/// Puts a branch into the list: as a new one, in place of another, or as the sandbox itself.
void settleBranch(Change& change, const Branch& branch, std::optional<std::size_t> replaces)
{
    Model& model = change.model;
    Branches& branches = model.branches;
    branches.compared = false;
    if (isSandbox(model) && branches.all.size() == 1) {
        if (!replaces) rememberWork(change);
        return take(branches.all[0], branch, true);
    }
    if (replaces && *replaces < branches.all.size()) {
        take(branches.all[*replaces], branch, branches.all[*replaces].named);
        branches.shown = *replaces;
        return;
    }
    rememberWork(change);
    if (branches.all.empty()) {
        branches.all.push_back({owned(wording::branchLesson), model.staged});
        branches.all.front().draft = std::exchange(branches.draft, nullptr);
    }
    branches.all.push_back(branch);
    branches.shown = branches.all.size() - 1;
}

/// Shows a run at the present moment; both runs are equal up to record `parting`.
void showRun(Change& change, const StagedRunPtr& staged, trace::RecordId parting)
{
    Model& model = change.model;
    if (!staged || staged == model.staged) return;
    const scene::StageTime time = model.staged
                                      ? momentOnStageIn(*model.staged, model.goal(), model.branches, staged, parting)
                                      : scene::StageTime{};
    model.staged = staged;
    model.time = time;
    model.glide.reset();
    model.playing = false;
    model.reading = 0;
    model.selection = scene::Ref{};
    if (staged->timeMap.kind() == model.timeMap) return;
    model.loading = PendingLoad{++model.lastTicket, model.source, true, staged->timeMap.moment(time), {}};
    change.request(LoadSource{model.lastTicket, model.source, model.timeMap, staged});
}

/// Without branches the list is empty.
void collapse(Model& model)
{
    Branches& branches = model.branches;
    if (branches.all.size() != 1 || isSandbox(model)) return;
    Branches none;
    none.draft = branches.all.front().draft;
    branches = std::move(none);
}

} // namespace

void branchOff(Change& change, const run::WhatIf& whatIf)
{
    makeBranch(change, whatIf, change.model.branches.shown, {});
}

void strikeSegment(Change& change, sim::Fault::Kind fault)
{
    const auto aim = aimOf(change);
    if (!aim) return;
    const bool lost = aim->staged->trace().transit(aim->transit).fate == trace::Fate::Lost;
    if (lost) return complain(change, wording::branchLostAlready);
    const Duration by = fault == sim::Fault::Kind::Delay ? longDelay : Duration{};
    makeBranch(change, run::StrikeSegment{aim->transit, fault, by}, aim->parent, {});
}

void spareSegment(Change& change)
{
    if (const auto aim = aimOf(change)) makeBranch(change, run::SpareSegment{aim->transit}, aim->parent, {});
}

void editTransit(Change& change, const EditTransit& edit)
{
    if (isSimulated(change)) branchOff(change, run::EditSegment{edit.transit, edit.edit});
}

void setNetwork(Change& change, const std::array<sim::LinkSettings, 2>& links)
{
    Model& model = change.model;
    if (!isSimulated(change)) return;
    const Branches& branches = model.branches;
    const auto same = [&](const Branch& branch, std::optional<std::size_t> replaces, trace::RecordId here) {
        makeBranch(change, run::ChangeNetwork{std::get<run::ChangeNetwork>(*branch.change).at, links}, branch.parent,
                   replaces, here);
    };
    const auto isNetwork = [](const Branch& branch) {
        return branch.change && std::holds_alternative<run::ChangeNetwork>(*branch.change);
    };
    if (model.loading && model.loading->branch && isNetwork(*model.loading->branch)) {
        const PendingLoad loading = *model.loading;
        return same(*loading.branch, loading.replaces, loading.moment.record);
    }
    const Branch* shown = branches.all.empty() || branches.compared ? nullptr : &branches.all[branches.shown];
    if (shown && isNetwork(*shown) && model.goal() == shown->opened) {
        const Branch branch = *shown;
        return same(branch, branches.shown, branch.staged->timeMap.moment(branch.opened).record);
    }
    const StagedRunPtr staged = stagedOf(model, branches.shown);
    const scene::StageTime goal = goalIn(model, staged);
    const trace::Moment moment = staged->timeMap.moment(goal);
    const bool onStep = moment.record == trace::no_record || goal <= staged->timeMap.at(moment.record);
    const Instant at = onStep ? moment.at : std::max(moment.at + Duration{1}, staged->timeMap.clock(goal));
    makeBranch(change, run::ChangeNetwork{at, links}, branches.shown, {}, moment.record);
}

void makeCall(Change& change, const MakeCall& call)
{
    Model& model = change.model;
    if (!isSimulated(change)) return;
    const StagedRunPtr staged = stagedOf(model, model.branches.shown);
    lesson::CallStep step{call.side, call.call, call.data, call.octets};
    if (call.call == trace::Call::Send && call.data.empty()) step.data = Bytes::pattern(octetsSent);
    branchOff(change, run::CallAt{staged->timeMap.moment(goalIn(model, staged)).at, step});
}

scene::StageTime branchLoaded(Change& change, const PendingLoad& loading, const StagedRunPtr& staged)
{
    Model& model = change.model;
    Branch branch = *loading.branch;
    branch.staged = staged;
    if (branch.parent < model.branches.all.size() && loading.comparesWithParent) {
        const scene::StageTime time = placeIn(model, *staged, loading);
        model.branches.compared = true;
        model.branches.against = branch.parent;
        model.branches.shown = loading.replaces.value_or(model.branches.shown);
        return time;
    }
    branch.opened =
        loading.moment.record == trace::no_record ? scene::StageTime{} : staged->timeMap.at(loading.moment.record);
    if (branch.written) {
        branch.opened =
            sameMoment(model.staged->half(model.branches.compared ? 1 : 0), model.goal(), *staged, trace::no_record);
        branch.name = nameOfText(model.branches, branch.parent, *staged);
        branch.draft = takeDraft(model.branches, loading.replaces.value_or(branch.parent), *branch.text);
    }
    settleBranch(change, branch, loading.replaces);
    const bool stepsOn = isSandbox(model) && branch.change && std::holds_alternative<run::CallAt>(*branch.change);
    return stepsOn ? staged->nextStep(branch.opened) : branch.opened;
}

void writeLesson(Change& change, const std::string& yaml)
{
    Model& model = change.model;
    if (!model.staged) return;
    const Branches& branches = model.branches;
    Branch branch{{}, nullptr, branches.shown, trace::no_record, {}, {}};
    branch.written = true;
    branch.id = model.lastTicket + 1;
    branch.text = std::make_shared<const std::string>(yaml);
    std::optional<std::size_t> replaces;
    if (model.loading && model.loading->branch && model.loading->branch->written) {
        branch.parent = model.loading->branch->parent;
        replaces = model.loading->replaces;
    } else if (!branches.all.empty() && branches.all[branches.shown].written) {
        branch.parent = branches.all[branches.shown].parent;
        replaces = branches.shown;
    }
    model.loading = PendingLoad{++model.lastTicket, model.source, true, {}, std::move(branch), false, replaces};
    LoadSource request{model.lastTicket, model.source, model.timeMap, nullptr};
    request.text = yaml;
    change.request(std::move(request));
}

void stagedAgain(Change& change, const StagedRunPtr& staged)
{
    Model& model = change.model;
    Branches& branches = model.branches;
    if (!branches.all.empty() && !branches.compared) branches.all[branches.shown].staged = staged;
}

void showBranch(Change& change, std::size_t number)
{
    Model& model = change.model;
    Branches& branches = model.branches;
    if (number >= branches.all.size() || (number == branches.shown && !branches.compared)) return;
    const bool isOnStage = branches.compared && (number == branches.shown || number == branches.against);
    const trace::RecordId parting =
        isOnStage ? trace::no_record : std::min(branches.all[number].parting, branches.all[branches.shown].parting);
    showRun(change, branches.all[number].staged, parting);
    branches.shown = number;
    branches.compared = false;
}

void closeBranch(Change& change, std::size_t number)
{
    Model& model = change.model;
    if (number == 0 || number >= model.branches.all.size()) return;
    rememberWork(change);
    if (model.loading && model.loading->branch)
        model.loading.reset(); // it knows its parent by a number that may change
    Branches& branches = model.branches;
    const std::size_t parent = branches.all[number].parent;
    if (branches.shown == number) showBranch(change, parent);
    branches.all.erase(branches.all.begin() + static_cast<std::ptrdiff_t>(number));
    for (Branch& branch : branches.all) {
        if (branch.parent == number) branch.parent = parent;
        if (branch.parent > number) --branch.parent;
    }
    if (branches.shown > number) --branches.shown;
    collapse(model);
}

void renameBranch(Change& change, std::size_t number, const std::string& name)
{
    Model& model = change.model;
    Branches& branches = model.branches;
    if (number >= branches.all.size() || name.empty()) return;
    rememberWork(change);
    branches.all[number].name = {name, name};
    branches.all[number].named = true;
    if (branches.compared) compareBranches(change, branches.against, branches.shown); // the name is above a ladder
}

void compareWithParent(Change& change)
{
    Model& model = change.model;
    const Branches& branches = model.branches;
    if (branches.all.size() < 2) return;
    if (branches.compared) {
        showRun(change, branches.all[branches.shown].staged, trace::no_record);
        model.branches.compared = false;
        return;
    }
    const bool ofLesson = branches.shown == 0;
    compareBranches(change, ofLesson ? 0 : branches.all[branches.shown].parent,
                    ofLesson ? branches.all.size() - 1 : branches.shown);
}

void compareBranches(Change& change, std::size_t first, std::size_t second)
{
    Model& model = change.model;
    const Branches& branches = model.branches;
    if (first == second || std::max(first, second) >= branches.all.size()) return;
    Branch branch = branches.all[second];
    branch.parent = first;
    model.loading = PendingLoad{++model.lastTicket, model.source, true, {}, branch, true, second};
    LoadSource request{model.lastTicket, model.source, model.timeMap, branch.staged};
    request.parent = branches.all[first].staged;
    request.names = {branches.all[first].name, branch.name};
    change.request(std::move(request));
}

} // namespace tcpstage::model
