#include "core/predict/answers.h"
#include "tests/core/lesson/lesson.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <set>

namespace tcpstage::predict {
namespace {

const trace::Trace& trace_of(const char* id)
{
    static std::map<std::string, tcpstage::run::Run> runs;
    auto& made = runs[id];
    if (made.trace.empty()) made = run::run(*lesson::find_lesson(id));
    return made.trace;
}

/// The nth question of that kind about what `side` does, from 0.
std::optional<Question> first(const trace::Trace& trace, Asked asked, trace::Side side, std::size_t nth = 0,
                              bool relative = false)
{
    for (trace::RecordId step = 0; step < trace.records().size(); ++step) {
        if (!trace::is_step(trace.record(step).kind) || trace.record(step).kind == trace::Kind::Sent) continue;
        auto question = ask(trace, step, asked, relative);
        if (question && question->side == side && nth-- == 0) return question;
    }
    return {};
}

const Guess* guess_of(const Question& question, std::uint32_t number)
{
    for (const Guess& guess : question.mistakes)
        if (guess.value.number == number) return &guess;
    return nullptr;
}

/// Sentences with capitals, in which an end that is no person has its article.
void expect_english(const std::string& text, const std::string& where)
{
    for (std::size_t begin = 0; begin != std::string::npos;) {
        const bool variable = text.compare(begin, 4, "cwnd") == 0; // has no capital
        EXPECT_FALSE(text[begin] >= 'a' && text[begin] <= 'z' && !variable) << where << ": " << text;
        const std::size_t stop = text.find(". ", begin);
        begin = stop == std::string::npos ? stop : stop + 2;
    }
    for (const char* many : {" 1 octets", " 1 numbers", " 1 segments", " 1 are ", " 1 were ", " 1 have ", " 1 wait "})
        EXPECT_EQ(text.find(many), std::string::npos) << where << ": " << text;
    for (const std::string_view end : {"client", "server"})
        for (std::size_t at = text.find(end); at != std::string::npos; at = text.find(end, at + 1)) {
            const std::string before = text.substr(at >= 4 ? at - 4 : 0, std::min<std::size_t>(at, 4));
            EXPECT_TRUE(before == "the " || before == "The ") << where << ": " << text;
        }
}

void expect_sound(const Question& question, const trace::Trace& trace, const std::string& where)
{
    ASSERT_GE(question.choices.size(), 2U) << where;
    ASSERT_LE(question.choices.size(), 4U) << where;
    ASSERT_LT(question.right, question.choices.size()) << where;
    std::set<std::string> texts;
    for (const Guess& guess : question.choices) {
        EXPECT_TRUE(texts.insert(to_text(guess.value, question.asked, Language::English)).second) << where;
        EXPECT_FALSE(guess.reason.en.empty()) << where;
        expect_english(guess.reason.en, where);
        EXPECT_FALSE(guess.reason.zh.empty()) << where;
        EXPECT_FALSE(guess.section.empty()) << where;
    }
    EXPECT_FALSE(question.situation.en.empty() || question.situation.zh.empty()) << where;
    EXPECT_FALSE(question.text.en.empty() || question.text.zh.empty()) << where;
    expect_english(question.situation.en.empty() ? question.text.en : question.situation.en + " " + question.text.en,
                   where);
    const Value right = question.answer().value;
    if (question.asked == Asked::State) {
        EXPECT_EQ(right.state, trace.at(question.side, trace.moment_after(question.head)).state) << where;
        return;
    }
    EXPECT_EQ(right.silence, question.transit == trace::no_transit) << where;
    if (right.silence) return;
    const tcp::Segment segment = trace.transit(question.transit).as_sent();
    const bool fits = question.asked == Asked::Flags ? right.flags == segment.flags
                      : question.asked == Asked::Seq ? question.absolute == segment.seq.value()
                      : question.asked == Asked::Ack ? question.absolute == segment.ack.value()
                                                     : right.number == trace.transit(question.transit).window_bytes;
    EXPECT_TRUE(fits) << where;
}

TEST(Prediction, AsksSoundQuestionsInEveryLesson)
{
    std::size_t asked_at_all = 0;
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons()) {
        const tcpstage::run::Run made = run::run(*lesson::find_lesson(std::string{lesson.id}));
        const auto records = made.trace.records();
        const std::size_t most = std::min<std::size_t>(records.size(), 4000);
        for (trace::RecordId step = 0; step < most; ++step) {
            if (!trace::is_step(records[step].kind)) continue;
            for (const Asked asked : all_asked)
                for (const bool relative : {false, true})
                    if (const auto question = ask(made.trace, step, asked, relative)) {
                        ++asked_at_all;
                        expect_sound(*question, made.trace, fmt::format("{} record {} {}", lesson.id, step, id(asked)));
                    }
        }
    }
    EXPECT_GT(asked_at_all, 1000U);
}

TEST(Prediction, IsDeterministic)
{
    const trace::Trace& trace = trace_of("four-way-close");
    for (trace::RecordId step = 0; step < trace.records().size(); ++step) {
        const auto once = ask_anything(trace, step);
        const auto twice = ask_anything(trace, step);
        ASSERT_EQ(once.has_value(), twice.has_value());
        if (!once) continue;
        EXPECT_EQ(once->asked, twice->asked);
        EXPECT_EQ(once->right, twice->right);
    }
}

TEST(Prediction, ExplainsTheSynThatWasForgottenWithItsNumbers)
{
    const auto question = first(trace_of("three-way-handshake"), Asked::Ack, trace::Side::Right);
    ASSERT_TRUE(question);
    EXPECT_EQ(question->absolute, 101U);
    const Guess* forgotten = guess_of(*question, 100);
    ASSERT_TRUE(forgotten);
    EXPECT_EQ(forgotten->reason.en, "RCV.NXT is 101: the SYN at 100 took one number.");
    EXPECT_EQ(forgotten->section, "RFC 9293 3.4");
}

TEST(Prediction, KnowsThePeersNumber)
{
    const auto question = first(trace_of("three-way-handshake"), Asked::Seq, trace::Side::Right);
    ASSERT_TRUE(question);
    EXPECT_EQ(question->absolute, 300U);
    const Guess* theirs = guess_of(*question, 100);
    ASSERT_TRUE(theirs);
    EXPECT_THAT(theirs->reason.en, ::testing::HasSubstr("100 is the peer's number"));
}

TEST(Prediction, CountsRelativeNumbersFromTheirOwnBeginning)
{
    const auto question = first(trace_of("three-way-handshake"), Asked::Ack, trace::Side::Right, 0, true);
    ASSERT_TRUE(question);
    EXPECT_EQ(question->answer().value.number, 1U);
    EXPECT_EQ(question->absolute, 101U);
}

TEST(Prediction, KnowsThatAnAckIsNotAcknowledged)
{
    const trace::Trace& trace = trace_of("three-way-handshake");
    std::optional<Question> last;
    for (trace::RecordId step = 0; step < trace.records().size(); ++step)
        if (auto question = ask(trace, step, Asked::Flags); question && question->side == trace::Side::Right)
            last = question;
    ASSERT_TRUE(last);
    EXPECT_TRUE(last->answer().value.silence);
}

TEST(Prediction, SaysWhyAStateIsNotReachedYet)
{
    const trace::Trace& trace = trace_of("four-way-close");
    std::vector<std::string> reasons;
    for (trace::RecordId step = 0; step < trace.records().size(); ++step)
        if (const auto question = ask(trace, step, Asked::State);
            question && question->answer().value.state == tcp::State::FinWait1)
            for (const Guess& guess : question->choices)
                if (guess.value.state == tcp::State::FinWait2) reasons.push_back(guess.reason.en);
    ASSERT_FALSE(reasons.empty());
    EXPECT_THAT(reasons.front(), ::testing::HasSubstr("goes out only now, with the number"));
}

TEST(Prediction, HasNothingToAskOfDatagrams)
{
    for (const lesson::BuiltIn& lesson : lesson::built_in_lessons()) {
        const tcpstage::run::Run made = run::run(*lesson::find_lesson(std::string{lesson.id}));
        if (!made.trace.endpoint(trace::Side::Left).without.tcp) continue;
        for (trace::RecordId step = 0; step < made.trace.records().size(); ++step)
            EXPECT_FALSE(ask_anything(made.trace, step));
    }
}

} // namespace
} // namespace tcpstage::predict
