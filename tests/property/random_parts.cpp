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

std::string with_skips(std::string steps, Random random)
{
    constexpr std::string_view established = "ESTABLISHED]\n";
    constexpr std::array<std::uint64_t, 5> octets{2'147'480'000, 3'000'000'000, 4'294'960'000, UINT32_MAX - 9, 1};
    const auto at = steps.find(established);
    if (random.below(10) != 0 || at == std::string::npos) return steps;
    const std::string_view end = random.below(2) == 0 ? "client" : "server";
    std::string skips;
    for (auto count = 1 + random.below(3); count > 0; --count)
        skips += fmt::format("  - {}: skip {}\n", end, octets[random.below(octets.size())]);
    return steps.insert(at + established.size(), skips);
}

std::string renamed(std::string text, std::string_view from, std::string_view to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

} // namespace tcpstage::testing
