// scripts.tsv names the clause that each script tests; the run of the script must cite a rule of that clause.
#include "tests/core/packetdrill/scripts.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <vector>

namespace tcpstage::packetdrill {
namespace {

namespace fs = std::filesystem;

using Rules = std::vector<tcp::Rule>;

/// The rules for each clause; a run must cite at least one of them.
const std::map<std::string, Rules, std::less<>> rules_of_clauses{
    {"3.10.7.1", {tcp::Rule::ClosedRefuses, tcp::Rule::ClosedRefusesAck, tcp::Rule::ClosedIgnoresReset}},
    {"3.10.7.2",
     {tcp::Rule::ListenTakesSyn, tcp::Rule::ListenRefusesAck, tcp::Rule::ListenIgnoresReset, tcp::Rule::ListenDrops}},
    {"3.10.7.3",
     {tcp::Rule::SynSentBadAck, tcp::Rule::SynSentDrops, tcp::Rule::SynSentIgnoresReset, tcp::Rule::SynSentRefused,
      tcp::Rule::SynSentCrossing, tcp::Rule::SynSentEstablished}},
    {"3.10.7.4",
     {tcp::Rule::SequenceUnacceptable, tcp::Rule::ResetOutsideWindow, tcp::Rule::ResetTaken, tcp::Rule::ResetRefuses,
      tcp::Rule::ResetToListen, tcp::Rule::ResetChallenged, tcp::Rule::SynChallenged, tcp::Rule::TimeWaitFinAgain,
      tcp::Rule::FinIgnored}},
    {"3.10.7.4(2)", {tcp::Rule::ResetOutsideWindow, tcp::Rule::ResetTaken, tcp::Rule::ResetChallenged}},
    {"3.10.7.4(4)", {tcp::Rule::SequenceUnacceptable, tcp::Rule::SynChallenged}},
    {"3.10.7.4(5)", {tcp::Rule::AckMissing}},
    {"Fig.5,6,7,12",
     {tcp::Rule::SynSentEstablished, tcp::Rule::SynSentCrossing, tcp::Rule::ListenTakesSyn, tcp::Rule::CloseSynSent}},
    {"SHLD-31", {tcp::Rule::TextOutOfOrder}},
    {"RFC5681-4.2", {tcp::Rule::GapFilled}},
    {"RFC2018", {tcp::Rule::TextOutOfOrder}},
    {"sec.4", {tcp::Rule::TextOutOfOrder}}, // RFC 2018 section 4
    {"RFC2883", {tcp::Rule::DuplicateReported}},
};

fs::path folder() { return fs::path{TCPSTAGE_SOURCE_DIR} / ".." / "shared" / "packetdrill"; }

struct Listed {
    std::string path;
    std::string requirement; // clauses, with spaces between them
};

std::vector<Listed> listed_scripts(std::istream& table)
{
    std::vector<Listed> scripts;
    std::string line;
    std::getline(table, line); // the head
    while (std::getline(table, line)) {
        std::istringstream row{line};
        std::string ignored;
        Listed script;
        std::getline(row, ignored, '\t');
        std::getline(row, ignored, '\t');
        std::getline(row, script.path, '\t');
        std::getline(row, script.requirement, '\t');
        if (!script.path.empty()) scripts.push_back(script);
    }
    return scripts;
}

bool cites(const Outcome& outcome, const Rules& rules)
{
    return std::ranges::any_of(
        outcome.reasons, [&](const Reason& reason) { return std::ranges::find(rules, reason.rule) != rules.end(); });
}

bool has_segments(const std::string& text)
{
    const auto script = read(text, "script");
    return script && std::ranges::any_of(script->events, [](const ScriptEvent& event) {
               return std::holds_alternative<SegmentLine>(event.action);
           });
}

void expect_cited(const Listed& script)
{
    std::ifstream file{folder() / "freebsd" / script.path, std::ios::binary};
    ASSERT_TRUE(file) << script.path;
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    const Outcome outcome = play(text, false);
    if (outcome.reasons.empty() && !has_segments(text)) return; // no segments, so no rule applies
    std::istringstream clauses{script.requirement};
    std::string clause;
    while (clauses >> clause) {
        const auto known = rules_of_clauses.find(clause);
        ASSERT_NE(known, rules_of_clauses.end()) << "no rule is known for " << clause << " of " << script.path;
        EXPECT_TRUE(cites(outcome, known->second)) << script.path << " tests " << clause << " and cites no rule of it";
    }
}

TEST(DrillRequirements, AreAmongTheRulesThatEachScriptCites)
{
    std::ifstream table{folder() / "scripts.tsv"};
    if (!table) GTEST_SKIP() << "there is no " << folder() / "scripts.tsv";
    const auto scripts = listed_scripts(table);
    EXPECT_GE(scripts.size(), 100U);
    for (const Listed& script : scripts)
        expect_cited(script);
}

} // namespace
} // namespace tcpstage::packetdrill
