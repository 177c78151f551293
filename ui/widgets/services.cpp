#include "ui/widgets/services.h"

#include "core/base/files.h"
#include "core/base/nearest.h"
#include "core/base/say.h"
#include "core/formats/formats.h"
#include "core/formats/save.h"
#include "core/lesson/hour.h"
#include "core/lesson/library.h"
#include "core/packetdrill/packetdrill.h"
#include "core/run/sandbox.h"
#include "core/run/saved_run.h"
#include "core/sources/capture_run.h"
#include "core/sources/find_run.h"
#include "ui/model/kept/choices.h"
#include "ui/model/words.h"
#include "ui/page/page.h"
#include "ui/paint/export.h"
#include "ui/widgets/common/work_folder.h"
#include "ui/widgets/drawing/drawing_folder.h"
#include "ui/widgets/live/live_service.h"

#include <QDesktopServices>
#include <QFileInfo>
#include <QSettings>
#include <QUrl>
#include <algorithm>
#include <array>
#include <filesystem>
#include <new>

namespace tcpstage::widgets {

namespace {

Result<std::string> octetsOf(const model::SaveRunTo& request)
{
    constexpr std::array<std::string_view, 7> endings{"tcptrace", "json", "csv", "pcapng", "mmd", "pkt", "yaml"};
    const std::size_t dot = request.path.rfind('.');
    const std::string ending = dot == std::string::npos ? std::string{} : request.path.substr(dot + 1);
    const trace::Trace& trace = request.staged->trace();
    if (request.path.ends_with(formats::variables_ending)) return formats::to_csv_of_variables(trace);
    lesson::Scenario scenario = request.staged->scenario;
    if (!request.title.empty()) scenario.title = request.title;
    if (ending == endings[0]) return formats::loadable(run::save_run(scenario, request.staged->run));
    if (ending == endings[1]) return formats::to_json(trace, captions::all_captions(scenario, request.staged->run));
    if (ending == endings[2]) return formats::to_csv(trace);
    if (ending == endings[3]) return formats::to_pcapng(trace);
    if (ending == endings[4]) return formats::to_mermaid(trace);
    if (ending == endings[5]) return packetdrill::to_packetdrill({scenario, request.staged->run});
    if (ending == endings[6]) return run::written_lesson(scenario, trace);
    return fail(say({"unknown ending \"{}\"", "未知的扩展名“{}”"}, ending), {request.path, 0, 0},
                advice_for(ending, endings));
}

/// A branch of the run: its lesson with one change.
Result<model::StagedRunPtr> loadBranch(const scene::StagedRun& staged, const run::WhatIf& change,
                                       scene::TimeMapKind timeMap, const std::stop_token& stop)
{
    Result<lesson::Scenario> scenario = run::branch(staged.scenario, staged.trace(), change, stop);
    if (!scenario) return tl::unexpected{scenario.error()};
    return scene::stageRun(std::move(*scenario), timeMap, stop);
}

model::StagedRunPtr besideParent(const model::LoadSource& request, const std::stop_token& stop)
{
    run::LessonRun parent{request.parent->scenario, request.parent->run};
    run::LessonRun child{request.again->scenario, request.again->run};
    parent.scenario.half = request.names[0];
    child.scenario.half = request.names[1];
    return scene::stageTogether(std::move(parent), std::move(child), request.timeMap, stop);
}

/// The simulated run and the real run of a lesson, side by side.
model::StagedRunPtr besideSimulated(const scene::StagedRun& real, scene::TimeMapKind timeMap,
                                    const std::stop_token& stop)
{
    run::LessonRun simulated{real.scenario, run::run(real.scenario, nullptr, stop)};
    run::LessonRun live{real.scenario, real.run};
    simulated.scenario.half = {std::string{wording::halfSimulated.en}, std::string{wording::halfSimulated.zh}};
    live.scenario.half = {std::string{wording::halfReal.en}, std::string{wording::halfReal.zh}};
    return scene::stageTogether(std::move(simulated), std::move(live), timeMap, stop);
}

/// One of two runs, alone.
model::StagedRunPtr byItself(const scene::StagedRun& staged, scene::TimeMapKind timeMap, const std::stop_token& stop)
{
    lesson::Scenario scenario = staged.scenario;
    scenario.half = {};
    scenario.beside.reset();
    return scene::stageRun(std::move(scenario), staged.run, timeMap, stop);
}

Result<model::StagedRunPtr> loadAny(const model::LoadSource& request, const std::stop_token& stop)
{
    if (request.change) return loadBranch(*request.again, *request.change, request.timeMap, stop);
    if (request.parent) return besideParent(request, stop);
    if (!request.text.empty())
        return lesson::read_scenario(request.text, request.source + ".yaml").map([&](lesson::Scenario scenario) {
            return model::StagedRunPtr{scene::stageRun(std::move(scenario), request.timeMap, stop)};
        });
    if (request.withSimulated && request.again) return besideSimulated(*request.again, request.timeMap, stop);
    if (request.alone && request.again) return byItself(*request.again, request.timeMap, stop);
    if (request.again && request.again->beside)
        return scene::stageTogether({request.again->scenario, request.again->run},
                                    {request.again->beside->scenario, request.again->beside->run}, request.timeMap,
                                    stop);
    if (request.again) return scene::stageRun(request.again->scenario, request.again->run, request.timeMap, stop);
    Result<run::LessonRun> loaded = sources::find_run(request.source, stop);
    if (!loaded) return tl::unexpected<Error>{loaded.error()};
    return scene::stageRun(std::move(loaded->scenario), std::move(loaded->run), request.timeMap, stop);
}

/// Runs a worker's task, and turns a lack of memory into an error, so that the rest of the window survives.
template <typename Work> auto withinMemory(const std::string& name, Work work) -> decltype(work())
{
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return fail({"too large: there is not enough memory", "太大：内存不足"}, {name, 0, 0},
                    {"close other programs, or choose something smaller", "请关闭其他程序，或选小一些的"});
    }
}

/// Whether a lesson file was to be opened whose text can be shown with its error.
bool isTextOfLesson(const model::LoadSource& request)
{
    const bool whole = !request.again && !request.change && !request.parent && request.text.empty();
    const bool named = request.source.ends_with(".yaml") || request.source.ends_with(".yml");
    return whole && named && read_whole_file(request.source, lesson::lesson_limits(request.source));
}

/// What is wrong with a file whose name says that it is a capture, but which was read as a lesson.
Error asOfItsKind(const std::string& source, const Error& error)
{
    const auto ends = [&](std::string_view ending) { return source.ends_with(ending); };
    constexpr std::array<std::string_view, 3> captures{".pcapng", ".pcap", ".cap"};
    const bool named = std::ranges::any_of(captures, ends) && QFileInfo{QString::fromStdString(source)}.isFile();
    if (!named || sources::parse_connection_source(source)) return error;
    return {{"this is not a capture: it begins neither as pcap nor as pcapng",
             "这不是抓包文件：开头既不是 pcap 也不是 pcapng"},
            {source, 0, 0},
            {"choose a file that Wireshark, tcpdump or dumpcap has saved",
             "请选择 Wireshark、tcpdump 或 dumpcap 保存的文件"}};
}

} // namespace

