#include "core/trace/recorder.h"

#include <algorithm>
#include <cassert>
#include <span>

namespace tcpstage::trace {

namespace {

template <typename Enum> constexpr std::uint8_t octet(Enum value) { return static_cast<std::uint8_t>(value); }

} // namespace

void Recorder::begin_group(RecordId head)
{
    head_ = head;
    sends_.clear();
    taken_ = {};
}

RecordId Recorder::head(Record record)
{
    record.certainty = certainty_;
    record.connection = connection_;
    begin_group(trace_->append(record));
    return head_;
}

void Recorder::follow(Record record)
{
    record.cause = head_;
    record.certainty = certainty_;
    record.connection = connection_;
    trace_->append(record);
}

ConnectionNumber Recorder::met(const OtherPeer& peer)
{
    return on() && trace_->peers().size() < UINT16_MAX ? trace_->add_peer(peer) : the_conversation;
}

bool Recorder::knows(ConnectionNumber connection, const OtherPeer& peer) const
{
    return on() && connection <= trace_->peers().size() && trace_->peer(connection) == peer;
}

void Recorder::called(Side side, Call call, std::uint64_t octets, Instant now)
{
    if (!on()) return;
    head({.at = now,
          .value = static_cast<std::int64_t>(octets),
          .kind = Kind::Called,
          .side = side,
          .detail = octet(call)});
}

void Recorder::arrived(TransitId transit, Side receiver, Instant now)
{
    if (!on()) return;
    forget_cause();
    if (transit == no_transit) return; // it was sent while recording was off
    const Transit& sent = trace_->transit(transit);
    connection_ = sent.connection;
    head({.at = now,
          .cause = sent.sent_record,
          .ref = transit,
          .kind = Kind::Arrived,
          .side = receiver,
          .detail = octet(sent.corrupted)});
    trace_->settle(transit, head_, {now, Fate::Arrived, sent.reason});
}

void Recorder::lost(TransitId transit, Instant now)
{
    forget_cause();
    if (on() && transit != no_transit) lost(transit, now, trace_->transit(transit).reason);
}

void Recorder::lost(TransitId transit, Instant now, Reason reason)
{
    if (!on()) return;
    const Transit& sent = trace_->transit(transit);
    connection_ = sent.connection;
    head({.at = now, .cause = sent.sent_record, .ref = transit, .kind = Kind::Lost, .side = sent.from});
    trace_->settle(transit, head_, {now, Fate::Lost, reason});
}

void Recorder::timer_expired(Side side, tcp::Timer timer, Instant now)
{
    if (!on()) return;
    head({.at = now, .kind = Kind::TimerExpired, .side = side, .detail = octet(timer)});
}

TransitId Recorder::injected(Transit transit)
{
    forget_cause();
    return sent(std::move(transit));
}

void Recorder::reason(Side side, tcp::Rule rule, Instant now)
{
    if (!on()) return;
    follow({.at = now, .ref = static_cast<std::uint32_t>(rule), .kind = Kind::Reason, .side = side});
}

void Recorder::entered(Side side, tcp::State from, tcp::State to, tcp::Rule rule, Instant now)
{
    if (!on()) return;
    follow({.at = now,
            .value = static_cast<std::int64_t>(rule),
            .kind = Kind::Entered,
            .side = side,
            .detail = octet(from),
            .extra = octet(to)});
}

void Recorder::signal(Side side, tcp::Signal signal, Instant now)
{
    if (!on()) return;
    follow({.at = now, .kind = Kind::Signal, .side = side, .detail = octet(signal)});
}

void Recorder::delivered(Side side, std::uint32_t octets, Instant now)
{
    if (!on()) return;
    follow({.at = now, .value = octets, .kind = Kind::Delivered, .side = side});
}

TransitId Recorder::sent(Transit transit, const std::optional<tcp::SendProgress>& before)
{
    if (!on()) return no_transit;
    const Instant now = transit.sent;
    const Side side = transit.from;
    transit.sent_record = static_cast<RecordId>(trace_->records().size());
    transit.connection = connection_;
    const TransitId id = trace_->launch(transit);
    follow({.at = now, .ref = id, .kind = Kind::Sent, .side = side});
    if (before && connection_ == the_conversation) sends_.push_back({transit.sent_record, side, *before});
    return id;
}

TransitId Recorder::copied(Transit transit)
{
    if (!on()) return no_transit;
    assert(transit.copy_of != no_transit);
    transit.sent_record = trace_->transit(transit.copy_of).sent_record;
    transit.connection = trace_->transit(transit.copy_of).connection;
    return trace_->launch(transit);
}

void Recorder::decided(TransitId transit, const Ending& ending, bool corrupted)
{
    if (on()) trace_->expect_ending(transit, ending, corrupted);
}

void Recorder::changed(Side side, const tcp::Tcb& before, const tcp::Tcb& after, Instant now)
{
    if (!on()) return;
    timers(side, before, after, now);
    if (connection_ != the_conversation) return;
    snapshots(side, after, now);
}

/// Undoes what the segments moved, for the head, and does it again segment by segment.
void Recorder::snapshots(Side side, const tcp::Tcb& after, Instant now)
{
    if (trace_->empty()) return;
    const bool mirrored = trace_->endpoint(Side::Left).socket == trace_->endpoint(Side::Right).socket;
    const auto is_own = [&](const Send& send) { return send.from == side || mirrored; };
    std::size_t& taken = taken_[index(side)];
    const std::span<const Send> sends = std::span{sends_}.subspan(taken);
    tcp::Tcb tcb = after;
    for (std::size_t i = sends.size(); i-- > 0;)
        if (is_own(sends[i])) tcb.go_back_to(sends[i].before);
    const bool in_group = head_ != no_record && trace_->record(head_).at == now;
    if (in_group)
        trace_->snapshot(side, taken == 0 ? head_ : sends_[taken - 1].record, tcb);
    else if (std::ranges::none_of(sends, is_own))
        trace_->snapshot(side, static_cast<RecordId>(trace_->records().size() - 1), tcb);
    for (auto send = sends.begin(); send != sends.end(); ++send) {
        if (!is_own(*send)) continue;
        const auto next = std::find_if(send + 1, sends.end(), is_own);
        const tcp::SendProgress reached = next == sends.end() ? after.progress() : next->before;
        tcb.snd.nxt = reached.nxt;
        tcb.snd.max = reached.max;
        tcb.fin_sent = reached.fin_sent;
        tcb.unsent_bytes -= send->before.octets;
        trace_->snapshot(side, send->record, tcb);
    }
    taken = sends_.size();
}

void Recorder::timers(Side side, const tcp::Tcb& before, const tcp::Tcb& after, Instant now)
{
    const bool expiry = head_ != no_record && trace_->record(head_).kind == Kind::TimerExpired;
    for (const tcp::Timer timer : tcp::all_timers) {
        const Instant due = after.deadline(timer);
        if (due == before.deadline(timer)) continue;
        if (due != never) {
            follow({.at = now,
                    .value = due.time_since_epoch().count(),
                    .kind = Kind::TimerSet,
                    .side = side,
                    .detail = octet(timer)});
        } else if (!expiry || before.deadline(timer) > now) { // an expired timer is not cancelled
            follow({.at = now, .kind = Kind::TimerCancelled, .side = side, .detail = octet(timer)});
        }
    }
}

} // namespace tcpstage::trace
