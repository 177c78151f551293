#include "ui/model/update.h"

namespace tcpstage {

namespace {

RecordId headOf(const Trace& trace, RecordId record)
{
    const RecordId cause = trace.record(record).cause;
    return cause == no_record ? record : cause;
}

/// The step in whose group the timer that expires at `expiry` was set.
RecordId setterOf(const Trace& trace, RecordId expiry)
{
    const Record& expired = trace.record(expiry);
    for (RecordId id = expiry; id-- > 0;) {
        const Record& record = trace.record(id);
        const bool same = record.side == expired.side && record.connection == expired.connection;
        if (record.kind == Kind::TimerSet && same && record.detail == expired.detail) return headOf(trace, id);
    }
    return no_record;
}

/// The first sending in the group of `head`.
RecordId firstSending(const Trace& trace, RecordId head)
{
    for (RecordId id = head + 1; id < trace.records().size() && trace.record(id).cause == head; ++id)
        if (trace.record(id).kind == Kind::Sent) return id;
    return no_record;
}

/// The expiry of a timer that the group of `head` has set.
RecordId firstExpiry(const Trace& trace, RecordId head)
{
    for (RecordId id = head + 1; id < trace.records().size(); ++id)
        if (trace.record(id).kind == Kind::TimerExpired && setterOf(trace, id) == head) return id;
    return no_record;
}

} // namespace

RecordId stepAt(const Story& story, StageTime time)
{
    const std::size_t done = story.pace.stepsUntil(time);
    return done == 0 ? no_record : story.pace.step(done - 1);
}

RecordId causeOf(const Trace& trace, RecordId record)
{
    if (record == no_record) return no_record;
    const Record& event = trace.record(record);
    return event.kind == Kind::TimerExpired ? setterOf(trace, record) : event.cause;
}

RecordId effectOf(const Trace& trace, RecordId record)
{
    if (record == no_record) return no_record;
    const Record& event = trace.record(record);
    if (event.kind == Kind::Sent) return trace.flight(event.ref).end_record;
    const RecordId sending = firstSending(trace, record);
    return sending != no_record ? sending : firstExpiry(trace, record);
}

} // namespace tcpstage
