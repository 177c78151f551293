#include "core/packetdrill/sockets.h"

#include "core/base/say.h"

#include <algorithm>
#include <array>

namespace tcpstage::packetdrill {

namespace {

constexpr std::size_t iss_copies = 16; // a stream that is opened again uses the same ISS

bool is_over(tcp::State state) { return state == tcp::State::Closed; }
/// In TIME-WAIT a SYN beyond what the old connection received may open a new one (RFC 9293 section 3.6.1, MAY-2).
bool may_reuse(const Stream& stream, const tcp::Segment& segment)
{
    const bool syn = segment.syn() && !segment.has_ack() && !segment.rst();
    return stream.state() == tcp::State::TimeWait && syn && tcp::after(segment.seq, stream.endpoint.tcb().rcv.nxt);
}

bool is_opening(tcp::State state) { return state == tcp::State::SynSent || state == tcp::State::SynReceived; }

} // namespace

bool has_word(const Value& value, std::string_view word)
{
    if (value.kind == Value::Kind::Word) return value.text == word;
    return std::ranges::any_of(value.items, [&](const Value& item) { return has_word(item, word); });
}

std::optional<std::int64_t> as_number(const Value& value)
{
    if (value.kind == Value::Kind::Number) return value.number;
    if (value.kind == Value::Kind::List && value.items.size() == 1) return as_number(value.items.front());
    return {};
}

Sockets::Sockets(Machine& machine, Defaults defaults, std::function<tcp::Seq()> next_iss)
    : machine_{machine}, defaults_{defaults}, next_iss_{std::move(next_iss)}
{}

Sockets::Handler Sockets::handler(std::string_view name)
{
    constexpr std::array<std::pair<std::string_view, Handler>, 16> handlers{{{"socket", &Sockets::socket},
                                                                             {"bind", &Sockets::bind},
                                                                             {"listen", &Sockets::listen},
                                                                             {"accept", &Sockets::accept},
                                                                             {"connect", &Sockets::connect},
                                                                             {"read", &Sockets::receive},
                                                                             {"recv", &Sockets::receive},
                                                                             {"recvfrom", &Sockets::receive},
                                                                             {"write", &Sockets::send},
                                                                             {"send", &Sockets::send},
                                                                             {"sendto", &Sockets::send},
                                                                             {"close", &Sockets::close},
                                                                             {"shutdown", &Sockets::shutdown},
                                                                             {"setsockopt", &Sockets::set_option},
                                                                             {"getsockopt", &Sockets::get_option},
                                                                             {"fcntl", &Sockets::control}}};
    const auto* const found = std::ranges::find(handlers, name, &std::pair<std::string_view, Handler>::first);
    return found == handlers.end() ? nullptr : found->second;
}

Answer Sockets::call(const SystemCall& call, Progress& progress)
{
    const Handler handle = handler(call.name);
    if (handle == nullptr) return unsupported(say({"the call {}()", "调用 {}()"}, call.name));
    if (call.name != "socket" && find(call.arguments) == nullptr) return refused("EBADF");
    return (this->*handle)(call.arguments, call.result, progress);
}

Socket* Sockets::find(const Arguments& arguments)
{
    const auto number = arguments.empty() ? std::nullopt : as_number(arguments.front());
    const auto found = number ? sockets_.find(static_cast<int>(*number)) : sockets_.end();
    return found == sockets_.end() ? nullptr : &found->second;
}

int Sockets::descriptor_of(const Stream& stream) const
{
    const auto found = std::ranges::find_if(sockets_, [&](const auto& one) { return one.second.stream == &stream; });
    return found == sockets_.end() ? -1 : found->first;
}

Stream& Sockets::create(const tcp::Settings& settings)
{
    return machine_.create(settings, {std::vector<tcp::Seq>(iss_copies, next_iss_()), 0});
}

Answer Sockets::socket(const Arguments& arguments, const Value& expected, Progress& /*progress*/)
{
    if (arguments.size() != 3) return refused("EINVAL");
    if (!has_word(arguments[1], "SOCK_STREAM"))
        return unsupported({"sockets other than SOCK_STREAM", "SOCK_STREAM 以外的套接字"});
    const bool tcp = has_word(arguments[2], "IPPROTO_TCP") || as_number(arguments[2]) == 0;
    if (!tcp) return unsupported({"sockets other than TCP", "TCP 以外的套接字"});
    const int descriptor = static_cast<int>(as_number(expected).value_or(lowest_));
    Socket made;
    made.settings = defaults_.settings;
    made.receive_buffer = made.settings.receive_buffer;
    made.send_buffer = made.settings.send_buffer;
    made.buffer_factor = defaults_.dialect == Dialect::Linux ? 2 : 1;
    made.keepalive = defaults_.keepalive;
    made.keeps_alive = defaults_.always_keepalive;
    made.non_blocking = has_word(arguments[1], "SOCK_NONBLOCK");
    lowest_ = std::max(lowest_, descriptor + 1);
    sockets_.insert_or_assign(descriptor, std::move(made));
    apply(sockets_.at(descriptor));
    return returned(descriptor);
}

Answer Sockets::bind(const Arguments& arguments, const Value& /*expected*/, Progress& /*progress*/)
{
    return find(arguments)->stream != nullptr ? refused("EINVAL") : returned(0);
}

Answer Sockets::listen(const Arguments& arguments, const Value& /*expected*/, Progress& /*progress*/)
{
    Socket& socket = *find(arguments);
    if (socket.stream != nullptr) return refused("EINVAL");
    socket.listening = true;
    socket.settings.ecn = socket.settings.ecn || defaults_.ecn_when_asked;
    return returned(0);
}

Answer Sockets::accept(const Arguments& arguments, const Value& expected, Progress& /*progress*/)
{
    const Socket& listener = *find(arguments);
    if (!listener.listening) return refused("EINVAL");
    const int listens = static_cast<int>(*as_number(arguments.front()));
    const auto& streams = machine_.streams();
    const auto ready = std::ranges::find_if(
        streams, [&](const auto& stream) { return stream->listener == listens && stream->connected; });
    if (ready == streams.end()) return listener.non_blocking ? refused("EAGAIN") : blocked();
    Stream& stream = **ready;
    Socket accepted = std::move(embryos_.at(&stream));
    embryos_.erase(&stream);
    accepted.stream = &stream;
    stream.listener = -1;
    const int descriptor = static_cast<int>(as_number(expected).value_or(lowest_));
    lowest_ = std::max(lowest_, descriptor + 1);
    sockets_.insert_or_assign(descriptor, std::move(accepted));
    return returned(descriptor);
}

Answer Sockets::connect(const Arguments& arguments, const Value& /*expected*/, Progress& progress)
{
    Socket& socket = *find(arguments);
    if (socket.listening) return refused("EOPNOTSUPP");
    if (socket.stream == nullptr) {
        socket.stream = &create(socket.settings);
        progress.begun = true;
        machine_.handle(*socket.stream, tcp::Open{true});
        if (socket.non_blocking) return refused("EINPROGRESS");
    }
    Stream& stream = *socket.stream;
    if (is_opening(stream.state())) return progress.begun ? blocked() : refused("EALREADY");
    if (!progress.begun) return refused("EISCONN");
    return stream.connected ? returned(0) : refused(std::exchange(stream.error, {}));
}

Answer Sockets::shutdown(const Arguments& arguments, const Value& /*expected*/, Progress& /*progress*/)
{
    Socket& socket = *find(arguments);
    if (arguments.size() != 2) return refused("EINVAL");
    const bool both = has_word(arguments[1], "SHUT_RDWR");
    const bool reads = both || has_word(arguments[1], "SHUT_RD");
    const bool writes = both || has_word(arguments[1], "SHUT_WR");
    if (!reads && !writes) return refused("EINVAL");
    if (socket.stream == nullptr) return refused("ENOTCONN");
    const tcp::State state = socket.stream->state();
    if (is_over(state) || state == tcp::State::TimeWait) return refused("ENOTCONN");
    socket.read_shut = socket.read_shut || reads;
    const bool first = writes && !socket.write_shut;
    socket.write_shut = socket.write_shut || writes;
    if (first) machine_.handle(*socket.stream, tcp::Shutdown{});
    return returned(0);
}

Answer Sockets::close(const Arguments& arguments, const Value& /*expected*/, Progress& progress)
{
    const int descriptor = static_cast<int>(*as_number(arguments.front()));
    Socket& socket = sockets_.at(descriptor);
    Stream* const stream = socket.stream;
    if (socket.listening) close_listener(descriptor);
    if (stream != nullptr && !progress.begun && !is_over(stream->state())) {
        const bool abort = socket.lingers && socket.linger_seconds == 0;
        machine_.handle(*stream, abort ? tcp::Event{tcp::Abort{}} : tcp::Event{tcp::Close{}});
    }
    progress.begun = true;
    const bool waits = stream != nullptr && socket.lingers && !socket.non_blocking && socket.linger_seconds > 0;
    if (waits && stream->endpoint.tcb().in_flight() + stream->endpoint.queued_bytes() > 0) return blocked();
    sockets_.erase(descriptor);
    return returned(0);
}

/// Forgets half-open connections and resets those that were not accepted.
void Sockets::close_listener(int descriptor)
{
    for (const auto& stream : machine_.streams()) {
        if (stream->listener != descriptor) continue;
        stream->listener = -1;
        embryos_.erase(stream.get());
        if (stream->connected)
            machine_.handle(*stream, tcp::Abort{});
        else
            stream->endpoint.crash();
    }
}

Stream* Sockets::receiver_of(const tcp::Segment& segment)
{
    Stream* const current = machine_.current();
    const auto listener = std::ranges::find_if(sockets_, [](const auto& one) { return one.second.listening; });
    if (listener != sockets_.end() && current != nullptr && may_reuse(*current, segment)) current->endpoint.crash();
    if (current != nullptr && !is_over(current->state())) return current;
    if (listener == sockets_.end()) {
        if (current != nullptr) return current;
        Stream& closed = create(defaults_.settings);
        return &closed;
    }
    Stream& stream = create(listener->second.settings);
    stream.listener = listener->first;
    Socket embryo = listener->second;
    embryo.listening = false;
    embryos_.insert_or_assign(&stream, std::move(embryo));
    machine_.handle(stream, tcp::Open{false});
    return &stream;
}

/// Rounds the buffers up to whole segments when the peer's SYN gives its MSS.
void Sockets::round_buffers(Stream& stream, Socket& socket, const tcp::Segment& syn)
{
    if (!defaults_.whole_segments) return;
    const tcp::Settings now = stream.endpoint.settings(); // a copy: they change below
    const std::uint32_t mss = std::min(syn.options.mss != 0 ? syn.options.mss : now.mss_unknown, now.mss);
    socket.receive_buffer = whole_segments(socket.receive_buffer, mss);
    socket.send_buffer = whole_segments(socket.send_buffer, mss);
    apply(socket);
    tcp::Settings changed = now;
    changed.receive_buffer = socket.receive_buffer;
    changed.send_buffer = socket.send_buffer;
    stream.endpoint.change(changed, machine_.now());
}

void Sockets::arrive(tcp::Segment segment)
{
    if (defaults_.drop_syn_fin && segment.syn() && segment.fin()) return;
    Stream& stream = *receiver_of(segment);
    if (stream.clock_known && segment.options.has_timestamps && segment.options.timestamps.echo != 0)
        segment.options.timestamps.echo += stream.clock_offset;
    const bool first_syn = segment.syn() && !segment.rst() &&
                           (stream.state() == tcp::State::Listen || stream.state() == tcp::State::SynSent);
    const int descriptor = descriptor_of(stream);
    const auto embryo = embryos_.find(&stream);
    if (first_syn && embryo != embryos_.end())
        round_buffers(stream, embryo->second, segment);
    else if (first_syn && descriptor >= 0 && (!segment.has_ack() || segment.ack == stream.endpoint.tcb().snd.nxt))
        round_buffers(stream, sockets_.at(descriptor), segment);
    machine_.handle(stream, tcp::Arrive{std::move(segment)});
}

/// Applies the socket's options to its stream.
void Sockets::apply(Socket& socket)
{
    tcp::Settings& settings = socket.settings;
    settings.receive_buffer = socket.receive_buffer;
    settings.send_buffer = socket.send_buffer;
    settings.keepalive = socket.keeps_alive ? socket.keepalive : Duration{0};
    if (socket.stream != nullptr) socket.stream->endpoint.change(settings, machine_.now());
}

void Sockets::defaults_changed()
{
    const tcp::Settings& settings = defaults_.settings;
    const auto change = [&](tcp::Settings& one) {
        one.quirks.believe_any_reset = settings.quirks.believe_any_reset;
        one.quirks.believe_any_syn = settings.quirks.believe_any_syn;
        one.delayed_ack = settings.delayed_ack;
        one.msl = settings.msl;
        one.rto_min = settings.rto_min;
        one.quirks.rto_slop = settings.quirks.rto_slop;
        one.ack_throttle = settings.ack_throttle;
    };
    for (auto& [descriptor, socket] : sockets_)
        change(socket.settings);
    for (const auto& stream : machine_.streams()) {
        tcp::Settings changed = stream->endpoint.settings();
        change(changed);
        stream->endpoint.change(changed, machine_.now());
    }
}

std::size_t Sockets::count(tcp::State state, bool owned) const
{
    std::size_t found = 0;
    for (const auto& [descriptor, socket] : sockets_) {
        const tcp::State unopened = socket.listening ? tcp::State::Listen : tcp::State::Closed;
        if ((socket.stream != nullptr ? socket.stream->state() : unopened) == state) ++found;
    }
    for (const auto& stream : machine_.streams()) {
        const bool orphan = descriptor_of(*stream) < 0 && stream->state() == state;
        const bool counts = state != tcp::State::Listen && state != tcp::State::Closed; // else only the listener counts
        if (orphan && counts && (!owned || stream->listener >= 0)) ++found;
    }
    return found;
}

void Sockets::drop(std::optional<tcp::State> state)
{
    for (const auto& stream : machine_.streams()) {
        if (is_over(stream->state()) || stream->state() == tcp::State::Listen || (state && stream->state() != *state))
            continue;
        const bool silent = stream->state() == tcp::State::TimeWait;
        machine_.handle(*stream, tcp::Abort{});
        if (!silent) stream->error = "ECONNABORTED";
    }
}

const tcp::Tcb& Sockets::tcb() const
{
    static const tcp::Tcb closed{};
    return machine_.current() == nullptr ? closed : machine_.current()->endpoint.tcb();
}

std::uint16_t Sockets::advertised_mss() const
{
    return machine_.current() == nullptr ? defaults_.settings.mss : machine_.current()->endpoint.settings().mss;
}

tcp::State Sockets::state() const
{
    if (machine_.current() != nullptr) return machine_.current()->state();
    const bool listens = std::ranges::any_of(sockets_, [](const auto& one) { return one.second.listening; });
    return listens ? tcp::State::Listen : tcp::State::Closed;
}

} // namespace tcpstage::packetdrill
