// What happens to the model when somebody is the TCP: a segment is put together, sent, or waited instead.

#include "ui/model/store/branch_update.h"
#include "ui/model/store/predict_update.h"
#include "ui/model/words.h"

#include <algorithm>

namespace tcpstage::model {

namespace {

constexpr std::size_t longestNumber = 10;

std::uint32_t numberOf(const std::string& digits)
{
    std::uint64_t number = 0;
    for (const char digit : digits)
        number = number * 10 + static_cast<std::uint64_t>(digit - '0');
    return static_cast<std::uint32_t>(number); // modulo 2^32
}

} // namespace

std::optional<be_tcp::PlayTurn> PredictUpdate::turn() const
{
    const Prediction& was = model_.prediction;
    if (!was.stands() || !was.plays()) return {};
    return be_tcp::turn_at(model_.staged->trace(), was.question->step, *was.plays());
}

PredictUpdate::Where PredictUpdate::be(trace::Side side)
{
    const AskFor asks = side == trace::Side::Left ? AskFor::BeLeft : AskFor::BeRight;
    const bool same = now().on && now().asks == asks;
    if (now().on) leave();
    if (same) return {};
    now().asks = asks;
    return toggle();
}

PredictUpdate::Where PredictUpdate::draft(char key)
{
    constexpr std::string_view letters = "SAFR";
    const std::size_t letter = letters.find(key);
    std::string& field = now().fields[now().field];
    now().refused = false;
    if (letter != std::string_view::npos) {
        const tcp::Flags one{scene::draft_flags[letter]};
        now().flags = tcp::Flags::from_bits(static_cast<std::uint8_t>(now().flags.bits() ^ one.bits()));
    } else if (key >= '0' && key <= '9') {
        if (field.size() < longestNumber) field.push_back(key);
    } else if (key == '\b') {
        if (!field.empty()) field.pop_back();
    } else if (key == '^' || key == 'v') {
        now().field = (now().field + (key == 'v' ? 1 : now().fields.size() - 1)) % now().fields.size();
    } else if (key >= first_field && key < first_field + 3) {
        now().field = static_cast<std::size_t>(key - first_field);
    } else if (key == '\n') {
        return send();
    } else if (key == 'W') {
        return wait();
    }
    return {};
}

std::optional<be_tcp::Draft> PredictUpdate::drafted() const
{
    const Prediction& was = model_.prediction;
    if (was.fields[0].empty() || (was.flags.has(tcp::Flag::Ack) && was.fields[1].empty())) return {};
    be_tcp::Draft draft{was.flags, tcp::Seq{numberOf(was.fields[0])}, tcp::Seq{}, numberOf(was.fields[2])};
    if (was.flags.has(tcp::Flag::Ack)) draft.ack = tcp::Seq{numberOf(was.fields[1])};
    if (model_.display.numbers != scene::Numbers::Relative) return draft;
    const trace::Trace& trace = model_.staged->trace();
    const tcp::Tcb tcb = trace.at(was.question->side, trace.moment_after(was.question->head));
    if (tcb.state == tcp::State::Closed) return draft;
    draft.seq += tcb.snd.iss.value();
    if (was.flags.has(tcp::Flag::Ack)) draft.ack += tcb.rcv.irs.value();
    return draft;
}

PredictUpdate::Where PredictUpdate::send()
{
    const auto mine = turn();
    if (!mine) return {};
    const auto segment = drafted();
    if (!segment) {
        now().refused = true;
        return {};
    }
    be_tcp::Ruling ruling = be_tcp::rule_on(model_.staged->scenario, model_.staged->trace(), *mine, *segment);
    if (!ruling.legal) askPeer(*mine, segment);
    return ruled(std::move(ruling), be_tcp::to_text(*segment));
}

PredictUpdate::Where PredictUpdate::wait()
{
    const auto mine = turn();
    if (!mine) return {};
    if (now().waited) { // said to be wrong, and wanted all the same
        const trace::TransitId transit = mine->transit;
        now().askedHead = mine->head;
        now().askedTransit = transit;
        BranchUpdate{model_, requests_}.change(run::StrikeSegment{transit, sim::Fault::Kind::Drop, {}});
        return {};
    }
    be_tcp::Ruling ruling = be_tcp::rule_on_waiting(model_.staged->scenario, model_.staged->trace(), *mine);
    const bool wrong = !ruling.legal;
    if (wrong) askPeer(*mine, {});
    const Where where = ruled(std::move(ruling), "wait");
    now().waited = wrong;
    return where;
}

/// Takes as long as the lesson does: the rule is shown meanwhile.
void PredictUpdate::askPeer(const be_tcp::PlayTurn& turn, std::optional<be_tcp::Draft> draft)
{
    now().reply = {};
    now().awaits = ++model_.lastTicket;
    requests_.emplace_back(AskPeer{now().awaits, model_.staged, turn, std::move(draft)});
}

void PredictUpdate::hear(std::uint64_t ticket, const OwnedText& reply)
{
    if (now().awaits != ticket) return; // something else has been sent since
    now().awaits = 0;
    now().reply = reply;
}

/// Somebody gives up: what TCP sends here, and why.
void PredictUpdate::give()
{
    const auto mine = turn();
    if (!mine) return;
    be_tcp::Ruling ruling{false, false, be_tcp::DraftPart::None, mine->question.answer().reason,
                          mine->question.answer().section};
    if (mine->transit != trace::no_transit) {
        const std::string right = be_tcp::to_text(be_tcp::right_draft(model_.staged->trace(), *mine));
        ruling.reason = {right + ": " + ruling.reason.en, right + "：" + ruling.reason.zh};
    }
    now().ruling = std::make_shared<const be_tcp::Ruling>(std::move(ruling));
    now().reply = {};
    now().awaits = 0;
}

PredictUpdate::Where PredictUpdate::ruled(be_tcp::Ruling ruling, std::string given)
{
    now().waited = false;
    if (!ruling.legal) {
        if (!now().firstMistake) {
            predict::Value value{};
            value.flags = now().flags;
            now().firstMistake = predict::Verdict{false, value, ruling.reason, ruling.section};
            now().firstGiven = given;
        }
        now().ruling = std::make_shared<const be_tcp::Ruling>(std::move(ruling));
        return {};
    }
    now().reply = {};
    now().awaits = 0;
    const auto mine = turn();
    const be_tcp::Draft right = be_tcp::right_draft(model_.staged->trace(), *mine);
    std::optional<predict::Verdict> verdict = now().firstMistake;
    if (!verdict) verdict = predict::Verdict{true, now().question->answer().value, ruling.reason, ruling.section};
    if (now().firstMistake) given = now().firstGiven;
    now().ruling = std::make_shared<const be_tcp::Ruling>(std::move(ruling));
    return answered(std::move(given), std::move(verdict),
                    mine->transit == trace::no_transit ? std::string{"wait"} : be_tcp::to_text(right));
}

} // namespace tcpstage::model
