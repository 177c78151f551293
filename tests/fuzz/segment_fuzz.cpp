// Decodes input as a segment. It must be refused with a sentence, or survive encoding and decoding unchanged; the same
// holds for its line of text.
#include "core/tcp/segment/notation.h"
#include "tests/fuzz/feed.h"

#include <string_view>

using namespace tcpstage;

namespace {

constexpr tcp::Address from{{10, 0, 0, 1}};
constexpr tcp::Address to{{10, 0, 0, 2}};

void read_octets(std::span<const std::uint8_t> octets)
{
    auto decoded = tcp::decode(octets, from, to);
    if (!decoded) return fuzz::must(!decoded.error().sentence().empty(), "an error says something");
    const tcp::Segment& segment = decoded->segment;
    if (segment.options.sack_count > tcp::sack_blocks_sent(segment.options))
        return; // with our padding, the options need more than the header holds
    const auto again = tcp::decode(tcp::encode(segment, from, to), from, to);
    fuzz::must(again && again->checksum_correct, "what we write, we read");
    fuzz::must(again->segment == segment, "a segment survives the wire");
    if (segment.payload.size() > UINT16_MAX) return;
    const auto pattern = tcp::parse_notation(tcp::notation(segment, segment.window));
    fuzz::must(pattern.has_value(), "what we say, we understand");
    fuzz::must(pattern->matches(segment, segment.window), "a segment survives its notation");
}

void read_text(std::string_view line)
{
    const auto pattern = tcp::parse_notation(line);
    if (pattern) {
        const tcp::Segment segment = pattern->to_segment();
        if (segment.options.sack_count > tcp::sack_blocks_sent(segment.options)) return;
        const auto again = tcp::parse_notation(tcp::notation(segment, segment.window));
        fuzz::must(again && again->matches(segment, segment.window), "a line survives being read and written");
    }
    tcp::read_packetdrill(line);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    read_octets({data, size});
    read_text({reinterpret_cast<const char*>(data), size});
    return 0;
}
