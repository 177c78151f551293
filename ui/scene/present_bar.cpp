#include "ui/scene/present_bar.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/labels.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr Text endWord{"End", "结束"};

/// A framed sign at the left of `area`, which then begins after it. It is at most `most` wide.
void addSign(Scene& scene, const QString& words, QRectF& area, double pixels, double most, bool bright)
{
    if (words.isEmpty()) return;
    const double inner = std::round(pixels * 0.5);
    const QString shown = elided(words, Face::Sans, pixels, bright ? 700 : 600, most - 2 * inner);
    const double width = std::ceil(textWidth(shown, Face::Sans, pixels, bright ? 700 : 600)) + 2 * inner;
    const double height = std::round(pixels * 1.28);
    const QRectF box{area.left(), std::round(area.center().y() - height / 2), width, height};
    scene.moving.push_back({Box{box, std::round(height * 0.25), bright ? Ink::Highlight : Ink::Panel,
                                bright ? Ink::Text : Ink::Rule, std::max(1.0, pixels / 24), Stroke::Solid},
                            {},
                            1});
    scene.moving.push_back({Label{shown, baselineFor(box.center(), pixels), pixels, bright ? Ink::Text : Ink::Muted,
                                  Face::Sans, bright ? 700 : 600, Align::Centre, 0},
                            {},
                            1});
    area.setLeft(box.right() + inner);
}

/// Of the steps that are counted, which begin where the stage opens.
double partDone(const ViewInput& input)
{
    const StagedRun& staged = input.staged;
    const StageTime first = staged.opening();
    const StageTime last = staged.stepCount() > 0 ? staged.stepTime(staged.stepCount() - 1) : staged.timeMap.end();
    if (last <= first) return input.time < first ? 0 : 1;
    return std::clamp(seconds(input.time - first) / seconds(last - first), 0.0, 1.0);
}

} // namespace

void addPresentBar(Scene& scene, const PresentBarInput& all, QRectF area, double pixels)
{
    const ViewInput& input = all.view;
    const double whole = area.width();
    double large = std::ceil(pixels * 1.32); // what the run is matters more than how much of it is done
    while (large > pixels && textWidth(all.branch, Face::Sans, large, 700) > whole * 0.45)
        --large;
    addSign(scene, all.branch, area, large, whole * 0.8, true);
    addSign(scene, numbersSign(input.display), area, pixels, std::max(whole * 0.1, area.width() - whole * 0.12), false);
    constexpr Text before{"before", "之前"};
    const std::size_t standing = input.staged.stepsUntil(input.staged.opening());
    const bool early = input.time < input.staged.opening(); // in what stands done when the stage opens
    const QString steps =
        all.finished ? inLanguage(endWord, input.display.language)
        : early      ? inLanguage(before, input.display.language) +
                      QStringLiteral(" %1 / %2").arg(input.staged.stepsUntil(input.time)).arg(standing)
        : input.staged.shownSteps() == 0
            ? QString{} // the sandbox, before anything was done in it
            : QStringLiteral("%1 / %2").arg(input.staged.shownStep(input.time)).arg(input.staged.shownSteps());
    const QString longest =
        all.finished || early || steps.isEmpty() ? steps : QStringLiteral("%1 / %1").arg(input.staged.shownSteps());
    const double width = textWidth(longest, Face::Sans, pixels, 600) + pixels;
    const QRectF bar{area.left(), area.center().y() - area.height() / 2, area.width() - width, area.height()};
    const bool over = !steps.isEmpty() && input.staged.stepsUntil(input.time) == input.staged.stepCount() &&
                      input.staged.trace().source() != trace::Source::Live;
    if (bar.width() > 2 * bar.height()) {
        const double part = over ? 1 : partDone(input);
        scene.still.push_back({Box{bar, bar.height() / 2, Ink::Track}, {}, 1});
        QRectF done = bar;
        done.setWidth(std::max(bar.height(), bar.width() * part));
        if (!steps.isEmpty() && part > 0) scene.moving.push_back({Box{done, bar.height() / 2, Ink::Accent}, {}, 1});
    }
    scene.moving.push_back({Label{steps,
                                  {area.right(), baselineFor(area.center().y(), pixels)},
                                  pixels,
                                  Ink::Muted,
                                  Face::Sans,
                                  600,
                                  Align::Right,
                                  0},
                            {},
                            1});
}

} // namespace tcpstage::scene
