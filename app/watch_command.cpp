#include "app/watch_command.h"

#include "app/line/output.h"
#include "app/live_progress.h"
#include "core/base/say.h"
#include "core/live/watch/run_watch.h"

#include <fmt/format.h>

namespace tcpstage::app {

namespace {

void say_seen(const std::string& line) { std::fputs(("tcpstage: " + line + "\n").c_str(), stderr); }

std::string text_of(const live::FourNumbers& ends)
{
    return fmt::format("{} > {}", tcp::to_text(live::local_of(ends)), tcp::to_text(live::remote_of(ends)));
}

/// How it is watched, and why not by dumpcap.
void say_begin(const std::string& target, live::Vantage vantage, const std::optional<live::Trouble>& refused,
               Language language)
{
    if (refused)
        say_seen(said(language, {"not used: {} (dumpcap): {}", "未采用：{}（dumpcap）：{}"},
                      live::word(live::Vantage::Watch), refused->error().sentences()));
    const bool has_segments = vantage == live::Vantage::Watch;
    const Text by = has_segments ? Text{"its segments (dumpcap)", "报文段（dumpcap）"}
                                 : Text{"what the kernel reports (TCP_INFO)", "内核的报告（TCP_INFO）"};
    say_seen(
        said(language,
             {"watching {}: {}; Ctrl+C ends it and keeps what was seen", "正在观察 {}：{}；按 Ctrl+C 结束并保留结果"},
             target, by));
}

} // namespace

int watch_connections(const WatchCommand& command, Language language,
                      const std::function<int(const run::LessonRun&)>& write)
{
    const auto wanted = live::parse_watch_target(command.target);
    if (!wanted) return complain(wanted.error(), language);
    LiveProgress progress{language};
    live::WatchOptions options;
    options.until = static_cast<std::uint32_t>(command.connection);
    options.vantage = command.vantage;
    options.begins = [&](const live::WatchPlay& play, const std::optional<live::Trouble>& refused) {
        say_begin(command.target, play.vantage(), refused, language);
    };
    options.found = [&](std::uint32_t number, const live::FourNumbers& ends) {
        say_seen(said(language, {"connection {}: {}", "连接 {}：{}"}, number, text_of(ends)));
    };
    auto done = live::run_watch(progress.io(), *wanted, options);
    progress.end();
    if (!done) return complain(done.error(), language);
    for (const OwnedText& limit : done->limits)
        say_seen(said(language, {"note: {}", "说明：{}"}, limit[language]));
    if (done->stopped) say_stopped(language);
    const auto number = static_cast<std::size_t>(command.connection);
    if (number > done->connections.size())
        return complain(
            {say({"no such connection was there: {} were found for {}", "没有这样的连接：共找到 {} 个（{}）"},
                 done->connections.size(), command.target),
             {},
             {"start it while it is watched; \"ss -tn\" lists those that are there",
              "请在观察期间启动它；“ss -tn”列出现有的连接"}},
            language);
    return write(done->connections[number - 1]);
}

} // namespace tcpstage::app
