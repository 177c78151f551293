#include "core/live/wire/reporter.h"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <sys/socket.h>
#include <utility>

namespace tcpstage::live {

std::int64_t now()
{
    using std::chrono::nanoseconds;
    return std::chrono::duration_cast<nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void Reporter::report(Event event, std::span<const std::uint8_t> tail)
{
    if (message_.size() + sizeof event + tail.size() > largest_message_bytes / 2) close_message();
    event.tail_bytes = static_cast<std::uint32_t>(tail.size());
    message_.append(reinterpret_cast<const char*>(&event), sizeof event);
    message_.append(reinterpret_cast<const char*>(tail.data()), tail.size());
}

void Reporter::close_message()
{
    if (message_.empty()) return;
    if (waiting_.size() < most_waiting)
        waiting_.push_back(std::move(message_));
    else
        unreported_ += 1;
    message_.clear();
}

bool Reporter::flush()
{
    close_message();
    while (!waiting_.empty()) {
        const std::string& message = waiting_.front();
        if (::send(socket_, message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT) < 0) {
            if (errno == EAGAIN || errno == ENOBUFS) return false;
            std::_Exit(0); // the program is gone
        }
        waiting_.pop_front();
    }
    if (unreported_ != 0) {
        Event event;
        event.kind = Event::Kind::Unreported;
        event.at = now();
        event.value = std::exchange(unreported_, 0);
        report(event);
        return flush();
    }
    return true;
}

} // namespace tcpstage::live
