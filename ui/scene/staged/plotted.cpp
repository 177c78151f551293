#include "ui/scene/staged/plotted.h"

#include "core/tcp/recovery/congestion.h"

#include <algorithm>

namespace tcpstage::scene {

namespace {

std::int64_t ahead(tcp::Seq seq, tcp::Seq of) { return static_cast<std::int32_t>(seq - of); }

} // namespace

Phase phaseOf(const Sample& sample)
{
    if (sample.cwnd == 0 || sample.state < tcp::State::Established) return Phase::None;
    if (sample.recovery == tcp::Recovery::Fast) return Phase::FastRecovery;
    return sample.cwnd < sample.ssthresh ? Phase::SlowStart : Phase::CongestionAvoidance;
}

std::optional<std::int64_t> valueOf(const Sample& sample, Plotted what)
{
    const auto value = [](bool has, std::int64_t is) { return has ? std::optional{is} : std::nullopt; };
    const bool alive = sample.state > tcp::State::Listen;
    const bool open = sample.state > tcp::State::SynSent;
    switch (what) {
    case Plotted::Acknowledged:
        return value(alive, 0);
    case Plotted::Edge:
    case Plotted::Window:
        return value(open, sample.wnd);
    case Plotted::InFlight:
        return value(open, sample.inFlight());
    case Plotted::Cwnd:
        return value(open && sample.cwnd > 0, sample.cwnd);
    case Plotted::Ssthresh:
        return value(open && sample.cwnd > 0 && sample.ssthresh < tcp::unlimited_ssthresh, sample.ssthresh);
    case Plotted::Srtt:
        return value(alive && sample.srtt > Duration{0}, sample.srtt.count());
    case Plotted::Rto:
        return value(alive && sample.rto > Duration{0}, sample.rto.count());
    }
    return {};
}

SampleSummary::SampleSummary(const Sample& sample)
    : from{sample.at}, to{sample.at}, una{sample.una}, lastUna{sample.una}, all{0},
      in{static_cast<std::uint8_t>(1U << static_cast<unsigned>(phaseOf(sample)))}, backsOff{sample.backoff > 0},
      afterTimeout{sample.recovery == tcp::Recovery::Timeout}
{
    for (std::size_t i = 0; i < plotted_count; ++i)
        if (const auto value = valueOf(sample, static_cast<Plotted>(i))) {
            all |= static_cast<std::uint8_t>(1U << i);
            extents[i].take(*value);
        }
}

void SampleSummary::take(const SampleSummary& next)
{
    to = next.to;
    all &= next.all;
    in |= next.in;
    backsOff = backsOff || next.backsOff;
    afterTimeout = afterTimeout || next.afterTimeout;
    const std::int64_t moved = reach + ahead(next.una, lastUna);
    reach = moved + next.reach;
    lastUna = next.lastUna;
    for (std::size_t i = 0; i < plotted_count; ++i) {
        const bool counts = i <= static_cast<std::size_t>(Plotted::Edge);
        extents[i].take(counts ? next.extents[i].movedBy(moved) : next.extents[i]);
    }
}

RoundTripSummary::RoundTripSummary(const RoundTrip& trip)
{
    if (trip.length > Duration{0}) extent.take(trip.length.count());
}

SendingSummary::SendingSummary(const Sending& sending)
    : from{sending.sent}, to{sending.sent}, seq{sending.seq}, lastSeq{sending.seq}, longest{sending.length},
      last{sending.record}
{
    const bool isLost = sending.lost != trace::no_record;
    if (isLost) last = std::max(last, sending.lost);
    parts[static_cast<std::size_t>(sending.kind(isLost))] = {{0, sending.length}, sending.sent, sending.id, 1};
}

void SendingSummary::take(const SendingSummary& next)
{
    to = next.to;
    longest = std::max(longest, next.longest);
    last = std::max(last, next.last);
    const std::int64_t moved = reach + ahead(next.seq, lastSeq);
    reach = moved + next.reach;
    lastSeq = next.lastSeq;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        Part& part = parts[i];
        const Part& more = next.parts[i];
        if (more.count == 0) continue;
        if (part.count == 0) {
            part.sent = more.sent;
            part.first = more.first;
        }
        part.extent.take(more.extent.movedBy(moved));
        part.count += more.count;
    }
}

Extent SendingSummary::extent() const
{
    Extent all;
    for (const Part& part : parts)
        all.take(part.extent);
    return all;
}

} // namespace tcpstage::scene
