#include "ui/scene/words/caption.h"

#include "core/captions/captured.h"
#include "core/captions/textbook.h"
#include "core/captions/trace_step.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/labels.h"

#include <QRegularExpression>
#include <algorithm>
#include <array>

namespace tcpstage::scene {

namespace {

/// Whether one of the first times until then is estimated: an end is far from the capture point all the time, or never.
bool hasEstimated(const StagedRun& staged, StageTime time)
{
    constexpr trace::RecordId enough = 100;
    const trace::Trace& trace = staged.trace();
    const trace::RecordId last = staged.timeMap.moment(time).record;
    if (!captions::is_captured(trace) || last == trace::no_record) return false;
    for (trace::RecordId id = 0; id <= std::min(last, enough) && id < trace.records().size(); ++id)
        if (captions::is_estimated(trace, trace.record(id))) return true;
    return false;
}

QString words(const OwnedText& text, Language language) { return QString::fromStdString(text[language]); }

/// The record in which the outcome shows: an event changes the state, or the user is told of it, perhaps only after
/// segments have been sent.
trace::RecordId outcomeOf(const trace::Trace& trace, const compare::Difference& difference, std::size_t which)
{
    const trace::RecordId at = difference.at[which];
    const bool isState = difference.kind == compare::Difference::Kind::State;
    const bool isSignal = difference.kind == compare::Difference::Kind::Signal;
    const std::uint8_t value = difference.value[which];
    if (at == trace::no_record || (!isState && !isSignal) || value == compare::Difference::unknown) return at;
    for (trace::RecordId id = at + 1; id < trace.records().size() && trace.record(id).cause == at; ++id) {
        const trace::Record record = trace.record(id);
        if (isState && record.kind == trace::Kind::Entered && static_cast<std::uint8_t>(record.to()) == value)
            return id;
        if (isSignal && record.kind == trace::Kind::Signal && static_cast<std::uint8_t>(record.signal()) == value)
            return id;
    }
    return at;
}

/// Whether the segment of this half only has to be under way: where it arrives and a person has dropped or damaged the
/// other, who knows what the lesson does, and where both arrive but between other steps, so that the arrows are not
/// alike from the beginning.
bool showsFromSending(const StagedRun& staged, const compare::Difference& difference, std::size_t which)
{
    const trace::Trace& trace = staged.half(which).trace();
    const trace::RecordId at = difference.at[which];
    if (at == trace::no_record) return false;
    const trace::TransitId peer = difference.transits[1 - which];
    const bool isFate = difference.kind == compare::Difference::Kind::Fate && peer != trace::no_transit &&
                        staged.half(1 - which).trace().transit(peer).reason >= trace::Reason::DroppedByHand;
    const trace::Kind kind = trace.record(at).kind;
    const bool isOrder = difference.kind == compare::Difference::Kind::Order;
    if (kind != trace::Kind::Arrived && kind != trace::Kind::Lost) return false;
    return isOrder || (isFate && kind == trace::Kind::Arrived && !trace.transit(trace.record(at).ref).corrupted);
}

/// The flags after a colon, as the arrows have them: "SYN=1 ACK=1".
QString withFlags(const std::string& title, const DisplayOptions& display)
{
    QString text = QString::fromStdString(title);
    if (display.flagNames == FlagNames::Names) return text;
    static const QRegularExpression flags{
        QStringLiteral("[:：] ?((?:SYN|ACK|FIN|RST|PSH|URG|ECE|CWR)(?:, "
                       "(?:SYN|ACK|FIN|RST|PSH|URG|ECE|CWR))*)(?=$|，|, (?:seq|ack)=)")};
    const QRegularExpressionMatch found = flags.match(text);
    if (!found.hasMatch()) return text;
    const QString bits = QString::fromStdString(captions::as_bits(found.captured(1).toStdString()));
    return text.replace(found.capturedStart(1), found.capturedLength(1), bits);
}

/// Of a step that comes: its title is what happens, and its text what the note says, or else the engine.
Caption comingOf(const StagedRun& staged, trace::RecordId step, const DisplayOptions& display)
{
    const captions::CaptionStyle style = display.captionStyle();
    const captions::Captioned what = staged.captioned();
    const captions::Caption said = captions::caption(what, staged.trace().moment_after(step), style);
    Caption coming{withFlags(captions::step_title(what, step, display.language), display),
                   QString::fromStdString(said.text),
                   QString::fromStdString(said.source),
                   {}};
    if (said.from == captions::Caption::From::Note) coming.text.prepend(withFlags(said.title, display) + u'\n');
    return coming;
}

} // namespace

StageTime differenceTime(const StagedRun& staged, const compare::Difference& difference)
{
    StageTime latest{};
    for (const std::size_t which : {0U, 1U}) {
        const StagedRun& half = staged.half(which);
        trace::RecordId record = outcomeOf(half.trace(), difference, which);
        if (showsFromSending(staged, difference, which)) record = half.trace().record(record).cause;
        if (record != trace::no_record) latest = std::max(latest, half.timeMap.at(record));
    }
    return latest;
}

namespace {

using Captions = std::array<QString, 2>; // of both worlds

/// Whether the caption of the world that follows a rule gives it as the reason.
bool isSaid(const Captions& captions, const compare::Difference& difference, Language language)
{
    if (!difference.because || !difference.latitudes.empty()) return false;
    return captions[difference.followed_by].contains(inLanguage(tcp::info(*difference.because).sentence, language));
}

QStringList differences(const StagedRun& staged, StageTime time, const Ref& selection, Language language,
                        Numbers numbers, const Captions& captions)
{
    if (!staged.beside || !staged.comparison) return {};
    const auto written = [numbers](const trace::Trace& trace, const trace::Transit& transit) {
        return captions::seq_and_ack(trace, transit, numbers);
    };
    const auto where = [&](const auto& matters) {
        std::vector<compare::Explained> all;
        for (const compare::Difference& difference : staged.comparison->differences)
            if (differenceTime(staged, difference) <= time && matters(difference)) {
                all.push_back(compare::explained(difference, staged.trace(), staged.beside->trace(), written));
                if (isSaid(captions, difference, language)) all.back().why = {};
            }
        QStringList said;
        for (std::size_t i = 0; i < all.size(); ++i) { // a reason that several have is said after the last of them
            const auto isRepeated = [&](const compare::Explained& later) { return later.why.en == all[i].why.en; };
            const bool later = std::any_of(all.begin() + static_cast<std::ptrdiff_t>(i) + 1, all.end(), isRepeated);
            said << words(all[i].event, language) + (later ? QString{} : words(all[i].why, language));
        }
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
            return differenceTime(staged, difference) == now;
        });
    if (list.isEmpty()) return {};
    list.front().prepend(inLanguage(Text{"Here: ", "此处："}, language));
    return list;
}

} // namespace

