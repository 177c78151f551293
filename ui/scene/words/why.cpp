#include "ui/scene/words/why.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include <algorithm>

namespace tcpstage {

namespace {

/// After all that follows from `step` at once.
Moment momentAfter(const Trace& trace, RecordId step, Moment latest)
{
    RecordId id = step;
    while (id < latest.record && id + 1 < trace.records().size() && trace.record(id + 1).cause == step &&
           trace.record(id + 1).at == trace.record(step).at)
        ++id;
    return trace.moment_after(id);
}

} // namespace

std::vector<Rule> rulesAt(const StagedRun& staged, RecordId head, Moment until)
{
    std::vector<Rule> rules;
    if (head == no_record) return rules;
    const auto records = staged.trace().records();
    for (RecordId id = head + 1; id <= until.record && id < records.size(); ++id) {
        const Record& record = records[id];
        if (record.kind != Kind::Reason && record.kind != Kind::Entered) continue;
        const Rule rule = record.rule();
        if (record.cause == head && std::ranges::find(rules, rule) == rules.end()) rules.push_back(rule);
    }
    return rules;
}

QString stepTitle(const StagedRun& staged, RecordId head, const DisplayOptions& display)
{
    const Record& record = staged.trace().record(head);
    const QString name = endpointName(staged.trace().endpoint(record.side), display.language);
    const bool foreign = record.connection != the_conversation;
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
    case Kind::Called:
        return say(calls).arg(name, callText(record));
    case Kind::TimerExpired:
        return say(expired).arg(name, inLanguage(label(record.timer()), display.language) + peer);
    case Kind::Arrived:
        return say(gets).arg(name).arg(record.ref + 1).arg(segment());
    case Kind::Lost:
        return say(lost).arg(name).arg(record.ref + 1).arg(segment());
    default:
        return record.kind == Kind::Sent ? say(sends).arg(name).arg(record.ref + 1).arg(segment()) : name;
    }
}

std::optional<Why> whyOf(const StagedRun& staged, const Ref& selection, Moment moment, const DisplayOptions& display)
{
    const Trace& trace = staged.trace();
    Why why;
    why.step = stepOf(staged, selection, moment);
    if (why.step == no_record) return std::nullopt;
    constexpr Text at{"%1, at %2", "%1，在 %2"};
    const Duration since = trace.record(why.step).at - start_of_time;
    why.title = inLanguage(at, display.language).arg(stepTitle(staged, why.step, display), shortDuration(since));
    const auto follow = [&](RecordId head) {
        for (const Rule rule : rulesAt(staged, head, momentAfter(trace, head, moment)))
            if (std::ranges::find(why.rules, rule) == why.rules.end()) why.rules.push_back(rule);
    };
    RecordId from = why.step;
    if (selection.kind == Ref::Kind::Segment) {
        const RecordId end = trace.transit(selection.id).end_record;
        if (end != no_record && moment.record != no_record && end <= moment.record) from = end;
    }
    follow(headOf(trace, from));
    if (const RecordId cause = causeOf(trace, why.step); cause != no_record) why.causes.push_back(cause);
    for (const RecordId effect : effectsOf(trace, from))
        if (moment.record != no_record && effect <= moment.record) why.effects.push_back(effect);
    return why;
}

} // namespace tcpstage
