#include "core/compare/align.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace tcpstage::compare {

namespace {

/// Segments with equal keys are the same: the sender, the flags without PSH, the numbers, the length (of a reset
/// without its ACK, which some stacks add), whether they answer a probe, whether they were injected as old segments,
/// and the connection.
using Key = std::tuple<trace::Side, std::uint8_t, std::uint32_t, std::uint32_t, std::uint32_t, bool, bool,
                       trace::ConnectionNumber>;

trace::Record cause_of(const trace::Trace& trace, const trace::Transit& transit)
{
    const trace::RecordId head = trace.record(transit.sent_record).cause;
    return head == trace::no_record ? trace::Record{} : trace.record(head);
}

/// Recognized by the timer that sends them, because the forms of probes differ between stacks.
bool is_probe(const trace::Trace& trace, const trace::Transit& transit)
{
    const trace::Record cause = cause_of(trace, transit);
    return cause.kind == trace::Kind::TimerExpired &&
           (cause.timer() == tcp::Timer::Persist || cause.timer() == tcp::Timer::KeepAlive);
}

bool answers_probe(const trace::Trace& trace, const trace::Transit& transit)
{
    const trace::Record cause = cause_of(trace, transit);
    return cause.kind == trace::Kind::Arrived && is_probe(trace, trace.transit(cause.ref));
}

Key key_of(const trace::Trace& trace, const trace::Transit& transit, const Relative& numbers)
{
    const tcp::Segment& segment = transit.as_sent();
    const tcp::Flags flags = segment.rst() ? segment.flags.without(tcp::Flag::Ack) : segment.flags;
    return {transit.from,
            flags.without(tcp::Flag::Psh).bits(),
            numbers.seq,
            segment.has_ack() && !segment.rst() ? numbers.ack : 0,
            segment.payload.size(),
            answers_probe(trace, transit),
            transit.reason == trace::Reason::FromThePast,
            transit.connection};
}

bool is_own(const trace::Transit& transit)
{
    return transit.copy_of == trace::no_transit && transit.sent_record != trace::no_record;
}

/// The longest subsequence of `pairs` (sorted by their first element) whose second elements increase as well.
std::vector<Pair> rising(const std::vector<Pair>& pairs)
{
    std::vector<std::size_t> last; // for each length: the index at which the best subsequence ends
    std::vector<std::size_t> before(pairs.size(), SIZE_MAX);
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        const auto place =
            std::ranges::lower_bound(last, pairs[i][1], {}, [&](std::size_t at) { return pairs[at][1]; });
        if (place != last.begin()) before[i] = *std::prev(place);
        if (place == last.end())
            last.push_back(i);
        else
            *place = i;
    }
    std::vector<Pair> row;
    for (std::size_t at = last.empty() ? SIZE_MAX : last.back(); at != SIZE_MAX; at = before[at])
        row.push_back(pairs[at]);
    std::ranges::reverse(row);
    return row;
}

std::size_t first_of(const Pair& pair) { return pair[0]; }

/// Merges two sorted lists of pairs that do not cross each other.
void merge_into(std::vector<Pair>& together, const std::vector<Pair>& more)
{
    const auto middle = static_cast<std::ptrdiff_t>(together.size());
    together.insert(together.end(), more.begin(), more.end());
    std::inplace_merge(together.begin(), together.begin() + middle, together.end(),
                       [](const Pair& a, const Pair& b) { return a[0] < b[0]; });
}

class Aligner {
public:
    Aligner(const trace::Trace& first, const trace::Trace& second) : traces_{&first, &second}
    {
        for (std::size_t i = 0; i < 2; ++i)
            result_.partner[i].assign(traces_[i]->transits().size(), trace::no_transit);
    }

    Alignment aligned() &&
    {
        same_segments();
        similar_segments();
        copies();
        other_steps();
        return std::move(result_);
    }

private:
    trace::Transit transit(std::size_t which, trace::TransitId id) const { return traces_[which]->transit(id); }

    void join(trace::TransitId a, trace::TransitId b)
    {
        result_.partner[0][a] = b;
        result_.partner[1][b] = a;
    }

    /// The k-th of its kind in one trace is the k-th of its kind in the other.
    void same_segments()
    {
        std::map<Key, std::vector<trace::TransitId>> waiting;
        const auto second = relative_numbers(*traces_[1]);
        for (std::size_t id = second.size(); id-- > 0;) // backwards, so that the earliest is taken first
            if (const trace::Transit& one = transit(1, static_cast<trace::TransitId>(id)); is_own(one))
                waiting[key_of(*traces_[1], one, second[id])].push_back(static_cast<trace::TransitId>(id));
        std::vector<Pair> sent;
        const auto first = relative_numbers(*traces_[0]);
        for (trace::TransitId id = 0; id < first.size(); ++id) {
            if (!is_own(transit(0, id))) continue;
            const auto found = waiting.find(key_of(*traces_[0], transit(0, id), first[id]));
            if (found == waiting.end() || found->second.empty()) continue;
            const trace::TransitId peer = found->second.back();
            found->second.pop_back();
            join(id, peer);
            sent.push_back({transit(0, id).sent_record, transit(1, peer).sent_record});
        }
        result_.together = rising(sent);
    }

