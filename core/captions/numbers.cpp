#include "core/captions/numbers.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace tcpstage::captions {

namespace {

constexpr trace::TransitId most_before_fin = 64; // segments that are sent together with a FIN, before it
constexpr trace::TransitId most_before_syn = 8;  // segments of an earlier connection, before the first SYN

/// `number` less `base`; negative if it is before `base`.
/// Negative only for a number before `base`: one that is more than 2^31 behind it may still follow it, if `near` does.
std::string relative(tcp::Seq number, tcp::Seq base, tcp::Seq near)
{
    const std::int64_t reached = near - base;
    return fmt::format("{}", reached + static_cast<std::int32_t>(number - near));
}

std::string symbolic(tcp::Seq number, const Base& base)
{
    Symbol symbol{base.iss, base.letter};
    for (const Symbol& later : base.close)
        if (later.letter != 0 && number - later.number < 1U << 31U) symbol = later;
    if (number == symbol.number) return {symbol.letter};
    const std::string distance = relative(number, symbol.number, symbol.number == base.iss ? base.near : symbol.number);
    return symbol.letter + (distance.starts_with('-') ? distance : '+' + distance);
}

bool belongs(const trace::Transit& transit)
{
    return transit.connection == trace::the_conversation && transit.reason != trace::Reason::FromThePast;
}

/// The first segment with the FIN that `side` has sent by `moment` on the connection with `iss`.
std::optional<trace::TransitId> fin_of(const trace::Trace& trace, trace::Side side, tcp::Seq iss, trace::Moment moment)
{
    const auto has_sent = [&](trace::Moment when) {
        const tcp::Tcb tcb = trace.at(side, when);
        return tcb.fin_sent && tcb.snd.iss == iss;
    };
    if (moment.record == trace::no_record || !has_sent(moment)) return {};
    const auto transits = trace.transits();
    const auto after = std::ranges::upper_bound(transits, moment.record, {}, &trace::Transit::sent_record);
    const auto count = static_cast<trace::TransitId>(after - transits.begin());
    trace::TransitId low = 0;
    for (trace::TransitId high = count; low < high;) {
        const trace::TransitId middle = low + (high - low) / 2;
        has_sent(trace.moment_after(transits[middle].sent_record)) ? high = middle : low = middle + 1;
    }
    for (trace::TransitId id = low; id < std::min(count, low + most_before_fin); ++id)
        if (const trace::Transit transit = transits[id];
            belongs(transit) && transit.from == side && transit.as_sent().fin())
            return id;
    return {};
}

} // namespace

std::string rounded(Duration duration)
{
    const double seconds = static_cast<double>(duration.count()) / 1e9;
    const auto shown = [](double value, std::string_view unit) {
        std::string text = fmt::format("{:.{}f}", value, value < 10 ? 2 : 1);
        while (text.ends_with('0'))
            text.pop_back();
        if (text.ends_with('.')) text.pop_back();
        return text + std::string{unit};
    };
    if (seconds == 0 || seconds >= 0.1) return shown(seconds, " s");
    if (seconds >= 0.0001) return shown(seconds * 1e3, " ms");
    return shown(seconds * 1e6, " us");
}

std::string number_text(tcp::Seq number, const Base& base, Numbers numbers)
{
    if (base.letter == 0) numbers = Numbers::Absolute;
    switch (numbers) {
    case Numbers::Absolute:
        return fmt::format("{}", number.value());
    case Numbers::Relative:
        return relative(number, base.iss, base.near);
    case Numbers::Both:
        return fmt::format("{}({})", number.value(), relative(number, base.iss, base.near));
    case Numbers::Symbolic:
        return symbolic(number, base);
    }
    return {};
}

std::string initial_said(tcp::Seq number, const Base& base, Numbers numbers, Language language)
{
    constexpr Text mark{" (absolute)", "（绝对）"};
    return initial_text(number, base, numbers) + std::string{numbers == Numbers::Relative ? mark[language] : ""};
}

char letter_of(const trace::Trace& trace, trace::Side sender)
{
    const auto transits = trace.transits();
    for (trace::TransitId id = 0; id < std::min<std::size_t>(most_before_syn, transits.size()); ++id)
        if (const trace::Transit transit = transits[id]; belongs(transit) && transit.as_sent().syn())
            return transit.from == sender ? 'x' : 'y';
    return sender == trace::Side::Left ? 'x' : 'y';
}

