// With relative or symbolic numbers no sentence holds a number as it is on the wire, unless it says so.

#include "core/captions/caption.h"
#include "core/captions/numbers.h"
#include "core/captions/trace_step.h"
#include "core/compare/compare.h"
#include "core/lesson/library.h"
#include "core/predict/question.h"
#include "core/run/run.h"
#include "tests/support/lessons.h"

#include <gtest/gtest.h>
#include <regex>

namespace tcpstage::captions {
namespace {

constexpr std::uint32_t left_iss = 2'100'000'000; // no other number of a lesson is near them
constexpr std::uint32_t right_iss = 3'300'000'000;
constexpr std::uint32_t most_after = 90'000'000;

bool is_on_the_wire(std::uint64_t number)
{
    const auto after = [&](std::uint64_t iss) { return number + 5 >= iss && number <= iss + most_after; };
    return after(left_iss) || after(right_iss);
}

/// The first number of the text that is as on the wire and does not say that it is absolute; empty if there is none.
std::string wire_number(const std::string& text)
{
    static const std::regex number{R"(\d+)"};
    for (auto match = std::sregex_iterator{text.begin(), text.end(), number}; match != std::sregex_iterator{};
         ++match) {
        if (match->length() > 10 || !is_on_the_wire(std::stoull(match->str()))) continue;
        const std::string after = match->suffix().str();
        if (!after.starts_with(" (absolute)") && !after.starts_with("（绝对）")) return text;
    }
    return {};
}

/// The lesson without notes, and with initial numbers that are found in any text.
lesson::Scenario with_large_numbers(lesson::Scenario lesson)
{
    lesson.notes.clear();
    lesson.setup.endpoints[0].iss.given.assign(8, tcp::Seq{left_iss});
    lesson.setup.endpoints[1].iss.given.assign(8, tcp::Seq{right_iss});
    return lesson;
}

TEST(ChosenNumbers, AreInEveryCaptionOfEveryLesson)
{
    for (const std::string& id : testing::some_lessons(3)) {
        const lesson::Scenario lesson = with_large_numbers(*lesson::find_lesson(id));
        const run::Run run = run::run(lesson);
        const Ordinals ordinals{run.trace};
        for (auto step = step_after(run.trace, trace::no_record); step; step = step_after(run.trace, step->record))
            for (const Numbers numbers : {Numbers::Relative, Numbers::Symbolic}) {
                const Language language = step->record % 2 == 0 ? Language::English : Language::Chinese;
                const Caption said = caption({lesson, run, ordinals}, run.trace.moment_after(step->end - 1),
                                             {.language = language, .numbers = numbers});
                ASSERT_EQ(wire_number(said.title + " " + said.text), "") << id << " " << static_cast<int>(numbers);
            }
    }
}

TEST(ChosenNumbers, AreInEveryQuestion)
{
    for (const std::string& id : testing::some_lessons(9)) {
        const trace::Trace trace = run::run(with_large_numbers(*lesson::find_lesson(id))).trace;
        for (trace::RecordId step = 0; step < trace.records().size(); ++step) {
            if (!trace::is_step(trace.record(step).kind)) continue;
            for (const predict::Asked asked : predict::all_asked) {
                const auto question = predict::ask(trace, step, asked, true);
                if (!question || !question->relative) continue;
                for (const auto* guesses : {&question->choices, &question->mistakes})
                    for (const predict::Guess& guess : *guesses)
                        ASSERT_EQ(wire_number(guess.reason.en), "") << id;
                ASSERT_EQ(wire_number(question->situation.en + question->text.en), "") << id;
            }
        }
    }
}

TEST(ChosenNumbers, AreInWhatDiffersBetweenTwoRuns)
{
    std::size_t quoted = 0;
    for (const std::string& id : testing::some_lessons(1)) {
        const lesson::Scenario lesson = *lesson::find_lesson(id);
        if (!lesson.beside) continue;
        const trace::Trace first = run::run(with_large_numbers(lesson)).trace;
        const trace::Trace second = run::run(with_large_numbers(*lesson.beside)).trace;
        for (const Numbers numbers : {Numbers::Relative, Numbers::Symbolic}) {
            const auto written = [numbers](const trace::Trace& trace, const trace::Transit& transit) {
                return seq_and_ack(trace, transit, numbers);
            };
            for (const compare::Difference& difference : compare::compare(first, second).differences) {
                const std::string text = compare::sentence(difference, first, second, written).en;
                if (text.find("seq=") != std::string::npos) ++quoted;
                ASSERT_EQ(wire_number(text), "") << id;
            }
        }
    }
    EXPECT_GT(quoted, 20U);
}

TEST(ChosenNumbers, HoldForASegmentWhoseSenderHasClosedAlready)
{
    const trace::Trace trace = run::run(*lesson::find_lesson("why-2msl")).trace;
    std::vector<std::string> last;
    for (const trace::Transit& transit : trace.transits())
        last.push_back(seq_and_ack(trace, transit, Numbers::Symbolic));
    ASSERT_GE(last.size(), 3U);
    EXPECT_EQ(last[last.size() - 3], "seq=u+1 ack=w+1") << "the last ACK: its sender is CLOSED at once";
    EXPECT_EQ(last.back(), "seq=u+1") << "the reset of an end without a TCB";
}

TEST(ChosenNumbers, OfAnIssInASentenceSayThatTheyAreAbsolute)
{
    const lesson::Scenario lesson = *lesson::find_lesson("three-way-handshake");
    const run::Run run = run::run(lesson);
    const Ordinals ordinals{run.trace};
    std::string all;
    for (auto step = step_after(run.trace, trace::no_record); step; step = step_after(run.trace, step->record))
        all += engine_caption({lesson, run, ordinals}, step->record, {.numbers = Numbers::Relative}).text + "\n";
    EXPECT_NE(all.find("ISS = 100 (absolute)"), std::string::npos) << all;
    EXPECT_EQ(all.find("(ISS = "), std::string::npos) << all;
}

TEST(ChosenNumbers, StandInASumOfANote)
{
    const lesson::Scenario lesson = *lesson::find_lesson("sliding-window");
    const run::Run run = run::run(lesson);
    const Ordinals ordinals{run.trace};
    std::string all;
    for (const run::PlacedNote& placed : run.notes)
        all += note_text({lesson, run, ordinals}, lesson.notes[placed.note], run.trace.moment_after(placed.from),
                         {.numbers = Numbers::Symbolic}) +
               "\n";
    EXPECT_NE(all.find("SND.NXT = x+401 = SND.UNA + SND.WND = x+1 + 400"), std::string::npos) << all;
}

} // namespace
} // namespace tcpstage::captions
