#include "core/live/session/run_loopback.h"

#include "core/base/say.h"
#include "core/live/explain.h"
#include "core/live/kernel_options.h"
#include "core/live/observe/merge_capture.h"
#include "core/live/session/player.h"
#include "core/run/real_notes.h"

namespace tcpstage::live {

namespace {

Error watcher_stopped()
{
    return {{"dumpcap was stopped by a signal, and has been killed", "dumpcap 不再继续：它被暂停，现已结束"},
            {},
            {"run it again", "请重新运行"}};
}

class LoopbackRun {
public:
    LoopbackRun(boost::asio::io_context& io, const lesson::Scenario& lesson, const LiveOptions& options,
                Vantage vantage)
        : io_{io}, options_{options}, vantage_{vantage}, kernel_{options_for_loopback(lesson)},
          loopback_{io, kernel_.stacks, [this](const Event& event, auto tail) { take(event, tail); }},
          scenario_{on_loopback(lesson)}, watcher_{io}
    {}

    Result<LiveRun> run()
    {
        if (vantage_ == Vantage::Watch)
            if (const auto trouble =
                    watcher_.start(loopback_.port(trace::Side::Left), loopback_.port(trace::Side::Right)))
                return tl::unexpected<Error>{trouble->error()};
        if (vantage_ == Vantage::TcpInfo)
            kernel_.limits.push_back(
                {"of the segments only the SYN is seen, which the kernel saved: states are sampled, and the server's "
                 "numbers are relative to its first",
                 "报文段只能看到内核保存的 SYN：状态是采样得来的，服务器的序号从它的第一个算起"});
        player_.emplace(io_, scenario_, live_options(),
                        [this](const Command& command, auto data) { loopback_.obey(command, data); });
        return play();
    }

private:
    lesson::Scenario on_loopback(lesson::Scenario scenario) const
    {
        for (const trace::Side side : trace::both_sides)
            scenario.setup.endpoints[trace::index(side)].socket = {{{127, 0, 0, 1}}, loopback_.port(side)};
        return scenario;
    }

    PlayOptions live_options() const
    {
        PlayOptions play = options_.play;
        play.vantage = Vantage::TcpInfo;
        play.by_hand = false;
        return play;
    }

    void take(const Event& event, std::span<const std::uint8_t> tail)
    {
        if (!player_) return;
        if (vantage_ == Vantage::Watch) happened_.push_back({event, {tail.begin(), tail.end()}});
        player_->take(event, tail);
    }

    /// The trace with the segments that were captured so far.
    trace::Trace seen() const
    {
        const trace::Trace& trace = player_->trace();
        return merge_capture(happened_, watcher_.passed(),
                             {{trace.endpoint(trace::Side::Left), trace.endpoint(trace::Side::Right)},
                              player_->start(),
                              trace.began_ns()});
    }

    Result<LiveRun> play()
    {
        Spectator* const spectator = options_.spectator;
        if (spectator != nullptr) spectator->begins(*player_, vantage_, kernel_.limits);
        bool finished = false;
        player_->begin(
            [this, spectator] {
                if (spectator == nullptr || !spectator->wants()) return;
                spectator->sees(vantage_ == Vantage::Watch ? seen() : player_->trace());
            },
            [this, &finished] {
                finished = true;
                io_.stop();
            });
        if (vantage_ == Vantage::Watch)
            watcher_.watch_over([this] {
                stopped_ = true;
                io_.stop();
            });
        io_.run();
        loopback_.stop();
        if (stopped_) return tl::unexpected<Error>{watcher_stopped()};
        LiveRun live;
        live.vantage = vantage_;
        live.stopped = !finished;
        std::vector<Error> warnings;
        if (vantage_ == Vantage::Watch) {
            player_->halt();
            const bool complete = all_is_reported(finished ? Watcher::reported_within : Watcher::soon);
            if (finished && !complete)
                warnings.push_back({{"segments may be missing: dumpcap did not report all of them in time",
                                     "可能缺少报文段：dumpcap 没有及时报告全部"},
                                    {},
                                    {"run it again", "请重新运行"}});
            if (stopped_) return tl::unexpected<Error>{watcher_stopped()};
            trace::Trace trace = seen();
            live.run = std::move(*player_).run();
            live.run.trace = std::move(trace);
            live.run.notes = run::place_notes(scenario_, live.run.trace);
        } else {
            live.run = std::move(*player_).run();
        }
        live.run.warnings.insert(live.run.warnings.end(), warnings.begin(), warnings.end());
        live.limits = std::move(kernel_.limits);
        return live;
    }

    bool all_is_reported(std::chrono::milliseconds within)
    {
        bool complete = false;
        watcher_.await_all(within, [&](bool all) {
            complete = all;
            io_.stop();
        });
        io_.restart();
        io_.run();
        return complete;
    }

    boost::asio::io_context& io_;
    const LiveOptions& options_;
    Vantage vantage_;
    KernelOptions kernel_;
    std::optional<Player> player_;
    Loopback loopback_;
    lesson::Scenario scenario_;
    Watcher watcher_;
    std::vector<Happened> happened_;
    bool stopped_ = false; // dumpcap was stopped by a signal
};

} // namespace

Result<LiveRun> run_on_loopback(const lesson::Scenario& lesson, const LiveOptions& options, Vantage vantage)
{
    boost::asio::io_context own{1};
    return LoopbackRun{options.io != nullptr ? *options.io : own, lesson, options, vantage}.run();
}

} // namespace tcpstage::live
