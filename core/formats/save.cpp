#include "core/formats/save.h"

#include "core/base/files.h"
#include "core/base/say.h"
#include "core/base/text_octets.h"
#include "core/base/unknown_octets.h"
#include "core/formats/save_parts.h"

#include <algorithm>
#include <boost/crc.hpp>

namespace tcpstage::formats {

namespace {

constexpr std::string_view magic = "tcptrace";
constexpr std::uint64_t version = 1;
constexpr std::uint64_t version_with_peers = 2; // the same, with other peers after the two ends
constexpr std::uint64_t version_not_tcp = 3;    // the same again, with what the two ends lack
constexpr std::uint64_t version_undecided = 4;  // the same again, with segments whose fate is not decided
constexpr std::uint64_t version_real = 5; // the same again, for real traffic: IPv6 addresses, settings, the time of day
constexpr std::uint64_t version_cut = 6;  // the same again, with octets that a capture has cut off
constexpr std::uint64_t newest = version_cut;
constexpr std::size_t crc_bytes = 4;

std::uint32_t crc_of(std::string_view octets, const std::stop_token& stop = {})
{
    constexpr std::size_t piece = std::size_t{1} << 22U;
    boost::crc_32_type crc;
    for (std::size_t i = 0; i < octets.size() && !stop.stop_requested(); i += piece)
        crc.process_bytes(octets.data() + i, std::min(piece, octets.size() - i));
    return crc.checksum();
}

void write_socket(OctetWriter& out, const tcp::SocketAddress& socket)
{
    for (const std::uint8_t octet : socket.address.octets)
        out.number(octet);
    out.number(socket.port);
}

tcp::SocketAddress read_socket(OctetReader& in)
{
    tcp::SocketAddress socket;
    for (std::uint8_t& octet : socket.address.octets)
        octet = in.any<std::uint8_t>();
    socket.port = in.any<std::uint16_t>();
    return socket;
}

void write_endpoint(OctetWriter& out, const trace::EndpointInfo& endpoint)
{
    out.text(endpoint.name);
    write_socket(out, endpoint.socket.v4());
}

trace::EndpointInfo read_endpoint(OctetReader& in)
{
    trace::EndpointInfo endpoint;
    endpoint.name = in.text();
    endpoint.socket = read_socket(in);
    return endpoint;
}

/// The address once more: 4 or 6, and of IPv6 its octets.
void write_family(OctetWriter& out, const tcp::IpAddress& address)
{
    out.number(address.is_v6() ? 6 : 4);
    if (!address.is_v6()) return;
    for (const std::uint8_t octet : address.octets())
        out.number(octet);
}

void read_family(OctetReader& in, tcp::IpAddress& address)
{
    const std::uint64_t family = in.number();
    if (family == 4) return;
    if (family != 6) return in.fail();
    std::array<std::uint8_t, 16> octets{};
    for (std::uint8_t& octet : octets)
        octet = in.any<std::uint8_t>();
    address = tcp::IpAddress::v6(octets);
}

void write_without(OctetWriter& out, const tcp::Counterfactuals& without)
{
    out.number((without.third_segment ? 1U : 0U) | (without.time_wait ? 2U : 0U) | (without.persist ? 4U : 0U) |
               (without.random_iss ? 8U : 0U) | (without.tcp ? 16U : 0U));
}

tcp::Counterfactuals read_without(OctetReader& in)
{
    const auto bits = in.up_to<unsigned>(31);
    return {.third_segment = (bits & 1U) != 0,
            .time_wait = (bits & 2U) != 0,
            .persist = (bits & 4U) != 0,
            .random_iss = (bits & 8U) != 0,
            .tcp = (bits & 16U) != 0};
}

void write_settings(OctetWriter& out, const trace::EndpointInfo& endpoint)
{
    out.number(endpoint.settings.size());
    for (const trace::Setting& setting : endpoint.settings) {
        out.text(setting.name);
        out.text(setting.value);
    }
}

/// Settings are shown as they are, so they are printable ASCII.
bool is_setting(std::string_view text)
{
    constexpr std::size_t longest = 200;
    return text.size() <= longest && std::ranges::all_of(text, [](char c) { return c >= ' ' && c <= '~'; });
}

std::vector<trace::Setting> read_settings(OctetReader& in)
{
    constexpr std::size_t most = 1000;
    std::vector<trace::Setting> settings(in.up_to<std::size_t>(most));
    for (trace::Setting& setting : settings) {
        setting.name = in.text();
        setting.value = in.text();
        if (!is_setting(setting.name) || !is_setting(setting.value)) in.fail();
    }
    return settings;
}

void write_peers(OctetWriter& out, const trace::Trace& trace)
{
    out.number(trace.peers().size());
    for (const trace::OtherPeer& peer : trace.peers()) {
        out.number(trace::index(peer.host));
        write_socket(out, peer.socket);
    }
}

void read_peers(OctetReader& in, trace::Trace& trace)
{
    constexpr std::size_t shortest = 6;
    const std::size_t count = in.count(shortest);
    if (count > UINT16_MAX) return in.fail();
    for (std::size_t i = 0; i < count && in.ok(); ++i) {
        const trace::Side host = in.up_to<trace::Side>(1);
        trace.add_peer({host, read_socket(in)});
    }
}

/// The oldest version that can hold the trace, so that older programs can read it where possible.
std::uint64_t version_of(const trace::Trace& trace)
{
    const auto is_real = [&](trace::Side side) {
        return !trace.endpoint(side).settings.empty() || trace.endpoint(side).socket.address.is_v6();
    };
    const auto is_cut = [](const trace::Transit& transit) { return is_unknown(transit.segment.payload); };
    if (trace.source() == trace::Source::Capture && std::ranges::any_of(trace.transits(), is_cut)) return version_cut;
    if (trace.began_ns() != 0 || std::ranges::any_of(trace::both_sides, is_real)) return version_real;
    if (std::ranges::any_of(trace.transits(), is_undecided)) return version_undecided;
    if (!trace.is_tcp()) return version_not_tcp;
    return trace.peers().empty() ? version : version_with_peers;
}

/// Names appear in every output format: UTF-8 text without control characters, spaces, quotes and backslashes.
bool is_name(std::string_view name)
{
    constexpr std::size_t longest = 128; // octets: a lesson's 32 characters
    const auto plain = [](char c) {
        return (c > ' ' && c <= '~' && c != '"' && c != '\\') || static_cast<unsigned char>(c) >= 0x80;
    };
    return !name.empty() && name.size() <= longest && std::ranges::all_of(name, plain) && !find_no_text(name);
}

SavedTrace read_body(OctetReader& in, std::uint64_t found)
{
    SavedTrace saved;
    saved.lesson_id = in.text();
    saved.lesson_yaml = in.text();
    const auto source = in.up_to<trace::Source>(static_cast<std::uint64_t>(trace::Source::Script));
    trace::EndpointInfo left = read_endpoint(in);
    trace::EndpointInfo right = read_endpoint(in);
    if (!is_name(left.name) || !is_name(right.name) || left.name == right.name) in.fail();
    if (found >= version_not_tcp) {
        left.without = read_without(in);
        right.without = read_without(in);
    }
    if (found >= version_real) {
        read_family(in, left.socket.address);
        read_family(in, right.socket.address);
        left.settings = read_settings(in);
        right.settings = read_settings(in);
    }
    saved.trace = trace::Trace{source, {left, right}};
    if (found >= version_real) saved.trace.set_began(in.signed_number());
    if (found >= version_with_peers) read_peers(in, saved.trace);
    read_transits(in, saved.trace);
    read_records(in, saved.trace);
    for (const trace::Side side : trace::both_sides)
        read_snapshots(in, saved.trace, side);
    if (in.left() != 0) in.fail();
    return saved;
}

} // namespace

std::string save_trace(const trace::Trace& trace, std::string_view lesson_id, std::string_view lesson_yaml)
{
    OctetWriter out;
    out.raw(magic);
    const std::uint64_t needed = version_of(trace);
    out.number(needed);
    out.text(lesson_id);
    out.text(lesson_yaml);
    out.number(static_cast<std::uint64_t>(trace.source()));
    for (const trace::Side side : trace::both_sides)
        write_endpoint(out, trace.endpoint(side));
    if (needed >= version_not_tcp)
        for (const trace::Side side : trace::both_sides)
            write_without(out, trace.endpoint(side).without);
    if (needed >= version_real) {
        for (const trace::Side side : trace::both_sides)
            write_family(out, trace.endpoint(side).socket.address);
        for (const trace::Side side : trace::both_sides)
            write_settings(out, trace.endpoint(side));
        out.signed_number(trace.began_ns());
    }
    if (needed >= version_with_peers) write_peers(out, trace);
    write_transits(out, trace);
    write_records(out, trace);
    for (const trace::Side side : trace::both_sides)
        write_snapshots(out, trace, side);
    const std::uint32_t crc = crc_of(out.octets());
    for (unsigned i = 0; i < crc_bytes; ++i) {
        const char octet = static_cast<char>(static_cast<std::uint8_t>(crc >> (8U * i)));
        out.raw({&octet, 1});
    }
    return out.octets();
}

Result<void> check_begins_as_trace(std::string_view first, const std::string& file_name)
{
    if (first.starts_with(magic)) return {};
    return fail({"this is not a saved trace", "这不是保存的轨迹"}, {file_name, 0, 0},
                {"choose a .tcptrace file", "请选择 .tcptrace 文件"});
}

Result<std::string> loadable(std::string octets, std::size_t most)
{
    if (octets.size() <= most) return octets;
    return fail(
        say({"too large: a saved trace has at most {}, and this would have {}", "太大：保存的轨迹最多 {}，而这条有 {}"},
            amount(most), amount(octets.size())),
        {}, {"save the lesson (.yaml) or a capture (.pcapng)", "请保存课程（.yaml）或抓包（.pcapng）"});
}

Result<SavedTrace> load_trace(std::string_view octets, const std::string& file_name, std::stop_token stop)
{
    const Place place{file_name, 0, 0};
    if (const auto begins = check_begins_as_trace(octets, file_name); !begins) return tl::unexpected{begins.error()};
    if (octets.size() < magic.size() + 1 + crc_bytes)
        return fail({"the saved trace is cut off", "保存的轨迹不完整"}, place, {"save it again", "请重新保存"});
    OctetReader head{octets.substr(magic.size(), octets.size() - magic.size() - crc_bytes), stop};
    const std::uint64_t found = head.number();
    if (head.ok() && (found < version || found > newest))
        return fail(say({"the saved trace has version {}, this program reads versions {} to {}",
                         "保存的轨迹是版本 {}，本程序能读版本 {} 到 {}"},
                        found, version, newest),
                    place, {"open it with the program that saved it", "请用保存它的程序打开"});
    std::uint32_t crc = 0;
    for (unsigned i = 0; i < crc_bytes; ++i)
        crc |= static_cast<std::uint32_t>(static_cast<std::uint8_t>(octets[octets.size() - crc_bytes + i])) << (8U * i);
    const std::uint32_t right = crc_of(octets.substr(0, octets.size() - crc_bytes), stop);
    if (stop.stop_requested()) return cancelled(file_name);
    if (crc != right)
        return fail(
            {"the saved trace is cut off or damaged: its check sum is wrong", "保存的轨迹不完整或已损坏：校验和不对"},
            place, {"save it again", "请重新保存"});
    SavedTrace saved = read_body(head, found);
    if (stop.stop_requested()) return cancelled(file_name);
    if (!head.ok())
        return fail(say({"the saved trace makes no sense at octet {}", "保存的轨迹在第 {} 字节处无法理解"},
                        magic.size() + head.position()),
                    place, {"save it again", "请重新保存"});
    return saved;
}

} // namespace tcpstage::formats
