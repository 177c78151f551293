#include "tests/support/lessons.h"
#include "tests/ui/scene/staged_runs.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/plots/ticks.h"
#include "ui/scene/views.h"
#include "ui/scene/words/caption.h"
#include "ui/scene/words/variables.h"
#include "ui/scene/words/why.h"
#include <algorithm>
#include <gtest/gtest.h>

namespace tcpstage::scene {

namespace {

using testing::lessonIds;
using testing::stagedRun;
using testing::texts;
using testing::timeOfStep;

Scene panel(const StagedRun& staged, trace::Side side, std::size_t step, QSizeF size = {312, 690},
            const DisplayOptions& display = {})
{
    return endpointPanel({staged, timeOfStep(staged, step), {size, 0, 1}, {}, display}, side);
}

TEST(EndpointPanel, StaysWithinItsBorders)
{
    for (const std::string& id : testing::some_lessons(2)) {
        const auto staged = stagedRun(id);
        for (const QSizeF size : {QSizeF{220, 260}, QSizeF{220, 700}, QSizeF{312, 690}, QSizeF{900, 2000}})
            for (std::size_t step = 0; step < staged->timeMap.stepCount(); step += 3) {
                const Scene scene = panel(*staged, trace::Side::Left, step, size);
                const QRectF border{QPointF{-3, -3}, size + QSizeF{6, 6}};
                for (const Mark& mark : scene.moving)
                    ASSERT_TRUE(border.contains(bounds(mark))) << id << " " << size.width() << "x" << size.height()
                                                               << " step " << step << " shape " << mark.shape.index();
            }
    }
}

TEST(EndpointPanel, ShowsAllElevenStates)
{
    const auto staged = stagedRun("three-way-handshake");
    const QStringList words = texts(panel(*staged, trace::Side::Left, 2));
    for (std::size_t i = 0; i < tcp::state_count; ++i) {
        const std::string_view text = tcp::name(static_cast<tcp::State>(i));
        EXPECT_TRUE(words.contains(QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()))));
    }
}

/// The boxes of the states in the diagram, by state.
std::vector<QRectF> diagram(const Scene& scene)
{
    std::vector<QRectF> boxes(tcp::state_count);
    for (const Mark& mark : scene.moving)
        if (const auto* box = std::get_if<Box>(&mark.shape); box && mark.ref.kind == Ref::Kind::State)
            if (box->rect.top() > 62) boxes[mark.ref.id] = box->rect; // above is the state in the heading
    return boxes;
}

TEST(EndpointPanel, KeepsTheDiagramWhereItIsWhileVariablesComeAndGo)
{
    for (const std::string& id : testing::some_lessons(2)) {
        const auto staged = stagedRun(id);
        if (staged->beside || !staged->trace().is_tcp() || staged->backlogs[0] || staged->backlogs[1]) continue;
        // With one column each variable takes its own row; only the first lessons always fit.
        const bool first = id == "three-way-handshake" || id == "four-way-close" || id == "whole-connection";
        const auto isLong = [](const trace::Transit& transit) { return transit.segment.seq.value() > 99999; };
        const bool oneColumn = std::ranges::any_of(staged->trace().transits(), isLong);
        for (const QSizeF size : {QSizeF{312, 690}, QSizeF{235, 495}}) {
            if ((oneColumn || size.width() < 300) && !first) continue;
            const auto begin = diagram(panel(*staged, trace::Side::Left, 0, size));
            ASSERT_GT(begin[static_cast<std::size_t>(tcp::State::Listen)].height(), 8) << id;
            for (const trace::Side side : trace::both_sides)
                for (std::size_t step = 0; step < staged->timeMap.stepCount(); ++step) {
                    const auto now = diagram(panel(*staged, side, step, size));
                    for (const tcp::State state :
                         {tcp::State::Listen, tcp::State::SynReceived, tcp::State::FinWait1, tcp::State::LastAck})
                        ASSERT_NEAR(now[static_cast<std::size_t>(state)].top(),
                                    begin[static_cast<std::size_t>(state)].top(), 1)
                            << id << " " << step;
                }
        }
    }
}

