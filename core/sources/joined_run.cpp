#include "core/sources/joined_run.h"

#include "core/base/files.h"
#include "core/base/say.h"
#include "core/capture/list/packet_stream.h"
#include "core/capture/watch/report.h"

#include <algorithm>
#include <filesystem>

namespace tcpstage::sources {

namespace {

using capture::Search;

std::string file_name(const std::string& path)
{
    return path == "-" ? "capture" : std::filesystem::path{path}.filename().string();
}

/// Reads the whole of the other capture.
Result<Search::Found> find_same(const WatchedConnection& connection, const capture::Origin& other, std::uint32_t number,
                                const std::stop_token& stop)
{
    auto stream = capture::PacketStream::open(other);
    if (!stream) return tl::unexpected{stream.error()};
    Search search{connection.watch};
    while (stream->next()) {
        if (stop.stop_requested()) return cancelled(other.name());
        const capture::Connections::Place& place = stream->place();
        if (number != 0 && place.connection + 1 != number) continue;
        search.take(stream->packet(), place.connection, place.from, stream->connections().ends(place.connection));
    }
    if (const auto found = search.found()) return *found;
    return fail(
        say({"{} has no segment of connection {} of the first capture", "{} 中没有第一份抓包中第 {} 个连接的报文段"},
            file_name(other.name()), connection.number),
        {other.name(), 0, 0},
        {"choose another connection, or captures that were taken at the same time at both ends",
         "请选择另一个连接，或同一时间在两端抓取的抓包"});
}

/// That connection of the other capture, its sides as in the first one.
Result<WatchedConnection> watch_same(const capture::Origin& other, const Search::Found& found,
                                     const std::stop_token& stop)
{
    auto stream = capture::PacketStream::open(other);
    if (!stream) return tl::unexpected{stream.error()};
    std::optional<capture::Watch> watch;
    while (stream->next()) {
        if (stop.stop_requested()) return cancelled(other.name());
        const capture::Connections::Place& place = stream->place();
        if (place.connection != found.connection) continue;
        const capture::Pair& ends = stream->connections().ends(place.connection);
        if (!watch)
            watch.emplace(std::array{trace::EndpointInfo{"client", found.mirrored ? ends.right : ends.left},
                                     trace::EndpointInfo{"server", found.mirrored ? ends.left : ends.right}});
        watch->take(found.mirrored ? trace::other(place.from) : place.from, stream->packet());
    }
    if (!watch) return cancelled(other.name()); // the file has changed meanwhile
    return WatchedConnection{std::move(*watch), found.connection + 1, stream->connections().size(), stream->problem(),
                             stream->decoder().began_ns()};
}

} // namespace

std::string joined_source(const std::string& path, std::uint32_t number, const std::string& other)
{
    return connection_source(path, number) + "+" + other;
}

std::optional<JoinedName> parse_joined_source(const std::string& source)
{
    for (std::size_t plus = source.find('+'); plus != std::string::npos; plus = source.find('+', plus + 1)) {
        const std::string before = source.substr(0, plus);
        const auto one = path_in(before) == before ? std::nullopt : parse_connection_source(before);
        if (!one) continue;
        const std::string rest = source.substr(plus + 1);
        const auto other = parse_connection_source(rest);
        if (other) return JoinedName{*one, other->path, other->path == rest ? 0 : other->number};
    }
    return {};
}

Result<JoinedConnection> join_captures(const capture::Origin& one, std::uint32_t number, const capture::Origin& other,
                                       std::uint32_t other_number, const std::stop_token& stop)
{
    const auto first = watch_connection(one, number, stop);
    if (!first) return tl::unexpected{first.error()};
    const auto found = find_same(*first, other, other_number, stop);
    if (!found) return tl::unexpected{found.error()};
    const auto second = watch_same(other, *found, stop);
    if (!second) return tl::unexpected{second.error()};
    JoinedConnection connection{
        capture::join({&first->watch, first->began_ns}, {&second->watch, second->began_ns}, stop), {}};
    if (stop.stop_requested()) return cancelled(one.name());
    for (const auto* half : {&*first, &*second})
        if (half->problem) connection.problems.push_back(*half->problem);
    return connection;
}

Result<run::LessonRun> joined_run(const capture::Origin& one, std::uint32_t number, const capture::Origin& other,
                                  std::uint32_t other_number, const std::stop_token& stop)
{
    return join_captures(one, number, other, other_number, stop).map([&](JoinedConnection connection) {
        capture::Watched& watched = connection.joined.watched;
        const OwnedText title =
            say({"{} and {}, joined", "{} 与 {}（合并）"}, file_name(one.name()), file_name(other.name()));
        const OwnedText joint = capture::joint_text(*watched.joint, watched.trace);
        const OwnedText summary =
            say({"A connection, captured at both ends: {} > {}. {}", "在两端抓到的一个连接：{} > {}。{}"},
                tcp::to_text(watched.trace.endpoint(trace::Side::Left).socket),
                tcp::to_text(watched.trace.endpoint(trace::Side::Right).socket), joint);
        const std::string id = std::filesystem::path{file_name(one.name())}.stem().string() + "-joined";
        return run_of(std::move(watched), id, title, summary, connection.problems);
    });
}

} // namespace tcpstage::sources
