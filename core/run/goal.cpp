#include "core/run/goal.h"

#include "core/base/say.h"
#include "core/lesson/yaml/parts.h"
#include "core/run/acts.h"
#include "core/run/branch.h"
#include "core/run/check.h"
#include "core/trace/spoken_name.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::run {

namespace {

OwnedText unfinished(const Text& sentence)
{
    constexpr std::string_view stop = "。";
    const std::string_view zh = sentence.zh;
    return {std::string{sentence.en.substr(0, sentence.en.size() - (sentence.en.ends_with('.') ? 1 : 0))},
            std::string{zh.substr(0, zh.size() - (zh.ends_with(stop) ? stop.size() : 0))}};
}

/// Judges one run.
class Judge {
public:
    Judge(const lesson::Goal& goal, const trace::Trace& trace)
        : reach_{goal.reach}, trace_{trace}, names_{{trace.endpoint(trace::Side::Left).name,
                                                     trace.endpoint(trace::Side::Right).name}}
    {}

    Judgement judgement()
    {
        together();
        moments();
        counts();
        delivered();
        never();
        if (!result_.missing.empty()) result_.reached = trace::no_record;
        return std::move(result_);
    }

private:
    void miss(OwnedText what) { result_.missing.push_back(std::move(what)); }

    /// A condition was fulfilled with this record.
    void came(trace::RecordId record, const OwnedText& what)
    {
        const Instant at = record == trace::no_record ? start_of_time : trace_.record(record).at;
        if (reach_.within && at - start_of_time > *reach_.within)
            return miss(say({"too late: {0} at {1}, wanted within {2}", "太晚：{0}在 {1}，要求在 {2} 之内"}, what,
                            to_seconds(at, 3), to_text(*reach_.within)));
        if (result_.reached == trace::no_record || (record != trace::no_record && record > result_.reached))
            result_.reached = record;
    }

    OwnedText states() const
    {
        OwnedText all;
        for (const lesson::StateReached& wanted : reach_.together) {
            const auto& end = trace_.endpoint(wanted.side);
            const OwnedText one = say({"{0} in {1}", "{0} 处于 {1}"}, trace::spoken(end), tcp::name(wanted.state));
            all.en += (all.en.empty() ? "" : " and ") + one.en;
            all.zh += (all.zh.empty() ? "" : "、") + one.zh;
        }
        return all;
    }

    void together()
    {
        if (reach_.together.empty()) return;
        std::array<tcp::State, 2> now{tcp::State::Closed, tcp::State::Closed};
        for (trace::RecordId id = 0; id < trace_.records().size(); ++id) {
            if (trace_.kind(id) != trace::Kind::Entered) continue;
            const trace::Record record = trace_.record(id);
            if (record.connection != trace::the_conversation) continue;
            now[trace::index(record.side)] = record.to();
            const bool all = std::ranges::all_of(reach_.together, [&](const lesson::StateReached& wanted) {
                return now[trace::index(wanted.side)] == wanted.state;
            });
            if (all) return came(id, states());
        }
        miss(say({"there is no moment with {}", "没有一个时刻是{}"}, states()));
    }

    std::vector<PlacedNote> placed(const std::vector<lesson::NoteTrigger>& triggers) const
    {
        std::vector<lesson::Note> notes(triggers.size());
        for (std::size_t i = 0; i < triggers.size(); ++i)
            notes[i].at = triggers[i];
        return place_notes(notes, trace_);
    }

    /// A rule by its sentence, whose name is of the file.
    OwnedText moment_text(const lesson::NoteTrigger& trigger) const
    {
        if (trigger.kind != lesson::NoteTrigger::Kind::RuleNamed) {
            const std::string text = lesson::yaml::trigger_text(trigger, names_);
            return {text, text};
        }
        const tcp::RuleInfo& info = tcp::info(trigger.rule);
        return say({"{0}: {1}", "{0}：{1}"}, trace::spoken(trace_.endpoint(trigger.side)), unfinished(info.sentence));
    }

    void moments()
    {
        const auto places = placed(reach_.moments);
        for (std::size_t i = 0; i < reach_.moments.size(); ++i) {
            const OwnedText what = moment_text(reach_.moments[i]);
            const auto found = std::ranges::find(places, i, &PlacedNote::note);
            if (found == places.end())
                miss(say({"\"{}\" does not happen", "没有发生“{}”"}, what));
            else
                came(found->from, say({"\"{}\" came", "“{}”"}, what));
        }
    }