TEST(EndpointPanel, KeepsItsDiagramBesideManyVariables)
{
    std::size_t crowded = 0;
    for (const std::string& id : testing::some_lessons(2)) {
        const auto staged = stagedRun(id);
        if (staged->beside || !staged->trace().is_tcp() || staged->backlogs[0] || staged->backlogs[1]) continue;
        for (const trace::Side side : trace::both_sides)
            for (std::size_t step = 0; step < staged->timeMap.stepCount(); ++step) {
                const Scene scene = panel(*staged, side, step, {235, 380});
                EXPECT_GT(diagram(scene)[static_cast<std::size_t>(tcp::State::Listen)].height(), 8)
                    << id << " " << step;
                const QStringList words = texts(scene);
                EXPECT_TRUE(words.contains(QStringLiteral("SND.UNA"))) << id;
                EXPECT_TRUE(words.contains(QStringLiteral("RCV.NXT"))) << id;
                crowded += words.contains(QStringLiteral("also")) ? 1 : 0;
            }
    }
    EXPECT_GT(crowded, 100U);
}

/// The variables that can be clicked, in the order of their marks.
std::vector<std::uint32_t> variablesIn(const Scene& scene)
{
    std::vector<std::uint32_t> found;
    for (const Mark& mark : scene.moving)
        if (mark.ref.kind == Ref::Kind::Variable && std::holds_alternative<Label>(mark.shape) &&
            std::get<Label>(mark.shape).text == nameOf(static_cast<Variable>(mark.ref.id)))
            found.push_back(mark.ref.id);
    return found;
}

TEST(EndpointPanel, NamesTheVariablesThatHaveNoRoom)
{
    for (const std::string& id : testing::some_lessons(2)) {
        const auto staged = stagedRun(id);
        if (!staged->trace().is_tcp()) continue;
        for (const QSizeF size :
             {QSizeF{200, 300}, QSizeF{200, 250}, QSizeF{220, 420}, QSizeF{235, 380}, QSizeF{312, 690}})
            for (const trace::Side side : trace::both_sides)
                for (std::size_t step = 0; step < staged->timeMap.stepCount(); step += 4) {
                    if (staged->trace().endpoint(side).without.tcp) continue;
                    const Scene scene = panel(*staged, side, step, size);
                    const std::vector<std::uint32_t> named = variablesIn(scene);
                    for (const Mark& mark : scene.moving)
                        if (mark.ref.kind == Ref::Kind::Variable) EXPECT_LE(bounds(mark).bottom(), size.height()) << id;
                    for (std::uint32_t i = 0; i <= static_cast<std::uint32_t>(Variable::Rto); ++i)
                        EXPECT_EQ(std::ranges::count(named, i), 1)
                            << id << " " << size.width() << "x" << size.height() << " step " << step << ": "
                            << nameOf(static_cast<Variable>(i)).toStdString();
                }
    }
}

TEST(EndpointPanel, HidesNoStateBehindTheNameOfATransition)
{
    std::size_t names = 0;
    for (const std::string id : {"three-way-handshake", "whole-connection", "simultaneous-close", "abort"}) {
        const auto staged = stagedRun(id);
        for (const QSizeF size : {QSizeF{235, 320}, QSizeF{235, 350}, QSizeF{235, 380}, QSizeF{235, 465},
                                  QSizeF{312, 690}, QSizeF{900, 2000}})
            for (const trace::Side side : trace::both_sides)
                for (std::size_t step = 0; step < staged->timeMap.stepCount(); ++step) {
                    const Scene scene = panel(*staged, side, step, size);
                    const auto states = diagram(scene);
                    for (const Mark& mark : scene.moving) {
                        const auto* name = std::get_if<Box>(&mark.shape);
                        if (!name || name->fill != Ink::Highlight || name->border != Ink::Accent) continue;
                        ++names;
                        for (const QRectF& state : states) {
                            const QRectF both = state.intersected(name->rect);
                            ASSERT_LE(both.isEmpty() ? 0.0 : both.height(), 1.6)
                                << id << " " << size.width() << "x" << size.height() << " step " << step;
                        }
                    }
                }
    }
    EXPECT_GT(names, 200U);
}

