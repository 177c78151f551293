// The table of commands: each row is whole, and says when its command can be used and when its switch is on.
#include "ui/model/commands.h"

#include "tests/ui/model/staged_run.h"
#include "tests/ui/scene/again.h"
#include "ui/model/store/update.h"

#include <QKeySequence>
#include <algorithm>
#include <gmock/gmock.h>
#include <iterator>
#include <map>
#include <set>
#include <sstream>

namespace tcpstage::model {

namespace {

constexpr const char* shownLesson = "four-way-close";

/// What the menus show of a model: the commands that cannot be used, and the switches that are on.
std::string unusable(const Model& model)
{
    std::ostringstream out;
    for (const CommandInfo& command : allCommands())
        if (!command.isUsable(model)) out << (out.tellp() > 0 ? " " : "") << command.id;
    return out.str();
}

std::string switchedOn(const Model& model)
{
    std::ostringstream out;
    for (const CommandInfo& command : allCommands())
        if (command.isOn && command.isOn(model)) out << (out.tellp() > 0 ? " " : "") << command.id;
    return out.str();
}

/// A lesson as if kernels had run it.
StagedRunPtr realRun(const char* of)
{
    const StagedRunPtr simulated = stagedOf(of);
    testing::Again again{simulated->trace(), trace::Source::Live};
    again.goOn(again.left());
    return scene::stageRun(simulated->scenario, run::Run{again.trace(), {}, {}});
}

Model withRealRun()
{
    Model model = opened(shownLesson);
    model.staged = realRun(shownLesson);
    return model;
}

Model onRealSockets(std::vector<trace::TransitId> held)
{
    Model model = withRealRun();
    model.live = LivePlay{};
    model.live->stage = LivePlay::Stage::Running;
    model.live->held = std::move(held);
    return model;
}

Model besideSimulated()
{
    Model model = opened(shownLesson);
    const StagedRunPtr simulated = model.staged;
    const StagedRunPtr real = realRun(shownLesson);
    model.staged = scene::stageTogether({simulated->scenario, simulated->run}, {real->scenario, real->run});
    return model;
}

Model withBranch()
{
    const Model asked = after(opened(shownLesson), Command::NextSegment, Command::DropSegment);
    return after(asked, RunLoaded{asked.loading->ticket, stagedOf(shownLesson)});
}

/// A question about this stands.
Model questioned(AskFor asks)
{
    Model model = after(opened(shownLesson), ChooseAsked{asks});
    if (!model.prediction.on) model = after(model, Command::Predict);
    for (int i = 0; i < 20 && !model.prediction.stands(); ++i)
        model = after(model, Command::NextStep);
    return model;
}

struct Case {
    const char* name;
    Model model;
    std::string unusable; // ids
    std::string on;
};

/// Moments of a lesson hour, and what the menus show in each.
std::vector<Case> cases()
{
    return {
        {"nothing is open", Model{},
         "connections join-capture save save-answers export-picture export-steps save-page print back forward undo "
         "redo "
         "rename-branch "
         "close-branch "
         "lesson-text "
         "add-note measure copy-picture copy-caption copy-ladder copy-page console-lines present black white pointer "
         "spotlight "
         "say-time play "
         "next-step "
         "previous-step next-frame previous-frame go-to first last next-segment previous-segment next-chapter "
         "previous-chapter effect cause next-mark previous-mark drop duplicate delay corrupt spare edit network "
         "options compare predict be-left be-right "
         "count-hands type-answer show-answer messages",
         "show-ladder enlarge animate-steps"},
        {"the lesson begins", opened(shownLesson),
         "connections join-capture save-answers back forward undo redo rename-branch close-branch black white pointer "
         "spotlight "
         "say-time "
         "previous-step previous-frame first compare count-hands type-answer show-answer messages",
         "show-ladder enlarge"},
        {"in the middle, behind a curtain",
         after(opened(shownLesson), Command::NextStep, Command::TogglePresent, Command::TogglePointer, Command::Black),
         "connections join-capture save-answers back forward undo redo rename-branch close-branch compare count-hands "
         "type-answer "
         "show-answer "
         "messages",
         "show-ladder enlarge present black pointer"},
        {"the lesson is over", after(opened(shownLesson), Command::Last),
         "connections join-capture save-answers back forward undo redo rename-branch close-branch black white pointer "
         "spotlight "
         "say-time "
         "next-frame last compare count-hands type-answer show-answer messages",
         "show-ladder enlarge"},
        {"its last page is shown", after(opened(shownLesson), Command::Last, Command::NextStep),
         "connections join-capture save-answers back forward undo redo rename-branch close-branch black white pointer "
         "spotlight "
         "say-time "
         "next-step next-frame last compare count-hands type-answer show-answer messages",
         "show-whole enlarge"},
        {"its last page is presented",
         after(opened(shownLesson), Command::TogglePresent, Command::Last, Command::NextStep),
         "connections join-capture save-answers back forward undo redo rename-branch close-branch next-frame last "
         "compare "
         "count-hands "
         "type-answer show-answer messages",
         "show-whole enlarge present"},
        {"it is over, and scrolled away", after(opened(shownLesson), Command::Last, Scrolled{}),
         "connections join-capture save-answers back forward undo redo rename-branch close-branch black white pointer "
         "spotlight "
         "say-time "
         "next-frame compare count-hands type-answer show-answer messages",
         "show-ladder enlarge"},
    };
}

/// Other choices, quizzes, branches and real runs.
std::vector<Case> moreCases()
{
    return {
        {"other choices",
         after(opened(shownLesson), Command::ShowMatrix, Command::ToggleRelative, Command::ToggleAnimation,
               Command::ToggleEnlarge, Command::ShowNetwork, Command::ShowOptions),
         "connections join-capture save-answers back forward undo redo rename-branch close-branch black white pointer "
         "spotlight "
         "say-time "
         "previous-step previous-frame first compare count-hands type-answer show-answer messages",
         "show-matrix relative-numbers network options animate-steps"},
        {"a number is asked for", after(questioned(AskFor::Seq), Command::CountHands),
         "connections join-capture save-answers back forward undo redo rename-branch close-branch show-ladder "
         "show-whole "
         "show-spaces "
         "show-time-sequence show-window show-round-trip show-timers show-matrix black white pointer spotlight "
         "say-time compare show-answer messages",
         "show-ladder enlarge predict count-hands"},
        {"a question has been answered", after(questioned(AskFor::State), AnswerChoice{0}),
         "connections join-capture back forward undo redo rename-branch close-branch show-ladder show-whole "
         "show-spaces "
         "show-time-sequence "
         "show-window show-round-trip show-timers show-matrix black white pointer spotlight say-time compare "
         "type-answer show-answer messages",
         "show-ladder enlarge predict"},
        {"a person is the left TCP", questioned(AskFor::BeLeft),
         "connections join-capture save-answers back forward undo redo rename-branch close-branch show-ladder "
         "show-whole "
         "show-spaces "
         "show-time-sequence show-window show-round-trip show-timers show-matrix black white pointer spotlight "
         "say-time compare type-answer show-answer messages",
         "show-ladder enlarge predict be-left"},
        {"a branch is shown", withBranch(),
         "connections join-capture save-answers back forward redo black white pointer spotlight say-time count-hands "
         "type-answer "
         "show-answer "
         "messages",
         "show-ladder enlarge"},
        {"the branch was undone", after(withBranch(), Command::Undo),
         "connections join-capture save-answers back forward undo rename-branch close-branch black white pointer "
         "spotlight say-time "
         "compare "
         "count-hands type-answer show-answer messages",
         "show-ladder enlarge"},
        {"a real run is open", withRealRun(),
         "connections join-capture save-answers back forward undo redo rename-branch close-branch black white pointer "
         "spotlight "
         "say-time "
         "previous-step previous-frame first count-hands type-answer show-answer messages",
         "show-ladder enlarge"},
        {"a real segment is held", onRealSockets({0}),
         "connections join-capture save-answers back forward undo redo rename-branch close-branch black white pointer "
         "spotlight "
         "say-time "
         "previous-step previous-frame first compare count-hands type-answer show-answer messages",
         "show-ladder enlarge"},
        {"no real segment is held", onRealSockets({}),
         "connections join-capture save-answers back forward undo redo rename-branch close-branch black white pointer "
         "spotlight "
         "say-time "
         "previous-step previous-frame first drop duplicate delay corrupt spare compare count-hands type-answer "
         "show-answer messages",
         "show-ladder enlarge"},
        {"a real run beside a simulated one", besideSimulated(),
         "connections join-capture save-answers back forward undo redo rename-branch close-branch measure "
         "console-lines black white "
         "pointer spotlight "
         "say-time "
         "previous-step previous-frame first network count-hands type-answer show-answer messages",
         "show-ladder enlarge"},
    };
}

TEST(Commands, StandInTheOrderOfTheirNumbersARowEach)
{
    ASSERT_EQ(allCommands().size(), command_count);
    for (std::size_t i = 0; i < command_count; ++i) {
        const auto command = static_cast<Command>(i);
        EXPECT_EQ(allCommands()[i].command, command) << allCommands()[i].id;
        EXPECT_EQ(everyCommand[i], command);
        EXPECT_EQ(&info(command), &allCommands()[i]);
    }
}

TEST(Commands, HaveEveryColumn)
{
    for (const CommandInfo& command : allCommands()) {
        EXPECT_THAT(std::string{command.id}, ::testing::MatchesRegex("[a-z]+(-[a-z]+)*"));
        EXPECT_FALSE(command.words.en.empty() || command.words.zh.empty()) << command.id;
        EXPECT_TRUE(command.isUsable) << command.id;
        EXPECT_TRUE(command.menu != Menu::None || !command.keys.empty()) << command.id << " cannot be asked for";
    }
}

TEST(Commands, HaveIdsOfTheirOwn)
{
    std::set<std::string_view> ids;
    for (const CommandInfo& command : allCommands())
        EXPECT_TRUE(ids.insert(command.id).second) << command.id;
}

TEST(Commands, HaveKeysOfTheirOwn)
{
    std::map<QString, std::string_view> owners;
    for (const CommandInfo& command : allCommands())
        for (const QString& name : QString::fromLatin1(command.keys.data(), static_cast<qsizetype>(command.keys.size()))
                                       .split(u' ', Qt::SkipEmptyParts)) {
            const QKeySequence key{name, QKeySequence::PortableText};
            EXPECT_EQ(key.count(), 1) << command.id << ": " << name.toStdString() << " is no key";
            const auto [owner, first] = owners.emplace(key.toString(QKeySequence::PortableText), command.id);
            EXPECT_TRUE(first) << name.toStdString() << " of " << command.id << " and " << owner->second;
        }
}

/// The same ids, and those of the commands of an hour and of a goal, in the order of the menus; with the black screen,
/// which is for presentations, the swap of their displays and the magnifier; with an empty stage drawing.
std::string withoutHourAndGoal(const std::string& ids)
{
    const bool presenting = (' ' + ids).find(" black ") == std::string::npos;
    const bool empty = (' ' + ids).find(" save ") != std::string::npos;
    const std::string all =
        ' ' + ids + (presenting ? "" : " swap-screens magnifier") + (empty ? " draw" : "") +
        " save-hour-page clear-drawing next-part previous-part hour-overview end-hour hint to-goal ";
    std::ostringstream out;
    for (const CommandInfo& command : allCommands())
        if (all.find(' ' + std::string{command.id} + ' ') != std::string::npos)
            out << (out.tellp() > 0 ? " " : "") << command.id;
    return out.str();
}

Model givingAnHour(std::size_t part)
{
    Model model = opened(shownLesson);
    model.hour = HourOnStage{
        std::make_shared<const lesson::Hour>(lesson::Hour{{"a", {}}, {{"udp"}, {"abort"}, {"half-close"}}}), {}, part};
    return model;
}

TEST(Commands, OfAnHourAreUsableAsItsPartsAllow)
{
    const auto isUsable = [](Command command, std::size_t part) { return info(command).isUsable(givingAnHour(part)); };
    for (const std::size_t part : {0U, 1U, 2U}) {
        EXPECT_TRUE(isUsable(Command::HourOverview, part));
        EXPECT_EQ(isUsable(Command::NextPart, part), part < 2);
        EXPECT_EQ(isUsable(Command::PreviousPart, part), part > 0);
    }
    EXPECT_FALSE(after(givingAnHour(1), Command::EndHour).hour);
    EXPECT_EQ(after(givingAnHour(1), Command::NextPart).loading->source, "half-close");
    EXPECT_NE(after(givingAnHour(2), Command::NextPart).notice->sentence.en.find("last lesson"), std::string::npos);
}

TEST(Commands, AreUsableAndOnAsTheMomentIs)
{
    std::vector<Case> all = cases();
    std::ranges::move(moreCases(), std::back_inserter(all));
    for (const Case& moment : all) {
        EXPECT_EQ(unusable(moment.model), withoutHourAndGoal(moment.unusable)) << moment.name;
        EXPECT_EQ(switchedOn(moment.model), moment.on) << moment.name;
    }
}

TEST(Commands, OfTheWindowLeaveTheModelAsItIs)
{
    const Model model = withBranch();
    for (const Command command : everyCommand) {
        if (!isOfWindow(command)) continue;
        const Updated updated = update(model, command);
        EXPECT_TRUE(updated.requests.empty()) << info(command).id;
        EXPECT_EQ(unusable(updated.model), unusable(model)) << info(command).id;
        EXPECT_EQ(updated.model.goal(), model.goal()) << info(command).id;
        EXPECT_FALSE(info(command).isOn) << info(command).id << " is a switch that nothing turns";
    }
}

TEST(Commands, ThatAreSwitchesTurn)
{
    Model presented = after(opened(shownLesson), Command::TogglePresent);
    for (const Command command : everyCommand) {
        const Condition isOn = info(command).isOn;
        if (!isOn) continue;
        Model model = after(presented, Command::ShowMatrix);
        if (command == Command::ShowMatrix) model = after(model, Command::ShowLadder);
        if (command == Command::CountHands) model = after(model, Command::Predict);
        if (command == Command::ShowAnswer) model = opened("exam-2012-47");
        EXPECT_NE(isOn(model), isOn(after(model, command))) << info(command).id;
    }
}

} // namespace

} // namespace tcpstage::model
