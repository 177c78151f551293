#include "ui/scene/words/why.h"

#include "core/trace/spoken_name.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/variables.h"

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

QString stepTitle(const StagedRun& staged, trace::RecordId step, const DisplayOptions& display)
{
    const QString title = QString::fromStdString(captions::step_title(staged.captioned(), step, display.language));
    const trace::Record record = staged.trace().record(step);
    if (record.kind != trace::Kind::Lost) return title;
    const QString why = lossText(staged.trace().transit(record.ref), display.language); // "dropped by you"
    return display.language == Language::English ? QStringLiteral("%1 (%2)").arg(title, why)
                                                 : QStringLiteral("%1（%2）").arg(title, why);
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

QString whyNot(const StagedRun& staged, const Ref& selection, trace::Moment moment, const DisplayOptions& display)
{
    constexpr Text never{"%1 has not been in %2.", "%1 没有到过 %2。"};
    constexpr Text always{"%1 has been in %2 from the beginning.", "%1 从一开始就处于 %2。"};
    constexpr Text notStarted{"%1 has not started this timer.", "%1 没有启动过这个定时器。"};
    constexpr Text noConnection{"%1 has no connection now: the variable has no value.",
                                "%1 现在没有连接：这个变量没有值。"};
    constexpr Text notYet{"The variable has no value yet: the connection is not there.",
                          "这个变量还没有值：连接还没有建立。"};
    constexpr Text unchanged{"It has had this value from the beginning.", "它从一开始就是这个值。"};
    const trace::Trace& trace = staged.trace();
    const trace::Side side = selection.side;
    const OwnedText end = trace::begins_sentence(trace::the_end(trace.endpoint(side)));
    const QString name = QString::fromStdString(end[display.language]);
    const auto say = [&](const Text& text) { return withoutGaps(inLanguage(text, display.language).arg(name)); };
    if (selection.kind == Ref::Kind::Timer) return say(notStarted);
    if (selection.kind == Ref::Kind::Variable) {
        const tcp::State now = trace.at(side, moment).state;
        const bool none = now == tcp::State::Closed || now == tcp::State::Listen;
        if (none || selection.id >= variable_count)
            return none ? say(noConnection) : inLanguage(unchanged, display.language);
        const QString value = valueOf(static_cast<Variable>(selection.id), trace.at(side, moment), DisplayOptions{});
        return inLanguage(value == QStringLiteral("–") ? notYet : unchanged, display.language);
    }
    if (selection.kind != Ref::Kind::State || selection.id >= tcp::state_count) return {};
    const auto state = static_cast<tcp::State>(selection.id);
    const bool first = trace.at(side, trace::Moment{}).state == state; // every end begins somewhere: no step led there
    return say(first ? always : never).arg(stateText(state, display));
}

} // namespace tcpstage::scene
