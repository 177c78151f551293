#include "ui/model/store/be_tcp_update.h"

#include "ui/model/store/branch_update.h"

#include <algorithm>

namespace tcpstage::model {

namespace {

constexpr std::size_t longestNumber = 10;
const std::string waiting = "wait";

std::uint32_t numberOf(const std::string& digits)
{
    std::uint64_t number = 0;
    for (const char digit : digits)
        number = number * 10 + static_cast<std::uint64_t>(digit - '0');
    return static_cast<std::uint32_t>(number); // modulo 2^32
}

/// What the played end must do now; empty: it is not its turn.
std::optional<be_tcp::PlayTurn> turnOf(const Model& model)
{
    const Prediction& was = model.prediction;
    if (!was.stands() || !was.plays()) return {};
    return be_tcp::turn_at(model.staged->trace(), was.question->step, *was.plays());
}

/// The composed segment; empty: a number is missing.
std::optional<be_tcp::Draft> draftOf(const Model& model)
{
    const Prediction& was = model.prediction;
    if (was.fields[0].empty() || (was.flags.has(tcp::Flag::Ack) && was.fields[1].empty())) return {};
    be_tcp::Draft draft{was.flags, tcp::Seq{numberOf(was.fields[0])}, tcp::Seq{}, numberOf(was.fields[2])};
    if (was.flags.has(tcp::Flag::Ack)) draft.ack = tcp::Seq{numberOf(was.fields[1])};
    if (model.display.numbers != scene::Numbers::Relative) return draft;
    const trace::Trace& trace = model.staged->trace();
    const tcp::Tcb tcb = trace.after_group(was.question->side, was.question->head);
    if (tcb.state == tcp::State::Closed) return draft;
    draft.seq += tcb.snd.iss.value();
    if (was.flags.has(tcp::Flag::Ack)) draft.ack += tcb.rcv.irs.value();
    return draft;
}

/// Requests the peer's reply, which takes as long as running the lesson; the ruling is shown meanwhile.
void askPeer(Change& change, const be_tcp::PlayTurn& turn, const std::optional<be_tcp::Draft>& draft)
{
    Prediction& now = change.model.prediction;
    now.reply = {};
    now.awaits = ++change.model.lastTicket;
    change.request(AskPeer{now.awaits, change.model.staged, turn, draft});
}

/// Applies the engine's ruling on `given`: explains an illegal segment, and records a legal one as the answer.
Where ruled(Change& change, be_tcp::Ruling ruling, std::string given)
{
    Prediction& now = change.model.prediction;
    now.waited = false;
    if (!ruling.legal) {
        if (!now.firstMistake) {
            predict::Value value{};
            value.flags = now.flags;
            value.silence = given == waiting;
            now.firstMistake = predict::Verdict{false, value, ruling.reason, ruling.section};
            now.firstGiven = given;
        }
        now.ruling = std::make_shared<const be_tcp::Ruling>(std::move(ruling));
        return {};
    }
    now.reply = {};
    now.awaits = 0;
    std::string right = rightDraft(change.model);
    std::optional<predict::Verdict> verdict = now.firstMistake;
    if (!verdict) verdict = predict::Verdict{true, now.question->answer().value, ruling.reason, ruling.section};
    if (now.firstMistake) given = now.firstGiven;
    now.ruling = std::make_shared<const be_tcp::Ruling>(std::move(ruling));
    return answered(change, std::move(given), std::move(verdict), std::move(right));
}

Where sendDraft(Change& change)
{
    const Model& model = change.model;
    const auto mine = turnOf(model);
    if (!mine) return {};
    const auto segment = draftOf(model);
    if (!segment) {
        change.model.prediction.refused = true;
        return {};
    }
    be_tcp::Ruling ruling = be_tcp::rule_on(model.staged->scenario, model.staged->trace(), *mine, *segment);
    if (!ruling.legal) askPeer(change, *mine, segment);
    return ruled(change, std::move(ruling), be_tcp::to_text(*segment));
}

Where waitInstead(Change& change)
{
    const Model& model = change.model;
    Prediction& now = change.model.prediction;
    const auto mine = turnOf(model);
    if (!mine) return {};
    if (now.waited) { // the user was told that waiting is wrong, and waits all the same
        recordFirstMistake(change, rightDraft(model));
        const trace::TransitId transit = mine->transit;
        now.askedHead = mine->head;
        now.askedTransit = transit;
        branchOff(change, run::StrikeSegment{transit, sim::Fault::Kind::Drop, {}});
        return {};
    }
    be_tcp::Ruling ruling = be_tcp::rule_on_waiting(model.staged->scenario, model.staged->trace(), *mine);
    const bool wrong = !ruling.legal;
    if (wrong) askPeer(change, *mine, {});
    const Where where = ruled(change, std::move(ruling), waiting);
    now.waited = wrong;
    return where;
}

} // namespace

Where draftKey(Change& change, char key)
{
    constexpr std::string_view letters = "SAFR";
    Prediction& now = change.model.prediction;
    const std::size_t letter = letters.find(key);
    std::string& field = now.fields[now.field];
    now.refused = false;
    if (key != 'W') now.waited = false;
    if (letter != std::string_view::npos) {
        const tcp::Flags one{scene::draft_flags[letter]};
        now.flags = tcp::Flags::from_bits(static_cast<std::uint8_t>(now.flags.bits() ^ one.bits()));
    } else if (key >= '0' && key <= '9') {
        if (field.size() < longestNumber) field.push_back(key);
    } else if (key == '\b') {
        if (!field.empty()) field.pop_back();
    } else if (key == '^' || key == 'v') {
        now.field = (now.field + (key == 'v' ? 1 : now.fields.size() - 1)) % now.fields.size();
    } else if (key >= first_field && key < first_field + 3) {
        now.field = static_cast<std::size_t>(key - first_field);
    } else if (key == '\n') {
        return sendDraft(change);
    } else if (key == 'W') {
        return waitInstead(change);
    }
    return {};
}

std::string rightDraft(const Model& model)
{
    const auto mine = turnOf(model);
    if (!mine) return {};
    return mine->transit == trace::no_transit ? waiting
                                              : be_tcp::to_text(be_tcp::right_draft(model.staged->trace(), *mine));
}

void showRightDraft(Change& change)
{
    Prediction& now = change.model.prediction;
    now.waited = false;
    const auto mine = turnOf(change.model);
    if (!mine) return;
    be_tcp::Ruling ruling{false, false, be_tcp::DraftPart::None, mine->question.answer().reason,
                          mine->question.answer().section};
    if (mine->transit != trace::no_transit) {
        const std::string right = be_tcp::to_text(be_tcp::right_draft(change.model.staged->trace(), *mine));
        ruling.reason = {right + ": " + ruling.reason.en, right + "：" + ruling.reason.zh};
    }
    now.ruling = std::make_shared<const be_tcp::Ruling>(std::move(ruling));
    now.reply = {};
    now.awaits = 0;
}

void hearPeer(Change& change, const PeerReplied& replied)
{
    Prediction& now = change.model.prediction;
    if (now.awaits != replied.ticket) return; // something else has been sent since
    now.awaits = 0;
    now.reply = replied.reply;
}

} // namespace tcpstage::model
