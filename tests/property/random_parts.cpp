#include "tests/property/random_parts.h"

#include <array>
#include <fmt/format.h>

namespace tcpstage::testing {

std::string random_octets(Random& random)
{
    std::string text;
    for (auto count = 1 + random.below(48); count > 0; --count)
        text += fmt::format("{:02x} ", random.below(256));
    text.pop_back();
    return text;
}

std::string random_expectations(Random& random)
{
    constexpr std::array<std::string_view, 2> ends{"client", "server"};
    constexpr std::array<std::string_view, 3> kinds{"all", "lost", "retransmitted"};
    std::string text = "expect:\n  counts:\n";
    for (auto count = 1 + random.below(3); count > 0; --count) {
        const std::string_view end = ends[random.below(ends.size())];
        const std::string_view kind = kinds[random.below(kinds.size())];
        text += fmt::format("    - {{from: {}, only: {}, at_least: {}}}\n", end, kind, random.below(9));
    }
    const auto client = random.below(9);
    text += fmt::format("  delivered: {{client: {}, server: {{at_most: {}}}}}\n", client, random.below(9));
    const auto segment = 1 + random.below(5);
    return text + fmt::format("  moments: [{{at: client segment {}, exactly: {} ms}}]\n", segment, random.below(5000));
}

std::string renamed(std::string text, std::string_view from, std::string_view to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

} // namespace tcpstage::testing
