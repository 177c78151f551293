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
        Segment& segment = injection.segment;
        if (segment.source_port == 0) segment.source_port = setup.endpoints[index(injection.from)].socket.port;
        if (segment.destination_port == 0)
            segment.destination_port = setup.endpoints[index(other(injection.from))].socket.port;
    }
    for (const Side side : both_sides) {
        std::uint64_t& secret = setup.endpoints[index(side)].iss.secret;
        if (secret == 0) secret = Random{setup.seed}.fork(purpose_secret + index(side)).next();
    }
    return setup;
}

/// With the conversation as its first connection.
Host make_host(const Setup& setup, Side side)
{
    const EndpointSetup& own = setup.endpoints[index(side)];
    Host host{own.iss.secret};
    host.add({own.socket, setup.endpoints[index(other(side))].socket}, own.settings, own.iss, true);
    return host;
}

std::vector<Host> make_hosts(const Setup& setup)
{
    std::vector<Host> hosts{make_host(setup, Side::Left)};
    if (!is_mirrored(setup)) hosts.push_back(make_host(setup, Side::Right));
    return hosts;
}

Tcb tcb_of(const Host& host, const SocketPair& pair)
{
    const Host::Id id = host.find(pair);
    return id == Host::nobody ? Tcb{} : host.endpoint(id).tcb();
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
    case Call::Accept:
        break; // not calls of a connection's user: World::call
    }
    return Abort{};
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
    : setup_{std::make_shared<const Setup>(prepared(std::move(setup)))}, mirrored_{is_mirrored(*setup_)},
      hosts_{make_hosts(*setup_)}, links_{make_link(*setup_, Side::Left), make_link(*setup_, Side::Right)},
      fault_matches_(setup_->faults.size()), fault_hits_(setup_->faults.size())
{}

SocketPair World::pair_of(Side side) const
{
    return {setup_->endpoints[index(side)].socket, setup_->endpoints[index(other(side))].socket};
}

void World::call(Side side, Call call, Recorder& recorder, Bytes data, std::uint32_t octets)
{
    const std::uint32_t counted = call == Call::Send ? data.size() : call == Call::Read ? octets : 0;
    recorder.set_connection(the_conversation);
    recorder.called(side, call, counted, now_);
    if (call == Call::Crash) return crash(side, recorder);
    if (call == Call::Accept) return accept(side, recorder);
    const EndpointSetup& own = setup_->endpoints[index(side)];
    const bool many = own.settings.backlog > 0 && !own.settings.without.tcp;
    if (call == Call::Listen && many) host_of(side).listen(own.socket, own.settings);
    const State state = endpoint(side).tcb().state;
    const bool of_listener = state == State::Closed || state == State::Listen;
    if (of_listener && (call == Call::Close || call == Call::Abort)) stop_listening(side, recorder);
    const Event event = event_of(call, std::move(data), octets);
    take_turn(side, pair_of(side), recorder, [&](Host& host) { host.call(conversation, event, now_, effects_); });
}

void World::accept(Side side, Recorder& recorder)
{
    const SocketAddress& local = setup_->endpoints[index(side)].socket;
    take_turn(side, pair_of(side), recorder, [&](Host& host) { host.accept(local, effects_); });
}

void World::stop_listening(Side side, Recorder& recorder)
{
    Host& host = host_of(side);
    std::vector<Host::Id> queued = host.all();
    std::erase_if(queued, [&](Host::Id id) { return host.place(id) == Host::Place::Own; });
    host.stop_listening(setup_->endpoints[index(side)].socket);
    for (const Host::Id id : queued) {
        const SocketPair pair = host.pair(id);
        take_turn(side, pair, recorder, [&](Host& one) { one.call(id, Abort{}, now_, effects_); });
    }
}

Due World::next_injection() const
{
    if (injected_ == setup_->injections.size()) return {};
    return {std::max(setup_->injections[injected_].at, now_), 0}; // they were there before everything else
}

Due World::next_due() const { return std::min({queue_.next(), wakes_[0], wakes_[1], next_injection()}); }

void World::set_links(const std::array<LinkSettings, 2>& links)
{
    for (std::size_t i = 0; i < 2; ++i)
        links_[i].change(links[i]);
}

std::optional<Instant> World::next_event() const
{
    const Due due = next_due();
    if (due.at == never) return std::nullopt;
    return due.at;
}

