#include "ui/scene/words/measurement.h"

#include "core/captions/numbers.h"
#include "ui/scene/words/labels.h"

#include <algorithm>

namespace tcpstage::scene {

namespace {

constexpr Text roundTrip{" ≈ %1 SRTT", " ≈ %1 个 SRTT"};
constexpr Text segmentsOfSpan{"%1 segments", "%1 个报文段"};
constexpr Text octetsOfSpan{"%1 octets", "%1 字节"};

/// A record of the trace, which may have become shorter: a live run is told again where it was not known well.
trace::RecordId stillThere(const trace::Trace& trace, trace::RecordId record)
{
    if (record == trace::no_record || record < trace.records().size()) return record;
    return trace.records().empty() ? trace::no_record : static_cast<trace::RecordId>(trace.records().size() - 1);
}

Instant timeOfRecord(const trace::Trace& trace, trace::RecordId record)
{
    return record == trace::no_record ? start_of_time : trace.record(record).at;
}

/// -1 for the beginning, which is before every record.
std::int64_t ordinal(trace::RecordId record)
{
    return record == trace::no_record ? -1 : static_cast<std::int64_t>(record);
}

/// The SRTT that an end has at a moment; 0 if none has measured yet.
Duration roundTripAt(const trace::Trace& trace, trace::RecordId record)
{
    if (record == trace::no_record) return {};
    for (const trace::Side side : trace::both_sides)
        if (const Duration srtt = trace.at(side, trace.moment_after(record)).srtt; srtt > Duration{0}) return srtt;
    return {};
}

} // namespace

std::array<StageTime, 2> endsOf(const StagedRun& staged, const Measured& measured, StageTime shown)
{
    const auto place = [&](trace::RecordId record) {
        record = stillThere(staged.trace(), record);
        return record == trace::no_record ? StageTime{} : staged.timeMap.at(record);
    };
    const auto [first, last] = std::minmax({place(measured.from), measured.to ? place(*measured.to) : shown});
    return {first, last};
}

Measurement measure(const StagedRun& staged, const Measured& measured, StageTime shown)
{
    const trace::Trace& trace = staged.trace();
    trace::RecordId from = stillThere(trace, measured.from);
    trace::RecordId to = stillThere(trace, measured.to.value_or(staged.timeMap.moment(shown).record));
    Instant began = timeOfRecord(trace, from);
    Instant ended = measured.to ? timeOfRecord(trace, to) : staged.timeMap.clock(shown);
    if (ordinal(to) < ordinal(from)) std::swap(from, to);
    if (ended < began) std::swap(began, ended);
    Measurement found{ended - began, 0, 0, 0};
    if (const Duration srtt = roundTripAt(trace, to); srtt > Duration{0})
        found.roundTrips = static_cast<double>(found.span.count()) / static_cast<double>(srtt.count());
    const auto transits = trace.transits();
    const auto sentBefore = [&](std::int64_t record) {
        const auto after = std::ranges::partition_point(
            transits, [&](const trace::Transit& transit) { return ordinal(transit.sent_record) < record; });
        return static_cast<std::size_t>(after - transits.begin());
    };
    for (std::size_t i = sentBefore(ordinal(from)); i < sentBefore(ordinal(to) + 1); ++i) {
        ++found.segments;
        found.octets += transits[i].segment.payload.size();
    }
    return found;
}

QString measurementText(const Measurement& measurement, Language language)
{
    QString text = QString::fromStdString(captions::rounded(measurement.span));
    if (measurement.roundTrips > 0) text += inLanguage(roundTrip, language).arg(measurement.roundTrips, 0, 'f', 1);
    text += QStringLiteral(" · ") + counted(segmentsOfSpan, measurement.segments, language);
    if (measurement.octets > 0) text += QStringLiteral(" · ") + counted(octetsOfSpan, measurement.octets, language);
    return text;
}

} // namespace tcpstage::scene
