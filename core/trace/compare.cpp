#include "core/trace/compare.h"

#include "core/trace/align.h"

#include <algorithm>

namespace tcpstage {

namespace {

using DifferenceKind = Difference::Kind;

/// Bookkeeping that follows from everything: it explains nothing.
bool says_little(Rule rule)
{
    constexpr std::array<Rule, 6> little{Rule::AckAdvances, Rule::AckDuplicate, Rule::WindowUpdated,
                                         Rule::RttMeasured, Rule::KarnSkips,    Rule::RecoveryOver};
    return std::ranges::find(little, rule) != little.end();
}

/// What follows from one event.
struct Consequences {
    std::vector<Rule> rules;
    std::vector<State> states;
    std::vector<Signal> signals;
};

Consequences consequences(const Trace& trace, RecordId head)
{
    Consequences found;
    if (head == no_record) return found;
    for (RecordId id = head + 1; id < trace.records().size(); ++id) {
        const Record& record = trace.record(id);
        if (record.kind <= Kind::TimerExpired) break; // the next group
        if (record.cause != head) continue;
        if (record.kind == Kind::Reason || record.kind == Kind::Entered) found.rules.push_back(record.rule());
        if (record.kind == Kind::Entered) found.states.push_back(record.to());
        if (record.kind == Kind::Told) found.signals.push_back(record.signal());
    }
    return found;
}

class Comparer {
public:
    Comparer(const Trace& first, const Trace& second, Duration tolerance)
        : traces_{&first, &second}, tolerance_{tolerance}
    {}

    Comparison compared() &&
    {
        Alignment alignment = align(*traces_[0], *traces_[1]);
        result_.steps = joint_order(*traces_[0], *traces_[1], alignment.together);
        result_.partner = std::move(alignment.partner);
        for (std::size_t i = 0; i < 2; ++i) {
            peer_[i].assign(traces_[i]->records().size(), no_record);
            for (const Pair& pair : alignment.together)
                peer_[i][pair[i]] = pair[1 - i];
        }
        for (const Pair& step : result_.steps)
            step[0] != no_record&& step[1] != no_record ? both(step) : alone(step);
        return std::move(result_);
    }

private:
    Record record(std::size_t which, RecordId id) const { return traces_[which]->record(id); }

    Difference about(DifferenceKind kind, const Pair& at) const
    {
        const std::size_t which = at[0] != no_record ? 0 : 1;
        Difference difference;
        difference.kind = kind;
        difference.at = at;
        difference.side = record(which, at[which]).side;
        return difference;
    }

    void add(Difference difference)
    {
        for (std::size_t i = 0; i < 2; ++i) {
            const RecordId at = difference.at[i];
            if (at != no_record && concerns_flight(record(i, at).kind)) difference.flights[i] = record(i, at).ref;
        }
        if (difference.kind != DifferenceKind::Fate) explain(difference);
        result_.differences.push_back(difference);
    }

    static bool concerns_flight(Kind kind) { return kind == Kind::Sent || kind == Kind::Arrived || kind == Kind::Lost; }

    /// The event from which the step follows: itself, or what made a segment go.
    RecordId head_of(std::size_t which, RecordId step) const
    {
        if (step == no_record) return no_record;
        const Record& what = record(which, step);
        return what.kind == Kind::Sent ? what.cause : step;
    }