TEST(EndpointPanel, NamesTheLastTransition)
{
    const auto staged = stagedRun("three-way-handshake");
    const std::size_t last = staged->timeMap.stepCount() - 1;
    EXPECT_TRUE(texts(panel(*staged, trace::Side::Left, last)).contains(QStringLiteral("rcv SYN,ACK / snd ACK")));
    DisplayOptions chinese;
    chinese.language = Language::Chinese;
    EXPECT_TRUE(texts(panel(*staged, trace::Side::Left, last, {312, 690}, chinese))
                    .contains(QStringLiteral("收到 SYN,ACK / 发送 ACK")));
    const auto aborted = stagedRun("abort");
    const std::size_t end = aborted->timeMap.stepCount() - 1;
    EXPECT_TRUE(texts(panel(*aborted, trace::Side::Left, end)).contains("ABORT / snd RST, delete TCB"));
    EXPECT_TRUE(texts(panel(*aborted, trace::Side::Right, end)).contains("rcv RST / delete TCB"));
    DisplayOptions projected;
    projected.presenting = true;
    projected.programs = ProgramLanes::Never; // which would stand there
    const Scene stage = wholeStage({*aborted, aborted->timeMap.end(), {{1920, 1080}, 0, 1}, {}, projected});
    EXPECT_TRUE(texts(stage).join(u' ').contains("because ABORT / snd RST")) << texts(stage).join(u' ').toStdString();
}

TEST(EndpointPanel, MarksWhatAStepChanged)
{
    const auto staged = stagedRun("three-way-handshake");
    for (std::size_t step = 0; step < staged->timeMap.stepCount(); ++step) {
        if (staged->trace().record(staged->timeMap.step(step)).kind != trace::Kind::Arrived) continue;
        const Scene scene = panel(*staged, staged->trace().record(staged->timeMap.step(step)).side, step);
        EXPECT_TRUE(std::ranges::any_of(scene.moving, [](const Mark& mark) {
            const auto* box = std::get_if<Box>(&mark.shape);
            return box && box->fill == Ink::Highlight && mark.ref.kind == Ref::Kind::Variable;
        }));
        EXPECT_FALSE(texts(scene).filter(QStringLiteral("→")).isEmpty());
        return;
    }
}

TEST(OnTheProjector, TheNamesOfVariablesHaveOneSize)
{
    constexpr std::array screens{QSizeF{1024, 768}, QSizeF{1366, 768}, QSizeF{1920, 1080}};
    DisplayOptions display;
    display.presenting = true;
    std::size_t seen = 0;
    for (const char* id : {"fast-retransmit", "slow-start", "zero-window", "three-way-handshake", "syn-flood"}) {
        const auto staged = stagedRun(id);
        for (const QSizeF size : screens) {
            const Scene scene = wholeStage({*staged, staged->timeMap.end(), {size, 0, 1}, {}, display});
            for (const trace::Side side : trace::both_sides)
                for (const Mark& mark : scene.moving) {
                    const auto* label = std::get_if<Label>(&mark.shape);
                    if (!label || mark.ref.kind != Ref::Kind::Variable || mark.ref.side != side ||
                        label->text != nameOf(static_cast<Variable>(mark.ref.id)))
                        continue;
                    ++seen;
                    EXPECT_GE(label->pixels, std::floor(27 * size.height() / 1080))
                        << id << " at " << size.width() << ": " << label->text.toStdString();
                }
        }
    }
    EXPECT_GT(seen, 30U);
}

TEST(Caption, SpeaksBothLanguages)
{
    const auto staged = stagedRun("three-way-handshake");
    DisplayOptions display;
    const Caption english = caption(*staged, staged->timeMap.end(), display);
    display.language = Language::Chinese;
    const Caption chinese = caption(*staged, staged->timeMap.end(), display);
    EXPECT_FALSE(english.title.isEmpty());
    EXPECT_NE(english.title, chinese.title);
    EXPECT_TRUE(english.source.startsWith(QStringLiteral("RFC ")));
}

