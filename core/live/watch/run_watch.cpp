#include "core/live/watch/run_watch.h"

#include "core/base/say.h"
#include "core/live/watch/captured_watch.h"
#include "core/live/watch/sampled_watch.h"

#include <boost/asio/executor_work_guard.hpp>

namespace tcpstage::live {

namespace {

template <typename Watch> Result<WatchRun> result_of(Watch& watch, std::optional<Trouble> refused)
{
    const auto finished = watch.run();
    if (!finished) return tl::unexpected<Error>{finished.error()};
    WatchRun run;
    run.vantage = watch.vantage();
    run.refused = refused;
    run.stopped = !*finished;
    run.limits = watch.limits();
    for (std::size_t index = 0; index < watch.size(); ++index) {
        run.connections.push_back(watch.so_far(index));
        run.list.push_back(watch.summary(index));
    }
    return run;
}

Text summary_by(Vantage vantage)
{
    if (vantage == Vantage::Watch)
        return {"{} and {}: their segments as dumpcap captured them on this machine",
                "{} 与 {}：dumpcap 在本机抓到的报文段"};
    return {"{} and {}, as the kernel reported it every 5 ms: no segments are seen",
            "{} 与 {}，内核每 5 毫秒的报告：看不到报文段"};
}

} // namespace

run::LessonRun watched_run(trace::Trace trace, std::uint32_t number, Vantage vantage)
{
    run::LessonRun lesson_run;
    lesson::Scenario& scenario = lesson_run.scenario;
    const auto socket = [&](trace::Side side) { return tcp::to_text(trace.endpoint(side).socket); };
    const auto summary = [&](Language language) {
        return fmt::format(fmt::runtime(summary_by(vantage)[language]), socket(trace::Side::Left),
                           socket(trace::Side::Right));
    };
    scenario.id = "watch";
    scenario.group = lesson::Group::Real;
    scenario.title = say({"Connection {} of this machine", "本机的第 {} 个连接"}, number);
    scenario.summary = {summary(Language::English), summary(Language::Chinese)};
    for (const trace::Side side : trace::both_sides) {
        sim::EndpointSetup& end = scenario.setup.endpoints[trace::index(side)];
        end.name = trace.endpoint(side).name;
        end.socket = {tcp::Address{{10, 0, 0, static_cast<std::uint8_t>(trace::index(side) + 1)}},
                      trace.endpoint(side).socket.port};
    }
    lesson_run.run.trace = std::move(trace);
    return lesson_run;
}

Result<WatchRun> run_watch(boost::asio::io_context& io, const WatchTarget& target, const WatchOptions& options)
{
    const auto guard = boost::asio::make_work_guard(io); // each kind ends by stopping it
    std::optional<Trouble> refused;
    if (options.vantage != Vantage::TcpInfo) {
        CapturedWatch watch{io, target, options};
        refused = watch.start();
        if (!refused) return result_of(watch, {});
        if (options.vantage) return tl::unexpected<Error>{refused->error()};
    }
    SampledWatch watch{io, target, options, refused};
    return result_of(watch, refused);
}

} // namespace tcpstage::live
