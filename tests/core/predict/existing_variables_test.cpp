// A question never gives a number to a variable that does not exist.

#include "core/lesson/library.h"
#include "core/predict/turn.h"
#include "core/run/run.h"
#include "tests/support/lessons.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
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

/// The number behind a name of a variable, as a panel writes it.
std::uint32_t written(const std::string& name, const tcp::Tcb& tcb, bool relative)
{
    if (name == "RCV.NXT") return relative ? tcb.rcv.nxt - tcb.rcv.irs : tcb.rcv.nxt.value();
    const tcp::Seq number = name == "SND.NXT" ? tcb.snd.nxt : tcb.snd.una;
    return relative ? number - tcb.snd.iss : number.value();
}

/// Expects that each number of SND.NXT, SND.UNA and RCV.NXT in the reasons stands in the panel beside the answer, which
/// shows a variable that has changed as "100→101". Returns how many numbers there were.
std::size_t expect_numbers_of_the_panel(const Question& question, const trace::Trace& trace, const std::string& where)
{
    static const std::regex named{R"((SND\.NXT|SND\.UNA|RCV\.NXT) (?:=|is|stays) (\d+)(?! \+)\b)"};
    static const std::regex named_after{R"((\d+) is (SND\.NXT|SND\.UNA|RCV\.NXT)\b)"};
    const trace::RecordId step = question.step;
    const tcp::Tcb before = step == 0 ? tcp::Tcb{} : trace.at(question.side, trace.moment_after(step - 1));
    const tcp::Tcb after = trace.at(question.side, trace.moment_after(step));
    if (after.state == tcp::State::Closed) return 0; // the panel is empty
    std::size_t seen = 0;
    const auto expect_all = [&](const std::string& reason, const std::regex& form, std::size_t name,
                                std::size_t number) {
        for (auto it = std::sregex_iterator{reason.begin(), reason.end(), form}; it != std::sregex_iterator{}; ++it) {
            EXPECT_THAT(static_cast<std::uint32_t>(std::stoul((*it)[number])),
                        ::testing::AnyOf(written((*it)[name], before, question.relative),
                                         written((*it)[name], after, question.relative)))
                << where << ": " << reason;
            ++seen;
        }
    };
    for (const std::string& reason : reasons(question)) {
        if (reason.find(".NXT") == std::string::npos && reason.find(".UNA") == std::string::npos) continue;
        expect_all(reason, named, 1, 2);
        expect_all(reason, named_after, 2, 1);
    }
    return seen;
}

TEST(Questions, GiveVariablesTheNumbersThatThePanelShowsBesideTheAnswer)
{
    std::size_t seen = 0;
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons()) {
        const trace::Trace trace = run::run(*lesson::find_lesson(std::string{lesson.id})).trace;
        const std::size_t last = std::min<std::size_t>(trace.records().size(), 500);
        for (trace::RecordId step = 0; step < last; ++step)
            for (const Asked asked : all_asked)
                if (const auto question =
                        trace::is_step(trace.record(step).kind) ? ask(trace, step, asked, step % 2 == 0) : std::nullopt)
                    seen += expect_numbers_of_the_panel(*question, trace,
                                                        fmt::format("{} record {} {}", lesson.id, step, id(asked)));
    }
    EXPECT_GT(seen, 5000U);
}

/// A segment that a device on the way changes is asked for as its sender chose it.
TEST(Questions, AskForTheNumbersThatLeftTheSender)
{
    const trace::Trace trace = run::run(*lesson::find_lesson("wrong-third-ack")).trace;
    std::vector<std::uint32_t> right;
    for (trace::RecordId step = 0; step < trace.records().size(); ++step)
        if (const auto question = ask(trace, step, Asked::Ack)) right.push_back(question->absolute);
    EXPECT_THAT(right, ::testing::Contains(301U));
    EXPECT_THAT(right, ::testing::Not(::testing::Contains(290U)));
}

TEST(Questions, AboutWhatIsSentAgainSpeakOfNoGap)
{
    const trace::Trace trace = run::run(*lesson::find_lesson("retransmission-timeout")).trace;
    std::size_t asked = 0;
    for (trace::RecordId step = 0; step < trace.records().size(); ++step) {
        const auto question = ask(trace, step, Asked::Seq);
        if (!question || !question->makes_no_gap) continue;
        ++asked;
        const auto verdict = judge(*question, fmt::format("{}", question->absolute + 7));
        ASSERT_TRUE(verdict);
        EXPECT_THAT(verdict->reason.en, ::testing::StartsWith("7 too many. Nearest to it"));
    }
    EXPECT_GT(asked, 0U);
}

} // namespace
} // namespace tcpstage::predict
