#include "core/lesson/yaml/emit.h"
#include "core/lesson/yaml/parts.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <span>
#include <yaml-cpp/emitter.h>

namespace tcpstage::lesson {

namespace {

using YAML::BeginMap;
using YAML::BeginSeq;
using YAML::EndMap;
using YAML::EndSeq;
using YAML::Flow;
using YAML::Key;
using YAML::Value;

class Writer {
public:
    explicit Writer(const Scenario& scenario)
        : scenario_{scenario}, names_{{scenario.setup.endpoints[0].name, scenario.setup.endpoints[1].name}}, out_{own_}
    {}

    std::string written()
    {
        out_ << BeginMap;
        text("title", scenario_.title);
        out_ << Key << "group" << Value << std::string{group_ids[static_cast<std::size_t>(scenario_.group)]};
        text("summary", scenario_.summary);
        keywords();
        if (!scenario_.rfc.empty()) entry("rfc", scenario_.rfc);
        endpoints();
        network(scenario_.setup.links);
        out_ << Key << "seed" << Value << scenario_.setup.seed;
        steps();
        end();
        faults();
        injections();
        notes();
        expectations();
        if (scenario_.goal) yaml::emit_goal(out_, scenario_, names_);
        if (scenario_.beside) {
            out_ << Key << "beside" << Value;
            Writer{*scenario_.beside, scenario_, out_}.other_world();
        }
        out_ << EndMap;
        return std::string{out_.c_str()} + "\n";
    }

private:
    Writer(const Scenario& scenario, const Scenario& main, YAML::Emitter& out)
        : scenario_{scenario}, main_{&main}, names_{{main.setup.endpoints[0].name, main.setup.endpoints[1].name}},
          out_{out}
    {}

    /// Writes out everything that it could inherit, so that nothing is inherited.
    void other_world()
    {
        out_ << BeginMap;
        text("title", scenario_.half);
        text("main", main_->half);
        endpoints();
        network(scenario_.setup.links);
        out_ << Key << "seed" << Value << scenario_.setup.seed;
        steps();
        end();
        faults();
        injections();
        notes();
        expectations();
        out_ << EndMap;
    }

    void keywords()
    {
        constexpr std::array<const char*, 2> languages{"en", "zh"};
        if (scenario_.keywords[0].empty() && scenario_.keywords[1].empty()) return;
        out_ << Key << "keywords" << Value << BeginMap;
        for (std::size_t i = 0; i < languages.size(); ++i) {
            if (scenario_.keywords[i].empty()) continue;
            out_ << Key << languages[i] << Value << Flow << BeginSeq;
            for (const std::string& word : scenario_.keywords[i])
                out_ << YAML::DoubleQuoted << word;
            out_ << EndSeq;
        }
        out_ << EndMap;
    }

    void end()
    {
        if (scenario_.end) out_ << Key << "end" << Value << to_text(*scenario_.end);
    }

    void entry(const std::string& key, const std::string& value)
    {
        out_ << Key << key << Value << YAML::DoubleQuoted << value;
    }

    void text(const std::string& key, const OwnedText& value)
    {
        if (value.empty()) return;
        out_ << Key << key << Value << BeginMap;
        entry("en", value.en);
        if (!value.zh.empty()) entry("zh", value.zh);
        out_ << EndMap;
    }

    const std::string& name_of(trace::Side side) const { return names_.of[trace::index(side)]; }

    void tcp(const tcp::Settings& settings, const tcp::Settings& base)
    {
        const auto lines = yaml::tcp_lines(settings, base);
        if (lines.empty()) return;
        out_ << Key << "tcp" << Value << BeginMap;
        for (const auto& [key, value] : lines)
            out_ << Key << key << Value << value;
        out_ << EndMap;
    }

    void endpoints()
    {
        out_ << Key << "endpoints" << Value << BeginMap;
        for (const trace::Side side : trace::both_sides) {
            const sim::EndpointSetup& endpoint = scenario_.setup.endpoints[trace::index(side)];
            if (side == trace::Side::Right && sim::is_mirrored(scenario_.setup)) {
                out_ << Key << endpoint.name << Value << std::string{yaml::mirrored_words[0]};
                continue;
            }
            out_ << Key << endpoint.name << Value << BeginMap;
            text("name", endpoint.shown);
            out_ << Key << "address" << Value << tcp::to_text(endpoint.socket.address);
            out_ << Key << "port" << Value << endpoint.socket.port;
            if (!endpoint.iss.given.empty() || main_ != nullptr) {
                out_ << Key << "iss" << Value << Flow << BeginSeq;
                for (const tcp::Seq iss : endpoint.iss.given)
                    out_ << iss.value();
                out_ << EndSeq;
            }
            tcp(endpoint.settings,
                main_ != nullptr ? main_->setup.endpoints[trace::index(side)].settings : tcp::Settings{});
            out_ << EndMap;
        }
        out_ << EndMap;
    }

    void network(const std::array<sim::LinkSettings, 2>& links)
    {
        out_ << Key << "network" << Value;
        yaml::emit_network(out_, links);
    }

    void call(const CallStep& step)
    {
        std::uint64_t& sent = sent_[trace::index(step.side)];
        out_ << Key << name_of(step.side) << Value << yaml::call_text(step, sent);
        if (step.call == trace::Call::Send) sent += step.data.size();
    }

