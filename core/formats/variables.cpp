#include "core/formats/variables.h"

#include "core/formats/field.h"
#include "core/formats/formats.h"
#include "core/tcp/recovery/congestion.h"
#include "core/trace/not_tcp.h"

#include <fmt/format.h>

namespace tcpstage::formats {

namespace {

/// One line of the table: what an end has after a step.
std::string row(const trace::Trace& trace, trace::Side side, std::size_t step, trace::Moment moment)
{
    const tcp::Tcb tcb = trace.at(side, moment);
    std::string text = fmt::format("{},{},{},{}", step, moment.at.time_since_epoch().count(),
                                   field(trace.endpoint(side).name), tcp::name(tcb.state));
    for (const std::optional<std::int64_t>& value : values_of(tcb))
        text += value ? fmt::format(",{}", *value) : ",";
    return text;
}

} // namespace

VariableValues values_of(const tcp::Tcb& tcb)
{
    const bool ours = tcb.state != tcp::State::Closed && tcb.state != tcp::State::Listen;
    const bool theirs = ours && tcb.state != tcp::State::SynSent; // what the peer's SYN has told
    const bool controlled = ours && tcb.cwnd > 0;
    const auto value = [](bool known, std::int64_t number) {
        return known ? std::optional{number} : std::optional<std::int64_t>{};
    };
    return {value(ours, tcb.snd.una.value()),
            value(ours, tcb.snd.nxt.value()),
            value(theirs, tcb.snd.wnd),
            value(theirs, tcb.rcv.nxt.value()),
            value(ours, tcb.rcv.wnd),
            value(controlled, tcb.cwnd),
            value(controlled && tcb.ssthresh < tcp::unlimited_ssthresh, tcb.ssthresh),
            value(ours, tcb.in_flight()),
            value(ours && tcb.rto > Duration{0}, tcb.rto.count()), // a capture does not show it
            value(ours && tcb.srtt > Duration{0}, tcb.srtt.count()),
            value(ours && tcb.srtt > Duration{0}, tcb.rttvar.count())};
}

bool has_tcb(const trace::Trace& trace, trace::Side side)
{
    return !trace.endpoint(side).without.tcp && !trace.is_scripted(side);
}

std::string to_csv_of_variables(const trace::Trace& trace)
{
    std::string text = "step,t_ns,endpoint,state";
    for (const std::string_view name : variable_names)
        text += fmt::format(",{}", name);
    const std::string missing = trace.is_tcp() ? "" : "," + field(trace::not_tcp_text(trace));
    if (!trace.is_tcp()) text += ",not_tcp";
    text += "\n";
    std::size_t step = 0;
    const auto add = [&](trace::Moment moment) {
        for (const trace::Side side : trace::both_sides)
            if (has_tcb(trace, side)) text += row(trace, side, step, moment) + missing + "\n";
        ++step;
    };
    add(trace::Moment{start_of_time, trace::no_record});
    const auto count = static_cast<trace::RecordId>(trace.records().size());
    for (trace::RecordId id = 0; id < count; ++id)
        if (trace::is_step(trace.record(id).kind)) add(trace.moment_after(id));
    return text;
}

} // namespace tcpstage::formats
