// Measures every view of a connection of a million segments: its first scene, and those of zooming and scrolling, each
// beside its target.

#include "core/capture/list/listing.h"
#include "core/lesson/library.h"
#include "core/sources/capture_run.h"
#include "tests/bench/captures.h"
#include "ui/paint/painter.h"
#include "ui/scene/centre.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"

#include <QApplication>
#include <algorithm>
#include <ctime>
#include <filesystem>
#include <fmt/format.h>

namespace {

using namespace tcpstage;

constexpr QSizeF size{1920, 1080};
constexpr double most_first = 250; // milliseconds
constexpr double most_later = 8;

/// Of the processor, so that other programs do not count; in milliseconds.
double processor_ms() { return static_cast<double>(std::clock()) * 1000 / CLOCKS_PER_SEC; }

/// The time that one scene takes, in milliseconds.
double scene_ms(const scene::StagedRun& staged, const scene::DisplayOptions& display, const scene::Viewport& viewport,
                double part)
{
    const scene::StageTime time{static_cast<std::int64_t>(part * static_cast<double>(staged.timeMap.end().count()))};
    const double start = processor_ms();
    const scene::Scene scene = scene::viewScene({staged, time, viewport, {}, display});
    return scene.size == size ? processor_ms() - start : 0;
}

void measure(const scene::StagedRun& staged, scene::View view)
{
    scene::DisplayOptions display;
    display.view = view;
    const bool hasAxis = scene::info(view).end != nullptr;
    const double first = scene_ms(staged, display, {size, 0, 1}, 1);
    double sum = 0;
    double worst = 0;
    int count = 0;
    for (const double zoom : {1.0, 1.5, 4.0, 37.0, 900.0, 20000.0})
        for (const double scrolled : {0.0, 0.37, 0.999})
            for (const double part : {1.0, 0.5}) {
                const double scroll = hasAxis ? scrolled * size.width() * (zoom - 1) : scrolled * 1e6;
                const double ms = scene_ms(staged, display, {size, scroll, hasAxis ? zoom : 1}, part);
                worst = std::max(worst, ms);
                sum += ms;
                ++count;
            }
    fmt::print("  {:<14} first {:>7.1f} ms (at most {})   then {:>6.2f} ms, at worst {:>6.2f} (at most {})\n",
               scene::info(view).id, first, most_first, sum / count, worst, most_later);
}

} // namespace

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM")) qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application{argc, argv};
    paint::chooseFonts();
    const std::string path = (std::filesystem::temp_directory_path() / "tcpstage-views.pcap").string();
    const trace::Trace transfer = simulated_transfer();
    write_long_connection(path, transfer, 1'000'000);
    const auto capture = sources::capture_run(capture::Origin::of_file(path), 1);
    std::filesystem::remove(path);
    if (!capture) {
        fmt::print("{}\n", capture.error().sentence());
        return 1;
    }
    const auto staged = scene::stageRun(capture->scenario, capture->run);
    fmt::print("a capture of {} segments, {:.0f}x{:.0f}\n", staged->trace().transits().size(), size.width(),
               size.height());
    for (std::size_t i = 0; i < scene::view_count; ++i)
        measure(*staged, static_cast<scene::View>(i));
    lesson::Scenario scenario = *lesson::find_lesson("slow-start");
    run::Run simulated;
    simulated.trace = transfer;
    const auto other = scene::stageRun(std::move(scenario), std::move(simulated));
    fmt::print("a simulated run of {} segments, with timers and round-trip times\n", other->trace().transits().size());
    for (const scene::View view : {scene::View::RoundTrip, scene::View::Timers, scene::View::Window})
        measure(*other, view);
    return 0;
}
