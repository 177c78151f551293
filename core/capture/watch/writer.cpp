#include "core/capture/watch/writer.h"

#include "core/capture/follow/changes.h"
#include "core/capture/follow/inference.h"

#include <algorithm>

namespace tcpstage::capture {

namespace {

using tcp::Rule;
using tcp::State;

constexpr Duration shortest_rto{200ms};            // of common stacks; RFC 6298 (2.4) says 1 s
constexpr std::size_t events_between_looks = 4096; // at the stop token

/// The next segment of that end after `index`; null if there is none.
const tcp::Segment* next_of(const Sightings& sightings, std::size_t index, trace::Side side)
{
    const auto next = std::find_if(sightings.begin() + static_cast<std::ptrdiff_t>(index) + 1, sightings.end(),
                                   [&](const Sighting& other) { return other.from == side; });
    return next == sightings.end() ? nullptr : &next->segment;
}

bool is_syn(const tcp::Segment& segment) { return segment.syn() && !segment.has_ack(); }
bool is_syn_ack(const tcp::Segment& segment) { return segment.syn() && segment.has_ack(); }

} // namespace

Writer::Writer(trace::Trace& trace, const Sightings& sightings, const Courses& courses)
    : trace_{trace}, recorder_{trace, trace::Certainty::Observed}, sightings_{sightings}, courses_{courses},
      transits_(sightings.size(), trace::no_transit)
{}

void Writer::write(const std::stop_token& stop)
{
    if (sightings_.empty()) return;
    begin();
    for (std::size_t i = 0; i < courses_.events.size(); ++i) {
        const CourseEvent& event = courses_.events[i];
        if (i % events_between_looks == 0 && stop.stop_requested()) return;
        now_ = event.at;
        recorder_.forget_cause();
        if (event.what == CourseEvent::What::Sent)
            sent(event.sighting);
        else
            ended(event.sighting);
        settle();
    }
}

/// What arrives of a sighting.
const tcp::Segment& Writer::arriving(std::size_t index) const
{
    const auto changed = courses_.arrived.find(static_cast<std::uint32_t>(index));
    return changed == courses_.arrived.end() ? sightings_[index].segment : changed->second;
}

/// What the receiver of a sighting sends next.
const tcp::Segment* Writer::answer_to(std::size_t index) const
{
    const trace::Side receiver = trace::other(sightings_[index].from);
    for (std::size_t i = index + 1; i < sightings_.size(); ++i)
        if (sightings_[i].from == receiver && transits_[i] == trace::no_transit) return &sightings_[i].segment;
    return nullptr;
}

void Writer::settle()
{
    for (const trace::Side side : trace::both_sides) {
        const tcp::Tcb& tcb = model(side).tcb();
        tcp::Tcb& before = recorded_[trace::index(side)];
        if (tcb == before) continue;
        recorder_.changed(side, before.deadlines, tcb, now_);
        before = tcb;
    }
}

void Writer::enter(trace::Side side, State state, std::optional<Rule> rule)
{
    recorder_.set_certainty(trace::Certainty::Inferred);
    EndModel& end = model(side);
    if (end.tcb().state == state) return;
    for (const State next : way(end.tcb().state, state, false)) {
        const auto cause = cause_of(trace_, recorder_.cause());
        const State from = end.tcb().state;
        recorder_.entered(side, from, next, rule ? *rule : rule_of_change(from, next, cause ? &*cause : nullptr), now_);
        end.enter(next);
    }
}

/// What was before the first segment: a listener, or a connection whose beginning was not captured.
void Writer::begin()
{
    const Sighting& first = sightings_.front();
    if (first.segment.rst() || !first.seen.taken()) return;
    if (is_syn_ack(first.segment)) {
        const trace::Side opener = trace::other(first.from);
        tcp::Segment syn;
        syn.flags = tcp::Flag::Syn;
        syn.seq = first.segment.ack - 1U;
        model(first.from).open(true);
        enter(first.from, State::Listen);
        enter(opener, State::SynSent);
        model(opener).sent(syn);
        model(first.from).take(syn);
        enter(first.from, State::SynReceived);
    } else if (!first.segment.syn()) {
        begin_in_the_middle(first);
    } else if (const auto* const answer = next_of(sightings_, 0, trace::other(first.from));
               answer != nullptr && is_syn_ack(*answer)) {
        model(trace::other(first.from)).open(true);
        enter(trace::other(first.from), State::Listen);
    }
    settle();
}

/// As if the left end had opened the connection just before the first octets that were captured. What the SYNs offered
/// is not known, so windows are those of the headers.
void Writer::begin_in_the_middle(const Sighting& first)
{
    const trace::Side side = first.from;
    const tcp::Segment* const other = next_of(sightings_, 0, trace::other(side));
    std::array<tcp::Segment, 2> syns;
    tcp::Segment& own = syns[trace::index(side)];
    tcp::Segment& peers = syns[trace::index(trace::other(side))];
    own.seq = first.segment.seq - 1U;
    own.window = first.segment.window;
    peers.seq = first.segment.ack - 1U;
    if (other != nullptr && (tcp::after(other->seq, first.segment.ack) || !first.segment.has_ack()))
        peers.seq = other->seq - 1U;
    if (other != nullptr) peers.window = other->window;
    const bool stamps = first.segment.options.has_timestamps;
    for (tcp::Segment& syn : syns) {
        syn.flags = tcp::Flag::Syn;
        syn.options.has_timestamps = stamps;
    }
    syns[1].flags = tcp::Flag::Syn | tcp::Flag::Ack;
    syns[1].ack = syns[0].end();
    tcp::Segment third;
    third.flags = tcp::Flag::Ack;
    third.seq = syns[0].end();
    third.ack = syns[1].end();
    third.window = syns[0].window;
    model(trace::Side::Left).open(false);
    model(trace::Side::Right).open(true);
    const std::array<const tcp::Segment*, 3> opening{&syns[0], &syns[1], &third};
    for (std::size_t i = 0; i < opening.size(); ++i) {
        const trace::Side from = i == 1 ? trace::Side::Right : trace::Side::Left;
        model(from).sent(*opening[i]);
        model(trace::other(from)).take(*opening[i]);
    }
    for (const State state : {State::SynSent, State::Established})
        enter(trace::Side::Left, state);
    for (const State state : {State::Listen, State::SynReceived, State::Established})
        enter(trace::Side::Right, state);
}

void Writer::sent(std::size_t index)
{
    const Sighting& sighting = sightings_[index];
    if (!courses_.of[index].moves) return launch(index);
    infer_timer(index);
    const State before = model(sighting.from).tcb().state;
    const bool opens = is_syn(sighting.segment) && is_own_syn(index);
    if (opens || (is_syn_ack(sighting.segment) && before == State::Closed)) model(sighting.from).open(!opens);
    model(sighting.from).enter(before);
    const bool resets = sighting.segment.rst() && before > State::Listen &&
                        tcp::at_or_before(model(sighting.from).tcb().snd.una, sighting.segment.seq) &&
                        tcp::at_or_before(sighting.segment.seq, model(sighting.from).tcb().snd.max);
    launch(index);
    if (sighting.segment.rst()) {
        if (resets) enter(sighting.from, State::Closed, Rule::AbortReset);
        return;
    }
    if (opens && before != State::Closed && before != State::Listen)
        enter(sighting.from, State::Closed, before == State::TimeWait ? Rule::TimeWaitOver : Rule::Crashed);
    if (is_syn_ack(sighting.segment) && (before == State::Closed || before == State::Listen))
        enter(sighting.from, State::SynReceived);
    if (before == State::SynSent) infer_unseen_syn_ack(sighting);
    if (!opens && is_syn(sighting.segment)) return;
    if (const auto fin = model(sighting.from).catch_up(sighting.segment.ack); fin && sighting.segment.has_ack())
        enter(sighting.from, after_receiving(model(sighting.from).tcb(), *fin));
    const State state = after_sending(model(sighting.from).tcb(), sighting.segment);
    model(sighting.from).sent(sighting.segment);
    enter(sighting.from, opens ? State::SynSent : state);
    if (sighting.seen.has(Mark::FastRetransmission)) recorder_.reason(sighting.from, Rule::FastRetransmit, now_);
}

/// Whether a SYN begins a connection of its sender: it goes on by it, or does not go on.
bool Writer::is_own_syn(std::size_t index) const
{
    const Sighting& sighting = sightings_[index];
    const tcp::Tcb& tcb = models_[trace::index(sighting.from)].tcb();
    const bool lives = tcb.state != State::Closed && tcb.state != State::Listen && tcb.state != State::TimeWait;
    if (lives && tcb.snd.iss == sighting.segment.seq) return false;
    const tcp::Segment* const next = next_of(sightings_, index, sighting.from);
    return next == nullptr || next->syn() || next->rst() || next->seq == sighting.segment.end();
}

/// The end sends by itself: one of its timers has expired. How long it waited, and what it sends, shows which one.
void Writer::infer_timer(std::size_t index)
{
    const Sighting& sighting = sightings_[index];
    const tcp::Tcb& tcb = model(sighting.from).tcb();
    std::optional<tcp::Timer> timer;
    Rule rule = Rule::RetransmitBackoff;
    const Instant last = courses_.of[index].last_sent;
    const bool reported = sighting.seen.has(Mark::FastRetransmission) || tcb.duplicate_acks > 0 || tcb.sacked_bytes > 0;
    if (sighting.seen.has(Mark::Retransmission) && last != never && now_ - last >= shortest_rto && !reported)
        timer = tcp::Timer::Retransmit;
    if (sighting.seen.has(Mark::WindowProbe)) {
        timer = tcp::Timer::Persist;
        rule = Rule::PersistProbe;
    } else if (sighting.seen.has(Mark::KeepAlive)) {
        timer = tcp::Timer::KeepAlive;
        rule = Rule::KeepAliveProbe;
    }
    if (!timer) return;
    recorder_.set_certainty(trace::Certainty::Inferred);
    recorder_.timer_expired(sighting.from, *timer, now_);
    recorder_.reason(sighting.from, rule, now_);
}

/// The end acknowledges a SYN,ACK that was not captured.
void Writer::infer_unseen_syn_ack(const Sighting& sighting)
{
    const tcp::Segment& segment = sighting.segment;
    if (segment.syn() || !segment.has_ack()) return;
    const trace::Side peer = trace::other(sighting.from);
    tcp::Segment syn_ack;
    syn_ack.flags = tcp::Flag::Syn | tcp::Flag::Ack;
    syn_ack.seq = segment.ack - 1U;
    syn_ack.ack = segment.seq;
    if (model(peer).tcb().state == State::Closed) model(peer).open(true);
    if (model(peer).tcb().state <= State::Listen) enter(peer, State::SynReceived);
    model(peer).sent(syn_ack);
    model(sighting.from).take(syn_ack);
    enter(sighting.from, State::Established);
}

void Writer::launch(std::size_t index)
{
    const Sighting& sighting = sightings_[index];
    const Course& course = courses_.of[index];
    const EndModel& end = model(sighting.from);
    trace::Transit transit;
    transit.segment = arriving(index);
    transit.sent = now_;
    transit.from = sighting.from;
    transit.ends = course.passed == Passed::Unknown ? never : course.ends;
    transit.fate = course.passed == Passed::Lost ? trace::Fate::Lost : trace::Fate::Arrived;
    transit.retransmission = sighting.seen.has(Mark::Retransmission);
    transit.corrupted = sighting.seen.has(Mark::BadChecksum);
    transit.window_bytes = end.window_sent(transit.segment);
    note_changes(index, transit);
    recorder_.set_certainty(course.sending);
    std::optional<tcp::SendProgress> before;
    if (course.moves) before = end.before_sending(sighting.segment);
    transits_[index] = recorder_.sent(transit, before);
    const auto [first, last] = courses_.copies.equal_range(static_cast<std::uint32_t>(index));
    for (auto copy = first; copy != last; ++copy) {
        trace::Transit copied = transit;
        copied.ends = courses_.of[copy->second].ends;
        copied.fate = trace::Fate::Arrived;
        copied.copy_of = transits_[index];
        transits_[copy->second] = recorder_.copied(copied);
    }
}

/// What the network has made of a segment.
void Writer::note_changes(std::size_t index, trace::Transit& transit) const
{
    const auto changed = courses_.arrived.find(static_cast<std::uint32_t>(index));
    if (changed == courses_.arrived.end()) return;
    const tcp::Segment& sent = sightings_[index].segment;
    transit.marked = sent.ecn != tcp::Ecn::NotCapable && sent.ecn != tcp::Ecn::Congestion &&
                     transit.segment.ecn == tcp::Ecn::Congestion;
    if (transit.marked) transit.segment.ecn = sent.ecn;
    const tcp::Segment& arrives = transit.segment;
    if (arrives == sent) return;
    transit.before = std::make_shared<const trace::SentAs>(
        trace::SentAs{sent, models_[trace::index(transit.from)].window_sent(sent)});
}

void Writer::ended(std::size_t index)
{
    const Sighting& sighting = sightings_[index];
    const Course& course = courses_.of[index];
    recorder_.set_certainty(course.ending);
    if (course.passed == Passed::Lost) return recorder_.lost(transits_[index], now_, trace::Reason::None);
    const trace::Side receiver = trace::other(sighting.from);
    recorder_.arrived(transits_[index], receiver, now_);
    recorder_.set_certainty(trace::Certainty::Inferred);
    const tcp::Segment& segment = arriving(index);
    if (!sighting.seen.taken()) return refused(sighting);
    const auto* const answer = answer_to(index);
    const State state = model(receiver).tcb().state;
    const bool over = state == State::Closed || state == State::TimeWait;
    if (is_syn(segment) && over) {
        if (answer == nullptr || !is_syn_ack(*answer)) {
            if (answer != nullptr && answer->rst()) recorder_.reason(receiver, Rule::ClosedRefuses, now_);
            return;
        }
        enter(receiver, State::Closed, Rule::TimeWaitOver);
        model(receiver).open(true);
        enter(receiver, State::Listen);
    }
    if (is_syn(segment) && answer != nullptr && is_syn_ack(*answer)) model(receiver).choose_iss(answer->seq);
    taken(sighting, segment);
}

/// Its receiver must not take it.
void Writer::refused(const Sighting& sighting)
{
    const trace::Side receiver = trace::other(sighting.from);
    const tcp::Tcb& tcb = model(receiver).tcb();
    const tcp::Segment& segment = sighting.segment;
    Rule rule = Rule::SequenceUnacceptable;
    if (sighting.seen.has(Mark::BadChecksum))
        rule = Rule::ChecksumWrong;
    else if (sighting.seen.has(Mark::OldTimestamp))
        rule = Rule::PawsRejects;
    else if (tcb.state == State::SynSent)
        rule = segment.rst() ? Rule::SynSentIgnoresReset : Rule::SynSentBadAck;
    else if (segment.rst())
        rule = tcp::in_range(segment.seq, tcb.rcv.nxt, tcb.rcv.wnd) ? Rule::ResetChallenged : Rule::ResetOutsideWindow;
    else if (tcp::in_range(segment.seq, tcb.rcv.nxt, std::max(1U, tcb.rcv.wnd)))
        rule = Rule::AckOutOfRange;
    if (tcb.state != State::Closed) recorder_.reason(receiver, rule, now_);
}

void Writer::taken(const Sighting& sighting, const tcp::Segment& segment)
{
    const trace::Side receiver = trace::other(sighting.from);
    EndModel& end = model(receiver);
    const tcp::Tcb before = end.tcb();
    if (before.state == State::Closed) return;
    if (segment.rst()) {
        const bool listens = before.state == State::SynReceived && before.passive;
        enter(receiver, listens ? State::Listen : State::Closed);
        if (!listens) return;
        end.open(true);
        return end.enter(State::Listen);
    }
    if (sighting.seen.has(Mark::UnseenSegment)) end.sent_unseen(segment.ack);
    const bool is_old = segment.length() > 0 && !segment.syn() && tcp::at_or_before(segment.end(), before.rcv.nxt);
    if (is_old) {
        const bool again = before.state == State::TimeWait && segment.fin();
        recorder_.reason(receiver, again ? Rule::TimeWaitFinAgain : Rule::SequenceUnacceptable, now_);
        return end.take(segment);
    }
    const State state = after_receiving(end.tcb(), end.as_state_change(segment));
    end.take(segment);
    if (!segment.syn()) explain_arrival(receiver, segment, before);
    enter(receiver, state);
}

void Writer::explain_arrival(trace::Side receiver, const tcp::Segment& segment, const tcp::Tcb& before)
{
    const tcp::Tcb& after = model(receiver).tcb();
    const auto because = [&](Rule rule) { recorder_.reason(receiver, rule, now_); };
    if (tcp::after(after.snd.una, before.snd.una))
        because(Rule::AckAdvances);
    else if (after.duplicate_acks > before.duplicate_acks)
        because(Rule::AckDuplicate);
    if (!segment.payload.empty()) {
        if (after.out_of_order_bytes > before.out_of_order_bytes)
            because(Rule::TextOutOfOrder);
        else
            because(after.out_of_order_bytes < before.out_of_order_bytes ? Rule::GapFilled : Rule::TextInOrder);
    }
    if (after.snd.wnd != before.snd.wnd) because(Rule::WindowUpdated);
}

} // namespace tcpstage::capture
