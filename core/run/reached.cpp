#include "core/run/reached.h"

#include <algorithm>

namespace tcpstage::run {

namespace {

/// Whether the record follows from the one before it; an injected segment does not.
bool follows(const trace::Record& record)
{
    return record.kind > trace::Kind::TimerExpired && record.cause != trace::no_record;
}

/// The last record of the group to which `id` belongs.
trace::RecordId end_of_group(const trace::Trace& trace, trace::RecordId id)
{
    while (id + 1 < trace.records().size() && follows(trace.record(id + 1)))
        ++id;
    return id;
}

} // namespace

bool is_reached(const lesson::StateReached& wanted, const tcp::Tcb& tcb)
{
    if (!wanted.acknowledged) return tcb.state == wanted.state;
    const bool open = tcb.state != tcp::State::Closed && tcb.state != tcp::State::Listen &&
                      tcb.state != tcp::State::SynSent && tcb.state != tcp::State::SynReceived;
    return open && tcb.snd.una == tcb.snd.max && tcb.unsent_bytes == 0 && tcb.fin_sent == tcb.fin_queued;
}

std::string_view word_of(const lesson::StateReached& wanted)
{
    return wanted.acknowledged ? std::string_view{"acknowledged"} : tcp::name(wanted.state);
}

trace::RecordId beginning(const lesson::Scenario& scenario, const trace::Trace& trace)
{
    if (!scenario.begin) return trace::no_record;
    std::vector<lesson::StateReached> missing = scenario.begin->when;
    for (trace::RecordId id = 0; id < trace.records().size(); ++id) {
        const bool ends = end_of_group(trace, id) == id;
        if (!ends) continue;
        std::erase_if(missing, [&](const lesson::StateReached& wanted) {
            return is_reached(wanted, trace.at(wanted.side, trace.moment_after(id)));
        });
        if (missing.empty()) return id;
    }
    return trace::no_record;
}

} // namespace tcpstage::run
