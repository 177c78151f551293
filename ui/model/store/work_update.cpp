#include "ui/model/store/work_update.h"

#include "core/base/say.h"
#include "core/run/sandbox.h"
#include "core/sources/capture_run.h"
#include "core/sources/matrix.h"
#include "ui/model/catalogue.h"
#include "ui/model/store/question_update.h"
#include "ui/model/store/view_update.h"
#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <array>

namespace tcpstage::model {

namespace {

constexpr std::size_t mostUndone = 100;
constexpr std::size_t mostLeft = 50;
constexpr std::size_t mostVisited = 20;
constexpr std::size_t mostRecent = 8;

WorkPtr shared(Work work) { return std::make_shared<const Work>(std::move(work)); }

/// The selection, if it is a segment of this run; else nothing.
scene::Ref knownIn(const scene::StagedRun& staged, scene::Ref ref)
{
    const bool segment = ref.kind == scene::Ref::Kind::Segment;
    return segment && ref.run == 0 && ref.id < staged.trace().transits().size() ? ref : scene::Ref{};
}

/// Undo does not apply to texts: keeps those written since.
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

/// Adds work to the list of left work, and requests that it is written to disk.
void keepWork(Change& change, WorkPtr work)
{
    Model& model = change.model;
    if (!hasWork(*work)) return;
    std::erase_if(model.left, [&](const WorkPtr& left) { return left->desk.number == work->desk.number; });
    push(model.left, work, mostLeft);
    change.request(KeepWork{std::move(work), true});
}

/// Removes all left work of a source from the list, and returns it combined.
WorkPtr takeLeft(Model& model, const std::string& source)
{
    WorkPtr taken;
    for (const WorkPtr& work : model.left) // shows what the newest one shows
        if (work->source == source) taken = taken ? shared(together(*work, *taken)) : work;
    std::erase_if(model.left, [&](const WorkPtr& work) { return work->source == source; });
    return taken;
}

/// Earlier work of the loaded lesson; empty: none.
WorkPtr keptOf(Change& change, const PendingLoad& loading, const Recalled& recalled)
{
    Model& model = change.model;
    const WorkPtr left = takeLeft(model, loading.source);
    if (loading.afresh) {
        change.request(DiscardWork{loading.source});
        return {};
    }
    if (left || !recalled.work) return left;
    Work work = *recalled.work;
    work.desk = {++model.lastTicket, true};
    for (std::size_t i = 1; i < work.branches.all.size(); ++i)
        work.branches.all[i].id = ++model.lastTicket;
    return shared(std::move(work));
}

/// Shows this work.
void putWork(Change& change, const Work& work)
{
    Model& model = change.model;
    model.source = work.source;
    model.desk = work.desk;
    model.branches = work.branches;
    model.staged = work.staged;
    model.time = std::clamp(work.time, scene::StageTime{}, work.staged->timeMap.end());
    model.selection = work.selection;
    model.glide.reset();
    model.playing = false;
    model.reading = 0;
    model.carry = 0;
    model.following = true;
    if (work.staged->timeMap.kind() == model.timeMap) return;
    model.loading = PendingLoad{++model.lastTicket, model.source, true, work.staged->timeMap.moment(model.time), {}};
    change.request(LoadSource{model.lastTicket, model.source, model.timeMap, work.staged});
}

/// Shows earlier work of a lesson on its newly loaded run.
void resumeWork(Change& change, Work work, const StagedRunPtr& lesson)
{
    Model& model = change.model;
    const bool isSandbox = work.source == run::sandbox_source;
    const bool onLesson = work.branches.all.empty() || (work.branches.shown == 0 && !isSandbox);
    if (onLesson) {
        work.time = sameMoment(*work.staged, work.time, *lesson, trace::no_record);
        work.staged = lesson;
    }
    if (!work.branches.all.empty() && !isSandbox) work.branches.all.front().staged = lesson;
    work.selection = knownIn(*work.staged, work.selection);
    putWork(change, work);
    if (model.branches.draftOfShown()) model.panel = SidePanel::Text; // so that the draft is seen
}

void announceBegin(Model& model, const PendingLoad& loading, const RunLoaded& loaded, const WorkPtr& kept, bool left)
{
    const auto& warnings = loaded.staged->run.warnings;
    if (!loaded.recalled.trouble.empty())
        model.notice = Notice{loaded.recalled.trouble, true};
    else if (kept && hasWork(model.source, model.branches))
        model.notice = Notice{leftOffHere(*workOf(model)), false, Offer::StartAfresh, model.source};
    else if (loading.afresh && left)
        model.notice = Notice{wording::startedAfresh, false, Offer::Undo, {}};
    else if (!warnings.empty())
        model.notice = Notice{warnings.front().sentences(), true};
}

/// Shows the work of another lesson.
void enter(Change& change, const WorkPtr& last, Work next)
{
    Model& model = change.model;
    if (model.live && model.live->goesOn()) change.request(StopLive{});
    model.live.reset();
    model.loading.reset();
    model.notice.reset();
    model.plotZoom = 1;
    keepWork(change, last);
    std::erase_if(model.left, [&](const WorkPtr& left) { return left->desk.number == next.desk.number; });
    forgetPrediction(change);
    putWork(change, next);
    if (hasWork(next)) change.request(KeepWork{shared(std::move(next)), true});
    change.request(RememberChoices{});
}

/// Shows the last work of `from`, and appends the present work to `to`.
void swapWork(Change& change, std::vector<WorkPtr>& to, std::vector<WorkPtr>& from)
{
    Model& model = change.model;
    if (from.empty()) return;
    Work next = *from.back();
    from.pop_back();
    const WorkPtr last = workOf(model);
    push(to, last, mostUndone);
    if (model.loading && model.loading->keepsMoment) model.loading.reset(); // it was meant for the work that is left
    if (next.desk.number == last->desk.number) {
        carryDrafts(last->branches, next.branches);
        return putWork(change, next);
    }
    enter(change, last, std::move(next));
}

/// Goes to the last of `from` that is another lesson, and appends the present one to `to`.
void visit(Change& change, std::vector<WorkPtr>& to, std::vector<WorkPtr>& from)
{
    Model& model = change.model;
    while (!from.empty() && from.back()->desk.number == model.desk.number)
        from.pop_back();
    if (from.empty() || !model.staged) return;
    WorkPtr next = from.back();
    from.pop_back();
    const auto newer = std::ranges::find(model.left, next->desk.number,
                                         [](const WorkPtr& left) { return left->desk.number; }); // it was there again
    const scene::View view = next->view;
    if (newer != model.left.end()) next = *newer;
    const WorkPtr last = workOf(model);
    push(to, last, mostVisited);
    rememberWork(change);
    enter(change, last, *next);
    setView(change, view);
}

/// What opens with the lesson: its beginning; of a cell of the matrix the moment that it is about.
scene::StageTime openingOf(const scene::StagedRun& staged, const std::string& source)
{
    if (!sources::is_cell_source(source) || staged.run.notes.empty()) return staged.opening();
    const trace::RecordId from = staged.run.notes.back().from;
    return from == trace::no_record ? scene::StageTime{} : staged.timeMap.at(from);
}

/// After so many steps, as --step counts: 0 is before all of them.
scene::StageTime timeOfStep(const scene::StagedRun& staged, std::size_t step)
{
    return step == 0 || staged.stepCount() == 0 ? scene::StageTime{}
                                                : staged.stepTime(std::min(step, staged.stepCount()) - 1);
}

} // namespace

void noteRecent(Model& model, const std::string& source)
{
    if (source == run::sandbox_source || sources::is_cell_source(source) || findLesson(source)) return;
    const std::string path = sources::path_in(source);
    if (const std::size_t end = path.rfind('/'); end != std::string::npos) model.lastFolder = path.substr(0, end + 1);
    std::erase(model.recent, source);
    model.recent.insert(model.recent.begin(), source);
    if (model.recent.size() > mostRecent) model.recent.resize(mostRecent);
}

WorkPtr workOf(const Model& model)
{
    Work work{model.source, model.desk,      model.staged,      model.branches,
              model.goal(), model.selection, model.display.view};
    if (!work.branches.compared) return shared(std::move(work));
    work.branches.compared = false;
    work.staged = work.branches.all[work.branches.shown].staged;
    const trace::RecordId record =
        model.staged->half(1).timeMap.moment(model.goal()).record; // the shown one is on the right
    work.time = record == trace::no_record ? scene::StageTime{} : work.staged->timeMap.at(record);
    work.selection = {};
    return shared(std::move(work));
}

void rememberWork(Change& change)
{
    Model& model = change.model;
    push(model.done, workOf(model), mostUndone);
    model.undone.clear();
}

void goBack(Change& change) { visit(change, change.model.ahead, change.model.visited); }
void goForward(Change& change) { visit(change, change.model.visited, change.model.ahead); }
void undo(Change& change) { swapWork(change, change.model.undone, change.model.done); }
void redo(Change& change) { swapWork(change, change.model.done, change.model.undone); }

void leaveWork(Change& change)
{
    Model& model = change.model;
    if (!model.staged) return;
    rememberWork(change);
    keepWork(change, model.done.back());
}

namespace {

/// Where the stage is to begin; empty: where the lesson opens, or was left.
std::optional<scene::StageTime> momentWanted(const PendingLoad& loading, const scene::StagedRun& staged)
{
    if (loading.step) return timeOfStep(staged, *loading.step);
    if (loading.at) return staged.timeMap.timeOf(start_of_time + *loading.at);
    return {};
}

} // namespace

void beginWork(Change& change, const PendingLoad& loading, const RunLoaded& loaded)
{
    Model& model = change.model;
    const bool left = model.staged && hasWork(model.source, model.branches);
    if (model.staged && loading.source != model.source) {
        Work last = *workOf(model);
        last.view = loading.view;
        push(model.visited, shared(std::move(last)), mostVisited);
        model.ahead.clear();
    }
    leaveWork(change);
    const WorkPtr kept = keptOf(change, loading, loaded.recalled);
    model.source = loading.source;
    model.staged = loaded.staged;
    model.branches = {};
    if (model.source == run::sandbox_source) model.branches.all = {{wording::branchSandbox, loaded.staged}};
    model.desk = kept ? kept->desk : Desk{++model.lastTicket, false};
    model.selection = scene::Ref{};
    model.plotZoom = 1;
    model.time = openingOf(*loaded.staged, model.source);
    noteRecent(model, model.source);
    model.glide.reset();
    model.playing = false;
    model.reading = 0;
    model.carry = 0;
    forgetPrediction(change);
    change.request(RememberChoices{});
    const auto wanted = momentWanted(loading, *loaded.staged);
    if (wanted) model.time = *wanted;
    if (kept) resumeWork(change, *kept, loaded.staged);
    if (kept && wanted) { // a moment that was asked for is one of the lesson
        if (!model.branches.all.empty() && model.source != run::sandbox_source) showBranch(change, 0);
        standAt(change, *wanted);
    }
    if (loading.toLadder) setView(change, scene::View::Ladder);
    const bool ofFile = model.source.ends_with(".yaml") || model.source.ends_with(".yml");
    if (model.staged->standsIn || (ofFile && model.staged->run.limit)) model.panel = SidePanel::Text; // with the error
    announceBegin(model, loading, loaded, kept, left);
    if (!loading.said.empty() && !model.notice)
        model.notice = Notice{loading.said, false, Offer::None, {}, false, true};
}

bool remembersWork(const Model& model, const std::string& source)
{
    return (source == model.source && model.staged) ||
           std::ranges::any_of(model.left, [&](const WorkPtr& work) { return work->source == source; });
}

void writeDraft(Change& change, const TextPtr& text)
{
    Model& model = change.model;
    if (model.staged) model.branches.draftOfShown() = text;
}

void fileWritten(Change& change, const std::string& path)
{
    Model& model = change.model;
    constexpr std::array<std::string_view, 6> endings{".yaml", ".yml", ".pkt", ".tcptrace", ".pcapng", ".pcap"};
    const bool canBeOpened =
        std::ranges::any_of(endings, [&](std::string_view ending) { return path.ends_with(ending); });
    if (canBeOpened) noteRecent(model, path);
    if (const std::size_t end = path.rfind('/'); end != std::string::npos) model.lastFolder = path.substr(0, end + 1);
    model.notice = Notice{say({"Written to {}.", "已写入 {}。"}, path), false};
    change.request(RememberChoices{});
}

void sourceChanged(Change& change, const std::string& text)
{
    Model& model = change.model;
    const auto isIts = [&](const TextPtr& own) { return own && *own == text && !text.empty(); };
    const Branches& branches = model.branches;
    const bool savedHere = isIts(branches.draft) || std::ranges::any_of(branches.all, [&](const Branch& branch) {
                               return isIts(branch.text) || isIts(branch.draft);
                           });
    if (savedHere || !model.staged) return;
    model.notice = Notice{say({"Another program has changed {}.", "其他程序修改了 {}。"}, model.source), false,
                          Offer::Reload, model.source};
}

WorkBefore workBefore(const Model& model) { return {model.desk.number, model.branches, model.goal()}; }

void keepChanges(Change& change, const WorkBefore& before)
{
    const Model& model = change.model;
    if (!model.staged || model.source.empty() || model.desk.number != before.desk) return;
    const bool changed = !isSameWork(before.branches, model.branches);
    const bool moved = model.goal() != before.goal && !model.playing && hasWork(model.source, model.branches);
    if (changed || moved) change.request(KeepWork{workOf(model), false});
}

} // namespace tcpstage::model
