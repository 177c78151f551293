#include "core/formats/formats.h"

#include "core/formats/save.h"
#include "tests/core/lesson/lesson.h"
#include "tests/support/every_option.h"

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

namespace tcpstage::formats {
namespace {

using Json = nlohmann::ordered_json;

trace::Trace trace_of(const std::string& id) { return run::run(*lesson::find_lesson(id)).trace; }

std::vector<std::string> keys(const Json& json)
{
    std::vector<std::string> names;
    for (const auto& [key, value] : json.items())
        names.push_back(key);
    return names;
}

using Names = std::vector<std::string>;

TEST(TraceAsJson, HasTheKeysOfTheContractInTheirOrder)
{
    const Json json = Json::parse(to_json(trace_of("last-ack-lost")));

    EXPECT_EQ(keys(json), (Names{"format", "version", "source", "endpoints", "segments", "states", "calls", "timers",
                                 "reasons", "variables", "final"}));
    EXPECT_EQ(json["format"], "tcpstage-trace");
    EXPECT_EQ(json["version"], 1);
    EXPECT_EQ(json["source"], "simulated");
    EXPECT_EQ(json["endpoints"]["client"], (Json{{"address", "10.0.0.1"}, {"port", 49152}}));
    EXPECT_EQ(keys(json["segments"][0]),
              (Names{"n", "from", "sent_ns", "arrived_ns", "fate", "reason", "flags", "seq", "ack", "window",
                     "payload_bytes", "retransmission", "options", "notation"}));
    EXPECT_EQ(keys(json["states"][0]), (Names{"t_ns", "endpoint", "from", "to", "event", "rule"}));
    EXPECT_EQ(keys(json["calls"][0]), (Names{"t_ns", "endpoint", "call", "error"}));
    EXPECT_EQ(keys(json["timers"][0]), (Names{"t_ns", "endpoint", "timer", "action", "due_ns"}));
    EXPECT_EQ(keys(json["reasons"][0]), (Names{"t_ns", "endpoint", "rule", "section", "segment"}));
    EXPECT_EQ(keys(json["final"]["client"]), (Names{"state", "snd", "rcv", "delivered_bytes", "error"}));
    EXPECT_EQ(keys(json["final"]["client"]["snd"]), (Names{"una", "nxt", "wnd", "iss"}));
    EXPECT_EQ(keys(json["final"]["client"]["rcv"]), (Names{"nxt", "wnd", "irs"}));
}

TEST(TraceAsJson, TellsALostSegmentAndItsRepetition)
{
    const Json json = Json::parse(to_json(trace_of("last-ack-lost")));
    const Json& lost = json["segments"][6];
    const Json& again = json["segments"][7];

    EXPECT_EQ(lost["n"], 7);
    EXPECT_EQ(lost["fate"], "lost");
    EXPECT_EQ(lost["reason"], "dropped by the lesson");
    EXPECT_TRUE(lost["arrived_ns"].is_null());
    EXPECT_EQ(again["flags"], (Json{"FIN", "ACK"}));
    EXPECT_EQ(again["retransmission"], true);
    EXPECT_EQ(again["seq"], 301);
}

TEST(TraceAsJson, NamesTheEventOfEveryState)
{
    const Json json = Json::parse(to_json(trace_of("last-ack-lost")));
    std::vector<std::string> events;
    for (const Json& state : json["states"])
        if (state["endpoint"] == "client") events.push_back(state["event"]);

    EXPECT_EQ(events, (Names{"call connect", "segment 2", "call close", "segment 5", "segment 6", "timer time-wait"}));
}

TEST(TraceAsJson, TellsHowAConnectionFailed)
{
    EXPECT_EQ(Json::parse(to_json(trace_of("connection-refused")))["final"]["client"]["error"], "connection refused");
    EXPECT_EQ(Json::parse(to_json(trace_of("nobody-answers")))["final"]["client"]["error"], "timed out");
    EXPECT_EQ(Json::parse(to_json(trace_of("abort")))["final"]["server"]["error"], "connection reset");
    EXPECT_TRUE(Json::parse(to_json(trace_of("half-close")))["final"]["client"]["error"].is_null());
    EXPECT_EQ(Json::parse(to_json(trace_of("half-close")))["final"]["client"]["delivered_bytes"], 15);
}

TEST(TraceAsJson, TellsTheErrorOfACall)
{
    const Json json = Json::parse(to_json(run::run(lesson::lesson("steps: [client: send 5]\n")).trace));

    EXPECT_EQ(json["calls"][0]["error"], "no connection");
}

constexpr std::size_t handshake_segments = 3;
/// The segments of a handshake, then one segment with each of these options.
trace::Trace trace_with(const std::vector<tcp::Options>& all)
{
    trace::Trace trace = trace_of("three-way-handshake");
    for (const tcp::Options& options : all) {
        trace::Transit transit;
        transit.segment.options = options;
        transit.sent = trace.end();
        transit.ends = transit.sent + 1ms;
        trace.launch(transit);
    }
    return trace;
}

TEST(TraceAsJson, SaysEveryOptionByItsKey)
{
    const auto all = tcp::every_set_of_options();
    const Json json = Json::parse(to_json(trace_with(all)));
    for (std::size_t i = 0; i < all.size(); ++i) {
        Names expected;
        for (const tcp::OptionRow& row : tcp::option_rows())
            if (row.present(all[i])) expected.emplace_back(row.key);
        EXPECT_EQ(keys(json["segments"][handshake_segments + i]["options"]), expected);
    }
}

TEST(TraceAsJson, ShowsTheValueOfEachOptionInItsOwnForm)
{
    const Json json = Json::parse(to_json(trace_with({tcp::every_set_of_options().back()})));
    EXPECT_EQ(json["segments"][handshake_segments]["options"].dump(),
              R"({"mss":258,"window_scale":1,"sack_permitted":true,"timestamps":{"value":16909060,"echo":84281096},)"
              R"("sack":[[16909060,84281096]]})");
}

TEST(TraceSchema, HasEveryOption)
{
    std::ifstream file{TCPSTAGE_SOURCE_DIR "/docs/trace.schema.json"};
    const Json schema = Json::parse(file);
    Names expected;
    for (const tcp::OptionRow& row : tcp::option_rows())
        expected.emplace_back(row.key);
    EXPECT_EQ(keys(schema["$defs"]["options"]["properties"]), expected);
}

TEST(SavedTrace, KeepsEveryOption)
{
    std::vector<tcp::Options> all = tcp::every_set_of_options();
    const auto alone = tcp::every_option();
    all.insert(all.end(), alone.begin(), alone.end());
    const auto loaded = load_trace(save_trace(trace_with(all)), "options.tcptrace");
    ASSERT_TRUE(loaded) << loaded.error().sentence();
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto id = static_cast<trace::TransitId>(handshake_segments + i);
        EXPECT_EQ(loaded->trace.transit(id).segment.options, all[i]) << i;
    }
}

TEST(SavedTrace, KeepsTheTimeOfDayWhenItBegan)
{
    trace::Trace trace = trace_of("three-way-handshake");
    trace.set_began(1'795'000'000'123'456'789);

    const auto loaded = load_trace(save_trace(trace), "a");

    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->trace.began_ns(), trace.began_ns());
    EXPECT_EQ(Json::parse(to_json(loaded->trace))["began_ns"], trace.began_ns());
}

