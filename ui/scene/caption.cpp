// What just happened, and why, in words.

#include "ui/scene/variables.h"

#include <QStringList>
#include <algorithm>

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

/// The rules that were followed in the last step, in order, each once.
std::vector<Rule> rulesOf(const Story& story, Moment moment)
{
    std::vector<Rule> rules;
    const RecordId head = headAt(story, moment);
    if (head == no_record) return rules;
    const auto records = story.trace().records();
    for (RecordId id = head + 1; id <= moment.record && id < records.size(); ++id) {
        const Record& record = records[id];
        if (record.kind != Kind::Reason && record.kind != Kind::Entered) continue;
        const Rule rule = record.rule();
        if (record.cause == head && std::ranges::find(rules, rule) == rules.end()) rules.push_back(rule);
    }
    return rules;
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

QString stepTitle(const Story& story, RecordId head, const Showing& showing)
{
    const Record& record = story.trace().record(head);
    const QString name = endpointName(story.trace().endpoint(record.side), showing.language);
    const bool foreign = record.connection != the_conversation;
    const QString peer = foreign ? u' ' + peerText(story.trace(), record.connection) : QString{};
    const auto segment = [&] { return titleOf(story.trace().flight(record.ref).segment) + peer; };
    const bool udp = story.trace().endpoint(record.side).without.tcp;
    constexpr Text calls{"%1 calls %2", "%1 调用 %2"};
    constexpr Text expired{"%1: the timer %2 expires", "%1：定时器 %2 到期"};
    const Text gets = udp ? Text{"%1 gets datagram %2: %3", "%1 收到数据报 %2：%3"}
                          : Text{"%1 gets segment %2: %3", "%1 收到报文段 %2：%3"};
    const Text lost = udp ? Text{"Datagram %2 of %1 is lost: %3", "%1 的数据报 %2 丢失：%3"}
                          : Text{"Segment %2 of %1 is lost: %3", "%1 的报文段 %2 丢失：%3"};
    const Text sends = udp ? Text{"%1: datagram %2 sets out: %3", "%1：数据报 %2 出发：%3"}
                           : Text{"%1: segment %2 sets out: %3", "%1：报文段 %2 出发：%3"};
    const auto say = [&](const Text& text) { return inLanguage(text, showing.language); };
    switch (record.kind) {
    case Kind::Called:
        return say(calls).arg(name, callText(record));
    case Kind::TimerExpired:
        return say(expired).arg(name, inLanguage(label(record.timer()), showing.language) + peer);
    case Kind::Arrived:
        return say(gets).arg(name).arg(record.ref + 1).arg(segment());
    case Kind::Lost:
        return say(lost).arg(name).arg(record.ref + 1).arg(segment());
    default:
        return record.kind == Kind::Sent ? say(sends).arg(name).arg(record.ref + 1).arg(segment()) : name;
    }
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
    const std::vector<Rule> rules = rulesOf(story, moment);
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
    return said.join(QStringLiteral(", "));
}

} // namespace

QString firstDifference(const Story& story, Language language)
{
    if (!story.beside || !story.comparison) return {};
    return words(summary(*story.comparison, story.trace(), story.beside->trace()), language);
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
    Caption caption{words(note->title, showing.language), noteText(*note, showing), sections(rulesOf(story, moment))};
    if (caption.source.isEmpty() && !story.scenario.rfc.empty())
        caption.source = QStringLiteral("RFC ") + QString::fromStdString(story.scenario.rfc);
    return caption;
}

} // namespace tcpstage
