#include "core/compare/compare.h"

#include "core/compare/align.h"
#include "core/compare/explain.h"
#include "core/tcp/segment/option_table.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace tcpstage::compare {

namespace {

using DifferenceKind = Difference::Kind;

class Comparer {
public:
    Comparer(const trace::Trace& first, const trace::Trace& second, Duration tolerance)
        : traces_{&first, &second}, tolerance_{tolerance}, shows_segments_{shows_segments(first),
                                                                           shows_segments(second)}
    {}

    Comparison compared() &&
    {
        Alignment alignment = align(*traces_[0], *traces_[1]);
        result_.steps = joint_order(*traces_[0], *traces_[1], alignment.together);
        result_.partner = std::move(alignment.partner);
        for (std::size_t i = 0; i < 2; ++i) {
            peer_[i].assign(traces_[i]->records().size(), trace::no_record);
            for (const Pair& pair : alignment.together)
                peer_[i][pair[i]] = pair[1 - i];
        }
        for (const Pair& step : result_.steps)
            step[0] != trace::no_record&& step[1] != trace::no_record ? both(step) : alone(step);
        count_lone();
        const Explainer explainer{*traces_[0], *traces_[1], result_.partner, peer_};
        for (Difference& difference : result_.differences)
            explainer.explain(difference);
        return std::move(result_);
    }

private:
    trace::Record record(std::size_t which, trace::RecordId id) const { return traces_[which]->record(id); }

    Difference about(DifferenceKind kind, const Pair& at) const
    {
        const std::size_t which = at[0] != trace::no_record ? 0 : 1;
        Difference difference;
        difference.kind = kind;
        difference.at = at;
        difference.side = record(which, at[which]).side;
        return difference;
    }

    void add(Difference difference)
    {
        for (std::size_t i = 0; i < 2; ++i) {
            const trace::RecordId at = difference.at[i];
            if (at != trace::no_record && concerns_transit(record(i, at).kind))
                difference.transits[i] = record(i, at).ref;
        }
        result_.differences.push_back(difference);
    }

    static bool concerns_transit(trace::Kind kind)
    {
        return kind == trace::Kind::Sent || kind == trace::Kind::Arrived || kind == trace::Kind::Lost;
    }

    void alone(const Pair& step)
    {
        const std::size_t which = step[0] != trace::no_record ? 0 : 1;
        const trace::Record& what = record(which, step[which]);
        const bool hidden = what.kind == trace::Kind::Sent || what.kind == trace::Kind::TimerExpired;
        if (hidden && !shows_segments_[1 - which]) return; // the other trace may have it too, unseen
        const auto only = which == 0 ? DifferenceKind::OnlyFirst : DifferenceKind::OnlySecond;
        if (what.kind == trace::Kind::Arrived || what.kind == trace::Kind::Lost) return end_alone(what, which);
        if (what.kind != trace::Kind::Sent) return add(about(only, step));
        const trace::TransitId peer = result_.partner[which][what.ref];
        if (peer == trace::no_transit) return add(about(only, step));
        if (which == 1) return; // reported once, for the first trace
        add(about(DifferenceKind::Order, {step[0], traces_[1]->transit(peer).sent_record}));
    }

    /// Reports a copy that only one trace has, and a segment whose counterpart met another fate or arrives between
    /// other steps.
    void end_alone(const trace::Record& what, std::size_t which)
    {
        const trace::TransitId peer = result_.partner[which][what.ref];
        const trace::Transit here = traces_[which]->transit(what.ref);
        if (peer == trace::no_transit) {
            if (here.copy_of == trace::no_transit || !shows_segments_[1 - which]) return; // its sending is reported
            Pair at{trace::no_record, trace::no_record};
            at[which] = here.end_record;
            return add_end(which == 0 ? DifferenceKind::OnlyFirst : DifferenceKind::OnlySecond, at, here);
        }
        if (which == 1) return; // reported once, for the first trace
        const trace::Transit there = traces_[1]->transit(peer);
        const bool sent_together = peer_[0][here.sent_record] == there.sent_record;
        if (there.end_record == trace::no_record) return;
        if (here.fate != there.fate)
            add_end(DifferenceKind::Fate, {here.end_record, there.end_record}, here);
        else if (is_held(here, there))
            add_held({here.end_record, there.end_record}, here, there);
        else if (sent_together && are_simulated()) // real arrivals cross by chance
            add_end(DifferenceKind::Order, {here.end_record, there.end_record}, here);
    }

