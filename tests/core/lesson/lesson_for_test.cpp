#include "core/lesson/lesson_for.h"

#include "core/lesson/library.h"
#include "core/run/run.h"

#include <gtest/gtest.h>
#include <map>
#include <set>

namespace tcpstage::lesson {

namespace {

using RulesOfLessons = std::map<std::string_view, std::set<tcp::Rule>>;

void collect(const Scenario& scenario, std::set<tcp::Rule>& rules)
{
    const run::Run lesson_run = run::run(scenario);
    for (const trace::Record& record : lesson_run.trace.records())
        if (record.kind == trace::Kind::Reason || record.kind == trace::Kind::Entered) rules.insert(record.rule());
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
    for (const tcp::RuleInfo& rule : tcp::all_rules()) {
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
        for (const tcp::Rule rule : rules)
            EXPECT_FALSE(lesson_for(rule).empty()) << tcp::info(rule).id << ", as in " << lesson;
}

} // namespace tcpstage::lesson
