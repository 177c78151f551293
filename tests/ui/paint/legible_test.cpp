// Every pair of colours that pictures really put on each other, in every theme: words have a contrast of 4.5 : 1, lines
// and crosses 3 : 1 (WCAG 2.1, 1.4.3 and 1.4.11).
#include "tests/ui/paint/vision.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/paint/theme.h"
#include "ui/scene/centre.h"
#include "ui/scene/panels/panels.h"
#include "ui/scene/views.h"

#include <gtest/gtest.h>
#include <map>
#include <tuple>

namespace tcpstage::paint {

namespace {

using scene::Ink;

/// Ink on ground with an opacity in percent, of words or of another mark.
using Pair = std::tuple<Ink, Ink, int, bool>;

class Pairs {
public:
    void add(const scene::Scene& scene, const std::string& where)
    {
        std::vector<const scene::Mark*> below;
        for (const std::vector<scene::Mark>* marks : {&scene.still, &scene.moving})
            for (const scene::Mark& mark : *marks) {
                take(mark, below, scene.background, where);
                below.push_back(&mark);
            }
    }
    const std::map<Pair, std::string>& all() const { return all_; }

private:
    void take(const scene::Mark& mark, const std::vector<const scene::Mark*>& below, Ink background,
              const std::string& where)
    {
        const int opacity = static_cast<int>(std::lround(mark.opacity * 100));
        if (const auto* label = std::get_if<scene::Label>(&mark.shape))
            all_.try_emplace({label->ink, groundAt(bounds(mark).center(), below, background), opacity, true},
                             where + ": " + label->text.toStdString());
        // Where a line crosses several areas, one sees it on the ground beside them.
        if (const auto* line = std::get_if<scene::Line>(&mark.shape); line && carriesMeaning(line->ink))
            all_.try_emplace({line->ink, background, opacity, false}, where + ": a line");
        if (const auto* cross = std::get_if<scene::Cross>(&mark.shape))
            all_.try_emplace({cross->ink, background, opacity, false}, where + ": a cross");
    }
    /// Not what only divides: grids, frames, the way of a slider.
    static bool carriesMeaning(Ink ink)
    {
        return ink != Ink::None && ink != Ink::Rule && ink != Ink::Track && ink != Ink::Paper && ink != Ink::Panel &&
               ink != Ink::OnSegment && ink != Ink::OnState && ink != Ink::AccentText && ink != Ink::Highlight;
    }
    static Ink groundAt(QPointF at, const std::vector<const scene::Mark*>& below, Ink background)
    {
        for (std::size_t i = below.size(); i-- > 0;)
            if (const auto* box = std::get_if<scene::Box>(&below[i]->shape))
                if (box->fill != Ink::None && below[i]->opacity > 0.95 && box->rect.contains(at)) return box->fill;
        return background;
    }

    std::map<Pair, std::string> all_; // with the first place where it is
};

Pairs pairsOfPictures()
{
    Pairs pairs;
    for (const char* id :
         {"three-way-handshake", "fast-retransmit", "zero-window", "syn-flood", "why-not-two", "udp"}) {
        const auto staged = testing::stagedRun(id);
        const std::size_t steps = staged->stepCount();
        for (std::size_t step = 0; step < steps; step += std::max<std::size_t>(1, steps / 5)) {
            const scene::StageTime time = staged->stepTime(step);
            scene::DisplayOptions display;
            for (const scene::View view : scene::all_views) {
                display.view = view;
                pairs.add(scene::viewScene({*staged, time, {QSizeF{700, 500}, 0, 1}, {}, display}), id);
            }
            display.view = scene::View::Ladder;
            for (const trace::Side side : trace::both_sides)
                pairs.add(scene::endpointPanel({*staged, time, {QSizeF{300, 600}, 0, 1}, {}, display}, side), id);
            const scene::Ref field{scene::Ref::Kind::Field, trace::Side::Left, 2};
            pairs.add(scene::segmentInspector({*staged, time, {QSizeF{300, 600}, 0, 1}, field, display}, 0), id);
            display.presenting = true;
            pairs.add(scene::wholeStage({*staged, time, {QSizeF{1920, 1080}, 0, 1}, {}, display}, {}), id);
        }
    }
    return pairs;
}

QColor mixed(const QColor& ink, const QColor& ground, double part)
{
    const auto mix = [part](float a, float b) { return static_cast<float>(part * a + (1 - part) * b); };
    return QColor::fromRgbF(mix(ink.redF(), ground.redF()), mix(ink.greenF(), ground.greenF()),
                            mix(ink.blueF(), ground.blueF()));
}

TEST(EveryPicture, IsLegibleInEveryTheme)
{
    const Pairs pairs = pairsOfPictures();
    EXPECT_GT(pairs.all().size(), 60U);
    for (const scene::ThemeName name : {scene::ThemeName::Light, scene::ThemeName::Dark, scene::ThemeName::Contrast}) {
        const Theme& theme = Theme::named(name);
        for (const auto& [pair, where] : pairs.all()) {
            const auto& [ink, ground, opacity, words] = pair;
            EXPECT_GE(contrast(mixed(theme(ink), theme(ground), opacity / 100.0), theme(ground)), words ? 4.5 : 3)
                << id(name) << ": " << static_cast<int>(ink) << " on " << static_cast<int>(ground) << " at " << opacity
                << " %, " << where;
        }
    }
}

} // namespace

} // namespace tcpstage::paint
