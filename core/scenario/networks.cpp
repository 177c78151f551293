#include "core/scenario/networks.h"

#include "core/scenario/parts.h"
#include "core/scenario/run.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage {

namespace {

void add(OwnedText& text, const Text& name, const std::string& value)
{
    text.en += fmt::format("{}{} {}", text.en.empty() ? "" : ", ", name.en, value);
    text.zh += fmt::format("{}{} {}", text.zh.empty() ? "" : "，", name.zh, value);
}

std::string rate_of(const LinkSettings& link)
{
    return link.rate_bits_per_second == 0 ? "∞" : yaml::rate_text(link.rate_bits_per_second);
}

OwnedText one_way(const LinkSettings& before, const LinkSettings& after)
{
    OwnedText text;
    if (before.delay != after.delay) add(text, {"delay", "延迟"}, to_text(after.delay));
    if (before.jitter != after.jitter) add(text, {"jitter", "抖动"}, to_text(after.jitter));
    if (before.rate_bits_per_second != after.rate_bits_per_second) add(text, {"rate", "速率"}, rate_of(after));
    const auto chance = [&](const Text& name, Chance then, Chance now) {
        if (then != now) add(text, name, yaml::chance_text(now));
    };
    chance({"loss", "丢失"}, before.loss, after.loss);
    chance({"reordering", "乱序"}, before.reorder, after.reorder);
    chance({"duplication", "复制"}, before.duplicate, after.duplicate);
    chance({"corruption", "损坏"}, before.corrupt, after.corrupt);
    return text;
}

} // namespace

std::vector<NetworkFrom> networks_of(const Scenario& scenario)
{
    std::vector<NetworkFrom> networks{{start_of_time, scenario.setup.links}};
    const bool changes = std::ranges::any_of(
        scenario.steps, [](const Step& step) { return std::holds_alternative<NetworkStep>(step.action); });
    if (!changes) return networks;
    std::vector<Instant> begins;
    run(scenario, &begins);
    for (std::size_t i = 0; i < begins.size(); ++i)
        if (const auto* network = std::get_if<NetworkStep>(&scenario.steps[i].action))
            networks.push_back({begins[i], network->links});
    return networks;
}

const Links& links_at(const std::vector<NetworkFrom>& networks, Instant at)
{
    const auto later = std::ranges::upper_bound(networks, at, {}, &NetworkFrom::at);
    return later == networks.begin() ? later->links : std::prev(later)->links;
}

OwnedText changes(const Links& before, const Links& after, const std::array<EndpointSetup, 2>& endpoints)
{
    const std::array<OwnedText, 2> ways{one_way(before[0], after[0]), one_way(before[1], after[1])};
    if (ways[0] == ways[1]) return ways[0];
    OwnedText text;
    for (std::size_t i = 0; i < 2; ++i) {
        if (ways[i].empty()) continue;
        const std::string& from = endpoints[i].name;
        const std::string& to = endpoints[1 - i].name;
        text.en += fmt::format("{}{} → {}: {}", text.en.empty() ? "" : "; ", from, to, ways[i].en);
        text.zh += fmt::format("{}{} → {}：{}", text.zh.empty() ? "" : "；", from, to, ways[i].zh);
    }
    return text;
}

} // namespace tcpstage