    /// Of two arrivals that belong together: only one is damaged, or held up by the network or by a person.
    void arrivals(const Pair& step, const trace::Transit& one, const trace::Transit& two)
    {
        if (one.corrupted != two.corrupted)
            add_end(DifferenceKind::Fate, step, one);
        else if (is_held(one, two))
            add_held(step, one, two);
    }

    static Duration longer(const trace::Transit& one, const trace::Transit& two)
    {
        return (two.ends - two.sent) - (one.ends - one.sent);
    }
    bool is_held(const trace::Transit& one, const trace::Transit& two) const
    {
        const Duration later = longer(one, two);
        return one.reason != two.reason && (later > tolerance_ || later < -tolerance_);
    }
    void add_held(const Pair& at, const trace::Transit& one, const trace::Transit& two)
    {
        Difference difference = about(DifferenceKind::Time, at);
        difference.side = one.from;
        difference.later = longer(one, two);
        add(difference);
    }

    void add_end(DifferenceKind kind, const Pair& at, const trace::Transit& transit)
    {
        Difference difference = about(kind, at);
        difference.side = transit.from;
        add(difference);
    }

    bool are_simulated() const
    {
        return std::ranges::all_of(
            traces_, [](const trace::Trace* trace) { return trace->source() == trace::Source::Simulated; });
    }

    /// What people take for the same event: its kind, and of a segment its flags, numbers and length.
    using Event = std::tuple<trace::Kind, trace::Side, trace::ConnectionNumber, std::uint8_t, std::uint8_t,
                             std::uint32_t, std::uint32_t, std::size_t>;
    Event event_of(std::size_t which, trace::RecordId id, bool relative) const
    {
        const trace::Record what = record(which, id);
        if (what.kind != trace::Kind::Sent) return {what.kind, what.side, what.connection, what.detail, 0, 0, 0, 0};
        const trace::Transit transit = traces_[which]->transit(what.ref);
        const tcp::Segment& segment = transit.segment;
        const bool numbered = relative && !transit.before; // relative numbers are those of what was sent
        const std::uint32_t seq = numbered ? relative_[which][what.ref].seq : segment.seq.value();
        const std::uint32_t ack = numbered ? relative_[which][what.ref].ack : segment.ack.value();
        return {what.kind,
                what.side,
                what.connection,
                0,
                segment.flags.bits(),
                seq,
                segment.has_ack() ? ack : 0,
                segment.payload.size()};
    }

    /// Counts the events of which only one trace has so many, or at that point. Numbers may be shown as they are on the
    /// wire or relative to the ISS: what is the same in one form is not only in one trace.
    void count_lone()
    {
        const auto is_lone = [](const Difference& difference) {
            return difference.kind == DifferenceKind::OnlyFirst || difference.kind == DifferenceKind::OnlySecond;
        };
        if (std::ranges::none_of(result_.differences, is_lone)) return;
        relative_ = {relative_numbers(*traces_[0]), relative_numbers(*traces_[1])};
        for (const bool relative : {false, true}) {
            std::array<std::map<Event, std::vector<trace::RecordId>>, 2> events;
            for (std::size_t i = 0; i < 2; ++i)
                for (trace::RecordId id = 0; id < traces_[i]->records().size(); ++id)
                    if (trace::is_step(record(i, id).kind)) events[i][event_of(i, id, relative)].push_back(id);
            for (Difference& difference : result_.differences) {
                if (!is_lone(difference)) continue;
                const std::size_t which = difference.at[0] != trace::no_record ? 0 : 1;
                const Event event = event_of(which, difference.at[which], relative);
                const auto found = events[1 - which].find(event);
                if (found == events[1 - which].end() || found->second.size() <= difference.others) continue;
                const auto& own = events[which].at(event);
                difference.others = static_cast<std::uint32_t>(found->second.size());
                difference.count =
                    static_cast<std::uint32_t>(std::ranges::upper_bound(own, difference.at[which]) - own.begin());
            }
        }
    }

