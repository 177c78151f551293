#include "core/packetdrill/machine.h"

namespace tcpstage::drill {

Stream& Machine::create(const Settings& settings, IssPlan iss)
{
    streams_.push_back(std::make_unique<Stream>(settings, std::move(iss)));
    return *streams_.back();
}

void Machine::record(Trace& trace, Side side)
{
    recorder_ = Recorder{trace};
    side_ = side;
}

void Machine::handle(Stream& stream, const Event& event)
{
    effects_.clear();
    ++steps_;
    if (!recorder_.on()) {
        stream.endpoint.handle(event, now_, effects_);
        return take_effects(stream);
    }
    const Tcb before = stream.endpoint.tcb();
    begin(stream, event);
    stream.endpoint.handle(event, now_, effects_);
    take_effects(stream);
    recorder_.changed(side_, before, stream.endpoint.tcb(), now_);
    for (const TransitId transit : launched_) // the script's network takes no time
        recorder_.arrived(transit, other(side_), now_);
    launched_.clear();
}

/// Records what the event is.
void Machine::begin(const Stream& stream, const Event& event)
{
    const auto call = [&](Call what, std::uint64_t octets = 0) { recorder_.called(side_, what, octets, now_); };
    if (const auto* const open = std::get_if<Open>(&event)) return call(open->active ? Call::Connect : Call::Listen);
    if (const auto* const send = std::get_if<Send>(&event)) return call(Call::Send, send->data.size());
    if (const auto* const receive = std::get_if<Receive>(&event)) return call(Call::Read, receive->octets);
    if (std::holds_alternative<Shutdown>(event)) return call(Call::Shutdown);
    if (std::holds_alternative<Close>(event)) return call(Call::Close);
    if (std::holds_alternative<Abort>(event)) return call(Call::Abort);
    if (const auto* const arrival = std::get_if<Arrive>(&event)) return arrive(stream, arrival->segment);
    for (const Timer timer : all_timers)
        if (stream.endpoint.tcb().deadline(timer) <= now_) recorder_.timer_expired(side_, timer, now_);
}

/// The script's segment sets out, and is here.
void Machine::arrive(const Stream& stream, const Segment& segment)
{
    Transit transit;
    transit.segment = segment;
    transit.sent = transit.ends = now_;
    transit.from = other(side_);
    transit.window_bytes = std::uint32_t{segment.window} << (segment.syn() ? 0U : stream.endpoint.tcb().snd_scale);
    recorder_.forget_cause();
    recorder_.arrived(recorder_.sent(std::move(transit)), side_, now_);
}

void Machine::transmit(Stream& stream, Transmit& transmit)
{
    ++steps_;
    Transit transit;
    transit.segment = transmit.segment;
    transit.sent = transit.ends = now_;
    transit.from = side_;
    transit.retransmission = transmit.retransmission;
    transit.window_bytes = transmit.window_bytes;
    const TransitId id = recorder_.on() ? recorder_.sent(std::move(transit)) : no_transit;
    if (id != no_transit) launched_.push_back(id);
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
    handle(*first, Expire{});
    return true;
}

void Machine::take_effects(Stream& stream)
{
    for (Effect& effect : effects_) {
        if (auto* const sent = std::get_if<Transmit>(&effect)) {
            transmit(stream, *sent);
        } else if (const auto* const because = std::get_if<Because>(&effect)) {
            reasons_.push_back({now_, because->rule, line_});
            recorder_.reason(side_, because->rule, now_);
        } else if (const auto* const entered = std::get_if<Entered>(&effect)) {
            reasons_.push_back({now_, entered->rule, line_});
            recorder_.entered(side_, entered->from, entered->to, entered->rule, now_);
        } else if (const auto* const told = std::get_if<Tell>(&effect)) {
            tell(stream, told->signal);
            recorder_.told(side_, told->signal, now_);
        } else if (const auto* const delivered = std::get_if<Deliver>(&effect)) {
            recorder_.delivered(side_, delivered->data.size(), now_);
        }
    }
}

void Machine::tell(Stream& stream, Signal signal)
{
    switch (signal) {
    case Signal::Connected:
        stream.connected = true;
        return;
    case Signal::PeerClosed:
        stream.ended = true;
        return;
    case Signal::Refused:
        stream.error = "ECONNREFUSED";
        return;
    case Signal::Reset:
        stream.error = "ECONNRESET";
        return;
    case Signal::TimedOut:
        stream.error = "ETIMEDOUT";
        return;
    case Signal::Closed:
    case Signal::NoConnection:
    case Signal::AlreadyOpen:
    case Signal::Closing:
    case Signal::NoBuffer:
    case Signal::Unanswered:
    case Signal::TooLong:
        return;
    }
}

} // namespace tcpstage::drill
