#include "core/trace/record_store.h"

#include <bit>
#include <utility>

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

std::uint64_t bit(RecordId in_block) { return std::uint64_t{1} << in_block; }

constexpr bool is_head(Kind kind) { return kind <= Kind::TimerExpired; }

constexpr bool is_about_a_transit(Kind kind)
{
    return kind == Kind::Arrived || kind == Kind::Lost || kind == Kind::Sent;
}

constexpr std::uint32_t too_large = UINT32_MAX;

/// What a record says beside its detail.
struct Number {
    std::uint32_t number = 0;
    std::uint32_t small = 0; // the same in 16 bits, if it is one of the usual ones; else too_large
    bool says_all = true;    // false: the number loses something, for a file may contain any record
};

/// `transit`: where small numbers of transits count from.
Number number_of(const Record& record, TransitId transit)
{
    const auto value = static_cast<std::uint32_t>(record.value);
    const std::uint64_t beside_ref = static_cast<std::uint64_t>(record.value) | record.extra;
    switch (record.kind) {
    case Kind::Arrived:
    case Kind::Lost:
    case Kind::Sent:
        return {record.ref, record.ref - transit + transits_back, beside_ref == 0};
    case Kind::Reason:
        return {record.ref, record.ref, beside_ref == 0};
    case Kind::Entered: {
        const std::uint32_t number = value | static_cast<std::uint32_t>(record.extra) << 16U;
        const bool fits = record.ref == 0 && record.value >= 0 && record.value <= UINT16_MAX;
        return {number, value < 0x1000U ? value | static_cast<std::uint32_t>(record.extra) << 12U : too_large, fits};
    }
    case Kind::TimerSet: {
        const auto from_now = static_cast<std::int64_t>(static_cast<std::uint64_t>(record.value) -
                                                        static_cast<std::uint64_t>(ns(record.at)));
        const std::uint32_t due = packed_due(from_now);
        const bool fits = record.ref == 0 && record.extra == 0 && due_from_now(due) == from_now;
        return {due, due ^ in_milliseconds, fits};
    }
    case Kind::Called:
    case Kind::TimerExpired:
    case Kind::Signal:
    case Kind::Delivered:
    case Kind::TimerCancelled:
        return {value, value, record.value == value && (record.ref | record.extra) == 0};
    }
    return {0, 0, false};
}

/// The number in 16 bits; too_large if there is more to say, or another connection.
template <Kind kind> std::uint32_t small_number_of(const Record& record, TransitId transit)
{
    if constexpr (kind == Kind::Entered || kind == Kind::TimerSet) {
        const Number number = number_of(record, transit);
        return number.says_all && record.connection == the_conversation ? number.small : too_large;
    } else if constexpr (is_about_a_transit(kind) || kind == Kind::Reason) {
        const std::uint64_t beside = static_cast<std::uint64_t>(record.value) | record.extra | record.connection;
        if (beside != 0) return too_large;
        return is_about_a_transit(kind) ? record.ref - transit + transits_back : record.ref;
    } else {
        const std::uint64_t beside = record.ref | record.extra | record.connection;
        const auto value = static_cast<std::uint64_t>(record.value);
        return beside == 0 && value <= UINT16_MAX ? static_cast<std::uint32_t>(value) : too_large;
    }
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

std::uint32_t from_small(Kind kind, std::uint32_t small, TransitId transit)
{
    if (is_about_a_transit(kind)) return small - transits_back + transit;
    if (kind == Kind::Entered) return (small & 0xfffU) | (small >> 12U << 16U);
    if (kind == Kind::TimerSet) return small | in_milliseconds;
    return small;
}

} // namespace

void RecordStore::begin_block(Instant base)
{
    if (size() != 0) blocks_.push_back(last_);
    bases_.push_back(base);
    latest_ = base;
    last_.later = 0; // one by one: its records need not be cleared
    last_.heads = 0;
    last_.times = static_cast<std::uint32_t>(times_.size());
    last_.larges = static_cast<std::uint32_t>(large_.size());
    last_.head = latest_head_;
    last_.transit = latest_transit_;
}

