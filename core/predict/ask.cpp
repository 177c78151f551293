#include "core/predict/turn.h"
#include "core/trace/ordinal.h"

#include <algorithm>

namespace tcpstage::predict {

using predict::Figures;
using predict::Guesses;
using predict::Turn;

namespace {

constexpr std::size_t most_choices = 4;
constexpr std::size_t instructive_mistakes = 3; // a window that stays as it was is seldom worth a question
constexpr std::array<std::string_view, 5> ids{"flags", "seq", "ack", "window", "state"};
constexpr std::array<Text, 5> labels{Text{"flags", "标志"}, Text{"seq", "seq"}, Text{"ack", "ack"},
                                     Text{"window", "窗口"}, Text{"state", "状态"}};

OwnedText situation_of(const Turn& turn)
{
    switch (turn.head.kind) {
    case trace::Kind::Called: {
        const std::string octets = turn.head.call() == trace::Call::Send ? fmt::format("{}", turn.head.value) : "";
        return say({"The user of {} calls {}({}).", "{} 的用户调用 {}({})。"}, turn.name(),
                   trace::spoken_call(turn.trace.endpoint(turn.head.side), turn.head.call()), octets);
    }
    case trace::Kind::TimerExpired:
        return say({"The {0} of {1} expires.", "{1} 的{0}到期。"}, trace::spoken(turn.head.timer()), turn.name());
    default: {
        if (!turn.arrived) return {};
        const std::uint32_t count = trace::ordinal_of(turn.trace, turn.arrived_id);
        return say({"{0}'s {1} segment, {3}, arrives at {4}.", "{0} 的第 {2} 个报文段（{3}）到达 {4}。"},
                   trace::begins_sentence(trace::the_end(turn.trace.endpoint(turn.arrived->from))),
                   trace::ordinal(count), count, tcp::title(turn.arrived->segment), turn.name());
    }
    }
}

OwnedText text_of(const Turn& turn, Asked asked, const trace::Transit* transit)
{
    const OwnedText who = turn.name();
    const std::string what = transit ? tcp::title(transit->segment) : "";
    switch (asked) {
    case Asked::Flags:
        return say({"Does {} send something then, and what?", "此后 {} 发送什么，还是不发送？"}, who);
    case Asked::Seq:
        return say({"Then {} sends {}: with which sequence number?", "{} 发送 {}，序号 seq 是多少？"}, who, what);
    case Asked::Ack:
        return say({"Then {} sends {}: with which acknowledgment number?", "{} 发送 {}，确认号 ack 是多少？"}, who,
                   what);
    case Asked::Window:
        return say({"Then {} sends {}: how many octets is its window?", "{} 发送 {}，它的窗口是多少个字节？"}, who,
                   what);
    case Asked::State:
        return say({"In which state is {} then?", "此后 {} 处于哪个状态？"}, who);
    }
    return {};
}

/// The first guess is right. Offers it with up to three others of different values; typed answers know all mistakes.
void fill(Question& question, Guesses list)
{
    Guesses chosen;
    for (Guess& guess : list) {
        if (std::ranges::find(chosen, guess.value, &Guess::value) != chosen.end()) continue;
        if (!chosen.empty()) question.mistakes.push_back(guess);
        chosen.push_back(std::move(guess));
    }
    chosen.resize(std::min(chosen.size(), most_choices));
    const Value right = chosen.front().value;
    if (is_number(question.asked)) {
        std::ranges::sort(chosen, {}, [](const Guess& guess) { return guess.value.number; });
    } else {
        const std::size_t turns = (question.step * 2654435761U >> 8U) % chosen.size();
        std::rotate(chosen.begin(), chosen.begin() + static_cast<std::ptrdiff_t>(turns), chosen.end());
    }
    question.choices = std::move(chosen);
    question.right =
        static_cast<std::size_t>(std::ranges::find(question.choices, right, &Guess::value) - question.choices.begin());
}

/// Whether to ask for the state: if it changes, or if a person may think that it does.
bool may_change(const Turn& turn)
{
    if (turn.entered) return turn.before.state != turn.after.state;
    return turn.arrived && !turn.damaged && turn.before.state != tcp::State::Established &&
           turn.before.state != tcp::State::Closed;
}

/// Whether nothing is sent here although a person may expect a segment.
bool is_silent(const Turn& turn)
{
    if (!turn.sent.empty()) return false;
    if (turn.arrived) return true;
    if (turn.head.kind != trace::Kind::Called) return false;
    const trace::Call call = turn.head.call();
    return call == trace::Call::Listen || call == trace::Call::Send || call == trace::Call::Shutdown ||
           call == trace::Call::Close;
}

/// The event that the step follows from: the step itself, or the cause of a sent segment.
std::optional<Turn> turn_before(const trace::Trace& trace, trace::RecordId step)
{
    if (step >= trace.records().size()) return {};
    const trace::Record record = trace.record(step);
    if (record.kind != trace::Kind::Sent) return predict::turn_of(trace, step);
    return record.cause == trace::no_record ? std::nullopt : predict::turn_of(trace, record.cause);
}

std::optional<trace::Transit> transit_of(const Turn& turn, trace::RecordId step, Question& question)
{
    const trace::RecordId sent = step != turn.head_id ? step : turn.sent.empty() ? trace::no_record : turn.sent.front();
    if (sent == trace::no_record) return {};
    question.transit = turn.trace.record(sent).ref;
    return as_sent(turn.trace, question.transit);
}

Guesses guesses(const Turn& turn, const std::optional<trace::Transit>& transit, Asked asked, const Figures& f)
{
    const bool asks_state = asked == Asked::State;
    if (asks_state) return may_change(turn) ? predict::state_guesses(turn, f) : Guesses{};
    if (asked == Asked::Flags)
        return transit || is_silent(turn) ? predict::flag_guesses(turn, transit ? &*transit : nullptr, f) : Guesses{};
    if (!transit || transit->segment.is_datagram()) return {};
    if (asked == Asked::Seq) return predict::seq_guesses(turn, *transit, f);
    if (asked == Asked::Window) return transit->segment.rst() ? Guesses{} : predict::window_guesses(turn, *transit);
    return transit->segment.has_ack() ? predict::ack_guesses(turn, *transit, f) : Guesses{};
}

} // namespace

std::string_view id(Asked asked) { return ids[static_cast<std::size_t>(asked)]; }
Text label(Asked asked) { return labels[static_cast<std::size_t>(asked)]; }

std::string to_text(const Value& value, Asked asked, Language language)
{
    if (is_number(asked)) return fmt::format("{}", value.number);
    if (asked == Asked::State) return std::string{tcp::name(value.state)};
    constexpr Text nothing{"nothing", "不发送"};
    return value.silence ? std::string{nothing[language]} : tcp::to_text(value.flags);
}

std::optional<Question> ask(const trace::Trace& trace, trace::RecordId step, Asked asked, bool relative)
{
    const auto turn = turn_before(trace, step);
    if (!turn || (asked == Asked::State && step != turn->head_id)) return {};
    const Figures f = figures(*turn, relative);
    Question question{.asked = asked,
                      .side = turn->side,
                      .step = step,
                      .head = turn->head_id,
                      .relative = f.relative,
                      .situation = situation_of(*turn),
                      .text = {},
                      .choices = {}};
    std::optional<trace::Transit> transit;
    if (asked != Asked::State) transit = transit_of(*turn, step, question);
    Guesses list = guesses(*turn, transit, asked, f);
    if (list.size() < 2) return {};
    question.text = text_of(*turn, asked, transit ? &*transit : nullptr);
    if (transit && is_number(asked)) {
        const tcp::Segment& segment = transit->segment;
        const tcp::Tcb& known = turn->known();
        const bool counted = known.state != tcp::State::Closed;
        question.absolute = asked == Asked::Seq   ? segment.seq.value()
                            : asked == Asked::Ack ? segment.ack.value()
                                                  : transit->window_bytes;
        question.from_base = question.absolute;
        question.makes_no_gap = asked == Asked::Seq && (segment.syn() || !carries_new_number(*turn, *transit));
        if (counted && asked == Asked::Seq) question.from_base = segment.seq - known.snd.iss;
        if (counted && asked == Asked::Ack) question.from_base = segment.ack - known.rcv.irs;
    }
    fill(question, std::move(list));
    if (question.choices.size() < 2) return {};
    return question;
}

std::optional<Question> ask_anything(const trace::Trace& trace, trace::RecordId step, bool relative)
{
    std::vector<Question> all;
    for (const Asked asked : all_asked)
        if (auto question = ask(trace, step, asked, relative);
            question && (asked != Asked::Window || question->mistakes.size() >= instructive_mistakes))
            all.push_back(std::move(*question));
    if (all.empty()) return {};
    const std::size_t turn = (step * 2246822519U >> 11U) % all.size();
    return std::move(all[turn]);
}

Verdict judge(const Question& question, std::size_t choice)
{
    const Guess& guess = question.choices[choice];
    return {choice == question.right, guess.value, guess.reason, guess.section};
}

} // namespace tcpstage::predict
