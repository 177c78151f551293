#include "core/packetdrill/report.h"

#include "core/base/say.h"

#include <algorithm>
#include <fmt/format.h>
#include <functional>
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

std::string to_line(const std::string& file, const Outcome& outcome, Language language)
{
    if (outcome.verdict == Verdict::Passed) return said(language, {"{}: passed", "{}：通过"}, file);
    if (!outcome.cut.empty()) return fmt::format("{}:{}: {}", file, outcome.line, outcome.cut[language]);
    if (outcome.verdict == Verdict::Unsupported)
        return said(language, {"{}:{}: not supported: {}", "{}:{}: 不支持：{}"}, file, outcome.line, outcome.missing);
    std::string line = fmt::format("{}:{}: {}", file, outcome.line, outcome.what);
    if (!outcome.expected.empty())
        line += said(language, {"; script packet: {}", "；脚本中的报文：{}"}, outcome.expected);
    if (!outcome.seen.empty()) line += said(language, {"; actual packet: {}", "；实际的报文：{}"}, outcome.seen);
    return line;
}

void Tally::count(const Outcome& outcome)
{
    switch (outcome.verdict) {
    case Verdict::Passed:
        ++passed;
        return;
    case Verdict::Failed:
        ++failed;
        return;
    case Verdict::Unsupported:
        ++unsupported;
        break;
    }
    const OwnedText& what = outcome.cut.empty() ? outcome.missing : outcome.cut;
    const auto known = std::ranges::find(missing, what, &std::pair<OwnedText, std::size_t>::first);
    if (known == missing.end())
        missing.emplace_back(what, 1);
    else
        ++known->second;
}

std::string to_text(const Tally& tally, Language language)
{
    std::string text = said(language, {"{} passed, {} failed", "{} 个通过，{} 个失败"}, tally.passed, tally.failed);
    if (tally.unsupported == 0) return text;
    text += said(language, {", {} not supported", "，{} 个不支持"}, tally.unsupported);
    auto missing = tally.missing;
    std::ranges::stable_sort(missing, std::greater{}, &std::pair<OwnedText, std::size_t>::second);
    for (const auto& [what, scripts] : missing)
        text += said(language, {"\n{:>6} not supported: {}", "\n{:>6} 个不支持：{}"}, scripts, what);
    return text;
}

std::string to_json(const std::vector<Ran>& scripts)
{
    Tally tally;
    Json list = Json::array();
    for (const Ran& ran : scripts) {
        tally.count(ran.outcome);
        list.push_back(script_json(ran));
    }
    Json missing = Json::array();
    for (const auto& [what, scripts_with_it] : tally.missing)
        missing.push_back({{"what", {{"en", what.en}, {"zh", what.zh}}}, {"scripts", scripts_with_it}});
    const Json all{{"format", "tcpstage-drill"},   {"version", 1},           {"scripts", std::move(list)},
                   {"passed", tally.passed},       {"failed", tally.failed}, {"not_supported", tally.unsupported},
                   {"missing", std::move(missing)}};
    return all.dump(2) + "\n";
}

} // namespace tcpstage::packetdrill
