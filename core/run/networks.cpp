#include "core/run/networks.h"

#include "core/lesson/yaml/parts.h"
#include "core/trace/spoken_name.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::run {

namespace {

std::string rate_of(const sim::LinkSettings& link)
{
    return link.rate_bits_per_second == 0 ? "∞" : lesson::yaml::rate_text(link.rate_bits_per_second);
}

std::string octets_of(std::uint32_t octets) { return octets == 0 ? "∞" : fmt::format("{}", octets); }

std::string burst_of(const sim::BurstLoss& burst)
{
    if (burst.enter == Chance{}) return "0 %";
    return fmt::format("{} ({} ↩)", lesson::yaml::chance_text(burst.enter), lesson::yaml::chance_text(burst.leave));
}

OwnedText one_way(const sim::LinkSettings& before, const sim::LinkSettings& after)
{
    OwnedText text;
    for (const SettingChange& change : changes(before, after)) {
        text.en += fmt::format("{}{} {}", text.en.empty() ? "" : ", ", change.name.en, change.after);
        text.zh += fmt::format("{}{} {}", text.zh.empty() ? "" : "，", change.name.zh, change.after);
    }
    return text;
}

} // namespace

std::vector<SettingChange> changes(const sim::LinkSettings& before, const sim::LinkSettings& after)
{
    std::vector<SettingChange> list;
    const auto add = [&](const Text& name, std::string then, std::string now) {
        if (then != now) list.push_back({name, std::move(then), std::move(now)});
    };
    const auto chance = [&](const Text& name, Chance then, Chance now) {
        add(name, lesson::yaml::chance_text(then), lesson::yaml::chance_text(now));
    };
    add({"delay", "延迟"}, to_text(before.delay), to_text(after.delay));
    add({"jitter", "抖动"}, to_text(before.jitter), to_text(after.jitter));
    add({"rate", "速率"}, rate_of(before), rate_of(after));
    add({"queue", "队列"}, octets_of(before.queue_bytes), octets_of(after.queue_bytes));
    add({"ECN threshold", "ECN 阈值"}, octets_of(before.ecn_threshold_bytes), octets_of(after.ecn_threshold_bytes));
    chance({"loss", "丢失"}, before.loss, after.loss);
    add({"bursts of loss", "突发丢失"}, burst_of(before.burst_loss), burst_of(after.burst_loss));
    chance({"reordering", "乱序"}, before.reorder, after.reorder);
    chance({"duplication", "复制"}, before.duplicate, after.duplicate);
    chance({"corruption", "损坏"}, before.corrupt, after.corrupt);
    add({"MTU", "MTU"}, octets_of(before.mtu), octets_of(after.mtu));
    add({"shared line", "共用线路"}, before.shared ? "on" : "off", after.shared ? "on" : "off");
    add({"ICMP", "ICMP"}, before.icmp ? "on" : "off", after.icmp ? "on" : "off");
    return list;
}

std::vector<NetworkChange> changes_of(const lesson::Scenario& scenario)
{
    const bool any = std::ranges::any_of(scenario.steps, [](const lesson::Step& step) {
        return std::holds_alternative<lesson::NetworkStep>(step.action);
    });
    return any ? run(scenario).networks : std::vector<NetworkChange>{};
}

std::vector<NetworkFrom> networks_of(const lesson::Scenario& scenario, const Run& run)
{
    std::vector<NetworkFrom> networks{{start_of_time, scenario.setup.links}};
    for (const NetworkChange& change : run.networks)
        networks.push_back({change.at, change.links});
    return networks;
}

const Links& links_at(const std::vector<NetworkFrom>& networks, Instant at)
{
    const auto later = std::ranges::upper_bound(networks, at, {}, &NetworkFrom::at);
    return later == networks.begin() ? later->links : std::prev(later)->links;
}

OwnedText changes(const Links& before, const Links& after, const std::array<sim::EndpointSetup, 2>& endpoints)
{
    const std::array<OwnedText, 2> ways{one_way(before[0], after[0]), one_way(before[1], after[1])};
    if (ways[0] == ways[1]) return ways[0];
    OwnedText text;
    for (std::size_t i = 0; i < 2; ++i) {
        if (ways[i].empty()) continue;
        const OwnedText from = trace::spoken(endpoints[i]);
        const OwnedText to = trace::spoken(endpoints[1 - i]);
        text.en += fmt::format("{}{} → {}: {}", text.en.empty() ? "" : "; ", from.en, to.en, ways[i].en);
        text.zh += fmt::format("{}{} → {}：{}", text.zh.empty() ? "" : "；", from.zh, to.zh, ways[i].zh);
    }
    return text;
}

} // namespace tcpstage::run