    /// The rule that one run follows here and the other does not.
    void explain(Difference& difference) const
    {
        Pair heads{head_of(0, difference.at[0]), head_of(1, difference.at[1])};
        for (std::size_t i = 0; i < 2; ++i)
            if (heads[i] == no_record && heads[1 - i] != no_record) heads[i] = peer_[1 - i][heads[1 - i]];
        const std::array<Consequences, 2> follows{consequences(*traces_[0], heads[0]),
                                                  consequences(*traces_[1], heads[1])};
        const bool not_in_second = difference.kind == DifferenceKind::OnlyFirst && heads[1] != no_record;
        for (const std::size_t which : not_in_second ? std::array<std::size_t, 2>{1, 0} : order_of(difference))
            if (const auto rule = own_rule(follows[which], follows[1 - which])) {
                difference.because = rule;
                difference.followed_by = static_cast<std::uint8_t>(which);
                return;
            }
        guess(difference);
    }
    /// A real kernel does not say which rule it follows; what it does not send, or sends later, does.
    void guess(Difference& difference) const
    {
        if (traces_[1]->source() == Source::Simulated) return;
        difference.followed_by = 1;
        if (difference.kind == DifferenceKind::OnlyFirst) difference.because = why_no_ack(difference);
        if (difference.kind == DifferenceKind::Time) difference.because = rule_of_timer(head_of(0, difference.at[0]));
    }
    std::optional<Rule> why_no_ack(const Difference& difference) const
    {
        if (difference.flights[0] == no_flight) return {};
        const Flight& missing = traces_[0]->flight(difference.flights[0]);
        const Segment& segment = missing.segment;
        if (segment.length() != 0 || segment.rst() || !segment.has_ack()) return {};
        for (FlightId id = difference.flights[0] + 1; id < traces_[0]->flights().size(); ++id) {
            const FlightId peer = result_.partner[0][id]; // the next that both send
            if (peer == no_flight || traces_[0]->flight(id).from != missing.from) continue;
            return traces_[1]->flight(peer).segment.fin() ? Rule::FinAckWaits : Rule::AckDelayed;
        }
        return Rule::AckDelayed;
    }
    std::optional<Rule> rule_of_timer(RecordId head) const
    {
        if (head == no_record || record(0, head).kind != Kind::TimerExpired) return {};
        switch (record(0, head).timer()) {
        case Timer::Retransmit:
            return Rule::RetransmitBackoff;
        case Timer::Persist:
            return Rule::PersistProbe;
        case Timer::DelayedAck:
            return Rule::DelayedAckDue;
        case Timer::TimeWait:
            return Rule::TimeWaitOver;
        case Timer::KeepAlive:
            return Rule::KeepAliveProbe;
        case Timer::UserTimeout:
            return Rule::UserTimeoutDue;
        }
        return {};
    }
    /// Where to look for the reason first: what is missing on one side is explained by why it is missing.
    static std::array<std::size_t, 2> order_of(const Difference& difference)
    {
        return difference.kind == DifferenceKind::OnlyFirst ? std::array<std::size_t, 2>{0, 1}
                                                            : std::array<std::size_t, 2>{1, 0};
    }

    static std::optional<Rule> own_rule(const Consequences& here, const Consequences& there)
    {
        const auto own = [&](Rule rule) { return std::ranges::find(there.rules, rule) == there.rules.end(); };
        for (const Rule rule : here.rules)
            if (own(rule) && info(rule).section == "not TCP") return rule;
        for (const Rule rule : here.rules)
            if (own(rule) && !says_little(rule)) return rule;
        return {};
    }

    void alone(const Pair& step)
    {
        const std::size_t which = step[0] != no_record ? 0 : 1;
        const Record& what = record(which, step[which]);
        const auto only = which == 0 ? DifferenceKind::OnlyFirst : DifferenceKind::OnlySecond;
        if (what.kind == Kind::Arrived || what.kind == Kind::Lost) return end_alone(what, which);
        if (what.kind != Kind::Sent) return add(about(only, step));
        const FlightId peer = result_.partner[which][what.ref];
        if (peer == no_flight) return add(about(only, step));
        if (which == 1) return; // told once
        add(about(DifferenceKind::Order, {step[0], traces_[1]->flight(peer).sent_record}));
    }

    /// A segment that belongs together with one that ends in another way.
    void end_alone(const Record& what, std::size_t which)
    {
        const FlightId peer = result_.partner[which][what.ref];
        if (which == 1 || peer == no_flight) return;
        const Flight& here = traces_[0]->flight(what.ref);
        const Flight& there = traces_[1]->flight(peer);
        if (there.end_record == no_record || here.fate == there.fate) return;
        Difference difference = about(DifferenceKind::Fate, {here.end_record, there.end_record});
        difference.side = here.from;
        add(difference);
    }

