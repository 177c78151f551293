#include "core/base/nearest.h"

#include "core/base/say.h"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <numeric>
#include <vector>

namespace tcpstage {

namespace {

char lower(char c) { return static_cast<char>(std::tolower(static_cast<unsigned char>(c))); }

std::size_t edit_distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), 0U);
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0]++;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
        }
    }
    return row.back();
}

} // namespace

std::string_view nearest(std::string_view wrong, std::span<const std::string_view> words)
{
    std::string_view best;
    std::size_t best_distance = std::max<std::size_t>(2, wrong.size() / 3) + 1;
    for (const auto word : words) {
        const std::size_t distance = edit_distance(wrong, word);
        if (distance < best_distance) {
            best = word;
            best_distance = distance;
        }
    }
    return best;
}

OwnedText advice_for(std::string_view wrong, std::span<const std::string_view> words)
{
    const auto word = nearest(wrong, words);
    if (!word.empty()) return say({"did you mean \"{}\"?", "是不是想写“{}”？"}, word);
    return {fmt::format("use one of: {}", fmt::join(words, ", ")),
            fmt::format("请从中选用：{}", fmt::join(words, "、"))};
}

} // namespace tcpstage
