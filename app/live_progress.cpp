#include "app/live_progress.h"

#include "core/base/say.h"
#include "core/live/session/player.h"
#include "core/trace/spoken_name.h"

#include <csignal>
#include <cstdio>
#include <unistd.h>

namespace tcpstage::app {

namespace {

constexpr std::chrono::seconds between_lines{1};
constexpr Duration short_run{3s}; // no line for what is over soon

} // namespace

void say_stopped(Language language)
{
    constexpr Text text{"ended early: what had happened until then is written", "提前结束：已写出到此为止的内容"};
    std::fputs(("tcpstage: " + std::string{text[language]} + "\n").c_str(), stderr);
}

LiveProgress::LiveProgress(Language language)
    : language_{language}, signals_{io_, SIGINT, SIGTERM}, timer_{io_}, to_terminal_{::isatty(STDERR_FILENO) == 1}
{
    signals_.async_wait([this](boost::system::error_code error, int) {
        if (!error) io_.stop();
    });
}

void LiveProgress::begins(live::Player& player, live::Vantage /*vantage*/, const std::vector<OwnedText>& /*limits*/)
{
    player_ = &player;
    if (to_terminal_) later();
}

void LiveProgress::later()
{
    timer_.expires_after(between_lines);
    timer_.async_wait([this](boost::system::error_code error) {
        if (error || player_ == nullptr) return;
        say();
        later();
    });
}

/// "12 s: 14 segments, client SYN-SENT, server CLOSED; Ctrl+C ends the run and keeps it"
void LiveProgress::say()
{
    const Instant now = player_->now();
    if (now < Instant{short_run}) return;
    const auto state = [this](trace::Side side) { return std::string{tcp::name(player_->observer().tcb(side).state)}; };
    const auto name = [this](trace::Side side) { return trace::spoken(player_->trace().endpoint(side)); };
    const OwnedText line =
        tcpstage::say({"{}: {} segments, {} {}, {} {}; Ctrl+C ends the run and keeps it",
                       "{}：{} 个报文段，{} {}，{} {}；按 Ctrl+C 结束并保留结果"},
                      to_seconds(now, 0), player_->trace().transits().size(), name(trace::Side::Left),
                      state(trace::Side::Left), name(trace::Side::Right), state(trace::Side::Right));
    std::fputs(("\r\x1b[K" + line[language_]).c_str(), stderr);
    std::fflush(stderr);
    said_ = true;
}

void LiveProgress::end()
{
    player_ = nullptr;
    signals_.cancel();
    if (said_) std::fputs("\r\x1b[K", stderr);
}

} // namespace tcpstage::app
