#include "core/trace/record_store.h"

namespace tcpstage::trace {

namespace {

// When a timer is due: from now on, in nanoseconds, or in milliseconds if the highest bit is set.
constexpr std::uint32_t in_milliseconds = 0x8000'0000U;
constexpr std::int64_t millisecond = 1'000'000;

std::uint32_t packed_due(std::int64_t from_now)
{
    const bool whole = from_now % millisecond == 0;
    const auto number = static_cast<std::uint32_t>(whole ? from_now / millisecond : from_now) & (in_milliseconds - 1);
    return number | (whole ? in_milliseconds : 0);
}

std::int64_t due_from_now(std::uint32_t packed)
{
    const std::int64_t number = packed & (in_milliseconds - 1);
    return (packed & in_milliseconds) != 0 ? number * millisecond : number;
}

std::int64_t ns(Instant instant) { return instant.time_since_epoch().count(); }

std::uint32_t number_of(const Record& record)
{
    switch (record.kind) {
    case Kind::Arrived:
    case Kind::Lost:
    case Kind::Sent:
    case Kind::Reason:
        return record.ref;
    case Kind::Entered:
        return (static_cast<std::uint32_t>(record.value) & 0xffffU) | (static_cast<std::uint32_t>(record.extra) << 16U);
    case Kind::TimerSet:
        return packed_due(
            static_cast<std::int64_t>(static_cast<std::uint64_t>(record.value) -
                                      static_cast<std::uint64_t>(ns(record.at)))); // a file may contain any value
    case Kind::Called:
    case Kind::TimerExpired:
    case Kind::Signal:
    case Kind::Delivered:
    case Kind::TimerCancelled:
        return static_cast<std::uint32_t>(record.value);
    }
    return 0;
}

void take_number_of(Record& record, std::uint32_t number)
{
    switch (record.kind) {
    case Kind::Arrived:
    case Kind::Lost:
    case Kind::Sent:
    case Kind::Reason:
        record.ref = number;
        return;
    case Kind::Entered:
        record.value = number & 0xffffU;
        record.extra = static_cast<std::uint8_t>(number >> 16U);
        return;
    case Kind::TimerSet:
        record.value = ns(record.at) + due_from_now(number);
        return;
    case Kind::Called:
    case Kind::TimerExpired:
    case Kind::Signal:
    case Kind::Delivered:
    case Kind::TimerCancelled:
        record.value = number;
        return;
    }
}

} // namespace

RecordStore::Packed RecordStore::pack(const Record& record, RecordId id, Instant base, RecordId usual_cause)
{
    Packed packed;
    packed.since = static_cast<std::uint32_t>(ns(record.at) - ns(base));
    packed.number = number_of(record);
    packed.kind = static_cast<std::uint8_t>(record.kind) & 15U;
    packed.side = static_cast<std::uint8_t>(record.side) & 1U;
    packed.certainty = static_cast<std::uint8_t>(record.certainty) & 3U;
    packed.detail = record.detail;
    packed.connection = static_cast<std::uint8_t>(record.connection);
    if (record.cause == no_record) return packed;
    const bool near = record.cause < id && id - record.cause <= most_back;
    packed.back = near ? static_cast<std::uint8_t>(id - record.cause) : record.cause == usual_cause ? usual : most_back;
    return packed;
}

Record RecordStore::unpack(const Packed& packed, RecordId id, Instant base, RecordId usual_cause)
{
    Record record;
    record.at = base + Duration{packed.since};
    record.kind = static_cast<Kind>(packed.kind);
    record.side = static_cast<Side>(packed.side);
    record.certainty = static_cast<Certainty>(packed.certainty);
    record.detail = packed.detail;
    record.connection = packed.connection;
    if (packed.back != 0) record.cause = packed.back == usual ? usual_cause : id - packed.back;
    take_number_of(record, packed.number);
    return record;
}

void RecordStore::push_back(const Record& record, RecordId usual_cause)
{
    const auto id = static_cast<RecordId>(packed_.size());
    if (id % per_block == 0) bases_.push_back(record.at);
    Packed packed = pack(record, id, base(id), usual_cause);
    if (unpack(packed, id, base(id), usual_cause) != record) {
        packed.odd = 1;
        odd_.emplace_hint(odd_.end(), id, record);
    }
    packed_.push_back(packed);
}

Record RecordStore::at(RecordId id, RecordId usual_cause) const
{
    const Packed& packed = packed_[id];
    return packed.odd != 0 ? odd_.at(id) : unpack(packed, id, base(id), usual_cause);
}

Instant RecordStore::time(RecordId id) const
{
    const Packed& packed = packed_[id];
    return packed.odd != 0 ? odd_.at(id).at : base(id) + Duration{packed.since};
}

TransitId RecordStore::transit_of(RecordId id) const
{
    const Packed& packed = packed_[id];
    const bool known = packed.odd == 0 && follows_a_segment(static_cast<Kind>(packed.kind));
    return known ? packed.number : no_transit;
}

std::size_t RecordStore::memory_bytes() const
{
    constexpr std::size_t node = sizeof(std::pair<const RecordId, Record>) + 4 * sizeof(void*); // as usual for a map
    return packed_.memory_bytes() + bases_.capacity() * sizeof(Instant) + odd_.size() * node;
}

} // namespace tcpstage::trace
