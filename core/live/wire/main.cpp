// tcpstage-wire: two kernel stacks in namespaces of their own, and the wire between them. Started by TCP Stage, with
// one end of a socket pair; it ends when the other end is closed.

#include "core/live/wire/failure.h"
#include "core/live/wire/lock_down.h"
#include "core/live/wire/namespaces.h"
#include "core/live/wire/server.h"

#include <csignal>
#include <cstdio>
#include <cstring>
#include <sys/prctl.h>
#include <sys/socket.h>

namespace tcpstage::live {

namespace {

constexpr int bad_start = 2;

bool receive_setup(WireSetup& setup)
{
    std::array<std::uint8_t, sizeof(WireSetup) + 1> octets{};
    const ssize_t size = ::recv(protocol_descriptor, octets.data(), octets.size(), 0);
    if (size != static_cast<ssize_t>(sizeof setup)) return false;
    std::memcpy(&setup, octets.data(), sizeof setup);
    return setup.version == protocol_version && setup.device <= Device::Veth;
}

Stack make_stack(Side side, const WireSetup& setup, const Wire& wire)
{
    const Inside inside{wire.networks[index(side)]};
    return {side, setup};
}

int report(const Failure& failure)
{
    Reporter reporter{protocol_descriptor};
    Event event;
    event.kind = Event::Kind::Failed;
    event.detail = static_cast<std::uint8_t>(failure.stage);
    event.at = now();
    event.value = failure.reason;
    reporter.tell(event);
    reporter.flush();
    return 1;
}

/// Killed when the thread that started this process ends, whatever else holds the pair open.
void end_with(::pid_t parent)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) std::_Exit(0);
}

int run(::pid_t parent)
{
    WireSetup setup;
    if (!receive_setup(setup)) return report({Stage::Start, EPROTO});
    try {
        enter_user_namespace();
        end_with(parent); // again: the new namespace forgot it
        Wire wire = make_wire(setup);
        std::array<Stack, 2> stacks{make_stack(Side::Left, setup, wire), make_stack(Side::Right, setup, wire)};
        Server server{protocol_descriptor, std::move(wire), std::move(stacks), setup.passes};
        lock_down();
        server.run();
    } catch (const Failure& failure) {
        return report(failure);
    }
    return 0;
}

} // namespace

} // namespace tcpstage::live

int main()
{
    using namespace tcpstage::live;
    int kind = 0;
    socklen_t size = sizeof kind;
    if (::getsockopt(protocol_descriptor, SOL_SOCKET, SO_TYPE, &kind, &size) != 0 || kind != SOCK_SEQPACKET) {
        std::fputs("tcpstage-wire: this is a part of TCP Stage, which starts it by itself; use \"tcpstage live\"\n",
                   stderr);
        return bad_start;
    }
    const ::pid_t parent = ::getppid();
    limit_resources();
    end_with(parent);
    return run(parent);
}