    void wait(const WaitStep& step)
    {
        out_ << Key << "wait" << Value;
        if (const auto* duration = std::get_if<Duration>(&step.until)) {
            out_ << to_text(*duration);
            return;
        }
        conditions(std::get<std::vector<StateReached>>(step.until));
    }

    void conditions(const std::vector<StateReached>& conditions)
    {
        out_ << Flow << BeginSeq;
        for (const StateReached& condition : conditions)
            out_ << yaml::condition_text(condition, names_);
        out_ << EndSeq;
    }

    /// How many of the first steps `begin: after handshake` makes.
    std::size_t implied_steps() const
    {
        if (!scenario_.begin || !scenario_.begin->after_handshake) return 0;
        const auto opens = [](const Step& step) {
            const auto* const made = std::get_if<CallStep>(&step.action);
            return made != nullptr && (made->call == trace::Call::Listen || made->call == trace::Call::Connect);
        };
        const std::size_t made = handshake_steps().size();
        const bool whole = scenario_.steps.size() > made && yaml::is_handshake(std::span{scenario_.steps}.first(made));
        const bool more = whole && std::ranges::any_of(std::span{scenario_.steps}.subspan(made), opens);
        return whole && !more ? made : 0;
    }

    void begin()
    {
        if (!scenario_.begin) return;
        out_ << Key << "begin" << Value;
        if (implied_steps() > 0)
            out_ << "after handshake";
        else
            conditions(scenario_.begin->when);
    }

    void steps()
    {
        begin();
        out_ << Key << "steps" << Value << BeginSeq;
        for (const Step& step : std::span{scenario_.steps}.subspan(implied_steps())) {
            out_ << BeginMap;
            if (const auto* made = std::get_if<CallStep>(&step.action))
                call(*made);
            else if (const auto* changed = std::get_if<NetworkStep>(&step.action))
                network(changed->links);
            else
                wait(std::get<WaitStep>(step.action));
            out_ << EndMap;
        }
        out_ << EndSeq;
    }

    void faults()
    {
        if (scenario_.setup.faults.empty() && main_ == nullptr) return;
        out_ << Key << "faults" << Value << BeginSeq;
        for (const sim::Fault& one : scenario_.setup.faults)
            yaml::emit_fault(out_, one, names_);
        out_ << EndSeq;
    }

    void injections()
    {
        if (scenario_.setup.injections.empty() && main_ == nullptr) return;
        out_ << Key << "inject" << Value << BeginSeq;
        for (auto rest = std::span{scenario_.setup.injections}; !rest.empty();) {
            const std::size_t count = alike(rest);
            injection(rest.front());
            if (count > 1) {
                out_ << Key << "count" << Value << count;
                out_ << Key << "every" << Value << to_text(rest[1].at - rest[0].at);
            }
            out_ << EndMap;
            rest = rest.subspan(count);
        }
        out_ << EndSeq;
    }

    void injection(const sim::Injection& injection)
    {
        out_ << BeginMap << Key << "at" << Value << to_text(injection.at - start_of_time);
        out_ << Key << "from" << Value << name_of(injection.from);
        if (injection.octets.empty())
            entry("segment", tcp::notation(injection.segment, injection.segment.window));
        else
            entry("octets", fmt::format("{:02x}", fmt::join(injection.octets, " ")));
        if (injection.source) entry("source", yaml::text_of(*injection.source, injection.segment.source_port));
        if (const auto& to = injection.destination)
            entry("destination", yaml::text_of(*to, injection.segment.destination_port));
    }

    /// How many of the first injections differ only by consecutive source addresses and equal intervals: they become
    /// one entry, because ten thousand entries would be too long to read.
    static std::size_t alike(std::span<const sim::Injection> injections)
    {
        const sim::Injection& first = injections[0];
        if (!first.source || injections.size() < 2) return 1;
        const Duration gap = injections[1].at - first.at;
        if (gap < Duration{0} || gap > yaml::longest_gap) return 1;
        std::uint32_t count = 1;
        for (const sim::Injection& next : injections.subspan(1)) {
            if (next.from != first.from || next.segment != first.segment || next.octets != first.octets ||
                next.at - injections[count - 1].at != gap || next.destination != first.destination ||
                next.source != yaml::later_address(*first.source, count))
                break;
            ++count;
        }
        return count;
    }

    void notes()
    {
        if (scenario_.notes.empty()) return;
        out_ << Key << "notes" << Value << BeginSeq;
        for (const Note& note : scenario_.notes) {
            if (note.like) continue; // its moment is known by its run only
            out_ << BeginMap << Key << "at" << Value << yaml::trigger_text(note.at, names_);
            text("chapter", note.chapter);
            text("title", note.title);
            text("text", note.text);
            text("simple", note.simple);
            text("analogy", note.analogy);
            text("answer", note.answer);
            out_ << EndMap;
        }
        out_ << EndSeq;
    }

    void expectations()
    {
        if (scenario_.expect.say_nothing() && main_ == nullptr) return;
        out_ << Key << "expect" << Value;
        yaml::emit_expectations(out_, scenario_.expect, names_);
    }

    const Scenario& scenario_;
    const Scenario* main_ = nullptr; // when writing the world beside another: the other one
    yaml::Names names_;
    YAML::Emitter own_;
    YAML::Emitter& out_;
    std::array<std::uint64_t, 2> sent_{};
};

} // namespace

std::string write_scenario(const Scenario& scenario) { return Writer{scenario}.written(); }

} // namespace tcpstage::lesson
