// read, recv, write, send: octets between the user and the buffers.
#include "core/packetdrill/sockets.h"

#include "core/base/say.h"
#include "core/packetdrill/run.h"

#include <algorithm>

namespace tcpstage::packetdrill {

namespace {

/// The length is the third argument, the flags are the fourth.
std::uint32_t length_of(const std::vector<Value>& arguments)
{
    const auto number = arguments.size() > 2 ? as_number(arguments[2]) : std::nullopt;
    return static_cast<std::uint32_t>(std::clamp<std::int64_t>(number.value_or(0), 0, UINT32_MAX));
}

bool has_flag(const std::vector<Value>& arguments, std::string_view flag)
{
    return arguments.size() > 3 && has_word(arguments[3], flag);
}

OwnedText foreign_flag(const std::vector<Value>& arguments)
{
    for (const auto* flag :
         {"MSG_OOB", "MSG_FASTOPEN", "MSG_ZEROCOPY", "MSG_ERRQUEUE", "MSG_MORE", "MSG_MORETOCOME", "MSG_EOR"})
        if (has_flag(arguments, flag)) return {flag, flag};
    return {};
}

} // namespace

Answer Sockets::receive(const Arguments& arguments, const Value& /*expected*/, Progress& progress)
{
    Socket& socket = *find(arguments);
    if (const auto flag = foreign_flag(arguments); !flag.empty()) return unsupported(flag);
    if (socket.stream == nullptr) return refused("ENOTCONN");
    Stream& stream = *socket.stream;
    const std::uint32_t length = length_of(arguments);
    const bool peeks = has_flag(arguments, "MSG_PEEK");
    const bool by_hand = stream.endpoint.settings().reads == tcp::Reads::ByHand;
    const std::uint32_t waiting = by_hand ? stream.endpoint.tcb().unread_bytes : stream.unread;
    const std::uint32_t ready = std::min(length - progress.octets, waiting);
    const bool whole = has_flag(arguments, "MSG_WAITALL") && !socket.non_blocking && !peeks;
    if (ready > 0) {
        if (peeks) return returned(ready);
        if (by_hand)
            machine_.handle(stream, tcp::Receive{ready});
        else
            stream.unread -= ready;
        progress.octets += ready;
    }
    const bool over = stream.ended || socket.read_shut || stream.state() == tcp::State::Closed;
    if (progress.octets > 0 && (!whole || progress.octets == length || over)) return returned(progress.octets);
    if (!stream.error.empty()) return refused(std::exchange(stream.error, {}));
    if (over || length == 0) return returned(0);
    return socket.non_blocking || has_flag(arguments, "MSG_DONTWAIT") ? refused("EAGAIN") : blocked();
}

Answer Sockets::send(const Arguments& arguments, const Value& /*expected*/, Progress& progress)
{
    Socket& socket = *find(arguments);
    if (const auto flag = foreign_flag(arguments); !flag.empty()) return unsupported(flag);
    if (socket.write_shut) return refused("EPIPE");
    if (socket.stream == nullptr) return refused("ENOTCONN");
    Stream& stream = *socket.stream;
    if (!stream.error.empty()) return refused(std::exchange(stream.error, {}));
    const tcp::State state = stream.state();
    if (state == tcp::State::SynSent || state == tcp::State::SynReceived) return refused("ENOTCONN");
    if (state != tcp::State::Established && state != tcp::State::CloseWait) return refused("EPIPE");

    const std::uint32_t length = length_of(arguments);
    const std::uint32_t queued = stream.endpoint.queued_bytes();
    const std::uint32_t room = socket.send_buffer - std::min(socket.send_buffer, queued);
    const std::uint32_t octets = std::min(room, length - progress.octets);
    const std::uint32_t mss = std::max<std::uint32_t>(1, stream.endpoint.tcb().snd.mss);
    if (octets / mss > most_steps / 2) // they may all be sent at once
        return unsupported(
            say({"too large: at most {} segments of one call", "太大：一次调用最多 {} 个报文段"}, most_steps / 2));
    if (octets > 0) machine_.handle(stream, tcp::Send{Bytes::pattern(octets, progress.octets)});
    progress.octets += octets;
    if (progress.octets == length) return returned(length);
    if (!socket.non_blocking && !has_flag(arguments, "MSG_DONTWAIT")) return blocked();
    return progress.octets > 0 ? returned(progress.octets) : refused("EAGAIN");
}

} // namespace tcpstage::packetdrill
