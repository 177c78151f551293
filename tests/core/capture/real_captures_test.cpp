// Reads each capture of ../shared/captures (real ones, and what kernels sent) and compares all packets with what tshark
// says about them. Skipped where that folder is absent.
#include "core/capture/list/packet_stream.h"

#include "tests/core/capture/read_all.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <sstream>

namespace tcpstage::capture {
namespace {

namespace fs = std::filesystem;

const fs::path captures = fs::path{TCPSTAGE_SOURCE_DIR} / ".." / "shared" / "captures";

/// The rows of a table with a heading, each as a map from heading to value.
using Row = std::map<std::string, std::string>;

std::vector<std::string> cells_of(const std::string& line)
{
    std::vector<std::string> cells(1);
    for (const char c : line)
        if (c == '\t')
            cells.emplace_back();
        else if (c != '\r')
            cells.back() += c;
    return cells;
}

std::vector<Row> table(const fs::path& path)
{
    std::ifstream in{path};
    std::string line;
    std::getline(in, line);
    const std::vector<std::string> heading = cells_of(line);
    std::vector<Row> rows;
    while (std::getline(in, line)) {
        const std::vector<std::string> cells = cells_of(line);
        Row& row = rows.emplace_back();
        for (std::size_t i = 0; i < heading.size() && i < cells.size(); ++i)
            row[heading[i]] = cells[i];
    }
    return rows;
}

std::uint64_t number(const std::string& text)
{
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

/// The captures that tshark 4.0 reads otherwise than we do, and why we do not follow it.
const std::map<std::string, std::string> different{
    {"PcapPlusPlus__tcp-malformed.pcap", "it counts segments whose header contradicts itself"},
    {"tcpdump__bigtcp-ipv6.pcap", "it calls a segment beyond 64 KiB malformed"},
};

std::string as_tshark(const Packet& packet, const Frame& frame)
{
    const auto at = [&](std::size_t i) {
        return static_cast<std::uint32_t>(get16(Order::Big, packet.header, i)) << 16U |
               get16(Order::Big, packet.header, i + 2);
    };
    return fmt::format("{} {} > {} {} seq {} ack {} len {} win {} captured {} of {}", packet.number,
                       tcp::to_text(packet.from), tcp::to_text(packet.to), packet.header[13], at(4), at(8),
                       packet.payload_octets, get16(Order::Big, packet.header, 14), frame.octets.size(),
                       frame.wire_octets);
}

std::string as_tshark(const Row& row)
{
    const auto socket = [&](const std::string& side) {
        const std::string v6 = row.at("ipv6." + side);
        const std::string port = row.at(side == "src" ? "tcp.srcport" : "tcp.dstport");
        return v6.empty() ? row.at("ip." + side) + ":" + port : "[" + v6 + "]:" + port;
    };
    const unsigned flags = static_cast<unsigned>(std::stoul(row.at("tcp.flags"), nullptr, 16)) & 0xffU;
    return fmt::format("{} {} > {} {} seq {} ack {} len {} win {} captured {} of {}", row.at("frame.number"),
                       socket("src"), socket("dst"), flags, row.at("tcp.seq_raw"), row.at("tcp.ack_raw"),
                       row.at("tcp.len"), row.at("tcp.window_size_value"), row.at("frame.cap_len"),
                       row.at("frame.len"));
}

struct Read {
    std::vector<std::string> packets;
    std::map<std::string, std::uint32_t> connections; // of the packet with this number
    std::uint32_t count = 0;
    std::uint64_t last_number = 0;
    Counts counts;
    std::optional<Error> problem;
};

Read read(const fs::path& path)
{
    Read all;
    auto reader = Reader::open(Origin::of_file(path.string()));
    EXPECT_TRUE(reader) << path;
    if (!reader) return all;
    Decoder decoder;
    Connections connections;
    for (Frame frame; reader->next(frame); all.last_number = frame.number)
        if (const Packet* packet = decoder.take(frame)) {
            all.packets.push_back(as_tshark(*packet, frame));
            all.connections[std::to_string(packet->number)] = connections.place(*packet)->connection;
        }
    all.count = connections.size();
    all.counts = decoder.counts();
    all.problem = reader->problem();
    return all;
}

void compare_packets(const Read& ours, const fs::path& facts)
{
    std::vector<std::string> theirs;
    std::map<std::string, std::uint32_t> streams; // ours for each of theirs
    for (const Row& row : table(facts)) {
        if (row.at("tcp.srcport").empty() || row.at("tcp.srcport").find(',') != std::string::npos) continue;
        theirs.push_back(as_tshark(row));
        const auto known = ours.connections.find(row.at("frame.number"));
        if (known == ours.connections.end()) continue;
        const auto [stream, is_new] = streams.emplace(row.at("tcp.stream"), known->second);
        EXPECT_EQ(stream->second, known->second) << "packet " << row.at("frame.number");
    }
    EXPECT_EQ(ours.packets, theirs);
}

TEST(RealCaptures, AreReadAsTsharkReadsThem)
{
    if (!fs::exists(captures / "manifest.tsv")) GTEST_SKIP() << captures << " is absent";
    for (const Row& row : table(captures / "manifest.tsv")) {
        const fs::path path = captures / row.at("file");
        const std::string name = path.filename().string();
        SCOPED_TRACE(name);
        const Read ours = read(path);
        EXPECT_EQ(ours.last_number, number(row.at("packets")));
        EXPECT_EQ(ours.counts.tcp, number(row.at("tcp_packets")));
        EXPECT_EQ(ours.problem.has_value(), !row.at("tshark_stderr").empty())
            << (ours.problem ? ours.problem->sentence() : "");
        if (different.contains(name)) continue;
        compare_packets(ours, captures / "real-facts" / (name + ".tsv"));
    }
}

TEST(RealCaptures, OfKernelsAreReadAsTsharkReadsThem)
{
    if (!fs::exists(captures / "kernel")) GTEST_SKIP() << captures << " is absent";
    for (const auto& entry : fs::directory_iterator{captures / "kernel"}) {
        if (entry.path().extension() != ".pcap") continue;
        SCOPED_TRACE(entry.path().filename().string());
        const Read ours = read(entry.path());
        EXPECT_FALSE(ours.problem);
        EXPECT_EQ(ours.counts.copies, 0U);
        compare_packets(ours, entry.path().string() + ".tsv");
    }
}

TEST(RealCaptures, BeyondWhatTsharkReads)
{
    if (!fs::exists(captures / "manifest.tsv")) GTEST_SKIP() << captures << " is absent";
    const Read large = read(captures / "real" / "tcpdump__bigtcp-ipv6.pcap");
    EXPECT_EQ(large.count, 1U);
    EXPECT_EQ(read(captures / "real" / "PcapPlusPlus__tcp-malformed.pcap").counts.malformed, 2U);
}

} // namespace
} // namespace tcpstage::capture
