#include "ui/page/page_words.h"

#include "core/captions/facts.h"
#include "core/predict/question.h"
#include "ui/page/page_json.h"
#include "ui/scene/strips/console_strip.h"
#include "ui/scene/words/caption.h"

#include <array>
#include <utility>

namespace tcpstage::page {

namespace {

constexpr std::size_t mostQuestions = 60; // more make the file large, and no lesson better

QByteArray both(const OwnedText& text) { return listOf({quoted(text.en), quoted(text.zh)}); }

QByteArray guessJson(const predict::Guess& guess, predict::Asked asked, captions::StateNames states)
{
    OwnedText value{predict::to_text(guess.value, asked, Language::English),
                    predict::to_text(guess.value, asked, Language::Chinese)};
    if (asked == predict::Asked::State) value.en = value.zh = captions::state_text(guess.value.state, states);
    const OwnedText section{captions::section_text(guess.section, Language::English),
                            captions::section_text(guess.section, Language::Chinese)};
    return listOf({both(value), both(guess.reason), both(section)});
}

QByteArray questionJson(const predict::Question& question, captions::StateNames states)
{
    QByteArrayList choices;
    for (const predict::Guess& guess : question.choices)
        choices << guessJson(guess, question.asked, states);
    return listOf({both(question.situation), both(question.text), QByteArray::number(static_cast<int>(question.right)),
                   listOf(choices)});
}

} // namespace

PageWords::PageWords(const scene::StagedRun& staged, const scene::DisplayOptions& display,
                     std::vector<scene::StageTime> times)
    : staged_{staged}, display_{display}, times_{std::move(times)}
{}

int PageWords::numberOf(const captions::Caption& caption)
{
    const QByteArray text = listOf({quoted(caption.title), quoted(caption.text), quoted(caption.source),
                                    quoted(caption.beside), caption.from == captions::Caption::From::Note ? "1" : "0"});
    return captions_.numberOf(text);
}

QByteArray PageWords::saidAt(const scene::StagedRun& half, scene::StageTime time, Language language)
{
    const trace::Moment moment = half.timeMap.moment(time);
    std::vector<int> numbers;
    std::vector<int> answers;
    for (const captions::Depth depth : {captions::Depth::Simple, captions::Depth::Exact, captions::Depth::Analogy}) {
        captions::CaptionStyle style{language, display_.numbers, display_.stateNames, depth};
        numbers.push_back(numberOf(captions::caption(half.captioned(), moment, style)));
        style.answer = true;
        answers.push_back(numberOf(captions::caption(half.captioned(), moment, style)));
    }
    if (answers != numbers) numbers.insert(numbers.end(), answers.begin(), answers.end());
    const bool same = std::ranges::all_of(numbers, [&](int number) { return number == numbers.front(); });
    return same ? QByteArray::number(numbers.front()) : listOf(numbers);
}

QByteArray PageWords::said(Language language)
{
    QByteArrayList all;
    for (const scene::StageTime time : times_) {
        QByteArrayList worlds{saidAt(staged_, time, language)};
        if (staged_.beside) worlds << saidAt(staged_.half(1), time, language);
        all << listOf(worlds);
    }
    return listOf(all);
}

QByteArray PageWords::console(Language language) const
{
    scene::DisplayOptions display = display_;
    display.language = language;
    QByteArrayList all;
    for (const scene::StageTime time : times_)
        if (scene::showsConsole(staged_, display)) all << quoted(scene::consoleText(staged_, time, display));
    return listOf(all);
}

QByteArray PageWords::waiting() const
{
    std::vector<int> worlds;
    for (const scene::StageTime time : times_)
        if (staged_.beside)
            worlds.push_back(scene::isOfBefore(staged_, 0, time) ? 1 : scene::isOfBefore(staged_, 1, time) ? 2 : 0);
    return listOf(worlds);
}

QByteArray PageWords::questions() const
{
    std::vector<std::pair<std::size_t, QByteArray>> asked;
    const trace::Trace& trace = staged_.trace();
    const bool possible = !staged_.beside && trace.source() == trace::Source::Simulated;
    trace::RecordId head = trace::no_record; // whose consequences were asked
    for (std::size_t i = 0; possible && i < staged_.timeMap.stepCount(); ++i) {
        const trace::RecordId step = staged_.timeMap.step(i);
        const trace::Record record = trace.record(step);
        if (record.kind == trace::Kind::Sent && record.cause == head) continue;
        const auto question = predict::ask_anything(trace, step, display_.numbers == captions::Numbers::Relative);
        if (!question) continue;
        head = question->head;
        if (staged_.stepTime(i) > staged_.opening())
            asked.emplace_back(i, questionJson(*question, display_.stateNames));
    }
    const std::size_t every = asked.size() / (mostQuestions + 1) + 1; // of a long run not all, but until its end
    QByteArrayList list;
    for (std::size_t i = 0; i < asked.size(); i += every)
        list << '"' + QByteArray::number(asked[i].first) + "\":" + asked[i].second;
    return '{' + list.join(",\n") + '}';
}

} // namespace tcpstage::page
