#include "core/tcp/rules.h"

#include "tests/support/conversation.h"

#include <cstdlib>
#include <gtest/gtest.h>

namespace tcpstage::tcp {
namespace {

/// After all conversations have run in one process, every rule must have been named by one of them; otherwise no test
/// shows that the engine follows it. Only with TCPSTAGE_EVERY_RULE set, because a single test names few rules.
class EveryRuleIsNamed : public ::testing::Environment {
public:
    void TearDown() override
    {
        if (std::getenv("TCPSTAGE_EVERY_RULE") == nullptr) return;
        for (const RuleInfo& rule : all_rules()) {
            const bool of_the_world = rule.rule == Rule::ChecksumWrong || rule.rule == Rule::DatagramDamaged ||
                                      rule.rule == Rule::HeaderInvalid || rule.rule == Rule::Crashed;
            if (!of_the_world && !testing::rules_named_so_far().contains(rule.rule))
                ADD_FAILURE() << "no conversation names the rule " << rule.id << " (" << rule.section << ")";
        }
    }
};
const auto* const every_rule_is_named = ::testing::AddGlobalTestEnvironment(new EveryRuleIsNamed);

TEST(RuleList, SaysEveryRuleInBothLanguagesWithItsSection)
{
    for (const RuleInfo& rule : all_rules()) {
        EXPECT_FALSE(rule.sentence.en.empty()) << rule.id;
        EXPECT_FALSE(rule.sentence.zh.empty()) << rule.id;
        const bool known = rule.section.starts_with("RFC ") || rule.section.starts_with("POSIX ");
        EXPECT_TRUE(known || rule.section == "not TCP") << rule.id;
    }
}

TEST(RuleList, FindsEachRuleByItsId)
{
    for (const RuleInfo& rule : all_rules()) {
        EXPECT_EQ(parse_rule(rule.id), rule.rule) << rule.id;
        EXPECT_EQ(info(rule.rule).id, rule.id);
    }
    EXPECT_FALSE(parse_rule("no-such-rule"));
}

} // namespace
} // namespace tcpstage::tcp
