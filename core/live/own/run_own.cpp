#include "core/live/own/run_own.h"

namespace tcpstage::live {

Result<OwnRun> run_own(boost::asio::io_context& io, const OwnPrograms& programs, OwnOptions options,
                       OwnSpectator* spectator)
{
    OwnPlay play{io, programs, std::move(options)};
    bool finished = false;
    std::optional<Error> problem;
    const auto begun = play.begin(
        [&] {
            if (spectator != nullptr) spectator->changed();
        },
        [&](const std::optional<Error>& what) {
            finished = true;
            problem = what;
            io.stop();
        });
    if (!begun) return tl::unexpected<Error>{begun.error()};
    if (spectator != nullptr) spectator->begins(play);
    io.run();
    play.end_programs();
    if (problem) return tl::unexpected<Error>{*std::move(problem)};
    OwnRun run;
    run.stopped = !finished;
    run.limits = play.limits();
    for (const trace::Side side : trace::both_sides)
        run.ends[trace::index(side)] = play.end_of(side);
    for (const auto& connection : play.connections())
        if (connection->player() != nullptr) {
            run.list.push_back(connection->summary());
            run.connections.push_back(std::move(*connection).lesson_run());
        }
    return run;
}

} // namespace tcpstage::live
