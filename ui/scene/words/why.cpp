#include "ui/scene/words/why.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include <algorithm>

namespace tcpstage::scene {

namespace {

/// After all that follows from `step` at once.
trace::Moment momentAfter(const trace::Trace& trace, trace::RecordId step, trace::Moment latest)
{
    trace::RecordId id = step;
    while (id < latest.record && id + 1 < trace.records().size() && trace.record(id + 1).cause == step &&
           trace.record(id + 1).at == trace.record(step).at)
        ++id;
    return trace.moment_after(id);
}

} // namespace

std::vector<tcp::Rule> rulesAt(const StagedRun& staged, trace::RecordId head, trace::Moment until)
{
    std::vector<tcp::Rule> rules;
    if (head == trace::no_record) return rules;
    const auto records = staged.trace().records();
    for (trace::RecordId id = head + 1; id <= until.record && id < records.size(); ++id) {
        const trace::Record& record = records[id];
        if (record.kind != trace::Kind::Reason && record.kind != trace::Kind::Entered) continue;
        const tcp::Rule rule = record.rule();
        if (record.cause == head && std::ranges::find(rules, rule) == rules.end()) rules.push_back(rule);
    }
    return rules;
}

QString stepTitle(const StagedRun& staged, trace::RecordId head, const DisplayOptions& display)
{
    const trace::Record& record = staged.trace().record(head);
    const QString name = endpointName(staged.trace().endpoint(record.side), display.language);
    const bool foreign = record.connection != trace::the_conversation;
    const QString peer = foreign ? u' ' + peerText(staged.trace(), record.connection) : QString{};
    const auto segment = [&] { return titleOf(staged.trace().transit(record.ref).segment) + peer; };
    const bool udp = staged.trace().endpoint(record.side).without.tcp;
    constexpr Text calls{"%1 calls %2", "%1 调用 %2"};
    constexpr Text expired{"%1: the timer %2 expires", "%1：定时器 %2 到期"};
    const Text gets = udp ? Text{"%1 gets datagram %2: %3", "%1 收到数据报 %2：%3"}
                          : Text{"%1 gets segment %2: %3", "%1 收到报文段 %2：%3"};
    const Text lost = udp ? Text{"Datagram %2 of %1 is lost: %3", "%1 的数据报 %2 丢失：%3"}
                          : Text{"Segment %2 of %1 is lost: %3", "%1 的报文段 %2 丢失：%3"};
    const Text sends = udp ? Text{"%1: datagram %2 sets out: %3", "%1：数据报 %2 出发：%3"}
                           : Text{"%1: segment %2 sets out: %3", "%1：报文段 %2 出发：%3"};
    const auto say = [&](const Text& text) { return inLanguage(text, display.language); };
    switch (record.kind) {
    case trace::Kind::Called:
        return say(calls).arg(name, callText(record));
    case trace::Kind::TimerExpired:
        return say(expired).arg(name, inLanguage(tcp::label(record.timer()), display.language) + peer);
    case trace::Kind::Arrived:
        return say(gets).arg(name).arg(record.ref + 1).arg(segment());
    case trace::Kind::Lost:
        return say(lost).arg(name).arg(record.ref + 1).arg(segment());
    default:
        return record.kind == trace::Kind::Sent ? say(sends).arg(name).arg(record.ref + 1).arg(segment()) : name;
    }
}

std::optional<Why> whyOf(const StagedRun& staged, const Ref& selection, trace::Moment moment,
                         const DisplayOptions& display)
{
    const trace::Trace& trace = staged.trace();
    Why why;
    why.step = stepOf(staged, selection, moment);
    if (why.step == trace::no_record) return std::nullopt;
    constexpr Text at{"%1, at %2", "%1，在 %2"};
    const Duration since = trace.record(why.step).at - start_of_time;
    why.title = inLanguage(at, display.language).arg(stepTitle(staged, why.step, display), shortDuration(since));
    const auto follow = [&](trace::RecordId head) {
        for (const tcp::Rule rule : rulesAt(staged, head, momentAfter(trace, head, moment)))
            if (std::ranges::find(why.rules, rule) == why.rules.end()) why.rules.push_back(rule);
    };
    trace::RecordId from = why.step;
    if (selection.kind == Ref::Kind::Segment) {
        const trace::RecordId end = trace.transit(selection.id).end_record;
        if (end != trace::no_record && moment.record != trace::no_record && end <= moment.record) from = end;
    }
    follow(headOf(trace, from));
    if (const trace::RecordId cause = causeOf(trace, why.step); cause != trace::no_record) why.causes.push_back(cause);
    for (const trace::RecordId effect : effectsOf(trace, from))
        if (moment.record != trace::no_record && effect <= moment.record) why.effects.push_back(effect);
    return why;
}

} // namespace tcpstage::scene
