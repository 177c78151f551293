#include "core/live/own/programs.h"

#include "core/base/say.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace tcpstage::live {

namespace {

using boost::system::error_code;

constexpr int end_within_ms = 1000; // the launcher itself takes 300 ms at most
constexpr std::size_t longest_line = 2000;

Error launcher_gone()
{
    return {{"the user's programs cannot be started or were ended: their launcher is gone",
             "无法启动用户的程序，或它们已被结束：启动它们的进程不在了"},
            {},
            {"run it again", "请重新运行"}};
}

} // namespace

bool ProgramEnd::was_not_found() const
{
    constexpr int not_executable = 126;
    constexpr int not_found = 127;
    return WIFEXITED(status) && (WEXITSTATUS(status) == not_found || WEXITSTATUS(status) == not_executable);
}

OwnedText ProgramEnd::text() const
{
    if (WIFEXITED(status)) return say({"exit status {}", "退出状态 {}"}, WEXITSTATUS(status));
    return say({"signal {} ({})", "信号 {}（{}）"}, WTERMSIG(status), ::strsignal(WTERMSIG(status)));
}

tl::expected<std::unique_ptr<Programs>, Trouble> Programs::make(boost::asio::io_context& io,
                                                                std::vector<std::string> variables)
{
    std::unique_ptr<Programs> programs{new Programs{io}};
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0)
        return tl::unexpected<Trouble>{Trouble{Stage::Launch, errno}};
    programs->orders_.assign({AF_UNIX, 0}, pair[0]);
    programs->launch_.orders = pair[1];
    for (std::size_t side = 0; side < 2; ++side) {
        if (::pipe2(pair.data(), O_CLOEXEC) != 0) return tl::unexpected<Trouble>{Trouble{Stage::Launch, errno}};
        programs->outputs_[side].source.assign(pair[0]);
        programs->launch_.outputs[side] = pair[1];
    }
    for (char** variable = ::environ; *variable != nullptr; ++variable)
        programs->launch_.environment.emplace_back(*variable);
    std::ranges::move(variables, std::back_inserter(programs->launch_.environment));
    return programs;
}

Programs::~Programs()
{
    close_launch_ends();
    end();
}

void Programs::close_launch_ends()
{
    for (int* const end : {&launch_.orders, &launch_.outputs[0], &launch_.outputs[1]})
        if (*end >= 0) ::close(std::exchange(*end, -1));
}

void Programs::listen(Listener listener)
{
    listener_ = std::move(listener);
    await_report();
    for (const trace::Side side : trace::both_sides)
        read_on(side);
}

void Programs::start(trace::Side side, std::string_view command) { order(LaunchOrder::Kind::Start, side, command); }

void Programs::order(LaunchOrder::Kind kind, trace::Side side, std::string_view command)
{
    const LaunchOrder order{kind, static_cast<std::uint8_t>(side)};
    std::string message(sizeof order, '\0');
    std::memcpy(message.data(), &order, sizeof order);
    message += command;
    static_cast<void>(::send(orders_.native_handle(), message.data(), message.size(), MSG_NOSIGNAL));
}

void Programs::await_report()
{
    orders_.async_wait(boost::asio::socket_base::wait_read, [this](error_code error) {
        if (error || over_) return;
        LaunchReport report;
        const ssize_t size = ::recv(orders_.native_handle(), &report, sizeof report, MSG_DONTWAIT);
        if (size < 0 && errno == EAGAIN) return await_report();
        if (size != sizeof report || report.side > 1) return listener_.failed(launcher_gone());
        if (report.kind == LaunchReport::Kind::Failed)
            return listener_.failed(Trouble{Stage::Launch, report.value}.error());
        if (report.kind == LaunchReport::Kind::Ended) {
            const auto side = static_cast<trace::Side>(report.side);
            take_rest(side); // before it is said that it has ended
            listener_.ended(side, {report.value});
        }
        await_report();
    });
}

void Programs::read_on(trace::Side side)
{
    Output& output = outputs_[trace::index(side)];
    output.source.async_read_some(boost::asio::buffer(output.octets), [this, side](error_code error, std::size_t size) {
        if (over_ || error == boost::asio::error::operation_aborted) return;
        take(side, {outputs_[trace::index(side)].octets.data(), size});
        if (!error) read_on(side);
    });
}

void Programs::take(trace::Side side, std::string_view octets)
{
    std::string& line = outputs_[trace::index(side)].line;
    for (const char letter : octets) {
        if (letter != '\n') line += letter;
        if (letter != '\n' && line.size() < longest_line) continue;
        if (listener_.wrote) listener_.wrote(side, line);
        line.clear();
    }
}

/// What is there already, with the last line.
void Programs::take_rest(trace::Side side)
{
    Output& output = outputs_[trace::index(side)];
    std::array<char, 4096> octets{};
    pollfd readable{output.source.native_handle(), POLLIN, 0};
    while (::poll(&readable, 1, 0) == 1 && (readable.revents & POLLIN) != 0) {
        const ssize_t size = ::read(output.source.native_handle(), octets.data(), octets.size());
        if (size <= 0) break;
        take(side, {octets.data(), static_cast<std::size_t>(size)});
    }
    if (!output.line.empty()) take(side, "\n");
}

void Programs::end()
{
    if (std::exchange(over_, true)) return;
    const int socket = orders_.native_handle();
    ::shutdown(socket, SHUT_WR); // the launcher ends, and closes its end
    pollfd closed{socket, POLLIN, 0};
    LaunchReport ignored;
    while (::poll(&closed, 1, end_within_ms) == 1 && ::recv(socket, &ignored, sizeof ignored, MSG_DONTWAIT) > 0) {
    }
    for (const trace::Side side : trace::both_sides)
        if (listener_.wrote) take_rest(side);
}

} // namespace tcpstage::live
