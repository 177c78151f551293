#include "ui/scene/words/present_values.h"

#include "ui/scene/staged/plotted.h"
#include "ui/scene/words/glossary.h"
#include "ui/scene/words/labels.h"
#include "ui/scene/words/variables.h"

#include <QStringList>
#include <algorithm>
#include <vector>

namespace tcpstage::scene {

namespace {

constexpr Text inFlight{"in flight", "在途"};
constexpr Text noTimer{"no timer runs", "没有定时器在运行"};

std::vector<Variable> variablesOf(View view)
{
    switch (view) {
    case View::Spaces:
        return {Variable::SndUna, Variable::SndNxt, Variable::SndWnd, Variable::RcvNxt, Variable::RcvWnd};
    case View::TimeSequence:
        return {Variable::SndUna, Variable::SndNxt, Variable::SndWnd};
    case View::Window:
        return {Variable::Cwnd, Variable::Ssthresh, Variable::SndWnd};
    case View::RoundTrip:
        return {Variable::Srtt, Variable::Rto};
    default:
        return {};
    }
}

/// The phase of congestion control of a TCB; empty outside of them.
QString phaseText(const tcp::Tcb& tcb, Language language)
{
    Sample sample{};
    sample.cwnd = tcb.cwnd;
    sample.ssthresh = tcb.ssthresh;
    sample.recovery = tcb.recovery;
    sample.state = tcb.state;
    switch (phaseOf(sample)) {
    case Phase::SlowStart:
        return inLanguage(info(Term::SlowStart).title, language).toLower();
    case Phase::CongestionAvoidance:
        return inLanguage(info(Term::CongestionAvoidance).title, language).toLower();
    case Phase::FastRecovery:
        return inLanguage(info(Term::FastRecovery).title, language).toLower();
    case Phase::None:
        break;
    }
    return {};
}

QStringList timersOf(const StagedRun& staged, trace::Side side, StageTime time, Language language)
{
    const trace::Moment moment = staged.timeMap.moment(time);
    QStringList parts;
    for (std::size_t i = 0; i < tcp::timer_count && moment.record != trace::no_record; ++i) {
        const auto timer = static_cast<tcp::Timer>(i);
        const TimerStart* start = staged.runIndex.timerAt(side, timer, moment.record);
        if (!start) continue;
        const Duration left = std::max(Duration{0}, start->due - staged.timeMap.clock(time));
        const QString whole = shortDuration(start->due - start->since);
        const QString now = shortDuration(left);
        parts << shortName(timer, language) + u' ' +
                     (language == Language::English ? now + QStringLiteral(" left of ") + whole
                                                    : QStringLiteral("还剩 ") + now + QStringLiteral("，共 ") + whole);
    }
    if (parts.isEmpty()) parts << inLanguage(noTimer, language);
    return parts;
}

QStringList valuesOf(const StagedRun& staged, trace::Side side, StageTime time, const DisplayOptions& display)
{
    if (display.view == View::Timers) return timersOf(staged, side, time, display.language);
    const trace::Moment moment = staged.timeMap.moment(time);
    const tcp::Tcb tcb = staged.trace().at(side, moment);
    if (display.view == View::Matrix) return {stateText(staged.trace().endpoint(side), tcb.state, display)};
    const TcbBases bases = basesOf(staged.trace(), side, moment, display.numbers);
    QStringList parts;
    for (const Variable variable : variablesOf(display.view))
        if (const QString value = valueOf(variable, tcb, bases, display); value != QStringLiteral("–"))
            parts << nameOf(variable) + u' ' + value;
    if (parts.isEmpty() || display.view != View::Window) return parts;
    parts << inLanguage(inFlight, display.language) + u' ' + QString::number(tcb.snd.nxt - tcb.snd.una);
    if (const QString phase = phaseText(tcb, display.language); !phase.isEmpty()) parts << phase;
    return parts;
}

} // namespace

QString presentValues(const StagedRun& staged, StageTime time, const DisplayOptions& display)
{
    if (display.view == View::Ladder || display.view == View::Whole) return {};
    const bool english = display.language == Language::English;
    QStringList sentences;
    for (const std::size_t which : {0U, 1U}) {
        if (which == 1 && !staged.beside) break;
        const StagedRun& half = staged.half(which);
        const QString title =
            staged.beside ? QString::fromStdString(half.scenario.half_title()[display.language]) + QStringLiteral(": ")
                          : QString{};
        for (const trace::Side side : trace::both_sides) {
            const trace::EndpointInfo& endpoint = half.trace().endpoint(side);
            if (endpoint.without.tcp || !half.hasStates(side)) continue;
            const QStringList values = valuesOf(half, side, time, display);
            if (values.isEmpty()) continue;
            sentences << title + endpointName(endpoint, display.language) + QStringLiteral(": ") +
                             values.join(english ? QStringLiteral(", ") : QStringLiteral("，")) +
                             (english ? QStringLiteral(".") : QStringLiteral("。"));
        }
    }
    return sentences.join(english ? QStringLiteral(" ") : QString{});
}

} // namespace tcpstage::scene
