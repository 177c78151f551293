#include "core/terminal/connections_text.h"

#include "core/base/say.h"
#include "core/capture/list/outcomes.h"
#include "core/terminal/columns.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tcpstage::terminal {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<Text, 10> headings{{{"n", "n"},
                                         {"left", "左端"},
                                         {"right", "右端"},
                                         {"begins", "开始"},
                                         {"lasts", "历时"},
                                         {"packets", "分组"},
                                         {"octets >", "字节 >"},
                                         {"octets <", "字节 <"},
                                         {"retr.", "重传"},
                                         {"began, ended", "如何开始，如何结束"}}};
using Line = std::array<std::string, headings.size()>;
constexpr bool is_number(std::size_t column) { return column == 0 || (column >= 3 && column + 1 < headings.size()); }

std::uint64_t retransmissions(const capture::Totals& totals)
{
    return totals.retransmissions[0] + totals.retransmissions[1];
}

Line line_of(const capture::Connection& connection, Language language)
{
    const capture::Totals& totals = connection.totals;
    const Instant lasts{connection.ended - connection.began};
    constexpr Text comma{", ", "，"};
    return {std::to_string(connection.number),
            tcp::to_text(connection.ends.left),
            tcp::to_text(connection.ends.right),
            to_seconds(connection.began, 6),
            to_seconds(lasts, 6),
            std::to_string(totals.packets),
            std::to_string(totals.octets[0]),
            std::to_string(totals.octets[1]),
            std::to_string(retransmissions(totals)),
            fmt::format("{}{}{}", capture::text_of(totals.begun)[language], comma[language],
                        capture::text_of(totals.ended)[language])};
}

std::string table(const std::vector<Line>& lines)
{
    std::array<std::size_t, headings.size()> widths{};
    for (const Line& line : lines)
        for (std::size_t i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], columns(line[i]));
    std::string text;
    for (const Line& line : lines) {
        for (std::size_t i = 0; i + 1 < line.size(); ++i)
            text += (is_number(i) ? fitted_right(line[i], widths[i]) : fitted(line[i], widths[i])) + "  ";
        text += line.back() + "\n";
    }
    return text;
}

/// "2026-11-29 06:52:31.123456 UTC"
std::string date(std::int64_t since_1970_ns)
{
    using namespace std::chrono;
    const nanoseconds since{since_1970_ns};
    const auto whole_days = floor<days>(since);
    const year_month_day day{sys_days{whole_days}};
    const hh_mm_ss time{floor<microseconds>(since - whole_days)};
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06} UTC", static_cast<int>(day.year()),
                       static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()), time.hours().count(),
                       time.minutes().count(), time.seconds().count(), time.subseconds().count());
}

std::string summary(const capture::Listing& listing, Language language)
{
    const capture::Counts& counts = listing.counts;
    const std::size_t connections = listing.connections.size();
    std::string text = said(language, {"{} connection{}, {} packet{}", "{0} 个连接，{2} 个分组"}, connections,
                            connections == 1 ? "" : "s", counts.frames, counts.frames == 1 ? "" : "s");
    if (counts.frames > 0) text += said(language, {", from {} on", "，始于 {}"}, date(listing.began_ns));
    const auto add = [&](std::uint64_t count, const Text& what) {
        if (count > 0)
            text += fmt::format("{}{}{}", language == Language::English ? "; " : "；", count, what[language]);
    };
    add(counts.not_tcp, {" are not TCP", " 个不是 TCP"});
    add(counts.malformed, {" have a TCP header that is cut or contradicts itself", " 个的 TCP 首部不完整或自相矛盾"});
    add(counts.copies, {" were captured twice and are counted once", " 个被抓到两次，只算一次"});
    add(listing.unused_fragments, {" are fragments of packets that are not complete", " 个是不完整分组的片"});
    return text + "\n";
}

Json json_of(const tcp::IpSocket& socket) { return {{"address", tcp::to_text(socket.address)}, {"port", socket.port}}; }

} // namespace

std::string connections_as_text(const capture::Listing& listing, Language language)
{
    if (listing.connections.empty()) return summary(listing, language);
    std::vector<Line> lines(1);
    for (std::size_t i = 0; i < headings.size(); ++i)
        lines[0][i] = headings[i][language];
    for (const capture::Connection& connection : listing.connections)
        lines.push_back(line_of(connection, language));
    return table(lines) + summary(listing, language);
}

std::string connections_as_json(const capture::Listing& listing)
{
    Json connections = Json::array();
    for (const capture::Connection& each : listing.connections)
        connections.push_back({{"n", each.number},
                               {"left", json_of(each.ends.left)},
                               {"right", json_of(each.ends.right)},
                               {"began_ns", each.began.time_since_epoch().count()},
                               {"ended_ns", each.ended.time_since_epoch().count()},
                               {"packets", each.totals.packets},
                               {"octets", each.totals.octets},
                               {"retransmissions", retransmissions(each.totals)},
                               {"opened", capture::id_of(each.totals.begun)},
                               {"closed", capture::id_of(each.totals.ended)},
                               {"states", {tcp::name(each.states[0]), tcp::name(each.states[1])}}});
    const capture::Counts& counts = listing.counts;
    Json problem;
    if (listing.problem) problem = listing.problem->sentence();
    const Json json{{"connections", std::move(connections)},
                    {"packets", counts.frames},
                    {"not_tcp", counts.not_tcp},
                    {"malformed", counts.malformed},
                    {"copies", counts.copies},
                    {"fragments_left", listing.unused_fragments},
                    {"began_unix_ns", listing.began_ns},
                    {"problem", std::move(problem)}};
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace tcpstage::terminal
