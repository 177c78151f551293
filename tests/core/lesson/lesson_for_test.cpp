#include "core/lesson/lesson_for.h"

#include "core/lesson/library.h"
#include "core/run/run.h"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace tcpstage {

namespace {

using RulesOfLessons = std::map<std::string_view, std::set<Rule>>;

void collect(const Scenario& scenario, std::set<Rule>& rules)
{
    const Run told = run(scenario);
    for (const Record& record : told.trace.records())
        if (record.kind == Kind::Reason || record.kind == Kind::Entered) rules.insert(record.rule());
    if (scenario.beside) collect(*scenario.beside, rules);
}

const RulesOfLessons& rules_of_lessons()
{
    static const RulesOfLessons rules = [] {
        RulesOfLessons made;
        for (const BuiltIn& lesson : built_in_lessons()) {
            const auto read = read_scenario(std::string{lesson.yaml}, std::string{lesson.id});
            if (read && read->group != Group::Real) collect(*read, made[lesson.id]);
        }
        return made;
    }();
    return rules;
}

} // namespace

TEST(LessonFor, NamesALessonInWhichTheRuleIsReallyFollowed)
{
    for (const RuleInfo& rule : all_rules()) {
        const std::string_view lesson = lesson_for(rule.rule);
        if (lesson.empty()) continue;
        const auto found = rules_of_lessons().find(lesson);
        ASSERT_NE(found, rules_of_lessons().end()) << lesson;
        EXPECT_TRUE(found->second.contains(rule.rule)) << rule.id << " in " << lesson;
    }
}

TEST(LessonFor, MissesNoRuleThatALessonShows)
{
    for (const auto& [lesson, rules] : rules_of_lessons())
        for (const Rule rule : rules)
            EXPECT_FALSE(lesson_for(rule).empty()) << info(rule).id << ", as in " << lesson;
}

} // namespace tcpstage
