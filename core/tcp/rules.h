#pragma once
// Every RFC statement that the engine follows, with its section and one sentence that explains it. The engine names a
// rule for everything that it does; tests, traces and explanations use the same names.

#include "core/base/text.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace tcpstage::tcp {

enum class Rule : std::uint8_t {
#define TCPSTAGE_RULE(name, id, section, en, zh) name,
#include "core/tcp/rules.def"
#undef TCPSTAGE_RULE
};

struct RuleInfo {
    Rule rule;
    std::string_view id;      // "challenge-ack", as in JSON and lesson files
    std::string_view section; // "RFC 5961 3.2"
    Text sentence;
};

std::span<const RuleInfo> all_rules();
const RuleInfo& info(Rule rule);
/// The rule with this id; empty if there is none.
std::optional<Rule> parse_rule(std::string_view id);

} // namespace tcpstage::tcp
