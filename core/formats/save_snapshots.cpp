#include "core/formats/save_parts.h"

#include <bit>

namespace tcpstage::formats {

namespace {

/// Visits every member. A new member of Tcb does not compile here until it is saved as well; then raise save.cpp's
/// version.
template <typename AnyTcb, typename Visit> void each_member(AnyTcb& tcb, Visit visit)
{
    auto& [state, passive, fin_queued, fin_sent, recovery, timestamps, sack, scaling, ecn, ecn_echo, cwr_owed,
           reads_closed, snd_scale, rcv_scale, backoff, snd, rcv, unsent, unread, out_of_order, cwnd, ssthresh,
           duplicate_acks, sacked, ts_recent, retransmissions, delivered, rto, srtt, rttvar, deadlines] = tcb;
    auto& [una, nxt, max, recover, cut, wl1, wl2, iss, wnd, max_wnd, mss] = snd;
    auto& [rcv_nxt, irs, rcv_wnd, last_ack_sent] = rcv;
    const auto all = [&](auto&... members) { (visit(members), ...); };
    all(state, passive, fin_queued, fin_sent, recovery, timestamps, sack, scaling, reads_closed);
    all(snd_scale, rcv_scale, backoff);
    all(una, nxt, max, recover, wl1, wl2, iss, wnd, max_wnd, mss, rcv_nxt, irs, rcv_wnd, last_ack_sent);
    all(unsent, unread, out_of_order, cwnd, ssthresh, duplicate_acks, sacked, ts_recent);
    all(retransmissions, delivered, rto, srtt, rttvar);
    for (auto& deadline : deadlines)
        visit(deadline);
    all(ecn, ecn_echo, cwr_owed, cut); // at the end, so that older files still load
}

template <typename Number>
requires std::integral<Number> || std::is_enum_v<Number> std::uint64_t word_of(Number value)
{
    return static_cast<std::uint64_t>(value);
}
std::uint64_t word_of(tcp::Seq value) { return value.value(); }
std::uint64_t word_of(Duration value) { return static_cast<std::uint64_t>(value.count()); }
std::uint64_t word_of(Instant value) { return word_of(value.time_since_epoch()); }

template <typename Number>
requires std::integral<Number>
bool take(std::uint64_t word, Number& value)
{
    value = static_cast<Number>(word);
    return word <= std::numeric_limits<Number>::max();
}
bool take(std::uint64_t word, tcp::State& value)
{
    value = word < tcp::state_count ? static_cast<tcp::State>(word) : tcp::State::Closed;
    return word < tcp::state_count;
}
bool take(std::uint64_t word, tcp::Recovery& value)
{
    const bool known = word <= static_cast<std::uint64_t>(tcp::Recovery::Timeout);
    value = known ? static_cast<tcp::Recovery>(word) : tcp::Recovery::None;
    return known;
}
bool take(std::uint64_t word, tcp::Seq& value)
{
    value = tcp::Seq{static_cast<std::uint32_t>(word)};
    return word <= UINT32_MAX;
}
bool take(std::uint64_t word, Duration& value)
{
    value = Duration{static_cast<std::int64_t>(word)};
    return true;
}
bool take(std::uint64_t word, Instant& value)
{
    value = Instant{Duration{static_cast<std::int64_t>(word)}};
    return true;
}

std::vector<std::uint64_t> words_of(const tcp::Tcb& tcb)
{
    std::vector<std::uint64_t> words;
    each_member(tcb, [&](const auto& member) { words.push_back(word_of(member)); });
    return words;
}

void write_difference(OctetWriter& out, const tcp::Tcb& before, const tcp::Tcb& after)
{
    const auto old_words = words_of(before);
    const auto new_words = words_of(after);
    std::uint64_t mask = 0;
    for (std::size_t i = 0; i < new_words.size(); ++i)
        if (new_words[i] != old_words[i]) mask |= std::uint64_t{1} << i;
    out.number(mask);
    for (; mask != 0; mask &= mask - 1)
        out.number(new_words[static_cast<std::size_t>(std::countr_zero(mask))]);
}

void read_difference(OctetReader& in, tcp::Tcb& tcb)
{
    const std::uint64_t mask = in.number();
    std::size_t i = 0;
    each_member(tcb, [&](auto& member) {
        const bool changed = (mask >> i++ & 1U) != 0;
        if (changed && !take(in.number(), member)) in.fail();
    });
    if (mask >> i != 0) in.fail();
}

} // namespace

void write_snapshots(OctetWriter& out, const trace::Trace& trace, trace::Side side)
{
    std::vector<trace::RecordId> changes;
    tcp::Tcb before;
    for (std::size_t i = 0; i < trace.records().size(); ++i) {
        const tcp::Tcb after = trace.at(side, trace.moment_after(static_cast<trace::RecordId>(i)));
        if (after == before) continue;
        changes.push_back(static_cast<trace::RecordId>(i));
        before = after;
    }
    out.number(changes.size());
    before = tcp::Tcb{};
    trace::RecordId last = 0;
    for (const trace::RecordId id : changes) {
        const tcp::Tcb after = trace.at(side, trace.moment_after(id));
        out.number(id - last);
        write_difference(out, before, after);
        before = after;
        last = id;
    }
}

void read_snapshots(OctetReader& in, trace::Trace& trace, trace::Side side)
{
    constexpr std::size_t shortest = 2;
    const std::size_t count = in.count(shortest);
    std::uint64_t after = 0;
    tcp::Tcb tcb;
    for (std::size_t i = 0; i < count && in.goes_on(i); ++i) {
        after += in.up_to<std::uint64_t>(UINT32_MAX);
        read_difference(in, tcb);
        if (!in.ok() || after >= trace.records().size()) return in.fail();
        trace.snapshot(side, static_cast<trace::RecordId>(after), tcb);
    }
}

} // namespace tcpstage::formats
