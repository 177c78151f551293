// Follows the captures of ../shared/captures: the states of both ends beside those that the kernels reported, and the
// marks beside the counts of tshark. Skipped where that folder is absent.

#include "core/capture/list/packet_stream.h"
#include "core/capture/watch/report.h"
#include "core/capture/watch/watch.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <map>
#include <sstream>

namespace tcpstage::capture {
namespace {

namespace fs = std::filesystem;

const fs::path captured = fs::path{TCPSTAGE_SOURCE_DIR} / ".." / "shared" / "captures";

struct WatchedPair {
    Pair ends;
    Watch watch;
};

/// All connections of a capture.
std::map<std::uint32_t, WatchedPair> watched(const fs::path& path)
{
    std::map<std::uint32_t, WatchedPair> connections;
    auto stream = PacketStream::open(Origin::of_file(path.string()));
    if (!stream) return connections;
    while (stream->next()) {
        const Connections::Place& place = stream->place();
        const Pair ends = stream->connections().ends(place.connection);
        const std::array infos{trace::EndpointInfo{"client", ends.left}, trace::EndpointInfo{"server", ends.right}};
        connections.try_emplace(place.connection, WatchedPair{ends, Watch{infos}})
            .first->second.watch.take(place.from, stream->packet());
    }
    return connections;
}

/// What an end entered, in order.
std::vector<tcp::State> states_of(const trace::Trace& trace, trace::Side side)
{
    std::vector<tcp::State> states;
    for (const trace::Record& record : trace.records())
        if (record.kind == trace::Kind::Entered && record.side == side) states.push_back(record.to());
    return states;
}

/// The states of "40001>8080" that the kernel was seen in, of a file that lists them as "   0.4544 40001>8080
/// FIN_WAIT1".
std::vector<tcp::State> kernel_states(const fs::path& path, const std::string& ports)
{
    std::vector<tcp::State> states;
    std::ifstream in{path};
    bool listed = false;
    for (std::string line; std::getline(in, line);) {
        listed = listed || line.starts_with("## transitions");
        std::istringstream words{line};
        std::string time;
        std::string of;
        std::string state;
        if (!listed || !(words >> time >> of >> state) || of != ports) continue;
        if (const auto known = tcp::parse_state(state)) states.push_back(*known);
    }
    return states;
}

std::string text(const std::vector<tcp::State>& states)
{
    std::string list;
    for (const tcp::State state : states)
        list += (list.empty() ? "" : " ") + std::string{name(state)};
    return list;
}

/// Whether `all` has those of `some` in their order: a kernel that is asked now and then is not seen in every state.
bool passes_through(const std::vector<tcp::State>& all, const std::vector<tcp::State>& some)
{
    auto next = some.begin();
    for (const tcp::State state : all)
        if (next != some.end() && *next == state) ++next;
    return next == some.end();
}

TEST(KernelCaptures, ShowTheStatesThatTheKernelsReported)
{
    if (!fs::exists(captured / "kernel")) GTEST_SKIP() << "no ../shared/captures/kernel";
    std::size_t compared = 0;
    for (const fs::directory_entry& entry : fs::directory_iterator{captured / "kernel"}) {
        const fs::path path = entry.path();
        if (path.extension() != ".pcap" || path.filename().string().starts_with("t")) continue; // two machines in one
        const fs::path listed = fs::path{path}.replace_extension(".states.txt");
        for (const auto& [number, connection] : watched(path)) {
            const Watched made = connection.watch.trace();
            for (const trace::Side side : trace::both_sides) {
                const Pair& ends = connection.ends;
                const bool left = side == trace::Side::Left;
                const std::string ports = std::to_string((left ? ends.left : ends.right).port) + ">" +
                                          std::to_string((left ? ends.right : ends.left).port);
                const auto kernel = kernel_states(listed, ports);
                const auto ours = states_of(made.trace, side);
                EXPECT_TRUE(passes_through(ours, kernel))
                    << path.filename() << " " << ports << "\n  kernel: " << text(kernel) << "\n  ours: " << text(ours);
                compared += kernel.size();
            }
        }
    }
    EXPECT_GT(compared, 30U);
}

using Row = std::map<std::string, std::string>;

std::vector<Row> rows_of(const fs::path& path)
{
    const auto cells_of = [](const std::string& line) {
        std::vector<std::string> cells(1);
        for (const char c : line)
            c == '\t' ? cells.emplace_back() : cells.back() += c;
        return cells;
    };
    std::ifstream in{path};
    std::string line;
    std::getline(in, line);
    const auto heading = cells_of(line);
    std::vector<Row> rows;
    while (std::getline(in, line)) {
        const auto cells = cells_of(line);
        Row& row = rows.emplace_back();
        for (std::size_t i = 0; i < std::min(heading.size(), cells.size()); ++i)
            row[heading[i]] = cells[i];
    }
    return rows;
}

std::size_t counted(const std::map<std::uint32_t, WatchedPair>& connections, Mark mark)
{
    std::size_t count = 0;
    for (const auto& [number, connection] : connections)
        count += static_cast<std::size_t>(std::ranges::count_if(
            connection.watch.sightings(), [&](const Sighting& sighting) { return sighting.seen.has(mark); }));
    return count;
}

/// Where tshark 4.0 counts otherwise than the definitions of core/capture/follow/mark.h, and why.
const std::map<std::string, std::string> differences{
    {"nDPI__psiphon3.pcap keep-alive", "an old ACK that comes after a FIN has the number of a keep-alive"},
    {"zeek__handshake-reorder.pcap repeated", "a SYN that was captured after its answer is out of order"},
    {"zeek__fin_retransmission.pcap repeated", "a FIN with the number of the SYN is not acceptable"},
};

TEST(RealCaptures, HaveTheMarksThatTsharkCountsWhereTheDefinitionsAgree)
{
    if (!fs::exists(captured / "manifest.tsv")) GTEST_SKIP() << "no ../shared/captures";
    const auto number = [](const std::string& cell) {
        std::size_t value = 0;
        std::from_chars(cell.data(), cell.data() + cell.size(), value);
        return value;
    };
    for (const Row& row : rows_of(captured / "manifest.tsv")) {
        const fs::path path = captured / row.at("file");
        const auto connections = watched(path);
        const std::string name = path.filename().string();
        const auto compare = [&](const std::string& what, std::size_t tshark, std::size_t ours) {
            EXPECT_EQ(tshark == ours, !differences.contains(name + " " + what))
                << name << " " << what << ": tshark " << tshark << ", ours " << ours;
        };
        const auto cell = [&](const char* heading) { return number(row.at(heading)); };
        compare("repeated", cell("retransmission") + cell("out_of_order"),
                counted(connections, Mark::Retransmission) + counted(connections, Mark::OutOfOrder));
        compare("reset", cell("rst"), counted(connections, Mark::Reset));
        compare("zero-window", cell("zero_window"), counted(connections, Mark::ZeroWindow));
        compare("keep-alive", cell("keep_alive"), counted(connections, Mark::KeepAlive));
        compare("gap", cell("lost_segment"), counted(connections, Mark::Gap));
        compare("sack", cell("with_sack"), counted(connections, Mark::Sack));
        for (const auto& [at, connection] : connections) {
            const auto findings = report(connection.watch, connection.watch.trace());
            EXPECT_GE(findings.size(), 3U) << name;
            EXPECT_LE(findings.size(), 10U) << name;
        }
    }
}

} // namespace
} // namespace tcpstage::capture