    /// Between two neighbouring pairs: joins the segments of one kind that are left over on both sides.
    void similar_segments()
    {
        std::vector<Pair> found;
        std::array<trace::TransitId, 2> next{0, 0};
        const auto until = [&](const Pair& end) {
            std::array<std::vector<trace::TransitId>, 2> rest;
            for (std::size_t i = 0; i < 2; ++i)
                for (; next[i] < result_.partner[i].size() && transit(i, next[i]).sent_record < end[i]; ++next[i])
                    if (is_own(transit(i, next[i])) && result_.partner[i][next[i]] == trace::no_transit)
                        rest[i].push_back(next[i]);
            pair_up(rest, found);
        };
        for (const Pair& end : result_.together)
            until(end);
        until({trace::no_record, trace::no_record});
        merge_into(result_.together, found);
    }

    void pair_up(const std::array<std::vector<trace::TransitId>, 2>& rest, std::vector<Pair>& found)
    {
        std::size_t from = 0;
        for (const trace::TransitId id : rest[0])
            for (std::size_t i = from; i < rest[1].size(); ++i) {
                if (!similar(transit(0, id), transit(1, rest[1][i]))) continue;
                join(id, rest[1][i]);
                found.push_back({transit(0, id).sent_record, transit(1, rest[1][i]).sent_record});
                from = i + 1;
                break;
            }
    }

    bool similar(const trace::Transit& a, const trace::Transit& b) const
    {
        if (a.from == b.from && a.connection == b.connection && is_probe(*traces_[0], a) && is_probe(*traces_[1], b))
            return true;
        const tcp::Segment& one = a.segment;
        const tcp::Segment& two = b.segment;
        return a.from == b.from && a.connection == b.connection && one.syn() == two.syn() && one.fin() == two.fin() &&
               one.rst() == two.rst() && one.payload.empty() == two.payload.empty() &&
               a.retransmission == b.retransmission &&
               (a.reason == trace::Reason::FromThePast) == (b.reason == trace::Reason::FromThePast);
    }

    /// The k-th copy that the network made of a segment is the k-th copy of its counterpart.
    void copies()
    {
        std::map<trace::TransitId, std::vector<trace::TransitId>> waiting; // of the second trace, by their originals
        for (trace::TransitId id = 0; id < result_.partner[1].size(); ++id)
            if (const trace::TransitId original = transit(1, id).copy_of; original != trace::no_transit)
                waiting[original].push_back(id);
        if (waiting.empty()) return;
        std::map<trace::TransitId, std::size_t> taken;
        for (trace::TransitId id = 0; id < result_.partner[0].size(); ++id) {
            const trace::TransitId original = transit(0, id).copy_of;
            if (original == trace::no_transit || result_.partner[0][original] == trace::no_transit) continue;
            const auto found = waiting.find(result_.partner[0][original]);
            if (found == waiting.end()) continue;
            if (std::size_t& count = taken[original]; count < found->second.size()) join(id, found->second[count++]);
        }
    }

    /// Arrivals and losses of segments that belong together, the k-th call of a kind, timers.
    void other_steps()
    {
        std::vector<Pair> pairs;
        for (trace::TransitId id = 0; id < result_.partner[0].size(); ++id) {
            const trace::TransitId peer = result_.partner[0][id];
            if (peer == trace::no_transit) continue;
            const trace::Transit& one = transit(0, id);
            const trace::Transit& two = transit(1, peer);
            if (one.end_record != trace::no_record && two.end_record != trace::no_record && one.fate == two.fate)
                pairs.push_back({one.end_record, two.end_record});
            heads(one, two, pairs);
        }
        calls_and_timers(pairs);
        std::ranges::sort(pairs);
        pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
        std::erase_if(pairs, [&](const Pair& pair) { return !fits(pair); });
        merge_into(result_.together, rising(strictly(pairs)));
    }

    /// Pairs the timers that caused the two segments of a pair.
    void heads(const trace::Transit& one, const trace::Transit& two, std::vector<Pair>& pairs) const
    {
        const Pair heads{traces_[0]->record(one.sent_record).cause, traces_[1]->record(two.sent_record).cause};
        if (heads[0] == trace::no_record || heads[1] == trace::no_record) return;
        const trace::Record& a = traces_[0]->record(heads[0]);
        const trace::Record& b = traces_[1]->record(heads[1]);
        if (a.kind == trace::Kind::TimerExpired && b.kind == trace::Kind::TimerExpired && a.detail == b.detail)
            pairs.push_back(heads);
    }

