#include "ui/model/update.h"

#include "core/scenario/sandbox.h"
#include "ui/model/branch_update.h"
#include "ui/model/live_update.h"
#include "ui/model/predict_update.h"
#include "ui/model/view_update.h"
#include "ui/scene/chain.h"

#include <algorithm>
#include <cmath>

namespace tcpstage {

namespace {

constexpr double stepSeconds = 0.35;
constexpr double stepBackSeconds = 0.2;
constexpr double liveSeconds = 0.3; // to what has just happened on real sockets

/// Slow at both ends.
double eased(double part) { return part * part * (3 - 2 * part); }

StageTime between(StageTime from, StageTime to, double part)
{
    return from + StageTime{std::llround(static_cast<double>((to - from).count()) * part)};
}

StageTime endOf(const Model& model) { return model.story ? model.story->pace.end() : StageTime{}; }

class Updater {
public:
    explicit Updater(Model model) : model_{std::move(model)} {}

    Updated apply(const Action& action)
    {
        std::visit([this](const auto& what) { on(what); }, action);
        predict().settle();
        return {std::move(model_), std::move(requests_)};
    }

private:
    // Going somewhere.
    void stand(StageTime time)
    {
        model_.time = std::clamp(time, StageTime{}, endOf(model_));
        model_.glide.reset();
        model_.playing = false;
        model_.carry = 0;
    }
    void go(StageTime time, double length)
    {
        const StageTime from = model_.goal();
        stand(from);
        model_.following = true;
        const StageTime to = std::clamp(time, StageTime{}, endOf(model_));
        if (to == from) return;
        if (model_.animates && length > 0)
            model_.glide = Glide{from, to, 0, length};
        else
            model_.time = to;
    }
    LiveUpdate live() { return {model_, requests_}; }
    BranchUpdate branches() { return {model_, requests_}; }
    ViewUpdate view() { return {model_, requests_}; }
    PredictUpdate predict() { return {model_, requests_}; }
    void go(const PredictUpdate::Where& where)
    {
        if (where) go(*where, stepSeconds);
    }
    void step(bool forward)
    {
        if (!model_.story || (forward && live().stepsLive())) return;
        if (forward && model_.prediction.on) {
            const bool stood = model_.prediction.stands();
            const auto where = predict().next();
            if (where || stood || !model_.prediction.on) return go(where);
        }
        if (model_.live) model_.live->following = forward && model_.live->following;
        if (forward)
            go(model_.story->nextStep(model_.goal()), stepSeconds);
        else
            go(model_.story->previousStep(model_.goal()), stepBackSeconds);
    }
    void togglePlay()
    {
        if (!model_.story) return;
        if (model_.prediction.stands()) return;
        const bool play = !model_.playing;
        stand(model_.time);
        if (play && model_.time >= endOf(model_)) model_.time = StageTime{};
        model_.playing = play;
        model_.following = true;
    }
    void segment(bool forward)
    {
        if (!model_.story) return;
        const std::uint8_t run = model_.selection.kind == Ref::Kind::Segment ? model_.selection.run : 0;
        const Story& story = model_.story->half(run);
        const auto flights = story.trace().flights();
        std::int64_t chosen = -1; // the newest that was sent
        if (model_.selection.kind == Ref::Kind::Segment)
            chosen = model_.selection.id;
        else
            for (std::size_t i = 0; i < flights.size(); ++i)
                if (story.pace.at(flights[i].sent_record) <= model_.goal()) chosen = static_cast<std::int64_t>(i);
        chosen += forward ? 1 : -1;
        if (chosen < 0 || chosen >= static_cast<std::int64_t>(flights.size())) return;
        const Flight& flight = flights[static_cast<std::size_t>(chosen)];
        model_.selection = Ref{Ref::Kind::Segment, flight.from, static_cast<std::uint32_t>(chosen), run};
        go(story.pace.at(flight.sent_record), 0);
    }
    /// From what is selected, or from where we are, to its cause or its effect, which is selected then.
    void chain(RecordId (*next)(const Trace&, RecordId))
    {
        if (!model_.story) return;
        const std::uint8_t run = model_.selection.run;
        const Story& story = model_.story->half(run);
        const Trace& trace = story.trace();
        RecordId from = stepAt(story, model_.goal());
        if (model_.selection.kind != Ref::Kind::Nothing && !selects(model_.selection, trace, from)) {
            const RecordId chosen = stepOf(story, model_.selection, story.pace.moment(model_.goal()));
            if (chosen != no_record) from = chosen;
        }
        const RecordId to = next(trace, from);
        if (to == no_record) return;
        model_.selection = refOfStep(trace, to);
        model_.selection.run = run;
        go(story.pace.at(to), 0);
    }

