#include "ui/scene/words/step_search.h"

#include "core/captions/numbers.h"
#include "core/tcp/rules.h"
#include "core/tcp/segment/notation.h"
#include "ui/scene/words/chain.h"
#include "ui/scene/words/labels.h"

#include <algorithm>
#include <optional>

namespace tcpstage::scene {

namespace {

/// Words of a segment that its label leaves out or shortens.
QString moreOf(const trace::Transit& transit)
{
    QStringList words{QStringLiteral("win=%1").arg(transit.window_bytes),
                      QStringLiteral("len=%1").arg(transit.segment.payload.size())};
    const Text reason = trace::words(transit.reason);
    words << plain(reason.en) << plain(reason.zh);
    if (transit.retransmission) words << QStringLiteral("retransmission 重传");
    if (transit.fate == trace::Fate::Lost) words << QStringLiteral("lost 丢失");
    if (transit.corrupted) words << QStringLiteral("damaged 损坏");
    if (transit.marked) words << QStringLiteral("CE");
    if (transit.copy_of != trace::no_transit) words << QStringLiteral("copy 副本");
    return words.join(u' ');
}

bool isOfSegment(trace::Kind kind)
{
    return kind == trace::Kind::Sent || kind == trace::Kind::Arrived || kind == trace::Kind::Lost;
}

QString labelOf(const trace::Trace& trace, trace::TransitId id, const DisplayOptions& display)
{
    const SegmentWords words = wordsOf(trace, id, display);
    return QStringList{words.flags, words.numbers, words.window, words.options, words.remark}.join(u' ');
}

/// The states entered and the rules followed in the step.
QString consequencesOf(const trace::Trace& trace, trace::RecordId step)
{
    QStringList words;
    const auto count = static_cast<trace::RecordId>(trace.records().size());
    for (trace::RecordId id = step + 1; id < count; ++id) {
        const trace::Record record = trace.record(id);
        if (record.cause != step || trace::is_step(record.kind)) break;
        if (record.kind == trace::Kind::Entered) words << plain(tcp::name(record.to()));
        if (record.kind != trace::Kind::Entered && record.kind != trace::Kind::Reason) continue;
        const tcp::RuleInfo& rule = tcp::info(record.rule());
        words << plain(rule.id) << plain(rule.section);
    }
    return words.join(u' ');
}

/// All words by which a step can be found.
QString wordsOfStep(const StagedRun& half, trace::RecordId step)
{
    const trace::Trace& trace = half.trace();
    const trace::Record record = trace.record(step);
    QStringList all;
    for (const Language language : {Language::English, Language::Chinese})
        all << QString::fromStdString(captions::step_title(half.captioned(), step, language));
    if (isOfSegment(record.kind)) {
        DisplayOptions display;
        display.numbers = Numbers::Absolute;
        all << labelOf(trace, record.ref, display);
        display.numbers = Numbers::Relative;
        all << labelOf(trace, record.ref, display) << moreOf(trace.transit(record.ref));
    }
    all << consequencesOf(trace, step);
    return all.join(u' ');
}

/// Whether the word is there, with no digit before or after its own digits.
bool hasWord(const QString& text, const QString& word)
{
    for (qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(word, at + 1, Qt::CaseInsensitive)) {
        const qsizetype end = at + word.size();
        const bool cutBefore = word[0].isDigit() && at > 0 && text[at - 1].isDigit();
        const bool cutAfter = word.back().isDigit() && end < text.size() && text[end].isDigit();
        if (!cutBefore && !cutAfter) return true;
    }
    return false;
}

/// The flag that the word is the name of: "SYN"; empty: it is none.
std::optional<tcp::Flags> flagNamed(const QString& word)
{
    constexpr qsizetype lettersOfAFlag = 3;
    if (word.size() != lettersOfAFlag) return std::nullopt;
    const auto flags = tcp::parse_flags(word.toUpper().toStdString());
    return flags && tcp::to_text(*flags) == word.toUpper().toStdString() ? flags : std::nullopt;
}

FoundStep foundStep(const StagedRun& staged, std::uint8_t run, trace::RecordId step, const DisplayOptions& display)
{
    const StagedRun& half = staged.half(run);
    const trace::Trace& trace = half.trace();
    const trace::Record record = trace.record(step);
    FoundStep found;
    found.at = half.timeMap.at(step);
    found.ref = refOfStep(trace, step);
    found.ref.run = run;
    found.time = QString::fromStdString(to_seconds(record.at, half.clockDecimals));
    if (const std::size_t number = half.timeMap.stepsUntil(found.at); number > 1) {
        const Duration since = record.at - trace.record(half.timeMap.step(number - 2)).at;
        found.since = u'+' + QString::fromStdString(captions::rounded(since));
    }
    found.line = QString::fromStdString(captions::step_title(half.captioned(), step, display.language));
    if (isOfSegment(record.kind)) found.line += u' ' + wordsOf(trace, record.ref, display).numbers;
    if (staged.beside)
        found.line.prepend(QString::fromStdString(half.scenario.half_title()[display.language]) + QStringLiteral(": "));
    return found;
}

} // namespace

StepSearch::StepSearch(std::shared_ptr<const StagedRun> staged, const QString& words, const DisplayOptions& display)
    : staged_{std::move(staged)}, display_{display}
{
    QString spaced = words;
    spaced.replace(u'_', u'-'); // FIN_WAIT_2
    words_ = spaced.replace(u',', u' ').replace(u'，', u' ').split(u' ', Qt::SkipEmptyParts);
}

bool StepSearch::goOn(std::size_t count, std::vector<FoundStep>& steps)
{
    if (words_.isEmpty()) return false;
    for (; count > 0; --count) {
        const StagedRun& half = staged_->half(run_);
        if (next_ >= half.timeMap.stepCount()) {
            if (run_ == 1 || !staged_->beside) return false;
            run_ = 1;
            next_ = 0;
            continue;
        }
        const trace::RecordId step = half.timeMap.step(next_++);
        if (has(half, step)) steps.push_back(found(run_, step));
    }
    return true;
}

double StepSearch::part() const
{
    const double runs = staged_->beside ? 2 : 1;
    const auto steps = static_cast<double>(std::max<std::size_t>(1, staged_->half(run_).timeMap.stepCount()));
    return (run_ + static_cast<double>(next_) / steps) / runs;
}

bool StepSearch::has(const StagedRun& half, trace::RecordId step) const
{
    const QString text = wordsOfStep(half, step);
    const trace::Record record = half.trace().record(step);
    const tcp::Flags flags = isOfSegment(record.kind) ? half.trace().transit(record.ref).segment.flags : tcp::Flags{};
    return std::ranges::all_of(words_, [&](const QString& word) {
        const auto named = flagNamed(word); // "FIN" is not FIN-WAIT-1
        return named ? (flags.bits() & named->bits()) == named->bits() : hasWord(text, word);
    });
}

FoundStep StepSearch::found(std::uint8_t run, trace::RecordId step) const
{
    return foundStep(*staged_, run, step, display_);
}

std::vector<FoundStep> stepsAtPlace(const StagedRun& staged, const QString& words, const DisplayOptions& display)
{
    std::vector<FoundStep> found;
    const QString text = words.trimmed();
    const bool onlySegment = text.startsWith(u'#');
    bool isNumber = false;
    const qulonglong number = (onlySegment ? text.mid(1) : text).toULongLong(&isNumber);
    if (isNumber && !onlySegment && number >= 1 && number <= staged.shownSteps()) {
        const StageTime at = staged.stepTime(staged.stepsUntil(staged.opening()) + number - 1);
        found.push_back(foundStep(staged, 0, stepAt(staged, at), display));
        found.back().at = at;
        found.back().ref = {};
    }
    const auto transits = staged.trace().transits();
    if (isNumber && number >= 1 && number <= transits.size())
        found.push_back(foundStep(staged, 0, transits[number - 1].sent_record, display));
    const auto after = isNumber ? std::nullopt : parse_duration(text.toStdString());
    if (!after || staged.stepCount() == 0) return found;
    const trace::Moment moment = staged.trace().moment_at(start_of_time + *after);
    if (moment.record == trace::no_record) return found;
    const StageTime at = staged.timeMap.at(moment.record);
    const trace::RecordId step = stepAt(staged, at);
    if (step != trace::no_record) found.push_back(foundStep(staged, 0, step, display));
    return found;
}

} // namespace tcpstage::scene
