#include "core/predict/turn.h"

#include <algorithm>

namespace tcpstage::predict {

namespace {

bool is_head(Kind kind) { return kind == Kind::Called || kind == Kind::Arrived || kind == Kind::TimerExpired; }

void follow(Turn& turn)
{
    const auto records = turn.trace.records();
    for (RecordId id = turn.head_id + 1; id < records.size(); ++id) {
        const Record record = records[id];
        if (record.at != turn.head.at || is_head(record.kind)) break;
        if (record.cause != turn.head_id || record.side != turn.side) continue;
        if (record.kind == Kind::Sent) turn.sent.push_back(id);
        if (record.kind == Kind::Entered) turn.entered = record;
        if (record.kind == Kind::Reason || record.kind == Kind::Entered) turn.rules.push_back(record.rule());
    }
}

/// Says what happens to the numbers, rather than to a timer or a window.
bool is_leading(Rule rule)
{
    return rule != Rule::WindowUpdated && rule != Rule::RttMeasured && rule != Rule::KarnSkips &&
           rule != Rule::AckAdvances;
}

} // namespace

std::optional<Turn> turn_of(const Trace& trace, RecordId head)
{
    if (head >= trace.records().size()) return {};
    const Record record = trace.record(head);
    if (!is_head(record.kind) || record.connection != the_conversation) return {};
    if (trace.endpoint(record.side).without.tcp || trace.is_scripted(record.side)) return {};
    const Moment earlier = head == 0 ? Moment{} : trace.moment_after(head - 1);
    Turn turn{trace,
              head,
              record,
              record.side,
              trace.at(record.side, earlier),
              trace.at(record.side, trace.moment_after(head))};
    if (record.kind == Kind::Arrived) {
        turn.arrived_id = record.ref;
        turn.arrived = trace.transit(record.ref);
        turn.damaged = record.detail != 0;
    }
    follow(turn);
    return turn;
}

bool Turn::peer_fin() const
{
    const State state = after.state;
    return state == State::CloseWait || state == State::Closing || state == State::LastAck || state == State::TimeWait;
}

Figures figures(const Turn& turn, bool relative)
{
    const Tcb& known = turn.known();
    const bool counts = relative && known.state != State::Closed && known.state != State::Listen;
    return {counts, known.snd.iss, known.rcv.irs};
}

const RuleInfo* leading_rule(const Turn& turn)
{
    if (turn.entered) return &info(turn.entered->rule());
    const auto found = std::ranges::find_if(turn.rules, is_leading);
    if (found != turn.rules.end()) return &info(*found);
    return turn.rules.empty() ? nullptr : &info(turn.rules.front());
}

} // namespace tcpstage::predict
