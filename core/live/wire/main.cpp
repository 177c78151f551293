// tcpstage-wire: two kernel stacks in namespaces of their own, and the wire between them. Started by TCP Stage, with
// one end of a socket pair; it ends when the other end is closed.

#include "core/live/launch_protocol.h"
#include "core/live/message_check.h"
#include "core/live/wire/failure.h"
#include "core/live/wire/launcher.h"
#include "core/live/wire/lock_down.h"
#include "core/live/wire/namespaces.h"
#include "core/live/wire/server.h"

#include <boost/system/system_error.hpp>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tcpstage::live {

namespace {

constexpr int bad_start = 2;

WireSetup receive_setup()
{
    std::array<std::uint8_t, 1024> octets{};
    const ssize_t size = ::recv(protocol_descriptor, octets.data(), octets.size(), MSG_TRUNC);
    if (size < 0) throw Failure{Stage::Setup, errno};
    const auto length = static_cast<std::size_t>(size);
    const auto setup = read_setup(std::span{octets}.first(length <= octets.size() ? length : 0));
    if (!setup) throw Failure{Stage::Setup, EPROTO};
    return *setup;
}

Stack make_stack(trace::Side side, const WireSetup& setup, const Wire& wire)
{
    const Inside inside{wire.networks[trace::index(side)]};
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
    reporter.report(event);
    reporter.flush();
    return 1;
}

/// Lets this process be killed when the thread that started it ends, even if the socket pair is still open elsewhere.
void end_with(::pid_t parent)
{
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) std::_Exit(0);
}

/// `environment`: of the user's programs; null: there are none.
void serve(::pid_t parent, char** environment)
{
    const WireSetup setup = receive_setup();
    const User user{::geteuid(), ::getegid()};
    const bool as_machine = setup.stacks[0].machine_settings || setup.stacks[1].machine_settings;
    const auto of_machine = as_machine ? machine_sysctls() : std::vector<trace::Setting>{};
    enter_user_namespace();
    end_with(parent); // again: entering the namespace cleared it
    Wire wire = make_wire(setup, of_machine);
    if (environment != nullptr) {
        start_launcher(wire, setup, user, environment);
        limit_resources(); // not before: the user's programs have none of these limits
    }
    std::array<Stack, 2> stacks{make_stack(trace::Side::Left, setup, wire),
                                make_stack(trace::Side::Right, setup, wire)};
    wire.networks = {}; // not entered any more: the sockets keep the namespaces alive
    Server server{protocol_descriptor, std::move(wire), std::move(stacks), setup.passes};
    drop_rights();
#ifndef TCPSTAGE_WIRE_UNSEALED // a sanitizer needs other system calls
    forbid_other_calls();
#endif
    server.run();
}

int run(::pid_t parent, char** environment)
{
    try {
        serve(parent, environment);
    } catch (const Failure& failure) {
        return report(failure);
    } catch (const boost::system::system_error& error) {
        return report({Stage::Loop, error.code().value()});
    } catch (const std::bad_alloc&) {
        return report({Stage::Loop, ENOMEM});
    }
    return 0;
}

} // namespace

} // namespace tcpstage::live

int main(int count, char** arguments, char** environment)
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
    const bool launches = count == 2 && std::strcmp(arguments[1], launch_argument) == 0;
    close_others_after(launches ? output_descriptors.back() : protocol_descriptor);
    if (!launches) limit_resources();
    end_with(parent);
    return run(parent, launches ? environment : nullptr);
}
