#include "core/be_tcp/be_tcp.h"

#include "core/be_tcp/parts.h"
#include "core/predict/turn.h"

#include <algorithm>

namespace tcpstage::be_tcp {

namespace {

using be_tcp::essence;

/// Why these flags are wrong here.
predict::Guess flags_wrong(const PlayTurn& turn, tcp::Flags flags)
{
    for (const predict::Guess& guess : turn.question.mistakes)
        if (!guess.value.silence && essence(guess.value.flags) == essence(flags)) return guess;
    const predict::Guess& right = turn.question.answer();
    const std::string shown = tcp::to_text(flags);
    OwnedText begin =
        turn.transit == trace::no_transit
            ? flags == tcp::Flags{}
                  ? say({"Nothing should be sent here.", "此时不该发送任何东西。"})
                  : say({"Nothing should be sent here, least of all {}.", "此时不该发送任何东西，更不该发 {}。"}, shown)
        : flags == tcp::Flags{}
            ? say({"A segment without flags does not belong here; {} does.", "这里不能发没有标志的报文段，应该是 {}。"},
                  tcp::to_text(right.value.flags))
            : say({"Not {} but {} belongs here.", "这里不是 {}，应该是 {}。"}, shown, tcp::to_text(right.value.flags));
    return {{.flags = flags}, predict::operator+(begin, right.reason), right.section};
}

std::optional<Ruling> number_wrong(const trace::Trace& trace, const PlayTurn& turn, predict::Asked asked,
                                   tcp::Seq number)
{
    const auto question = predict::ask(trace, turn.step, asked);
    if (!question) return {};
    if (question->absolute == number.value()) return {};
    const auto verdict = predict::judge(*question, fmt::format("{}", number.value()));
    if (!verdict) return {};
    OwnedText reason = verdict->right // a relative number where an absolute one belongs
                           ? say({"{} is relative to the initial sequence number; the wire carries {}.",
                                  "{} 是相对序号；线路上的是 {}。"},
                                 number.value(), question->absolute)
                           : verdict->reason;
    return Ruling{false, false, asked == predict::Asked::Seq ? DraftPart::Seq : DraftPart::Ack, std::move(reason),
                  verdict->section};
}

std::optional<Ruling> payload_wrong(const trace::Trace& trace, const PlayTurn& turn, std::uint32_t octets)
{
    const trace::Transit transit = predict::as_sent(trace, turn.transit);
    const std::uint32_t right = transit.segment.payload.size();
    if (octets == right) return {};
    const auto known = predict::turn_of(trace, turn.head);
    const tcp::Tcb& tcb = known ? known->known() : tcp::Tcb{};
    Ruling ruling{false, false, DraftPart::Payload, {}, "RFC 9293 3.8.6"};
    if (octets > right && right < tcb.snd.mss && octets > tcb.snd.mss) {
        ruling.section = "RFC 9293 3.7.1";
        ruling.reason = say({"{} octets are more than a segment may carry: SND.MSS is {}.",
                             "{} 个字节超过了一个报文段的上限：SND.MSS 是 {}。"},
                            octets, tcb.snd.mss);
    } else if (octets > right) {
        ruling.reason =
            say({"{} octets are too many: from SEG.SEQ = {} on, TCP sends {} now (SND.WND = {}, SND.MSS = {}).",
                 "{} 个字节太多：从 SEG.SEQ = {} 起，现在应发送 {} 个（SND.WND = {}，SND.MSS = {}）。"},
                octets, transit.segment.seq.value(), right, tcb.snd.wnd, tcb.snd.mss);
    } else {
        ruling.reason = say({"{} octets are too few: the queue has {}, and SND.WND = {} and SND.MSS = {} allow all.",
                             "{} 个字节太少：有 {} 个在排队，SND.WND = {} 和 SND.MSS = {} 都容得下。"},
                            octets, right, tcb.snd.wnd, tcb.snd.mss);
    }
    return ruling;
}

Ruling judged(const trace::Trace& trace, const PlayTurn& turn, const Draft& draft)
{
    const predict::Guess& right = turn.question.answer();
    const bool waits = turn.transit == trace::no_transit;
    if (waits || essence(predict::as_sent(trace, turn.transit).segment.flags) != essence(draft.flags)) {
        predict::Guess wrong = flags_wrong(turn, draft.flags);
        return {false, false, DraftPart::Flags, std::move(wrong.reason), std::move(wrong.section)};
    }
    if (auto ruling = number_wrong(trace, turn, predict::Asked::Seq, draft.seq)) return *ruling;
    if (draft.flags.has(tcp::Flag::Ack))
        if (auto ruling = number_wrong(trace, turn, predict::Asked::Ack, draft.ack)) return *ruling;
    if (auto ruling = payload_wrong(trace, turn, draft.payload_bytes)) return *ruling;
    return {true, false, DraftPart::None, right.reason, right.section};
}

} // namespace

std::string to_text(const Draft& draft)
{
    std::string text = fmt::format("{} seq {}", tcp::to_text(draft.flags), draft.seq.value());
    if (draft.flags.has(tcp::Flag::Ack)) text += fmt::format(" ack {}", draft.ack.value());
    if (draft.payload_bytes > 0) text += fmt::format(" len {}", draft.payload_bytes);
    return text;
}

std::optional<PlayTurn> turn_at(const trace::Trace& trace, trace::RecordId step, trace::Side side)
{
    auto question = predict::ask(trace, step, predict::Asked::Flags);
    if (!question || question->side != side) return {};
    PlayTurn turn{question->step, question->head, side, question->transit, {}};
    turn.question = std::move(*question);
    if (turn.transit == trace::no_transit) return turn;
    const tcp::Segment segment = predict::as_sent(trace, turn.transit).segment;
    if (segment.syn()) // nobody can derive it: the lesson chooses it
        turn.question.situation = predict::operator+(
            turn.question.situation, say({"Its ISS is {}.", "它的 ISS 定为 {}。"}, segment.seq.value()));
    return turn;
}

Ruling rule_on(const lesson::Scenario& scenario, const trace::Trace& trace, const PlayTurn& turn, const Draft& draft)
{
    Ruling ruling = judged(trace, turn, draft);
    if (ruling.legal) return ruling;
    if (auto other = be_tcp::also_legal(scenario, trace, turn, draft)) return *other;
    return ruling;
}

Ruling rule_on_waiting(const lesson::Scenario& scenario, const trace::Trace& trace, const PlayTurn& turn)
{
    const predict::Guess& right = turn.question.answer();
    if (turn.transit == trace::no_transit) return {true, false, DraftPart::None, right.reason, right.section};
    if (auto other = be_tcp::waiting_also_legal(scenario, trace, turn)) return *other;
    Ruling ruling{false, false, DraftPart::None, right.reason, right.section};
    for (const predict::Guess& guess : turn.question.mistakes)
        if (guess.value.silence) ruling.reason = guess.reason;
    return ruling;
}

Draft right_draft(const trace::Trace& trace, const PlayTurn& turn)
{
    if (turn.transit == trace::no_transit) return {};
    const tcp::Segment segment = predict::as_sent(trace, turn.transit).segment;
    return {segment.flags, segment.seq, segment.ack, segment.payload.size()};
}

} // namespace tcpstage::be_tcp