Base base_of(const trace::Trace& trace, trace::Side sender, tcp::Seq iss, trace::Moment moment, Numbers numbers)
{
    if (numbers == Numbers::Absolute) return {iss};
    const trace::Side peer = trace::other(sender);
    const tcp::Tcb ours = trace.at(sender, moment);
    const tcp::Tcb theirs = trace.at(peer, moment);
    Base base{iss};
    if (ours.snd.iss == iss)
        base.near = ours.snd.una;
    else if (theirs.rcv.irs == iss)
        base.near = theirs.rcv.nxt;
    if (numbers != Numbers::Symbolic) return base;
    base.letter = letter_of(trace, sender);
    const auto mine = fin_of(trace, sender, iss, moment);
    const auto other = theirs.rcv.irs == iss ? fin_of(trace, peer, theirs.snd.iss, moment) : std::nullopt;
    if (mine && (!other || *mine < *other)) {
        base.close[0] = {trace.transit(*mine).as_sent().seq, 'u'};
        return base;
    }
    if (!other) return base;
    const tcp::Segment first = trace.transit(*other).as_sent();
    if (first.has_ack()) base.close[0] = {first.ack, 'v'};
    if (mine) base.close[1] = {trace.transit(*mine).as_sent().seq, 'w'};
    return base;
}

namespace {

/// What a sender's numbers count from; empty if it has no connection.
struct Initial {
    std::optional<tcp::Seq> own;
    std::optional<tcp::Seq> peer;
};

/// Of a segment whose sender has no TCB: as it was before the event that closed it, or as the peer still has it.
Initial without_tcb(const trace::Trace& trace, const trace::Transit& transit)
{
    const trace::RecordId cause = trace.record(transit.sent_record).cause;
    if (cause != trace::no_record && cause > 0) {
        const tcp::Tcb before = trace.at(transit.from, trace.moment_after(cause - 1));
        if (before.state > tcp::State::SynSent) return {before.snd.iss, before.rcv.irs};
    }
    Initial initial;
    const tcp::Segment& segment = transit.as_sent();
    const tcp::Tcb theirs = trace.at(trace::other(transit.from), {transit.sent, transit.sent_record});
    if (theirs.state >= tcp::State::SynSent) initial.peer = theirs.snd.iss;
    if (theirs.state > tcp::State::SynSent && segment.seq != tcp::Seq{}) initial.own = theirs.rcv.irs;
    if (segment.syn()) initial.own = segment.seq;
    return initial;
}

} // namespace

Bases bases_of(const trace::Trace& trace, const trace::Transit& transit, Numbers wanted)
{
    if (wanted == Numbers::Absolute || !belongs(transit)) return {};
    const trace::Moment moment{transit.sent, transit.sent_record};
    const tcp::Tcb tcb = trace.at(transit.from, moment);
    const bool has_tcb = tcb.state > tcp::State::Listen;
    const Initial initial = has_tcb ? Initial{tcb.snd.iss, tcb.rcv.irs} : without_tcb(trace, transit);
    if (!initial.own && !initial.peer) return {};
    if (wanted == Numbers::Symbolic || !has_tcb) {
        const auto base = [&](trace::Side sender, std::optional<tcp::Seq> iss) {
            if (iss) return base_of(trace, sender, *iss, moment, wanted);
            return Base{tcp::Seq{}, 0};
        };
        return {base(transit.from, initial.own), base(trace::other(transit.from), initial.peer), wanted};
    }
    Bases bases{tcb.snd.iss, tcb.rcv.irs, wanted};
    bases.seq.near = tcb.snd.una;
    bases.ack.near = tcb.rcv.nxt;
    return bases;
}

std::string seq_and_ack(const trace::Trace& trace, const trace::Transit& transit, Numbers wanted)
{
    const Bases bases = bases_of(trace, transit, wanted);
    const tcp::Segment& segment = transit.segment;
    std::string text = "seq=" + number_text(segment.seq, bases.seq, bases.numbers);
    if (segment.has_ack()) text += " ack=" + number_text(segment.ack, bases.ack, bases.numbers);
    return text;
}

} // namespace tcpstage::captions
