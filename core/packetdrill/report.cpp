#include "core/packetdrill/report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tcpstage::packetdrill {

namespace {

using Json = nlohmann::ordered_json;

std::string_view word_of(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Passed:
        return "passed";
    case Verdict::Failed:
        return "failed";
    case Verdict::Unsupported:
        break;
    }
    return "not supported";
}

Json reasons_of(const Outcome& outcome)
{
    Json reasons = Json::array();
    for (const Reason& reason : outcome.reasons) {
        const tcp::RuleInfo& rule = tcp::info(reason.rule);
        reasons.push_back({{"t_ns", reason.at.time_since_epoch().count()},
                           {"line", reason.line},
                           {"rule", rule.id},
                           {"section", rule.section}});
    }
    return reasons;
}

Json script_json(const Ran& ran)
{
    const Outcome& outcome = ran.outcome;
    Json script{{"file", ran.file}, {"result", word_of(outcome.verdict)}};
    if (outcome.verdict != Verdict::Passed) {
        script["line"] = outcome.line;
        script["what"] = outcome.what;
    }
    if (!outcome.expected.empty()) script["expected"] = outcome.expected;
    if (!outcome.seen.empty()) script["seen"] = outcome.seen;
    script["reasons"] = reasons_of(outcome);
    return script;
}

} // namespace

std::string to_line(const std::string& file, const Outcome& outcome)
{
    if (outcome.verdict == Verdict::Passed) return fmt::format("{}: passed", file);
    if (!outcome.cut.empty()) return fmt::format("{}:{}: {}", file, outcome.line, outcome.cut.en);
    if (outcome.verdict == Verdict::Unsupported)
        return fmt::format("{}:{}: not supported: {}", file, outcome.line, outcome.what);
    std::string line = fmt::format("{}:{}: {}", file, outcome.line, outcome.what);
    if (!outcome.expected.empty()) line += fmt::format("; script packet: {}", outcome.expected);
    if (!outcome.seen.empty()) line += fmt::format("; actual packet: {}", outcome.seen);
    return line;
}

void Tally::count(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Passed:
        ++passed;
        return;
    case Verdict::Failed:
        ++failed;
        return;
    case Verdict::Unsupported:
        ++unsupported;
        return;
    }
}

std::string to_text(const Tally& tally)
{
    std::string text = fmt::format("{} passed, {} failed", tally.passed, tally.failed);
    if (tally.unsupported != 0) text += fmt::format(", {} not supported", tally.unsupported);
    return text;
}

std::string to_json(const std::vector<Ran>& scripts)
{
    Tally tally;
    Json list = Json::array();
    for (const Ran& ran : scripts) {
        tally.count(ran.outcome.verdict);
        list.push_back(script_json(ran));
    }
    const Json all{{"format", "tcpstage-drill"}, {"version", 1},           {"scripts", std::move(list)},
                   {"passed", tally.passed},     {"failed", tally.failed}, {"not_supported", tally.unsupported}};
    return all.dump(2) + "\n";
}

} // namespace tcpstage::packetdrill
