#include "core/lesson/yaml/parts.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::lesson::yaml {

namespace {

constexpr std::uint64_t most_injections = 10'000;
constexpr Duration usual_gap{10ms};

tcp::SocketAddress socket_of(const Item& item)
{
    const std::string written = item.text();
    const auto socket = tcp::parse_socket(written);
    if (!socket || socket->port == 0)
        item.refuse(say({"\"{}\" is not an address with a port", "“{}”不是带端口的地址"}, written),
                    {"write one such as 203.0.113.1:1024", "请写成 203.0.113.1:1024 这样"});
    return *socket;
}

/// "c0 00 00 50": hexadecimal, with or without blanks.
std::vector<std::uint8_t> hexadecimal(const Item& item)
{
    constexpr std::string_view digits = "0123456789abcdef";
    const std::string written = item.text();
    std::vector<std::uint8_t> octets;
    bool half = false;
    for (std::size_t i = 0; i < written.size(); ++i) {
        if (written[i] == ' ' && !half) continue;
        const char lower = written[i] >= 'A' && written[i] <= 'F' ? static_cast<char>(written[i] + 32) : written[i];
        const auto digit = digits.find(lower);
        if (digit == std::string_view::npos)
            item.refuse_at(i, {"this is not a pair of hexadecimal digits", "这里不是一对十六进制数字"},
                           {"write octets as in \"c0 00 00 50\"", "请写成“c0 00 00 50”这样"});
        if (half)
            octets.back() = static_cast<std::uint8_t>(octets.back() * std::size_t{16} + digit);
        else
            octets.push_back(static_cast<std::uint8_t>(digit));
        half = !half;
    }
    if (half || octets.empty() || octets.size() > tcp::largest_segment_bytes)
        item.refuse(say({"a segment has 1 to {} octets, each of two digits", "报文段有 1 到 {} 个字节，每个两位"},
                        tcp::largest_segment_bytes),
                    {"count the digits", "请数一下位数"});
    return octets;
}

/// Reads what can be read of the octets of a segment. Its ports are those of the ends, or of `source` and
/// `destination`.
void take_octets(const Item& item, sim::Injection& injection)
{
    constexpr std::size_t fixed_header = 20;
    constexpr std::uint8_t no_options = 0x50; // the data offset of such a header
    injection.octets = hexadecimal(item);
    auto decoded = tcp::decode(injection.octets, {}, {});
    injection.malformed = !decoded.has_value();
    if (injection.malformed) {
        std::vector<std::uint8_t> header = injection.octets;
        header.resize(fixed_header);
        header[12] = no_options;
        decoded = tcp::decode(header, {}, {});
    }
    if (decoded) injection.segment = decoded->segment;
}

/// Adds `count` injections, each from the next address and `every` later.
void add_injections(const Map& map, sim::Injection first, sim::Setup& setup)
{
    const auto from = map.find("source");
    const auto count = map.find("count");
    const auto every = map.find("every");
    if (count && !from)
        count->refuse({"many segments need a first source address to count from", "多个报文段需要可以递增的源地址"},
                      {"write source: 203.0.113.1:1024", "请写 source: 203.0.113.1:1024"});
    if (every && !count)
        every->refuse({"\"every\" says when the next ones come", "“every”说明后续报文段何时到来"},
                      {"write count: as well", "请同时写 count:"});
    const std::uint64_t wanted = count ? count->number(1, most_injections) : 1;
    if (setup.injections.size() + wanted > most_injections)
        map.item().refuse(
            say({"the lesson injects more than {} segments", "课程注入的报文段超过 {} 个"}, most_injections),
            {"use fewer", "请减少"});
    const Duration gap = every ? every->duration() : usual_gap;
    if (gap > longest_gap)
        every->refuse({"this is longer than an hour", "超过了一小时"}, {"write at most 1 h", "最多写 1 h"});
    std::optional<tcp::SocketAddress> socket;
    if (from) socket = socket_of(*from);
    if (socket) first.segment.source_port = socket->port;
    for (std::uint32_t i = 0; i < wanted; ++i) {
        sim::Injection injection = first;
        injection.at += gap * i;
        if (socket) injection.source = later_address(socket->address, i);
        setup.injections.push_back(std::move(injection));
    }
}

} // namespace

tcp::Address later_address(const tcp::Address& first, std::uint32_t count)
{
    std::uint32_t number = 0;
    for (const std::uint8_t octet : first.octets)
        number = number << 8U | octet;
    number += count;
    tcp::Address address;
    for (std::size_t i = 0; i < 4; ++i)
        address.octets[i] = static_cast<std::uint8_t>(number >> (24 - 8 * i));
    return address;
}

void read_injections(const Item& item, const Names& names, sim::Setup& setup)
{
    for (const Item& entry : item.list()) {
        const Map map{entry, injection_keys};
        sim::Injection injection;
        injection.at = start_of_time + map.need("at").duration();
        injection.from = names.side(map.need("from"));
        const auto octets = map.find("octets");
        if (octets && map.find("segment"))
            octets->refuse({"\"octets\" is the segment itself", "“octets”就是报文段本身"},
                           {"write segment or octets", "segment 和 octets 只写一个"});
        if (octets) {
            take_octets(*octets, injection);
        } else {
            const Item line = map.need("segment");
            injection.segment = pattern(line, line.text(), 0).to_segment();
        }
        injection.segment.source_port = setup.endpoints[trace::index(injection.from)].socket.port;
        injection.segment.destination_port = setup.endpoints[trace::index(trace::other(injection.from))].socket.port;
        if (const auto destination = map.find("destination")) {
            const tcp::SocketAddress to = socket_of(*destination);
            injection.destination = to.address;
            injection.segment.destination_port = to.port;
        }
        add_injections(map, std::move(injection), setup);
    }
}

} // namespace tcpstage::lesson::yaml
