// Runs the lesson again with the person's choice in place of the engine's segment.

#include "core/be_tcp/be_tcp.h"
#include "core/predict/turn.h"
#include "core/run/branch.h"

namespace tcpstage::be_tcp {

using predict::operator+;

namespace {

/// The lesson without the segment that the engine sends at this turn.
lesson::Scenario without_it(const lesson::Scenario& scenario, const trace::Trace& trace, const PlayTurn& turn)
{
    lesson::Scenario other = scenario;
    if (turn.transit != trace::no_transit)
        if (auto dropped = run::branch(scenario, trace, run::StrikeSegment{turn.transit, sim::Fault::Kind::Drop, {}}))
            other = *dropped;
    other.notes.clear();
    other.expect = {};
    other.beside.reset();
    return other;
}

tcp::Segment segment_of(const Draft& draft, std::uint16_t window)
{
    tcp::SegmentPattern pattern;
    pattern.flags = draft.flags;
    pattern.seq = draft.seq.value();
    pattern.payload_bytes = draft.payload_bytes;
    if (draft.flags.has(tcp::Flag::Ack)) pattern.ack = draft.ack.value();
    tcp::Segment segment = pattern.to_segment();
    segment.window = window;
    return segment;
}

/// The arrival of what was injected at `at`.
std::optional<predict::Turn> arrival_of(const trace::Trace& trace, trace::Side from, Instant at, const Draft& draft)
{
    for (const trace::Transit& transit : trace.transits()) {
        if (transit.reason != trace::Reason::FromThePast || transit.from != from || transit.sent != at) continue;
        if (transit.segment.seq != draft.seq || transit.end_record == trace::no_record) continue;
        return predict::turn_of(trace, transit.end_record);
    }
    return {};
}

OwnedText answer_of(const predict::Turn& peer)
{
    if (peer.sent.empty()) return say({"It does not answer.", "它不作应答。"});
    const tcp::Segment sent = predict::as_sent(peer.trace, peer.trace.record(peer.sent.front()).ref).segment;
    const std::string ack = sent.has_ack() ? fmt::format(" ack {}", sent.ack.value()) : "";
    return say({"It answers {} seq {}{}.", "它回应 {} seq {}{}。"}, tcp::title(sent), sent.seq.value(), ack);
}

/// What the peer does when the draft reaches it instead of the right segment.
OwnedText answer_to(const lesson::Scenario& scenario, const trace::Trace& trace, const PlayTurn& turn,
                    const Draft& draft, const std::stop_token& stop)
{
    const Instant at = trace.record(turn.step).at;
    lesson::Scenario other = without_it(scenario, trace, turn);
    const std::uint16_t window =
        turn.transit == trace::no_transit ? UINT16_MAX : predict::as_sent(trace, turn.transit).segment.window;
    other.setup.injections.push_back({at, turn.side, segment_of(draft, window), {}});
    const run::Run made = run::run(other, nullptr, stop);
    if (stop.stop_requested()) return {};
    const auto peer = arrival_of(made.trace, turn.side, at, draft);
    if (!peer) return {};
    OwnedText text = say({"{} in {} would handle it like this:", "在 {}（{}）看来："}, peer->subject(),
                         tcp::name(peer->before.state));
    if (const tcp::RuleInfo* rule = predict::leading_rule(*peer))
        text = text + say({"{} ({})", "{}（{}）"}, rule->sentence.en, rule->section);
    if (const tcp::RuleInfo* rule = predict::leading_rule(*peer))
        text.zh = say({"", "在 {}（{}）看来：{}（{}）"}, peer->name(), tcp::name(peer->before.state), rule->sentence.zh,
                      rule->section)
                      .zh;
    text = text + answer_of(*peer);
    if (peer->before.state != peer->after.state)
        text = text + say({"It then enters {}.", "并进入 {}。"}, tcp::name(peer->after.state));
    return text;
}

/// What happens when nothing is sent instead of the right segment.
OwnedText silence_after(const lesson::Scenario& scenario, const trace::Trace& trace, const PlayTurn& turn,
                        const std::stop_token& stop)
{
    const run::Run made = run::run(without_it(scenario, trace, turn), nullptr, stop);
    if (stop.stop_requested()) return {};
    const Instant at = trace.record(turn.step).at;
    const auto records = made.trace.records();
    for (trace::RecordId id = turn.step; id < records.size(); ++id) {
        const trace::Record record = records[id];
        if (record.at <= at || record.connection != trace::the_conversation) continue;
        const OwnedText who = trace::the_end(made.trace.endpoint(record.side));
        const std::string when = to_seconds(record.at, 1);
        if (record.kind == trace::Kind::TimerExpired)
            return say({"Without it nothing happens until {}: then the {} of {} expires.",
                        "没有它，到 {0} 之前什么也不会发生：那时 {2} 的{1}到期。"},
                       when, trace::spoken(record.timer()), who);
        if (record.kind == trace::Kind::Called)
            return say({"Without it nothing happens until {}, when {} calls {}().",
                        "没有它，到 {} 之前什么也不会发生：那时 {} 调用 {}()。"},
                       when, who, trace::spoken_call(made.trace.endpoint(record.side), record.call()));
        if (record.kind == trace::Kind::Sent)
            return say(
                {"Without it the next event is at {}: {} sends {}.", "没有它，接下来发生的是：{} 时 {} 发送 {}。"},
                when, who, tcp::title(predict::as_sent(made.trace, record.ref).segment));
    }
    return say({"Without it nothing more happens.", "没有它，此后什么也不会发生。"});
}

} // namespace

OwnedText reply_to(const lesson::Scenario& scenario, const trace::Trace& trace, const PlayTurn& turn,
                   const std::optional<Draft>& draft, std::stop_token stop)
{
    return draft ? answer_to(scenario, trace, turn, *draft, stop) : silence_after(scenario, trace, turn, stop);
}

} // namespace tcpstage::be_tcp
