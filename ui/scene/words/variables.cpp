#include "ui/scene/words/variables.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/staged/series.h"

namespace tcpstage::scene {

namespace {

constexpr std::array<const char*, variable_count> variableNames{
    "SND.UNA", "SND.NXT", "SND.WND",  "ISS",      "RCV.NXT", "RCV.WND",  "IRS",   "RTO",
    "SRTT",    "CWND",    "SSTHRESH", "DUP.ACKS", "UNSENT",  "GAP.HELD", "UNREAD"};

QString octets(std::uint32_t count) { return QString::number(count); }

} // namespace

QString nameOf(Variable variable) { return QString::fromLatin1(variableNames[static_cast<std::size_t>(variable)]); }

TcbBases basesOf(const trace::Trace& trace, trace::Side side, trace::Moment moment, Numbers numbers)
{
    const tcp::Tcb tcb = trace.at(side, moment);
    return {captions::base_of(trace, side, tcb.snd.iss, moment, numbers),
            captions::base_of(trace, trace::other(side), tcb.rcv.irs, moment, numbers)};
}

TcbBases basesOf(const TcbBases& now, const tcp::Tcb& before)
{
    const auto earlier = [](captions::Base base, tcp::Seq iss, tcp::Seq near) {
        if (base.iss != iss) return captions::Base{iss, base.letter};
        base.near = near;
        return base;
    };
    return {earlier(now.own, before.snd.iss, before.snd.una), earlier(now.peer, before.rcv.irs, before.rcv.nxt)};
}

QString valueOf(Variable variable, const tcp::Tcb& tcb, const DisplayOptions& display)
{
    return valueOf(variable, tcb, {tcb.snd.iss, tcb.rcv.irs}, display);
}

QString valueOf(Variable variable, const tcp::Tcb& tcb, const TcbBases& bases, const DisplayOptions& display)
{
    const bool ours = tcb.state != tcp::State::Closed && tcb.state != tcp::State::Listen;
    const bool theirs = ours && tcb.state != tcp::State::SynSent;
    const bool congested = ours && tcb.cwnd > 0; // the congestion window begins with the connection
    const QString none = QStringLiteral("–");
    const Numbers numbers = display.numbers;
    switch (variable) {
    case Variable::SndUna:
        return ours ? numberText(tcb.snd.una, bases.own, numbers) : none;
    case Variable::SndNxt:
        return ours ? numberText(tcb.snd.nxt, bases.own, numbers) : none;
    case Variable::SndWnd:
        return theirs ? octets(tcb.snd.wnd) : none;
    case Variable::Iss:
        return ours ? QString::fromStdString(captions::initial_text(tcb.snd.iss, bases.own, numbers)) : none;
    case Variable::RcvNxt:
        return theirs ? numberText(tcb.rcv.nxt, bases.peer, numbers) : none;
    case Variable::RcvWnd:
        return ours ? octets(tcb.rcv.wnd) : none;
    case Variable::Irs:
        return theirs ? QString::fromStdString(captions::initial_text(tcb.rcv.irs, bases.peer, numbers)) : none;
    case Variable::Rto:
        return ours && tcb.rto > Duration{0} ? shortDuration(tcb.rto) : none; // 0 in a capture: unknown
    case Variable::Srtt:
        return ours && tcb.srtt > Duration{0} ? shortDuration(tcb.srtt) : none;
    case Variable::Cwnd:
        return congested ? octets(tcb.cwnd) : none;
    case Variable::Ssthresh:
        if (!congested) return none;
        return isUnlimited(tcb.ssthresh) ? QStringLiteral("∞") : octets(tcb.ssthresh);
    case Variable::DuplicateAcks:
        return theirs ? octets(tcb.duplicate_acks) : none;
    case Variable::Unsent:
        return ours ? octets(tcb.unsent_bytes) : none;
    case Variable::OutOfOrder:
        return theirs ? octets(tcb.out_of_order_bytes) : none;
    case Variable::Unread: // what was delivered before the connection was closed may still be read
        return theirs || tcb.unread_bytes > 0 ? octets(tcb.unread_bytes) : none;
    }
    return none;
}

std::vector<Variable> subjectsOf(const StagedRun& staged, trace::Side side)
{
    constexpr std::size_t most = 3;
    const auto seen = [&](trace::Side of, std::uint16_t what) {
        return !staged.trace().endpoint(of).without.tcp && seriesOf(staged).of(of).has(what);
    };
    std::vector<Variable> list;
    if (seen(side, Seen::cwnd)) list.push_back(Variable::Cwnd);
    if (seen(side, Seen::cwnd) && seen(side, Seen::ssthresh)) list.push_back(Variable::Ssthresh);
    if (seen(side, Seen::fast)) list.push_back(Variable::DuplicateAcks);
    if (seen(side, Seen::window)) list.push_back(Variable::SndWnd);
    if (seen(trace::other(side), Seen::window)) list.push_back(Variable::RcvWnd);
    if (seen(side, Seen::backoff)) list.push_back(Variable::Rto);
    if (list.size() > most) list.resize(most);
    return list;
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
    Change change{trace.at(side, before), trace.at(side, moment), trace.at(side, moment)};
    if (moment.record == trace::no_record) return change;
    change.settled = trace.after_group(side, head);
    trace::RecordId step = moment.record;
    while (step > head && !trace::is_step(trace.record(step).kind))
        --step;
    if (step == head) return change;
    const tcp::Tcb earlier = trace.at(side, trace.moment_after(step - 1)); // each segment moves these
    change.before.snd.nxt = earlier.snd.nxt;
    change.before.unsent_bytes = earlier.unsent_bytes;
    return change;
}

} // namespace tcpstage::scene
