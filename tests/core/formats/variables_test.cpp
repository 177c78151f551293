// The variables of the TCBs over time, as CSV and JSON.

#include "core/captions/caption.h"
#include "core/formats/formats.h"
#include "core/formats/variables.h"
#include "core/run/saved_run.h"
#include "tests/core/lesson/lesson.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <gmock/gmock.h>
#include <iterator>
#include <nlohmann/json.hpp>
#include <sstream>

namespace tcpstage::formats {
namespace {

using Json = nlohmann::ordered_json;
using Row = std::vector<std::string>;

run::LessonRun run_of(const std::string& id)
{
    lesson::Scenario scenario = *lesson::find_lesson(id);
    run::Run run = run::run(scenario);
    return {std::move(scenario), std::move(run)};
}

/// The lines, cut at the commas; these tables have no quotes.
std::vector<Row> table(const std::string& csv)
{
    std::vector<Row> rows;
    std::istringstream lines{csv};
    for (std::string line; std::getline(lines, line);) {
        Row& row = rows.emplace_back();
        std::istringstream fields{line + ','};
        for (std::string field; std::getline(fields, field, ',');)
            row.push_back(field);
    }
    return rows;
}

/// What stands in a column, of one end, from the first step to the last.
Row column(const std::vector<Row>& rows, const std::string& end, const std::string& name)
{
    const auto place = std::ranges::find(rows[0], name) - rows[0].begin();
    Row values;
    for (const Row& row : rows)
        if (row[2] == end) values.push_back(row[static_cast<std::size_t>(place)]);
    return values;
}

TEST(VariablesAsCsv, HaveOneLineForEachEndAndStep)
{
    for (const char* id : {"three-way-handshake", "slow-start", "zero-window", "last-ack-lost"}) {
        const run::LessonRun lesson = run_of(id);
        const auto rows = table(to_csv_of_variables(lesson.run.trace));
        const std::size_t steps = captions::all_captions(lesson.scenario, lesson.run).size(); // as the window counts
        ASSERT_EQ(rows.size(), 2 * steps + 1) << id;
        for (std::size_t i = 1; i < rows.size(); ++i) {
            ASSERT_EQ(rows[i].size(), rows[0].size()) << id << " line " << i;
            EXPECT_EQ(rows[i][0], std::to_string((i - 1) / 2)) << id << " line " << i;
        }
    }
}

TEST(VariablesAsCsv, AreThoseOfTheTcbAfterTheStep)
{
    const trace::Trace trace = run_of("timeout-collapse").run.trace;
    const auto rows = table(to_csv_of_variables(trace));
    std::size_t line = 3;
    for (trace::RecordId id = 0; id < trace.records().size(); ++id) {
        if (!trace::is_step(trace.record(id).kind)) continue;
        for (const trace::Side side : trace::both_sides) {
            const tcp::Tcb tcb = trace.at(side, trace.moment_after(id));
            const Row& row = rows[line++];
            EXPECT_EQ(row[3], tcp::name(tcb.state));
            const bool known = tcb.state != tcp::State::Closed && tcb.state != tcp::State::Listen;
            EXPECT_EQ(row[9], known && tcb.cwnd > 0 ? std::to_string(tcb.cwnd) : "") << "line " << line;
            EXPECT_EQ(row[11], known ? std::to_string(tcb.in_flight()) : "") << "line " << line;
            EXPECT_EQ(row[12], known ? std::to_string(tcb.rto.count()) : "") << "line " << line;
        }
    }
    EXPECT_EQ(line, rows.size());
}

TEST(VariablesAsCsv, AnswerAQuestionAboutTheCongestionWindow)
{
    const auto rows = table(to_csv_of_variables(run_of("exam-2009-39").run.trace));
    std::vector<std::string> kilobytes; // of 1000 octets, as the lesson says
    for (const std::string& value : column(rows, "client", "cwnd"))
        if (!value.empty() && std::stoul(value) % 1000 == 0)
            if (const std::string size = std::to_string(std::stoul(value) / 1000);
                kilobytes.empty() || kilobytes.back() != size)
                kilobytes.push_back(size);
    EXPECT_THAT(kilobytes, ::testing::IsSupersetOf({"16", "1", "2", "4", "8", "9"}))
        << fmt::format("{}", fmt::join(kilobytes, " "));
}

TEST(VariablesAsCsv, LeaveOutWhatHasNoValue)
{
    const auto rows = table(to_csv_of_variables(run_of("three-way-handshake").run.trace));
    for (std::size_t i = 4; i < rows[1].size(); ++i)
        EXPECT_EQ(rows[1][i], "") << "CLOSED: " << rows[0][i];
    const Row& sent = rows[5]; // after the SYN has left
    ASSERT_EQ(sent[3], "SYN-SENT");
    EXPECT_EQ(sent[6], "") << "snd.wnd is in the peer's SYN";
    EXPECT_EQ(sent[7], "") << "rcv.nxt too";
    EXPECT_THAT(column(rows, "client", "ssthresh"), ::testing::Each("")) << "nothing was lost";
    EXPECT_EQ(column(rows, "client", "srtt_ns").back(), "200000000");
}

TEST(VariablesAsCsv, SayWhatIsNotTcpAndHaveNoLineForUdp)
{
    EXPECT_EQ(table(to_csv_of_variables(run_of("udp").run.trace)).size(), 1U);
    const auto rows = table(to_csv_of_variables(run_of("why-persist").run.trace));
    const auto beside = *run_of("why-persist").scenario.beside;
    const auto other = table(to_csv_of_variables(run::run(beside).trace));
    EXPECT_TRUE((rows[0].back() == "not_tcp") != (other[0].back() == "not_tcp")) << "one of the two worlds";
}

TEST(VariablesAsJson, AreTheChangesOfTheSameValues)
{
    for (const char* id : {"slow-start", "last-ack-lost", "simultaneous-open", "udp"}) {
        const trace::Trace trace = run_of(id).run.trace;
        const Json json = Json::parse(to_json(trace));
        std::array<VariableValues, 2> now;
        std::int64_t before = 0;
        for (const Json& entry : json["variables"]) {
            const std::size_t side = entry["endpoint"] == trace.endpoint(trace::Side::Left).name ? 0 : 1;
            EXPECT_GE(entry["t_ns"], before);
            before = entry["t_ns"];
            for (const auto& [name, value] : entry["changed"].items()) {
                const auto place = std::ranges::find(variable_names, name) - variable_names.begin();
                std::optional<std::int64_t>& known = now[side][static_cast<std::size_t>(place)];
                const auto next = value.is_null() ? std::optional<std::int64_t>{} : value.get<std::int64_t>();
                EXPECT_NE(known, next) << id << ": " << name << " has not changed";
                known = next;
            }
        }
        for (const trace::Side side : trace::both_sides) {
            if (!has_tcb(trace, side)) continue;
            EXPECT_EQ(now[trace::index(side)], values_of(trace.at(side, trace.last_moment()))) << id;
        }
    }
}

TEST(Variables, HaveTheNamesOfTheDocuments)
{
    const auto read = [](const char* path) {
        std::ifstream file{std::string{TCPSTAGE_SOURCE_DIR} + path};
        return std::string{std::istreambuf_iterator<char>{file}, {}};
    };
    const std::string header = fmt::format("    {}\n", fmt::join(table(to_csv_of_variables({}))[0], ","));
    EXPECT_NE(read("/docs/formats.md").find(header), std::string::npos) << header;
    const Json schema = Json::parse(read("/docs/trace.schema.json"));
    Row names;
    for (const auto& [name, type] : schema["$defs"]["variableChange"]["properties"]["changed"]["properties"].items())
        names.push_back(name);
    EXPECT_TRUE(std::ranges::equal(names, variable_names)) << fmt::format("{}", fmt::join(names, " "));
}

} // namespace
} // namespace tcpstage::formats