Result<model::StagedRunPtr> loadSource(const model::LoadSource& request, std::stop_token stop)
{
    Result<model::StagedRunPtr> staged = withinMemory(request.source, [&] { return loadAny(request, stop); });
    if (stop.stop_requested()) return cancelled(request.source);
    if (!staged && isTextOfLesson(request)) return standInFor(request, staged.error());
    if (!staged && !request.again) return tl::unexpected{asOfItsKind(request.source, staged.error())};
    return staged;
}

model::StagedRunPtr standInFor(const model::LoadSource& request, const Error& error)
{
    lesson::Scenario scenario = run::sandbox();
    const QFileInfo file{QString::fromStdString(request.source)};
    scenario.id = file.completeBaseName().toStdString();
    scenario.title = {file.fileName().toStdString(), file.fileName().toStdString()};
    scenario.summary = error.sentences();
    scenario.notes.clear();
    scenario.rfc.clear(); // it is about nothing
    run::Run run = run::run(scenario);
    run.warnings = {error};
    auto staged =
        std::make_shared<scene::StagedRun>(*scene::stageRun(std::move(scenario), std::move(run), request.timeMap));
    staged->standsIn = true;
    staged->runIndex = {}; // the bands of states
    return staged;
}

page::PageChoices pageOfStage(const scene::DisplayOptions& display)
{
    page::PageChoices choices;
    const bool ladder = display.view == scene::View::Ladder;
    choices.view = {ladder ? paint::PictureKind::Stage : paint::PictureKind::View, display, {}};
    choices.language = display.language;
    return choices;
}

