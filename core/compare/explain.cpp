#include "core/compare/explain.h"

#include "core/compare/align.h"
#include "core/tcp/segment/option_table.h"

#include <algorithm>

namespace tcpstage::compare {

namespace {

using DifferenceKind = Difference::Kind;

constexpr trace::RecordId farthest = 4096; // how many records to search back for the setting of a timer

/// Bookkeeping rules apply to almost every segment and explain nothing.
bool says_little(tcp::Rule rule)
{
    constexpr std::array<tcp::Rule, 6> little{tcp::Rule::AckAdvances, tcp::Rule::AckDuplicate, tcp::Rule::WindowUpdated,
                                              tcp::Rule::RttMeasured, tcp::Rule::KarnSkips,    tcp::Rule::RecoveryOver};
    return std::ranges::find(little, rule) != little.end();
}

std::optional<tcp::Rule> own_rule(const Consequences& here, const Consequences& there)
{
    const auto own = [&](tcp::Rule rule) { return std::ranges::find(there.rules, rule) == there.rules.end(); };
    for (const tcp::Rule rule : here.rules)
        if (own(rule) && tcp::info(rule).section == "not TCP") return rule;
    for (const tcp::Rule rule : here.rules)
        if (own(rule) && !says_little(rule)) return rule;
    return {};
}

/// Which trace's rules to try first.
std::array<std::size_t, 2> order_of(const Difference& difference)
{
    return difference.kind == DifferenceKind::OnlyFirst ? std::array<std::size_t, 2>{0, 1}
                                                        : std::array<std::size_t, 2>{1, 0};
}

/// What the RFCs leave open about a timer's length; empty: the user chooses it.
std::optional<Latitude> length_of(tcp::Timer timer)
{
    switch (timer) {
    case tcp::Timer::Retransmit:
        return Latitude::RtoValue;
    case tcp::Timer::Persist:
        return Latitude::ProbeInterval;
    case tcp::Timer::DelayedAck:
        return Latitude::AckDelay;
    case tcp::Timer::TimeWait:
        return Latitude::TimeWaitLength;
    case tcp::Timer::KeepAlive:
        return Latitude::KeepAliveInterval;
    case tcp::Timer::UserTimeout:
        return {};
    }
    return {};
}

bool is_bare_ack(const tcp::Segment& segment) { return segment.length() == 0 && !segment.rst() && segment.has_ack(); }

} // namespace

Consequences consequences(const trace::Trace& trace, trace::RecordId head)
{
    Consequences found;
    if (head == trace::no_record) return found;
    for (trace::RecordId id = head + 1; id < trace.records().size(); ++id) {
        const trace::Record& record = trace.record(id);
        if (record.kind <= tcpstage::trace::Kind::TimerExpired) break; // the next group
        if (record.cause != head) continue;
        if (record.kind == tcpstage::trace::Kind::Reason || record.kind == tcpstage::trace::Kind::Entered)
            found.rules.push_back(record.rule());
        if (record.kind == tcpstage::trace::Kind::Entered) found.states.push_back(record.to());
        if (record.kind == tcpstage::trace::Kind::Signal) found.user_signals.push_back(record.signal());
    }
    return found;
}

Explainer::Explainer(const trace::Trace& first, const trace::Trace& second,
                     const std::array<std::vector<trace::TransitId>, 2>& partner,
                     const std::array<std::vector<trace::RecordId>, 2>& peer)
    : traces_{&first, &second}, partner_{partner}, peer_{peer}
{
    for (std::size_t i = 0; i < 2; ++i) {
        closed_[i] = {trace::no_record, trace::no_record};
        for (trace::RecordId id = 0; id < traces_[i]->records().size(); ++id) {
            const trace::Record called = record(i, id);
            if (called.kind != tcpstage::trace::Kind::Called || called.call() != trace::Call::Close) continue;
            trace::RecordId& closed = closed_[i][trace::index(called.side)];
            closed = std::min(closed, id);
        }
    }
}

void Explainer::explain(Difference& difference) const
{
    const bool of_call = difference.kind == Kind::Numbers && !has_transits(difference);
    if (of_call || is_of_network(difference)) return; // the user decides what a call hands over
    difference.latitudes = latitudes(difference);
    if (difference.latitudes.empty()) difference.latitudes = of_kernel(difference);
    if (!difference.latitudes.empty() || waits_for_window(difference) || waits_with_ack(difference)) return;
    if (!is_worded_alike(difference.kind)) return;
    find_rule(difference);
    const bool of_window = difference.kind == Kind::Window;
    if (of_window && difference.because != tcp::Rule::WindowOpens) {
        difference.because.reset();
        if (!are_both_simulated()) difference.latitudes = {Latitude::WindowOffered};
    }
}

/// The network decides what becomes of a segment and of its copies, and how long it takes.
bool Explainer::is_of_network(const Difference& difference) const
{
    if (difference.kind == Kind::Fate) return true;
    if (difference.kind == Kind::State || difference.kind == Kind::Signal) return false;
    const std::size_t which = difference.at[0] != trace::no_record ? 0 : 1;
    const tcpstage::trace::Kind kind = record(which, difference.at[which]).kind;
    return kind == tcpstage::trace::Kind::Arrived || kind == tcpstage::trace::Kind::Lost;
}

/// A real kernel names no rules: if both runs have the same event, a rule that only the simulator names does not
/// explain a difference.
bool Explainer::is_worded_alike(Kind kind) const
{
    const bool both_have_it = kind == Kind::Time || kind == Kind::Order || kind == Kind::Signal;
    return !both_have_it || are_both_simulated();
}

/// The event that the step follows from: the step itself, or the cause of a sent segment.
trace::RecordId Explainer::head_of(std::size_t which, trace::RecordId step) const
{
    if (step == trace::no_record) return trace::no_record;
    const trace::Record what = record(which, step);
    return what.kind == tcpstage::trace::Kind::Sent ? what.cause : step;
}

bool Explainer::is_data(const Difference& difference) const
{
    const std::size_t has = difference.kind == Kind::OnlyFirst ? 0 : 1;
    return difference.transits[has] != trace::no_transit && !transit(difference, has).segment.payload.empty();
}

bool Explainer::is_timer(std::size_t which, trace::RecordId head) const
{
    return head != trace::no_record && record(which, head).kind == tcpstage::trace::Kind::TimerExpired;
}

/// The rule that one run follows here and the other does not.
void Explainer::find_rule(Difference& difference) const
{
    Pair heads{head_of(0, difference.at[0]), head_of(1, difference.at[1])};
    for (std::size_t i = 0; i < 2; ++i)
        if (heads[i] == trace::no_record && heads[1 - i] != trace::no_record) heads[i] = peer_[1 - i][heads[1 - i]];
    const std::array<Consequences, 2> follows{consequences(*traces_[0], heads[0]), consequences(*traces_[1], heads[1])};
    const bool not_in_second = difference.kind == Kind::OnlyFirst && heads[1] != trace::no_record;
    for (const std::size_t which : not_in_second ? std::array<std::size_t, 2>{1, 0} : order_of(difference))
        if (const auto rule = own_rule(follows[which], follows[1 - which])) {
            difference.because = rule;
            difference.followed_by = static_cast<std::uint8_t>(which);
            return;
        }
}

std::vector<Latitude> Explainer::latitudes(Difference& difference) const
{
    switch (difference.kind) {
    case Kind::Options:
        return of_options(difference);
    case Kind::Window:
        if (has_transits(difference) && transit(difference, 0).segment.syn()) return {Latitude::WindowOffered};
        return {};
    case Kind::Numbers:
        return of_numbers(difference);
    case Kind::Time:
        return of_time(difference);
    case Kind::OnlyFirst:
    case Kind::OnlySecond:
        if (is_data(difference)) return of_lone_data(difference);
        if (!are_both_simulated() && answers_probe(difference)) return {Latitude::ProbeForm};
        return of_lone_timer(difference);
    case Kind::Signal:
        return of_word(difference);
    case Kind::Fate:
    case Kind::Order:
    case Kind::State:
        return {};
    }
    return {};
}

std::vector<Latitude> Explainer::of_options(const Difference& difference) const
{
    const tcp::Options a = transit(difference, 0).segment.options;
    const tcp::Options b = transit(difference, 1).segment.options;
    std::vector<Latitude> found;
    for (const tcp::OptionRow& row : tcp::option_rows())
        if (const auto latitude = latitude_of(row.kind); latitude && row.offer(a) != row.offer(b))
            found.push_back(*latitude);
    return found;
}

std::vector<Latitude> Explainer::of_numbers(const Difference& difference) const
{
    const trace::Transit one = transit(difference, 0);
    const trace::Transit two = transit(difference, 1);
    const tcp::Segment& a = one.segment;
    const tcp::Segment& b = two.segment;
    if (a.rst() && b.rst() && a.has_ack() != b.has_ack()) return {Latitude::ResetWithAck};
    if (!are_both_simulated() && is_probe(0, one) && is_probe(1, two)) return {Latitude::ProbeForm};
    if (a.payload.empty() || b.payload.empty() || a.payload.size() == b.payload.size()) return {};
    const std::array<tcp::Options, 2> limits = offered(trace::other(one.from));
    const bool cut = std::max(a.payload.size(), b.payload.size()) > std::min(limits[0].mss, limits[1].mss);
    return cut && limits[0].mss != limits[1].mss ? std::vector{Latitude::MssOffered} : std::vector<Latitude>{};
}

/// A data segment whose octets the other run sends inside a longer segment, because its receiver takes longer ones.
std::vector<Latitude> Explainer::of_lone_data(const Difference& difference) const
{
    const std::size_t has = difference.kind == Kind::OnlyFirst ? 0 : 1;
    const trace::Transit lone = transit(difference, has);
    const std::array<tcp::Options, 2> limits = offered(trace::other(lone.from));
    if (is_probe(has, lone)) return {};
    if (limits[has].mss >= limits[1 - has].mss || lone.retransmission) return {};
    const std::array<std::vector<Relative>, 2> numbers{relative_numbers(*traces_[0]), relative_numbers(*traces_[1])};
    const std::uint32_t begins = numbers[has][difference.transits[has]].seq;
    for (trace::TransitId id = 0; id < numbers[1 - has].size(); ++id) {
        const trace::Transit longer = traces_[1 - has]->transit(id);
        const std::uint32_t from = numbers[1 - has][id].seq;
        if (longer.from == lone.from && longer.segment.payload.size() > limits[has].mss && from <= begins &&
            begins < from + longer.segment.payload.size())
            return {Latitude::MssOffered};
    }
    return {};
}

bool Explainer::is_probe(std::size_t which, const trace::Transit& transit) const
{
    const trace::RecordId head = head_of(which, transit.sent_record);
    if (!is_timer(which, head)) return false;
    const tcp::Timer timer = record(which, head).timer();
    return timer == tcp::Timer::Persist || timer == tcp::Timer::KeepAlive;
}

bool Explainer::answers_probe(const Difference& difference) const
{
    const std::size_t has = difference.kind == Kind::OnlyFirst ? 0 : 1;
    if (difference.transits[has] == trace::no_transit) return false;
    const trace::Transit lone = transit(difference, has);
    const trace::RecordId head = head_of(has, lone.sent_record);
    if (!is_bare_ack(lone.segment) || head == trace::no_record) return false;
    const trace::Record cause = record(has, head);
    return cause.kind == tcpstage::trace::Kind::Arrived && is_probe(has, traces_[has]->transit(cause.ref));
}

/// What the SYN of that side offers.
std::array<tcp::Options, 2> Explainer::offered(trace::Side side) const
{
    std::array<tcp::Options, 2> options;
    for (std::size_t i = 0; i < 2; ++i)
        for (const trace::Transit& transit : traces_[i]->transits())
            if (transit.from == side && transit.segment.syn() && transit.connection == trace::the_conversation) {
                options[i] = transit.segment.options;
                break;
            }
    return options;
}

std::vector<Latitude> Explainer::of_time(Difference& difference) const
{
    const Pair heads{head_of(0, difference.at[0]), head_of(1, difference.at[1])};
    if (!is_timer(0, heads[0]) || !is_timer(1, heads[1])) return {};
    const tcp::Timer timer = record(0, heads[0]).timer();
    const auto latitude = length_of(timer);
    if (!latitude || record(1, heads[1]).timer() != timer) return {};
    for (std::size_t i = 0; i < 2; ++i)
        difference.timer_ran[i] = runs(i, difference.side, timer, heads[i]);
    const bool exact = is_simulated(0) && is_simulated(1);
    if (exact && difference.timer_ran[0] == difference.timer_ran[1]) return {}; // it was only set at another time
    for (std::size_t i = 0; i < 2 && timer == tcp::Timer::Retransmit; ++i)
        if (const auto early = early_timer(i, difference.side, heads[i], difference.timer_ran[i])) return {*early};
    return {*latitude};
}

/// The TIME-WAIT of a kernel outlasts the recorded run, so its timer expires in the other run only.
std::vector<Latitude> Explainer::of_lone_timer(Difference& difference) const
{
    const std::size_t has = difference.kind == Kind::OnlyFirst ? 0 : 1;
    const trace::RecordId head = difference.at[has];
    if (!is_timer(has, head) || record(has, head).timer() != tcp::Timer::TimeWait || is_simulated(1 - has)) return {};
    const auto end = static_cast<trace::RecordId>(traces_[1 - has]->records().size());
    if (end == 0) return {};
    if (traces_[1 - has]->at(difference.side, traces_[1 - has]->last_moment()).state != tcp::State::TimeWait) return {};
    difference.timer_ran[has] = runs(has, difference.side, tcp::Timer::TimeWait, head);
    difference.timer_ran[1 - has] = runs(1 - has, difference.side, tcp::Timer::TimeWait, end);
    return {Latitude::TimeWaitLength};
}

std::vector<Latitude> Explainer::of_word(const Difference& difference) const
{
    for (std::size_t i = 0; i < 2; ++i) {
        const bool silent = difference.value[i] == Difference::unknown && !is_simulated(i);
        if (silent && closed_[i][trace::index(difference.side)] < difference.at[i]) return {Latitude::CloseGivesUp};
    }
    return {};
}

/// How long the timer was set to run when it was last set before `until`; 0: unknown.
Duration Explainer::runs(std::size_t which, trace::Side side, tcp::Timer timer, trace::RecordId until) const
{
    const trace::RecordId begin = until > farthest ? until - farthest : 0;
    for (trace::RecordId id = until; id-- > begin;) {
        const trace::Record set = record(which, id);
        if (set.kind == tcpstage::trace::Kind::TimerSet && set.side == side && set.timer() == timer &&
            set.connection == trace::the_conversation)
            return Instant{Duration{set.value}} - set.at;
    }
    return Duration{0};
}

/// A kernel always uses congestion control: data that the other run sends at once may wait there for an ACK.
bool Explainer::waits_for_window(Difference& difference) const
{
    if ((difference.kind != Kind::Time && difference.kind != Kind::Order) || !has_transits(difference)) return false;
    for (std::size_t i = 0; i < 2; ++i) {
        const trace::Transit late = transit(difference, i);
        const trace::RecordId head = head_of(i, late.sent_record);
        if (is_simulated(i) || late.retransmission || late.segment.payload.empty() || head == trace::no_record ||
            head == 0)
            continue;
        const trace::Record what = record(i, head);
        if (what.kind != tcpstage::trace::Kind::Arrived || !is_bare_ack(traces_[i]->transit(what.ref).segment))
            continue;
        const tcp::Tcb before = traces_[i]->at(late.from, traces_[i]->moment_after(head - 1));
        if (before.cwnd == 0 || before.in_flight() + before.snd.mss <= before.cwnd) continue;
        if (before.snd.una == before.snd.iss + 1U) {
            difference.latitudes = {Latitude::InitialWindow};
        } else {
            difference.because = tcp::Rule::CongestionWaits;
            difference.followed_by = static_cast<std::uint8_t>(i);
        }
        return true;
    }
    return false;
}

/// If one run has an ACK that the other has not, the other delays it. The engine names the rule; for a real kernel,
/// which names none, it follows from the next segment that both send.
bool Explainer::waits_with_ack(Difference& difference) const
{
    if (difference.kind != Kind::OnlyFirst && difference.kind != Kind::OnlySecond) return false;
    const std::size_t has = difference.kind == Kind::OnlyFirst ? 0 : 1;
    if (difference.transits[has] == trace::no_transit || !is_bare_ack(transit(difference, has).segment)) return false;
    difference.because = is_simulated(1 - has) ? said_to_wait(has, transit(difference, has))
                                               : seen_to_wait(has, difference.transits[has]);
    if (difference.because) difference.followed_by = static_cast<std::uint8_t>(1 - has);
    return difference.because.has_value();
}

std::optional<tcp::Rule> Explainer::said_to_wait(std::size_t has, const trace::Transit& missing) const
{
    const trace::RecordId head = head_of(has, missing.sent_record);
    if (head == trace::no_record) return {};
    for (const tcp::Rule rule : consequences(*traces_[1 - has], peer_[has][head]).rules)
        if (rule == tcp::Rule::AckDelayed || rule == tcp::Rule::FinAckWaits) return rule;
    return {};
}

/// Both runs have what the missing ACK answers, and the other end says nothing at once, but acknowledges it with its
/// next segment.
std::optional<tcp::Rule> Explainer::seen_to_wait(std::size_t has, trace::TransitId missing) const
{
    const trace::Transit ack = traces_[has]->transit(missing);
    const trace::RecordId head = head_of(has, ack.sent_record);
    if (head == trace::no_record || record(has, head).kind != tcpstage::trace::Kind::Arrived) return {};
    const trace::TransitId answered = record(has, head).ref;
    const trace::TransitId peer = partner_[has][answered];
    if (peer == trace::no_transit) return {};
    const trace::Transit there = traces_[1 - has]->transit(peer);
    if (there.end_record == trace::no_record || there.fate != trace::Fate::Arrived) return {};
    const std::uint32_t acknowledges = relative_numbers(*traces_[has])[missing].ack;
    const std::vector<Relative> numbers = relative_numbers(*traces_[1 - has]);
    for (trace::TransitId id = 0; id < numbers.size(); ++id) {
        const trace::Transit next = traces_[1 - has]->transit(id);
        if (next.from != ack.from || next.sent_record < there.end_record || next.copy_of != trace::no_transit) continue;
        const bool at_once = head_of(1 - has, next.sent_record) == there.end_record;
        if (at_once || !next.segment.has_ack() || numbers[id].ack < acknowledges) return {};
        return there.segment.fin() && next.segment.fin() ? tcp::Rule::FinAckWaits : tcp::Rule::AckDelayed;
    }
    return {};
}

} // namespace tcpstage::compare