/// The latest head before a record of the block.
RecordId RecordStore::head_before(RecordId id, const Block& block)
{
    const RecordId in_block = id % per_block;
    const std::uint64_t heads = block.heads & (bit(in_block) - 1);
    return heads == 0 ? block.head : id - in_block + static_cast<RecordId>(std::bit_width(heads) - 1);
}

/// Begins a block if one is full. False if the time is too far from that of the block's first record.
bool RecordStore::pack_time(Instant at)
{
    const auto in_block = static_cast<RecordId>(size_ % per_block);
    if (in_block == 0) begin_block(at);
    if (at == latest_) return true;
    const auto since = static_cast<std::uint64_t>((at - bases_.back()).count());
    if (since > UINT32_MAX) return false;
    last_.later |= bit(in_block);
    times_.push_back(static_cast<std::uint32_t>(since));
    latest_ = at;
    return true;
}

/// For a record that has no small form, whose time is packed. Odd if it has no large one either.
RecordStore::Packed RecordStore::pack_large(const Record& record, Cause cause)
{
    const Number number = number_of(record, last_.transit);
    const auto id = static_cast<RecordId>(size_);
    const RecordId back = cause == Cause::Back ? id - record.cause : 0;
    if (!number.says_all || record.detail > Packed::most_detail || back > UINT16_MAX) return pack_odd(record);
    const std::size_t index = large_.size() - last_.larges;
    large_.push_back({number.number, record.connection, static_cast<std::uint16_t>(back)});
    return Packed::of(record.kind, record.side, record.certainty, cause, Form::Large, record.detail,
                      static_cast<std::uint32_t>(index));
}

RecordStore::Packed RecordStore::pack_odd(const Record& record)
{
    odd_.emplace_hint(odd_.end(), static_cast<RecordId>(size_), record);
    return {static_cast<std::uint32_t>(Form::Odd) << 9U};
}

template <Kind kind> RecordId RecordStore::push(const Record& record, RecordId usual_cause)
{
    const bool timely = is_latest(record.at) || pack_time(record.at);
    const auto id = static_cast<RecordId>(size_);
    const Cause cause = record.cause == latest_head_ && record.cause != no_record ? Cause::Head
                        : record.cause == no_record                               ? Cause::None
                        : record.cause == usual_cause                             ? Cause::Usual
                                                                                  : Cause::Back;
    const std::uint32_t small = small_number_of<kind>(record, last_.transit);
    if (timely && small <= UINT16_MAX && record.detail <= Packed::most_detail && cause != Cause::Back) [[likely]]
        last_.records[id % per_block] =
            Packed::of(kind, record.side, record.certainty, cause, Form::Small, record.detail, small);
    else
        last_.records[id % per_block] = timely ? pack_large(record, cause) : pack_odd(record);
    if constexpr (is_head(kind)) {
        last_.heads |= bit(id % per_block);
        latest_head_ = id;
    }
    if constexpr (is_about_a_transit(kind)) latest_transit_ = record.ref;
    ++size_;
    return id;
}

template RecordId RecordStore::push<Kind::Called>(const Record& record, RecordId usual_cause);
template RecordId RecordStore::push<Kind::Arrived>(const Record& record, RecordId usual_cause);
template RecordId RecordStore::push<Kind::Lost>(const Record& record, RecordId usual_cause);
template RecordId RecordStore::push<Kind::TimerExpired>(const Record& record, RecordId usual_cause);
template RecordId RecordStore::push<Kind::Reason>(const Record& record, RecordId usual_cause);
template RecordId RecordStore::push<Kind::Entered>(const Record& record, RecordId usual_cause);
template RecordId RecordStore::push<Kind::Signal>(const Record& record, RecordId usual_cause);
template RecordId RecordStore::push<Kind::Delivered>(const Record& record, RecordId usual_cause);
template RecordId RecordStore::push<Kind::TimerSet>(const Record& record, RecordId usual_cause);
template RecordId RecordStore::push<Kind::TimerCancelled>(const Record& record, RecordId usual_cause);
template RecordId RecordStore::push<Kind::Sent>(const Record& record, RecordId usual_cause);

