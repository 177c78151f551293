#pragma once
// Which network settings a lesson has at which moment, and how two settings differ, in words.

#include "core/run/run.h"

namespace tcpstage::run {

using Links = std::array<sim::LinkSettings, 2>;

/// The network from an instant on.
struct NetworkFrom {
    Instant at;
    Links links;
};
/// The networks of a run in order of time; the first is the one that the lesson begins with.
std::vector<NetworkFrom> networks_of(const lesson::Scenario& scenario, const Run& run);
/// The changes made by the lesson's steps. Runs the lesson if there are such steps.
std::vector<NetworkChange> changes_of(const lesson::Scenario& scenario);
/// The links at an instant. `networks` must not be empty.
const Links& links_at(const std::vector<NetworkFrom>& networks, Instant at);

/// One setting of a link that has changed: "loss", "0 %", "20 %".
struct SettingChange {
    Text name;
    std::string before;
    std::string after;
};
/// The settings that differ, with their names; chances in per cent, "∞" for no limit.
std::vector<SettingChange> changes(const sim::LinkSettings& before, const sim::LinkSettings& after);
/// The changes in words: "delay 300 ms, loss 5 %"; each direction with its ends' names if they differ. Empty: none.
OwnedText changes(const Links& before, const Links& after, const std::array<sim::EndpointSetup, 2>& endpoints);

} // namespace tcpstage::run
