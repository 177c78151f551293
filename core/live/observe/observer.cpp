#include "core/live/observe/observer.h"

#include "core/capture/follow/changes.h"
#include "core/capture/follow/inference.h"
#include "core/live/message_check.h"
#include "core/live/observe/ip_packet.h"
#include "core/live/observe/only_report.h"
#include "core/trace/kernel_report.h"

#include <algorithm>
#include <cerrno>

namespace tcpstage::live {

namespace {

trace::Side side_of(const Event& event) { return static_cast<trace::Side>(event.side); }

/// The signal to the user for the errno of a call.
std::optional<tcp::Signal> signal_of(std::int64_t reason)
{
    switch (reason) {
    case 0:
        return {};
    case EISCONN:
        return tcp::Signal::AlreadyOpen;
    case EPIPE:
        return tcp::Signal::Closing;
    case ENOBUFS:
        return tcp::Signal::NoBuffer;
    default:
        return tcp::Signal::NoConnection;
    }
}

} // namespace

Observer::Observer(trace::Trace& trace, std::int64_t start, Judge judge, Vantage vantage)
    : trace_{trace}, recorder_{trace, trace::Certainty::Observed}, start_{start}, judge_{std::move(judge)}, vantage_{
                                                                                                                vantage}
{}

trace::TransitId Observer::transit(std::uint32_t frame) const
{
    const auto found = all_.find(frame);
    return found == all_.end() ? trace::no_transit : found->second;
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
        return lost(event, trace::Reason::Dropped);
    case Event::Kind::Unordered:
        if (event.frame != UINT32_MAX) return lost(event, trace::Reason::NotOrdered);
        unseen_losses_ += static_cast<std::uint64_t>(event.value);
        return;
    case Event::Kind::Sent:
        return sent(event, tail);
    case Event::Kind::Sampled:
        return sampled(event, tail);
    case Event::Kind::Signal:
        return signal_user(side_of(event), static_cast<tcp::Signal>(event.detail));
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
    case Event::Kind::Listening:
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
    recorder_.set_certainty(trace::Certainty::Observed);
}

void Observer::settle()
{
    for (const trace::Side side : trace::both_sides) {
        const tcp::Tcb& tcb = models_[trace::index(side)].tcb();
        tcp::Tcb& before = recorded_[trace::index(side)];
        if (tcb == before) continue;
        recorder_.changed(side, before.deadlines, tcb, now_);
        before = tcb;
    }
    in_group_ = false;
}

void Observer::called(const Event& event)
{
    const trace::Side side = side_of(event);
    const auto call = static_cast<trace::Call>(event.detail);
    recorder_.called(side, call, event.octets, now_);
    if (const auto signal = signal_of(event.value)) {
        const bool reset = *signal == tcp::Signal::Closing && !closing_[trace::index(side)]; // EPIPE without a CLOSE
        recorder_.signal(side, reset ? tcp::Signal::NoConnection : *signal, now_);
        return;
    }
    TcbModel& model = models_[trace::index(side)];
    if (call == trace::Call::Listen || call == trace::Call::Connect) model.open(call == trace::Call::Listen);
    if (call == trace::Call::Listen && vantage_ == Vantage::Watch)
        enter(side, tcp::State::Listen); // the call has succeeded
    opening_[trace::index(side)] = call == trace::Call::Connect;
    closing_[trace::index(side)] =
        call == trace::Call::Close || call == trace::Call::Shutdown ||
        (closing_[trace::index(side)] && (call == trace::Call::Send || call == trace::Call::Read));
    if (call == trace::Call::Shutdown || call == trace::Call::Close) model.finish_sending();
    if (call == trace::Call::Read && event.octets > 0) delivered(side, event.octets);
}

void Observer::arrived(const Event& event)
{
    const auto found = transits_.find(event.frame);
    if (found == transits_.end()) return;
    UnderWay& under_way = found->second;
    trace::TransitId& which = event.detail == 1 ? under_way.copy : under_way.transit;
    if (which == trace::no_transit) return;
    const trace::TransitId id = std::exchange(which, trace::no_transit);
    if (under_way.transit == trace::no_transit && under_way.copy == trace::no_transit) transits_.erase(found);
    const trace::Side receiver = side_of(event);
    recorder_.arrived(id, receiver, now_);
    const trace::Transit& transit = trace_.transit(id);
    if (transit.corrupted) {
        recorder_.set_certainty(trace::Certainty::Inferred);
        recorder_.reason(receiver, tcp::Rule::ChecksumWrong, now_);
        return;
    }
    TcbModel& model = models_[trace::index(receiver)];
    const tcp::State state = capture::after_receiving(model.tcb(), transit.segment);
    model.received(transit.segment);
    if (vantage_ == Vantage::Watch) infer(receiver, state);
}

void Observer::lost(const Event& event, trace::Reason reason)
{
    const auto found = transits_.find(event.frame);
    if (found == transits_.end()) return;
    const trace::TransitId id = found->second.transit;
    transits_.erase(found);
    if (id == trace::no_transit) return;
    if (const auto known = reasons_.find(event.frame); known != reasons_.end())
        reason = known->second;
    else if (reason == trace::Reason::Dropped && trace_.transit(id).reason != trace::Reason::None)
        reason = trace_.transit(id).reason;
    recorder_.lost(id, now_, reason);
}

void Observer::sent(const Event& event, std::span<const std::uint8_t> packet)
{
    const auto carried = read_ip_packet(packet);
    const bool own = injected_[event.side] == 0;
    const Departure departure{event.frame, side_of(event), carried ? carried->segment : tcp::Segment{}, now_,
                              own && !has_head_};
    if (!carried) { // such as ICMP: forwarded without a record
        static_cast<void>(judge_(departure));
        return;
    }
    if (vantage_ == Vantage::Watch)
        infer(departure.from, capture::after_sending(models_[event.side].tcb(), departure.segment));
    if (departure.by_timer) infer_timer(departure.from, carried->segment);
    launch(departure, judge_(departure));
    if (own)
        models_[event.side].sent(carried->segment);
    else
        injected_[event.side] -= 1;
}

void Observer::launch(const Departure& departure, const std::optional<sim::Passage>& passage)
{
    const TcbModel& model = models_[trace::index(departure.from)];
    const bool own = injected_[trace::index(departure.from)] == 0;
    trace::Transit transit;
    transit.segment = departure.segment;
    transit.sent = now_;
    transit.from = departure.from;
    transit.ends = passage ? passage->ends : never;
    transit.fate = passage ? passage->fate : trace::Fate::Arrived;
    transit.reason = own ? (passage ? passage->reason : trace::Reason::None) : trace::Reason::FromThePast;
    transit.corrupted = passage && passage->corrupted;
    transit.retransmission = own && model.is_retransmission(departure.segment);
    transit.window_bytes = model.window_sent(departure.segment);
    trace::Transit copy = transit;
    recorder_.set_certainty(trace::Certainty::Observed);
    UnderWay under_way;
    under_way.transit =
        own ? recorder_.sent(transit, model.before_sending(departure.segment)) : recorder_.injected(transit);
    if (passage && passage->duplicated) {
        copy.copy_of = under_way.transit;
        copy.reason = trace::Reason::Duplicated;
        copy.corrupted = false;
        copy.fate = trace::Fate::Arrived;
        copy.ends = passage->copy_ends;
        under_way.copy = recorder_.copied(copy);
    }
    all_[departure.frame] = under_way.transit;
    transits_[departure.frame] = under_way;
}

void Observer::amend(std::uint32_t frame, const sim::Passage& passage, bool duplicated)
{
    const auto found = transits_.find(frame);
    if (found == transits_.end()) return;
    const trace::TransitId id = found->second.transit;
    recorder_.decided(id, {passage.ends, passage.fate, passage.reason}, passage.corrupted);
    if (!duplicated) return;
    trace::Transit copy = trace_.transit(id);
    copy.copy_of = id;
    copy.sent = now_;
    copy.fate = trace::Fate::Arrived;
    copy.reason = trace::Reason::Duplicated;
    copy.corrupted = false;
    copy.end_record = trace::no_record;
    found->second.copy = recorder_.copied(copy);
}

/// Where no segment is seen, the listener's kernel has saved the SYN: its numbers and options are observed, its
/// arrival is inferred.
void Observer::saved(const Event& event, std::span<const std::uint8_t> packet)
{
    const auto carried = read_ip_packet(packet);
    if (vantage_ != Vantage::TcpInfo || !carried || !carried->segment.syn()) return;
    const trace::Side receiver = side_of(event);
    const trace::Side sender = trace::other(receiver);
    if (tcb(sender).state == tcp::State::Closed) infer(sender, tcp::State::SynSent);
    trace::Transit transit;
    transit.segment = carried->segment;
    transit.sent = transit.ends = now_;
    transit.from = sender;
    transit.window_bytes = transit.segment.window;
    recorder_.set_certainty(trace::Certainty::Observed);
    const auto before = models_[trace::index(sender)].before_sending(carried->segment);
    const trace::TransitId id = recorder_.sent(transit, before);
    models_[trace::index(sender)].sent(carried->segment);
    settle();
    recorder_.set_certainty(trace::Certainty::Inferred);
    recorder_.arrived(id, receiver, now_);
    if (tcb(receiver).state == tcp::State::Listen) infer(receiver, tcp::State::SynReceived);
    models_[trace::index(receiver)].received(carried->segment);
    settle();
}

void Observer::sampled(const Event& event, std::span<const std::uint8_t> tail)
{
    const auto read = read_tcp_info(tail);
    if (!read) return;
    const TcpInfo& tcp_info = *read;
    const trace::Side side = side_of(event);
    const auto state = static_cast<tcp::State>(tcp_info.state);
    const tcp::State known = models_[event.side].tcb().state;
    if (event.detail == only_report) {
        recorder_.set_certainty(trace::Certainty::Sampled);
        recorder_.called(side, trace::kernel_report, 0, now_);
    }
    if (vantage_ != Vantage::Watch || tcp::is_legal(known, state))
        enter(side, state); // otherwise the sample was taken too late to matter
    models_[event.side].sampled(tcp_info, now_, stretches_[event.side]);
    if (vantage_ == Vantage::TcpInfo) models_[event.side].count_from_tcp_info(tcp_info);
}

void Observer::infer(trace::Side side, tcp::State state)
{
    TcbModel& model = models_[trace::index(side)];
    if (model.tcb().state == state) return;
    opening_[trace::index(side)] = false;
    const bool confirmed = witness_ && witness_(side, state, now_);
    recorder_.set_certainty(confirmed ? trace::Certainty::Observed : trace::Certainty::Inferred);
    const auto why = capture::cause_of(trace_, recorder_.cause());
    const tcp::Rule rule = capture::rule_of_change(model.tcb().state, state, why ? &*why : nullptr);
    recorder_.entered(side, model.tcb().state, state, rule, now_);
    model.enter(state);
    recorder_.set_certainty(trace::Certainty::Observed);
}

void Observer::open(trace::Side passive)
{
    closing_ = {true, true};
    for (const trace::Side side : trace::both_sides)
        models_[trace::index(side)].open(side == passive);
}

void Observer::conclude(trace::Side side, tcp::State state)
{
    for (const tcp::State next : capture::way(models_[trace::index(side)].tcb().state, state, true))
        infer(side, next);
}

/// The state was read from the kernel, so it is observed; states that it passed through before are inferred.
void Observer::enter(trace::Side side, tcp::State state)
{
    TcbModel& model = models_[trace::index(side)];
    if (model.tcb().state == state) return;
    opening_[trace::index(side)] = false;
    if (recorder_.cause() == trace::no_record && vantage_ == Vantage::Wire) infer_timer(side, model.tcb().state);
    const bool orderly = vantage_ == Vantage::TcpInfo && closing_[trace::index(side)];
    const auto states = capture::way(model.tcb().state, state, orderly);
    for (const tcp::State next : states) {
        const tcp::State from = model.tcb().state;
        recorder_.set_certainty(next == states.back() ? certainty_of_kernel() : trace::Certainty::Inferred);
        const auto why = capture::cause_of(trace_, recorder_.cause());
        const tcp::Rule rule = capture::rule_of_change(from, next, why ? &*why : nullptr);
        recorder_.entered(side, from, next, rule, now_);
        model.enter(next);
        if (rule == tcp::Rule::FinAckedLastAck || rule == tcp::Rule::TimeWaitOver)
            recorder_.signal(side, tcp::Signal::Closed, now_);
    }
    recorder_.set_certainty(trace::Certainty::Observed);
}

void Observer::signal_user(trace::Side side, tcp::Signal signal)
{
    const bool unseen = vantage_ == Vantage::TcpInfo && opening_[trace::index(side)];
    if (unseen && signal == tcp::Signal::Refused) { // SYN-SENT was too short to be sampled
        infer(side, tcp::State::SynSent);
        infer(side, tcp::State::Closed);
    }
    recorder_.signal(side, signal, now_);
}

void Observer::delivered(trace::Side side, std::uint32_t octets)
{
    recorder_.delivered(side, octets, now_);
    models_[trace::index(side)].delivered(octets);
}

/// The stack sends although nothing was done to it: one of its timers has expired. The segment shows which one.
void Observer::infer_timer(trace::Side side, const tcp::Segment& segment)
{
    const TcbModel& model = models_[trace::index(side)];
    recorder_.forget_cause();
    recorder_.set_certainty(trace::Certainty::Inferred);
    if (model.is_retransmission(segment)) {
        recorder_.timer_expired(side, tcp::Timer::Retransmit, now_);
        recorder_.reason(side, tcp::Rule::RetransmitBackoff, now_);
    } else if (model.is_probe(segment)) {
        const bool closed = model.tcb().snd.wnd == 0 || model.tcb().deadline(tcp::Timer::Persist) != never;
        recorder_.timer_expired(side, closed ? tcp::Timer::Persist : tcp::Timer::KeepAlive, now_);
        recorder_.reason(side, closed ? tcp::Rule::PersistProbe : tcp::Rule::KeepAliveProbe, now_);
    } else if (vantage_ == Vantage::Wire && segment.length() == 0 && segment.has_ack() && !segment.rst()) {
        recorder_.timer_expired(side, tcp::Timer::DelayedAck, now_);
        recorder_.reason(side, tcp::Rule::DelayedAckDue, now_);
    }
}

/// The state has changed without an event: a timer has expired.
void Observer::infer_timer(trace::Side side, tcp::State from)
{
    recorder_.set_certainty(trace::Certainty::Inferred);
    const bool waits = from == tcp::State::FinWait2; // for the peer's FIN: nothing is left to retransmit
    recorder_.timer_expired(side,
                            from == tcp::State::TimeWait ? tcp::Timer::TimeWait
                            : waits                      ? tcp::Timer::UserTimeout
                                                         : tcp::Timer::Retransmit,
                            now_);
}

} // namespace tcpstage::live
