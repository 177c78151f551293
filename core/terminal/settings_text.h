#pragma once
// What was set on the kernels of a live run, for people.

#include "core/trace/trace.h"

namespace tcpstage::terminal {

struct SettingsGroup {
    OwnedText title; // "Set on both kernels"
    std::vector<trace::Setting> settings;
};
/// What was set on both ends, and what only one of them has. Empty for a simulated run.
std::vector<SettingsGroup> settings_of(const trace::Trace& trace);
/// "Set on both kernels: net.ipv4.tcp_sack=0, ...": a line for each group.
std::vector<std::string> settings_text(const trace::Trace& trace, Language language);

} // namespace tcpstage::terminal
