#include "core/trace/recorder.h"

#include <algorithm>
#include <cassert>
#include <span>
#include <utility>

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

template <Kind kind> RecordId Recorder::head(Record&& record)
{
    record.kind = kind;
    record.certainty = certainty_;
    record.connection = connection_;
    head_kind_ = kind;
    head_at_ = record.at;
    begin_group(trace_->append<kind>(record, record.cause)); // the Sent record, if it is about a segment
    return head_;
}

template <Kind kind> void Recorder::follow(Record&& record)
{
    record.kind = kind;
    record.cause = head_;
    record.certainty = certainty_;
    record.connection = connection_;
    trace_->append<kind>(record, no_record);
}

/// The same in its usual form. False: it has another.
template <Kind kind> bool Recorder::follow_usually(Side side, std::uint32_t number, Instant at)
{
    return connection_ == the_conversation && trace_->records_.follow(kind, side, certainty_, number, head_, at);
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
    head<Kind::Called>({.at = now, .value = static_cast<std::int64_t>(octets), .side = side, .detail = octet(call)});
}

/// Damaged, on another connection, or not as its launch said.
void Recorder::arrived_otherwise(TransitId transit, Side receiver, Instant now)
{
    forget_cause();
    if (transit == no_transit) return; // it was sent while recording was off
    const Launched sent = trace_->launched(transit);
    connection_ = sent.connection;
    head<Kind::Arrived>(
        {.at = now, .cause = sent.sent_record, .ref = transit, .side = receiver, .detail = octet(sent.corrupted)});
    trace_->settle(transit, sent, head_, {now, Fate::Arrived, sent.reason});
}

void Recorder::arrived(TransitId transit, Side receiver, Instant now)
{
    if (!on()) return;
    const auto id = static_cast<RecordId>(trace_->records_.size());
    if (transit == no_transit || !trace_->transits_.arrive(transit, id, now))
        return arrived_otherwise(transit, receiver, now);
    connection_ = the_conversation;
    if (!trace_->records_.arrive(transit, receiver, certainty_, now)) return arrived_anew(transit, receiver, now);
    trace_->end_ = now;
    head_kind_ = Kind::Arrived;
    head_at_ = now;
    begin_group(id);
}

/// In another form than most.
void Recorder::arrived_anew(TransitId transit, Side receiver, Instant now)
{
    const RecordId cause = trace_->transits_.sent_record(transit);
    head<Kind::Arrived>({.at = now, .cause = cause, .ref = transit, .side = receiver});
}

void Recorder::lost(TransitId transit, Instant now)
{
    forget_cause();
    if (on() && transit != no_transit) lost(transit, now, trace_->launched(transit).reason);
}

void Recorder::lost(TransitId transit, Instant now, Reason reason)
{
    if (!on()) return;
    const Launched sent = trace_->launched(transit);
    connection_ = sent.connection;
    head<Kind::Lost>({.at = now, .cause = sent.sent_record, .ref = transit, .side = sent.from});
    trace_->settle(transit, sent, head_, {now, Fate::Lost, reason});
}

void Recorder::timer_expired(Side side, tcp::Timer timer, Instant now)
{
    if (!on()) return;
    head<Kind::TimerExpired>({.at = now, .side = side, .detail = octet(timer)});
}

TransitId Recorder::injected(const tcp::Segment& segment, Journey&& journey)
{
    forget_cause();
    return sent(segment, std::move(journey));
}

void Recorder::reason(Side side, tcp::Rule rule, Instant now)
{
    if (!on() || follow_usually<Kind::Reason>(side, static_cast<std::uint32_t>(rule), now)) return;
    follow<Kind::Reason>({.at = now, .ref = static_cast<std::uint32_t>(rule), .side = side});
}

void Recorder::entered(Side side, tcp::State from, tcp::State to, tcp::Rule rule, Instant now)
{
    if (!on()) return;
    follow<Kind::Entered>(
        {.at = now, .value = static_cast<std::int64_t>(rule), .side = side, .detail = octet(from), .extra = octet(to)});
}

void Recorder::signal(Side side, tcp::Signal signal, Instant now)
{
    if (!on()) return;
    follow<Kind::Signal>({.at = now, .side = side, .detail = octet(signal)});
}

void Recorder::delivered(Side side, std::uint32_t octets, Instant now)
{
    if (!on() || follow_usually<Kind::Delivered>(side, octets, now)) return;
    follow<Kind::Delivered>({.at = now, .value = octets, .side = side});
}