TEST(TraceAsCsv, HasOneLineForEachSegment)
{
    const std::string csv = to_csv(trace_of("connection-refused"));

    EXPECT_EQ(std::ranges::count(csv, '\n'), 3);
    EXPECT_NE(csv.find("\n2,server,100000000,200000000,arrived,,\"RST, ACK\",0,101,"), std::string::npos) << csv;
}

TEST(TraceAsMermaid, DrawsSegmentsStatesAndLosses)
{
    const std::string text = to_mermaid(trace_of("last-ack-lost"));

    EXPECT_TRUE(text.starts_with("sequenceDiagram\n    participant client\n    participant server\n"));
    EXPECT_NE(text.find("    client--xserver: ACK seq=102 ack=302 (lost)\n"), std::string::npos) << text;
    EXPECT_NE(text.find("    Note over client: TIME-WAIT\n"), std::string::npos);
}

TEST(TraceAsMermaid, TellsWhatNoEndSentAndWhatArrivedDamaged)
{
    EXPECT_NE(to_mermaid(trace_of("duplicate-data")).find(" (copy made by the network)\n"), std::string::npos);
    EXPECT_NE(to_mermaid(trace_of("blind-reset")).find(" (forged or old)\n"), std::string::npos);
    EXPECT_NE(to_mermaid(trace_of("damaged-segment")).find(" (damaged)\n"), std::string::npos);
}

} // namespace
} // namespace tcpstage::formats