    /// "SYN of client", "retransmitted segments of server".
    OwnedText what_counts(const lesson::ExpectedCount& count) const
    {
        constexpr std::array<Text, 3> kinds{Text{"", ""}, Text{"lost ", "丢失的 "}, Text{"retransmitted ", "重传的 "}};
        const Text kind = kinds[static_cast<std::size_t>(count.only)];
        const std::string flags = count.which.flags ? tcp::to_text(*count.which.flags) : "";
        const OwnedText segments = flags.empty() ? OwnedText{"segments", "报文段"} : OwnedText{flags, flags};
        if (!count.which.from) return say({"{}{}", "{}{}"}, kind, segments);
        return say({"{0}{1} of {2}", "{2} 发的 {0}{1}"}, kind, segments,
                   trace::spoken(trace_.endpoint(*count.which.from)));
    }

    void counts()
    {
        for (const lesson::ExpectedCount& count : reach_.counts) {
            const std::int64_t seen = matching(count, trace_);
            if (!count.limits.allow(seen))
                miss(say({"{0}: wanted {1}, sent {2}", "{0}：要求{1}，实际发了 {2} 个"}, what_counts(count),
                         limits_text(count.limits), seen));
        }
    }

    void delivered()
    {
        for (const trace::Side side : trace::both_sides) {
            const auto& wanted = reach_.delivered[trace::index(side)];
            const std::int64_t seen = wanted ? delivered_to(side, trace_) : 0;
            if (wanted && !wanted->allow(seen))
                miss(say({"octets delivered to {0}: wanted {1}, got {2}", "交付给 {0} 的字节：要求{1}，实际 {2}"},
                         trace::spoken(trace_.endpoint(side)), limits_text(*wanted), seen));
        }
    }

    void never()
    {
        for (const PlacedNote& found : placed(reach_.never))
            miss(say({"\"{0}\" happens, at {1}", "发生了“{0}”，在 {1}"},
                     lesson::yaml::trigger_text(reach_.never[found.note], names_),
                     to_seconds(found.from == trace::no_record ? start_of_time : trace_.record(found.from).at, 3)));
        for (const tcp::Flags flags : reach_.never_sent)
            for (const trace::Transit& transit : trace_.transits())
                if (transit.copy_of == trace::no_transit && transit.reason != trace::Reason::FromThePast &&
                    (transit.as_sent().flags.bits() & flags.bits()) == flags.bits()) {
                    miss(say({"{0} sends {1}, at {2}", "{0} 在 {2} 发送了 {1}"},
                             trace::spoken(trace_.endpoint(transit.from)), tcp::to_text(transit.as_sent().flags),
                             to_seconds(transit.sent, 3)));
                    break;
                }
    }

    const lesson::Reach& reach_;
    const trace::Trace& trace_;
    lesson::yaml::Names names_;
    Judgement result_;
};

/// The rule for what happens in a record: its own, or the last that was named before it for the same reason.
std::optional<tcp::Rule> rule_at(const trace::Trace& trace, trace::RecordId id)
{
    const trace::Record record = trace.record(id);
    if (record.kind == trace::Kind::Entered) return record.rule();
    const trace::RecordId head =
        record.cause == trace::no_record || record.kind == trace::Kind::Arrived || record.kind == trace::Kind::Lost
            ? id
            : record.cause;
    std::optional<tcp::Rule> rule;
    for (trace::RecordId i = head + 1; i < trace.records().size() && (trace.follows(i, head) || i <= id); ++i)
        if (trace.kind(i) == trace::Kind::Reason && trace.follows(i, head) && (i <= id || !rule))
            rule = trace.record(i).rule();
    return rule;
}

Error no_such_segment(std::size_t number)
{
    return {say({"act {} is about a segment that is not sent", "第 {} 个操作所指的报文段没有发送"}, number),
            {},
            {"save the run again", "请重新保存这次运行"}};
}

/// A sentence without its full stop, to be gone on with.
/// What two lessons must have in common to be the same: all that a run and its goal depend on.
std::string comparable(lesson::Scenario scenario)
{
    auto goal = std::make_shared<lesson::Goal>(*scenario.goal);
    goal->solution.clear(); // the one that is handed out may not have it
    goal->hints.clear();
    scenario.goal = std::move(goal);
    scenario.title = scenario.summary = scenario.half = {};
    scenario.keywords = {};
    scenario.rfc.clear();
    scenario.notes.clear();
    scenario.expect = {};
    scenario.solves.reset();
    scenario.group = lesson::Group::Goal;
    for (sim::EndpointSetup& endpoint : scenario.setup.endpoints)
        endpoint.shown = {};
    return lesson::write_scenario(scenario);
}

Grade refused(OwnedText reason)
{
    Grade grade;
    grade.reason = std::move(reason);
    return grade;
}

OwnedText not_allowed(const lesson::Goal& goal, const std::vector<lesson::Act>& acts)
{
    const auto made = lesson::count_kinds(acts);
    for (std::size_t i = 0; i < made.size(); ++i) {
        if (made[i] <= goal.allowed[i]) continue;
        std::array<std::uint32_t, lesson::act_kinds> one{};
        one[i] = made[i];
        return say({"the acts are not all allowed: to {0}; allowed is to {1}", "有不允许的操作：{0}；允许的是{1}"},
                   acts_text(one), acts_text(goal.allowed));
    }
    return {};
}

} // namespace