    void choosePace(PaceKind pace)
    {
        if (pace == model_.pace) return;
        view().choose(model_.pace, pace);
        if (live().choosePace(pace) || !model_.story) return;
        const StageTime goal = model_.goal();
        stand(goal);
        model_.telling = Telling{++model_.lastTicket, model_.source, true, model_.story->pace.moment(goal), {}};
        requests_.emplace_back(TellSource{model_.lastTicket, model_.source, pace, model_.story});
    }
    void leave()
    {
        if (predict().leave()) return;
        if (model_.presenting)
            view().present(false);
        else if (model_.selection.kind != Ref::Kind::Nothing)
            model_.selection = Ref{};
        else if (model_.telling)
            on(CancelOpening{});
        else
            model_.notice.reset();
    }

    void on(Command command)
    {
        switch (command) {
        case Command::NextStep:
            return step(true);
        case Command::PreviousStep:
            return step(false);
        case Command::NextFrame:
            return stand(predict().limit(model_.time, model_.time + film_frame));
        case Command::PreviousFrame:
            return stand(model_.time - film_frame);
        case Command::First:
            return go(StageTime{}, 0);
        case Command::Last:
            if (model_.live) model_.live->following = true;
            return go(endOf(model_), 0);
        case Command::NextSegment:
            return segment(true);
        case Command::PreviousSegment:
            return segment(false);
        case Command::ToCause:
            return chain(causeOf);
        case Command::ToEffect:
            return chain(effectOf);
        case Command::TogglePlay:
            return togglePlay();
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
            return on(OpenSource{std::string{sandbox_source}});
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
            return go(predict().be(command == Command::BeLeft ? Side::Left : Side::Right));
        case Command::CountHands:
        case Command::TypeAnswer:
            return predict().obey(command);
        case Command::Undo:
        case Command::Redo:
            return command == Command::Undo ? branches().undo() : branches().redo();
        // The window's own business: dialogs and the clipboard.
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

    // Time goes by.
    void on(const Elapsed& elapsed)
    {
        const double seconds = std::chrono::duration<double>(elapsed.time).count();
        if (model_.glide) return glide(seconds);
        if (!model_.playing) return;
        const double ticks = seconds * model_.speed * static_cast<double>(stage_second.count()) + model_.carry;
        const double whole = std::floor(ticks);
        model_.carry = ticks - whole;
        const StageTime before = model_.time;
        const StageTime left = endOf(model_) - model_.time;
        if (whole >= static_cast<double>(left.count()))
            stand(endOf(model_));
        else
            model_.time += StageTime{static_cast<std::int64_t>(whole)};
        if (const StageTime stop = predict().limit(before, model_.time); stop < model_.time) stand(stop);
    }
    void glide(double seconds)
    {
        Glide& glide = *model_.glide;
        glide.elapsed += seconds;
        if (glide.elapsed >= glide.length)
            stand(glide.to);
        else
            model_.time = between(glide.from, glide.to, eased(glide.elapsed / glide.length));
    }
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
        model_.telling = Telling{++model_.lastTicket, open.source, false, {}, {}};
        requests_.emplace_back(TellSource{model_.lastTicket, open.source, model_.pace, nullptr});
    }
    void on(const CancelOpening&)
    {
        if (model_.telling && model_.telling->keepsMoment && model_.story) model_.pace = model_.story->pace.kind();
        model_.telling.reset();
    }
    void on(const StoryTold& told)
    {
        if (!model_.telling || model_.telling->ticket != told.ticket) return; // cancelled, or overtaken
        const Telling telling = *model_.telling;
        model_.telling.reset();
        if (model_.story) model_.notice.reset(); // else it says why another one could not be opened
        StageTime time{};
        if (telling.branch) {
            time = branches().told(telling, told.story);
        } else if (telling.keepsMoment) {
            branches().retold(told.story);
            if (telling.moment.record != no_record) time = told.story->pace.at(telling.moment.record);
        } else {
            branches().begin(told.story, telling.source);
            predict().forget();
            model_.selection = Ref{};
            model_.plotZoom = 1;
            requests_.emplace_back(RememberChoices{});
        }
        model_.story = told.story;
        model_.source = telling.source;
        stand(time);
        model_.following = true;
        if (!telling.branch && !told.story->run.warnings.empty()) { // a branch may well wait in vain: that is its point
            const std::string sentence = told.story->run.warnings.front().sentence();
            model_.notice = Notice{{sentence, sentence}, true};
        }
    }
    void on(const StoryFailed& failed)
    {
        if (!model_.telling || model_.telling->ticket != failed.ticket) return;
        on(CancelOpening{});
        model_.notice = Notice{{failed.sentence, failed.sentence}, true};
    }
    // Real sockets.
    void on(const StartLive& start)
    {
        predict().forget();
        branches().forget();
        live().start(start);
    }
    void on(const LiveNews& news)
    {
        if (const auto time = live().news(news)) go(*time, liveSeconds);
    }
    void on(const CompareLive&) { live().compare(); }
    void on(const CloseLive&) { live().close(); }
    void on(const HoldLive& hold) { live().hold(hold.on); }
    void on(const DecideLive& decision) { live().decide(decision.fate, decision.flight); }

    // What if?
    void on(const MakeCall& make) { branches().call(make); }
    void on(const EditFlight& edit) { branches().edit(edit); }
    void on(const SetTcpOption& set) { branches().change(SetOption{set.side, set.name, set.value}); }
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
        if (const auto where = predict().revisit(revisit.answer)) go(*where, 0);
    }
    void on(const SaveAnswersTo& save) { predict().save(save.path); }

