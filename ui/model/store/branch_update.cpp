#include "ui/model/store/branch_update.h"

#include "core/compare/compare.h"
#include "core/run/sandbox.h"
#include "ui/scene/marks/scene.h"

#include "ui/model/words.h"

#include <algorithm>
#include <utility>

namespace tcpstage::model {

namespace {

constexpr Duration longDelay{2s}; // longer than a first retransmission takes
constexpr std::uint32_t octetsSent = 100;

bool isOwn(const trace::Transit& transit)
{
    return transit.copy_of == trace::no_transit && transit.reason != trace::Reason::FromThePast;
}

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

trace::TransitId newestOwn(const scene::StagedRun& staged, scene::StageTime time)
{
    const auto transits = staged.trace().transits();
    trace::TransitId found = trace::no_transit;
    for (std::size_t i = 0; i < transits.size() && staged.timeMap.at(transits[i].sent_record) <= time; ++i)
        if (isOwn(transits[i])) found = static_cast<trace::TransitId>(i);
    return found;
}

scene::StageTime sameMoment(const scene::StagedRun& from, scene::StageTime time, const scene::StagedRun& to,
                            trace::RecordId parting)
{
    const trace::Moment moment = from.timeMap.moment(time);
    if (moment.record == trace::no_record || to.trace().empty()) return scene::StageTime{};
    const bool same = parting == trace::no_record || moment.record <= parting;
    if (same && moment.record < to.trace().records().size()) return to.timeMap.at(moment.record);
    const auto later = std::ranges::upper_bound(to.trace().records(), moment.at, {}, &trace::Record::at);
    const auto before = later - to.trace().records().begin();
    return before == 0 ? scene::StageTime{} : to.timeMap.at(static_cast<trace::RecordId>(before - 1));
}

StagedRunPtr BranchUpdate::base() const
{
    const Branches& branches = model_.branches;
    return branches.all.empty() ? model_.staged : branches.all[branches.shown].staged;
}

void BranchUpdate::complain(Text sentence) { model_.notice = Notice{owned(sentence), true}; }

StagedRunPtr BranchUpdate::stagedOf(std::size_t number) const
{
    return model_.branches.all.empty() ? model_.staged : model_.branches.all[number].staged;
}

bool BranchUpdate::isSimulated()
{
    if (!model_.staged) return false;
    if (model_.staged->trace().source() == trace::Source::Simulated) return true;
    complain(wording::branchNotSimulated);
    return false;
}

void BranchUpdate::obey(Command command)
{
    if (!isSimulated()) return;
    const Branches& branches = model_.branches;
    const bool ofSegment = model_.selection.kind == scene::Ref::Kind::Segment;
    if (ofSegment && model_.selection.run == 1 && !branches.compared) return complain(wording::branchOfTheRight);
    const bool ofTheLeft = ofSegment && model_.selection.run == 0 && branches.compared;
    const std::size_t parent = ofTheLeft ? branches.against : branches.shown;
    const StagedRunPtr staged = stagedOf(parent);
    const bool chosen = ofSegment && model_.selection.id < staged->trace().transits().size();
    const trace::TransitId transit = chosen ? model_.selection.id : newestOwn(*staged, goalIn(*staged));
    if (transit == trace::no_transit) return complain(wording::branchNoSegment);
    const bool lost = staged->trace().transit(transit).fate == trace::Fate::Lost;
    const auto change = [&](const run::WhatIf& act) { ask(act, parent, {}); };
    if (command == Command::SpareSegment) return change(run::SpareSegment{transit});
    if (lost) return complain(wording::branchLostAlready);
    if (command == Command::DropSegment) change(run::StrikeSegment{transit, sim::Fault::Kind::Drop, {}});
    if (command == Command::DuplicateSegment) change(run::StrikeSegment{transit, sim::Fault::Kind::Duplicate, {}});
    if (command == Command::DelaySegment) change(run::StrikeSegment{transit, sim::Fault::Kind::Delay, longDelay});
    if (command == Command::CorruptSegment) change(run::StrikeSegment{transit, sim::Fault::Kind::Corrupt, {}});
}

void BranchUpdate::edit(const EditTransit& edit)
{
    if (isSimulated()) change(run::EditSegment{edit.transit, edit.edit});
}

void BranchUpdate::network(const std::array<sim::LinkSettings, 2>& links)
{
    if (!isSimulated()) return;
    const Branches& branches = model_.branches;
    const auto same = [&](const Branch& branch, std::optional<std::size_t> replaces) {
        ask(run::ChangeNetwork{std::get<run::ChangeNetwork>(*branch.change).at, links}, branch.parent, replaces);
    };
    const auto isNetwork = [](const Branch& branch) {
        return branch.change && std::holds_alternative<run::ChangeNetwork>(*branch.change);
    };
    if (model_.loading && model_.loading->branch && isNetwork(*model_.loading->branch)) {
        const PendingLoad loading = *model_.loading;
        return same(*loading.branch, loading.replaces);
    }
    const Branch* shown = branches.all.empty() || branches.compared ? nullptr : &branches.all[branches.shown];
    if (shown && isNetwork(*shown) && model_.goal() == shown->opened) {
        const Branch branch = *shown;
        return same(branch, branches.shown);
    }
    const StagedRunPtr staged = base();
    change(run::ChangeNetwork{staged->timeMap.moment(goalIn(*staged)).at, links});
}

void BranchUpdate::call(const MakeCall& call)
{
    if (!isSimulated()) return;
    const StagedRunPtr staged = base();
    lesson::CallStep step{call.side, call.call, call.data, call.octets};
    if (call.call == trace::Call::Send && call.data.empty()) step.data = Bytes::pattern(octetsSent);
    change(run::CallAt{staged->timeMap.moment(goalIn(*staged)).at, step});
}

scene::StageTime BranchUpdate::goalIn(const scene::StagedRun& staged) const
{
    return model_.branches.compared ? sameMoment(*model_.staged, model_.goal(), staged, trace::no_record)
                                    : model_.goal();
}

void BranchUpdate::change(const run::WhatIf& change) { ask(change, model_.branches.shown, {}); }

void BranchUpdate::ask(const run::WhatIf& change, std::size_t parent, std::optional<std::size_t> replaces)
{
    const StagedRunPtr staged = stagedOf(parent);
    if (!staged) return;
    Branch branch{run::name_of(change, staged->scenario, staged->run), nullptr, parent, trace::no_record, change, {}};
    branch.id = model_.lastTicket + 1;
    trace::Moment moment = staged->timeMap.moment(model_.goal());
    const auto at = [&](trace::TransitId transit) {
        branch.parting = staged->trace().transit(transit).sent_record;
        moment = {staged->trace().transit(transit).sent, branch.parting};
    };
    if (const auto* strike = std::get_if<run::StrikeSegment>(&change)) at(strike->transit);
    if (const auto* spare = std::get_if<run::SpareSegment>(&change)) at(spare->transit);
    if (const auto* edit = std::get_if<run::EditSegment>(&change)) at(edit->transit);
    const auto from = [&](Instant instant) {
        const auto later = std::ranges::upper_bound(staged->trace().records(), instant, {}, &trace::Record::at);
        const auto before = later - staged->trace().records().begin();
        branch.parting = before == 0 ? trace::no_record : static_cast<trace::RecordId>(before - 1);
        moment = {instant, branch.parting};
    };
    if (const auto* made = std::get_if<run::CallAt>(&change)) from(made->at);
    if (const auto* network = std::get_if<run::ChangeNetwork>(&change)) from(network->at);
    model_.loading = PendingLoad{++model_.lastTicket, model_.source, true, moment, std::move(branch), false, replaces};
    LoadSource request{model_.lastTicket, model_.source, model_.timeMap, staged};
    request.change = change;
    requests_.emplace_back(std::move(request));
}

scene::StageTime BranchUpdate::loaded(const PendingLoad& loading, const StagedRunPtr& staged)
{
    Branch branch = *loading.branch;
    branch.staged = staged;
    if (branch.parent < model_.branches.all.size() && loading.comparesWithParent) {
        const scene::StageTime time = placeIn(*staged, loading);
        model_.branches.compared = true;
        model_.branches.against = branch.parent;
        model_.branches.shown = loading.replaces.value_or(model_.branches.shown);
        return time;
    }
    branch.opened =
        loading.moment.record == trace::no_record ? scene::StageTime{} : staged->timeMap.at(loading.moment.record);
    if (branch.written) {
        branch.opened = sameMoment(*model_.staged, model_.goal(), *staged, trace::no_record);
        branch.name = staged->scenario.title;
        branch.draft = takeDraft(loading.replaces.value_or(branch.parent), *branch.text);
    }
    settle(branch, loading.replaces);
    const bool stepsOn = isSandbox() && branch.change && std::holds_alternative<run::CallAt>(*branch.change);
    return stepsOn ? staged->nextStep(branch.opened) : branch.opened;
}

scene::StageTime BranchUpdate::placeIn(const scene::StagedRun& pair, const PendingLoad& loading) const
{
    const Branches& branches = model_.branches;
    const trace::RecordId record = model_.staged->timeMap.moment(model_.goal()).record;
    const std::size_t right = loading.replaces.value_or(branches.shown);
    const bool stoodRight = !branches.compared && branches.shown == right;
    if (stoodRight && record != trace::no_record) return pair.half(1).timeMap.at(record);
    return sameMoment(*model_.staged, model_.goal(), pair, trace::no_record);
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
        branches.all.push_back({owned(wording::branchLesson), model_.staged});
        branches.all.front().draft = std::exchange(branches.draft, nullptr);
    }
    branches.all.push_back(branch);
    branches.shown = branches.all.size() - 1;
}

bool BranchUpdate::isSandbox() const { return model_.source == run::sandbox_source && !model_.branches.all.empty(); }

void BranchUpdate::write(const std::string& yaml)
{
    if (!model_.staged) return;
    const Branches& branches = model_.branches;
    Branch branch{{}, nullptr, branches.shown, trace::no_record, {}, {}};
    branch.written = true;
    branch.id = model_.lastTicket + 1;
    branch.text = std::make_shared<const std::string>(yaml);
    std::optional<std::size_t> replaces;
    if (model_.loading && model_.loading->branch && model_.loading->branch->written) {
        branch.parent = model_.loading->branch->parent;
        replaces = model_.loading->replaces;
    } else if (!branches.all.empty() && branches.all[branches.shown].written) {
        branch.parent = branches.all[branches.shown].parent;
        replaces = branches.shown;
    }
    model_.loading = PendingLoad{++model_.lastTicket, model_.source, true, {}, std::move(branch), false, replaces};
    LoadSource request{model_.lastTicket, model_.source, model_.timeMap, nullptr};
    request.text = yaml;
    requests_.emplace_back(std::move(request));
}

void BranchUpdate::loadedAgain(const StagedRunPtr& staged)
{
    Branches& branches = model_.branches;
    if (!branches.all.empty() && !branches.compared) branches.all[branches.shown].staged = staged;
}

void BranchUpdate::put(const StagedRunPtr& staged, trace::RecordId parting)
{
    if (!staged || staged == model_.staged) return;
    const scene::StageTime time =
        model_.staged ? sameMoment(*model_.staged, model_.goal(), *staged, parting) : scene::StageTime{};
    model_.staged = staged;
    model_.time = time;
    model_.glide.reset();
    model_.playing = false;
    model_.selection = scene::Ref{};
    if (staged->timeMap.kind() == model_.timeMap) return;
    model_.loading = PendingLoad{++model_.lastTicket, model_.source, true, staged->timeMap.moment(time), {}};
    requests_.emplace_back(LoadSource{model_.lastTicket, model_.source, model_.timeMap, staged});
}

void BranchUpdate::show(std::size_t number)
{
    Branches& branches = model_.branches;
    if (number >= branches.all.size() || (number == branches.shown && !branches.compared)) return;
    const trace::RecordId parting = std::min(branches.all[number].parting, branches.all[branches.shown].parting);
    branches.shown = number;
    branches.compared = false;
    put(branches.all[number].staged, parting);
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
        return put(branches.all[branches.shown].staged, trace::no_record);
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
    model_.loading = PendingLoad{++model_.lastTicket, model_.source, true, {}, branch, true, second};
    LoadSource request{model_.lastTicket, model_.source, model_.timeMap, branch.staged};
    request.parent = branches.all[first].staged;
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

} // namespace tcpstage::model
