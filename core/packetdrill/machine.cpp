#include "core/packetdrill/machine.h"

namespace tcpstage::packetdrill {

Stream& Machine::create(const tcp::Settings& settings, tcp::IssPlan iss)
{
    streams_.push_back(std::make_unique<Stream>(settings, std::move(iss)));
    return *streams_.back();
}

void Machine::record(trace::Trace& trace, trace::Side side)
{
    recorder_ = trace::Recorder{trace};
    side_ = side;
}

void Machine::handle(Stream& stream, const tcp::Event& event)
{
    effects_.clear();
    ++steps_;
    if (!recorder_.on()) {
        stream.endpoint.handle(event, now_, effects_);
        return take_effects(stream);
    }
    const tcp::Deadlines before = stream.endpoint.tcb().deadlines;
    begin(stream, event);
    stream.endpoint.handle(event, now_, effects_);
    take_effects(stream);
    recorder_.changed(side_, before, stream.endpoint.tcb(), now_);
    for (const trace::TransitId transit : launched_) // the script's network takes no time
        recorder_.arrived(transit, trace::other(side_), now_);
    launched_.clear();
}

/// Records the event itself.
void Machine::begin(const Stream& stream, const tcp::Event& event)
{
    const auto call = [&](trace::Call what, std::uint64_t octets = 0) { recorder_.called(side_, what, octets, now_); };
    if (const auto* const open = std::get_if<tcp::Open>(&event))
        return call(open->active ? trace::Call::Connect : trace::Call::Listen);
    if (const auto* const send = std::get_if<tcp::Send>(&event)) return call(trace::Call::Send, send->data.size());
    if (const auto* const receive = std::get_if<tcp::Receive>(&event)) return call(trace::Call::Read, receive->octets);
    if (std::holds_alternative<tcp::Shutdown>(event)) return call(trace::Call::Shutdown);
    if (std::holds_alternative<tcp::Close>(event)) return call(trace::Call::Close);
    if (std::holds_alternative<tcp::Abort>(event)) return call(trace::Call::Abort);
    if (std::holds_alternative<tcp::PathMtu>(event)) return recorder_.forget_cause(); // ICMP is not in a trace
    if (const auto* const arrival = std::get_if<tcp::Arrive>(&event)) return arrive(stream, arrival->segment);
    for (const tcp::Timer timer : tcp::all_timers)
        if (stream.endpoint.tcb().deadline(timer) <= now_) recorder_.timer_expired(side_, timer, now_);
}

/// Records the sending and the arrival of the script's segment.
void Machine::arrive(const Stream& stream, const tcp::Segment& segment)
{
    trace::Transit transit;
    transit.segment = segment;
    transit.sent = transit.ends = now_;
    transit.from = trace::other(side_);
    transit.window_bytes = std::uint32_t{segment.window} << (segment.syn() ? 0U : stream.endpoint.tcb().snd_scale);
    recorder_.forget_cause();
    recorder_.arrived(recorder_.sent(transit), side_, now_);
}

void Machine::transmit(Stream& stream, tcp::Transmit& transmit)
{
    ++steps_;
    trace::Transit transit;
    transit.segment = transmit.segment;
    transit.sent = transit.ends = now_;
    transit.from = side_;
    transit.retransmission = transmit.retransmission;
    transit.window_bytes = transmit.window_bytes;
    const trace::TransitId id = recorder_.on() ? recorder_.sent(transit, transmit.before) : trace::no_transit;
    if (id != trace::no_transit) launched_.push_back(id);
    sent_.push_back({std::move(transmit.segment), now_, &stream, id});
}

bool Machine::step(Instant until)
{
    Stream* first = nullptr;
    Instant due = never;
    for (const auto& stream : streams_) {
        const auto deadline = stream->endpoint.next_deadline();
        if (!deadline || deadline->at >= due || deadline->at > until) continue;
        first = stream.get();
        due = deadline->at;
    }
    if (first == nullptr) return false;
    wait_until(due);
    handle(*first, tcp::Expire{});
    return true;
}

void Machine::take_effects(Stream& stream)
{
    for (tcp::Effect& effect : effects_) {
        if (auto* const sent = std::get_if<tcp::Transmit>(&effect)) {
            transmit(stream, *sent);
        } else if (const auto* const because = std::get_if<tcp::Because>(&effect)) {
            reasons_.push_back({now_, because->rule, line_});
            recorder_.reason(side_, because->rule, now_);
        } else if (const auto* const entered = std::get_if<tcp::Entered>(&effect)) {
            reasons_.push_back({now_, entered->rule, line_});
            recorder_.entered(side_, entered->from, entered->to, entered->rule, now_);
        } else if (const auto* const signaled = std::get_if<tcp::SignalUser>(&effect)) {
            signal_user(stream, signaled->signal);
            recorder_.signal(side_, signaled->signal, now_);
        } else if (const auto* const delivered = std::get_if<tcp::Deliver>(&effect)) {
            if (stream.endpoint.settings().reads == tcp::Reads::AtOnce) stream.unread += delivered->data.size();
            recorder_.delivered(side_, delivered->data.size(), now_);
        }
    }
}

void Machine::signal_user(Stream& stream, tcp::Signal signal)
{
    switch (signal) {
    case tcp::Signal::Connected:
        stream.connected = true;
        return;
    case tcp::Signal::PeerClosed:
        stream.ended = true;
        return;
    case tcp::Signal::Refused:
        stream.error = "ECONNREFUSED";
        return;
    case tcp::Signal::Reset:
        stream.error = "ECONNRESET";
        return;
    case tcp::Signal::TimedOut:
        stream.error = "ETIMEDOUT";
        return;
    case tcp::Signal::Closed:
    case tcp::Signal::NoConnection:
    case tcp::Signal::AlreadyOpen:
    case tcp::Signal::Closing:
    case tcp::Signal::NoBuffer:
    case tcp::Signal::Unanswered:
    case tcp::Signal::TooLong:
    case tcp::Signal::BadAddress:
    case tcp::Signal::Urgent:
        return;
    }
}

} // namespace tcpstage::packetdrill