    void both(const Pair& step)
    {
        const Record& a = record(0, step[0]);
        const Record& b = record(1, step[1]);
        if (a.kind == Kind::Sent)
            segments(step, traces_[0]->flight(a.ref), traces_[1]->flight(b.ref));
        else
            outcomes(step);
        const Duration later = (b.at - since_[1]) - (a.at - since_[0]);
        if (a.kind != Kind::Arrived && a.kind != Kind::Lost && (later > tolerance_ || later < -tolerance_)) {
            Difference difference = about(DifferenceKind::Time, step);
            difference.later = later;
            add(difference);
        }
        since_ = {a.at, b.at};
    }

    void segments(const Pair& step, const Flight& one, const Flight& two)
    {
        if (relative_[0].empty() && !traces_[0]->flights().empty())
            relative_ = {relative_numbers(*traces_[0]), relative_numbers(*traces_[1])};
        const FlightId a = record(0, step[0]).ref;
        const FlightId b = record(1, step[1]).ref;
        const bool same_ack = !one.segment.has_ack() || relative_[0][a].ack == relative_[1][b].ack;
        const bool same = one.segment.flags.without(Flag::Psh) == two.segment.flags.without(Flag::Psh) &&
                          relative_[0][a].seq == relative_[1][b].seq && same_ack &&
                          one.segment.payload.size() == two.segment.payload.size() && same_edit(one, two);
        if (!same) add(about(DifferenceKind::Numbers, step));
        if (one.segment.syn() && !same_offer(one.segment.options, two.segment.options))
            add(about(DifferenceKind::Options, step));
        bool& told = window_told_[index(one.from)];
        if (told || one.segment.rst() || one.window_bytes == two.window_bytes) return;
        told = true;
        add(about(DifferenceKind::Window, step));
    }

    static bool same_edit(const Flight& one, const Flight& two)
    {
        return (one.before == nullptr) == (two.before == nullptr) && (!one.before || one.segment == two.segment);
    }

    static bool same_offer(const Options& a, const Options& b)
    {
        return a.mss == b.mss && a.has_window_scale == b.has_window_scale && a.window_scale == b.window_scale &&
               a.sack_permitted == b.sack_permitted && a.has_timestamps == b.has_timestamps;
    }

    /// The same event: does it lead to the same states and words?
    void outcomes(const Pair& step)
    {
        const Consequences one = consequences(*traces_[0], step[0]);
        const Consequences two = consequences(*traces_[1], step[1]);
        if (one.states != two.states) {
            Difference difference = about(DifferenceKind::State, step);
            if (!one.states.empty()) difference.value[0] = static_cast<std::uint8_t>(one.states.back());
            if (!two.states.empty()) difference.value[1] = static_cast<std::uint8_t>(two.states.back());
            add(difference);
        }
        if (one.signals == two.signals) return;
        Difference difference = about(DifferenceKind::Told, step);
        if (!one.signals.empty()) difference.value[0] = static_cast<std::uint8_t>(one.signals.back());
        if (!two.signals.empty()) difference.value[1] = static_cast<std::uint8_t>(two.signals.back());
        add(difference);
    }

    std::array<const Trace*, 2> traces_;
    Duration tolerance_;
    Comparison result_;
    std::array<std::vector<RecordId>, 2> peer_; // of each record that belongs to one of the other trace
    std::array<std::vector<Relative>, 2> relative_;
    std::array<Instant, 2> since_{};
    std::array<bool, 2> window_told_{};
};

} // namespace

const Difference* Comparison::first() const
{
    const auto weighs = [](const Difference& difference) { return difference.kind != DifferenceKind::Time; };
    const auto found = std::ranges::find_if(differences, weighs);
    if (found != differences.end()) return &*found;
    return differences.empty() ? nullptr : &differences.front();
}

Duration usual_tolerance(const Trace& first, const Trace& second)
{
    const bool exact = first.source() == Source::Simulated && second.source() == Source::Simulated;
    return exact ? Duration{0} : Duration{50ms};
}

Comparison compare(const Trace& first, const Trace& second, Duration tolerance)
{
    return Comparer{first, second, tolerance}.compared();
}

} // namespace tcpstage