    void both(const Pair& step)
    {
        const trace::Record& a = record(0, step[0]);
        const trace::Record& b = record(1, step[1]);
        if (a.kind == trace::Kind::Sent)
            segments(step, traces_[0]->transit(a.ref), traces_[1]->transit(b.ref));
        else
            outcomes(step);
        if (a.kind == trace::Kind::Arrived) arrivals(step, traces_[0]->transit(a.ref), traces_[1]->transit(b.ref));
        if (a.kind == trace::Kind::Called && !is_same_call(a, b)) add(about(DifferenceKind::Numbers, step));
        const bool of_one_kind = traces_[0]->source() == traces_[1]->source();
        const auto counts = [this](Duration duration) { return duration > tolerance_ || duration < -tolerance_; };
        const Duration more = (b.at - since_[1]) - (a.at - since_[0]);
        const Duration later = of_one_kind ? b.at - a.at : more; // as their clocks show; a kernel begins when it likes
        if (a.kind != trace::Kind::Arrived && a.kind != trace::Kind::Lost && counts(more) && counts(later)) {
            Difference difference = about(DifferenceKind::Time, step);
            difference.later = later;
            add(difference);
        }
        since_ = {a.at, b.at};
    }

    void segments(const Pair& step, const trace::Transit& one, const trace::Transit& two)
    {
        if (relative_[0].empty() && !traces_[0]->transits().empty())
            relative_ = {relative_numbers(*traces_[0]), relative_numbers(*traces_[1])};
        const trace::TransitId a = record(0, step[0]).ref;
        const trace::TransitId b = record(1, step[1]).ref;
        const bool same_ack = !one.segment.has_ack() || relative_[0][a].ack == relative_[1][b].ack;
        const bool same = one.segment.flags.without(tcp::Flag::Psh) == two.segment.flags.without(tcp::Flag::Psh) &&
                          relative_[0][a].seq == relative_[1][b].seq && same_ack &&
                          one.segment.payload.size() == two.segment.payload.size() && same_edit(one, two);
        if (!same) add(about(DifferenceKind::Numbers, step));
        if (one.segment.syn() && !same_offer(one.segment.options, two.segment.options))
            add(about(DifferenceKind::Options, step));
        bool& reported = window_reported_[trace::index(one.from)];
        if (reported || one.segment.rst() || one.window_bytes == two.window_bytes) return;
        reported = true;
        add(about(DifferenceKind::Window, step));
    }

    /// Whether both hand over, leave out or read the same number of octets. Of a real socket it is what a read
    /// returned.
    bool is_same_call(const trace::Record& one, const trace::Record& two) const
    {
        if (traces_[0]->source() != traces_[1]->source()) return true;
        const bool counts = trace::counts_octets(one.call(), one.value) || trace::counts_octets(two.call(), two.value);
        return !counts || one.value == two.value;
    }

    static bool same_edit(const trace::Transit& one, const trace::Transit& two)
    {
        return (one.before == nullptr) == (two.before == nullptr) && (!one.before || one.segment == two.segment);
    }

    static bool same_offer(const tcp::Options& a, const tcp::Options& b)
    {
        return std::ranges::all_of(tcp::option_rows(),
                                   [&](const tcp::OptionRow& row) { return row.offer(a) == row.offer(b); });
    }

