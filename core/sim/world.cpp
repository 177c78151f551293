#include "core/sim/world.h"

#include <algorithm>
#include <utility>

namespace tcpstage::sim {

namespace {

// Purposes for which the seed is forked; links use their index.
constexpr std::uint64_t purpose_secret = 16;

Setup prepared(Setup setup)
{
    std::ranges::stable_sort(setup.injections, {}, &Injection::at);
    for (Injection& injection : setup.injections) {
        tcp::Segment& segment = injection.segment;
        if (segment.source_port == 0) segment.source_port = setup.endpoints[trace::index(injection.from)].socket.port;
        if (segment.destination_port == 0)
            segment.destination_port = setup.endpoints[trace::index(trace::other(injection.from))].socket.port;
    }
    for (const trace::Side side : trace::both_sides) {
        std::uint64_t& secret = setup.endpoints[trace::index(side)].iss.secret;
        if (secret == 0) secret = Random{setup.seed}.fork(purpose_secret + trace::index(side)).next();
    }
    return setup;
}

tcp::SocketPair pair_seen_by(const Setup& setup, trace::Side side)
{
    return {setup.endpoints[trace::index(side)].socket, setup.endpoints[trace::index(trace::other(side))].socket};
}

/// A host with the conversation as its first connection.
tcp::Host make_host(const Setup& setup, trace::Side side)
{
    const EndpointSetup& own = setup.endpoints[trace::index(side)];
    tcp::Host host{own.iss.secret};
    host.add(pair_seen_by(setup, side), own.settings, own.iss, true);
    return host;
}

std::vector<tcp::Host> make_hosts(const Setup& setup)
{
    std::vector<tcp::Host> hosts{make_host(setup, trace::Side::Left)};
    if (!is_mirrored(setup)) hosts.push_back(make_host(setup, trace::Side::Right));
    return hosts;
}

Link make_link(const Setup& setup, trace::Side from)
{
    return {setup.links[trace::index(from)], Random{setup.seed}.fork(trace::index(from))};
}

tcp::Event event_of(trace::Call call, Bytes data, std::uint32_t octets)
{
    switch (call) {
    case trace::Call::Listen:
        return tcp::Open{.active = false};
    case trace::Call::Connect:
        return tcp::Open{.active = true};
    case trace::Call::Send:
        return tcp::Send{std::move(data)};
    case trace::Call::Read:
        return tcp::Receive{octets};
    case trace::Call::Shutdown:
        return tcp::Shutdown{};
    case trace::Call::Close:
        return tcp::Close{};
    case trace::Call::Abort:
        return tcp::Abort{};
    case trace::Call::Crash:
    case trace::Call::Accept:
    case trace::Call::Skip:
        break; // World::call handles these: they are not calls of a connection
    }
    return tcp::Abort{};
}

} // namespace

trace::Trace empty_trace(const Setup& setup)
{
    const auto info = [&](trace::Side side) {
        const EndpointSetup& own = setup.endpoints[trace::index(side)];
        return trace::EndpointInfo{own.name, own.socket, own.settings.without, own.shown};
    };
    return {trace::Source::Simulated, {info(trace::Side::Left), info(trace::Side::Right)}};
}

World::World(Setup setup)
    : setup_{std::make_shared<const Setup>(prepared(std::move(setup)))},
      pairs_{pair_seen_by(*setup_, trace::Side::Left), pair_seen_by(*setup_, trace::Side::Right)},
      mirrored_{is_mirrored(*setup_)}, hosts_{make_hosts(*setup_)}, links_{make_link(*setup_, trace::Side::Left),
                                                                           make_link(*setup_, trace::Side::Right)},
      fault_matches_(setup_->faults.size()), fault_hits_(setup_->faults.size())
{}

void World::call(trace::Side side, trace::Call call, trace::Recorder& recorder, Bytes data, std::uint32_t octets)
{
    if (call == trace::Call::Skip && !can_skip(side)) return;
    const bool counts = call == trace::Call::Read || call == trace::Call::Skip;
    const std::uint32_t counted = call == trace::Call::Send ? data.size() : counts ? octets : 0;
    recorder.set_connection(trace::the_conversation);
    recorder.called(side, call, counted, now_);
    if (call == trace::Call::Crash) return crash(side, recorder);
    if (call == trace::Call::Accept) return accept(side, recorder);
    if (call == trace::Call::Skip) return skip(side, octets, recorder);
    const EndpointSetup& own = setup_->endpoints[trace::index(side)];
    const bool many = own.settings.backlog > 0 && !own.settings.without.tcp;
    if (call == trace::Call::Listen && many) host_of(side).listen(own.socket, own.settings);
    const tcp::State state = endpoint(side).tcb().state;
    const bool of_listener = state == tcp::State::Closed || state == tcp::State::Listen;
    if (of_listener && (call == trace::Call::Close || call == trace::Call::Abort)) stop_listening(side, recorder);
    tcp::Event event = event_of(call, std::move(data), octets);
    take_turn(side, pair_of(side), recorder,
              [&](tcp::Host& host) { host.call(conversation, std::move(event), now_, effects_); });
}

void World::accept(trace::Side side, trace::Recorder& recorder)
{
    const tcp::SocketAddress& local = setup_->endpoints[trace::index(side)].socket;
    take_turn(side, pair_of(side), recorder, [&](tcp::Host& host) { host.accept(local, effects_); });
}

void World::stop_listening(trace::Side side, trace::Recorder& recorder)
{
    tcp::Host& host = host_of(side);
    std::vector<tcp::Host::Id> queued = host.all();
    std::erase_if(queued, [&](tcp::Host::Id id) { return host.place(id) == tcp::Host::Place::Own; });
    host.stop_listening(setup_->endpoints[trace::index(side)].socket);
    for (const tcp::Host::Id id : queued) {
        const tcp::SocketPair pair = host.pair(id);
        take_turn(side, pair, recorder, [&](tcp::Host& one) { one.call(id, tcp::Abort{}, now_, effects_); });
    }
}

Due World::next_injection() const
{
    if (injected_ == setup_->injections.size()) return {};
    return {std::max(setup_->injections[injected_].at, now_), 0}; // they come before everything else at one instant
}

Due World::next_due() const
{
    const Due& timer = std::min(wakes_[0], wakes_[1]);
    return std::min({std::min(queue_.next(), timer), next_injection()});
}

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

bool World::only_probes_are_left() const
{
    const auto is_of_probes = [](tcp::Timer timer) {
        return timer == tcp::Timer::Persist || timer == tcp::Timer::KeepAlive;
    };
    for (const tcp::Host& one : hosts_)
        for (const tcp::Host::Id id : one.all())
            for (const tcp::Timer timer : tcp::all_timers)
                if (one.endpoint(id).tcb().deadline(timer) != never && !is_of_probes(timer)) return false;
    for (std::size_t i = 0; i < fault_matches_.size(); ++i)
        if (fault_matches_[i] > 0 && fault_hits_[i] < setup_->faults[i].which.wanted()) return false;
    return injected_ == setup_->injections.size();
}

bool World::step(trace::Recorder& recorder)
{
    const bool segment_first = injected_ == setup_->injections.size() && queue_.next() < wakes_[0] &&
                               queue_.next() < wakes_[1]; // most of the time
    const Due due = segment_first ? queue_.next() : next_due();
    if (due.at == never) return false;
    now_ = due.at;
    effects_.clear();
    if (segment_first || due == queue_.next()) {
        finish(queue_.pop(), recorder);
    } else if (due == wakes_[0]) {
        expire(trace::Side::Left, recorder);
    } else if (due == wakes_[1]) {
        expire(trace::Side::Right, recorder);
    } else {
        inject(setup_->injections[injected_++], recorder);
    }
    return true;
}

void World::run_until(Instant until, trace::Recorder& recorder)
{
    while (next_due().at <= until && step(recorder)) {
    }
    now_ = std::max(now_, until);
}

const tcp::Tcb& World::tcb_of(trace::Side side, const tcp::SocketPair& pair) const
{
    static const tcp::Tcb closed;
    if (pair == pair_of(side)) return endpoint(side).tcb();
    const tcp::Host::Id id = host(side).find(pair);
    return id == tcp::Host::nobody ? closed : host(side).endpoint(id).tcb();
}

template <typename Act>
void World::take_turn(trace::Side side, const tcp::SocketPair& pair, trace::Recorder& recorder, Act act)
{
    tcp::Host& host = host_of(side);
    effects_.clear();
    if (recorder.on()) {
        const bool own = pair == pair_of(side);
        recorder.set_connection(own ? trace::the_conversation : number_of(side, pair, recorder));
        const tcp::Deadlines before = (own ? endpoint(side).tcb() : tcb_of(side, pair)).deadlines;
        act(host);
        for (tcp::Effect& effect : effects_)
            if (const auto* because = std::get_if<tcp::Because>(&effect))
                recorder.reason(side, because->rule, now_);
            else
                handle_effect(side, pair, effect, recorder);
        const tcp::Tcb& after = own ? endpoint(side).tcb() : tcb_of(side, pair);
        recorder.changed(side, before, after, now_);
        if (mirrored_) recorder.changed(trace::other(side), before, after, now_);
    } else {
        act(host);
        for (tcp::Effect& effect : effects_) {
            if (auto* sent = std::get_if<tcp::Transmit>(&effect)) transmit(side, pair, *sent, recorder);
        }
    }
    rearm(side);
}

trace::ConnectionNumber World::number_of(trace::Side side, const tcp::SocketPair& pair, trace::Recorder& recorder)
{
    if (!recorder.on() || pair == pair_of(side)) return trace::the_conversation;
    const tcp::SocketPair seen = side == trace::Side::Right ? pair : tcp::reversed(pair);
    const std::uint32_t known = others_.find(seen);
    if (known != tcp::Demultiplexer::nobody) {
        const auto number = static_cast<trace::ConnectionNumber>(known);
        if (recorder.knows(number, {side, pair.remote}) || recorder.knows(number, {trace::other(side), pair.local}))
            return number;
        others_.erase(seen); // it was recorded in another trace
    }
    const trace::ConnectionNumber number = recorder.met({side, pair.remote});
    others_.insert(seen, number);
    return number;
}

/// Of those that are not a Because.
void World::handle_effect(trace::Side side, const tcp::SocketPair& pair, tcp::Effect& effect, trace::Recorder& recorder)
{
    if (auto* sent = std::get_if<tcp::Transmit>(&effect)) {
        transmit(side, pair, *sent, recorder);
    } else if (const auto* entered = std::get_if<tcp::Entered>(&effect)) {
        recorder.entered(side, entered->from, entered->to, entered->rule, now_);
        if (mirrored_) recorder.entered(trace::other(side), entered->from, entered->to, entered->rule, now_);
    } else if (const auto* signaled = std::get_if<tcp::SignalUser>(&effect)) {
        recorder.signal(side, signaled->signal, now_);
    } else {
        recorder.delivered(side, std::get<tcp::Deliver>(effect).data.size(), now_);
    }
}

void World::finish(std::uint32_t slot, trace::Recorder& recorder)
{
    UnderWay& under_way = under_way_[slot];
    const trace::Side receiver = trace::other(under_way.from);
    if (under_way.fate == trace::Fate::Lost) {
        recorder.lost(under_way.transit, now_);
        if (under_way.icmp_mtu != 0) announce_path_mtu(UnderWay{under_way}, recorder);
    } else {
        if (recorder.on()) recorder.arrived(under_way.transit, receiver, now_);
        if (under_way.corrupted) {
            const bool datagram = under_way.segment().is_datagram();
            recorder.reason(receiver, datagram ? tcp::Rule::DatagramDamaged : tcp::Rule::ChecksumWrong, now_);
        } else if (under_way.malformed) {
            recorder.reason(receiver, tcp::Rule::HeaderInvalid, now_);
        } else {
            const tcp::SocketPair pair = under_way.pair;
            under_way.arrival().others_wait = queue_.next().at == now_ && another_arrives(receiver, pair);
            // No slot is freed or moved before the host is done with it.
            const auto arrive = [&](tcp::Host& host) { host.arrive(pair, std::move(under_way.event), now_, effects_); };
            take_turn(receiver, pair, recorder, arrive);
        }
    }
    under_way_[slot].arrival().segment.payload = Bytes{};
    free_.push_back(slot);
}

void World::announce_path_mtu(const UnderWay& lost, trace::Recorder& recorder)
{
    const tcp::SocketPair pair = tcp::reversed(lost.pair);
    const tcp::Segment& segment = lost.segment();
    const tcp::PathMtu notice{lost.icmp_mtu, segment.seq, segment.payload.size()};
    take_turn(lost.from, pair, recorder, [&](tcp::Host& host) {
        if (const tcp::Host::Id id = host.find(pair); id != tcp::Host::nobody) host.call(id, notice, now_, effects_);
    });
}

void World::expire(trace::Side side, trace::Recorder& recorder)
{
    tcp::Host& host = host_of(side);
    const tcp::Host::Id id = host.next_deadline()->who;
    const tcp::SocketPair pair = host.pair(id);
    if (recorder.on()) {
        recorder.set_connection(number_of(side, pair, recorder));
        for (const tcp::Timer timer : tcp::all_timers) {
            if (host.endpoint(id).tcb().deadline(timer) <= now_) recorder.timer_expired(side, timer, now_);
        }
    }
    take_turn(side, pair, recorder, [&](tcp::Host& one) { one.expire(id, now_, effects_); });
}

/// The host forgets all its connections at once, without informing any peer.
void World::crash(trace::Side side, trace::Recorder& recorder)
{
    tcp::Host& host = host_of(side);
    effects_.clear();
    std::vector<std::pair<tcp::SocketPair, tcp::Tcb>> before;
    for (const tcp::Host::Id id : host.all())
        before.emplace_back(host.pair(id), host.endpoint(id).tcb());
    host.crash();
    for (const auto& [pair, tcb] : before) {
        recorder.set_connection(number_of(side, pair, recorder));
        for (const trace::Side end : trace::both_sides) {
            if (end != side && !mirrored_) continue;
            if (tcb.state != tcp::State::Closed)
                recorder.entered(end, tcb.state, tcp::State::Closed, tcp::Rule::Crashed, now_);
            recorder.changed(end, tcb.deadlines, tcb_of(side, pair), now_);
        }
    }
    rearm(side);
}

bool World::can_skip(trace::Side side) const
{
    if (setup_->endpoints[0].settings.without.tcp || queue_.next().at != never) return false;
    const tcp::Tcb& ours = endpoint(side).tcb();
    const tcp::Tcb& theirs = endpoint(trace::other(side)).tcb();
    const bool sends = ours.state == tcp::State::Established || ours.state == tcp::State::CloseWait;
    const bool receives = theirs.state == tcp::State::Established || theirs.state == tcp::State::FinWait1 ||
                          theirs.state == tcp::State::FinWait2;
    const bool all_sent = !ours.fin_queued && ours.unsent_bytes == 0 && ours.snd.una == ours.snd.max;
    const bool all_read = theirs.rcv.nxt == ours.snd.nxt && theirs.unread_bytes == 0 && theirs.out_of_order_bytes == 0;
    return sends && receives && all_sent && all_read;
}

void World::skip(trace::Side side, std::uint32_t octets, trace::Recorder& recorder)
{
    for (const trace::Side end : {side, trace::other(side)})
        take_turn(end, pair_of(end), recorder, [&](tcp::Host& host) {
            host.call(conversation, tcp::Skip{octets, end == side}, now_, effects_);
            if (end != side && recorder.on()) recorder.delivered(end, octets, now_);
        });
}

void World::rearm(trace::Side side)
{
    const std::size_t at = mirrored_ ? 0 : trace::index(side);
    const auto deadline = hosts_[at].next_deadline();
    Due& wake = wakes_[at];
    const Instant due = deadline ? deadline->at : never;
    if (due != wake.at) wake = due == never ? Due{} : Due{due, ++order_};
}

} // namespace tcpstage::sim
