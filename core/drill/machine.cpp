#include "core/drill/machine.h"

namespace tcpstage::drill {

Stream& Machine::create(const Settings& settings, IssPlan iss)
{
    streams_.push_back(std::make_unique<Stream>(settings, std::move(iss)));
    return *streams_.back();
}

void Machine::handle(Stream& stream, const Event& event)
{
    effects_.clear();
    stream.endpoint.handle(event, now_, effects_);
    take_effects(stream);
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
        if (auto* const transmit = std::get_if<Transmit>(&effect))
            sent_.push_back({std::move(transmit->segment), now_, &stream});
        else if (const auto* const because = std::get_if<Because>(&effect))
            reasons_.push_back({now_, because->rule, line_});
        else if (const auto* const entered = std::get_if<Entered>(&effect))
            reasons_.push_back({now_, entered->rule, line_});
        else if (const auto* const told = std::get_if<Tell>(&effect))
            tell(stream, told->signal);
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
