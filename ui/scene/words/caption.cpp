// What just happened, and why, in words.

#include "ui/scene/words/variables.h"
#include "ui/scene/words/why.h"

#include <QStringList>

namespace tcpstage {

namespace {

constexpr std::size_t mostSentences = 3;

QString words(const OwnedText& text, Language language) { return QString::fromStdString(text[language]); }

QString noteText(const Note& note, const Showing& showing)
{
    if (showing.depth == Depth::Simple && !note.simple.empty()) return words(note.simple, showing.language);
    if (showing.depth == Depth::Analogy && !note.analogy.empty()) return words(note.analogy, showing.language);
    return words(note.text, showing.language);
}

QString sections(const std::vector<Rule>& rules)
{
    QStringList list;
    for (const Rule rule : rules) {
        const QString section = plain(info(rule).section);
        if (!list.contains(section) && list.size() < 2) list << section;
    }
    return list.join(QStringLiteral(", "));
}

Caption captionOfRules(const Story& story, Moment moment, const Showing& showing)
{
    Caption caption;
    const RecordId head = headAt(story, moment);
    if (head == no_record) {
        caption.title = words(story.scenario.half_title(), showing.language);
        caption.text = words(story.scenario.summary, showing.language);
        return caption;
    }
    caption.title = stepTitle(story, head, showing);
    const std::vector<Rule> rules = rulesAt(story, headAt(story, moment), moment);
    QStringList sentences;
    for (const Rule rule : rules)
        if (sentences.size() < static_cast<qsizetype>(mostSentences))
            sentences << inLanguage(info(rule).sentence, showing.language);
    caption.text = sentences.join(showing.language == Language::English ? QStringLiteral(" ") : QString{});
    caption.source = sections(rules);
    return caption;
}

/// How sure all of this is: of what happened, and of the state that it led to.
QString suretyText(const Story& story, Moment moment, Language language)
{
    const RecordId head = headAt(story, moment);
    if (head == no_record) return {};
    const Trace& trace = story.trace();
    QStringList said{inLanguage(surenessOf(trace, trace.record(head)).word, language)};
    for (RecordId id = head + 1; id <= moment.record && id < trace.records().size(); ++id)
        if (trace.record(id).kind == Kind::Entered)
            said << plain(name(trace.record(id).to())) + QStringLiteral(": ") +
                        inLanguage(surenessOf(trace, trace.record(id)).word, language);
    said.removeAll(QString{});
    said.removeDuplicates();
    return said.join(QStringLiteral(", "));
}

} // namespace

QString firstDifference(const Story& story, Language language)
{
    if (!story.beside || !story.comparison) return {};
    return words(summary(*story.comparison, story.trace(), story.beside->trace()), language);
}

QStringList differencesHere(const Story& story, StageTime time, const Ref& selection, Language language)
{
    if (!story.beside || !story.comparison) return {};
    const auto told = [&](const auto& matters) {
        QStringList said;
        for (const Difference& difference : story.comparison->differences)
            if (matters(difference))
                said << words(sentence(difference, story.trace(), story.beside->trace()), language);
        return said;
    };
    QStringList list;
    if (selection.kind == Ref::Kind::Segment)
        list = told([&](const Difference& difference) { return difference.flights[selection.run] == selection.id; });
    if (selection.kind == Ref::Kind::Step)
        list = told([&](const Difference& difference) { return difference.at[selection.run] == selection.id; });
    const std::size_t steps = story.stepsUntil(time);
    if (list.isEmpty() && steps > 0)
        list = told([&, now = story.stepTime(steps - 1)](const Difference& difference) {
            const std::size_t which = difference.at[0] != no_record ? 0 : 1;
            return story.half(which).pace.at(difference.at[which]) == now;
        });
    if (list.isEmpty()) return {firstDifference(story, language)};
    list.front().prepend(inLanguage(Text{"Here: ", "此处："}, language));
    return list;
}

QString differenceHere(const Story& story, StageTime time, const Ref& selection, Language language)
{
    return differencesHere(story, time, selection, language)
        .join(language == Language::English ? QStringLiteral(" ") : QString{});
}

QStringList noteTexts(const Story& story, const Showing& showing)
{
    QStringList texts;
    for (const Note& note : story.scenario.notes)
        texts << noteText(note, showing);
    return texts;
}

Caption caption(const Story& story, StageTime time, const Showing& showing)
{
    const Moment moment = story.pace.moment(time);
    const Note* note = noteAt(story, moment);
    if (story.trace().source() != Source::Simulated) {
        Caption said = captionOfRules(story, moment, showing);
        if (note) said.title = words(note->title, showing.language);
        if (note) said.text = noteText(*note, showing);
        const QString sure = suretyText(story, moment, showing.language);
        if (!sure.isEmpty()) said.source += (said.source.isEmpty() ? QString{} : QStringLiteral(" · ")) + sure;
        return said;
    }
    if (!note) return captionOfRules(story, moment, showing);
    Caption caption{words(note->title, showing.language), noteText(*note, showing),
                    sections(rulesAt(story, headAt(story, moment), moment))};
    if (caption.source.isEmpty() && !story.scenario.rfc.empty())
        caption.source = QStringLiteral("RFC ") + QString::fromStdString(story.scenario.rfc);
    return caption;
}

} // namespace tcpstage
