// Judges numbers that a person types instead of choosing an answer.

#include "core/predict/turn.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace tcpstage::predict {

namespace {

/// Reads a number modulo 2^32; blanks around it and a sign are allowed.
std::optional<std::uint32_t> number_of(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ')
        text.remove_suffix(1);
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) text.remove_prefix(1);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return {};
    const auto low = static_cast<std::uint32_t>(number);
    return negative ? 0U - low : low;
}

constexpr std::int64_t plausible = 65535; // a mistake of that many numbers

std::int64_t distance(std::uint32_t from, std::uint32_t to) { return static_cast<std::int32_t>(to - from); }

OwnedText how_far(const Question& question, std::int64_t off)
{
    const std::uint32_t right = question.answer().value.number;
    const auto count = static_cast<std::uint64_t>(std::llabs(off));
    if (question.asked == Asked::Window)
        return off > 0
                   ? say({"{} octets too many: there is room for {}.", "多了 {} 个字节：只能容纳 {} 个。"}, count,
                         right)
                   : say({"{} octets too few: there is room for {}.", "少了 {} 个字节：能容纳 {} 个。"}, count, right);
    if (question.asked == Asked::Ack)
        return off > 0 ? say({"{} too many: it would acknowledge {} numbers from {} on before their arrival.",
                              "多了 {0}：会确认从 {2} 起 {1} 个还没收到的序号。"},
                             count, count, right)
                       : say({"{} too few: everything before {} has arrived and would be sent again.",
                              "少了 {}：{} 之前的都已收到，会被重发。"},
                             count, right);
    if (question.makes_no_gap)
        return off > 0 ? say({"{} too many.", "多了 {}。"}, count) : say({"{} too few.", "少了 {}。"}, count);
    return off > 0 ? say({"{} too many: the peer would see a gap of {} numbers from {} on.",
                          "多了 {0}：对方会看到从 {2} 起 {1} 个序号的缺口。"},
                         count, count, right)
                   : say({"{} too few: the numbers before {} are used already.", "少了 {}：{} 之前的序号已经用过。"},
                         count, right);
}

} // namespace

std::optional<Verdict> judge(const Question& question, std::string_view typed)
{
    const auto number = number_of(typed);
    if (!number || !is_number(question.asked)) return {};
    const Guess& right = question.answer();
    const Value given{.number = *number};
    if (*number == question.absolute || *number == question.from_base || *number == right.value.number)
        return Verdict{true, given, right.reason, right.section};
    if (question.mistakes.empty()) return {};
    const auto off_by = [&](const Guess& guess) { return std::llabs(distance(guess.value.number, *number)); };
    const Guess& nearest = *std::ranges::min_element(question.mistakes, {}, off_by);
    if (nearest.value == given) return Verdict{false, given, nearest.reason, nearest.section};
    // A relative number where absolute ones are shown is compared with the relative one: only where it cannot be meant
    // as an absolute one.
    const std::int64_t shown = distance(right.value.number, *number);
    const std::int64_t counted = distance(question.from_base, *number);
    const bool relative = std::llabs(counted) < std::llabs(shown) && std::llabs(shown) > plausible;
    const std::int64_t off = relative ? counted : shown;
    OwnedText reason = how_far(question, off);
    const OwnedText near =
        predict::operator+(say({"Nearest to it, {}:", "离它最近的是 {}："}, nearest.value.number), nearest.reason);
    return Verdict{false, given, predict::operator+(reason, near), right.section};
}

} // namespace tcpstage::predict
