#include "core/predict/turn.h"

#include <algorithm>

namespace tcpstage::predict {

namespace {

bool is_head(trace::Kind kind)
{
    return kind == trace::Kind::Called || kind == trace::Kind::Arrived || kind == trace::Kind::TimerExpired;
}

void follow(Turn& turn)
{
    const auto records = turn.trace.records();
    for (trace::RecordId id = turn.head_id + 1; id < records.size(); ++id) {
        const trace::Record record = records[id];
        if (record.at != turn.head.at || is_head(record.kind)) break;
        if (record.cause != turn.head_id || record.side != turn.side) continue;
        if (record.kind == trace::Kind::Sent) turn.sent.push_back(id);
        if (record.kind == trace::Kind::Entered) turn.entered = record;
        if (record.kind == trace::Kind::Reason || record.kind == trace::Kind::Entered)
            turn.rules.push_back(record.rule());
    }
}

/// Whether the rule is about more than a window, a timer or an advancing ACK.
bool is_leading(tcp::Rule rule)
{
    return rule != tcp::Rule::WindowUpdated && rule != tcp::Rule::RttMeasured && rule != tcp::Rule::KarnSkips &&
           rule != tcp::Rule::AckAdvances;
}

} // namespace

trace::Transit as_sent(const trace::Trace& trace, trace::TransitId id)
{
    trace::Transit transit = trace.transit(id);
    if (!transit.before) return transit;
    transit.segment = transit.before->segment;
    transit.window_bytes = transit.before->window_bytes;
    return transit;
}

std::optional<Turn> turn_of(const trace::Trace& trace, trace::RecordId head)
{
    if (head >= trace.records().size()) return {};
    const trace::Record record = trace.record(head);
    if (!is_head(record.kind) || record.connection != trace::the_conversation) return {};
    if (trace.endpoint(record.side).without.tcp || trace.is_scripted(record.side)) return {};
    const trace::Moment earlier = head == 0 ? trace::Moment{} : trace.moment_after(head - 1);
    Turn turn{trace, head, record, record.side, trace.at(record.side, earlier), trace.after_group(record.side, head)};
    if (record.kind == trace::Kind::Arrived) {
        turn.arrived_id = record.ref;
        turn.arrived = trace.transit(record.ref);
        turn.damaged = record.detail != 0;
    }
    follow(turn);
    return turn;
}

bool Turn::peer_fin() const
{
    const tcp::State state = after.state;
    return state == tcp::State::CloseWait || state == tcp::State::Closing || state == tcp::State::LastAck ||
           state == tcp::State::TimeWait;
}

Figures figures(const Turn& turn, bool relative)
{
    const tcp::Tcb& known = turn.known();
    const bool counts = relative && known.state != tcp::State::Closed && known.state != tcp::State::Listen;
    return {counts, known.snd.iss, known.rcv.irs};
}

const tcp::RuleInfo* leading_rule(const Turn& turn)
{
    if (turn.entered) return &tcp::info(turn.entered->rule());
    const auto found = std::ranges::find_if(turn.rules, is_leading);
    if (found != turn.rules.end()) return &tcp::info(*found);
    return turn.rules.empty() ? nullptr : &tcp::info(turn.rules.front());
}

} // namespace tcpstage::predict
