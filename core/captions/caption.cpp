#include "core/captions/caption.h"

#include "core/base/say.h"
#include "core/captions/captured.h"
#include "core/captions/facts.h"
#include "core/captions/note_numbers.h"
#include "core/captions/reports.h"

#include <algorithm>

namespace tcpstage::captions {

namespace {

constexpr std::size_t most_rules = 3;    // rules whose sentences are in the text
constexpr std::size_t most_sections = 2; // RFC sections in the source line

void append(std::string& text, const std::string& sentence, Language language)
{
    if (!text.empty() && !sentence.empty() && language == Language::English) text += ' ';
    text += sentence;
}

std::string joined(const std::vector<std::string>& sentences, Language language)
{
    std::string text;
    for (const std::string& sentence : sentences)
        append(text, sentence, language);
    return text;
}

std::string sections(const std::vector<tcp::Rule>& rules, Language language)
{
    std::vector<std::string_view> list;
    for (const tcp::Rule rule : rules) {
        const std::string_view section = info(rule).section;
        if (list.size() < most_sections && std::ranges::find(list, section) == list.end()) list.push_back(section);
    }
    std::string text;
    for (const std::string_view section : list)
        text += (text.empty() ? "" : ", ") + section_text(section, language);
    return text;
}

/// The certainty of the step and of the states that it entered.
std::string sureness_text(const trace::Trace& trace, const TraceStep& step, Language language)
{
    std::vector<std::string> said{std::string{sureness_of(trace, trace.record(step.record)).word[language]}};
    const auto add = [&](std::string text) {
        if (std::ranges::find(said, text) == said.end()) said.push_back(std::move(text));
    };
    for (trace::RecordId id = step.record + 1; id < step.end; ++id) {
        const trace::Record record = trace.record(id);
        if (record.kind != trace::Kind::Entered) continue;
        add(std::string{name(record.to())} + ": " + std::string{sureness_of(trace, record).word[language]});
    }
    std::string text;
    for (const std::string& words : said)
        if (!words.empty()) text += (text.empty() ? "" : ", ") + words;
    return text;
}

/// The last note placed at or before `record`; nullptr if there is none. Placed notes are in order of time, those of
/// the start first.
const run::PlacedNote* placed_until(const Captioned& what, trace::RecordId record)
{
    const auto place = [](const run::PlacedNote& note) {
        return static_cast<trace::RecordId>(note.from + 1U);
    }; // no_record: 0
    const auto after = std::ranges::upper_bound(what.run.notes, static_cast<trace::RecordId>(record + 1U), {}, place);
    if (after == what.run.notes.begin()) return nullptr;
    const run::PlacedNote& placed = *std::prev(after);
    return placed.note < what.scenario.notes.size() ? &placed : nullptr;
}

/// Whether a record is of a segment: its sending, arrival or loss.
bool is_of_segment(const trace::Record& record)
{
    return record.kind == trace::Kind::Sent || record.kind == trace::Kind::Arrived || record.kind == trace::Kind::Lost;
}

/// Whether an earlier note still applies at `step`: both have the same head, or the step is the arrival or loss of what
/// was sent then. A note about a segment is never beside another one, and one about a state only where it is entered.
bool goes_on(const Captioned& what, const run::PlacedNote& placed, const TraceStep& step)
{
    const trace::Trace& trace = what.run.trace;
    const auto noted = step_of(trace, placed.from);
    if (!noted) return false;
    const trace::Record record = trace.record(step.record);
    const trace::Record from = trace.record(placed.from);
    if (is_of_segment(from) && is_of_segment(record) && from.ref != record.ref) return false;
    if (noted->head == step.head) return true;
    const bool ends = record.kind == trace::Kind::Arrived || record.kind == trace::Kind::Lost;
    if (!ends || record.cause == trace::no_record) return false;
    if (what.scenario.notes[placed.note].at.kind == lesson::NoteTrigger::Kind::StateEntered) return false;
    const auto sent = step_of(trace, record.cause);
    return sent && (sent->record == noted->record || sent->head == noted->record);
}

std::string line_beside(const Captioned& what, const TraceStep& step, const CaptionStyle& style)
{
    const run::PlacedNote* placed = placed_until(what, step.end - 1);
    if (!placed || !goes_on(what, *placed, step)) return {};
    return note_title(what, what.scenario.notes[placed->note], what.run.trace.moment_after(placed->from), style);
}

Caption opening(const Captioned& what, const CaptionStyle& style)
{
    Caption said;
    said.title = what.scenario.half_title()[style.language];
    said.text = what.scenario.summary[style.language];
    return said;
}

/// Whether all states that the rule's sentence names are among `states`. With a counterfactual, the rule may have led
/// to another state.
bool is_true_of(const tcp::RuleInfo& rule, const std::vector<tcp::State>& states)
{
    std::string text{rule.sentence.en};
    constexpr std::array by_length{tcp::State::SynReceived, tcp::State::Established, tcp::State::FinWait1,
                                   tcp::State::FinWait2,    tcp::State::CloseWait,   tcp::State::TimeWait,
                                   tcp::State::SynSent,     tcp::State::LastAck,     tcp::State::Closing,
                                   tcp::State::Closed,      tcp::State::Listen};
    static_assert(by_length.size() == tcp::state_count);
    for (const tcp::State state : by_length) {
        const std::size_t at = text.find(name(state));
        if (at != std::string::npos && std::ranges::find(states, state) == states.end()) return false;
    }
    return true;
}

Caption caption_of_step(const Captioned& what, const TraceStep& step, const CaptionStyle& style)
{
    const trace::Trace& trace = what.run.trace;
    const Names names{trace, what.ordinals, style.language};
    Caption said;
    said.title = names.step(step.record);
    std::vector<std::string> facts = Facts{trace, names, style, step}.sentences();
    std::vector<tcp::Rule> rules = own_rules_of(trace, step);
    if (rules.empty() && facts.empty()) rules = group_rules_of(trace, step); // the rule of an ABORT follows its reset
    const std::vector<tcp::State> states = states_of(trace, step);
    std::vector<std::string> sentences;
    for (const tcp::Rule rule : rules)
        if (sentences.size() < (style.brief ? 1 : most_rules) && is_true_of(info(rule), states))
            sentences.push_back(
                with_state_names(std::string{sentence_of(rule, trace)[style.language]}, style.state_names));
    const bool sent = trace.record(step.record).kind == trace::Kind::Sent;
    sentences.insert(sent ? sentences.begin() : sentences.end(), std::make_move_iterator(facts.begin()),
                     std::make_move_iterator(facts.end()));
    if (sentences.empty()) sentences.emplace_back(Text{"Nothing changes.", "没有任何变化。"}[style.language]);
    said.text = joined(sentences, style.language);
    said.source = sections(rules_of(trace, step), style.language);
    if (trace.source() == trace::Source::Simulated) return said;
    const std::string sure = sureness_text(trace, step, style.language);
    if (!sure.empty()) said.source += (said.source.empty() ? "" : " · ") + sure;
    return said;
}

} // namespace

std::string section_text(std::string_view section, Language language)
{
    std::string text{section};
    if (language == Language::English) return text;
    constexpr std::array<Text, 4> words{
        {{"not TCP", "不是 TCP"}, {"figure ", "图 "}, {"appendix ", "附录 "}, {"note ", "注 "}}};
    for (const Text& word : words)
        for (std::size_t at = text.find(word.en); at != std::string::npos; at = text.find(word.en, at + 1))
            text.replace(at, word.en.size(), word.zh);
    return text;
}

Sureness sureness_of(const trace::Trace& trace, const trace::Record& record)
{
    constexpr Text inferred{"inferred", "推断"};
    constexpr Text observed{"observed", "观察到"};
    constexpr Text confirmed{"confirmed by the kernel", "内核确认"};
    constexpr Text sampled{"sampled from the kernel", "从内核采样"};
    if (trace.source() == trace::Source::Simulated) return {};
    if (record.certainty == trace::Certainty::Inferred) return {inferred, "?"};
    if (record.kind != trace::Kind::Entered) return {observed, ""};
    if (trace.source() == trace::Source::Capture) return {inferred, "?"};
    return record.certainty == trace::Certainty::Sampled ? Sureness{sampled, "≈"} : Sureness{confirmed, "✓"};
}

const lesson::Note* note_at(const Captioned& what, trace::Moment moment)
{
    const auto step = step_of(what.run.trace, moment.record);
    const run::PlacedNote* placed = placed_until(what, step ? step->end - 1 : trace::no_record);
    if (!placed) return nullptr;
    const bool here =
        step ? placed->from != trace::no_record && placed->from >= step->record : placed->from == trace::no_record;
    return here ? &what.scenario.notes[placed->note] : nullptr;
}

std::string note_title(const Captioned& what, const lesson::Note& note, trace::Moment moment, const CaptionStyle& style)
{
    return with_state_names(renumbered(note.title[style.language], what.run.trace, moment, style), style.state_names);
}

std::string note_text(const Captioned& what, const lesson::Note& note, trace::Moment moment, const CaptionStyle& style)
{
    const OwnedText& text = style.depth == Depth::Simple && !note.simple.empty()     ? note.simple
                            : style.depth == Depth::Analogy && !note.analogy.empty() ? note.analogy
                                                                                     : note.text;
    std::string said = text[style.language];
    if (!note.answer.empty()) {
        const std::string answer = answer_line(note, style.language, style.answer);
        said = style.answer ? answer + '\n' + said : said + '\n' + answer; // above a text that may be cut
    }
    return with_state_names(renumbered(said, what.run.trace, moment, style), style.state_names);
}

std::string answer_line(const lesson::Note& note, Language language, bool shown)
{
    constexpr Text pattern{"Answer: ", "答案："};
    constexpr Text hidden{"?", "？"};
    return std::string{pattern[language]} + (shown ? note.answer[language] : std::string{hidden[language]});
}

std::string step_title(const Captioned& what, trace::RecordId record, Language language)
{
    return Names{what.run.trace, what.ordinals, language}.step(record);
}

std::string done_text(const Captioned& what, trace::RecordId record, const CaptionStyle& style)
{
    const auto step = step_of(what.run.trace, record);
    if (!step) return {};
    const Names names{what.run.trace, what.ordinals, style.language};
    return joined(Facts{what.run.trace, names, style, *step}.done(), style.language);
}

Caption engine_caption(const Captioned& what, trace::RecordId record, const CaptionStyle& style)
{
    const auto step = step_of(what.run.trace, record);
    return step ? caption_of_step(what, *step, style) : opening(what, style);
}

Caption caption(const Captioned& what, trace::Moment moment, const CaptionStyle& style)
{
    const auto step = step_of(what.run.trace, moment.record);
    Caption said = step ? caption_of_step(what, *step, style) : opening(what, style);
    const lesson::Note* note = note_at(what, moment);
    if (!note) {
        if (step) said.beside = line_beside(what, *step, style);
        return said;
    }
    said.from = Caption::From::Note;
    if (step) said.beside = std::move(said.title);
    said.title = note_title(what, *note, moment, style);
    said.text = note_text(what, *note, moment, style);
    if (step) append(said.text, going_back_text(what.run.trace, *step, style), style.language);
    if (said.source.empty() && !what.scenario.rfc.empty())
        said.source = "RFC " + section_text(what.scenario.rfc, style.language);
    return said;
}

std::vector<formats::StepCaption> all_captions(const lesson::Scenario& scenario, const run::Run& run)
{
    const Ordinals ordinals{run.trace};
    const Captioned what{scenario, run, ordinals};
    std::vector<formats::StepCaption> list;
    const auto add = [&](trace::Moment moment) {
        const Caption en = caption(what, moment, {.language = Language::English});
        const Caption zh = caption(what, moment, {.language = Language::Chinese});
        list.push_back({list.size(),
                        moment.at,
                        {en.title, zh.title},
                        {en.text, zh.text},
                        en.source,
                        en.from == Caption::From::Note});
    };
    add(trace::Moment{start_of_time, trace::no_record});
    for (auto step = step_after(run.trace, trace::no_record); step; step = step_after(run.trace, step->record))
        add(run.trace.moment_after(step->record));
    return list;
}

std::string spoken_caption(const Caption& caption, Language language)
{
    const bool ends = caption.title.ends_with('.') || caption.title.ends_with("。") || caption.title.ends_with('?') ||
                      caption.title.ends_with("？");
    std::string text = caption.title;
    if (!caption.text.empty()) text += (ends ? "" : Text{".", "。"}[language]);
    if (!caption.text.empty() && language == Language::English) text += ' ';
    return text + caption.text;
}

} // namespace tcpstage::captions
