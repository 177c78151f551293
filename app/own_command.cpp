#include "app/own_command.h"

#include "app/line/output.h"
#include "app/live_progress.h"
#include "core/base/say.h"
#include "core/live/launch_protocol.h"
#include "core/live/own/run_own.h"
#include "core/live/protocol.h"

#include <fmt/format.h>

namespace tcpstage::app {

namespace {

void say_line(const std::string& line) { std::fputs((line + "\n").c_str(), stderr); }

/// "client: 200 OK", as the program wrote it.
void say_written(trace::Side side, std::string_view line)
{
    say_line(fmt::format("{}: {}", side == trace::Side::Left ? "client" : "server", line));
}

void say_addresses(bool ip6, Language language)
{
    say_line("tcpstage: " + said(language,
                                 {"the client has {}, the server {}: $TCPSTAGE_CLIENT and $TCPSTAGE_SERVER",
                                  "客户端的地址是 {}，服务器的是 {}：$TCPSTAGE_CLIENT 和 $TCPSTAGE_SERVER"},
                                 ip6 ? "fd00::1" : "10.0.0.1", ip6 ? "fd00::2" : "10.0.0.2"));
}

/// Which connections there were, if the user may want another one than that which is written.
void say_connections(const live::OwnRun& run, std::int64_t chosen, Language language)
{
    if (run.connections.size() < 2) return;
    say_line("tcpstage: " +
             said(language, {"{} connections; --connection N chooses one:", "共 {} 个连接；用 --connection N 选择："},
                  run.connections.size()));
    for (std::size_t i = 0; i < run.connections.size(); ++i) {
        const trace::Trace& trace = run.connections[i].run.trace;
        say_line(said(language, {"{}{}  {} > {}  {} segments", "{}{}  {} > {}  {} 个报文段"},
                      static_cast<std::int64_t>(i) + 1 == chosen ? "* " : "  ", i + 1,
                      tcp::to_text(trace.endpoint(trace::Side::Left).socket),
                      tcp::to_text(trace.endpoint(trace::Side::Right).socket), trace.transits().size()));
    }
}

void say_ends(const live::OwnRun& run, Language language)
{
    for (const trace::Side side : trace::both_sides) {
        const auto& end = run.ends[trace::index(side)];
        const bool is_client = side == trace::Side::Left;
        if (!end) continue;
        const std::string how{end->text()[language]};
        say_line("tcpstage: " +
                 (is_client ? said(language, {"the client's program ended: {}", "客户端程序已结束：{}"}, how)
                            : said(language, {"the server's program ended: {}", "服务器程序已结束：{}"}, how)));
    }
}

Result<void> check(const OwnCommand& own)
{
    if (own.client.empty() || own.server.empty())
        return fail({"two programs are needed: a server and a client", "需要两个程序：服务器和客户端"}, {},
                    {"give both --server and --client", "请同时给出 --server 和 --client"});
    if (own.client.size() >= live::longest_command_bytes || own.server.size() >= live::longest_command_bytes)
        return fail({"a command is too long", "命令太长"}, {}, {"put it into a script", "请把它写成脚本"});
    return {};
}

} // namespace

void add_own_options(const Command& command, OwnCommand& options)
{
    command.option("--server", options.server,
                   {"Run two programs of yours instead of a lesson, each in a network of its own: a command line that "
                    "starts the server",
                    "不运行课程，而运行您自己的两个程序，各在自己的网络中：启动服务器的命令行"});
    command.option("--client", options.client,
                   {"The command line that starts the client, when the server listens; $TCPSTAGE_SERVER, or the name "
                    "server, is the server's address",
                    "服务器开始监听后启动客户端的命令行；$TCPSTAGE_SERVER 或名称 server 是服务器的地址"});
    command.flag("--ipv6", options.ip6, {"The two programs see each other over IPv6", "两个程序通过 IPv6 互相访问"});
    command.option("--network", options.network,
                   {"Of the two programs, as lessons describe it: \"delay: 20 ms, loss: 1%\"",
                    "两个程序之间的网络，写法与课程相同：\"delay: 20 ms, loss: 1%\""});
    command
        .option("--fault", options.faults,
                {"What the network does to a segment of each connection, as in lessons; may be given several times: "
                 "\"drop: {from: server, len: 1448}\"",
                 "网络对每个连接的某个报文段做什么，写法与课程相同；可多次给出：\"drop: {from: server, len: 1448}\""})
        ->allow_extra_args(false);
    command
        .option("--connection", options.connection,
                {"Write the trace of connection N between the two programs, or of those that are watched",
                 "输出两个程序之间，或所观察的连接中，第 N 个连接的轨迹"})
        ->check(command.whole_number(1, live::most_connections));
}

int run_own_programs(const OwnCommand& own, Language language, const std::function<int(const run::LessonRun&)>& write)
{
    if (const auto valid = check(own); !valid) return complain(valid.error(), language);
    auto network = live::own_network(own.network, own.faults);
    if (!network) return complain(network.error(), language);
    LiveProgress progress{language};
    say_addresses(own.ip6, language);
    auto done = live::run_own(progress.io(), {{own.client, own.server}, own.ip6},
                              {std::move(*network), live::Device::Auto, false, say_written});
    progress.end();
    if (!done) return complain(done.error(), language);
    say_ends(*done, language);
    if (done->stopped) say_stopped(language);
    say_connections(*done, own.connection, language);
    const auto number = static_cast<std::size_t>(own.connection);
    if (done->connections.empty()) return 0; // it was stopped before
    if (number > done->connections.size())
        return complain({tcpstage::say({"there is no connection {}: the programs made {}",
                                        "没有第 {} 个连接：两个程序共建立 {} 个"},
                                       number, done->connections.size()),
                         {},
                         {}},
                        language);
    return write(done->connections[number - 1]);
}

} // namespace tcpstage::app