TEST(Caption, TellsTheRuleWhereTheLessonHasNoNotes)
{
    lesson::Scenario scenario = *lesson::find_lesson("three-way-handshake");
    scenario.notes.clear();
    const auto staged = stageRun(std::move(scenario));
    const Caption said = caption(*staged, timeOfStep(*staged, 3), {});
    EXPECT_FALSE(said.text.isEmpty());
    EXPECT_TRUE(said.source.startsWith(QStringLiteral("RFC 9293")));
}

TEST(Caption, OfTheComingStepTellsThePresenterWhatHappensNext)
{
    const auto run = stagedRun("three-way-handshake");
    const StageTime now = run->timeMap.at(run->timeMap.step(3)); // the SYN has arrived
    const Caption coming = comingStep(*run, now, {});
    EXPECT_EQ(coming.title, "Server sends its 1st segment: SYN, ACK");
    EXPECT_TRUE(coming.text.startsWith(QStringLiteral("Second segment of the handshake: SYN, ACK")));
    EXPECT_TRUE(comingStep(*run, run->timeMap.end(), {}).title.isEmpty());
}

TEST(Caption, OfTheComingStepIsOfBothWorlds)
{
    const auto run = stagedRun("why-not-two");
    bool both = false;
    for (StageTime time{}; time < run->timeMap.end(); time = run->nextStep(time))
        both = both || comingStep(*run, time, {}).title.contains(QStringLiteral(" | "));
    EXPECT_TRUE(both) << "steps of one world only are not all of them";
}

TEST(Variables, VanishWithTheTcb)
{
    for (const tcp::State state : {tcp::State::Closed, tcp::State::Listen}) {
        tcp::Tcb tcb;
        tcb.state = state;
        tcb.srtt = 200ms;
        tcb.cwnd = 1000;
        tcb.ssthresh = 500;
        tcb.rcv.wnd = 300;
        for (std::size_t i = 0; i < variable_count; ++i) {
            if (static_cast<Variable>(i) == Variable::Unread) continue; // what has come may still be read
            EXPECT_EQ(valueOf(static_cast<Variable>(i), tcb, {}), "–") << i;
        }
    }
}

TEST(Variables, HaveNoValueBeforeTheyExist)
{
    const auto staged = stagedRun("slow-start");
    const StagedRun& run = *staged;
    std::size_t seen = 0;
    for (std::size_t step = 0; step < run.timeMap.stepCount(); ++step) {
        const trace::Moment moment = run.timeMap.moment(timeOfStep(run, step));
        const tcp::Tcb tcb = run.trace().at(trace::Side::Left, moment);
        if (tcb.state != tcp::State::SynSent && tcb.state != tcp::State::Closed) continue;
        ++seen;
        for (const Variable variable : {Variable::Cwnd, Variable::Ssthresh, Variable::DuplicateAcks,
                                        Variable::OutOfOrder, Variable::SndWnd, Variable::RcvNxt, Variable::Irs})
            EXPECT_EQ(valueOf(variable, tcb, {}), QStringLiteral("–")) << nameOf(variable).toStdString();
        const QString why = whyNot(
            run, {Ref::Kind::Variable, trace::Side::Left, static_cast<std::uint32_t>(Variable::Cwnd)}, moment, {});
        EXPECT_TRUE(why.contains(QStringLiteral("no value"))) << why.toStdString();
    }
    EXPECT_GT(seen, 1U);
}

TEST(Why, SaysThatAnEndHasNotBeenInAState)
{
    const auto run = stagedRun("three-way-handshake");
    const trace::Moment end = run->trace().last_moment();
    const auto why = [&](trace::Side side, tcp::State state) {
        const Ref ref{Ref::Kind::State, side, static_cast<std::uint32_t>(state)};
        return whyOf(*run, ref, end, {}) ? QString{} : whyNot(*run, ref, end, {});
    };
    EXPECT_EQ(why(trace::Side::Left, tcp::State::TimeWait), "The client has not been in TIME-WAIT.");
    EXPECT_EQ(why(trace::Side::Left, tcp::State::Listen), "The client has not been in LISTEN.");
    EXPECT_EQ(why(trace::Side::Right, tcp::State::Closed), "The server has been in CLOSED from the beginning.");
    EXPECT_EQ(why(trace::Side::Right, tcp::State::Listen), "") << "there is a step that made it so";
}

