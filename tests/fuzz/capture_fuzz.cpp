// Opens input as a capture file, or as the frames of one. Whatever it holds, its connections are listed, and what could
// not be read is told in one sentence.
#include "core/capture/list/listing.h"
#include "core/terminal/connections_text.h"
#include "tests/fuzz/feed.h"

#include <array>

using namespace tcpstage;

namespace {

std::string little(std::uint32_t value)
{
    std::string octets;
    for (unsigned shift = 0; shift < 32; shift += 8)
        octets += static_cast<char>(static_cast<std::uint8_t>(value >> shift));
    return octets;
}

/// A pcap file of one link type whose frames are pieces of the input.
std::string file_of_frames(fuzz::Feed& feed)
{
    constexpr std::array<std::uint32_t, 8> links{0, 1, 101, 108, 113, 228, 229, 276};
    std::string file =
        "\xd4\xc3\xb2\xa1\x02" + std::string(11, '\0') + little(65535) + little(links.at(feed.octet() % links.size()));
    std::uint32_t seconds = 0;
    while (!feed.empty()) {
        seconds += feed.octet();
        const std::uint32_t size = feed.two() % 2048;
        const std::uint32_t cut = feed.octet();
        file += little(seconds) + little(0) + little(size) + little(size + (cut < 200 ? 0 : cut));
        for (std::uint32_t i = 0; i < size; ++i)
            file += static_cast<char>(feed.octet());
    }
    return file;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    fuzz::Feed feed{{data, size}};
    const bool whole_file = feed.flag();
    std::string octets = whole_file ? std::string{data + 1, data + size} : file_of_frames(feed);
    const auto listing = capture::list_connections(capture::Origin::of_octets(std::move(octets), "fuzz.pcap"));
    if (!listing) {
        fuzz::must_be_a_sentence(listing.error().sentence());
        return 0;
    }
    if (listing->problem) fuzz::must_be_a_sentence(listing->problem->sentence());
    const capture::Counts& counts = listing->counts;
    std::uint64_t packets = 0;
    for (const capture::Connection& connection : listing->connections) {
        packets += connection.totals.packets;
        fuzz::must(connection.began <= connection.ended, "a connection ends after it began");
    }
    fuzz::must(packets == counts.tcp - counts.malformed - counts.copies, "each packet belongs to one connection");
    fuzz::must(counts.tcp + counts.not_tcp <= counts.frames, "each frame is counted once at most");
    terminal::connections_as_text(*listing, Language::Chinese);
    terminal::connections_as_json(*listing);
    return 0;
}
