#include "core/tcp/host/host.h"

#include "core/tcp/host/syn_cookie.h"
#include "core/tcp/keyed_hash.h"

#include <algorithm>
#include <utility>

namespace tcpstage::tcp {

namespace {

std::uint64_t cookie_secret(std::uint64_t secret) { return mix(secret ^ 0x5c00c1eU); }

const Segment& segment_of(const Event& event) { return std::get<Arrive>(event).segment; }

bool is_bare_syn(const Segment& segment) { return segment.syn() && !segment.has_ack() && !segment.rst(); }

bool waits_for_a_syn(const Endpoint& endpoint)
{
    return endpoint.tcb().state == State::Closed || endpoint.tcb().state == State::Listen;
}

/// Whether both ends support options that a cookie cannot encode.
bool loses_options(const Settings& settings, const Options& offered)
{
    return (settings.window_scale && offered.has_window_scale) || (settings.sack && offered.sack_permitted) ||
           (settings.timestamps && offered.has_timestamps);
}

/// Whether no more connections may wait for ACCEPT.
bool is_full(const Host::Listener& listener)
{
    return listener.settings.accepts == Accepts::ByHand && listener.completed.size() >= listener.settings.backlog;
}

void because(Effects& effects, Rule rule) { effects.emplace_back(Because{rule}); }

} // namespace

Host::Id Host::add(const SocketPair& pair, const Settings& settings, IssPlan iss, bool kept)
{
    if (*settings_ != settings) settings_ = settings;
    if (free_.empty()) {
        free_.push_back(static_cast<Id>(slots_.size()));
        slots_.push_back({pair, Place::Free, kept, Endpoint{settings_, pair.local, pair.remote, {}}});
    }
    const Id id = free_.back();
    free_.pop_back();
    Slot& slot = slots_[id];
    slot.endpoint.renew(settings_, pair.local, pair.remote, std::move(iss));
    slot.pair = pair;
    slot.place = Place::Own;
    slot.kept = kept;
    demultiplexer_.insert(pair, id);
    return id;
}

Host::Listener* Host::listener_of(const SocketAddress& local)
{
    const auto found = std::ranges::find(listeners_, local, &Listener::local);
    return found == listeners_.end() ? nullptr : &*found;
}

const Host::Listener* Host::listener(const SocketAddress& local) const
{
    const auto found = std::ranges::find(listeners_, local, &Listener::local);
    return found == listeners_.end() ? nullptr : &*found;
}

void Host::listen(const SocketAddress& local, const Settings& settings)
{
    if (listener_of(local) == nullptr) listeners_.push_back({local, settings, 0, {}});
}

void Host::stop_listening(const SocketAddress& local)
{
    for (const Id id : all())
        if (slots_[id].pair.local == local) slots_[id].place = Place::Own;
    std::erase_if(listeners_, [&](const Listener& listener) { return listener.local == local; });
}

std::vector<Host::Id> Host::all() const
{
    std::vector<Id> ids;
    for (Id id = 0; id < slots_.size(); ++id)
        if (slots_[id].place != Place::Free) ids.push_back(id);
    return ids;
}

Host::Id Host::accept(const SocketAddress& local, Effects& effects)
{
    Listener* const listener = listener_of(local);
    if (listener == nullptr || listener->completed.empty()) {
        because(effects, Rule::AcceptWaits);
        return nobody;
    }
    because(effects, Rule::AcceptTakes);
    const Id id = listener->completed.front();
    listener->completed.pop_front();
    slots_[id].place = Place::Own;
    return id;
}

void Host::call(Id id, Event&& event, Instant now, Effects& effects)
{
    slots_[id].endpoint.handle(std::move(event), now, effects);
    settle(id);
}

void Host::expire(Id id, Instant now, Effects& effects) { call(id, Expire{}, now, effects); }

void Host::arrive(const SocketPair& pair, Event&& event, Instant now, Effects& effects)
{
    const Id id = find(pair);
    latest_ = id;
    if (id != nobody && !waits_for_a_syn(slots_[id].endpoint)) {
        if (must_wait(slots_[id], segment_of(event))) return because(effects, Rule::AcceptQueueFull);
        return arrive_at(id, std::move(event), now, effects);
    }
    const bool between_hosts = is_of_a_host(pair.local.address) && is_of_a_host(pair.remote.address);
    if (Listener* const listener = between_hosts ? listener_of(pair.local) : nullptr) {
        if (is_bare_syn(segment_of(event))) return take_syn(*listener, pair, std::move(event), now, effects);
        return take_other(*listener, pair, std::move(event), now, effects);
    }
    if (id != nobody) return call(id, std::move(event), now, effects);
    Endpoint{{}, pair.local, pair.remote, {}}.handle(std::move(event), now, effects); // no such connection: 3.10.7.1
}

/// A SYN that opens a connection anew, out of TIME-WAIT, is a request to the listener like any other: it takes a place
/// in the SYN queue, and the connection waits for ACCEPT.
void Host::arrive_at(Id id, Event&& event, Instant now, Effects& effects)
{
    Slot& slot = slots_[id];
    const bool waits = slot.endpoint.tcb().state == State::TimeWait && slot.place == Place::Own;
    Listener* const listener = waits ? listener_of(slot.pair.local) : nullptr;
    const bool asks = listener != nullptr && slot.endpoint.settings().time_wait_reuse && is_bare_syn(segment_of(event));
    if (asks && is_full(*listener)) return because(effects, Rule::AcceptQueueFull);
    if (asks && listener->opening >= listener->settings.backlog) return because(effects, Rule::BacklogFull);
    slot.endpoint.handle(std::move(event), now, effects);
    if (asks && slot.endpoint.tcb().state == State::SynReceived) {
        slot.place = Place::Opening;
        ++listener->opening;
    }
    settle(id);
}

/// Whether this is the ACK that would complete a connection while no more may wait for ACCEPT.
bool Host::must_wait(const Slot& slot, const Segment& segment) const
{
    if (slot.place != Place::Opening || !segment.has_ack() || segment.rst() || segment.syn()) return false;
    const Tcb& tcb =
        slot.endpoint.tcb(); // what acknowledges anything else completes nothing: it is refused, not dropped
    if (!before(tcb.snd.una, segment.ack) || before(tcb.snd.nxt, segment.ack)) return false;
    const Listener* const from = listener(slot.pair.local);
    return from != nullptr && is_full(*from);
}

Host::Id Host::opened(Listener& listener, const SocketPair& pair, Instant now, Effects& effects)
{
    Id id = find(pair);
    if (id == nobody) {
        id = add(pair, listener.settings, IssPlan{{}, secret_});
        Effects silent; // the listener exists already, so this OPEN is not reported
        slots_[id].endpoint.handle(Open{}, now, silent);
    } else if (slots_[id].endpoint.tcb().state == State::Closed) {
        slots_[id].endpoint.handle(Open{}, now, effects);
    }
    slots_[id].place = Place::Opening;
    ++listener.opening;
    return id;
}

void Host::take_syn(Listener& listener, const SocketPair& pair, Event&& event, Instant now, Effects& effects)
{
    const Settings& settings = listener.settings;
    if (is_full(listener)) return because(effects, Rule::AcceptQueueFull);
    const bool full = listener.opening >= settings.backlog;
    if (settings.syn_cookies == SynCookies::Always || (full && settings.syn_cookies == SynCookies::WhenFull))
        return answer_by_cookie(listener, pair, segment_of(event), now, effects);
    if (full) return because(effects, Rule::BacklogFull);
    call(opened(listener, pair, now, effects), std::move(event), now, effects);
}

void Host::answer_by_cookie(const Listener& listener, const SocketPair& pair, const Segment& syn, Instant now,
                            Effects& effects) const
{
    const Settings& settings = listener.settings;
    because(effects, Rule::CookieSent);
    if (loses_options(settings, syn.options)) because(effects, Rule::CookieLosesOptions);
    const std::uint16_t mss = syn.options.mss != 0 ? syn.options.mss : settings.mss_unknown;
    Segment answer;
    answer.source_port = pair.local.port;
    answer.destination_port = pair.remote.port;
    answer.flags = Flag::Syn | Flag::Ack;
    answer.seq = syn_cookie(pair, syn.seq, mss, cookie_secret(secret_), now);
    answer.ack = syn.seq + 1; // data in the SYN is not kept: the peer will send it again
    answer.window = static_cast<std::uint16_t>(std::min<std::uint32_t>(settings.receive_buffer, 65535));
    answer.options.mss = settings.mss;
    effects.emplace_back(Transmit{answer, answer.window, false});
}

void Host::take_other(Listener& listener, const SocketPair& pair, Event&& event, Instant now, Effects& effects)
{
    const Segment& segment = segment_of(event);
    const bool may_be_cookie = segment.has_ack() && !segment.syn() && !segment.rst();
    if (may_be_cookie && listener.settings.syn_cookies != SynCookies::Off) {
        const auto mss = check_syn_cookie(pair, segment.seq - 1, segment.ack - 1, cookie_secret(secret_), now);
        if (mss && is_full(listener)) return because(effects, Rule::AcceptQueueFull);
        if (mss) {
            const Id id = opened(listener, pair, now, effects);
            slots_[id].endpoint.rebuild(segment, *mss, now, effects);
            return settle(id);
        }
        because(effects, Rule::CookieFalse);
    }
    Endpoint listening{listener.settings, pair.local, pair.remote, {}};
    Effects silent;
    listening.handle(Open{}, now, silent);
    listening.handle(std::move(event), now, effects); // 3.10.7.2
}

void Host::leave_queue(Id id)
{
    Slot& slot = slots_[id];
    Listener* const from = listener_of(slot.pair.local);
    if (from != nullptr && slot.place == Place::Opening) --from->opening;
    if (from != nullptr && slot.place == Place::Completed) std::erase(from->completed, id);
    slot.place = Place::Own;
}

void Host::settle(Id id)
{
    Slot& slot = slots_[id];
    const State state = slot.endpoint.tcb().state;
    const bool given_up = slot.place == Place::Opening && state == State::Listen;
    if (slot.place == Place::Opening && state != State::SynReceived) {
        leave_queue(id);
        Listener* const from = listener_of(slot.pair.local);
        const bool complete = is_synchronized(state) && state != State::TimeWait; // else the SYN proved old
        if (complete && from != nullptr && from->settings.accepts == Accepts::ByHand) {
            slot.place = Place::Completed;
            from->completed.push_back(id);
        }
    }
    if (slot.place == Place::Completed && state == State::Closed) leave_queue(id);
    deadlines_.set(id, slot.endpoint.next_due());
    if ((state == State::Closed || given_up) && !slot.kept) forget(id);
}

void Host::forget(Id id)
{
    demultiplexer_.erase(slots_[id].pair);
    slots_[id].place = Place::Free;
    free_.push_back(id);
}

void Host::crash()
{
    listeners_.clear();
    for (const Id id : all()) {
        slots_[id].endpoint.crash();
        slots_[id].place = Place::Own;
        settle(id);
    }
}

} // namespace tcpstage::tcp