    void on(const Announce& announce) { model_.notice = announce.notice; }
    void on(const DismissNotice&) { model_.notice.reset(); }

    void on(const SetSpeed& set) { view().setSpeed(set.speed); }
    void on(const SetZoom& set) { view().setZoom(set.zoom); }
    void on(const SetLook& set) { view().setLook(set.look); }
    void on(const SetPace& set) { choosePace(set.pace); }
    void on(const SetLanguage& set) { view().choose(model_.showing.language, set.language); }
    void on(const SetTheme& set) { view().choose(model_.theme, set.theme); }
    void on(const DesktopIsDark& desktop) { model_.desktopIsDark = desktop.dark; }
    void on(const SetNumbers& set) { view().choose(model_.showing.numbers, set.numbers); }
    void on(const SetStateNames& set) { view().choose(model_.showing.stateNames, set.names); }
    void on(const SetDepth& set) { view().choose(model_.showing.depth, set.depth); }
    void on(const WriteTo& write)
    {
        if (!model_.story) return;
        requests_.emplace_back(
            WriteStage{model_.story, model_.goal(), write.size, model_.themeName(), model_.showing, write.path});
    }

    void on(const SaveTo& save)
    {
        if (model_.story) requests_.emplace_back(SaveStory{model_.story, save.path});
    }

    Model model_;
    std::vector<Request> requests_;
};

} // namespace

Updated update(Model model, const Action& action) { return Updater{std::move(model)}.apply(action); }

} // namespace tcpstage