bool World::only_segments_are_left() const
{
    return wakes_[0].at == never && wakes_[1].at == never && injected_ == setup_->injections.size();
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

template <typename Act> void World::take_turn(Side side, const SocketPair& pair, Recorder& recorder, Act act)
{
    Host& host = host_of(side);
    effects_.clear();
    if (recorder.on()) {
        recorder.set_connection(number_of(side, pair, recorder));
        const Tcb before = tcb_of(host, pair);
        act(host);
        for (Effect& effect : effects_)
            tell(side, pair, effect, recorder);
        const Tcb after = tcb_of(host, pair);
        recorder.changed(side, before, after, now_);
        if (mirrored_) recorder.changed(other(side), before, after, now_);
    } else {
        act(host);
        for (Effect& effect : effects_) {
            if (auto* sent = std::get_if<Transmit>(&effect)) transmit(side, pair, *sent, recorder);
        }
    }
    rearm(side);
}

ConnectionNumber World::number_of(Side side, const SocketPair& pair, Recorder& recorder)
{
    if (!recorder.on() || pair == pair_of(side)) return the_conversation;
    const SocketPair seen = side == Side::Right ? pair : reversed(pair);
    const std::uint32_t known = others_.find(seen);
    if (known != Demultiplexer::nobody) {
        const auto number = static_cast<ConnectionNumber>(known);
        if (recorder.knows(number, {side, pair.remote}) || recorder.knows(number, {other(side), pair.local}))
            return number;
        others_.erase(seen); // it was met when another trace was written
    }
    const ConnectionNumber number = recorder.met({side, pair.remote});
    others_.insert(seen, number);
    return number;
}

void World::tell(Side side, const SocketPair& pair, Effect& effect, Recorder& recorder)
{
    if (const auto* because = std::get_if<Because>(&effect)) {
        recorder.reason(side, because->rule, now_);
    } else if (const auto* entered = std::get_if<Entered>(&effect)) {
        recorder.entered(side, entered->from, entered->to, entered->rule, now_);
        if (mirrored_) recorder.entered(other(side), entered->from, entered->to, entered->rule, now_);
    } else if (const auto* told = std::get_if<Tell>(&effect)) {
        recorder.told(side, told->signal, now_);
    } else if (const auto* delivered = std::get_if<Deliver>(&effect)) {
        recorder.delivered(side, delivered->data.size(), now_);
    } else {
        transmit(side, pair, std::get<Transmit>(effect), recorder);
    }
}

void World::finish(std::uint32_t slot, Recorder& recorder)
{
    const UnderWay& under_way = under_way_[slot];
    const Side receiver = other(under_way.from);
    if (under_way.fate == Fate::Lost) {
        recorder.lost(under_way.transit, now_);
    } else {
        recorder.arrived(under_way.transit, receiver, now_);
        if (under_way.corrupted) {
            recorder.reason(receiver, Rule::ChecksumWrong, now_);
        } else {
            const SocketPair pair = under_way.pair;
            std::get<Arrive>(under_way_[slot].event).others_wait = another_arrives(receiver, pair);
            // No slot is freed or moved before the host is done with it.
            const auto arrive = [&](Host& host) { host.arrive(pair, under_way.event, now_, effects_); };
            take_turn(receiver, pair, recorder, arrive);
        }
    }
    std::get<Arrive>(under_way_[slot].event).segment.payload = Bytes{};
    free_.push_back(slot);
}

void World::expire(Side side, Recorder& recorder)
{
    Host& host = host_of(side);
    const Host::Id id = host.next_deadline()->who;
    const SocketPair pair = host.pair(id);
    if (recorder.on()) {
        recorder.set_connection(number_of(side, pair, recorder));
        for (const Timer timer : all_timers) {
            if (host.endpoint(id).tcb().deadline(timer) <= now_) recorder.timer_expired(side, timer, now_);
        }
    }
    take_turn(side, pair, recorder, [&](Host& one) { one.expire(id, now_, effects_); });
}

/// Everything that the machine knows of is forgotten at once, and nobody is told.
void World::crash(Side side, Recorder& recorder)
{
    Host& host = host_of(side);
    effects_.clear();
    std::vector<std::pair<SocketPair, Tcb>> before;
    for (const Host::Id id : host.all())
        before.emplace_back(host.pair(id), host.endpoint(id).tcb());
    host.crash();
    for (const auto& [pair, tcb] : before) {
        recorder.set_connection(number_of(side, pair, recorder));
        for (const Side end : both_sides) {
            if (end != side && !mirrored_) continue;
            if (tcb.state != State::Closed) recorder.entered(end, tcb.state, State::Closed, Rule::Crashed, now_);
            recorder.changed(end, tcb, tcb_of(host, pair), now_);
        }
    }
    rearm(side);
}

void World::rearm(Side side)
{
    const std::size_t at = mirrored_ ? 0 : index(side);
    const auto deadline = hosts_[at].next_deadline();
    Due& wake = wakes_[at];
    const Instant due = deadline ? deadline->at : never;
    if (due != wake.at) wake = due == never ? Due{} : Due{due, ++order_};
}

} // namespace tcpstage
