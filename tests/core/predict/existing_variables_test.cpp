// A question never gives a number to a variable that does not exist.

#include "core/lesson/library.h"
#include "core/predict/turn.h"
#include "core/run/run.h"
#include "tests/support/lessons.h"

#include <gtest/gtest.h>
#include <regex>

namespace tcpstage::predict {
namespace {

/// All reasons of a question, in English.
std::vector<std::string> reasons(const Question& question)
{
    std::vector<std::string> all;
    for (const auto* list : {&question.choices, &question.mistakes})
        for (const Guess& guess : *list)
            all.push_back(guess.reason.en);
    return all;
}

TEST(Questions, GiveNoNumberToAVariableBeforeThereIsATcb)
{
    const std::regex own{R"((SND\.NXT|SND\.UNA|SND\.WND) ?(=|is|was|stays) ?\d|\d is (ISS|SND))"};
    const std::regex peer{R"((RCV\.NXT|IRS) ?(=|is|was|stays) ?\d|\d is (IRS|RCV\.NXT)|[^r] expects \d)"};
    std::size_t without = 0;
    for (const std::string& id : testing::some_lessons(6)) {
        const trace::Trace trace = run::run(*lesson::find_lesson(id)).trace;
        for (trace::RecordId step = 0; step < trace.records().size(); ++step) {
            if (!trace::is_step(trace.record(step).kind)) continue;
            for (const Asked asked : all_asked) {
                const auto question = ask(trace, step, asked, step % 2 == 0);
                if (!question) continue;
                const Turn turn = *turn_of(trace, question->head);
                if (turn.counts_own() && turn.counts_peer()) continue;
                ++without;
                for (const std::string& reason : reasons(*question)) {
                    if (!turn.counts_own()) EXPECT_FALSE(std::regex_search(reason, own)) << id << ": " << reason;
                    if (!turn.counts_peer()) EXPECT_FALSE(std::regex_search(reason, peer)) << id << ": " << reason;
                }
            }
        }
    }
    EXPECT_GT(without, 20U);
}

TEST(Questions, AfterTheEndOfAConnectionDoNotSayThatItsVariablesStay)
{
    for (const std::string& id : testing::some_lessons(6)) {
        const trace::Trace trace = run::run(*lesson::find_lesson(id)).trace;
        for (trace::RecordId step = 0; step < trace.records().size(); ++step) {
            const auto question =
                trace::is_step(trace.record(step).kind) ? ask(trace, step, Asked::Flags, false) : std::nullopt;
            if (!question || turn_of(trace, question->head)->after.state != tcp::State::Closed) continue;
            for (const std::string& reason : reasons(*question))
                EXPECT_EQ(reason.find("NXT stays"), std::string::npos) << id << ": " << reason;
        }
    }
}

} // namespace
} // namespace tcpstage::predict
