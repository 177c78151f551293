#include "core/terminal/connections_text.h"

#include "core/formats/formats.h"
#include "core/lesson/library.h"
#include "core/run/run.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace tcpstage::terminal {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;
using Json = nlohmann::ordered_json;

capture::Listing listing_of(const std::string& lesson, std::size_t cut = 0)
{
    std::string octets = formats::to_pcapng(run::run(*lesson::find_lesson(lesson)).trace);
    octets.resize(octets.size() - cut);
    return capture::list_connections(capture::Origin::of_octets(octets, "a.pcapng")).value();
}

TEST(ConnectionsAsText, AreOneLineForEach)
{
    EXPECT_EQ(
        connections_as_text(listing_of("connection-refused"), Language::English),
        "n  left            right            begins       lasts  packets  octets >  octets <  retr.  began, ended\n"
        "1  10.0.0.1:49152  10.0.0.2:80  0.000000 s  0.100000 s        2         0         0      0  refused, "
        "reset by the right end\n"
        "1 connection, 2 packets, from 1970-01-01 00:00:00.000000 UTC on\n");
}

TEST(ConnectionsAsText, AreInChinese)
{
    const std::string text = connections_as_text(listing_of("connection-refused"), Language::Chinese);
    EXPECT_THAT(text, HasSubstr("被拒绝，被右端复位\n1 个连接，2 个分组，始于 1970-01-01"));
}

TEST(ConnectionsAsJson, HaveTheKeysOfTheContract)
{
    const Json json = Json::parse(connections_as_json(listing_of("four-way-close")));
    EXPECT_EQ(json["connections"].size(), 1U);
    const Json& first = json["connections"][0];
    EXPECT_EQ(first["n"], 1);
    EXPECT_EQ(first["left"], (Json{{"address", "10.0.0.1"}, {"port", 49152}}));
    EXPECT_EQ(first["opened"], "handshake");
    EXPECT_EQ(first["closed"], "fin");
    EXPECT_EQ(first["states"], (Json{"TIME-WAIT", "CLOSED"}));
    for (const char* key : {"right", "began_ns", "ended_ns", "packets", "octets", "retransmissions"})
        EXPECT_TRUE(first.contains(key)) << key;
    EXPECT_EQ(json["not_tcp"], 0);
    EXPECT_TRUE(json["problem"].is_null());
    EXPECT_THAT(Json::parse(connections_as_json(listing_of("four-way-close", 3)))["problem"].get<std::string>(),
                StartsWith("a.pcapng: the file is cut: it ends within packet"));
}

} // namespace
} // namespace tcpstage::terminal
