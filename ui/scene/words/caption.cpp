// What just happened, and why, in words.

#include "ui/scene/words/caption.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/variables.h"
#include "ui/scene/words/why.h"

#include <QStringList>

namespace tcpstage::scene {

namespace {

constexpr std::size_t mostSentences = 3;

QString words(const OwnedText& text, Language language) { return QString::fromStdString(text[language]); }

QString noteText(const lesson::Note& note, const DisplayOptions& display)
{
    if (display.depth == Depth::Simple && !note.simple.empty()) return words(note.simple, display.language);
    if (display.depth == Depth::Analogy && !note.analogy.empty()) return words(note.analogy, display.language);
    return words(note.text, display.language);
}

QString sections(const std::vector<tcp::Rule>& rules)
{
    QStringList list;
    for (const tcp::Rule rule : rules) {
        const QString section = plain(tcp::info(rule).section);
        if (!list.contains(section) && list.size() < 2) list << section;
    }
    return list.join(QStringLiteral(", "));
}

Caption captionOfRules(const StagedRun& staged, trace::Moment moment, const DisplayOptions& display)
{
    Caption caption;
    const trace::RecordId head = headAt(staged, moment);
    if (head == trace::no_record) {
        caption.title = words(staged.scenario.half_title(), display.language);
        caption.text = words(staged.scenario.summary, display.language);
        return caption;
    }
    caption.title = stepTitle(staged, head, display);
    const std::vector<tcp::Rule> rules = rulesAt(staged, headAt(staged, moment), moment);
    QStringList sentences;
    for (const tcp::Rule rule : rules)
        if (sentences.size() < static_cast<qsizetype>(mostSentences))
            sentences << inLanguage(tcp::info(rule).sentence, display.language);
    caption.text = sentences.join(display.language == Language::English ? QStringLiteral(" ") : QString{});
    caption.source = sections(rules);
    return caption;
}

/// How sure all of this is: of what happened, and of the state that it led to.
QString suretyText(const StagedRun& staged, trace::Moment moment, Language language)
{
    const trace::RecordId head = headAt(staged, moment);
    if (head == trace::no_record) return {};
    const trace::Trace& trace = staged.trace();
    QStringList said{inLanguage(surenessOf(trace, trace.record(head)).word, language)};
    for (trace::RecordId id = head + 1; id <= moment.record && id < trace.records().size(); ++id)
        if (trace.record(id).kind == trace::Kind::Entered)
            said << plain(tcp::name(trace.record(id).to())) + QStringLiteral(": ") +
                        inLanguage(surenessOf(trace, trace.record(id)).word, language);
    said.removeAll(QString{});
    said.removeDuplicates();
    return said.join(QStringLiteral(", "));
}

} // namespace

QString firstDifference(const StagedRun& staged, Language language)
{
    if (!staged.beside || !staged.comparison) return {};
    return words(compare::summary(*staged.comparison, staged.trace(), staged.beside->trace()), language);
}

QStringList differencesHere(const StagedRun& staged, StageTime time, const Ref& selection, Language language)
{
    if (!staged.beside || !staged.comparison) return {};
    const auto where = [&](const auto& matters) {
        QStringList said;
        for (const compare::Difference& difference : staged.comparison->differences)
            if (matters(difference))
                said << words(compare::sentence(difference, staged.trace(), staged.beside->trace()), language);
        return said;
    };
    QStringList list;
    if (selection.kind == Ref::Kind::Segment)
        list = where(
            [&](const compare::Difference& difference) { return difference.transits[selection.run] == selection.id; });
    if (selection.kind == Ref::Kind::Step)
        list =
            where([&](const compare::Difference& difference) { return difference.at[selection.run] == selection.id; });
    const std::size_t steps = staged.stepsUntil(time);
    if (list.isEmpty() && steps > 0)
        list = where([&, now = staged.stepTime(steps - 1)](const compare::Difference& difference) {
            const std::size_t which = difference.at[0] != trace::no_record ? 0 : 1;
            return staged.half(which).timeMap.at(difference.at[which]) == now;
        });
    if (list.isEmpty()) return {firstDifference(staged, language)};
    list.front().prepend(inLanguage(Text{"Here: ", "此处："}, language));
    return list;
}

QString differenceHere(const StagedRun& staged, StageTime time, const Ref& selection, Language language)
{
    return differencesHere(staged, time, selection, language)
        .join(language == Language::English ? QStringLiteral(" ") : QString{});
}

QStringList noteTexts(const StagedRun& staged, const DisplayOptions& display)
{
    QStringList texts;
    for (const lesson::Note& note : staged.scenario.notes)
        texts << noteText(note, display);
    return texts;
}

Caption caption(const StagedRun& staged, StageTime time, const DisplayOptions& display)
{
    const trace::Moment moment = staged.timeMap.moment(time);
    const lesson::Note* note = noteAt(staged, moment);
    if (staged.trace().source() != trace::Source::Simulated) {
        Caption said = captionOfRules(staged, moment, display);
        if (note) said.title = words(note->title, display.language);
        if (note) said.text = noteText(*note, display);
        const QString sure = suretyText(staged, moment, display.language);
        if (!sure.isEmpty()) said.source += (said.source.isEmpty() ? QString{} : QStringLiteral(" · ")) + sure;
        return said;
    }
    if (!note) return captionOfRules(staged, moment, display);
    Caption caption{words(note->title, display.language), noteText(*note, display),
                    sections(rulesAt(staged, headAt(staged, moment), moment))};
    if (caption.source.isEmpty() && !staged.scenario.rfc.empty())
        caption.source = QStringLiteral("RFC ") + QString::fromStdString(staged.scenario.rfc);
    return caption;
}

} // namespace tcpstage::scene
