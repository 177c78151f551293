#include "core/captions/program_line.h"

#include <array>
#include <fmt/format.h>

namespace tcpstage::captions {

namespace {

std::string_view posix_name(SocketCall call)
{
    constexpr std::array<std::string_view, 11> names{"socket", "bind",     "listen",     "accept", "connect", "send",
                                                     "read",   "shutdown", "setsockopt", "close",  "restart"};
    static_assert(names.size() == static_cast<std::size_t>(SocketCall::Restart) + 1);
    return names[static_cast<std::size_t>(call)];
}

std::string_view posix_name(Errno failure)
{
    constexpr std::array<std::string_view, 15> names{
        "",         "EAGAIN", "EBADF",        "EADDRINUSE", "EINTR",     "EINVAL",   "EISCONN",    "ENOBUFS",
        "ENOTCONN", "EPIPE",  "ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EMSGSIZE", "ENETUNREACH"};
    static_assert(names.size() == static_cast<std::size_t>(Errno::Unreachable) + 1);
    return names[static_cast<std::size_t>(failure)];
}

std::string descriptor(std::int64_t connection)
{
    if (connection == 0) return "fd";
    return connection == 1 ? "conn" : fmt::format("conn{}", connection);
}

bool has_count(const ProgramLine& line)
{
    return (line.call == SocketCall::Send || line.call == SocketCall::Read) && line.octets != UINT32_MAX;
}

/// After the descriptor.
std::string arguments(const ProgramLine& line, const trace::Trace& trace, trace::Side side)
{
    switch (line.call) {
    case SocketCall::Bind:
        return ", " + tcp::to_text(trace.endpoint(side).socket);
    case SocketCall::Connect:
        return ", " + tcp::to_text(trace.endpoint(trace::other(side)).socket);
    case SocketCall::Send:
    case SocketCall::Read:
        return has_count(line) ? fmt::format(", {}", line.octets) : std::string{};
    case SocketCall::Shutdown:
        return ", SHUT_WR";
    case SocketCall::Linger:
        return ", SO_LINGER, 0";
    case SocketCall::Socket:
    case SocketCall::Listen:
    case SocketCall::Accept:
    case SocketCall::Close:
    case SocketCall::Restart:
        break;
    }
    return {};
}

} // namespace

std::string call_text(const ProgramLine& line, const trace::Trace& trace, trace::Side side)
{
    if (line.call == SocketCall::Socket || line.call == SocketCall::Restart) return short_call_text(line);
    return fmt::format("{}({}{})", posix_name(line.call), descriptor(line.connection), arguments(line, trace, side));
}

std::string short_call_text(const ProgramLine& line)
{
    if (line.call == SocketCall::Restart) return std::string{posix_name(line.call)};
    if (line.call == SocketCall::Linger) return "SO_LINGER 0";
    return has_count(line) ? fmt::format("{}({})", posix_name(line.call), line.octets)
                           : fmt::format("{}()", posix_name(line.call));
}

std::string result_text(const ProgramLine& line)
{
    if (line.blocks() || line.call == SocketCall::Restart) return {};
    if (line.failure != Errno::None) return fmt::format("-1 {}", posix_name(line.failure));
    if (line.call == SocketCall::Socket) return descriptor(0);
    if (line.call == SocketCall::Accept) return descriptor(line.result);
    return fmt::format("{}", line.result);
}

} // namespace tcpstage::captions