    void calls_and_timers(std::vector<Pair>& pairs) const
    {
        std::map<std::tuple<trace::Kind, trace::Side, std::uint8_t, trace::ConnectionNumber>,
                 std::array<std::vector<trace::RecordId>, 2>>
            lists;
        for (std::size_t i = 0; i < 2; ++i)
            for (trace::RecordId id = 0; id < traces_[i]->records().size(); ++id) {
                const trace::Record& record = traces_[i]->record(id);
                const bool quiet = record.kind == trace::Kind::TimerExpired && !sends(i, id);
                if (record.kind == trace::Kind::Called || quiet)
                    lists[{record.kind, record.side, record.detail, record.connection}][i].push_back(id);
            }
        for (const auto& [kind, records] : lists)
            for (std::size_t k = 0; k < std::min(records[0].size(), records[1].size()); ++k)
                pairs.push_back({records[0][k], records[1][k]});
    }

    bool sends(std::size_t which, trace::RecordId head) const
    {
        const trace::Trace& trace = *traces_[which];
        for (trace::RecordId id = head + 1; id < trace.records().size(); ++id) {
            const trace::Record& record = trace.record(id);
            if (record.kind == trace::Kind::Sent && record.cause == head) return true;
            if (record.kind <= trace::Kind::TimerExpired) return false;
        }
        return false;
    }

    /// Whether the pair crosses none of the pairs found so far.
    bool fits(const Pair& pair) const
    {
        const auto next = std::ranges::lower_bound(result_.together, std::size_t{pair[0]}, {}, first_of);
        if (next != result_.together.end() && ((*next)[0] == pair[0] || (*next)[1] <= pair[1])) return false;
        return next == result_.together.begin() || (*std::prev(next))[1] < pair[1];
    }

    /// Keeps the first pair of each record of the first trace.
    static std::vector<Pair> strictly(const std::vector<Pair>& pairs)
    {
        std::vector<Pair> once;
        for (const Pair& pair : pairs)
            if (once.empty() || once.back()[0] != pair[0]) once.push_back(pair);
        return once;
    }

    std::array<const trace::Trace*, 2> traces_;
    Alignment result_;
};

} // namespace

std::vector<Relative> relative_numbers(const trace::Trace& trace)
{
    std::map<trace::ConnectionNumber, std::array<tcp::Seq, 2>> bases;
    std::vector<Relative> numbers;
    numbers.reserve(trace.transits().size());
    for (trace::TransitId id = 0; id < trace.transits().size(); ++id) {
        const trace::Transit& transit = trace.transit(id);
        const tcp::Segment& segment = transit.as_sent();
        if (transit.reason == trace::Reason::FromThePast) { // another connection's numbers
            numbers.push_back({segment.seq.value(), segment.ack.value()});
            continue;
        }
        std::array<tcp::Seq, 2>& base = bases[transit.connection];
        if (segment.syn()) base[trace::index(transit.from)] = segment.seq;
        numbers.push_back({segment.seq - base[trace::index(transit.from)],
                           segment.ack - base[trace::index(trace::other(transit.from))]});
    }
    return numbers;
}

bool shows_segments(const trace::Trace& trace)
{
    if (trace.source() != trace::Source::Live) return true;
    const auto sampled = [](const trace::Record& record) { return record.certainty == trace::Certainty::Sampled; };
    return trace.transits().size() > 0 && std::ranges::none_of(trace.records(), sampled);
}

Alignment align(const trace::Trace& first, const trace::Trace& second) { return Aligner{first, second}.aligned(); }

std::vector<Pair> joint_order(const trace::Trace& first, const trace::Trace& second, const std::vector<Pair>& together)
{
    const std::array<const trace::Trace*, 2> traces{&first, &second};
    std::array<trace::RecordId, 2> next{0, 0};
    std::array<Instant, 2> since{};
    std::vector<Pair> order;
    const auto skip = [&](std::size_t which, std::size_t end) { // to the next step before `end`
        const trace::Trace& trace = *traces[which];
        const std::size_t most = std::min<std::size_t>(end, trace.records().size());
        while (next[which] < most && !trace::is_step(trace.record(next[which]).kind))
            ++next[which];
        return next[which] < most;
    };
    const auto until = [&](const Pair& end) {
        for (;;) {
            const std::array<bool, 2> more{skip(0, end[0]), skip(1, end[1])};
            if (!more[0] && !more[1]) return;
            bool from_second = !more[0];
            if (more[0] && more[1])
                from_second = second.record(next[1]).at - since[1] < first.record(next[0]).at - since[0];
            const std::size_t which = from_second ? 1 : 0;
            order.push_back(from_second ? Pair{trace::no_record, next[1]} : Pair{next[0], trace::no_record});
            ++next[which];
        }
    };
    for (const Pair& pair : together) {
        until(pair);
        order.push_back(pair);
        for (std::size_t i = 0; i < 2; ++i) {
            since[i] = traces[i]->record(pair[i]).at;
            next[i] = pair[i] + 1;
        }
    }
    until({trace::no_record, trace::no_record});
    return order;
}

} // namespace tcpstage::compare
