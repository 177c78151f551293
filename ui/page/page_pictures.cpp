#include "ui/page/page_pictures.h"

#include "ui/page/page_json.h"
#include "ui/paint/svg_writer.h"
#include "ui/scene/centre.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/panels/panels.h"

#include <algorithm>
#include <cmath>
#include <functional>

namespace tcpstage::page {

namespace {

constexpr QSizeF usualLadder{760, 640}; // its zoom is 1
constexpr QSizeF usualPair{1180, 640};
constexpr QSizeF usualPlot{1000, 625};
constexpr QSizeF onPhone{380, 430};
constexpr QSizeF panelSize{300, 470};
constexpr double paperHeight = 1.34; // of the width: A4 with margins and a heading
constexpr double repeated = 90;      // pixels of a ladder that the next sheet begins with
constexpr double leastSheet = 300;
constexpr std::size_t mostWithQuarters = 50; // moments: the file of a longer run would be large
constexpr std::size_t mostWithHalves = 100;

struct Shot {
    scene::Scene scene;
    double scroll = 0;
};
using Camera = std::function<Shot(scene::StageTime, Language)>;

/// Whether the still marks move with the scroll: those of a ladder. In other views they may be drawn anew.
bool isLadder(const PageView& view)
{
    return view.kind == paint::PictureKind::Stage || view.kind == paint::PictureKind::Ladder ||
           view.kind == paint::PictureKind::Present ||
           (view.kind == paint::PictureKind::View && view.display.view == scene::View::Ladder);
}

QSizeF usualSize(const scene::StagedRun& staged, const PageView& view)
{
    if (!view.size.isEmpty()) return view.size;
    if (!isLadder(view)) return usualPlot;
    return staged.beside ? usualPair : usualLadder;
}

QByteArray sizeJson(QSizeF size)
{
    return listOf({paint::shortNumber(size.width()), paint::shortNumber(size.height())});
}

QByteArray inBothLanguages(const std::function<QByteArray(Language)>& made)
{
    return objectOf({{"en", made(Language::English)}, {"zh", made(Language::Chinese)}});
}

/// Where on the way to the next moment there are pictures, as parts of it. Long runs have fewer.
std::vector<double> stopsOf(const std::vector<scene::StageTime>& times)
{
    constexpr double soon = 0.04; // an arrow that grows is there by then
    if (times.size() > mostWithHalves) return {soon, 1};
    if (times.size() > mostWithQuarters) return {soon, 0.5, 1};
    return {soon, 0.25, 0.5, 0.75, 1};
}

/// At each moment, and on the way to the next one; at its end just before it.
QByteArray movingFrames(const Camera& camera, const std::vector<scene::StageTime>& times,
                        const std::vector<double>& stops, PageMarks& marks)
{
    constexpr scene::StageTime instant{1};
    return inBothLanguages([&](Language language) {
        PageFrames frames{marks};
        const auto add = [&](scene::StageTime time) {
            const Shot shot = camera(time, language);
            frames.add(shot.scene, shot.scroll);
        };
        for (std::size_t i = 0; i < times.size(); ++i) {
            add(times[i]);
            if (i + 1 == times.size()) break;
            const auto way = static_cast<double>((times[i + 1] - times[i]).count());
            for (const double stop : stops)
                add(std::clamp(times[i] + scene::StageTime{std::llround(way * stop)}, times[i],
                               std::max(times[i], times[i + 1] - instant)));
        }
        return frames.json();
    });
}

QByteArray stopsJson(const std::vector<double>& stops)
{
    QByteArrayList list;
    for (const double stop : stops)
        list << paint::shortNumber(stop);
    return listOf(list);
}

Shot ladderShot(scene::ViewInput input)
{
    input.viewport.scroll = scene::followingScroll(input);
    return {scene::ladder(input), input.viewport.scroll};
}

/// The whole run, as tall sheets of the ladder.
QByteArray sheets(const scene::StagedRun& staged, const paint::Picture& picture, PageMarks& marks)
{
    return inBothLanguages([&](Language language) {
        PageFrames frames{marks};
        scene::DisplayOptions display = picture.display;
        display.language = language;
        display.drawn.ofAllSteps = true; // paper has all of them
        const QSizeF size{picture.size.width(), std::ceil(picture.size.width() * paperHeight)};
        scene::ViewInput input{staged, staged.timeMap.end(), {size, 0, paint::ladderZoom(picture.size)}, {}, display};
        const double whole = scene::ladderHeight(input);
        const double step = std::max(leastSheet, size.height() - repeated);
        do {
            frames.add(scene::ladder(input), input.viewport.scroll);
            input.viewport.scroll += step;
        } while (input.viewport.scroll + repeated < whole);
        return frames.json();
    });
}

/// The ladder for wide screens.
QByteArray wideLadder(const scene::StagedRun& staged, const PageView& view, const std::vector<scene::StageTime>& times,
                      PageMarks& marks)
{
    const paint::Picture picture = pagePicture(staged, view, Language::English);
    const Camera camera = [&](scene::StageTime time, Language language) {
        return ladderShot(
            {staged, time, {picture.size, 0, paint::ladderZoom(picture.size)}, {}, displayOf(view, language)});
    };
    const double height = std::ceil(picture.size.width() * paperHeight);
    return objectOf({{"kind", "\"centre\""},
                     {"size", sizeJson(picture.size)},
                     {"sheet", sizeJson({picture.size.width(), height})},
                     {"stops", stopsJson(stopsOf(times))},
                     {"frames", movingFrames(camera, times, stopsOf(times), marks)},
                     {"sheets", sheets(staged, picture, marks)}});
}

/// The ladder for phones. `world`: of which of two its things are.
QByteArray smallLadder(const scene::StagedRun& staged, const PageView& view, const std::vector<scene::StageTime>& times,
                       PageMarks& marks, std::uint8_t world = 0)
{
    const Camera camera = [&](scene::StageTime time, Language language) {
        Shot shot = ladderShot({staged, time, {onPhone, 0, 1}, {}, displayOf(view, language)});
        for (auto* list : {&shot.scene.still, &shot.scene.moving})
            for (scene::Mark& mark : *list)
                mark.ref.run = std::max(mark.ref.run, world);
        return shot;
    };
    return objectOf({{"kind", "\"small\""},
                     {"size", sizeJson(onPhone)},
                     {"stops", stopsJson(stopsOf(times))},
                     {"frames", movingFrames(camera, times, stopsOf(times), marks)}});
}

/// One of two worlds, without the other one beside it. It keeps the common stage time.
scene::StagedRun alone(const scene::StagedRun& staged, std::size_t which)
{
    scene::StagedRun world = staged.half(which);
    world.beside = nullptr;
    world.comparison = nullptr;
    return world;
}

QByteArray plot(const scene::StagedRun& staged, const PageView& view, QSizeF size,
                const std::vector<scene::StageTime>& times, PageMarks& marks)
{
    const Camera camera = [&](scene::StageTime time, Language language) {
        paint::Picture picture = pagePicture(staged, view, language);
        picture.size = size;
        picture.time = time;
        return Shot{paint::sceneOf(staged, picture), 0};
    };
    const bool moves = view.kind != paint::PictureKind::States;
    const std::vector<double> stops = moves ? stopsOf(times) : std::vector<double>{};
    return objectOf({{"kind", size == onPhone ? "\"small\"" : "\"centre\""},
                     {"size", sizeJson(size)},
                     {"stops", stopsJson(stops)},
                     {"frames", movingFrames(camera, times, stops, marks)}});
}

/// One end. It changes with the steps and does not move.
QByteArray panel(const scene::StagedRun& staged, const PageView& view, trace::Side side,
                 const std::vector<scene::StageTime>& times, PageMarks& marks)
{
    const auto made = [&](Language language) {
        PageFrames frames{marks};
        for (const scene::StageTime time : times)
            frames.add(scene::endpointPanel({staged, time, {panelSize, 0, 1}, {}, displayOf(view, language)}, side), 0);
        return frames.json();
    };
    return objectOf({{"kind", "\"panel\""}, {"size", sizeJson(panelSize)}, {"frames", inBothLanguages(made)}});
}

} // namespace

scene::DisplayOptions displayOf(const PageView& view, Language language)
{
    scene::DisplayOptions display = view.display;
    display.language = language;
    display.presenting = false;
    display.answer = false;
    if (isLadder(view)) display.view = scene::View::Ladder;
    return display;
}

paint::Picture pagePicture(const scene::StagedRun& staged, const PageView& view, Language language)
{
    paint::Picture picture;
    picture.view = isLadder(view) ? paint::PictureKind::Ladder : view.kind;
    picture.size = usualSize(staged, view);
    picture.display = displayOf(view, language);
    picture.time = staged.timeMap.end();
    return picture;
}

QByteArray pagePictures(const scene::StagedRun& staged, const PageView& view,
                        const std::vector<scene::StageTime>& times, PageMarks& marks)
{
    QByteArrayList pictures;
    if (isLadder(view)) {
        pictures << wideLadder(staged, view, times, marks) << smallLadder(staged, view, times, marks);
        for (const std::uint8_t which : {std::uint8_t{0}, std::uint8_t{1}})
            if (staged.beside) pictures << smallLadder(alone(staged, which), view, times, marks, which);
    } else {
        pictures << plot(staged, view, usualSize(staged, view), times, marks);
        if (view.kind == paint::PictureKind::View && view.display.view != scene::View::Whole &&
            view.display.view != scene::View::Matrix)
            pictures << plot(staged, view, onPhone, times, marks);
    }
    if (!staged.beside && (view.kind == paint::PictureKind::Stage || view.kind == paint::PictureKind::Present))
        for (const trace::Side side : trace::both_sides)
            pictures << panel(staged, view, side, times, marks);
    return '[' + pictures.join(",\n") + ']';
}

} // namespace tcpstage::page
