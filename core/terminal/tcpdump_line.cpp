#include "core/terminal/tcpdump_line.h"

#include "core/base/unknown_octets.h"
#include "core/tcp/segment/option_table.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>
#include <optional>

namespace tcpstage::terminal {

namespace {

constexpr trace::TransitId most_back = 20'000; // segments before it, among which a newer SYN,ACK is looked for
constexpr std::array<std::uint16_t, 3> http_ports{80, 8080, 3128};

std::string dotted(const tcp::IpSocket& socket)
{
    return fmt::format("{}.{}", tcp::to_text(socket.address), socket.port);
}

std::string flags_text(tcp::Flags flags)
{
    constexpr std::array letters{std::pair{tcp::Flag::Fin, 'F'}, std::pair{tcp::Flag::Syn, 'S'},
                                 std::pair{tcp::Flag::Rst, 'R'}, std::pair{tcp::Flag::Psh, 'P'},
                                 std::pair{tcp::Flag::Ack, '.'}, std::pair{tcp::Flag::Urg, 'U'},
                                 std::pair{tcp::Flag::Ece, 'E'}, std::pair{tcp::Flag::Cwr, 'W'}};
    std::string text;
    for (const auto& [flag, letter] : letters)
        if (flags.has(flag)) text += letter;
    return text.empty() ? "none" : text;
}

/// What tcpdump subtracts from the numbers of a segment.
struct Subtracted {
    tcp::Seq seq{};
    tcp::Seq ack{};
};

const tcp::Segment& as_seen(const trace::Transit& transit, trace::Side where)
{
    return transit.from == where ? transit.as_sent() : transit.segment;
}

/// Whether it is seen at `where` before the record `until`.
bool is_seen(const trace::Transit& transit, trace::Side where, trace::RecordId until)
{
    const bool forged = transit.reason == trace::Reason::FromThePast || transit.copy_of != trace::no_transit;
    if (transit.from == where) return !forged && transit.sent_record < until;
    return transit.fate == trace::Fate::Arrived && transit.end_record < until;
}

/// The bases that an earlier segment has set; empty: this one is the first that can.
std::optional<Subtracted> subtracted_from(const trace::Trace& trace, trace::TransitId id, trace::Side where)
{
    const trace::Transit of = trace.transit(id);
    const trace::RecordId until = of.from == where ? of.sent_record : of.end_record;
    trace::TransitId latest = trace::no_transit; // that set them
    trace::RecordId when = 0;
    bool is_latest_syn = false;
    const auto take = [&](trace::TransitId other) {
        const trace::Transit transit = trace.transit(other);
        const tcp::Segment& segment = as_seen(transit, where);
        if (transit.connection != of.connection || !segment.has_ack() || !is_seen(transit, where, until)) return;
        const trace::RecordId record = transit.from == where ? transit.sent_record : transit.end_record;
        const bool better = latest == trace::no_transit ||
                            (segment.syn() ? !is_latest_syn || record > when : !is_latest_syn && record < when);
        if (!better) return;
        latest = other;
        when = record;
        is_latest_syn = segment.syn();
    };
    const trace::TransitId first = id - std::min(id, most_back);
    for (trace::TransitId other = 0; other < std::min<trace::TransitId>(first, 64); ++other)
        take(other);
    const auto count = static_cast<trace::TransitId>(trace.transits().size());
    for (trace::TransitId other = first; other < count && trace.transit(other).sent_record < until; ++other)
        if (other != id) take(other);
    if (latest == trace::no_transit) return {};
    const trace::Transit base = trace.transit(latest);
    const tcp::Segment& segment = as_seen(base, where);
    if (base.from == of.from) return Subtracted{segment.seq, segment.ack - 1U};
    return Subtracted{segment.ack - 1U, segment.seq};
}

std::string sack_text(const tcp::Options& options, tcp::Seq base)
{
    std::string text = fmt::format("sack {} ", options.sack_count);
    for (std::size_t i = 0; i < options.sack_count; ++i)
        text += fmt::format("{{{}:{}}}", (options.sack[i].left - base), (options.sack[i].right - base));
    return text;
}

std::string option_text(tcp::OptionKind kind, const tcp::Options& options, tcp::Seq base)
{
    switch (kind) {
    case tcp::OptionKind::End:
        return "eol";
    case tcp::OptionKind::Nop:
        return "nop";
    case tcp::OptionKind::Mss:
        return fmt::format("mss {}", options.mss);
    case tcp::OptionKind::WindowScale:
        return fmt::format("wscale {}", options.window_scale);
    case tcp::OptionKind::SackPermitted:
        return "sackOK";
    case tcp::OptionKind::Sack:
        return sack_text(options, base);
    case tcp::OptionKind::Timestamps:
        return fmt::format("TS val {} ecr {}", options.timestamps.value, options.timestamps.echo);
    }
    return {};
}

/// ", options [mss 1460,nop,wscale 7]"; empty without any. `base`: of the numbers of the segment's receiver.
std::string options_text(const tcp::Options& options, tcp::Seq base)
{
    std::string list;
    for (const tcp::OptionKind kind : tcp::option_order(options))
        list += (list.empty() ? "" : ",") + option_text(kind, options, base);
    return list.empty() ? list : fmt::format(", options [{}]", list);
}

/// The next word of the octets from `at` on, and what follows its blanks; empty: the octets end with it.
std::string word_at(std::string_view octets, std::size_t& at)
{
    std::string word;
    while (at < octets.size() && std::isprint(static_cast<unsigned char>(octets[at])) != 0 && octets[at] != ' ')
        word += octets[at++];
    while (at < octets.size() && (octets[at] == ' ' || octets[at] == '\t'))
        ++at;
    return word;
}

bool begins_http(std::string_view octets)
{
    constexpr std::array<std::string_view, 28> words{
        "GET",     "PUT",     "COPY",    "HEAD",    "LOCK",     "MOVE",     "POLL",      "POST",   "BCOPY",  "BMOVE",
        "MKCOL",   "TRACE",   "LABEL",   "MERGE",   "DELETE",   "SEARCH",   "UNLOCK",    "REPORT", "UPDATE", "NOTIFY",
        "BDELETE", "CONNECT", "OPTIONS", "CHECKIN", "PROPFIND", "CHECKOUT", "PROPPATCH", "HTTP"};
    std::size_t at = 0;
    std::string word = word_at(octets, at);
    const bool has_more = at < octets.size();
    std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
    if (!word.empty() && std::ranges::find(words, word) != words.end()) return true;
    if (word.empty() || !has_more) return false;
    const std::string code = word_at(octets, at);
    return code.size() == 3 && std::ranges::all_of(code, [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// ": GET / HTTP/1.1": the first line, with a sign if it does not end here; empty if it has more than letters.
std::string first_line(std::string_view octets)
{
    std::size_t end = 0;
    for (; end < octets.size() && octets[end] != '\n'; ++end) {
        const auto octet = static_cast<unsigned char>(octets[end]);
        if (octet == '\r')
            return end + 1 < octets.size() && octets[end + 1] == '\n' ? fmt::format(": {}", octets.substr(0, end)) : "";
        if (octet != '\t' && (octet < 0x20 || octet > 0x7e)) return {};
    }
    return fmt::format(": {}{}", octets.substr(0, end), end < octets.size() ? "" : " [|http]");
}

/// ": HTTP: GET /", of a segment from or to a port of HTTP.
std::string payload_text(const tcp::Segment& segment)
{
    const auto is_http = [](std::uint16_t port) { return std::ranges::find(http_ports, port) != http_ports.end(); };
    if (segment.payload.empty() || (!is_http(segment.source_port) && !is_http(segment.destination_port))) return {};
    if (is_unknown(segment.payload)) return ": HTTP";
    const auto octets = segment.payload.span();
    const std::string_view text{reinterpret_cast<const char*>(octets.data()), octets.size()};
    return ": HTTP" + (begins_http(text) ? first_line(text) : std::string{});
}

} // namespace

std::string tcpdump_command(const trace::Trace& trace, bool absolute)
{
    const std::uint16_t port = trace.endpoint(trace::Side::Right).socket.port;
    const bool datagrams = trace.endpoint(trace::Side::Right).without.tcp;
    if (datagrams) return fmt::format("tcpdump -ntq udp port {}", port); // -q: the payload is not interpreted
    return fmt::format("tcpdump -nt{} tcp port {}", absolute ? "S" : "", port);
}

std::string tcpdump_line(const trace::Trace& trace, trace::TransitId id, trace::Side where, bool absolute)
{
    const trace::Transit transit = trace.transit(id);
    const tcp::Segment& segment = as_seen(transit, where);
    const tcp::IpSocket from = trace.source(transit);
    std::string line = fmt::format("{} {} > {}: ", from.address.is_v6() ? "IP6" : "IP", dotted(from),
                                   dotted(trace.destination(transit)));
    if (segment.is_datagram()) return line + fmt::format("UDP, length {}", segment.payload.size());
    const bool counts = !absolute && segment.has_ack();
    const auto known = counts ? subtracted_from(trace, id, where) : std::nullopt;
    const Subtracted bases = known && !segment.syn() ? *known : Subtracted{};
    line += fmt::format("Flags [{}]", flags_text(segment.flags));
    const std::uint32_t seq = segment.seq - bases.seq;
    const std::uint32_t octets = segment.payload.size();
    if (octets > 0)
        line += fmt::format(", seq {}:{}", seq, seq + octets);
    else if (segment.syn() || segment.fin() || segment.rst())
        line += fmt::format(", seq {}", seq);
    if (segment.has_ack()) line += fmt::format(", ack {}", segment.ack - bases.ack);
    line += fmt::format(", win {}", segment.window);
    if (segment.flags.has(tcp::Flag::Urg)) line += fmt::format(", urg {}", segment.urgent);
    line += options_text(segment.options, bases.ack);
    return line + fmt::format(", length {}{}", octets, payload_text(segment));
}

} // namespace tcpstage::terminal
