#include "core/captions/ordinals.h"

#include <algorithm>

namespace tcpstage::captions {

namespace {

/// Takes the place of the call or timer in a Key of segments.
enum class Sort : std::uint8_t { Sent, Repeated };

} // namespace

void Ordinals::follow(const trace::Trace& trace)
{
    const std::size_t transits = trace.transits().size();
    while (segments_.size() < transits) {
        const trace::Transit transit = trace.transit(static_cast<trace::TransitId>(segments_.size()));
        if (transit.copy_of != trace::no_transit) {
            segments_.push_back(segments_[transit.copy_of]);
            continue;
        }
        const Sort sort = transit.reason == trace::Reason::Swallowed ? Sort::Repeated : Sort::Sent;
        segments_.push_back(
            ++last_[{trace::Kind::Sent, transit.from, static_cast<std::uint8_t>(sort), transit.connection}]);
    }
    const std::size_t records = trace.records().size();
    for (; records_ < records; ++records_) {
        const auto id = static_cast<trace::RecordId>(records_);
        const trace::Record record = trace.record(id);
        if (record.kind != trace::Kind::Called && record.kind != trace::Kind::TimerExpired) continue;
        steps_.push_back({id, ++last_[{record.kind, record.side, record.detail, record.connection}]});
    }
}

std::uint32_t Ordinals::of_step(trace::RecordId record) const
{
    const auto found = std::ranges::lower_bound(steps_, record, {}, &Counted::record);
    return found != steps_.end() && found->record == record ? found->count : 0;
}

} // namespace tcpstage::captions