    /// Reports if the same event leads to different states or signals.
    void outcomes(const Pair& step)
    {
        Consequences one = consequences(*traces_[0], step[0]);
        Consequences two = consequences(*traces_[1], step[1]);
        const trace::Side side = record(0, step[0]).side;
        if (traces_[0]->source() != trace::Source::Simulated || traces_[1]->source() != trace::Source::Simulated) {
            leave_out(one.user_signals, heard(1, side));
            leave_out(two.user_signals, heard(0, side));
        }
        const bool real = traces_[0]->source() != traces_[1]->source();
        const bool silent = one.states.empty() || two.states.empty(); // the kernel may be asked at another step
        if ((real && silent) || !shows_segments_[0] ||
            !shows_segments_[1]) { // a sampled state shows up later than it was entered
            leave_out(one.states, entered(1, side));
            leave_out(two.states, entered(0, side));
        }
        if (one.states != two.states) {
            Difference difference = about(DifferenceKind::State, step);
            if (!one.states.empty()) difference.value[0] = static_cast<std::uint8_t>(one.states.back());
            if (!two.states.empty()) difference.value[1] = static_cast<std::uint8_t>(two.states.back());
            add(difference);
        }
        if (one.user_signals == two.user_signals) return;
        Difference difference = about(DifferenceKind::Signal, step);
        const auto [first, second] = std::ranges::mismatch(one.user_signals, two.user_signals);
        if (first != one.user_signals.end()) difference.value[0] = static_cast<std::uint8_t>(*first);
        if (second != two.user_signals.end()) difference.value[1] = static_cast<std::uint8_t>(*second);
        add(difference);
    }

    /// All signals to a side's user. On real sockets a signal appears when the program asks, perhaps at another step.
    const std::vector<tcp::Signal>& heard(std::size_t which, trace::Side side)
    {
        if (!heard_) {
            heard_.emplace();
            for (std::size_t i = 0; i < 2; ++i)
                for (const trace::Record& record : traces_[i]->records())
                    if (record.kind == trace::Kind::Signal)
                        (*heard_)[i][trace::index(record.side)].push_back(record.signal());
        }
        return (*heard_)[which][trace::index(side)];
    }
    std::vector<tcp::State> entered(std::size_t which, trace::Side side) const
    {
        std::vector<tcp::State> states;
        for (const trace::Record& record : traces_[which]->records())
            if (record.kind == trace::Kind::Entered && record.side == side) states.push_back(record.to());
        return states;
    }
    template <typename T> static void leave_out(std::vector<T>& those, const std::vector<T>& known)
    {
        std::erase_if(those, [&](T one) { return std::ranges::find(known, one) != known.end(); });
    }

    std::array<const trace::Trace*, 2> traces_;
    Duration tolerance_;
    std::array<bool, 2> shows_segments_;
    Comparison result_;
    std::array<std::vector<trace::RecordId>, 2> peer_; // of each record: its counterpart in the other trace
    std::array<std::vector<Relative>, 2> relative_;
    std::array<Instant, 2> since_{};
    std::array<bool, 2> window_reported_{};
    std::optional<std::array<std::array<std::vector<tcp::Signal>, 2>, 2>> heard_; // of each trace and side
};

} // namespace

const Difference* Comparison::first() const
{
    const auto weighs = [](const Difference& difference) { return difference.kind != DifferenceKind::Time; };
    const auto found = std::ranges::find_if(differences, weighs);
    if (found != differences.end()) return &*found;
    return differences.empty() ? nullptr : &differences.front();
}

Duration usual_tolerance(const trace::Trace& first, const trace::Trace& second)
{
    const bool exact = first.source() == trace::Source::Simulated && second.source() == trace::Source::Simulated;
    return exact ? Duration{0} : Duration{50ms};
}

Comparison compare(const trace::Trace& first, const trace::Trace& second, Duration tolerance)
{
    return Comparer{first, second, tolerance}.compared();
}

} // namespace tcpstage::compare
