#include "core/live/watch/captured_watch.h"

#include "core/base/say.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

namespace tcpstage::live {

namespace {

constexpr int slice_ms = 10;
constexpr std::chrono::milliseconds between_questions{20};
constexpr std::chrono::seconds known_within{2}; // dumpcap reports a packet some 200 ms late
constexpr std::uint64_t most_packets = 1'000'000;
constexpr std::uint64_t most_octets = std::uint64_t{512} << 20U;

FourNumbers numbers_of(const capture::Pair& ends)
{
    return {octets_of(ends.left.address), octets_of(ends.right.address), ends.left.port, ends.right.port,
            ends.left.address.is_v6()};
}

std::string host_filter(const tcp::IpAddress& address) { return " and host " + tcp::to_text(address); }

} // namespace

CapturedWatch::CapturedWatch(boost::asio::io_context& io, const WatchTarget& target, const WatchOptions& options)
    : io_{io}, target_{target}, options_{options}
{}

/// What may belong to a connection that is meant.
std::string CapturedWatch::filter() const
{
    std::string filter = "tcp";
    if (const auto& only = target_.connection)
        filter += fmt::format(" and port {} and port {}", only->local_port, only->remote_port) +
                  host_filter(local_of(*only).address) + host_filter(remote_of(*only).address);
    if (target_.port) filter += fmt::format(" and port {}", *target_.port);
    if (target_.address) filter += host_filter(*target_.address);
    return filter;
}

Result<bool> CapturedWatch::run()
{
    if (options_.begins) options_.begins(*this, {});
    auto stream = capture::PacketStream::open(
        capture::Origin::of_stream([this](std::span<std::uint8_t> into) { return read(into); }, "dumpcap"));
    if (io_.stopped()) return false;
    if (!stream) return tl::unexpected{stream.error()};
    stream_ = std::move(*stream);
    while (!finished_ && !io_.stopped() && stream_->next())
        take();
    if (finished_ || io_.stopped()) return finished_;
    return fail({"dumpcap has ended unexpectedly", "dumpcap 意外结束"}, {}, {"run it again", "请重新运行"});
}

/// Handles what is posted, while dumpcap has nothing to say. 0: it has ended, or this watch is over.
Result<std::size_t> CapturedWatch::read(std::span<std::uint8_t> into)
{
    while (!finished_ && !io_.stopped()) {
        pollfd readable{dump_.output(), POLLIN, 0};
        if (::poll(&readable, 1, slice_ms) == 1) {
            const ssize_t count = ::read(dump_.output(), into.data(), into.size());
            if (count >= 0) return static_cast<std::size_t>(count);
            if (errno != EAGAIN && errno != EINTR) return std::size_t{0};
        }
        meanwhile();
    }
    return std::size_t{0};
}

void CapturedWatch::meanwhile()
{
    io_.poll();
    if (target_.by_process() && Clock::now() >= next_question_) ask_processes();
}

/// Only a socket says whose a connection is.
void CapturedWatch::ask_processes()
{
    next_question_ = Clock::now() + between_questions;
    for (const PresentSocket& socket : diagnosis_.connections())
        if (!of_process_.contains(socket.ends) && target_.matches(socket)) {
            of_process_.insert(socket.ends);
            of_process_.insert(socket.ends.turned());
        }
    for (std::uint32_t connection = 0; connection < heard_.size(); ++connection) {
        Heard& heard = heard_[connection];
        if (heard.meant != Meant::Unknown) continue;
        if (of_process_.contains(numbers_of(stream_->connections().ends(connection)))) {
            find(connection);
        } else if (Clock::now() > heard.since + known_within) {
            heard.meant = Meant::No;
            heard.watch.reset();
        }
    }
}

void CapturedWatch::take()
{
    const capture::Packet& packet = stream_->packet();
    const capture::Connections::Place& place = stream_->place();
    const capture::Pair& ends = stream_->connections().ends(place.connection);
    if (place.connection == heard_.size()) {
        Heard heard{{}, Meant::No, Clock::now(), packet.at, packet.at, packet.number};
        if (target_.matches(numbers_of(ends))) {
            heard.watch.emplace(
                std::array{trace::EndpointInfo{"client", ends.left}, trace::EndpointInfo{"server", ends.right}});
            heard.meant = Meant::Unknown;
        }
        heard_.push_back(std::move(heard));
        if (heard_.back().watch && !target_.by_process()) find(place.connection);
    }
    Heard& heard = heard_[place.connection];
    if (heard.watch) {
        heard.watch->take(place.from, packet);
        heard.ended = std::max(heard.ended, packet.at);
        ++packets_;
        octets_ += packet.payload.size();
        if (options_.changed) options_.changed();
    }
    meanwhile();
    const std::size_t until = options_.until;
    finished_ = (until != 0 && until <= found_.size() && is_over(until - 1)) || is_enough();
}

void CapturedWatch::find(std::uint32_t connection)
{
    heard_[connection].meant = Meant::Yes;
    found_.push_back(connection);
    if (options_.found)
        options_.found(static_cast<std::uint32_t>(found_.size()), numbers_of(stream_->connections().ends(connection)));
}

bool CapturedWatch::is_over(std::size_t index) const
{
    const capture::Follower& follower = heard_[found_[index]].watch->follower();
    return std::ranges::all_of(trace::both_sides, [&](trace::Side side) {
        const tcp::State state = follower.state(side);
        return state == tcp::State::Closed || state == tcp::State::TimeWait;
    });
}

bool CapturedWatch::is_enough() const { return packets_ >= most_packets || octets_ >= most_octets; }

capture::Connection CapturedWatch::summary(std::size_t index) const
{
    const Heard& heard = heard_[found_[index]];
    const capture::Follower& follower = heard.watch->follower();
    return {.number = static_cast<std::uint32_t>(index) + 1,
            .ends = stream_->connections().ends(found_[index]),
            .began = heard.began,
            .ended = heard.ended,
            .first_packet = heard.first_packet,
            .totals = follower.totals(),
            .states = {follower.state(trace::Side::Left), follower.state(trace::Side::Right)}};
}

run::LessonRun CapturedWatch::so_far(std::size_t index) const
{
    const Heard& heard = heard_[found_[index]];
    trace::Trace trace = heard.watch->trace().trace;
    trace.set_began(stream_->decoder().began_ns() + (heard.began - start_of_time).count());
    return watched_run(std::move(trace), static_cast<std::uint32_t>(index) + 1, Vantage::Watch);
}

std::vector<OwnedText> CapturedWatch::limits() const
{
    std::vector<OwnedText> limits{
        {"segments are those that dumpcap captured on this machine, some 200 ms late: what happens within the ends, "
         "and "
         "when another machine sent and got them, is inferred; what was before the first is not known",
         "报文段是 dumpcap 在本机抓到的，约晚 200 毫秒：两端内部发生的事，以及另一台机器收发的时刻，都是推断的；"
         "第一个报文段之前的情况不得而知"}};
    if (target_.by_process())
        limits.push_back({"a connection that lasts less than 20 ms may be missed: only its socket tells whose it is",
                          "不足 20 毫秒的连接可能漏掉：只有它的套接字才说明它属于哪个进程"});
    if (is_enough())
        limits.push_back({"the watch has ended: it keeps at most 1,000,000 segments, or 512 MiB of their octets",
                          "观察已结束：最多保留 1,000,000 个报文段，或 512 MiB 的数据"});
    return limits;
}

} // namespace tcpstage::live
