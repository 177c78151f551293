// Where a kernel sends data, a FIN or a retransmission at another moment than the engine, and is right to do so.

#include "core/compare/align.h"
#include "core/compare/explain.h"

#include <algorithm>

namespace tcpstage::compare {

namespace {

constexpr std::size_t both_real = 2;
constexpr std::uint32_t enough_duplicates = 3;

/// Which trace is that of a kernel; both_real: both or none are.
std::size_t real_one(const trace::Trace& first, const trace::Trace& second)
{
    const bool one = first.source() == trace::Source::Simulated;
    const bool two = second.source() == trace::Source::Simulated;
    if (one == two) return both_real;
    return one ? 1 : 0;
}

} // namespace

/// Before that record of the segment's sender.
tcp::Tcb Explainer::before(std::size_t which, trace::Side side, trace::RecordId record) const
{
    if (record == trace::no_record || record == 0) return {};
    return traces_[which]->at(side, traces_[which]->moment_after(record - 1));
}

/// The segment of that sender in the other trace that carries the first octet of this one for the first time;
/// no_transit: none does.
trace::TransitId Explainer::carrier(std::size_t which, trace::TransitId transit) const
{
    if (const trace::TransitId peer = partner_[which][transit]; peer != trace::no_transit) return peer;
    const trace::Side side = traces_[which]->transit(transit).from;
    const std::uint32_t begins = relative_numbers(*traces_[which])[transit].seq;
    const std::vector<Relative> others = relative_numbers(*traces_[1 - which]);
    for (trace::TransitId id = 0; id < others.size(); ++id) {
        const trace::Transit other = traces_[1 - which]->transit(id);
        if (other.from == side && others[id].seq <= begins && begins - others[id].seq < other.segment.length())
            return id;
    }
    return trace::no_transit;
}

std::vector<Latitude> Explainer::of_kernel(const Difference& difference) const
{
    const std::size_t real = real_one(*traces_[0], *traces_[1]);
    const bool about_sending = difference.kind == Kind::Time || difference.kind == Kind::Order ||
                               difference.kind == Kind::OnlyFirst || difference.kind == Kind::OnlySecond;
    if (real == both_real || !about_sending) return {};
    std::array<trace::TransitId, 2> pair = difference.transits;
    for (std::size_t i = 0; i < 2; ++i) // a loss or an arrival is not a sending
        if (pair[i] != trace::no_transit && traces_[i]->transit(pair[i]).sent_record != difference.at[i]) return {};
    for (std::size_t i = 0; i < 2; ++i)
        if (pair[i] == trace::no_transit && pair[1 - i] != trace::no_transit) pair[i] = carrier(1 - i, pair[1 - i]);
    if (pair[real] == trace::no_transit) return {};
    const trace::Transit sent = traces_[real]->transit(pair[real]);
    if (sent.segment.length() == 0 || sent.segment.syn() || sent.segment.rst()) return {};
    if (const auto why = why_now(real, sent)) return {*why};
    if (pair[1 - real] != trace::no_transit && is_nagle_variant(real, sent, pair[1 - real]))
        return {Latitude::NagleVariant};
    return {};
}

/// Why a kernel sends the segment at that moment.
std::optional<Latitude> Explainer::why_now(std::size_t real, const trace::Transit& sent) const
{
    const trace::RecordId head = head_of(real, sent.sent_record);
    if (head == trace::no_record) return {};
    const trace::Record cause = record(real, head);
    const tcp::Tcb tcb = before(real, sent.from, head);
    if (cause.kind == tcpstage::trace::Kind::TimerExpired && sent.retransmission)
        return early_timer(real, sent.from, head, runs(real, sent.from, cause.timer(), head));
    if (cause.kind != tcpstage::trace::Kind::Arrived) return {};
    const std::uint32_t flight = tcb.in_flight();
    const bool full = tcb.cwnd != 0 && flight != 0 && flight + tcb.snd.mss > tcb.cwnd;
    if (sent.segment.fin() && sent.segment.payload.empty() && !sent.retransmission && full)
        return Latitude::FinHeldBack;
    if (tcb.recovery == tcp::Recovery::Timeout) return Latitude::CwndAfterTimeout;
    const std::uint32_t duplicates = traces_[real]->after_group(sent.from, head).duplicate_acks;
    if (sent.retransmission && tcb.sack && tcb.recovery == tcp::Recovery::None && duplicates < enough_duplicates)
        return Latitude::Rack;
    return {};
}

/// A kernel reports two other timers as that of a retransmission: one that probes the tail, and one by which RACK waits
/// for segments that were only overtaken. They expire long before the RTO, which the kernel reports as well.
std::optional<Latitude> Explainer::early_timer(std::size_t which, trace::Side side, trace::RecordId head,
                                               Duration ran) const
{
    if (is_simulated(which) || ran <= Duration{0} || head == 0) return {};
    const tcp::Tcb tcb = before(which, side, head);
    if (tcb.state < tcp::State::Established || 4 * ran >= 3 * tcb.rto) return {};
    for (trace::RecordId id = head; id-- > 0;) {
        const trace::Record arrived = record(which, id);
        if (arrived.kind != tcpstage::trace::Kind::Arrived || arrived.side != side) continue;
        return traces_[which]->transit(arrived.ref).segment.options.sack_count > 0 ? Latitude::Rack
                                                                                   : Latitude::TailLossProbe;
    }
    return Latitude::TailLossProbe;
}

/// Whether the engine held this small segment back by Nagle's algorithm, while the kernel sent it although full
/// segments were not acknowledged.
bool Explainer::is_nagle_variant(std::size_t real, const trace::Transit& sent, trace::TransitId simulated) const
{
    const tcp::Tcb tcb = before(real, sent.from, sent.sent_record);
    if (sent.retransmission || sent.segment.payload.size() >= tcb.snd.mss || tcb.in_flight() == 0) return false;
    const trace::RecordId until = traces_[1 - real]->transit(simulated).sent_record;
    for (trace::RecordId id = until; id-- > 0;) {
        const trace::Record said = record(1 - real, id);
        if (said.side != sent.from || said.connection != trace::the_conversation) continue;
        if (said.kind == tcpstage::trace::Kind::Reason && said.rule() == tcp::Rule::NagleWaits) return true;
        if (said.kind != tcpstage::trace::Kind::Sent) continue;
        const trace::Transit earlier = traces_[1 - real]->transit(said.ref);
        if (!earlier.segment.payload.empty() && !earlier.retransmission) return false;
    }
    return false;
}

} // namespace tcpstage::compare