Result<void> writeStage(const model::WriteStage& request)
{
    paint::Picture picture;
    picture.view = paint::PictureKind::Stage;
    picture.time = request.time;
    picture.size = request.size;
    picture.theme = request.theme;
    picture.display = request.display;
    // A separate copy, because the caches of a staged run belong to the GUI thread.
    const model::StagedRunPtr copy =
        request.staged->beside
            ? scene::stageTogether({request.staged->scenario, request.staged->run},
                                   {request.staged->beside->scenario, request.staged->beside->run},
                                   request.staged->timeMap.kind())
            : scene::stageRun(request.staged->scenario, request.staged->run, request.staged->timeMap.kind());
    if (page::isPage(request.path)) {
        const page::PageChoices choices = pageOfStage(request.display);
        return withinMemory(request.path, [&] { return page::writePage(*copy, choices, request.path); });
    }
    return withinMemory(request.path, [&] { return paint::writePicture(*copy, picture, request.path); });
}

Result<void> saveRunTo(const model::SaveRunTo& request)
{
    const Result<std::string> octets = withinMemory(request.path, [&] { return octetsOf(request); });
    if (!octets) return tl::unexpected<Error>{octets.error()};
    return writeText({request.path, *octets});
}

Result<void> writeText(const model::WriteText& request) { return write_whole_file(request.path, request.text); }

Result<capture::Listing> listConnections(const std::string& path, std::stop_token stop,
                                         const std::function<void(double)>& progress)
{
    std::error_code unknown;
    const auto size = static_cast<double>(std::filesystem::file_size(path, unknown));
    const auto report = [&](std::uint64_t read) {
        progress(unknown || size <= 0 ? 0 : static_cast<double>(read) / size);
    };
    return withinMemory(path, [&] {
        return capture::Origin::find(path).and_then([&](const capture::Origin& origin) {
            return capture::list_connections(origin, {std::move(stop), report});
        });
    });
}

model::Services programServices(QSettings& settings, const std::shared_ptr<WorkFolder>& works,
                                const std::shared_ptr<DrawingFolder>& drawings)
{
    model::Services services{loadSource, writeStage,
                             saveRunTo,  [&settings](const model::Model& model) { model::remember(settings, model); },
                             startLive,  writeText};
    services.list = [](const std::string& path, const std::stop_token& stop,
                       const std::function<void(double)>& progress) { return listConnections(path, stop, progress); };
    services.browse = [](const std::string& address) {
        return QDesktopServices::openUrl(QUrl{QString::fromStdString(address)});
    };
    services.hour = lesson::hour_in_file;
    if (drawings) {
        services.readDrawing = [drawings](const model::DrawingPlace& place) { return drawings->read(place); };
        services.keepDrawing = [drawings](const model::KeepDrawing& request) { return drawings->keep(request); };
    }
    if (!works) return services;
    services.keep = [works](const model::Work& work) { return works->keep(work); };
    services.discard = [works](const std::string& source) { works->discard(source); };
    services.recall = [works](const model::LoadSource& request, const model::StagedRunPtr& lesson,
                              const std::stop_token& stop) { return works->recall(request, lesson, stop); };
    return services;
}

} // namespace tcpstage::widgets
