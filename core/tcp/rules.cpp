#include "core/tcp/rules.h"

#include <algorithm>
#include <array>

namespace tcpstage::tcp {

namespace {

constexpr std::array rules{
#define TCPSTAGE_RULE(name, id, section, en, zh) RuleInfo{Rule::name, id, section, Text{en, zh}},
#include "core/tcp/rules.def"
#undef TCPSTAGE_RULE
};

} // namespace

std::span<const RuleInfo> all_rules() { return rules; }

const RuleInfo& info(Rule rule) { return rules[static_cast<std::size_t>(rule)]; }

std::optional<Rule> parse_rule(std::string_view id)
{
    const auto found = std::ranges::find(rules, id, &RuleInfo::id);
    if (found == rules.end()) return {};
    return found->rule;
}

} // namespace tcpstage::tcp