QStringList differencesHere(const StagedRun& staged, StageTime time, const Ref& selection, Language language,
                            Numbers numbers)
{
    return differences(staged, time, selection, language, numbers, {});
}

QStringList differencesBeside(const StagedRun& staged, StageTime time, const Ref& selection,
                              const DisplayOptions& display)
{
    Captions captions;
    for (std::size_t i = 0; staged.beside && i < captions.size(); ++i)
        captions[i] = caption(staged.half(i), time, display).text;
    return differences(staged, time, selection, display.language, display.numbers, captions);
}

QString differenceHere(const StagedRun& staged, StageTime time, const Ref& selection, Language language,
                       Numbers numbers)
{
    return differencesHere(staged, time, selection, language, numbers)
        .join(language == Language::English ? QStringLiteral(" ") : QString{});
}

QStringList noteTexts(const StagedRun& staged, const DisplayOptions& display)
{
    QStringList texts;
    for (const lesson::Note& note : staged.scenario.notes)
        texts << QString::fromStdString(
            captions::note_text(staged.captioned(), note, trace::Moment{}, display.captionStyle()));
    return texts;
}

Caption caption(const StagedRun& staged, StageTime time, const DisplayOptions& display)
{
    const captions::Caption said =
        captions::caption(staged.captioned(), staged.timeMap.moment(time), display.captionStyle());
    return {withFlags(said.title, display), QString::fromStdString(said.text), QString::fromStdString(said.source),
            withFlags(said.beside, display), said.from == captions::Caption::From::Note};
}

bool isOfBefore(const StagedRun& staged, std::size_t which, StageTime time)
{
    const auto last = [&](std::size_t world) {
        const StagedRun& half = staged.half(world);
        const std::size_t steps = half.timeMap.stepsUntil(time);
        return steps == 0 ? StageTime{} : half.timeMap.at(half.timeMap.step(steps - 1));
    };
    return staged.beside && last(which) < last(1 - which);
}

QString spokenCaption(const StagedRun& staged, StageTime time, const DisplayOptions& display)
{
    QStringList sentences;
    for (const std::size_t which : {0U, 1U}) {
        if (which == 1 && !staged.beside) break;
        const StagedRun& half = staged.half(which);
        const captions::Caption said =
            captions::caption(half.captioned(), half.timeMap.moment(time), display.captionStyle());
        sentences << QString::fromStdString(captions::spoken_caption(said, display.language));
    }
    return sentences.join(u' ');
}

