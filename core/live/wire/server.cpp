#include "core/live/wire/server.h"

#include "core/live/message_check.h"

#include <boost/asio/buffer.hpp>

namespace tcpstage::live {

namespace {

using boost::system::error_code;

constexpr std::chrono::milliseconds tick{20}; // to notice what the kernel's timers change without sending
constexpr std::size_t batch = 32;

std::chrono::steady_clock::time_point time_point(std::int64_t at)
{
    return std::chrono::steady_clock::time_point{std::chrono::nanoseconds{at}};
}

} // namespace

Server::Server(int program, Wire wire, std::array<Stack, 2> stacks, bool passes)
    : program_{io_, {AF_UNIX, 0}, program}, readable_{boost::asio::posix::stream_descriptor{io_},
                                                      boost::asio::posix::stream_descriptor{io_}},
      due_{io_}, tick_{io_}, wire_{std::move(wire)}, stacks_{std::move(stacks)}, reporter_{program}, passes_{passes},
      runs_programs_{stacks_[0].runs_program()}
{
    if (!runs_programs_) touch(connections_.add(stacks_[0].connection()));
    for (std::size_t side = 0; side < 2; ++side)
        readable_[side].assign(wire_.ends[side].descriptor());
    // Otherwise Asio does this at the first wait, by an ioctl that is forbidden by then.
    program_.non_blocking(true);
    for (auto& readable : readable_)
        readable.non_blocking(true);
}

Server::~Server()
{
    for (auto& readable : readable_)
        readable.release(); // they belong to the wire's ends
}

void Server::run()
{
    Event ready;
    ready.kind = Event::Kind::Ready;
    ready.detail = static_cast<std::uint8_t>(wire_.device);
    ready.at = now();
    reporter_.report(ready);
    await_command();
    await_tick();
    for (std::size_t side = 0; side < 2; ++side)
        await_segments(side);
    flush();
    io_.run();
}

void Server::report(Event::Kind kind, std::size_t side, std::uint32_t frame, std::int64_t value)
{
    Event event;
    event.kind = kind;
    event.side = static_cast<std::uint8_t>(side);
    event.frame = frame;
    event.at = now();
    event.value = value;
    reporter_.report(event);
}

void Server::flush()
{
    if (flushing_ || reporter_.flush()) return;
    flushing_ = true;
    program_.async_wait(boost::asio::socket_base::wait_write, [this](error_code error) {
        flushing_ = false;
        if (!error) flush();
    });
}

void Server::await_command()
{
    program_.async_wait(boost::asio::socket_base::wait_read, [this](error_code error) {
        if (error) return io_.stop();
        for (;;) {
            const ssize_t size =
                ::recv(program_.native_handle(), message_.data(), message_.size(), MSG_DONTWAIT | MSG_TRUNC);
            if (size == 0 || (size < 0 && errno != EAGAIN)) return io_.stop(); // the program is gone
            if (size < 0) break;
            const auto length = static_cast<std::size_t>(size);
            obey(std::span{message_}.first(length <= message_.size() ? length : 0));
        }
        flush();
        await_due();
        await_command();
    });
}

void Server::await_segments(std::size_t side)
{
    readable_[side].async_wait(boost::asio::posix::stream_descriptor::wait_read, [this, side](error_code error) {
        if (error) return io_.stop();
        sample_both();
        flush();
        await_segments(side);
    });
}

void Server::await_due()
{
    if (arrivals_.empty()) return;
    due_.expires_at(time_point(arrivals_.begin()->first));
    due_.async_wait([this](error_code error) {
        if (error) return; // the timer was set again
        deliver_due();
        flush();
        await_due();
    });
}

void Server::await_tick()
{
    tick_.expires_after(tick);
    tick_.async_wait([this](error_code error) {
        if (error) return;
        if (runs_programs_) sample_programs();
        sample_both();
        count_losses();
        flush();
        await_tick();
    });
}

void Server::obey(std::span<const std::uint8_t> message)
{
    do {
        const auto read = read_command(message);
        if (read && obey(read->command, read->data)) continue;
        const Command refused = read ? read->command : Command{};
        report(Event::Kind::Refused, 0, read ? refused.frame : UINT32_MAX, static_cast<std::int64_t>(refused.kind));
    } while (!message.empty());
}

bool Server::obey(const Command& command, std::span<const std::uint8_t> data)
{
    switch (command.kind) {
    case Command::Kind::Call:
        if (runs_programs_) return false;
        call(command, data);
        return true;
    case Command::Kind::Decide:
        return decide(command);
    case Command::Kind::Inject:
        return inject(command, data);
    case Command::Kind::Sample:
        sample(0, true);
        sample(1, true);
        report(Event::Kind::Settled, 0);
        return true;
    case Command::Kind::Pass:
        passes_ = true;
        release_all();
        return true;
    case Command::Kind::Hold:
        passes_ = false;
        return true;
    case Command::Kind::Ping:
        report(Event::Kind::Alive, 0);
        return true;
    }
    return false;
}

void Server::call(const Command& command, std::span<const std::uint8_t> data)
{
    sample_both();
    reactions_[command.side].reset();
    if (command.when == 0)
        make(command, data);
    else
        reactions_[command.side] = command;
    react(command.side);
}

void Server::react(std::size_t side)
{
    if (!reactions_[side] || reactions_[side]->when != connections_.at(0).seen[side].state) return;
    make(*std::exchange(reactions_[side], {}), {});
}

void Server::make(const Command& command, std::span<const std::uint8_t> data)
{
    Event event;
    event.kind = Event::Kind::Called;
    event.side = command.side;
    event.detail = command.call;
    event.at = now();
    const auto outcome = stacks_[command.side].call(static_cast<trace::Call>(command.call), data, command.octets);
    event.value = outcome.reason;
    event.octets = outcome.octets;
    reporter_.report(event);
    settle(command.side);
}

bool Server::decide(const Command& command)
{
    const auto held = held_.extract(command.frame);
    if (!held) return false;
    const Held& segment = held.mapped();
    held_bytes_ -= segment.packet->size();
    Packet packet = segment.packet;
    const bool lost = command.fate == Command::Fate::Drop;
    const std::uint32_t connection = segment.connection;
    if (command.copy_at != 0)
        arrivals_.insert({command.copy_at, {command.frame, segment.from, packet, connection, true, false}});
    if (command.fate == Command::Fate::Corrupt) {
        packet = std::make_shared<std::vector<std::uint8_t>>(*packet);
        packet->back() ^= 0x55U;
    }
    arrivals_.insert({command.at, {command.frame, segment.from, packet, connection, false, lost}});
    deliver_due();
    return true;
}

bool Server::inject(const Command& command, std::span<const std::uint8_t> data)
{
    if (data.size() > wire_mtu || data[0] != 0x45) return false;
    sample_both();
    take(command.side, data);
    report(Event::Kind::Settled, command.side);
    return true;
}

void Server::release_all()
{
    for (const auto& [frame, held] : std::exchange(held_, {}))
        arrivals_.insert({0, {frame, held.from, held.packet, held.connection, false, false}});
    held_bytes_ = 0;
    deliver_due();
}

void Server::deliver_due()
{
    std::array<bool, 2> reached{};
    const auto settle_all = [&] { // while segments just pass, both stacks are sampled once for a batch of them
        for (std::size_t side = 0; side < 2; ++side)
            if (std::exchange(reached[side], false)) settle(side);
    };
    for (std::size_t count = 1; !arrivals_.empty() && arrivals_.begin()->first <= now(); ++count) {
        if (!passes_) sample_both();
        const Arrival arrival = std::move(arrivals_.extract(arrivals_.begin()).mapped());
        if (deliver(arrival)) reached[1 - arrival.from] = true;
        if (!passes_ || count % batch == 0 || arrivals_.empty()) settle_all();
    }
    settle_all();
}

bool Server::deliver(const Arrival& arrival)
{
    if (arrival.lost) {
        report(Event::Kind::Dropped, arrival.from, arrival.frame);
        report(Event::Kind::Settled, arrival.from);
        return false;
    }
    const std::size_t to = 1 - arrival.from;
    Event event;
    event.kind = Event::Kind::Arrived;
    event.side = static_cast<std::uint8_t>(to);
    event.detail = arrival.copy ? 1 : 0;
    event.frame = arrival.frame;
    event.at = now();
    if (!wire_.ends[to].deliver(*arrival.packet)) {
        report(Event::Kind::Unordered, arrival.from, arrival.frame, 1);
        report(Event::Kind::Settled, to);
        return false;
    }
    touch(arrival.connection);
    reporter_.report(event);
    return true;
}

void Server::settle(std::size_t side)
{
    sample(side, false);
    stacks_[side].proceed(reporter_);
    take_segments();
    sample(side, false);
    if (runs_programs_) sample(1 - side, false); // others of its connections may be touched
    report(Event::Kind::Settled, side);
    if (runs_programs_) touched_.clear();
    react(side);
}

bool Server::take_segments()
{
    std::array<std::uint8_t, largest_packet_bytes> buffer{};
    bool any = false;
    for (std::size_t side = 0; side < 2; ++side) {
        for (auto packet = wire_.ends[side].receive(buffer); !packet.empty();
             packet = wire_.ends[side].receive(buffer)) {
            any = true;
            take(side, packet);
        }
    }
    return any;
}

void Server::take(std::size_t side, std::span<const std::uint8_t> packet)
{
    const std::uint32_t connection = runs_programs_ ? connections_.of(side, packet) : 0;
    const std::uint32_t frame = frames_++;
    touch(connection);
    Event event;
    event.kind = Event::Kind::Sent;
    event.side = static_cast<std::uint8_t>(side);
    event.frame = frame;
    event.at = now();
    event.connection = connection;
    reporter_.report(event, packet);
    if (!passes_ && (held_.size() >= most_held || held_bytes_ + packet.size() > most_queued_bytes)) {
        report(Event::Kind::Unordered, side, frame, 1);
        return;
    }
    auto kept = std::make_shared<std::vector<std::uint8_t>>(packet.begin(), packet.end());
    if (passes_) {
        arrivals_.insert({0, {frame, side, std::move(kept), connection, false, false}});
    } else {
        held_bytes_ += packet.size();
        held_.insert({frame, {side, std::move(kept), connection}});
    }
}

} // namespace tcpstage::live
