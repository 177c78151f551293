#include "ui/model/store/update.h"

#include "core/compare/compare.h"
#include "core/run/sandbox.h"
#include "ui/model/store/branch_update.h"
#include "ui/model/store/live_update.h"
#include "ui/model/store/position_update.h"
#include "ui/model/store/view_update.h"
#include "ui/model/store/work_update.h"
#include "ui/scene/marks/scene.h"

namespace tcpstage::model {

namespace {

class Updater {
public:
    explicit Updater(Model model) : model_{std::move(model)} {}

    Updated apply(const Action& action)
    {
        const WorkUpdate::Before before = work().before();
        std::visit([this](const auto& what) { on(what); }, action);
        predict().settle();
        work().keepChanges(before);
        return {std::move(model_), std::move(requests_)};
    }

private:
    // Parts of it.
    LiveUpdate live() { return {model_, requests_}; }
    BranchUpdate branches() { return {model_, requests_}; }
    WorkUpdate work() { return {model_, requests_}; }
    ViewUpdate view() { return {model_, requests_}; }
    PredictUpdate predict() { return {model_, requests_}; }
    PositionUpdate position() { return {model_, requests_}; }
    void stand(scene::StageTime time) { position().stand(time); }
    void go(const PredictUpdate::Where& where) { position().go(where); }

    void chooseTimeMap(scene::TimeMapKind timeMap)
    {
        if (timeMap == model_.timeMap) return;
        view().choose(model_.timeMap, timeMap);
        if (live().chooseTimeMap(timeMap) || !model_.staged) return;
        const scene::StageTime goal = model_.goal();
        stand(goal);
        model_.loading = PendingLoad{++model_.lastTicket, model_.source, true, model_.staged->timeMap.moment(goal), {}};
        requests_.emplace_back(LoadSource{model_.lastTicket, model_.source, timeMap, model_.staged});
    }
    void leave()
    {
        if (predict().leave()) return;
        if (model_.presenting)
            view().present(false);
        else if (model_.selection.kind != scene::Ref::Kind::Nothing)
            model_.selection = scene::Ref{};
        else if (model_.loading)
            on(CancelOpening{});
        else
            model_.notice.reset();
    }

    /// Back to the one that was left, or from it to an empty one.
    void newSandbox()
    {
        const bool stands = model_.source == run::sandbox_source && hasWork(model_.source, model_.branches);
        on(OpenSource{std::string{run::sandbox_source}, stands});
    }

    void on(Command command)
    {
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
        case Command::ToggleRelative:
        case Command::ShowLadder:
        case Command::ShowSpaces:
        case Command::ShowTimeSequence:
        case Command::ShowWindow:
        case Command::ShowRoundTrip:
        case Command::ShowTimers:
        case Command::ShowMatrix:
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

    void on(const Elapsed& elapsed) { position().elapse(std::chrono::duration<double>(elapsed.time).count()); }
    void on(const Seek& seek)
    {
        stand(seek.time);
        if (model_.live) model_.live->following = false;
        model_.following = true;
    }
    void on(const Select& select) { model_.selection = select.ref; }
    void on(const Scrolled&) { model_.following = false; }

    // Lessons come and go.
    void on(const OpenSource& open)
    {
        if (open.source.empty()) return;
        if (model_.live && model_.live->goesOn()) requests_.emplace_back(StopLive{});
        model_.live.reset();
        model_.loading = PendingLoad{++model_.lastTicket, open.source, false, {}, {}};
        model_.loading->afresh = open.afresh;
        LoadSource request{model_.lastTicket, open.source, model_.timeMap, nullptr};
        request.recall = !open.afresh && !work().remembers(open.source);
        requests_.emplace_back(std::move(request));
    }
    void on(const SourceChanged& changed) { work().sourceChanged(changed.text); }
    void on(const TakeOffer&)
    {
        if (!model_.notice) return;
        const Notice notice = *model_.notice;
        model_.notice.reset();
        switch (notice.offer) {
        case Offer::None:
            return;
        case Offer::StartAfresh:
            return on(OpenSource{notice.source, true});
        case Offer::Continue:
        case Offer::Reload:
            return on(OpenSource{notice.source});
        case Offer::Undo:
            return work().undo();
        }
    }
    void on(const CancelOpening&)
    {
        if (model_.loading && model_.loading->keepsMoment && model_.staged)
            model_.timeMap = model_.staged->timeMap.kind();
        model_.loading.reset();
    }
    void on(const RunLoaded& loaded)
    {
        if (!model_.loading || model_.loading->ticket != loaded.ticket) return; // cancelled, or overtaken
        const PendingLoad loading = *model_.loading;
        model_.loading.reset();
        if (model_.staged) model_.notice.reset(); // else it says why another one could not be opened
        if (!loading.branch && !loading.keepsMoment) return work().begin(loading, loaded);
        scene::StageTime time{};
        if (loading.branch) {
            time = branches().loaded(loading, loaded.staged);
        } else {
            branches().loadedAgain(loaded.staged);
            time = live().placeOf(loading, *loaded.staged);
        }
        model_.staged = loaded.staged;
        model_.source = loading.source;
        stand(time);
        model_.following = true;
        if (!loading.branch &&
            !loaded.staged->run.warnings.empty()) { // a branch may well wait in vain: that is its point
            model_.notice = Notice{loaded.staged->run.warnings.front().sentences(), true};
        }
    }
    void on(const LoadFailed& failed)
    {
        if (!model_.loading || model_.loading->ticket != failed.ticket) return;
        on(CancelOpening{});
        model_.notice = Notice{failed.sentence, true};
    }
    void on(const PeerReplied& replied) { predict().hear(replied.ticket, replied.reply); }

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
    void on(const AnswerChoice& answer) { go(predict().answer(answer.choice)); }
    void on(const AnswerKey& pressed) { go(predict().key(pressed.key)); }
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

Updated update(Model model, const Action& action) { return Updater{std::move(model)}.apply(action); }

} // namespace tcpstage::model
