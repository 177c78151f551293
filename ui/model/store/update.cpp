#include "ui/model/store/update.h"

#include "ui/model/store/be_tcp_update.h"
#include "ui/model/store/branch_update.h"
#include "ui/model/store/capture_update.h"
#include "ui/model/store/drawing_update.h"
#include "ui/model/store/hour_update.h"
#include "ui/model/store/last_page.h"
#include "ui/model/store/live_update.h"
#include "ui/model/store/load_update.h"
#include "ui/model/store/obey.h"
#include "ui/model/store/position_update.h"
#include "ui/model/store/predict_update.h"
#include "ui/model/store/view_update.h"
#include "ui/model/store/work_update.h"

#include <algorithm>
#include <iterator>

namespace tcpstage::model {

namespace {

void on(Change& change, Command command) { obey(change, command); }

void on(Change& change, const Elapsed& elapsed) { elapse(change, std::chrono::duration<double>(elapsed.time).count()); }
void on(Change& change, const Seek& seek)
{
    standAt(change, seek.time);
    if (change.model.live) change.model.live->following = false;
    change.model.following = true;
}
void on(Change& change, const Select& select)
{
    Model& model = change.model;
    using Kind = scene::Ref::Kind;
    const bool closed =
        model.selection.kind == Kind::Nothing || model.selection.kind == Kind::Endpoint || model.selection == model.aim;
    model.aim = select.aims && closed ? select.ref : scene::Ref{};
    model.selection = select.ref;
}
void on(Change& change, const Scrolled&) { change.model.following = false; }

// Opening lessons.
void on(Change& change, const OpenSource& open) { openSource(change, open); }
void on(Change& change, const SourceChanged& changed) { sourceChanged(change, changed.text); }
void on(Change& change, const TakeOffer&) { takeOffer(change); }
void on(Change& change, const CancelOpening&) { cancelOpening(change); }
void on(Change& change, const RunLoaded& loaded) { takeLoaded(change, loaded); }
void on(Change& change, const LoadFailed& failed) { takeFailure(change, failed); }

void on(Change& change, const HourAction& action) { act(change, action); }
void on(Change& change, const DrawingAction& action) { act(change, action); }

// Captures.
void on(Change& change, const ListConnections&) { listConnections(change); }
void on(Change& change, const LeaveConnections&) { leaveConnections(change); }
void on(Change& change, const ConnectionsProgress& progress) { takeProgress(change, progress); }
void on(Change& change, const ConnectionsListed& listed) { takeConnections(change, listed); }

// Real sockets.
void on(Change& change, const StartLive& start)
{
    forgetPrediction(change);
    startLive(change, start);
}
void on(Change& change, const StartOwn& start)
{
    forgetPrediction(change);
    startOwn(change, start.choice);
}
void on(Change& change, const StartWatch& start)
{
    forgetPrediction(change);
    startWatch(change, start.choice);
}
void on(Change& change, const LiveNews& news)
{
    if (const auto time = takeNews(change, news)) goToNewest(change, *time);
}
void on(Change& change, const CompareLive&) { compareLive(change); }
void on(Change& change, const CloseLive&) { closeLive(change); }
void on(Change& change, const HoldLive& hold) { holdLive(change, hold.on); }
void on(Change& change, const DecideLive& decision) { decideLive(change, decision.fate, decision.transit); }

// What if?
void on(Change& change, const MakeCall& make) { makeCall(change, make); }
void on(Change& change, const EditTransit& edit) { editTransit(change, edit); }
void on(Change& change, const SetTcpOption& set) { branchOff(change, run::SetOption{set.side, set.name, set.value}); }
void on(Change& change, const WriteDraft& draft) { writeDraft(change, draft.text); }
void on(Change& change, const WriteLesson& write) { writeLesson(change, write.yaml); }
void on(Change& change, const SetNetwork& set) { setNetwork(change, set.links); }
void on(Change& change, const CompareBranches& both) { compareBranches(change, both.first, both.second); }
void on(Change& change, const ShowBranch& show) { showBranch(change, show.number); }
void on(Change& change, const CloseBranch& close) { closeBranch(change, close.number); }
void on(Change& change, const RenameBranch& rename) { renameBranch(change, rename.number, rename.name); }

// Prediction.
void on(Change& change, const ChooseAsked& choose) { goTo(change, chooseAsked(change, choose.asks)); }
void on(Change& change, const AnswerChoice& answer)
{
    if (!opensCurtain(change)) goTo(change, answerChoice(change, answer.choice));
}
void on(Change& change, const AnswerKey& pressed)
{
    if (!opensCurtain(change)) goTo(change, answerKey(change, pressed.key));
}
void on(Change& change, const PeerReplied& replied) { hearPeer(change, replied); }
void on(Change& change, const Revisit& revisit)
{
    if (const Where where = momentOfAnswer(change.model, revisit.answer)) goTo(change, *where, 0);
}
void on(Change& change, const SaveAnswersTo& save) { saveAnswers(change, save.path); }

void on(Change& change, const Browse& browse) { change.request(browse); }
void on(Change& change, const Announce& announce) { change.model.notice = announce.notice; }
void on(Change& change, const DismissNotice& dismiss)
{
    std::optional<Notice>& notice = change.model.notice;
    if (dismiss.only.empty() || (notice && notice->sentence == dismiss.only)) notice.reset();
}

// Display settings.
void on(Change& change, const SetSpeed& set) { setSpeed(change, set.speed); }
void on(Change& change, const SetZoom& set) { setZoom(change, set.zoom); }
void on(Change& change, const SetPresentZoom& set) { setPresentZoom(change, set.zoom); }
void on(Change& change, const SetPlayStops& set) { choose(change, change.model.stops, set.stops); }
void on(Change& change, const ShowNumbers& show) { showNumbers(change, show.segment); }
void on(Change& change, const SetView& set) { setView(change, set.view); }
void on(Change& change, const SetTimeMap& set) { chooseTimeMap(change, set.timeMap); }
void on(Change& change, const SetLanguage& set) { choose(change, change.model.display.language, set.language); }
void on(Change& change, const SetAudience& set) { choose(change, change.model.audience, set.audience); }
void on(Change& change, const SetTheme& set) { choose(change, change.model.theme, set.theme); }
void on(Change& change, const DesktopIsDark& desktop) { change.model.desktopIsDark = desktop.dark; }
void on(Change& change, const DesktopIsCalm& desktop) { change.model.desktopIsCalm = desktop.calm; }
void on(Change& change, const SetNotation& set) { setNotation(change, set); }
void on(Change& change, const SetTextRoom& set) { change.model.textRoom = set.room; }
void on(Change& change, const SetLessonFolder& set) { choose(change, change.model.lessonFolder, set.path); }
void on(Change& change, const MeasureAt& at) { measureAt(change, at.record, at.begins); }
void on(Change& change, const SetPrograms& set) { choose(change, change.model.display.programs, set.lanes); }
void on(Change& change, const SetDepth& set) { choose(change, change.model.display.depth, set.depth); }

// Files.
void on(Change& change, const WriteTo& write)
{
    const Model& model = change.model;
    if (!model.staged) return;
    change.request(WriteStage{model.staged, model.goal(), write.size, model.themeName(), model.display, write.path});
}
void on(Change& change, const FileWritten& written) { fileWritten(change, written.path); }
void on(Change& change, const SaveTo& save)
{
    const Branches& all = change.model.branches; // of two runs side by side, saves the one on the right
    const StagedRunPtr& staged = all.runToChange(change.model.staged);
    const Branch* branch = all.shown > 0 && all.shown < all.all.size() ? &all.all[all.shown] : nullptr;
    const bool hasTitle = !branch || (branch->written && !branch->named); // the text says it
    if (staged) change.request(SaveRunTo{staged, save.path, hasTitle ? OwnedText{} : branch->name});
}

/// The step that is shown, and of which run.
std::pair<const scene::StagedRun*, std::size_t> stepShown(const Model& model)
{
    return {model.staged.get(), model.staged ? model.staged->stepsUntil(model.goal()) : 0};
}

/// Whether a person does it; the rest happens by itself.
bool isByHand(const Action& action)
{
    return std::visit(
        [](const auto& what) {
            using What = std::decay_t<decltype(what)>;
            return !(std::is_same_v<What, Elapsed> || std::is_same_v<What, RunLoaded> ||
                     std::is_same_v<What, LoadFailed> || std::is_same_v<What, PeerReplied> ||
                     std::is_same_v<What, LiveNews> || std::is_same_v<What, Announce> ||
                     std::is_same_v<What, FileWritten> || std::is_same_v<What, SetTextRoom> ||
                     std::is_same_v<What, DesktopIsDark> || std::is_same_v<What, DesktopIsCalm>);
        },
        action);
}

/// Lets a notice leave whose time is over, and remembers a new one: what was in the bar can be read again.
void settleNotice(Model& model, const Action& action, const std::optional<Notice>& before, const StagedRunPtr& staged)
{
    std::optional<Notice>& now = model.notice;
    if (!now) return;
    const bool stands = before && now->sentence == before->sentence && now->again == before->again;
    const bool otherRun = staged && !scene::isSameRun(staged, model.staged);
    if (stands && ((now->passing && isByHand(action)) || (now->problem && otherRun))) return now.reset();
    if (stands || (now->passing && !now->problem)) return;
    constexpr std::size_t most = 50;
    std::vector<OwnedText> all{now->sentence};
    if (model.messages) std::ranges::copy(*model.messages, std::back_inserter(all));
    all.erase(std::unique(all.begin(), all.end()), all.end()); // said once more
    if (all.size() > most) all.resize(most);
    model.messages = std::make_shared<const std::vector<OwnedText>>(std::move(all));
}

/// What was drawn before the action. Strokes that were only read are no change.
scene::DrawingPtr drawnBefore(const Action& action, const scene::DrawingPtr& before, const scene::DrawingPtr& after)
{
    const auto* drawing = std::get_if<DrawingAction>(&action);
    const bool onlyRead = drawing && std::holds_alternative<DrawingRead>(*drawing) && !before;
    return onlyRead ? after : before;
}

} // namespace

bool isGrowth(const Action& action)
{
    const auto* drawing = std::get_if<DrawingAction>(&action);
    return drawing && std::holds_alternative<GrowStroke>(*drawing);
}

Updated update(Model model, const Action& action)
{
    Updated updated{std::move(model), {}};
    Change change{updated.model, updated.requests};
    if (isGrowth(action)) {
        act(change, std::get<DrawingAction>(action));
        return updated;
    }
    const scene::DrawingPtr drawing = updated.model.drawing.all;
    const WorkBefore before = workBefore(updated.model);
    const auto step = stepShown(updated.model);
    const StagedRunPtr staged = updated.model.staged;
    const scene::StageTime goal = updated.model.goal();
    const std::optional<Notice> notice = updated.model.notice;
    std::visit([&](const auto& what) { on(change, what); }, action);
    settleLastPage(updated.model, staged);
    if (updated.model.goal() != goal) updated.model.numbersShown = false;
    if (staged && !scene::isSameRun(staged, updated.model.staged)) updated.model.display.measured.reset();
    settlePrediction(change);
    if (stepShown(updated.model) != step) updated.model.display.answer = false;
    settleNotice(updated.model, action, notice, staged);
    settleDrawing(change, drawnBefore(action, drawing, updated.model.drawing.all));
    keepChanges(change, before);
    return updated;
}

} // namespace tcpstage::model
