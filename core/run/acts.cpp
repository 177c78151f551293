#include "core/run/acts.h"

#include "core/base/say.h"
#include "core/trace/ordinal.h"
#include "core/trace/spoken_name.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace tcpstage::run {

namespace {

using lesson::ActKind;

/// The first segment that an end sends and that is selected; no_transit: none.
trace::TransitId chosen(const sim::SegmentMatch& which, const trace::Trace& trace)
{
    std::uint32_t count = 0;
    for (trace::TransitId id = 0; id < trace.transits().size(); ++id) {
        const trace::Transit transit = trace.transit(id);
        if (sim::is_seen_by_faults(transit) && which.matches(transit.as_sent(), transit.from, transit.sent) &&
            which.chooses(++count))
            return id;
    }
    return trace::no_transit;
}

OwnedText segment_text(const sim::SegmentMatch& which, const lesson::Scenario& scenario)
{
    const std::string flags = which.flags ? tcp::to_text(*which.flags) + " " : "";
    const std::uint32_t nth = which.nth.empty() ? 1 : which.nth.front();
    const OwnedText segment = say({"{0}segment {1}", "第 {1} 个 {0}报文段"}, flags, nth);
    if (!which.from) return segment;
    return say({"{0} of {1}", "{1} 的{0}"}, segment,
               trace::spoken(scenario.setup.endpoints[trace::index(*which.from)]));
}

OwnedText fault_text(const sim::Fault& fault, const OwnedText& segment)
{
    const std::string by = to_text(fault.by);
    switch (fault.kind) {
    case sim::Fault::Kind::Drop:
        return say({"{} dropped", "丢弃 {}"}, segment);
    case sim::Fault::Kind::Delay:
        return say({"{0} delayed by {1}", "把 {0} 延迟 {1}"}, segment, by);
    case sim::Fault::Kind::Duplicate:
        return fault.by == Duration{0} ? say({"{} duplicated", "复制 {}"}, segment)
                                       : say({"{0} duplicated, {1} later", "复制 {0}，晚 {1}"}, segment, by);
    case sim::Fault::Kind::Corrupt:
        return say({"{} damaged", "损坏 {}"}, segment);
    case sim::Fault::Kind::Edit:
        return say({"{} edited", "修改 {}"}, segment);
    }
    return {};
}

/// Of the acts that are allowed; the English has the plural by itself.
OwnedText counted(ActKind kind, std::uint32_t count)
{
    const std::string_view s = count == 1 ? "" : "s";
    switch (kind) {
    case ActKind::Drop:
        return say({"drop {0} segment{1}", "丢弃 {0} 个报文段"}, count, s);
    case ActKind::Delay:
        return say({"delay {0} segment{1}", "延迟 {0} 个报文段"}, count, s);
    case ActKind::Duplicate:
        return say({"duplicate {0} segment{1}", "复制 {0} 个报文段"}, count, s);
    case ActKind::Corrupt:
        return say({"damage {0} segment{1}", "损坏 {0} 个报文段"}, count, s);
    case ActKind::Edit:
        return say({"edit {0} segment{1}", "修改 {0} 个报文段"}, count, s);
    case ActKind::Spare:
        return say({"let {0} lost segment{1} arrive", "让 {0} 个丢失的报文段到达"}, count, s);
    case ActKind::Call:
        return say({"make {0} call{1}", "发出 {0} 次调用"}, count, s);
    case ActKind::Network:
        return say({"change the network {0} time{1}", "改变网络 {0} 次"}, count, s);
    }
    return {};
}

Text forbidden(ActKind kind)
{
    switch (kind) {
    case ActKind::Drop:
        return {"may not drop segments", "不能丢弃报文段"};
    case ActKind::Delay:
        return {"may not delay segments", "不能延迟报文段"};
    case ActKind::Duplicate:
        return {"may not duplicate segments", "不能复制报文段"};
    case ActKind::Corrupt:
        return {"may not damage segments", "不能损坏报文段"};
    case ActKind::Edit:
        return {"may not edit segments", "不能修改报文段"};
    case ActKind::Spare:
        return {"may not save lost segments", "不能救回丢失的报文段"};
    case ActKind::Call:
        return {"may not make calls", "不能发出调用"};
    case ActKind::Network:
        return {"may not change the network", "不能改变网络"};
    }
    return {};
}

} // namespace

std::optional<ActKind> kind_of(const WhatIf& change)
{
    if (const auto* strike = std::get_if<StrikeSegment>(&change)) return static_cast<ActKind>(strike->kind);
    if (std::holds_alternative<SpareSegment>(change)) return ActKind::Spare;
    if (std::holds_alternative<EditSegment>(change)) return ActKind::Edit;
    if (std::holds_alternative<CallAt>(change)) return ActKind::Call;
    if (std::holds_alternative<ChangeNetwork>(change)) return ActKind::Network;
    return {};
}

