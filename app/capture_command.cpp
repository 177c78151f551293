#include "app/capture_command.h"

#include "app/commands.h"
#include "app/line/output.h"
#include "core/base/nearest.h"
#include "core/base/say.h"
#include "core/capture/list/listing.h"
#include "core/capture/watch/report.h"
#include "core/sources/joined_run.h"
#include "core/terminal/connections_text.h"
#include "core/terminal/text_ladder.h"

#include <algorithm>
#include <array>
#include <optional>

namespace tcpstage::app {

void add_capture_options(const Command& capture, CaptureOptions& options)
{
    capture
        .option("FILE", options.file,
                {"A capture: pcap or pcapng, packed with gzip or not; - is standard input",
                 "抓包文件：pcap 或 pcapng，可用 gzip 压缩；- 表示标准输入"})
        ->required();
    CLI::Option* list =
        capture.flag("--list", options.list,
                     {"List its connections; without --connection, --format and --join this is what it does",
                      "列出其中的连接；没有 --connection、--format 和 --join 时就这样做"});
    CLI::Option* report =
        capture.flag("--report", options.report,
                     {"Say in a few sentences what went wrong on a connection; --connection 1 if not given",
                      "用几句话说明一个连接上出了什么问题；默认为 --connection 1"});
    report->excludes(list);
    capture
        .option("--connection", options.connection,
                {"Write the trace of connection N of the list; 1 if only --format is given",
                 "输出列表中第 N 个连接的轨迹；只给出 --format 时为第 1 个"})
        ->check(capture.whole_number(1, capture::Connections::usual_most))
        ->excludes(list);
    capture
        .option("--format", options.format,
                {"Of the list: text or json. Of a trace: text, json, csv, variables, pcapng, mermaid or tcptrace",
                 "列表：text（文本）或 json。轨迹：text、json、csv、variables（TCB 的变量，CSV）、pcapng、mermaid 或 "
                 "tcptrace"})
        ->check(Command::known_words({"text", "json", "csv", "variables", "pcapng", "mermaid", "tcptrace"}));
    capture
        .option("--join", options.other,
                {"A second capture of the connection, taken at its other end: FILE, or FILE#N",
                 "同一连接在另一端的第二份抓包：FILE 或 FILE#N"})
        ->excludes(list);
    capture.option("-o,--output", options.output, output_description);
}

namespace {

int finish(const CaptureOptions& options, const std::string& octets, const std::optional<Error>& problem)
{
    if (const auto written = write_output(options.output, octets); !written)
        return complain(written.error(), options.language);
    if (problem) complain(*problem, options.language); // all that could be read was given
    return 0;
}

int list(const CaptureOptions& options, const capture::Origin& origin)
{
    constexpr std::array<std::string_view, 2> formats{"text", "json"};
    if (!options.format.empty() && std::ranges::find(formats, options.format) == formats.end())
        return complain({say({"a list has no format \"{}\"", "列表没有格式“{}”"}, options.format),
                         {},
                         advice_for(options.format, formats)},
                        options.language);
    const auto listing = capture::list_connections(origin);
    if (!listing) return complain(listing.error(), options.language);
    return finish(options,
                  options.format == "json" ? terminal::connections_as_json(*listing)
                                           : terminal::connections_as_text(*listing, options.language),
                  listing->problem);
}

std::uint32_t chosen(const CaptureOptions& options)
{
    return static_cast<std::uint32_t>(std::max<std::int64_t>(options.connection, 1));
}

/// The second capture, and which of its connections; 0: the same one.
struct Other {
    capture::Origin origin;
    std::uint32_t number = 0;
};

Result<Other> find_other(const CaptureOptions& options)
{
    std::string path = options.other;
    std::uint32_t number = 0;
    if (const auto name = sources::parse_connection_source(path); name && name->path != path) {
        path = name->path;
        number = name->number;
    }
    return capture::Origin::find(path).map([&](const capture::Origin& origin) { return Other{origin, number}; });
}

Result<run::LessonRun> make_run(const CaptureOptions& options, const capture::Origin& origin)
{
    if (options.other.empty()) return sources::capture_run(origin, chosen(options));
    return find_other(options).and_then(
        [&](const Other& other) { return sources::joined_run(origin, chosen(options), other.origin, other.number); });
}

int write_trace(const CaptureOptions& options, const capture::Origin& origin)
{
    const auto run = make_run(options, origin);
    if (!run) return complain(run.error(), options.language);
    std::optional<Error> problem;
    if (!run->run.warnings.empty()) problem = run->run.warnings.front();
    if (options.format.empty() || options.format == "text") {
        terminal::TextLadderStyle style;
        style.language = options.language;
        return finish(options, terminal::text_ladder(*run, style), problem);
    }
    const auto octets = formatted(*run, options.format);
    if (!octets) return complain(octets.error(), options.language);
    return finish(options, *octets, problem);
}

int write_joined_report(const CaptureOptions& options, const capture::Origin& origin)
{
    const auto other = find_other(options);
    if (!other) return complain(other.error(), options.language);
    const auto connection = sources::join_captures(origin, chosen(options), other->origin, other->number);
    if (!connection) return complain(connection.error(), options.language);
    const capture::Joined& joined = connection->joined;
    const auto findings = capture::report(joined.sightings, joined.totals, joined.watched);
    std::optional<Error> problem;
    if (!connection->problems.empty()) problem = connection->problems.front();
    return finish(options, capture::report_text(findings, options.language), problem);
}

int write_report(const CaptureOptions& options, const capture::Origin& origin)
{
    if (!options.other.empty()) return write_joined_report(options, origin);
    const auto connection = sources::watch_connection(origin, chosen(options));
    if (!connection) return complain(connection.error(), options.language);
    const auto findings = capture::report(connection->watch, connection->watch.trace());
    return finish(options, capture::report_text(findings, options.language), connection->problem);
}

} // namespace

int read_capture(const CaptureOptions& options)
{
    const auto origin = capture::Origin::find(options.file);
    if (!origin) return complain(origin.error(), options.language);
    if (options.report) return write_report(options, *origin);
    const bool trace = !options.list && (options.connection != 0 || !options.format.empty() || !options.other.empty());
    return trace ? write_trace(options, *origin) : list(options, *origin);
}

} // namespace tcpstage::app
