// No command is silent: where it cannot act, a notice says why.

#include "tests/ui/model/staged_run.h"
#include "ui/model/commands.h"
#include "ui/model/store/update.h"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <sstream>

namespace tcpstage::model {
namespace {

void put(std::ostringstream& out, const Prediction& was)
{
    out << was.on << was.stands() << was.counting << was.typing << was.answered << was.reviewing << was.answers->size()
        << static_cast<int>(was.asks) << was.question.get() << '|';
}

void put(std::ostringstream& out, const scene::DisplayOptions& display)
{
    out << static_cast<int>(display.language) << static_cast<int>(display.numbers) << static_cast<int>(display.view)
        << display.answer << '|';
}

/// All that a command without a window can change.
std::string printOf(const Updated& updated)
{
    const Model& model = updated.model;
    std::ostringstream out;
    out << model.staged.get() << model.source << model.loading.has_value() << model.lastTicket << '|';
    if (model.notice) out << model.notice->sentence.en << model.notice->again << '|';
    out << model.branches.shown << model.branches.compared << model.branches.all.size() << '|' << model.done.size()
        << model.undone.size() << model.visited.size() << model.ahead.size() << '|';
    put(out, model.prediction);
    put(out, model.display);
    out << model.time.count() << ' ' << model.goal().count() << ' ' << model.playing << model.speed << ' '
        << model.animates << model.enlarges << model.lastPage << model.network << static_cast<int>(model.panel) << ' '
        << model.textSize << ' ' << model.zoom << ' ' << model.plotZoom << ' ' << static_cast<int>(model.theme)
        << model.presenting << static_cast<int>(model.curtain) << model.pointer << model.spotlight << model.magnifier
        << model.drawing.on << model.drawing.hidden << model.hints << model.numbersShown << ' ' << model.presentZoom
        << ' ' << static_cast<int>(model.selection.kind) << ' ' << model.selection.id << ' ' << updated.requests.size();
    return out.str();
}

struct Case {
    const char* name;
    Model model;
};

Model live(std::vector<trace::TransitId> held)
{
    Model model = opened("four-way-close");
    model.live = LivePlay{};
    model.live->stage = LivePlay::Stage::Running;
    model.live->held = std::move(held);
    return model;
}

Model withBranch()
{
    const Model asked = after(opened("four-way-close"), Command::NextSegment, Command::DropSegment);
    return after(asked, RunLoaded{asked.loading->ticket, stagedOf("four-way-close")});
}

/// A quiz at a step that has a question, or at one that has none.
Model quiz(bool stands, AskFor asks = AskFor::Mixed)
{
    Model model = after(opened("three-way-handshake"), ChooseAsked{asks});
    if (!model.prediction.on) model = after(model, Command::Predict);
    for (int i = 0; i < 20 && model.prediction.stands() != stands; ++i)
        model = after(model, Command::NextStep);
    return model;
}

Model atTheLimits(bool upper)
{
    Model model = after(opened("four-way-close"), SetSpeed{upper ? maxSpeed : minSpeed}, SetZoom{upper ? 100.0 : 0.01});
    model.textSize = upper ? textSizes.back() : textSizes.front();
    return model;
}

Model sandboxAtItsEnd()
{
    Model model = after(opened("four-way-close"), Command::Last);
    model.source = "sandbox";
    return model;
}

std::vector<Case> cases()
{
    const Model lesson = opened("four-way-close");
    const Model shown = after(lesson, Command::TogglePresent);
    std::vector<Case> all{{"nothing is open", Model{}},
                          {"the lesson begins", lesson},
                          {"in the middle", after(lesson, Command::NextStep, Command::NextStep)},
                          {"at the end", after(lesson, Command::Last)},
                          {"on the last page", after(lesson, Command::Last, Command::NextStep)},
                          {"presenting", shown},
                          {"presenting at the end", after(shown, Command::Last)},
                          {"presenting, as large as can be", after(shown, SetPresentZoom{100})},
                          {"presenting, as small as can be", after(shown, SetPresentZoom{0.01})},
                          {"as fast and large as can be", atTheLimits(true)},
                          {"as slow and small as can be", atTheLimits(false)},
                          {"a plot", after(lesson, Command::ShowWindow)},
                          {"a question stands", quiz(true)},
                          {"a number is asked for", quiz(true, AskFor::Seq)},
                          {"a quiz without a question", quiz(false)},
                          {"a person is the left TCP", quiz(true, AskFor::BeLeft)},
                          {"a branch", withBranch()},
                          {"a question with an answer", opened("exam-2012-47")},
                          {"two worlds", opened("why-not-two")},
                          {"a goal is to be reached", after(opened("goal-syn-again"), Command::NextSegment)},
                          {"the sandbox, where it waits", sandboxAtItsEnd()},
                          {"real sockets, a segment is held", live({0})},
                          {"real sockets, nothing is held", live({})}};
    for (Case& each : all) // what is drawn on it has been asked for
        each.model = update(std::move(each.model), DismissNotice{}).model;
    return all;
}

/// Steps at an end of the run have nowhere to go, which the stage shows; Esc with nothing to close is no request.
bool mayBeSilent(const Model& model, Command command)
{
    constexpr std::array steps{Command::NextStep,      Command::PreviousStep, Command::NextFrame,
                               Command::PreviousFrame, Command::First,        Command::Last};
    return command == Command::Leave || (model.staged && std::ranges::find(steps, command) != steps.end());
}

TEST(EveryCommand, ChangesTheModelOrSaysWhyNot)
{
    for (const Case& moment : cases())
        for (const Command command : everyCommand) {
            if (isOfWindow(command) && info(command).isUsable(moment.model)) continue; // the window acts
            if (mayBeSilent(moment.model, command)) continue;
            EXPECT_NE(printOf(update(moment.model, command)), printOf({moment.model, {}}))
                << info(command).id << " is silent: " << moment.name;
        }
}

TEST(EveryCommand, ThatIsNotUsableSaysWhyAndDoesNothingElse)
{
    std::size_t refused = 0;
    for (const Case& moment : cases())
        for (const Command command : everyCommand) {
            const auto why = whyNot(moment.model, command);
            if (info(command).isUsable(moment.model)) EXPECT_FALSE(why) << info(command).id;
            if (!why || moment.model.curtain != Curtain::Open) continue;
            Updated updated = update(moment.model, command);
            ASSERT_TRUE(updated.model.notice) << info(command).id << ": " << moment.name;
            EXPECT_EQ(updated.model.notice->sentence, *why) << info(command).id;
            updated.model.notice = moment.model.notice;
            EXPECT_EQ(printOf(updated), printOf({moment.model, {}})) << info(command).id << ": " << moment.name;
            ++refused;
        }
    EXPECT_GT(refused, 100U);
}

TEST(EveryCommand, SaysItOnceMoreIfItIsAskedOnceMore)
{
    const Model once = after(opened("three-way-handshake"), Command::TogglePresent, Command::ShowAnswer);
    ASSERT_TRUE(once.notice);
    const Model twice = after(once, Command::ShowAnswer);
    EXPECT_EQ(twice.notice->sentence, once.notice->sentence);
    EXPECT_NE(twice.notice->again, once.notice->again);
}

} // namespace
} // namespace tcpstage::model
