// Stands in for tcpstage-wire in tests of a misbehaving helper. Its file name says after "false-helper-" what it does
// wrong. It makes no wire.

#include "core/live/protocol.h"

#include <chrono>
#include <csignal>
#include <string_view>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace {

using namespace tcpstage::live;

void say(Event event, std::string_view tail = {})
{
    using std::chrono::nanoseconds;
    event.at = std::chrono::duration_cast<nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
    event.tail_bytes = static_cast<std::uint32_t>(tail.size());
    std::array<char, sizeof event + 64> octets{};
    const auto* const begin = reinterpret_cast<const char*>(&event);
    const auto end = std::copy(tail.begin(), tail.end(), std::copy(begin, begin + sizeof event, octets.begin()));
    ::send(protocol_descriptor, octets.data(), static_cast<std::size_t>(end - octets.begin()), MSG_NOSIGNAL);
}

void hear()
{
    std::array<char, 65536> message{};
    if (::recv(protocol_descriptor, message.data(), message.size(), 0) <= 0) ::_exit(0);
}

} // namespace

int main(int, char** arguments)
{
    constexpr std::string_view before = "false-helper-";
    const std::string_view name{arguments[0]};
    const auto how = name.substr(name.rfind(before) + before.size());
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    hear();
    if (how == "stopped") ::raise(SIGSTOP);
    if (how == "refuses") {
        say({.kind = Event::Kind::Failed, .detail = static_cast<std::uint8_t>(Stage::UserNamespace), .value = ENOSPC});
        return 1;
    }
    if (how == "lies") say({.kind = Event::Kind::Ready, .detail = 255});
    say({.kind = Event::Kind::Ready, .detail = static_cast<std::uint8_t>(Device::Veth)});
    if (how == "raves") say({.kind = Event::Kind::Called, .detail = 255});
    if (how == "fails")
        say({.kind = Event::Kind::Failed, .detail = static_cast<std::uint8_t>(Stage::Loop), .value = ENOMEM});
    if (how == "leaves") ::close(protocol_descriptor);
    while (how == "is-silent")
        hear();
    for (;;)
        ::pause();
}