std::optional<WhatIf> what_if(const lesson::Act& act, const trace::Trace& trace)
{
    if (const auto* made = std::get_if<lesson::CallAct>(&act)) return CallAt{made->at, made->call};
    if (const auto* network = std::get_if<lesson::NetworkAct>(&act)) return ChangeNetwork{network->at, network->links};
    const auto* const fault = std::get_if<sim::Fault>(&act);
    const trace::TransitId id = chosen(fault != nullptr ? fault->which : std::get<lesson::SpareAct>(act).which, trace);
    if (id == trace::no_transit) return {};
    if (fault == nullptr) return SpareSegment{id};
    if (fault->kind == sim::Fault::Kind::Edit) return EditSegment{id, fault->edit};
    return StrikeSegment{id, fault->kind, fault->by};
}

OwnedText act_text(const lesson::Act& act, const lesson::Scenario& scenario)
{
    if (const auto* fault = std::get_if<sim::Fault>(&act))
        return fault_text(*fault, segment_text(fault->which, scenario));
    if (const auto* spare = std::get_if<lesson::SpareAct>(&act))
        return say({"{} arrives", "让 {} 到达"}, segment_text(spare->which, scenario));
    if (const auto* network = std::get_if<lesson::NetworkAct>(&act))
        return say({"the network changed at {}", "在 {} 改变网络"}, to_seconds(network->at, 3));
    const auto& made = std::get<lesson::CallAct>(act);
    return say({"{0}() of {1} at {2}", "{1} 在 {2} 调用 {0}()"}, trace::word(made.call.call),
               trace::spoken(scenario.setup.endpoints[trace::index(made.call.side)]), to_seconds(made.at, 3));
}

std::uint32_t acts_left(const lesson::Scenario& scenario, ActKind kind)
{
    const auto place = static_cast<std::size_t>(kind);
    const std::uint32_t allowed = scenario.goal ? scenario.goal->allowed[place] : lesson::most_acts;
    const std::uint32_t made = scenario.solves ? lesson::count_kinds(scenario.solves->acts)[place] : 0;
    return made < allowed ? allowed - made : 0;
}

OwnedText why_not(const lesson::Scenario& scenario, ActKind kind)
{
    if (!scenario.goal || acts_left(scenario, kind) > 0) return {};
    const OwnedText all = acts_text(scenario.goal->allowed);
    if (scenario.goal->allowed[static_cast<std::size_t>(kind)] == 0)
        return say({"For this goal you {}; you may {}.", "为了这个目标，{}；可以{}。"}, forbidden(kind), all);
    return say({"All that this goal allows of this is done: you may {}. Undo, or go back to an earlier run.",
                "这种操作的次数已经用完：可以{}。请撤销，或回到先前的运行。"},
               all);
}

OwnedText why_not(const lesson::Scenario& scenario, const WhatIf& change)
{
    if (!scenario.goal) return {};
    const auto kind = kind_of(change);
    if (!kind)
        return {"This goal is about the network and the calls: the options stay as they are.",
                "这个目标要靠网络和调用来达成：选项保持不变。"};
    const auto* made = std::get_if<CallAt>(&change);
    if (made != nullptr && made->call.call == trace::Call::Skip)
        return {"Only a lesson skips octets.", "只有课程可以跳过字节。"};
    return why_not(scenario, *kind);
}

OwnedText acts_text(const std::array<std::uint32_t, lesson::act_kinds>& counts)
{
    std::vector<std::string> en;
    std::vector<std::string> zh;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] == 0) continue;
        const OwnedText one = counted(static_cast<ActKind>(i), counts[i]);
        en.push_back(one.en);
        zh.push_back(one.zh);
    }
    return {fmt::to_string(fmt::join(en, ", ")), fmt::to_string(fmt::join(zh, "、"))};
}

void note_act(lesson::Scenario& child, const lesson::Scenario& parent, const trace::Trace& trace, const WhatIf& change)
{
    if (!parent.goal) return;
    lesson::Solves solves{parent.id, {}, {}};
    if (parent.solves) solves = *parent.solves;
    if (const auto* spare = std::get_if<SpareSegment>(&change)) {
        sim::SegmentMatch which;
        which.from = trace.transit(spare->transit).from;
        which.nth = {trace::ordinal_of(trace, spare->transit)};
        solves.acts.emplace_back(lesson::SpareAct{which});
    } else if (const auto* made = std::get_if<CallAt>(&change)) {
        solves.acts.emplace_back(lesson::CallAct{made->at, made->call});
    } else if (const auto* network = std::get_if<ChangeNetwork>(&change)) {
        solves.acts.emplace_back(lesson::NetworkAct{network->at, network->links});
    } else {
        solves.acts.emplace_back(child.setup.faults.back());
    }
    child.solves = std::make_shared<const lesson::Solves>(std::move(solves));
}

} // namespace tcpstage::run
