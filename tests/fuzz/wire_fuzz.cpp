// Sends messages to the helper's server, on a pair of sockets instead of a wire, without namespaces or privileges. The
// input is a list of messages, each after its length in two octets.
#include "core/live/wire/failure.h"
#include "core/live/wire/server.h"
#include "tests/fuzz/feed.h"

#include <arpa/inet.h>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <sys/socket.h>

using namespace tcpstage;
using namespace tcpstage::live;

namespace {

/// A connected pair of non-blocking sockets.
std::array<Descriptor, 2> pair(int type)
{
    std::array<int, 2> ends{};
    fuzz::must(::socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) == 0, "a pair of sockets");
    return {Descriptor{ends[0]}, Descriptor{ends[1]}};
}

/// A setup in which both sides use this machine's own network stack.
WireSetup on_loopback()
{
    WireSetup setup;
    for (std::size_t i = 0; i < 2; ++i) {
        setup.stacks[i].address = {127, 77, 0, static_cast<std::uint8_t>(i + 1)};
        setup.stacks[i].port = static_cast<std::uint16_t>(20001 + i);
    }
    return setup;
}

/// Reads all answers and checks that each has the form given in protocol.h.
void read_all(const Descriptor& program)
{
    std::vector<std::uint8_t> message(largest_message_bytes);
    for (;;) {
        const ssize_t size = ::recv(program.get(), message.data(), message.size(), MSG_TRUNC);
        if (size <= 0) return;
        fuzz::must(static_cast<std::size_t>(size) <= message.size(), "a message has its largest size");
        for (std::span rest{message.data(), static_cast<std::size_t>(size)}; !rest.empty();) {
            Event event;
            fuzz::must(rest.size() >= sizeof event, "an event is whole");
            std::memcpy(static_cast<void*>(&event), rest.data(), sizeof event);
            rest = rest.subspan(sizeof event);
            fuzz::must(event.kind <= Event::Kind::Settled && event.side < 2, "an event is one that is known");
            fuzz::must(event.tail_bytes <= rest.size(), "an event's octets are whole");
            rest = rest.subspan(event.tail_bytes);
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const WireSetup setup = on_loopback();
    auto [program, helper] = pair(SOCK_SEQPACKET);
    std::array left = pair(SOCK_DGRAM);
    std::array right = pair(SOCK_DGRAM);
    fuzz::Feed feed{{data, size}};
    const bool passes = feed.flag();
    while (!feed.empty()) {
        std::vector<std::uint8_t> message(feed.two());
        for (std::uint8_t& octet : message)
            octet = feed.octet();
        if (message.empty() || ::send(program.get(), message.data(), message.size(), 0) < 0) break;
    }
    ::shutdown(program.get(), SHUT_WR); // the server ends at end of file
    try {
        Wire wire;
        wire.ends = {End{std::move(left[0]), 0}, End{std::move(right[0]), 0}};
        Server server{helper.release(),
                      std::move(wire),
                      {Stack{trace::Side::Left, setup}, Stack{trace::Side::Right, setup}},
                      passes};
        server.run();
    } catch (const Failure& failure) {
        std::fprintf(stderr, "stage %d, errno %d\n", static_cast<int>(failure.stage), failure.reason);
        fuzz::must(false, "sockets on the loopback interface can be made");
    }
    read_all(program);
    return 0;
}
