#include "core/lesson/yaml/parts.h"

#include <algorithm>

namespace tcpstage::lesson {

namespace yaml {

namespace {

constexpr std::size_t fault_kinds = sim::fault_words.size(); // the first of the kinds of acts

/// States only: that everything is acknowledged is no state.
std::vector<StateReached> read_together(const Item& item, const Names& names)
{
    std::vector<StateReached> states = read_conditions(item, names);
    if (std::ranges::any_of(states, &StateReached::acknowledged))
        item.refuse(
            {"a goal's \"together\" names states", "目标的“together”写的是状态"},
            {"write for example [client CLOSING, server CLOSING]", "请写成 [client CLOSING, server CLOSING] 这样"});
    return states;
}

tcp::Flags never_sent(const Item& item)
{
    const tcp::Flags flags = read_flags(item);
    if (flags == tcp::Flags{})
        item.refuse({"there is no flag in it", "里面没有标志"}, {"write for example RST", "请写成 RST 这样"});
    return flags;
}

void read_never(const Item& item, const Names& names, Reach& reach)
{
    for (const Item& entry : item.list_or_one()) {
        if (split(entry.text()).size() == 1 && entry.text() != start_word)
            reach.never_sent.push_back(never_sent(entry));
        else
            reach.never.push_back(read_trigger(entry, names));
    }
}

Reach read_reach(const Item& item, const Names& names)
{
    const Map map{item, reach_keys};
    Reach reach;
    if (const auto together = map.find("together")) reach.together = read_together(*together, names);
    if (const auto moments = map.find("moments"))
        for (const Item& entry : moments->list_or_one())
            reach.moments.push_back(read_trigger(entry, names));
    if (const auto counts = map.find("counts"))
        for (const Item& entry : counts->list())
            reach.counts.push_back(read_count(entry, names));
    if (const auto delivered = map.find("delivered")) read_delivered(*delivered, names, reach.delivered);
    if (const auto never = map.find("never")) read_never(*never, names, reach);
    if (const auto within = map.find("within")) reach.within = within->duration();
    if (reach.together.empty() && reach.moments.empty() && reach.counts.empty())
        item.refuse({"this goal has nothing to bring about", "这个目标没有要做到的事"},
                    {"write together, moments or counts", "请写 together、moments 或 counts"});
    return reach;
}

CallAct read_call_act(const Item& item, const Names& names)
{
    const std::array<KeyName, 3> keys{at_key, names.of[0], names.of[1]};
    const Map map{item, keys};
    const auto left = map.find(names.of[0]);
    const auto right = map.find(names.of[1]);
    if (left.has_value() == right.has_value())
        item.refuse({"a call is made by one end", "一次调用由一端发出"},
                    {"write {at: 1.5 s, client: close}", "请写成 {at: 1.5 s, client: close}"});
    CallAct act{start_of_time + map.need(at_key).duration(),
                read_call(left ? *left : *right, left ? trace::Side::Left : trace::Side::Right, names)};
    if (act.call.call == trace::Call::Skip)
        item.refuse({"only a lesson skips octets", "只有课程可以跳过字节"}, {"write another call", "请写别的调用"});
    return act;
}

/// One fault hits one segment: it is chosen as a reader does who points at it.
void check_choice(const Item& item, const sim::SegmentMatch& which)
{
    if (which.all || which.nth.size() > 1 || which.until)
        item.refuse({"an act affects one segment", "一个操作只影响一个报文段"},
                    {"write one number after nth, and no until", "nth 后面只写一个数，不写 until"});
}

Act read_act(const Item& item, const Names& names)
{
    const auto entries = item.entries();
    if (entries.size() != 1)
        item.refuse({"an act is one of drop, delay, duplicate, corrupt, edit, spare, call, network",
                     "操作只能是 drop、delay、duplicate、corrupt、edit、spare、call、network 之一"},
                    {"begin each with \"- \"", "每一个以“- ”开头"});
    const auto& [word, value] = entries.front();
    const auto kind = static_cast<ActKind>(word.one_of({"act", "操作"}, act_words));
    if (kind == ActKind::Call) return read_call_act(value, names);
    if (kind == ActKind::Network) {
        const Map map{value, network_act_keys};
        NetworkAct act{start_of_time + map.need(at_key).duration(), {}};
        read_network(map.need("to"), act.links);
        return act;
    }
    if (kind == ActKind::Spare) {
        const Map map{value, spare_keys};
        SpareAct act{read_match(map, names)};
        if (const auto nth = map.find("nth")) act.which.nth = {static_cast<std::uint32_t>(nth->number(1, UINT32_MAX))};
        return act;
    }
    sim::Fault fault = read_fault(word, value, names);
    check_choice(value, fault.which);
    fault.by_hand = true;
    return fault;
}

std::vector<Act> read_acts(const Item& item, const Names& names)
{
    std::vector<Act> acts;
    const auto items = item.list();
    if (items.size() > most_acts)
        item.refuse(say({"there are more than {} acts", "操作超过 {} 个"}, most_acts), {"use fewer", "请减少"});
    acts.reserve(items.size());
    for (const Item& entry : items)
        acts.push_back(read_act(entry, names));
    return acts;
}

std::vector<OwnedText> read_hints(const Item& item)
{
    std::vector<OwnedText> hints;
    for (const Item& entry : item.list())
        hints.push_back(owned_text(entry));
    if (hints.size() > most_hints)
        item.refuse(say({"there are more than {} hints", "提示超过 {} 条"}, most_hints), {"use fewer", "请减少"});
    return hints;
}

} // namespace

Goal read_goal(const Item& item, const Names& names)
{
    const Map map{item, goal_keys};
    Goal goal;
    goal.place = item.place();
    goal.text = owned_text(map.need("text"));
    goal.reach = read_reach(map.need("reach"), names);
    const Map allowed{map.need("allowed"), act_words};
    for (std::size_t i = 0; i < act_kinds; ++i)
        if (const auto count = allowed.find(act_words[i]))
            goal.allowed[i] = static_cast<std::uint32_t>(count->number(0, most_acts));
    if (const auto hints = map.find("hints")) goal.hints = read_hints(*hints);
    if (const auto solution = map.find("solution")) goal.solution = read_acts(*solution, names);
    return goal;
}

Solves read_solves(const Item& item, const Names& names)
{
    const Map map{item, solves_keys};
    return {map.need("lesson").text(), read_acts(map.need("acts"), names), item.place()};
}

} // namespace yaml

ActKind kind_of(const Act& act)
{
    static_assert(yaml::fault_kinds == static_cast<std::size_t>(ActKind::Spare));
    if (const auto* fault = std::get_if<sim::Fault>(&act)) return static_cast<ActKind>(fault->kind);
    if (std::holds_alternative<SpareAct>(act)) return ActKind::Spare;
    return std::holds_alternative<CallAct>(act) ? ActKind::Call : ActKind::Network;
}

std::array<std::uint32_t, act_kinds> count_kinds(const std::vector<Act>& acts)
{
    std::array<std::uint32_t, act_kinds> counts{};
    for (const Act& act : acts)
        ++counts[static_cast<std::size_t>(kind_of(act))];
    return counts;
}

} // namespace tcpstage::lesson