Caption comingStep(const StagedRun& staged, StageTime time, const DisplayOptions& display)
{
    const StageTime next = staged.nextStep(time);
    Caption all;
    const auto add = [](QString& to, const QString& more, const QString& between) {
        if (!to.isEmpty() && !more.isEmpty()) to += between;
        to += more;
    };
    for (const std::size_t which : {0U, 1U}) {
        if (which == 1 && !staged.beside) break;
        const StagedRun& half = staged.half(which);
        const auto step = captions::step_after(half.trace(), half.timeMap.moment(time).record);
        if (!step || half.timeMap.at(step->record) > next) continue;
        const Caption coming = comingOf(half, step->record, display);
        if (coming.title == all.title && coming.text == all.text) continue;
        add(all.title, coming.title, QStringLiteral(" | "));
        add(all.text, coming.text, QStringLiteral("\n"));
    }
    return all;
}

QString signMeaning(compare::Difference::Kind kind, Language language)
{
    constexpr Text same{"≠: not the same", "≠：内容不同"};
    constexpr std::array<Text, 10> signs{Text{"◀ +: only left", "◀ +：只在左边"},
                                         Text{"▶ +: only right", "▶ +：只在右边"},
                                         same,
                                         Text{"✕ ≠: other fate", "✕ ≠：结局不同"},
                                         Text{"⇅ ≠: other order", "⇅ ≠：次序不同"},
                                         same,
                                         same,
                                         Text{"◷ Δ: other time", "◷ Δ：时间不同"},
                                         same,
                                         same};
    return inLanguage(signs[static_cast<std::size_t>(kind)], language);
}

QString ringMeaning(Language language)
{
    return inLanguage(Text{"dashed ring: only in the other run", "虚线圆圈：只在另一次运行中"}, language);
}

QString dotMeaning(Language language)
{
    return inLanguage(Text{"dot: a segment under way", "圆点：在途的报文段"}, language);
}

QString estimatedMeaning(Language language)
{
    return inLanguage(Text{"dotted part of an arrow, ~: the time is estimated, this end was not captured",
                           "箭头的点线部分、~：时间是估计的，这一端没有抓包"},
                      language);
}

QString signsLegend(const StagedRun& staged, StageTime time, Language language)
{
    if (!staged.comparison) return hasEstimated(staged, time) ? estimatedMeaning(language) : QString{};
    QStringList list;
    for (const compare::Difference& difference : staged.comparison->differences) {
        const QString meaning = signMeaning(difference.kind, language);
        if (!list.contains(meaning) && differenceTime(staged, difference) <= time) list << meaning;
    }
    const auto missed = [&](const StagedRun& half) {
        return !half.absences.empty() && half.absences.front().at <= time;
    };
    if (missed(staged) || missed(staged.half(1))) list << ringMeaning(language);
    return list.join(QStringLiteral("    "));
}

QString signsLegend(const StagedRun& staged, const Scene& picture, Language language)
{
    const double top = bottomOfNames(picture); // what is scrolled under the names is not seen
    const QRectF visible{0, top, picture.size.width(), picture.size.height() - top};
    QStringList seen;
    for (const Hint& hint : picture.hints)
        if (visible.contains(hint.area.center())) seen << hint.text;
    for (const std::vector<Mark>* marks : {&picture.still, &picture.moving}) {
        if (!staged.comparison) break; // no segment has a sign
        for (const Mark& mark : *marks) {
            const auto* label = std::get_if<Label>(&mark.shape);
            if (!label || mark.ref.kind != Ref::Kind::Segment || !visible.contains(bounds(mark).center())) continue;
            const StagedRun& half = staged.half(mark.ref.run);
            const QString sign = differenceSign(half, mark.ref.id);
            if (!sign.isEmpty() && label->text.startsWith(sign))
                seen << signMeaning(*differenceOf(half, mark.ref.id), language);
        }
    }
    QStringList list;
    for (const auto kind : {compare::Difference::Kind::OnlyFirst, compare::Difference::Kind::OnlySecond,
                            compare::Difference::Kind::Numbers, compare::Difference::Kind::Fate,
                            compare::Difference::Kind::Order, compare::Difference::Kind::Time})
        if (const QString meaning = signMeaning(kind, language); seen.contains(meaning)) list << meaning;
    for (const QString& meaning : {ringMeaning(language), dotMeaning(language), estimatedMeaning(language)})
        if (seen.contains(meaning)) list << meaning;
    return list.join(QStringLiteral("    "));
}

} // namespace tcpstage::scene