RecordId RecordStore::push_back(const Record& record, RecordId usual_cause)
{
    constexpr auto pushes = []<std::size_t... Index>(std::index_sequence<Index...>)
    {
        return std::array{&RecordStore::push<static_cast<Kind>(Index)>...};
    }
    (std::make_index_sequence<kind_count>{});
    return (this->*pushes[static_cast<std::size_t>(record.kind)])(record, usual_cause);
}

std::uint32_t RecordStore::number_in(const Packed& packed, const Block& block) const
{
    if (packed.form() == Form::Large) return large_[block.larges + packed.number()].number;
    return from_small(packed.kind(), packed.number(), block.transit);
}

Record RecordStore::at(RecordId id, RecordId usual_cause) const
{
    const Packed& packed = packed_at(id);
    if (packed.form() == Form::Odd) return odd_.at(id);
    const Block& own = block(id);
    Record record;
    record.at = time(id);
    record.kind = packed.kind();
    record.side = packed.side();
    record.certainty = packed.certainty();
    record.detail = packed.detail();
    take_number_of(record, number_in(packed, own));
    const bool large = packed.form() == Form::Large;
    if (large) record.connection = large_[own.larges + packed.number()].connection;
    switch (packed.cause()) {
    case Cause::None:
        break;
    case Cause::Head:
        record.cause = head_before(id, own);
        break;
    case Cause::Usual:
        record.cause = usual_cause;
        break;
    case Cause::Back:
        record.cause = id - large_[own.larges + packed.number()].back;
        break;
    }
    return record;
}

Kind RecordStore::kind(RecordId id) const
{
    const Packed& packed = packed_at(id);
    return packed.form() == Form::Odd ? odd_.at(id).kind : packed.kind();
}

Heading RecordStore::heading(RecordId id) const
{
    const Packed& packed = packed_at(id);
    if (packed.form() == Form::Odd) {
        const Record& record = odd_.at(id);
        return {record.kind, record.side, record.connection};
    }
    const bool large = packed.form() == Form::Large;
    return {packed.kind(), packed.side(),
            large ? large_[block(id).larges + packed.number()].connection : the_conversation};
}

bool RecordStore::follows(RecordId id, RecordId head) const
{
    const Packed& packed = packed_at(id);
    if (is_head(kind(id))) return false;
    if (packed.form() == Form::Odd) return odd_.at(id).cause == head;
    if (packed.cause() == Cause::Head) return head_before(id, block(id)) == head;
    return packed.cause() == Cause::Back && id - large_[block(id).larges + packed.number()].back == head;
}

Instant RecordStore::time(RecordId id) const
{
    if (packed_at(id).form() == Form::Odd) return odd_.at(id).at;
    const Block& own = block(id);
    const std::uint64_t later = own.later << (per_block - 1 - id % per_block); // of the block's records up to this one
    const Instant base = bases_[id / per_block];
    if (later == 0) return base;
    return base + Duration{times_[own.times + static_cast<std::uint32_t>(std::popcount(later)) - 1]};
}

TransitId RecordStore::transit_of(RecordId id) const
{
    const Packed& packed = packed_at(id);
    const bool known = packed.form() != Form::Odd && follows_a_segment(packed.kind());
    return known ? number_in(packed, block(id)) : no_transit;
}

std::size_t RecordStore::memory_bytes() const
{
    constexpr std::size_t node = sizeof(std::pair<const RecordId, Record>) + 4 * sizeof(void*); // as usual for a map
    return bases_.capacity() * sizeof(Instant) + blocks_.memory_bytes() + times_.memory_bytes() +
           large_.memory_bytes() + odd_.size() * node;
}

} // namespace tcpstage::trace
