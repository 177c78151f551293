#include "ui/model/store/work_update.h"

#include "core/base/say.h"
#include "core/run/sandbox.h"
#include "ui/model/store/predict_update.h"
#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>

namespace tcpstage::model {

namespace {

constexpr std::size_t mostUndone = 100;
constexpr std::size_t mostLeft = 50;

WorkPtr shared(Work work) { return std::make_shared<const Work>(std::move(work)); }

/// A segment that is not in this run cannot be selected.
scene::Ref knownIn(const scene::StagedRun& staged, scene::Ref ref)
{
    const bool segment = ref.kind == scene::Ref::Kind::Segment;
    return segment && ref.run == 0 && ref.id < staged.trace().transits().size() ? ref : scene::Ref{};
}

/// Texts that were written since are not undone with the runs.
void carryDrafts(const Branches& from, Branches& to)
{
    const auto draftOf = [&](std::uint64_t id, const TextPtr& otherwise) {
        if (from.all.empty()) return id == 0 ? from.draft : otherwise;
        const auto same = std::ranges::find(from.all, id, &Branch::id);
        return same == from.all.end() ? otherwise : same->draft;
    };
    if (to.all.empty()) to.draft = draftOf(0, to.draft);
    for (Branch& branch : to.all)
        branch.draft = draftOf(branch.id, branch.draft);
}

} // namespace

WorkPtr workOf(const Model& model)
{
    Work work{model.source, model.desk, model.staged, model.branches, model.goal(), model.selection};
    if (!work.branches.compared) return shared(std::move(work));
    work.branches.compared = false;
    work.staged = work.branches.all[work.branches.shown].staged;
    const trace::RecordId record =
        model.staged->half(1).timeMap.moment(model.goal()).record; // the shown one is on the right
    work.time = record == trace::no_record ? scene::StageTime{} : work.staged->timeMap.at(record);
    work.selection = {};
    return shared(std::move(work));
}

void WorkUpdate::remember()
{
    push(model_.done, workOf(model_), mostUndone);
    model_.undone.clear();
}

void WorkUpdate::keep(WorkPtr work)
{
    if (!hasWork(*work)) return;
    std::erase_if(model_.left, [&](const WorkPtr& left) { return left->desk.number == work->desk.number; });
    push(model_.left, work, mostLeft);
    requests_.emplace_back(KeepWork{std::move(work), true});
}

void WorkUpdate::leave()
{
    if (!model_.staged) return;
    remember();
    keep(model_.done.back());
}

bool WorkUpdate::remembers(const std::string& source) const
{
    return (source == model_.source && model_.staged) ||
           std::ranges::any_of(model_.left, [&](const WorkPtr& work) { return work->source == source; });
}

WorkPtr WorkUpdate::takeLeft(const std::string& source)
{
    WorkPtr taken;
    for (const WorkPtr& work : model_.left) // the newest is the one to show
        if (work->source == source) taken = taken ? shared(together(*work, *taken)) : work;
    std::erase_if(model_.left, [&](const WorkPtr& work) { return work->source == source; });
    return taken;
}

WorkPtr WorkUpdate::keptOf(const PendingLoad& loading, const Recalled& recalled)
{
    const WorkPtr left = takeLeft(loading.source);
    if (loading.afresh) {
        requests_.emplace_back(DiscardWork{loading.source});
        return {};
    }
    if (left || !recalled.work) return left;
    Work work = *recalled.work;
    work.desk = {++model_.lastTicket, true};
    for (std::size_t i = 1; i < work.branches.all.size(); ++i)
        work.branches.all[i].id = ++model_.lastTicket;
    return shared(std::move(work));
}

void WorkUpdate::begin(const PendingLoad& loading, const RunLoaded& loaded)
{
    const bool left = model_.staged && hasWork(model_.source, model_.branches);
    leave();
    const WorkPtr kept = keptOf(loading, loaded.recalled);
    model_.source = loading.source;
    model_.staged = loaded.staged;
    model_.branches = {};
    if (model_.source == run::sandbox_source) model_.branches.all = {{wording::branchSandbox, loaded.staged}};
    model_.desk = kept ? kept->desk : Desk{++model_.lastTicket, false};
    model_.selection = scene::Ref{};
    model_.plotZoom = 1;
    model_.time = {};
    model_.glide.reset();
    model_.playing = false;
    model_.carry = 0;
    PredictUpdate{model_, requests_}.forget();
    requests_.emplace_back(RememberChoices{});
    if (kept) resume(*kept, loaded.staged);
    announce(loading, loaded, kept, left);
}

void WorkUpdate::announce(const PendingLoad& loading, const RunLoaded& loaded, const WorkPtr& kept, bool left)
{
    const auto& warnings = loaded.staged->run.warnings;
    if (!loaded.recalled.trouble.empty())
        model_.notice = Notice{loaded.recalled.trouble, true};
    else if (kept && hasWork(model_.source, model_.branches))
        model_.notice = Notice{leftOffHere(*workOf(model_)), false, Offer::StartAfresh, model_.source};
    else if (loading.afresh && left)
        model_.notice = Notice{wording::startedAfresh, false, Offer::Undo, {}};
    else if (!warnings.empty())
        model_.notice = Notice{warnings.front().sentences(), true};
}

void WorkUpdate::resume(Work work, const StagedRunPtr& lesson)
{
    const bool isSandbox = work.source == run::sandbox_source;
    const bool onLesson = work.branches.all.empty() || (work.branches.shown == 0 && !isSandbox);
    if (onLesson) {
        work.time = sameMoment(*work.staged, work.time, *lesson, trace::no_record);
        work.staged = lesson;
    }
    if (!work.branches.all.empty() && !isSandbox) work.branches.all.front().staged = lesson;
    work.selection = knownIn(*work.staged, work.selection);
    put(work);
    if (model_.branches.draftOfShown()) model_.panel = SidePanel::Text; // else nobody would see it
}

void WorkUpdate::put(const Work& work)
{
    model_.source = work.source;
    model_.desk = work.desk;
    model_.branches = work.branches;
    model_.staged = work.staged;
    model_.time = std::clamp(work.time, scene::StageTime{}, work.staged->timeMap.end());
    model_.selection = work.selection;
    model_.glide.reset();
    model_.playing = false;
    model_.carry = 0;
    model_.following = true;
    if (work.staged->timeMap.kind() == model_.timeMap) return;
    model_.loading =
        PendingLoad{++model_.lastTicket, model_.source, true, work.staged->timeMap.moment(model_.time), {}};
    requests_.emplace_back(LoadSource{model_.lastTicket, model_.source, model_.timeMap, work.staged});
}

void WorkUpdate::swap(std::vector<WorkPtr>& to, std::vector<WorkPtr>& from)
{
    if (from.empty()) return;
    Work next = *from.back();
    from.pop_back();
    const WorkPtr last = workOf(model_);
    push(to, last, mostUndone);
    if (next.desk.number == last->desk.number) {
        carryDrafts(last->branches, next.branches);
        return put(next);
    }
    if (model_.live && model_.live->goesOn()) requests_.emplace_back(StopLive{});
    model_.live.reset();
    model_.loading.reset();
    model_.notice.reset();
    model_.plotZoom = 1;
    keep(last);
    std::erase_if(model_.left, [&](const WorkPtr& left) { return left->desk.number == next.desk.number; });
    PredictUpdate{model_, requests_}.forget();
    put(next);
    if (hasWork(next)) requests_.emplace_back(KeepWork{shared(std::move(next)), true});
    requests_.emplace_back(RememberChoices{});
}

void WorkUpdate::draft(const TextPtr& text)
{
    if (model_.staged) model_.branches.draftOfShown() = text;
}

void WorkUpdate::sourceChanged(const std::string& text)
{
    const auto isIts = [&](const TextPtr& own) { return own && *own == text && !text.empty(); };
    const Branches& branches = model_.branches;
    const bool savedHere = isIts(branches.draft) || std::ranges::any_of(branches.all, [&](const Branch& branch) {
                               return isIts(branch.text) || isIts(branch.draft);
                           });
    if (savedHere || !model_.staged) return;
    model_.notice = Notice{say({"Another program has changed {}.", "其他程序修改了 {}。"}, model_.source), false,
                           Offer::Reload, model_.source};
}

void WorkUpdate::keepChanges(const Before& before)
{
    if (!model_.staged || model_.source.empty() || model_.desk.number != before.desk) return;
    const bool changed = !isSameWork(before.branches, model_.branches);
    const bool moved = model_.goal() != before.goal && !model_.playing && hasWork(model_.source, model_.branches);
    if (changed || moved) requests_.emplace_back(KeepWork{workOf(model_), false});
}

} // namespace tcpstage::model
