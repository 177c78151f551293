#pragma once
// Which machine a script assumes, and what it says of it before its events.

#include "core/packetdrill/freebsd.h"
#include "core/packetdrill/script.h"

#include <optional>
#include <string_view>

namespace tcpstage::packetdrill {

/// Linux if one of its commands says so, else FreeBSD.
Dialect dialect_of(const Script& script);

/// The machine of the dialect; with `stack` it has those settings.
Defaults defaults_for(const Script& script, const std::optional<tcp::Settings>& stack, Dialect dialect);

/// The value of --NAME=VALUE; `otherwise` if the script has no such option.
std::uint32_t option_number(const Script& script, std::string_view name, std::uint32_t otherwise);

} // namespace tcpstage::packetdrill
