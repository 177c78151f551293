#include "core/sources/capture_run.h"

#include "core/base/files.h"
#include "core/base/say.h"
#include "core/base/text_octets.h"
#include "core/capture/list/packet_stream.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

namespace tcpstage::sources {

namespace {

bool holds_capture(const std::string& path)
{
    return check_regular_file(path) && capture::Reader::open(capture::Origin::of_file(path));
}

tl::unexpected<Error> no_connection(const capture::Origin& origin, std::uint32_t number, std::uint32_t count)
{
    const Place place{origin.name(), 0, 0};
    if (count == 0)
        return fail({"the capture has no TCP connection", "抓包中没有 TCP 连接"}, place,
                    {"capture again while the connection is used", "请在使用该连接时重新抓包"});
    return fail(
        say({"the capture has {} connections, none has number {}", "抓包中有 {} 个连接，没有第 {} 个"}, count, number),
        place, say({"choose one from 1 to {}", "请选择 1 到 {} 之一"}, count));
}

lesson::Scenario scenario_of(const trace::Trace& trace)
{
    lesson::Scenario scenario;
    scenario.group = lesson::Group::Real;
    for (const trace::Side side : trace::both_sides) {
        scenario.setup.endpoints[trace::index(side)].name = trace.endpoint(side).name;
        scenario.setup.endpoints[trace::index(side)].socket = trace.endpoint(side).socket.v4();
    }
    return scenario;
}

std::string path_before_number(const std::string& source)
{
    const std::size_t mark = source.find_last_not_of("0123456789");
    const bool numbered = mark != std::string::npos && source[mark] == '#' && mark + 1 < source.size();
    return numbered ? source.substr(0, mark) : source;
}

/// The number after `path` octets and a #; 1: there is none, or no such one.
std::uint32_t number_in(const std::string& source, std::size_t path)
{
    std::uint32_t number = 1;
    if (path < source.size()) std::from_chars(source.data() + path + 1, source.data() + source.size(), number);
    return std::max(number, 1U);
}

/// Where the name of the first connection ends in that of two that are joined: "FILE#1+OTHER".
std::size_t end_of_first(const std::string& source)
{
    for (std::size_t plus = source.find('+'); plus != std::string::npos; plus = source.find('+', plus + 1))
        if (path_before_number(source.substr(0, plus)).size() < plus) return plus;
    return std::string::npos;
}

/// A comment as text for people: it may hold anything.
std::string readable(std::string comment)
{
    constexpr std::size_t most = 2000; // octets
    comment.resize(std::min(comment.size(), most));
    while (const auto wrong = find_no_text(comment))
        comment.erase(wrong->position, 1);
    return comment;
}

void add_comments(run::LessonRun& lesson_run, const capture::Watched& watched)
{
    constexpr std::size_t most = 1000;
    std::array<std::uint32_t, 2> sent{};
    trace::TransitId next = 0;
    std::vector<capture::Watched::Comment> comments = watched.comments; // an end far from the capture sends earlier
    std::ranges::stable_sort(comments, {}, &capture::Watched::Comment::from);
    for (const capture::Watched::Comment& comment : comments) {
        if (lesson_run.scenario.notes.size() == most) return;
        const trace::TransitId transit = watched.trace.record(comment.from).ref;
        for (; next <= transit; ++next)
            ++sent[trace::index(watched.trace.transit(next).from)];
        lesson::Note note;
        note.at.kind = lesson::NoteTrigger::Kind::SegmentSent;
        note.at.side = watched.trace.transit(transit).from;
        note.at.nth = sent[trace::index(note.at.side)];
        note.title = say({"Comment on packet {}", "第 {} 个分组的注释"}, comment.packet);
        const std::string text = readable(comment.text);
        note.text = {text, text};
        lesson_run.run.notes.push_back({comment.from, lesson_run.scenario.notes.size()});
        lesson_run.scenario.notes.push_back(std::move(note));
    }
}

} // namespace

std::string connection_source(const std::string& path, std::uint32_t number)
{
    return path + "#" + std::to_string(number);
}

std::string path_in(const std::string& source)
{
    const std::size_t joined = end_of_first(source);
    return path_before_number(joined == std::string::npos ? source : source.substr(0, joined));
}

std::uint32_t chosen_in(const std::string& source)
{
    const std::size_t joined = end_of_first(source);
    const std::string one = joined == std::string::npos ? source : source.substr(0, joined);
    return number_in(one, path_before_number(one).size());
}

std::optional<ConnectionName> parse_connection_source(const std::string& source)
{
    if (holds_capture(source)) return ConnectionName{source};
    ConnectionName name{path_before_number(source)};
    if (name.path == source || !holds_capture(name.path)) return {};
    name.number = number_in(source, name.path.size());
    return name;
}

Result<WatchedConnection> watch_connection(const capture::Origin& origin, std::uint32_t number,
                                           const std::stop_token& stop)
{
    auto stream = capture::PacketStream::open(origin);
    if (!stream) return tl::unexpected{stream.error()};
    std::optional<capture::Watch> watch;
    while (stream->next()) {
        if (stop.stop_requested()) return cancelled(origin.name());
        const capture::Connections::Place& place = stream->place();
        if (place.connection + 1 != number) continue;
        const capture::Pair& ends = stream->connections().ends(place.connection);
        if (!watch)
            watch.emplace(
                std::array{trace::EndpointInfo{"client", ends.left}, trace::EndpointInfo{"server", ends.right}});
        watch->take(place.from, stream->packet());
    }
    const std::uint32_t count = stream->connections().size();
    if (!watch && count == 0)
        if (auto problem = stream->problem()) return tl::unexpected{*problem};
    if (!watch) return no_connection(origin, number, count);
    return WatchedConnection{std::move(*watch), number, count, stream->problem(), stream->decoder().began_ns()};
}

run::LessonRun run_of(capture::Watched watched, const std::string& id, const OwnedText& title, const OwnedText& summary,
                      std::span<const Error> problems)
{
    run::LessonRun lesson_run;
    lesson_run.scenario = scenario_of(watched.trace);
    lesson_run.scenario.id = id;
    lesson_run.scenario.title = title;
    lesson_run.scenario.summary = summary;
    add_comments(lesson_run, watched);
    lesson_run.run.trace = std::move(watched.trace);
    lesson_run.run.warnings.assign(problems.begin(), problems.end());
    return lesson_run;
}

Result<run::LessonRun> capture_run(const capture::Origin& origin, std::uint32_t number, const std::stop_token& stop)
{
    return watch_connection(origin, number, stop).and_then([&](WatchedConnection connection) -> Result<run::LessonRun> {
        capture::Watched watched = connection.watch.trace(stop);
        if (stop.stop_requested()) return cancelled(origin.name());
        const std::filesystem::path file{origin.name()};
        const bool named = origin.name() != "-";
        const std::string name = named ? file.filename().string() : "capture";
        const OwnedText title = connection.count == 1 ? OwnedText{name, name}
                                                      : say({"{}: connection {} of {}", "{}：第 {} 个连接，共 {} 个"},
                                                            name, connection.number, connection.count);
        const OwnedText summary = say({"A connection of a capture: {} > {}.", "抓包中的一个连接：{} > {}。"},
                                      tcp::to_text(watched.trace.endpoint(trace::Side::Left).socket),
                                      tcp::to_text(watched.trace.endpoint(trace::Side::Right).socket));
        std::vector<Error> problems;
        if (connection.problem) problems.push_back(*connection.problem);
        return run_of(std::move(watched), named ? file.stem().string() : "capture", title, summary, problems);
    });
}

} // namespace tcpstage::sources
