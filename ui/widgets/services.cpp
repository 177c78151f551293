#include "ui/widgets/services.h"

#include "core/base/files.h"
#include "core/base/nearest.h"
#include "core/base/say.h"
#include "core/formats/formats.h"
#include "core/formats/save.h"
#include "core/packetdrill/packetdrill.h"
#include "core/run/saved_run.h"
#include "core/sources/find_run.h"
#include "ui/model/choices.h"
#include "ui/model/words.h"
#include "ui/paint/export.h"
#include "ui/widgets/common/work_folder.h"
#include "ui/widgets/live/live_service.h"

#include <QSettings>
#include <array>
#include <new>

namespace tcpstage {

namespace {

Result<std::string> octetsOf(const SaveRunTo& request)
{
    constexpr std::array<std::string_view, 7> endings{"tcptrace", "json", "csv", "pcapng", "mmd", "pkt", "yaml"};
    const std::size_t dot = request.path.rfind('.');
    const std::string ending = dot == std::string::npos ? std::string{} : request.path.substr(dot + 1);
    const Trace& trace = request.staged->trace();
    if (ending == endings[0]) return loadable(save_run(request.staged->scenario, request.staged->run));
    if (ending == endings[1]) return to_json(trace);
    if (ending == endings[2]) return to_csv(trace);
    if (ending == endings[3]) return to_pcapng(trace);
    if (ending == endings[4]) return to_mermaid(trace);
    if (ending == endings[5]) return to_packetdrill({request.staged->scenario, request.staged->run});
    if (ending == endings[6]) return write_scenario(request.staged->scenario);
    return fail(say({"unknown ending \"{}\"", "未知的扩展名“{}”"}, ending), {request.path, 0, 0},
                advice_for(ending, endings));
}

/// The lesson with something changed in it.
Result<StagedRunPtr> tellBranch(const StagedRun& staged, const WhatIf& change, TimeMapKind timeMap,
                                const std::stop_token& stop)
{
    Result<Scenario> scenario = branch(staged.scenario, staged.trace(), change, stop);
    if (!scenario) return tl::unexpected{scenario.error()};
    return tell(std::move(*scenario), timeMap, stop);
}

StagedRunPtr besideParent(const TellSource& request, const std::stop_token& stop)
{
    Told parent{request.parent->scenario, request.parent->run};
    Told child{request.again->scenario, request.again->run};
    parent.scenario.half = request.names[0];
    child.scenario.half = request.names[1];
    return tellTogether(std::move(parent), std::move(child), request.timeMap, stop);
}

/// The same lesson twice: by the simulator, and by real kernels.
StagedRunPtr besideSimulated(const StagedRun& real, TimeMapKind timeMap, const std::stop_token& stop)
{
    Told simulated{real.scenario, run(real.scenario, nullptr, stop)};
    Told live{real.scenario, real.run};
    simulated.scenario.half = {std::string{wording::halfSimulated.en}, std::string{wording::halfSimulated.zh}};
    live.scenario.half = {std::string{wording::halfReal.en}, std::string{wording::halfReal.zh}};
    return tellTogether(std::move(simulated), std::move(live), timeMap, stop);
}

/// One of two runs, as it was before the other stood beside it.
StagedRunPtr byItself(const StagedRun& staged, TimeMapKind timeMap, const std::stop_token& stop)
{
    Scenario scenario = staged.scenario;
    scenario.half = {};
    scenario.beside.reset();
    return tell(std::move(scenario), staged.run, timeMap, stop);
}

Result<StagedRunPtr> tellAny(const TellSource& request, const std::stop_token& stop)
{
    if (request.change) return tellBranch(*request.again, *request.change, request.timeMap, stop);
    if (request.parent) return besideParent(request, stop);
    if (!request.text.empty())
        return read_scenario(request.text, request.source + ".yaml").map([&](Scenario scenario) {
            return StagedRunPtr{tell(std::move(scenario), request.timeMap, stop)};
        });
    if (request.withSimulated && request.again) return besideSimulated(*request.again, request.timeMap, stop);
    if (request.alone && request.again) return byItself(*request.again, request.timeMap, stop);
    if (request.again && request.again->beside)
        return tellTogether({request.again->scenario, request.again->run},
                            {request.again->beside->scenario, request.again->beside->run}, request.timeMap, stop);
    if (request.again) return tell(request.again->scenario, request.again->run, request.timeMap, stop);
    Result<Told> told = find_run(request.source, stop);
    if (!told) return tl::unexpected<Error>{told.error()};
    return tell(std::move(told->scenario), std::move(told->run), request.timeMap, stop);
}

/// What a worker does: too little memory for it is no reason to lose what else stands in the window.
template <typename Work> auto withinMemory(const std::string& name, Work work) -> decltype(work())
{
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return fail({"too large: there is not enough memory", "太大：内存不足"}, {name, 0, 0},
                    {"close other programs, or choose something smaller", "请关闭其他程序，或选小一些的"});
    }
}

} // namespace

Result<StagedRunPtr> tellSource(const TellSource& request, std::stop_token stop)
{
    Result<StagedRunPtr> staged = withinMemory(request.source, [&] { return tellAny(request, stop); });
    if (stop.stop_requested()) return cancelled(request.source);
    return staged;
}

Result<void> writeStage(const WriteStage& request)
{
    Picture picture;
    picture.view = View::Stage;
    picture.time = request.time;
    picture.size = request.size;
    picture.theme = request.theme;
    picture.display = request.display;
    // A copy of its own: what a story keeps from frame to frame belongs to the thread of the window.
    const StagedRunPtr copy = request.staged->beside
                                  ? tellTogether({request.staged->scenario, request.staged->run},
                                                 {request.staged->beside->scenario, request.staged->beside->run},
                                                 request.staged->timeMap.kind())
                                  : tell(request.staged->scenario, request.staged->run, request.staged->timeMap.kind());
    return withinMemory(request.path, [&] { return writePicture(*copy, picture, request.path); });
}

Result<void> saveRunTo(const SaveRunTo& request)
{
    const Result<std::string> octets = withinMemory(request.path, [&] { return octetsOf(request); });
    if (!octets) return tl::unexpected<Error>{octets.error()};
    return writeText({request.path, *octets});
}

Result<void> writeText(const WriteText& request) { return write_whole_file(request.path, request.text); }

Services programServices(QSettings& settings, const std::shared_ptr<WorkFolder>& works)
{
    Services services{tellSource, writeStage, saveRunTo, [&settings](const Model& model) { remember(settings, model); },
                      startLive,  writeText};
    if (!works) return services;
    services.keep = [works](const Work& work) { return works->keep(work); };
    services.discard = [works](const std::string& source) { works->discard(source); };
    services.recall = [works](const TellSource& request, const StagedRunPtr& lesson, const std::stop_token& stop) {
        return works->recall(request, lesson, stop);
    };
    return services;
}

} // namespace tcpstage
