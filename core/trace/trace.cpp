#include "core/trace/trace.h"

#include <algorithm>
#include <cassert>

namespace tcpstage::trace {

ConnectionNumber Trace::add_peer(const OtherPeer& peer)
{
    assert(peers_.size() < UINT16_MAX);
    peers_.push_back(peer);
    return static_cast<ConnectionNumber>(peers_.size());
}

tcp::IpSocket Trace::socket(const Transit& transit, Side side) const
{
    const bool others = transit.connection != the_conversation && peer(transit.connection).host != side;
    const tcp::IpAddress address = others ? peer(transit.connection).socket.address : endpoint(side).socket.address;
    return {address, side == transit.from ? transit.segment.source_port : transit.segment.destination_port};
}

Record item_at(const Trace& trace, std::size_t index, std::type_identity<Record> /*what*/)
{
    return trace.record(static_cast<RecordId>(index));
}

Transit item_at(const Trace& trace, std::size_t index, std::type_identity<Transit> /*what*/)
{
    return trace.transit(static_cast<TransitId>(index));
}

RecordId Trace::append(const Record& record)
{
    assert(empty() || end_ <= record.at);
    end_ = record.at;
    const bool follows = RecordStore::follows_a_segment(record.kind);
    return records_.push_back(record, follows ? usual_cause(record.ref) : no_record);
}

TransitId Trace::launch(const tcp::Segment& segment, const Journey& journey)
{
    const auto id = static_cast<TransitId>(transits_.size());
    assert(id == 0 || transits_.sent(id - 1) <= journey.sent);
    transits_.push_back(segment, journey);
    latest_ends_.raise(id, journey.ends);
    return id;
}

void Trace::settle(TransitId id, RecordId end_record, const Ending& ending)
{
    settle(id, transits_.launched(id), end_record, ending);
}

void Trace::expect_ending(TransitId id, const Ending& ending, bool corrupted)
{
    const bool moves = transits_.ends(id) != ending.at;
    transits_.set_end(id, ending.at, ending.fate, ending.reason, corrupted);
    if (moves) latest_ends_.renew(transits_, id);
}

Sequence<Record> Trace::between(Instant first, Instant last) const
{
    if (last <= first) return {};
    const std::size_t begin = records_.before(first);
    return {*this, begin, records_.before(last) - begin};
}

Moment Trace::moment_at(Instant instant) const
{
    const std::size_t count = records_.until(instant);
    return {instant, count == 0 ? no_record : static_cast<RecordId>(count - 1)};
}

Moment Trace::last_moment() const
{
    if (empty()) return {};
    return moment_after(static_cast<RecordId>(records_.size() - 1));
}

tcp::Tcb Trace::at(Side side, Moment moment) const
{
    if (moment.record == no_record) return tcp::Tcb{};
    return snapshots_[index(side)].at(moment.record).value_or(tcp::Tcb{});
}

tcp::Tcb Trace::after_group(Side side, RecordId head) const
{
    RecordId last = head;
    while (last + 1 < records_.size() && follows(last + 1, head))
        ++last;
    return at(side, moment_after(last));
}

TraceMemory Trace::memory_bytes() const
{
    TraceMemory memory{.records = records_.memory_bytes(),
                       .transits = transits_.memory_bytes(),
                       .snapshots = 0,
                       .ends = latest_ends_.memory_bytes()};
    for (const Snapshots& snapshots : snapshots_)
        memory.snapshots += snapshots.memory_bytes();
    return memory;
}

} // namespace tcpstage::trace
