#include "core/captions/program.h"

#include "core/trace/kernel_report.h"

#include <algorithm>

namespace tcpstage::captions {

namespace {

/// Whether octets that a lesson leaves out: nobody has read them.
bool is_skipped(const trace::Trace& trace, const trace::Record& record)
{
    if (record.cause == trace::no_record) return false;
    const trace::Record head = trace.record(record.cause);
    return head.kind == trace::Kind::Called && head.call() == trace::Call::Skip;
}

/// What waits at `record`; nullptr: nothing.
template <typename Waits> const typename Waits::value_type* waiting_at(const Waits& waits, trace::RecordId record)
{
    const auto after = std::ranges::upper_bound(waits, record, {}, &Waits::value_type::from);
    if (after == waits.begin() || std::prev(after)->until <= record) return nullptr;
    return &*std::prev(after);
}

} // namespace

Program::Program(const lesson::Scenario& scenario, trace::Side side) : side_{side}
{
    const tcp::Settings& settings = scenario.setup.endpoints[trace::index(side)].settings;
    udp_ = settings.without.tcp;
    many_ = settings.backlog > 0 && !udp_;
    at_once_ = settings.reads == tcp::Reads::AtOnce;
    makes_calls_ = !scenario.steps.empty();
    accepts_at_once_ = !many_ || settings.accepts == tcp::Accepts::AtOnce;
}

void Program::follow(const trace::Trace& trace)
{
    const bool watched = trace.source() == trace::Source::Live && !makes_calls_; // a program of the user
    known_ = trace.source() != trace::Source::Capture && !trace.is_scripted(side_) && !watched;
    if (!known_) return;
    if (trace.source() == trace::Source::Script) accepts_at_once_ = false; // the script calls accept()
    if (trace.source() == trace::Source::Live) {                           // one, as soon as it is there
        accepts_at_once_ = true;
        many_ = false;
    }
    if (taken_ >= trace.records().size()) return;
    for (; taken_ < trace.records().size(); ++taken_)
        if (trace.heading(taken_).side == side_) take(trace, taken_);
    matters_ = std::ranges::any_of(lines_, [&](const ProgramLine& line) {
        const bool fails = line.failure != Errno::None && line.failure != Errno::Again;
        const bool by_hand =
            (line.call == SocketCall::Read && !at_once_) || (line.call == SocketCall::Accept && !accepts_at_once_);
        return fails || by_hand || trace.source() == trace::Source::Live;
    });
}

std::vector<ProgramLine> Program::until(trace::RecordId record, std::size_t most) const
{
    std::vector<ProgramLine> found;
    if (record == trace::no_record) return found;
    for (auto [waits, call] : {std::pair{&reads_, SocketCall::Read}, std::pair{&accepts_, SocketCall::Accept}})
        if (const Waiting* waiting = waiting_at(*waits, record); waiting && found.size() < most) {
            ProgramLine& line = found.emplace_back();
            line.call = call;
            line.connection = waiting->connection;
            line.begins = waiting->from;
        }
    auto line = std::ranges::upper_bound(lines_, record, {}, &ProgramLine::begins);
    while (found.size() < most && line != lines_.begin()) {
        found.push_back(*--line);
        if (line->returns > record) found.back().returns = trace::no_record;
    }
    std::ranges::reverse(found);
    return found;
}

std::uint32_t Program::waiting_for_accept(trace::RecordId record) const
{
    const auto after = std::ranges::upper_bound(counts_, record, {}, &Completed::from);
    return record == trace::no_record || after == counts_.begin() ? 0 : std::prev(after)->count;
}

void Program::add(SocketCall call, trace::RecordId id, std::int64_t result, Errno failure)
{
    const bool on_connection = call == SocketCall::Send || call == SocketCall::Read || call == SocketCall::Shutdown ||
                               call == SocketCall::Linger || call == SocketCall::Close;
    ProgramLine& line = lines_.emplace_back();
    line.call = call;
    line.connection = on_connection && has_connection_ ? conversation_ : std::uint16_t{0};
    line.result = result;
    line.failure = failure;
    line.begins = line.returns = id;
}

/// A read() of an end that takes at once what comes.
void Program::read(trace::RecordId id, std::int64_t result, Errno failure)
{
    end_last(reads_, id);
    add(SocketCall::Read, id, result, failure);
}

void Program::end_last(std::vector<Waiting>& waits, trace::RecordId id)
{
    if (!waits.empty() && waits.back().until == trace::no_record) waits.back().until = id;
}

void Program::wait(trace::RecordId id)
{
    if (reads_at_once()) reads_.push_back({id, trace::no_record, conversation_});
}

void Program::take(const trace::Trace& trace, trace::RecordId id)
{
    const trace::Record record = trace.record(id);
    const bool ours = record.connection == trace::the_conversation;
    switch (record.kind) {
    case trace::Kind::Called:
        if (!trace::is_kernel_report(record)) called(id, record);
        break;
    case trace::Kind::Reason:
        if (record.cause == call_) explained(id, record.rule());
        break;
    case trace::Kind::Entered:
        entered(id, record);
        break;
    case trace::Kind::Delivered:
        if (ours && !is_skipped(trace, record)) delivered(trace, id, record);
        break;
    case trace::Kind::Signal:
        signaled(id, record);
        break;
    case trace::Kind::Arrived:
    case trace::Kind::Lost:
    case trace::Kind::TimerExpired:
    case trace::Kind::TimerSet:
    case trace::Kind::TimerCancelled:
    case trace::Kind::Sent:
        break;
    }
}

} // namespace tcpstage::captions
