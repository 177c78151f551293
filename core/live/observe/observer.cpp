#include "core/live/observe/observer.h"

#include "core/live/message_check.h"
#include "core/live/observe/changes.h"
#include "core/live/observe/inference.h"

#include <algorithm>
#include <cerrno>

namespace tcpstage::live {

namespace {

Side side_of(const Event& event) { return static_cast<Side>(event.side); }

/// What a call's error tells its user.
std::optional<Signal> signal_of(std::int64_t reason)
{
    switch (reason) {
    case 0:
        return {};
    case EISCONN:
        return Signal::AlreadyOpen;
    case EPIPE:
        return Signal::Closing;
    case ENOBUFS:
        return Signal::NoBuffer;
    default:
        return Signal::NoConnection;
    }
}

/// The TCP segment of an IPv4 packet, and whether it is whole.
std::optional<Decoded> segment_of(std::span<const std::uint8_t> packet)
{
    constexpr std::uint8_t tcp = 6;
    if (packet.size() < 20 || packet[9] != tcp) return {};
    const std::size_t header = (packet[0] & 0x0fU) * std::size_t{4};
    const std::size_t total = packet[2] * std::size_t{256} + packet[3];
    if (header < 20 || total < header || packet.size() < total) return {};
    const Address from{{packet[12], packet[13], packet[14], packet[15]}};
    const Address to{{packet[16], packet[17], packet[18], packet[19]}};
    auto decoded = decode(packet.subspan(header, total - header), from, to);
    if (!decoded) return {};
    return *decoded;
}

} // namespace

Observer::Observer(Trace& trace, std::int64_t start, Judge judge, Sight sight)
    : trace_{trace}, recorder_{trace, Certainty::Observed}, start_{start}, judge_{std::move(judge)}, sight_{sight}
{}

TransitId Observer::transit(std::uint32_t frame) const
{
    const auto found = all_.find(frame);
    return found == all_.end() ? no_transit : found->second;
}

void Observer::take(const Event& event, std::span<const std::uint8_t> tail)
{
    if (event.side > 1) return;
    begin_group(event);
    switch (event.kind) {
    case Event::Kind::Called:
        return called(event);
    case Event::Kind::Arrived:
        return arrived(event);
    case Event::Kind::Dropped:
        return lost(event, Reason::Dropped);
    case Event::Kind::Unordered:
        if (event.frame != UINT32_MAX) return lost(event, Reason::NotOrdered);
        unseen_losses_ += static_cast<std::uint64_t>(event.value);
        return;
    case Event::Kind::Sent:
        return sent(event, tail);
    case Event::Kind::Looked:
        return looked(event, tail);
    case Event::Kind::Told:
        return told(side_of(event), static_cast<Signal>(event.detail));
    case Event::Kind::Delivered:
        return delivered(side_of(event), event.octets);
    case Event::Kind::Saved:
        return saved(event, tail);
    case Event::Kind::Unreported:
        unreported_ += static_cast<std::uint64_t>(event.value);
        return;
    case Event::Kind::Settled:
        return settle();
    case Event::Kind::Ready:
    case Event::Kind::Failed:
    case Event::Kind::Refused:
    case Event::Kind::Alive:
        return;
    }
}

/// A call, an arrival or a loss begins a group; so does anything that comes after a group has settled.
void Observer::begin_group(const Event& event)
{
    const bool head = event.kind == Event::Kind::Called || event.kind == Event::Kind::Arrived ||
                      event.kind == Event::Kind::Dropped || event.kind == Event::Kind::Unordered;
    if (in_group_ && !head) return;
    if (in_group_) settle();
    now_ = std::max(now_, Instant{Duration{event.at - start_}});
    in_group_ = true;
    has_head_ = head;
    recorder_.forget_cause();
    recorder_.set_certainty(Certainty::Observed);
}

void Observer::settle()
{
    for (const Side side : both_sides) {
        const Tcb& tcb = models_[index(side)].tcb();
        Tcb& before = recorded_[index(side)];
        if (tcb == before) continue;
        recorder_.changed(side, before, tcb, now_);
        before = tcb;
    }
    in_group_ = false;
}

void Observer::called(const Event& event)
{
    const Side side = side_of(event);
    const auto call = static_cast<Call>(event.detail);
    recorder_.called(side, call, event.octets, now_);
    if (const auto signal = signal_of(event.value)) {
        recorder_.told(side, *signal, now_);
        return;
    }
    TcbModel& model = models_[index(side)];
    if (call == Call::Listen || call == Call::Connect) model.open(call == Call::Listen);
    if (call == Call::Listen && sight_ == Sight::Watched) enter(side, State::Listen); // the call has succeeded
    opening_[index(side)] = call == Call::Connect;
    closing_[index(side)] = call == Call::Close || call == Call::Shutdown ||
                            (closing_[index(side)] && (call == Call::Send || call == Call::Read));
    if (call == Call::Shutdown || call == Call::Close) model.finish_sending();
    if (call == Call::Read && event.octets > 0) delivered(side, event.octets);
}

void Observer::arrived(const Event& event)
{
    const auto found = transits_.find(event.frame);
    if (found == transits_.end()) return;
    UnderWay& under_way = found->second;
    TransitId& which = event.detail == 1 ? under_way.copy : under_way.transit;
    if (which == no_transit) return;
    const TransitId id = std::exchange(which, no_transit);
    if (under_way.transit == no_transit && under_way.copy == no_transit) transits_.erase(found);
    const Side receiver = side_of(event);
    recorder_.arrived(id, receiver, now_);
    const Transit& transit = trace_.transit(id);
    if (transit.corrupted) {
        recorder_.set_certainty(Certainty::Inferred);
        recorder_.reason(receiver, Rule::ChecksumWrong, now_);
        return;
    }
    TcbModel& model = models_[index(receiver)];
    const State state = after_receiving(model.tcb(), transit.segment);
    model.received(transit.segment);
    if (sight_ == Sight::Watched) infer(receiver, state);
}

void Observer::lost(const Event& event, Reason reason)
{
    const auto found = transits_.find(event.frame);
    if (found == transits_.end()) return;
    const TransitId id = found->second.transit;
    transits_.erase(found);
    if (id == no_transit) return;
    if (const auto known = reasons_.find(event.frame); known != reasons_.end())
        reason = known->second;
    else if (reason == Reason::Dropped && trace_.transit(id).reason != Reason::None)
        reason = trace_.transit(id).reason;
    recorder_.lost(id, now_, reason);
}

void Observer::sent(const Event& event, std::span<const std::uint8_t> packet)
{
    const auto decoded = segment_of(packet);
    const Departure departure{event.frame, side_of(event), decoded ? decoded->segment : Segment{}, now_};
    if (!decoded) { // an ICMP message, say: it goes its way unseen
        static_cast<void>(judge_(departure));
        return;
    }
    const bool own = injected_[event.side] == 0;
    if (sight_ == Sight::Watched) infer(departure.from, after_sending(models_[event.side].tcb(), departure.segment));
    if (own && !has_head_) infer_timer(departure.from, decoded->segment);
    launch(departure, judge_(departure));
    if (own)
        models_[event.side].sent(decoded->segment);
    else
        injected_[event.side] -= 1;
}

void Observer::launch(const Departure& departure, const std::optional<Passage>& passage)
{
    const TcbModel& model = models_[index(departure.from)];
    const bool own = injected_[index(departure.from)] == 0;
    Transit transit;
    transit.segment = departure.segment;
    transit.sent = now_;
    transit.from = departure.from;
    transit.ends = passage ? passage->ends : never;
    transit.fate = passage ? passage->fate : Fate::Arrived;
    transit.reason = own ? (passage ? passage->reason : Reason::None) : Reason::FromThePast;
    transit.corrupted = passage && passage->corrupted;
    transit.retransmission = own && model.is_retransmission(departure.segment);
    transit.window_bytes = model.window_sent(departure.segment);
    Transit copy = transit;
    recorder_.set_certainty(Certainty::Observed);
    UnderWay under_way;
    under_way.transit = own ? recorder_.sent(std::move(transit)) : recorder_.injected(std::move(transit));
    if (passage && passage->duplicated) {
        copy.copy_of = under_way.transit;
        copy.reason = Reason::Duplicated;
        copy.corrupted = false;
        copy.fate = Fate::Arrived;
        copy.ends = passage->copy_ends;
        under_way.copy = recorder_.copied(std::move(copy));
    }
    all_[departure.frame] = under_way.transit;
    transits_[departure.frame] = under_way;
}

void Observer::amend(std::uint32_t frame, const Passage& passage, bool duplicated)
{
    const auto found = transits_.find(frame);
    if (found == transits_.end()) return;
    const TransitId id = found->second.transit;
    recorder_.decided(id, {passage.ends, passage.fate, passage.reason}, passage.corrupted);
    if (!duplicated) return;
    Transit copy = trace_.transit(id);
    copy.copy_of = id;
    copy.sent = now_;
    copy.fate = Fate::Arrived;
    copy.reason = Reason::Duplicated;
    copy.corrupted = false;
    copy.end_record = no_record;
    found->second.copy = recorder_.copied(std::move(copy));
}

/// Where no segment is seen, the listener's kernel has kept the one that began it all: its numbers and options are
/// real, that it has left and come follows.
void Observer::saved(const Event& event, std::span<const std::uint8_t> packet)
{
    const auto decoded = segment_of(packet);
    if (sight_ != Sight::Gauges || !decoded || !decoded->segment.syn()) return;
    const Side receiver = side_of(event);
    const Side sender = other(receiver);
    if (tcb(sender).state == State::Closed) infer(sender, State::SynSent);
    Transit transit;
    transit.segment = decoded->segment;
    transit.sent = transit.ends = now_;
    transit.from = sender;
    transit.window_bytes = transit.segment.window;
    recorder_.set_certainty(Certainty::Observed);
    const TransitId id = recorder_.sent(std::move(transit));
    models_[index(sender)].sent(decoded->segment);
    settle();
    recorder_.set_certainty(Certainty::Inferred);
    recorder_.arrived(id, receiver, now_);
    if (tcb(receiver).state == State::Listen) infer(receiver, State::SynReceived);
    models_[index(receiver)].received(decoded->segment);
    settle();
}

void Observer::looked(const Event& event, std::span<const std::uint8_t> tail)
{
    const auto read = read_gauges(tail);
    if (!read) return;
    const Gauges& gauges = *read;
    const Side side = side_of(event);
    const auto state = static_cast<State>(gauges.state);
    const State known = models_[event.side].tcb().state;
    if (sight_ != Sight::Watched || is_legal(known, state)) enter(side, state); // else it was asked too late to matter
    models_[event.side].looked(gauges, now_);
    if (sight_ == Sight::Gauges) models_[event.side].count_from_gauges(gauges);
}

std::optional<Record> Observer::cause_record() const
{
    if (recorder_.cause() == no_record) return std::nullopt;
    return trace_.record(recorder_.cause());
}

void Observer::infer(Side side, State state)
{
    TcbModel& model = models_[index(side)];
    if (model.tcb().state == state) return;
    opening_[index(side)] = false;
    const bool confirmed = witness_ && witness_(side, state, now_);
    recorder_.set_certainty(confirmed ? Certainty::Observed : Certainty::Inferred);
    const auto cause = cause_record();
    const Rule rule = rule_of_change(model.tcb().state, state, cause ? &*cause : nullptr);
    recorder_.entered(side, model.tcb().state, state, rule, now_);
    model.enter(state);
    recorder_.set_certainty(Certainty::Observed);
}

/// The kernel was asked, so the state is observed; those it hurried through are inferred.
void Observer::enter(Side side, State state)
{
    TcbModel& model = models_[index(side)];
    if (model.tcb().state == state) return;
    opening_[index(side)] = false;
    if (recorder_.cause() == no_record && sight_ == Sight::Wire) infer_timer(side, model.tcb().state);
    const bool orderly = sight_ == Sight::Gauges && closing_[index(side)];
    const auto states = way(model.tcb().state, state, orderly);
    for (const State next : states) {
        const State from = model.tcb().state;
        recorder_.set_certainty(next == states.back() ? told_by_kernel() : Certainty::Inferred);
        const auto cause = cause_record();
        const Rule rule = rule_of_change(from, next, cause ? &*cause : nullptr);
        recorder_.entered(side, from, next, rule, now_);
        model.enter(next);
        if (rule == Rule::FinAckedLastAck || rule == Rule::TimeWaitOver) recorder_.told(side, Signal::Closed, now_);
    }
    recorder_.set_certainty(Certainty::Observed);
}

void Observer::told(Side side, Signal signal)
{
    const bool unseen = sight_ == Sight::Gauges && opening_[index(side)];
    if (unseen && signal == Signal::Refused) { // too short to be sampled
        infer(side, State::SynSent);
        infer(side, State::Closed);
    }
    recorder_.told(side, signal, now_);
}

void Observer::delivered(Side side, std::uint32_t octets)
{
    recorder_.delivered(side, octets, now_);
    models_[index(side)].delivered(octets);
}

/// Nothing was done to the stack, and yet it sends: one of its timers has expired. Which one, the segment tells.
void Observer::infer_timer(Side side, const Segment& segment)
{
    const TcbModel& model = models_[index(side)];
    recorder_.forget_cause();
    recorder_.set_certainty(Certainty::Inferred);
    if (model.is_retransmission(segment)) {
        recorder_.timer_expired(side, Timer::Retransmit, now_);
        recorder_.reason(side, Rule::RetransmitBackoff, now_);
    } else if (model.is_probe(segment)) {
        const bool closed = model.tcb().snd.wnd == 0 || model.tcb().deadline(Timer::Persist) != never;
        recorder_.timer_expired(side, closed ? Timer::Persist : Timer::KeepAlive, now_);
        recorder_.reason(side, closed ? Rule::PersistProbe : Rule::KeepAliveProbe, now_);
    } else if (sight_ == Sight::Wire && segment.length() == 0 && segment.has_ack() && !segment.rst()) {
        recorder_.timer_expired(side, Timer::DelayedAck, now_);
        recorder_.reason(side, Rule::DelayedAckDue, now_);
    }
}

/// The state has changed by itself: a timer gave up, or time has passed.
void Observer::infer_timer(Side side, State from)
{
    recorder_.set_certainty(Certainty::Inferred);
    const bool waits = from == State::FinWait2; // for a FIN: nothing is there to be repeated
    recorder_.timer_expired(side,
                            from == State::TimeWait ? Timer::TimeWait
                            : waits                 ? Timer::UserTimeout
                                                    : Timer::Retransmit,
                            now_);
}

} // namespace tcpstage::live
