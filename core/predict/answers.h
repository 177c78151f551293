#pragma once
// What was answered, by one person or by a class, and how well. Values only.

#include "core/predict/question.h"

#include <span>

namespace tcpstage::predict {

/// Hands raised for each choice.
using Hands = std::array<std::uint32_t, 4>;

struct Answered {
    Question question;
    std::size_t number = 0;         // of the step, from 1
    std::string endpoint;           // whose segment or state
    Instant at{};                   // when the step happens
    std::string given;              // as answered; empty: the right answer was shown without one
    std::optional<Verdict> verdict; // none: the answer was shown, or a class has answered
    Hands hands{};
    std::string right{}; // the right answer in words, if it is more than a choice

    std::uint32_t hands_raised() const { return hands[0] + hands[1] + hands[2] + hands[3]; }
    std::uint32_t hands_right() const { return hands[question.right]; }
    bool is_mistake() const;
};

struct Score {
    std::uint32_t right = 0;
    std::uint32_t wrong = 0;
    std::uint32_t shown = 0; // without an answer
    std::uint32_t hands_right = 0;
    std::uint32_t hands = 0;
    friend bool operator==(const Score&, const Score&) = default;
};
Score score(std::span<const Answered> answers);

/// One line for each answer, in English: step, time_s, endpoint, asked, question, given, right_answer, verdict, hands
/// for each choice, hands_right, hands, reason, section.
std::string to_csv(std::span<const Answered> answers);

} // namespace tcpstage::predict
