#include "core/sim/world.h"

#include <algorithm>
#include <utility>

namespace tcpstage {

namespace {

// What the seed is forked for; links take their index.
constexpr std::uint64_t purpose_secret = 16;

Setup prepared(Setup setup)
{
    std::ranges::stable_sort(setup.injections, {}, &Injection::at);
    for (Injection& injection : setup.injections) {
        if (injection.segment.source_port != 0 || injection.segment.destination_port != 0) continue;
        injection.segment.source_port = setup.endpoints[index(injection.from)].socket.port;
        injection.segment.destination_port = setup.endpoints[index(other(injection.from))].socket.port;
    }
    for (const Side side : both_sides) {
        std::uint64_t& secret = setup.endpoints[index(side)].iss.secret;
        if (secret == 0) secret = Random{setup.seed}.fork(purpose_secret + index(side)).next();
    }
    return setup;
}

Endpoint make_endpoint(const Setup& setup, Side side)
{
    const EndpointSetup& own = setup.endpoints[index(side)];
    return {own.settings, own.socket, setup.endpoints[index(other(side))].socket, own.iss};
}

Link make_link(const Setup& setup, Side from)
{
    return {setup.links[index(from)], Random{setup.seed}.fork(index(from))};
}

Event event_of(Call call, Bytes data, std::uint32_t octets)
{
    switch (call) {
    case Call::Listen:
        return Open{.active = false};
    case Call::Connect:
        return Open{.active = true};
    case Call::Send:
        return Send{std::move(data)};
    case Call::Read:
        return Receive{octets};
    case Call::Shutdown:
        return Shutdown{};
    case Call::Close:
        return Close{};
    case Call::Abort:
        return Abort{};
    case Call::Crash:
        break; // not a call of the user: World::crash
    }
    return Abort{};
}

Flight flight_of(const Transmit& transmit, Side from, const Passage& passage, Instant sent)
{
    Flight flight;
    flight.segment = transmit.segment;
    flight.sent = sent;
    flight.ends = passage.ends;
    flight.from = from;
    flight.fate = passage.fate;
    flight.reason = passage.reason;
    flight.retransmission = transmit.retransmission;
    flight.corrupted = passage.corrupted;
    flight.marked = passage.marked;
    flight.window_bytes = transmit.window_bytes;
    return flight;
}

} // namespace

Trace empty_trace(const Setup& setup)
{
    const auto info = [&](Side side) {
        const EndpointSetup& own = setup.endpoints[index(side)];
        return EndpointInfo{own.name, own.socket, own.settings.without};
    };
    return {Source::Simulated, {info(Side::Left), info(Side::Right)}};
}

World::World(Setup setup)
    : setup_{std::make_shared<const Setup>(prepared(std::move(setup)))}, endpoints_{make_endpoint(*setup_, Side::Left),
                                                                                    make_endpoint(*setup_,
                                                                                                  Side::Right)},
      links_{make_link(*setup_, Side::Left), make_link(*setup_, Side::Right)}, fault_matches_(setup_->faults.size()),
      fault_hits_(setup_->faults.size())
{}

void World::call(Side side, Call call, Recorder& recorder, Bytes data, std::uint32_t octets)
{
    const std::uint32_t counted = call == Call::Send ? data.size() : call == Call::Read ? octets : 0;
    recorder.called(side, call, counted, now_);
    if (call == Call::Crash) {
        crash(side, recorder);
    } else {
        handle(side, event_of(call, std::move(data), octets), recorder);
    }
}

Due World::next_injection() const
{
    if (injected_ == setup_->injections.size()) return {};
    return {std::max(setup_->injections[injected_].at, now_), 0}; // they were there before everything else
}

Due World::next_due() const { return std::min({queue_.next(), wakes_[0], wakes_[1], next_injection()}); }

std::optional<Instant> World::next_event() const
{
    const Due due = next_due();
    if (due.at == never) return std::nullopt;
    return due.at;
}

bool World::step(Recorder& recorder)
{
    const Due due = next_due();
    if (due.at == never) return false;
    now_ = due.at;
    effects_.clear();
    if (due == wakes_[0]) {
        expire(Side::Left, recorder);
    } else if (due == wakes_[1]) {
        expire(Side::Right, recorder);
    } else if (due == next_injection()) {
        inject(setup_->injections[injected_++], recorder);
    } else {
        finish(queue_.pop(), recorder);
    }
    return true;
}

void World::run_until(Instant until, Recorder& recorder)
{
    while (next_due().at <= until && step(recorder)) {
    }
    now_ = std::max(now_, until);
}

void World::handle(Side side, const Event& event, Recorder& recorder)
{
    Endpoint& endpoint = endpoints_[index(side)];
    effects_.clear();
    if (recorder.on()) {
        const Tcb before = endpoint.tcb();
        endpoint.handle(event, now_, effects_);
        for (Effect& effect : effects_)
            tell(side, effect, recorder);
        recorder.changed(side, before, endpoint.tcb(), now_);
    } else {
        endpoint.handle(event, now_, effects_);
        for (Effect& effect : effects_) {
            if (auto* sent = std::get_if<Transmit>(&effect)) transmit(side, *sent, recorder);
        }
    }
    rearm(side);
}

void World::tell(Side side, Effect& effect, Recorder& recorder)
{
    if (const auto* because = std::get_if<Because>(&effect)) {
        recorder.reason(side, because->rule, now_);
    } else if (const auto* entered = std::get_if<Entered>(&effect)) {
        recorder.entered(side, entered->from, entered->to, entered->rule, now_);
    } else if (const auto* told = std::get_if<Tell>(&effect)) {
        recorder.told(side, told->signal, now_);
    } else if (const auto* delivered = std::get_if<Deliver>(&effect)) {
        recorder.delivered(side, delivered->data.size(), now_);
    } else {
        transmit(side, std::get<Transmit>(effect), recorder);
    }
}

void World::transmit(Side side, Transmit& transmit, Recorder& recorder)
{
    ++segments_sent_;
    Passage passage = links_[index(side)].carry(wire_bytes(transmit.segment), now_, is_ecn_capable(transmit.segment));
    if (!setup_->faults.empty()) strike(side, transmit.segment, passage);
    FlightId flight = no_flight;
    if (recorder.on()) flight = recorder.sent(flight_of(transmit, side, passage, now_));
    if (passage.duplicated) {
        const Passage second{.ends = passage.copy_ends, .reason = Reason::Duplicated, .marked = passage.marked};
        FlightId copy = no_flight;
        if (flight != no_flight) {
            Flight copied = flight_of(transmit, side, second, now_);
            copied.copy_of = flight;
            copy = recorder.copied(std::move(copied));
        }
        launch(side, transmit.segment, passage, flight);
        launch(side, std::move(transmit.segment), second, copy);
    } else {
        launch(side, std::move(transmit.segment), passage, flight);
    }
}

void World::strike(Side side, const Segment& segment, Passage& passage)
{
    const Link& link = links_[index(side)];
    for (std::size_t i = 0; i < setup_->faults.size(); ++i) {
        const Fault& fault = setup_->faults[i];
        if (!fault.which.matches(segment, side)) continue;
        if (!fault.which.chooses(++fault_matches_[i])) continue;
        ++fault_hits_[i];
        apply(fault, link, now_, passage);
    }
}

void World::launch(Side from, Segment segment, const Passage& passage, FlightId flight)
{
    if (free_.empty()) {
        free_.push_back(static_cast<std::uint32_t>(under_way_.size()));
        under_way_.emplace_back();
    }
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    UnderWay& under_way = under_way_[slot];
    std::get<Arrive>(under_way.event).segment = std::move(segment);
    under_way.flight = flight;
    under_way.from = from;
    under_way.fate = passage.fate;
    under_way.corrupted = passage.corrupted;
    if (passage.marked) std::get<Arrive>(under_way.event).segment.ecn = Ecn::Congestion;
    queue_.push(index(from), {passage.ends, ++order_}, slot);
}

void World::finish(std::uint32_t slot, Recorder& recorder)
{
    const UnderWay& under_way = under_way_[slot];
    const Side receiver = other(under_way.from);
    if (under_way.fate == Fate::Lost) {
        recorder.lost(under_way.flight, now_);
    } else {
        recorder.arrived(under_way.flight, receiver, now_);
        if (under_way.corrupted) {
            recorder.reason(receiver, Rule::ChecksumWrong, now_);
        } else {
            std::get<Arrive>(under_way_[slot].event).others_wait = another_arrives(receiver);
            handle(receiver, under_way.event,
                   recorder); // no slot is freed or moved before the endpoint is done with it
        }
    }
    std::get<Arrive>(under_way_[slot].event).segment.payload = Bytes{};
    free_.push_back(slot);
}

/// At this same instant, whole.
bool World::another_arrives(Side receiver) const
{
    if (!endpoints_[index(receiver)].settings().take_together) return false;
    const auto next = queue_.peek(now_);
    if (!next) return false;
    const UnderWay& other_one = under_way_[*next];
    return other_one.from == other(receiver) && other_one.fate == Fate::Arrived && !other_one.corrupted;
}

void World::inject(const Injection& injection, Recorder& recorder)
{
    Passage passage{.ends = now_ + links_[index(injection.from)].settings().delay, .reason = Reason::FromThePast};
    const Transmit old{.segment = injection.segment, .window_bytes = injection.segment.window};
    FlightId flight = no_flight;
    if (recorder.on()) flight = recorder.injected(flight_of(old, injection.from, passage, now_));
    launch(injection.from, injection.segment, passage, flight);
}

void World::expire(Side side, Recorder& recorder)
{
    if (recorder.on()) {
        for (const Timer timer : all_timers) {
            if (endpoints_[index(side)].tcb().deadline(timer) <= now_) recorder.timer_expired(side, timer, now_);
        }
    }
    handle(side, Expire{}, recorder);
}

void World::crash(Side side, Recorder& recorder)
{
    Endpoint& endpoint = endpoints_[index(side)];
    effects_.clear();
    const Tcb before = endpoint.tcb();
    endpoint.crash();
    if (before.state != State::Closed) recorder.entered(side, before.state, State::Closed, Rule::Crashed, now_);
    recorder.changed(side, before, endpoint.tcb(), now_);
    rearm(side);
}

void World::rearm(Side side)
{
    const std::optional<Deadline> deadline = endpoints_[index(side)].next_deadline();
    const Instant at = deadline ? deadline->at : never;
    Due& wake = wakes_[index(side)];
    if (at != wake.at) wake = at == never ? Due{} : Due{at, ++order_};
}

} // namespace tcpstage