TransitId Recorder::sent(const tcp::Segment& segment, Journey&& journey, const std::optional<tcp::SendProgress>& before)
{
    if (!on()) return no_transit;
    journey.sent_record = static_cast<RecordId>(trace_->records().size());
    journey.connection = connection_;
    const TransitId id = trace_->launch(segment, journey);
    if (connection_ != the_conversation ||
        !trace_->records_.follow_sent(id, journey.from, certainty_, head_, journey.sent))
        follow<Kind::Sent>({.at = journey.sent, .ref = id, .side = journey.from});
    if (before && connection_ == the_conversation) sends_.push_back({journey.from, {journey.sent_record, *before}});
    return id;
}

TransitId Recorder::copied(const tcp::Segment& segment, Journey&& journey)
{
    if (!on()) return no_transit;
    assert(journey.copy_of != no_transit);
    const Launched original = trace_->launched(journey.copy_of);
    journey.sent_record = original.sent_record;
    journey.connection = original.connection;
    return trace_->launch(segment, journey);
}

void Recorder::decided(TransitId transit, const Ending& ending, bool corrupted)
{
    if (on()) trace_->expect_ending(transit, ending, corrupted);
}

inline void Recorder::snapshots(Side side, const tcp::Tcb& after, Instant now)
{
    if (trace_->empty()) return;
    const bool in_group = head_ != no_record && head_at_ == now;
    std::size_t& taken = taken_[index(side)];
    const bool nothing_sent = sends_.empty();
    const bool sent_one = sends_.size() == 1 && taken == 0 && sends_.front().from == side;
    if (!in_group || (!nothing_sent && !sent_one)) return snapshots_one_by_one(side, after, in_group);
    taken = nothing_sent ? 0 : 1;
    // Most of the time.
    trace_->snapshots_[index(side)].append_turn(head_, after, nothing_sent ? nullptr : &sends_.front().sending);
}

void Recorder::changed(Side side, const tcp::Deadlines& before, const tcp::Tcb& after, Instant now)
{
    if (!on()) return;
    // One by one: to load two at once, the processor waits for the one just stored.
    if (before != after.deadlines) timers(side, before, after.deadlines, now);
    if (connection_ != the_conversation) return;
    snapshots(side, after, now);
}

/// Undoes what the segments moved, for the head, and does it again segment by segment.
void Recorder::snapshots_one_by_one(Side side, const tcp::Tcb& after, bool in_group)
{
    const bool mirrored = trace_->endpoint(Side::Left).socket == trace_->endpoint(Side::Right).socket;
    const auto is_own = [&](const Send& send) { return send.from == side || mirrored; };
    std::size_t& taken = taken_[index(side)];
    const std::span<const Send> sends = std::span{sends_}.subspan(taken);
    const auto last = static_cast<RecordId>(trace_->records().size() - 1);
    const RecordId from = !in_group ? last : taken == 0 ? head_ : sends_[taken - 1].sending.record;
    if (sends.empty()) return trace_->snapshot(side, from, after);
    tcp::Tcb tcb = after;
    for (std::size_t i = sends.size(); i-- > 0;)
        if (is_own(sends[i])) tcb.go_back_to(sends[i].sending.before);
    bool whole = in_group || std::ranges::none_of(sends, is_own);
    if (whole) trace_->snapshot(side, from, tcb);
    for (auto send = sends.begin(); send != sends.end(); ++send) {
        if (!is_own(*send)) continue;
        const auto next = std::find_if(send + 1, sends.end(), is_own);
        const tcp::SendProgress reached = next == sends.end() ? after.progress() : next->sending.before;
        tcb.snd.nxt = reached.nxt;
        tcb.snd.max = reached.max;
        tcb.fin_sent = reached.fin_sent;
        tcb.unsent_bytes -= send->sending.before.octets;
        if (std::exchange(whole, true))
            trace_->snapshots_[index(side)].append_progress(send->sending.record, tcb);
        else
            trace_->snapshot(side, send->sending.record, tcb);
    }
    taken = sends_.size();
}

void Recorder::timers(Side side, const tcp::Deadlines& before, const tcp::Deadlines& after, Instant now)
{
    const bool expiry = head_ != no_record && head_kind_ == Kind::TimerExpired;
    for (const tcp::Timer timer : tcp::all_timers) {
        const Instant due = after[static_cast<std::size_t>(timer)];
        const Instant was_due = before[static_cast<std::size_t>(timer)];
        if (due == was_due) continue;
        if (due != never) {
            follow<Kind::TimerSet>(
                {.at = now, .value = due.time_since_epoch().count(), .side = side, .detail = octet(timer)});
        } else if (!expiry || was_due > now) { // an expired timer is not cancelled
            follow<Kind::TimerCancelled>({.at = now, .side = side, .detail = octet(timer)});
        }
    }
}

} // namespace tcpstage::trace
