#include "core/compare/align.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace tcpstage {

namespace {

/// What makes two segments the same: the sender, the flags that matter, the numbers, the length, and whether they
/// answer a probe, or come from the past.
using Key = std::tuple<Side, std::uint8_t, std::uint32_t, std::uint32_t, std::uint32_t, bool, bool, ConnectionNumber>;

Record cause_of(const Trace& trace, const Transit& transit)
{
    const RecordId head = trace.record(transit.sent_record).cause;
    return head == no_record ? Record{} : trace.record(head);
}

/// Probes have many forms.
bool is_probe(const Trace& trace, const Transit& transit)
{
    const Record cause = cause_of(trace, transit);
    return cause.kind == Kind::TimerExpired && (cause.timer() == Timer::Persist || cause.timer() == Timer::KeepAlive);
}

bool answers_probe(const Trace& trace, const Transit& transit)
{
    const Record cause = cause_of(trace, transit);
    return cause.kind == Kind::Arrived && is_probe(trace, trace.transit(cause.ref));
}

Key key_of(const Trace& trace, const Transit& transit, const Relative& numbers)
{
    const Segment& segment = transit.as_sent();
    return {transit.from,
            segment.flags.without(Flag::Psh).bits(),
            numbers.seq,
            segment.has_ack() ? numbers.ack : 0,
            segment.payload.size(),
            answers_probe(trace, transit),
            transit.reason == Reason::FromThePast,
            transit.connection};
}

bool is_own(const Transit& transit) { return transit.copy_of == no_transit && transit.sent_record != no_record; }

/// The longest part of `pairs` (ordered by their first) whose second ones rise, too.
std::vector<Pair> rising(const std::vector<Pair>& pairs)
{
    std::vector<std::size_t> last; // of the best row of each length: where it ends
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

/// Joins two lists of pairs that do not cross each other.
void merge_into(std::vector<Pair>& together, const std::vector<Pair>& more)
{
    const auto middle = static_cast<std::ptrdiff_t>(together.size());
    together.insert(together.end(), more.begin(), more.end());
    std::inplace_merge(together.begin(), together.begin() + middle, together.end(),
                       [](const Pair& a, const Pair& b) { return a[0] < b[0]; });
}

class Aligner {
public:
    Aligner(const Trace& first, const Trace& second) : traces_{&first, &second}
    {
        for (std::size_t i = 0; i < 2; ++i)
            result_.partner[i].assign(traces_[i]->transits().size(), no_transit);
    }

    Alignment aligned() &&
    {
        same_segments();
        similar_segments();
        other_steps();
        return std::move(result_);
    }

private:
    Transit transit(std::size_t which, TransitId id) const { return traces_[which]->transit(id); }

    void join(TransitId a, TransitId b)
    {
        result_.partner[0][a] = b;
        result_.partner[1][b] = a;
    }

    /// The k-th of its kind in one trace is the k-th of its kind in the other.
    void same_segments()
    {
        std::map<Key, std::vector<TransitId>> waiting;
        const auto second = relative_numbers(*traces_[1]);
        for (std::size_t id = second.size(); id-- > 0;) // backwards: the first one is taken first
            if (const Transit& one = transit(1, static_cast<TransitId>(id)); is_own(one))
                waiting[key_of(*traces_[1], one, second[id])].push_back(static_cast<TransitId>(id));
        std::vector<Pair> sent;
        const auto first = relative_numbers(*traces_[0]);
        for (TransitId id = 0; id < first.size(); ++id) {
            if (!is_own(transit(0, id))) continue;
            const auto found = waiting.find(key_of(*traces_[0], transit(0, id), first[id]));
            if (found == waiting.end() || found->second.empty()) continue;
            const TransitId peer = found->second.back();
            found->second.pop_back();
            join(id, peer);
            sent.push_back({transit(0, id).sent_record, transit(1, peer).sent_record});
        }
        result_.together = rising(sent);
    }

    /// Between two pairs: what is left over on both sides and is of one kind.
    void similar_segments()
    {
        std::vector<Pair> found;
        std::array<TransitId, 2> next{0, 0};
        const auto until = [&](const Pair& end) {
            std::array<std::vector<TransitId>, 2> rest;
            for (std::size_t i = 0; i < 2; ++i)
                for (; next[i] < result_.partner[i].size() && transit(i, next[i]).sent_record < end[i]; ++next[i])
                    if (is_own(transit(i, next[i])) && result_.partner[i][next[i]] == no_transit)
                        rest[i].push_back(next[i]);
            pair_up(rest, found);
        };
        for (const Pair& end : result_.together)
            until(end);
        until({no_record, no_record});
        merge_into(result_.together, found);
    }

    void pair_up(const std::array<std::vector<TransitId>, 2>& rest, std::vector<Pair>& found)
    {
        std::size_t from = 0;
        for (const TransitId id : rest[0])
            for (std::size_t i = from; i < rest[1].size(); ++i) {
                if (!similar(transit(0, id), transit(1, rest[1][i]))) continue;
                join(id, rest[1][i]);
                found.push_back({transit(0, id).sent_record, transit(1, rest[1][i]).sent_record});
                from = i + 1;
                break;
            }
    }

    bool similar(const Transit& a, const Transit& b) const
    {
        if (a.from == b.from && a.connection == b.connection && is_probe(*traces_[0], a) && is_probe(*traces_[1], b))
            return true;
        const Segment& one = a.segment;
        const Segment& two = b.segment;
        return a.from == b.from && a.connection == b.connection && one.syn() == two.syn() && one.fin() == two.fin() &&
               one.rst() == two.rst() && one.payload.empty() == two.payload.empty() &&
               a.retransmission == b.retransmission &&
               (a.reason == Reason::FromThePast) == (b.reason == Reason::FromThePast);
    }

    /// Arrivals and losses of segments that belong together, the k-th call of a kind, timers.
    void other_steps()
    {
        std::vector<Pair> pairs;
        for (TransitId id = 0; id < result_.partner[0].size(); ++id) {
            const TransitId peer = result_.partner[0][id];
            if (peer == no_transit) continue;
            const Transit& one = transit(0, id);
            const Transit& two = transit(1, peer);
            if (one.end_record != no_record && two.end_record != no_record && one.fate == two.fate)
                pairs.push_back({one.end_record, two.end_record});
            heads(one, two, pairs);
        }
        calls_and_timers(pairs);
        std::ranges::sort(pairs);
        pairs.erase(std::unique(pairs.begin(), pairs.end()), pairs.end());
        std::erase_if(pairs, [&](const Pair& pair) { return !fits(pair); });
        merge_into(result_.together, rising(strictly(pairs)));
    }

    /// The timers that made two segments of a pair go.
    void heads(const Transit& one, const Transit& two, std::vector<Pair>& pairs) const
    {
        const Pair heads{traces_[0]->record(one.sent_record).cause, traces_[1]->record(two.sent_record).cause};
        if (heads[0] == no_record || heads[1] == no_record) return;
        const Record& a = traces_[0]->record(heads[0]);
        const Record& b = traces_[1]->record(heads[1]);
        if (a.kind == Kind::TimerExpired && b.kind == Kind::TimerExpired && a.detail == b.detail)
            pairs.push_back(heads);
    }

    void calls_and_timers(std::vector<Pair>& pairs) const
    {
        std::map<std::tuple<Kind, Side, std::uint8_t, ConnectionNumber>, std::array<std::vector<RecordId>, 2>> lists;
        for (std::size_t i = 0; i < 2; ++i)
            for (RecordId id = 0; id < traces_[i]->records().size(); ++id) {
                const Record& record = traces_[i]->record(id);
                const bool quiet = record.kind == Kind::TimerExpired && !sends(i, id);
                if (record.kind == Kind::Called || quiet)
                    lists[{record.kind, record.side, record.detail, record.connection}][i].push_back(id);
            }
        for (const auto& [kind, records] : lists)
            for (std::size_t k = 0; k < std::min(records[0].size(), records[1].size()); ++k)
                pairs.push_back({records[0][k], records[1][k]});
    }

    bool sends(std::size_t which, RecordId head) const
    {
        const Trace& trace = *traces_[which];
        for (RecordId id = head + 1; id < trace.records().size(); ++id) {
            const Record& record = trace.record(id);
            if (record.kind == Kind::Sent && record.cause == head) return true;
            if (record.kind <= Kind::TimerExpired) return false;
        }
        return false;
    }

    /// It crosses no pair that is there already.
    bool fits(const Pair& pair) const
    {
        const auto next = std::ranges::lower_bound(result_.together, std::size_t{pair[0]}, {}, first_of);
        if (next != result_.together.end() && ((*next)[0] == pair[0] || (*next)[1] <= pair[1])) return false;
        return next == result_.together.begin() || (*std::prev(next))[1] < pair[1];
    }

    /// Each record at most once.
    static std::vector<Pair> strictly(const std::vector<Pair>& pairs)
    {
        std::vector<Pair> once;
        for (const Pair& pair : pairs)
            if (once.empty() || once.back()[0] != pair[0]) once.push_back(pair);
        return once;
    }

    std::array<const Trace*, 2> traces_;
    Alignment result_;
};

} // namespace

std::vector<Relative> relative_numbers(const Trace& trace)
{
    std::map<ConnectionNumber, std::array<Seq, 2>> bases;
    std::vector<Relative> numbers;
    numbers.reserve(trace.transits().size());
    for (TransitId id = 0; id < trace.transits().size(); ++id) {
        const Transit& transit = trace.transit(id);
        const Segment& segment = transit.as_sent();
        if (transit.reason == Reason::FromThePast) { // another connection's numbers
            numbers.push_back({segment.seq.value(), segment.ack.value()});
            continue;
        }
        std::array<Seq, 2>& base = bases[transit.connection];
        if (segment.syn()) base[index(transit.from)] = segment.seq;
        numbers.push_back({segment.seq - base[index(transit.from)], segment.ack - base[index(other(transit.from))]});
    }
    return numbers;
}

bool shows_segments(const Trace& trace)
{
    if (trace.source() != Source::Live) return true;
    const auto sampled = [](const Record& record) { return record.certainty == Certainty::Sampled; };
    return trace.transits().size() > 0 && std::ranges::none_of(trace.records(), sampled);
}

Alignment align(const Trace& first, const Trace& second) { return Aligner{first, second}.aligned(); }

std::vector<Pair> joint_order(const Trace& first, const Trace& second, const std::vector<Pair>& together)
{
    const std::array<const Trace*, 2> traces{&first, &second};
    std::array<RecordId, 2> next{0, 0};
    std::array<Instant, 2> since{};
    std::vector<Pair> order;
    const auto skip = [&](std::size_t which, std::size_t end) { // to the next step before `end`
        const Trace& trace = *traces[which];
        const std::size_t most = std::min<std::size_t>(end, trace.records().size());
        while (next[which] < most && !is_step(trace.record(next[which]).kind))
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
            order.push_back(from_second ? Pair{no_record, next[1]} : Pair{next[0], no_record});
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
    until({no_record, no_record});
    return order;
}

} // namespace tcpstage
