#include "core/lesson/yaml/emit.h"

#include <algorithm>

namespace tcpstage::lesson::yaml {

namespace {

using YAML::BeginMap;
using YAML::BeginSeq;
using YAML::EndMap;
using YAML::EndSeq;
using YAML::Flow;
using YAML::Key;
using YAML::Value;

class GoalWriter {
public:
    GoalWriter(YAML::Emitter& out, const Names& names) : out_{out}, names_{names} {}

    void write(const Goal& goal, bool with_solution)
    {
        out_ << BeginMap << Key << "text" << Value;
        text(goal.text);
        out_ << Key << "reach" << Value;
        reach(goal.reach);
        out_ << Key << "allowed" << Value << Flow << BeginMap;
        for (std::size_t i = 0; i < act_kinds; ++i)
            if (goal.allowed[i] > 0) out_ << Key << std::string{act_words[i]} << Value << goal.allowed[i];
        out_ << EndMap;
        if (!goal.hints.empty()) {
            out_ << Key << "hints" << Value << BeginSeq;
            for (const OwnedText& hint : goal.hints)
                text(hint);
            out_ << EndSeq;
        }
        if (with_solution && !goal.solution.empty()) {
            out_ << Key << "solution" << Value;
            acts(goal.solution);
        }
        out_ << EndMap;
    }

    void acts(const std::vector<Act>& acts)
    {
        out_ << BeginSeq;
        for (const Act& act : acts)
            std::visit([&](const auto& one) { write_act(one); }, act);
        out_ << EndSeq;
    }

private:
    void text(const OwnedText& value)
    {
        out_ << BeginMap << Key << "en" << Value << YAML::DoubleQuoted << value.en;
        if (!value.zh.empty()) out_ << Key << "zh" << Value << YAML::DoubleQuoted << value.zh;
        out_ << EndMap;
    }

    void moments(const char* key, const std::vector<NoteTrigger>& moments)
    {
        if (moments.empty()) return;
        out_ << Key << key << Value << BeginSeq;
        for (const NoteTrigger& moment : moments)
            out_ << trigger_text(moment, names_);
        out_ << EndSeq;
    }

    void never(const Reach& reach)
    {
        if (reach.never.empty() && reach.never_sent.empty()) return;
        out_ << Key << "never" << Value << BeginSeq;
        for (const tcp::Flags flags : reach.never_sent)
            out_ << YAML::DoubleQuoted << tcp::flag_letters(flags);
        for (const NoteTrigger& moment : reach.never)
            out_ << trigger_text(moment, names_);
        out_ << EndSeq;
    }

    void reach(const Reach& reach)
    {
        out_ << BeginMap;
        if (!reach.together.empty()) {
            out_ << Key << "together" << Value << Flow << BeginSeq;
            for (const StateReached& state : reach.together)
                out_ << condition_text(state, names_);
            out_ << EndSeq;
        }
        moments("moments", reach.moments);
        if (!reach.counts.empty()) {
            out_ << Key << "counts" << Value;
            emit_counts(out_, reach.counts, names_);
        }
        if (reach.delivered[0] || reach.delivered[1]) {
            out_ << Key << "delivered" << Value;
            emit_delivered(out_, reach.delivered, names_);
        }
        never(reach);
        if (reach.within) out_ << Key << "within" << Value << to_text(*reach.within);
        out_ << EndMap;
    }

    /// What a reader does is by hand anyhow.
    void write_act(sim::Fault fault)
    {
        fault.by_hand = false;
        emit_fault(out_, fault, names_);
    }

    void write_act(const SpareAct& act)
    {
        out_ << BeginMap << Key << "spare" << Value << Flow << BeginMap;
        emit_match(out_, act.which, names_);
        if (!act.which.nth.empty()) out_ << Key << "nth" << Value << act.which.nth.front();
        out_ << EndMap << EndMap;
    }

    void write_act(const CallAct& act)
    {
        out_ << BeginMap << Key << "call" << Value << Flow << BeginMap;
        out_ << Key << "at" << Value << to_text(act.at - start_of_time);
        out_ << Key << names_.of[trace::index(act.call.side)] << Value << call_text(act.call, 0);
        out_ << EndMap << EndMap;
    }

    void write_act(const NetworkAct& act)
    {
        out_ << BeginMap << Key << "network" << Value << BeginMap;
        out_ << Key << "at" << Value << to_text(act.at - start_of_time);
        out_ << Key << "to" << Value;
        emit_network(out_, act.links);
        out_ << EndMap << EndMap;
    }

    YAML::Emitter& out_;
    const Names& names_;
};

} // namespace

void emit_goal(YAML::Emitter& out, const Scenario& scenario, const Names& names)
{
    GoalWriter writer{out, names};
    out << Key << "goal" << Value;
    writer.write(*scenario.goal, !scenario.solves); // a file that is handed in does not have the answer
    if (!scenario.solves) return;
    out << Key << "solves" << Value << BeginMap << Key << "lesson" << Value << YAML::DoubleQuoted
        << scenario.solves->lesson << Key << "acts" << Value;
    writer.acts(scenario.solves->acts);
    out << EndMap;
}

} // namespace tcpstage::lesson::yaml
