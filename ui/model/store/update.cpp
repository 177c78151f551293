#include "ui/model/store/update.h"

#include "ui/model/store/be_tcp_update.h"
#include "ui/model/store/branch_update.h"
#include "ui/model/store/live_update.h"
#include "ui/model/store/load_update.h"
#include "ui/model/store/obey.h"
#include "ui/model/store/position_update.h"
#include "ui/model/store/predict_update.h"
#include "ui/model/store/view_update.h"
#include "ui/model/store/work_update.h"

namespace tcpstage::model {

namespace {

bool moves(Command command)
{
    return (command >= Command::TogglePlay && command <= Command::ToCause) || command == Command::Leave;
}

class Updater {
public:
    explicit Updater(Model model) : model_{std::move(model)} {}

void on(Change& change, const Elapsed& elapsed) { elapse(change, std::chrono::duration<double>(elapsed.time).count()); }
void on(Change& change, const Seek& seek)
{
    standAt(change, seek.time);
    if (change.model.live) change.model.live->following = false;
    change.model.following = true;
}
void on(Change& change, const Select& select) { change.model.selection = select.ref; }
void on(Change& change, const Scrolled&) { change.model.following = false; }

// Lessons come and go.
void on(Change& change, const OpenSource& open) { openSource(change, open); }
void on(Change& change, const SourceChanged& changed) { sourceChanged(change, changed.text); }
void on(Change& change, const TakeOffer&) { takeOffer(change); }
void on(Change& change, const CancelOpening&) { cancelOpening(change); }
void on(Change& change, const RunLoaded& loaded) { takeLoaded(change, loaded); }
void on(Change& change, const LoadFailed& failed) { takeFailure(change, failed); }

// Real sockets.
void on(Change& change, const StartLive& start)
{
    forgetPrediction(change);
    startLive(change, start);
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

    /// Behind a curtain nothing moves unseen: the first key only opens it.
    bool opensCurtain()
    {
        if (model_.curtain == Curtain::Open) return false;
        model_.curtain = Curtain::Open;
        return true;
    }

    void on(Command command)
    {
        if (moves(command) && opensCurtain()) return;
        switch (command) {
        case Command::NextStep:
        case Command::PreviousStep:
        case Command::NextFrame:
        case Command::PreviousFrame:
        case Command::First:
        case Command::Last:
        case Command::NextSegment:
        case Command::PreviousSegment:
        case Command::ToCause:
        case Command::ToEffect:
        case Command::TogglePlay:
            return position().obey(command);
        case Command::Faster:
        case Command::Slower:
        case Command::ZoomIn:
        case Command::ZoomOut:
        case Command::ZoomReset:
        case Command::ZoomStageIn:
        case Command::ZoomStageOut:
        case Command::ToggleRelative:
#define TCPSTAGE_VIEW(name, ...) case Command::Show##name:
#include "ui/scene/marks/views.def"
#undef TCPSTAGE_VIEW
        case Command::SwitchLanguage:
        case Command::SwitchTheme:
        case Command::ToggleAnimation:
        case Command::ToggleEnlarge:
        case Command::TogglePresent:
        case Command::Black:
        case Command::White:
        case Command::TogglePointer:
        case Command::ToggleSpotlight:
        case Command::ShowNetwork:
        case Command::ShowOptions:
        case Command::ShowText:
            return view().obey(command);
        case Command::NewSandbox:
            return newSandbox();
        case Command::Leave:
            return leave();
        case Command::DropSegment:
        case Command::DuplicateSegment:
        case Command::DelaySegment:
        case Command::CorruptSegment:
        case Command::SpareSegment:
            return model_.live ? live().obey(command) : branches().obey(command);
        case Command::CompareRuns:
            return model_.branches.all.empty() ? live().obey(command) : branches().compare();
        case Command::Predict:
            return go(predict().toggle());
        case Command::BeLeft:
        case Command::BeRight:
            return go(predict().be(command == Command::BeLeft ? trace::Side::Left : trace::Side::Right));
        case Command::CountHands:
        case Command::TypeAnswer:
            return predict().obey(command);
        case Command::Undo:
        case Command::Redo:
            return command == Command::Undo ? work().undo() : work().redo();
        // The window's own business: dialogs and the clipboard.
        case Command::NextMark:
        case Command::PreviousMark:
        case Command::RenameBranch:
        case Command::CloseBranch:
        case Command::EditSegment:
        case Command::AddNote:
        case Command::RealSockets:
        case Command::Open:
        case Command::Save:
        case Command::SaveAnswers:
        case Command::ExportPicture:
        case Command::CopyPicture:
        case Command::FindLesson:
        case Command::Glossary:
        case Command::ListShortcuts:
        case Command::About:
        case Command::Quit:
            return;
        }
    }

void on(Change& change, const Announce& announce) { change.model.notice = announce.notice; }
void on(Change& change, const DismissNotice&) { change.model.notice.reset(); }

// How it looks.
void on(Change& change, const SetSpeed& set) { setSpeed(change, set.speed); }
void on(Change& change, const SetZoom& set) { setZoom(change, set.zoom); }
void on(Change& change, const SetView& set) { setView(change, set.view); }
void on(Change& change, const SetTimeMap& set) { chooseTimeMap(change, set.timeMap); }
void on(Change& change, const SetLanguage& set) { choose(change, change.model.display.language, set.language); }
void on(Change& change, const SetTheme& set) { choose(change, change.model.theme, set.theme); }
void on(Change& change, const DesktopIsDark& desktop) { change.model.desktopIsDark = desktop.dark; }
void on(Change& change, const SetNumbers& set) { choose(change, change.model.display.numbers, set.numbers); }
void on(Change& change, const SetStateNames& set) { choose(change, change.model.display.stateNames, set.names); }
void on(Change& change, const SetDepth& set) { choose(change, change.model.display.depth, set.depth); }

    // Real sockets.
    void on(const StartLive& start)
    {
        predict().forget();
        live().start(start);
    }
    void on(const LiveNews& news)
    {
        if (const auto time = live().news(news)) position().goLive(*time);
    }
    void on(const CompareLive&) { live().compare(); }
    void on(const CloseLive&) { live().close(); }
    void on(const HoldLive& hold) { live().hold(hold.on); }
    void on(const DecideLive& decision) { live().decide(decision.fate, decision.transit); }

    // What if?
    void on(const MakeCall& make) { branches().call(make); }
    void on(const EditTransit& edit) { branches().edit(edit); }
    void on(const SetTcpOption& set) { branches().change(run::SetOption{set.side, set.name, set.value}); }
    void on(const WriteDraft& draft) { work().draft(draft.text); }
    void on(const WriteLesson& write) { branches().write(write.yaml); }
    void on(const SetNetwork& set) { branches().network(set.links); }
    void on(const CompareBranches& both) { branches().compare(both.first, both.second); }
    void on(const ShowBranch& show) { branches().show(show.number); }
    void on(const CloseBranch& close) { branches().close(close.number); }
    void on(const RenameBranch& rename) { branches().rename(rename.number, rename.name); }

    // Prediction.
    void on(const ChooseAsked& choose) { go(predict().choose(choose.asks)); }
    void on(const AnswerChoice& answer)
    {
        if (!opensCurtain()) go(predict().answer(answer.choice));
    }
    void on(const AnswerKey& pressed)
    {
        if (!opensCurtain()) go(predict().key(pressed.key));
    }
    void on(const Revisit& revisit)
    {
        if (const auto where = predict().revisit(revisit.answer)) position().go(*where, 0);
    }
    void on(const SaveAnswersTo& save) { predict().save(save.path); }

    void on(const Announce& announce) { model_.notice = announce.notice; }
    void on(const DismissNotice&) { model_.notice.reset(); }

    void on(const SetSpeed& set) { view().setSpeed(set.speed); }
    void on(const SetZoom& set) { view().setZoom(set.zoom); }
    void on(const SetView& set) { view().setView(set.view); }
    void on(const SetTimeMap& set) { chooseTimeMap(set.timeMap); }
    void on(const SetLanguage& set) { view().choose(model_.display.language, set.language); }
    void on(const SetTheme& set) { view().choose(model_.theme, set.theme); }
    void on(const DesktopIsDark& desktop) { model_.desktopIsDark = desktop.dark; }
    void on(const SetNumbers& set) { view().choose(model_.display.numbers, set.numbers); }
    void on(const SetStateNames& set) { view().choose(model_.display.stateNames, set.names); }
    void on(const SetDepth& set) { view().choose(model_.display.depth, set.depth); }
    void on(const WriteTo& write)
    {
        if (!model_.staged) return;
        requests_.emplace_back(
            WriteStage{model_.staged, model_.goal(), write.size, model_.themeName(), model_.display, write.path});
    }

    void on(const SaveTo& save)
    {
        const Branches& all = model_.branches; // of two side by side the one that is marked is meant
        const StagedRunPtr staged = all.compared ? all.all[all.shown].staged : model_.staged;
        if (staged) requests_.emplace_back(SaveRunTo{staged, save.path});
    }

    Model model_;
    std::vector<Request> requests_;
};

} // namespace

Updated update(Model model, const Action& action)
{
    Updated updated{std::move(model), {}};
    Change change{updated.model, updated.requests};
    const WorkBefore before = workBefore(updated.model);
    std::visit([&](const auto& what) { on(change, what); }, action);
    settlePrediction(change);
    keepChanges(change, before);
    return updated;
}

} // namespace tcpstage::model
