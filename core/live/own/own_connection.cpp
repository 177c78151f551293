#include "core/live/own/own_connection.h"

#include "core/base/say.h"
#include "core/live/message_check.h"
#include "core/live/observe/ip_packet.h"

#include <algorithm>

namespace tcpstage::live {

namespace {

/// The side that an event is about. What arrives belongs to its receiver, what is sent or lost to its sender.
trace::Side side_of(const Happened& happened) { return static_cast<trace::Side>(happened.event.side); }

bool is_head(const Happened& happened)
{
    return happened.event.kind == Event::Kind::Arrived || happened.event.kind == Event::Kind::Dropped ||
           happened.event.kind == Event::Kind::Unordered;
}

} // namespace

OwnConnection::OwnConnection(boost::asio::io_context& io, OwnStage stage, Player::Send send)
    : io_{io}, stage_{std::move(stage)}, send_{std::move(send)}, scenario_{stage_.network}
{}

void OwnConnection::take(const Event& event, std::span<const std::uint8_t> tail)
{
    group_.push_back({event, {tail.begin(), tail.end()}});
}

void OwnConnection::settle(const Event& settled)
{
    if (group_.empty() || (!player_ && !begin())) return;
    // An arrival causes what its receiver does then, and nothing of what the other end does by chance meanwhile.
    const auto head = std::ranges::find_if(group_, is_head);
    const auto first = head != group_.end() ? side_of(*head) : trace::Side::Right;
    play(first, settled);
    play(trace::other(first), settled);
    group_.clear();
}

void OwnConnection::play(trace::Side side, const Event& settled)
{
    bool any = false;
    for (const Happened& happened : group_) {
        if (side_of(happened) != side) continue;
        player_->take(happened.event, happened.tail);
        any = true;
    }
    if (any) player_->take(settled, {});
}

/// The first segment names both ends, and its sender opens the connection.
bool OwnConnection::begin()
{
    const auto sent = std::ranges::find(group_, Event::Kind::Sent, [](const Happened& h) { return h.event.kind; });
    if (sent == group_.end()) return false;
    const auto carried = read_ip_packet(sent->tail);
    if (!carried) return false;
    const trace::Side opener = side_of(*sent);
    scenario_.setup.seed += stage_.number; // each connection is lucky in its own way
    stage_.play.sockets.emplace();
    for (const trace::Side side : trace::both_sides) {
        const tcp::IpSocket& socket = side == opener ? carried->from : carried->to;
        scenario_.setup.endpoints[trace::index(side)].socket.port = socket.port;
        stage_.play.sockets->at(trace::index(side)) = socket;
    }
    scenario_.title = say({"Connection {} of the user's programs", "用户程序的第 {} 个连接"}, stage_.number);
    scenario_.summary = say({"{} and {}, on this machine's own TCP", "{} 与 {}，使用本机自己的 TCP"},
                            tcp::to_text(stage_.play.sockets->front()), tcp::to_text(stage_.play.sockets->back()));
    stage_.play.calls_unseen = true;
    stage_.play.start = sent->event.at;
    player_.emplace(io_, scenario_, stage_.play, send_);
    player_->opens(trace::other(opener),
                   [this](trace::Side side, tcp::State state, Instant) { return confirms(side, state); });
    return true;
}

bool OwnConnection::confirms(trace::Side side, tcp::State state) const
{
    return std::ranges::any_of(group_, [&](const Happened& happened) {
        if (happened.event.kind != Event::Kind::Sampled || side_of(happened) != side) return false;
        const auto tcp_info = read_tcp_info(happened.tail);
        return tcp_info && static_cast<tcp::State>(tcp_info->state) == state;
    });
}

bool OwnConnection::is_quiet() const
{
    if (!player_) return true;
    const Observer& observer = player_->observer();
    const auto repeats = [&](trace::Side side) { return observer.tcb(side).deadline(tcp::Timer::Retransmit) != never; };
    return !observer.under_way() && !repeats(trace::Side::Left) && !repeats(trace::Side::Right);
}

capture::Connection OwnConnection::summary()
{
    const trace::Trace& trace = player_->trace();
    for (const trace::Transit& transit : trace.transits().subspan(counted_)) {
        ++counted_;
        if (transit.copy_of != trace::no_transit) continue; // no end sent it
        const std::size_t from = trace::index(transit.from);
        ++totals_.packets;
        totals_.octets[from] += transit.retransmission ? 0U : transit.segment.payload.size();
        totals_.retransmissions[from] += transit.retransmission ? 1U : 0U;
        if (transit.segment.rst() && totals_.packets > 1) {
            const bool refuses = totals_.packets == 2 && transit.from != trace.launched(0).from;
            if (refuses) totals_.begun = capture::Begun::Refused;
            totals_.ended =
                transit.from == trace::Side::Left ? capture::Ended::ResetByLeft : capture::Ended::ResetByRight;
        }
        if (totals_.packets == 1) totals_.begun = capture::Begun::NoAnswer;
        if (transit.segment.syn() && transit.segment.has_ack()) totals_.begun = capture::Begun::Handshake;
    }
    const auto state = [&](trace::Side side) { return player_->observer().tcb(side).state; };
    const auto closed = [&](trace::Side side) {
        return state(side) == tcp::State::Closed || state(side) == tcp::State::TimeWait;
    };
    if (totals_.ended == capture::Ended::Open && totals_.begun == capture::Begun::Handshake &&
        closed(trace::Side::Left) && closed(trace::Side::Right))
        totals_.ended = capture::Ended::Orderly;
    capture::Connection summary;
    summary.number = stage_.number;
    summary.ends = {trace.endpoint(trace::Side::Left).socket, trace.endpoint(trace::Side::Right).socket};
    summary.began = Instant{Duration{player_->start() - stage_.since}};
    summary.ended = summary.began + (trace.end() - start_of_time);
    summary.totals = totals_;
    summary.states = {state(trace::Side::Left), state(trace::Side::Right)};
    return summary;
}

run::LessonRun OwnConnection::lesson_run() &&
{
    player_->halt();
    run::Run run = std::move(*player_).run();
    return {scenario_, std::move(run), {}};
}

} // namespace tcpstage::live
