#include "core/predict/answers.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::predict {

namespace {

std::string csv_quoted(std::string_view text)
{
    if (text.find_first_of(",\"\n") == std::string_view::npos) return std::string{text};
    std::string made = "\"";
    for (const char c : text)
        made += c == '"' ? std::string{"\"\""} : std::string{c};
    return made + "\"";
}

std::string_view verdict_of(const Answered& answer)
{
    if (answer.verdict) return answer.verdict->right ? "right" : "wrong";
    return answer.hands_raised() > 0 ? "hands" : "shown";
}

} // namespace

bool Answered::is_mistake() const
{
    if (verdict) return !verdict->right;
    return hands_right() < hands_raised();
}

Score score(std::span<const Answered> answers)
{
    Score sum;
    for (const Answered& answer : answers) {
        sum.hands += answer.hands_raised();
        sum.hands_right += answer.hands_right();
        if (answer.verdict)
            ++(answer.verdict->right ? sum.right : sum.wrong);
        else if (answer.hands_raised() == 0)
            ++sum.shown;
    }
    return sum;
}

std::string to_csv(std::span<const Answered> answers)
{
    std::string text = "step,time_s,endpoint,asked,question,given,right_answer,verdict,hands_a,hands_b,hands_c,hands_d,"
                       "hands_right,hands,reason,section\n";
    for (const Answered& answer : answers) {
        const Question& asked = answer.question;
        const Guess& right = asked.answer();
        std::string time = to_seconds(answer.at, 6);
        time.resize(time.find(' '));
        text += fmt::format(
            "{},{},{},{},{},{},{},{},", answer.number, time, csv_quoted(answer.endpoint), id(asked.asked),
            csv_quoted(asked.situation.en + " " + asked.text.en), csv_quoted(answer.given),
            csv_quoted(answer.right.empty() ? to_text(right.value, asked.asked, Language::English) : answer.right),
            verdict_of(answer));
        for (const std::uint32_t raised : answer.hands)
            text += fmt::format("{},", raised);
        text += fmt::format("{},{},{},{}\n", answer.hands_right(), answer.hands_raised(),
                            csv_quoted(answer.verdict ? answer.verdict->reason.en : right.reason.en),
                            csv_quoted(answer.verdict ? answer.verdict->section : right.section));
    }
    return text;
}

} // namespace tcpstage::predict