TEST(Why, SaysOfWhatNeverWasThatItWasNot)
{
    const auto run = stagedRun("three-way-handshake");
    const Ref timer{Ref::Kind::Timer, trace::Side::Left, static_cast<std::uint32_t>(tcp::Timer::TimeWait)};
    const Ref variable{Ref::Kind::Variable, trace::Side::Left, static_cast<std::uint32_t>(Variable::SndUna)};
    EXPECT_FALSE(whyOf(*run, timer, run->trace().last_moment(), {}));
    EXPECT_EQ(whyNot(*run, timer, run->trace().last_moment(), {}), "The client has not started this timer.");
    EXPECT_EQ(whyNot(*run, variable, trace::Moment{}, {}),
              "The client has no connection now: the variable has no value.");
}

TEST(Chapters, FollowEachOtherToTheEnd)
{
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id);
        const std::vector<Chapter> list = chapters(*staged);
        ASSERT_FALSE(list.empty()) << id;
        EXPECT_EQ(list.back().to, staged->timeMap.end()) << id;
        for (std::size_t i = 1; i < list.size(); ++i)
            EXPECT_EQ(list[i - 1].to, list[i].from) << id;
    }
}

TEST(Chapters, TheHandshakeIsNamedWhileItHappens)
{
    std::size_t named = 0;
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id);
        StageTime open{};
        for (const trace::Side side : trace::both_sides)
            for (const StateSpan& span : staged->runIndex.spans(side))
                if (span.state == tcp::State::Established) open = std::max(open, span.from);
        for (const Chapter& chapter : chapters(*staged)) {
            if (chapter.title.en != "Handshake" || open == StageTime{}) continue;
            EXPECT_LT(chapter.from, open) << id;
            ++named;
        }
        const Chapter first = chapters(*staged).front();
        if (open > StageTime{}) EXPECT_LE(first.from, open) << id << ": " << first.title.en;
    }
    EXPECT_GT(named, 40U);
}

/// Of each chapter of the lesson itself the record that its note stands at, in their order.
std::vector<trace::RecordId> beginsOfNotes(const StagedRun& staged)
{
    std::vector<trace::RecordId> records;
    for (const run::PlacedNote& placed : staged.run.notes)
        if (!staged.scenario.notes[placed.note].chapter.empty()) records.push_back(placed.from);
    return records;
}

TEST(Chapters, BeginAtTheStepOfTheirNoteWhereItsTickStands)
{
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id);
        const std::vector<Chapter> list = chapters(*staged);
        const std::vector<trace::RecordId> records = beginsOfNotes(*staged);
        Ticks ticks;
        ticks.follow(*staged);
        for (std::size_t i = 0; i < records.size(); ++i) {
            if (list.front().title.en == "Handshake" && staged->timeMap.at(records[i]) < list.front().to) continue;
            const auto chapter = std::ranges::find(list, staged->timeMap.at(records[i]), &Chapter::from);
            ASSERT_NE(chapter, list.end()) << id << " chapter " << i + 1; // others may be of a second world
            const StageTime target = beginOf(*staged, *chapter);
            const std::string what = id + ": " + chapter->title.en;
            const bool fromStart = records[i] == trace::no_record;
            EXPECT_EQ(target, fromStart ? staged->stepTime(0) : staged->timeMap.at(records[i])) << what;
            EXPECT_EQ(staged->stepTime(staged->stepsUntil(target) - 1), target) << what << ": it is a step";
            if (fromStart || staged->trace().record(records[i]).kind != trace::Kind::Sent) continue;
            EXPECT_TRUE(std::ranges::any_of(ticks.all(), [&](const Tick& tick) { return tick.at == target; })) << what;
        }
    }
}

} // namespace

} // namespace tcpstage::scene