Result<lesson::Scenario> with_acts(const lesson::Scenario& lesson, std::span<const lesson::Act> acts)
{
    lesson::Scenario scenario = lesson;
    for (std::size_t i = 0; i < acts.size(); ++i) {
        const Run result = run(scenario);
        const auto change = what_if(acts[i], result.trace);
        if (!change) return tl::unexpected{no_such_segment(i + 1)};
        auto child = branch(scenario, result.trace, *change);
        if (!child) return child;
        child->notes = settled(child->notes, run(*child).trace);
        scenario = std::move(*child);
    }
    return scenario;
}

Judgement judge(const lesson::Goal& goal, const trace::Trace& trace) { return Judge{goal, trace}.judgement(); }

OwnedText in_one_line(const std::vector<OwnedText>& texts)
{
    OwnedText all;
    for (const OwnedText& text : texts) {
        all.en += (all.en.empty() ? "" : "; ") + text.en;
        all.zh += (all.zh.empty() ? "" : "；") + text[Language::Chinese];
    }
    return all;
}

OwnedText how_reached(const Judgement& judgement, const trace::Trace& trace)
{
    if (judgement.reached == trace::no_record) return {"at the end of the run", "在运行结束时"};
    const trace::Record record = trace.record(judgement.reached);
    const std::string at = to_seconds(record.at, 3);
    const OwnedText end = trace::spoken(trace.endpoint(record.side));
    OwnedText what = say({"at {0}, at {1}", "在 {0}，{1}"}, at, end);
    if (record.kind == trace::Kind::Entered)
        what = say({"at {0} {1} enters {2}", "在 {0}，{1} 进入 {2}"}, at, end, tcp::name(record.to()));
    const auto rule = rule_at(trace, judgement.reached);
    if (!rule) return what;
    const tcp::RuleInfo& info = tcp::info(*rule);
    return say({"{0}: {1} ({2})", "{0}：{1}（{2}）"}, what, unfinished(info.sentence), info.section);
}

Grade grade(const lesson::Scenario& lesson, const lesson::Scenario& solution)
{
    if (!lesson.goal) return refused({"the lesson has no goal", "这个课程没有目标"});
    if (!solution.goal || !solution.solves || solution.solves->acts.empty())
        return refused({"the file has no acts: it was not saved from a run of this lesson in which something was done",
                        "文件里没有操作：它不是在这个课程里做过操作之后保存的"});
    const std::vector<lesson::Act>& acts = solution.solves->acts;
    Grade grade;
    grade.acts = static_cast<std::uint32_t>(acts.size());
    grade.reason = not_allowed(*lesson.goal, acts);
    if (!grade.reason.empty()) return grade;
    for (const lesson::Act& act : acts)
        grade.done.push_back(act_text(act, lesson));
    lesson::Scenario begun = lesson;
    begun.solves.reset();
    const auto made = with_acts(begun, acts);
    if (!made) {
        grade.reason = made.error().sentences();
        return grade;
    }
    if (comparable(*made) != comparable(solution)) {
        grade.reason = {"the file changes the lesson beyond its acts; the lesson of the teacher counts",
                        "文件除了操作之外还改动了课程；以老师的课程为准"};
        return grade;
    }
    const Run result = run(*made);
    const Judgement judged = judge(*lesson.goal, result.trace);
    grade.result = judged.is_reached() ? Grade::Result::Solved : Grade::Result::NotSolved;
    grade.reason = judged.is_reached() ? how_reached(judged, result.trace) : in_one_line(judged.missing);
    if (judged.reached != trace::no_record) grade.at = result.trace.record(judged.reached).at;
    return grade;
}

} // namespace tcpstage::run
