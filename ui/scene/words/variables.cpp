#include "ui/scene/words/variables.h"

#include "ui/scene/marks/display_options.h"
namespace tcpstage::scene {

namespace {

constexpr std::array<const char*, variable_count> variableNames{
    "SND.UNA", "SND.NXT", "SND.WND",  "ISS",      "RCV.NXT", "RCV.WND",  "IRS",   "RTO",
    "SRTT",    "CWND",    "SSTHRESH", "DUP.ACKS", "UNSENT",  "GAP.HELD", "UNREAD"};

QString octets(std::uint32_t count) { return QString::number(count); }

} // namespace

QString nameOf(Variable variable) { return QString::fromLatin1(variableNames[static_cast<std::size_t>(variable)]); }

QString valueOf(Variable variable, const tcp::Tcb& tcb, const DisplayOptions& display)
{
    const bool ours = tcb.state != tcp::State::Closed && tcb.state != tcp::State::Listen;
    const bool theirs = ours && tcb.state != tcp::State::SynSent;
    const QString none = QStringLiteral("–");
    const Numbers numbers = display.numbers;
    switch (variable) {
    case Variable::SndUna:
        return ours ? numberText(tcb.snd.una, tcb.snd.iss, numbers) : none;
    case Variable::SndNxt:
        return ours ? numberText(tcb.snd.nxt, tcb.snd.iss, numbers) : none;
    case Variable::SndWnd:
        return theirs ? octets(tcb.snd.wnd) : none;
    case Variable::Iss:
        return ours ? QString::number(tcb.snd.iss.value()) : none;
    case Variable::RcvNxt:
        return theirs ? numberText(tcb.rcv.nxt, tcb.rcv.irs, numbers) : none;
    case Variable::RcvWnd:
        return ours ? octets(tcb.rcv.wnd) : none;
    case Variable::Irs:
        return theirs ? QString::number(tcb.rcv.irs.value()) : none;
    case Variable::Rto:
        return ours ? shortDuration(tcb.rto) : none;
    case Variable::Srtt:
        return ours && tcb.srtt > Duration{0} ? shortDuration(tcb.srtt) : none;
    case Variable::Cwnd:
        return ours ? octets(tcb.cwnd) : none;
    case Variable::Ssthresh:
        if (!ours) return none;
        return isUnlimited(tcb.ssthresh) ? QStringLiteral("∞") : octets(tcb.ssthresh);
    case Variable::DuplicateAcks:
        return ours ? octets(tcb.duplicate_acks) : none;
    case Variable::Unsent:
        return ours ? octets(tcb.unsent_bytes) : none;
    case Variable::OutOfOrder:
        return ours ? octets(tcb.out_of_order_bytes) : none;
    case Variable::Unread: // what was delivered before the connection was closed may still be read
        return octets(tcb.unread_bytes);
    }
    return none;
}

bool isInteresting(Variable variable, const tcp::Tcb& tcb)
{
    if (variable <= Variable::Rto) return true;
    if (tcb.state == tcp::State::Closed) return false;
    switch (variable) {
    case Variable::Srtt:
        return tcb.srtt > Duration{0};
    case Variable::Cwnd:
    case Variable::Ssthresh:
        return tcb.cwnd > 0;
    case Variable::DuplicateAcks:
        return tcb.duplicate_acks > 0;
    case Variable::Unsent:
        return tcb.unsent_bytes > 0;
    case Variable::OutOfOrder:
        return tcb.out_of_order_bytes > 0;
    default:
        return tcb.unread_bytes > 0;
    }
}

trace::RecordId headAt(const StagedRun& staged, trace::Moment moment)
{
    if (moment.record == trace::no_record) return trace::no_record;
    const auto records = staged.trace().records();
    trace::RecordId id = moment.record;
    while (id > 0 && !trace::is_step(records[id].kind))
        --id;
    const trace::Record& step = records[id];
    if (step.kind == trace::Kind::Sent && step.cause != trace::no_record && records[step.cause].at == step.at)
        return step.cause;
    return id;
}

Change changeAt(const StagedRun& staged, trace::Side side, trace::Moment moment)
{
    const trace::RecordId head = headAt(staged, moment);
    const trace::Trace& trace = staged.trace();
    const trace::Moment before =
        head == trace::no_record || head == 0 ? trace::Moment{} : trace::Moment{trace.record(head - 1).at, head - 1};
    return {trace.at(side, before), trace.at(side, moment)};
}

} // namespace tcpstage::scene
