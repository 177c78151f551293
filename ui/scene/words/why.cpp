#include "ui/scene/words/why.h"

#include "core/captions/captured.h"
#include "core/trace/lost_variables.h"
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

/// What the network did to a segment that has ended: "Lost at 50 ms: dropped by you."
QString wayOf(const StagedRun& staged, trace::TransitId id, const DisplayOptions& display)
{
    constexpr Text lost{"Lost at %1: %2.", "在 %1 丢失：%2。"};
    constexpr Text onlyLost{"Lost at %1.", "在 %1 丢失。"};
    constexpr Text unseen{"Nothing shows that it arrived.", "没有迹象表明它到达了。"};
    constexpr Text changed{"On its way: %1.", "途中：%1。"};
    const trace::Trace& trace = staged.trace();
    const trace::Transit transit = trace.transit(id);
    const QString why = inLanguage(trace::words(transit.reason), display.language);
    if (transit.fate == trace::Fate::Arrived)
        return why.isEmpty() ? QString{} : inLanguage(changed, display.language).arg(why);
    if (captions::is_captured(trace)) return inLanguage(unseen, display.language);
    const QString when = shortDuration(trace.record(transit.end_record).at - start_of_time);
    return why.isEmpty() ? inLanguage(onlyLost, display.language).arg(when)
                         : inLanguage(lost, display.language).arg(when, why);
}

/// Whether nothing came of the step `head`: no rule, no effect, and both TCBs are as before.
bool isVain(const StagedRun& staged, trace::RecordId head, const Why& why)
{
    const trace::Trace& trace = staged.trace();
    if (!why.effects.empty() || !why.done.isEmpty()) return false;
    const trace::Record record = trace.record(head);
    if (record.kind == trace::Kind::Sent) return true; // it is on its way
    if (record.connection != trace::the_conversation) return why.rules.empty();
    const trace::Moment before = head == 0 ? trace::Moment{} : trace.moment_after(head - 1);
    return trace.at(record.side, before) == trace.after_group(record.side, head);
}

/// Why a variable shows no value although there is a TCB.
QString noValueYet(const StagedRun& staged, Variable variable, const tcp::Tcb& tcb, Language language)
{
    constexpr Text unheard{"The variable has no value yet: nothing has come from the peer.",
                           "这个变量还没有值：还没有收到对方的任何报文段。"};
    constexpr Text unmeasured{"The variable has no value yet: no round trip has been measured.",
                              "这个变量还没有值：还没有测得往返时间。"};
    constexpr Text unopened{
        "The variable has no value yet: congestion control begins when the connection is established.",
        "这个变量还没有值：连接建立后才开始拥塞控制。"};
    constexpr Text unseen{"The variable has no value: a capture does not show it.", "这个变量没有值：抓包看不出来。"};
    const bool congestion = variable == Variable::Cwnd || variable == Variable::Ssthresh;
    const bool ofTime = variable == Variable::Rto || variable == Variable::Srtt;
    if (captions::is_captured(staged.trace()) && (congestion || ofTime)) return inLanguage(unseen, language);
    if (ofTime) return inLanguage(unmeasured, language);
    if (congestion && tcb.state < tcp::State::Established) return inLanguage(unopened, language);
    return inLanguage(unheard, language);
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
        if (record.kind == trace::Kind::Reason && trace::is_lost_with_tcb(staged.trace(), record)) continue;
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
        if (from == end) why.way = wayOf(staged, selection.id, display);
    }
    follow(headOf(trace, from));
    if (trace.record(from).kind != trace::Kind::Sent)
        why.done = QString::fromStdString(captions::done_text(staged.captioned(), from, display.captionStyle()));
    if (const trace::RecordId cause = causeOf(trace, why.step); cause != trace::no_record) why.causes.push_back(cause);
    for (const trace::RecordId effect : effectsOf(trace, from))
        if (moment.record != trace::no_record && effect <= moment.record) why.effects.push_back(effect);
    why.vain = isVain(staged, trace.record(from).kind == trace::Kind::Sent ? from : headOf(trace, from), why);
    return why;
}

QString whyNot(const StagedRun& staged, const Ref& selection, trace::Moment moment, const DisplayOptions& display)
{
    constexpr Text never{"%1 has not been in %2.", "%1 没有到过 %2。"};
    constexpr Text always{"%1 has been in %2 from the beginning.", "%1 从一开始就处于 %2。"};
    constexpr Text notStarted{"%1 has not started this timer.", "%1 没有启动过这个定时器。"};
    constexpr Text noConnection{"%1 has no connection now: the variable has no value.",
                                "%1 现在没有连接：这个变量没有值。"};
    constexpr Text unchanged{"It has had this value from the beginning.", "它从一开始就是这个值。"};
    const trace::Trace& trace = staged.trace();
    const trace::Side side = selection.side;
    const OwnedText end = trace::begins_sentence(trace::the_end(trace.endpoint(side)));
    const QString name = QString::fromStdString(end[display.language]);
    const auto say = [&](const Text& text) { return withoutGaps(inLanguage(text, display.language).arg(name)); };
    if (selection.kind == Ref::Kind::Timer) return say(notStarted);
    if (selection.kind == Ref::Kind::Variable) {
        const tcp::Tcb now = trace.at(side, moment);
        const bool none = now.state == tcp::State::Closed || now.state == tcp::State::Listen;
        if (none || selection.id >= variable_count)
            return none ? say(noConnection) : inLanguage(unchanged, display.language);
        const auto variable = static_cast<Variable>(selection.id);
        const bool valued = valueOf(variable, now, DisplayOptions{}) != QStringLiteral("–");
        return valued ? inLanguage(unchanged, display.language) : noValueYet(staged, variable, now, display.language);
    }
    if (selection.kind != Ref::Kind::State || selection.id >= tcp::state_count) return {};
    const auto state = static_cast<tcp::State>(selection.id);
    const bool first = trace.at(side, trace::Moment{}).state == state; // every end begins somewhere: no step led there
    return say(first ? always : never).arg(stateText(state, display));
}

} // namespace tcpstage::scene
