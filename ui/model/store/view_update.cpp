#include "ui/model/store/view_update.h"

#include "ui/model/explain.h"
#include "ui/model/words.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tcpstage::model {

namespace {

constexpr double speedFactor = 1.5848931924611136; // five presses change the speed by a factor of ten
constexpr double zoomFactor = 1.15;
constexpr double plotZoomFactor = 1.5;

bool plots(const Model& model) { return model.display.view != scene::View::Ladder; }

double shownZoom(const Model& model) { return plots(model) ? model.plotZoom : model.zoom; }

double factorOf(const Model& model) { return plots(model) ? plotZoomFactor : zoomFactor; }

double nextTextSize(const Model& model, bool larger)
{
    const auto now = std::ranges::lower_bound(textSizes, model.shownTextSize() - 0.01);
    const auto at = std::min(now - textSizes.begin(), std::ssize(textSizes) - 1);
    return textSizes[static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(at + (larger ? 1 : -1), 0, std::ssize(textSizes) - 1))];
}

void toggleCurtain(Model& model, Curtain curtain)
{
    if (model.presenting) model.curtain = model.curtain == curtain ? Curtain::Open : curtain;
}

void toggleLight(const Model& model, bool& on) { on = model.presenting && !on; }

void togglePanel(Change& change, SidePanel panel)
{
    SidePanel& shown = change.model.panel;
    choose(change, shown, shown == panel ? SidePanel::None : panel);
}

} // namespace

void setSpeed(Change& change, double speed)
{
    const double allowed = std::clamp(speed, minSpeed, maxSpeed);
    change.model.speed = std::abs(std::log(allowed)) < 0.02 ? 1 : allowed; // so that stepping back gives exactly 1
}

void setZoom(Change& change, double zoom)
{
    Model& model = change.model;
    const double allowed = plots(model) ? std::clamp(zoom, 1.0, maxPlotZoom) : std::clamp(zoom, minZoom, maxZoom);
    (plots(model) ? model.plotZoom : model.zoom) = std::abs(allowed - 1) < 0.01 ? 1 : allowed;
}

void setView(Change& change, scene::View view)
{
    Model& model = change.model;
    if (model.display.view == view) return;
    model.display.view = view;
    model.plotZoom = 1;
    model.following = true;
}

void present(Change& change, bool presenting)
{
    Model& model = change.model;
    if (presenting && !model.staged) return;
    if (!presenting && model.notice && !model.notice->problem && model.notice->offer == Offer::None)
        model.notice.reset(); // it was read on the projector
    model.presenting = presenting;
    model.curtain = Curtain::Open;
    model.pointer = false;
    model.spotlight = false;
    model.magnifier = false;
    if (!presenting) model.drawing.on = false;
    model.numbersShown = false;
}

bool opensCurtain(Change& change)
{
    if (change.model.curtain == Curtain::Open) return false;
    change.model.curtain = Curtain::Open;
    return true;
}

void setPresentZoom(Change& change, double zoom)
{
    const double allowed = std::clamp(zoom, minPresentZoom, maxPresentZoom);
    change.model.presentZoom = std::abs(allowed - 1) < 0.01 ? 1 : allowed;
}

void showNumbers(Change& change, const scene::Ref& segment)
{
    change.model.selection = segment;
    change.model.numbersShown = segment.kind == scene::Ref::Kind::Segment;
}

namespace {

struct Sizes {
    double text;
    double stage;
    friend bool operator==(const Sizes&, const Sizes&) = default;
};
Sizes sizesOf(const Model& model)
{
    return {model.shownTextSize(), model.presenting ? model.presentZoom : shownZoom(model)};
}

/// Says so if the sizes are still those of `before`.
void sayUnchanged(Change& change, const Sizes& before, const Text& why)
{
    if (sizesOf(change.model) == before) change.announce(why);
}

void zoomBy(Change& change, double inPresentation, double inWindow, const Text& why)
{
    const Sizes before = sizesOf(change.model);
    change.model.presenting ? setPresentZoom(change, before.stage * inPresentation)
                            : setZoom(change, before.stage * inWindow);
    sayUnchanged(change, before, why);
}

void resizeText(Change& change, bool larger)
{
    if (change.model.presenting) return larger ? zoomIn(change) : zoomOut(change);
    const Sizes before = sizesOf(change.model);
    const double next = nextTextSize(change.model, larger);
    if (larger && next > change.model.textRoom.most) return change.announce(wording::noLargerText);
    choose(change, change.model.textSize, next);
    sayUnchanged(change, before, larger ? wording::whyLargest : wording::whySmallest);
}

void playAt(Change& change, double speed, const Text& why)
{
    const double before = change.model.speed;
    setSpeed(change, speed);
    if (change.model.speed == before) change.announce(why);
}

} // namespace

void show(Change& change, scene::View view)
{
    const bool shown = change.model.display.view == view;
    if (shown && view != scene::View::Whole) return change.announce(wording::whyShown);
    setView(change, shown ? scene::View::Ladder : view); // the same key leaves the whole run
}

void playFaster(Change& change) { playAt(change, change.model.speed * speedFactor, wording::whyFastest); }
void playSlower(Change& change) { playAt(change, change.model.speed * (1 / speedFactor), wording::whySlowest); }

void zoomIn(Change& change) { zoomBy(change, zoomFactor, factorOf(change.model), wording::whyLargest); }
void zoomOut(Change& change) { zoomBy(change, 1 / zoomFactor, 1 / factorOf(change.model), wording::whySmallest); }
void largerText(Change& change) { resizeText(change, true); }
void smallerText(Change& change) { resizeText(change, false); }
void zoomReset(Change& change)
{
    const Sizes before = sizesOf(change.model);
    if (change.model.presenting) {
        setPresentZoom(change, 1);
    } else {
        setZoom(change, 1);
        choose(change, change.model.textSize, 0.0);
    }
    sayUnchanged(change, before, wording::whyNormal);
}

void toggleRelative(Change& change)
{
    scene::Numbers& numbers = change.model.display.numbers;
    choose(change, numbers, numbers == scene::Numbers::Relative ? scene::Numbers::Absolute : scene::Numbers::Relative);
}

namespace {

scene::Numbers& placeOf(scene::DisplayOptions& display, scene::Numbers) { return display.numbers; }
scene::StateNames& placeOf(scene::DisplayOptions& display, scene::StateNames) { return display.stateNames; }
scene::FlagNames& placeOf(scene::DisplayOptions& display, scene::FlagNames) { return display.flagNames; }
scene::EndNames& placeOf(scene::DisplayOptions& display, scene::EndNames) { return display.endNames; }
scene::WindowUnits& placeOf(scene::DisplayOptions& display, scene::WindowUnits) { return display.windowUnits; }

} // namespace

void setNotation(Change& change, const SetNotation& set)
{
    std::visit([&](auto one) { choose(change, placeOf(change.model.display, one), one); }, set.one);
}

void toggleTextbook(Change& change)
{
    scene::DisplayOptions& display = change.model.display;
    choose(change, display, scene::withNotation(display, !scene::isTextbook(display)));
}

void toggleConsole(Change& change) { choose(change, change.model.display.console, !change.model.display.console); }

void toggleAnswer(Change& change)
{
    bool& shown = change.model.display.answer;
    shown = !shown && hasAnswerHere(change.model);
}

void switchLanguage(Change& change)
{
    Language& language = change.model.display.language;
    choose(change, language, language == Language::English ? Language::Chinese : Language::English);
}

void switchTheme(Change& change)
{
    constexpr std::array next{ThemeChoice::Dark, ThemeChoice::Contrast, ThemeChoice::Light};
    choose(change, change.model.theme, next[static_cast<std::size_t>(change.model.themeName())]);
}

void toggleEnlarge(Change& change)
{
    change.announce(wording::fromNextStart);
    choose(change, change.model.enlarges, !change.model.enlarges);
}

void toggleCalm(Change& change) { choose(change, change.model.calm, std::optional{!change.model.isCalm()}); }
void toggleAnimation(Change& change) { choose(change, change.model.animates, !change.model.animates); }
void togglePresent(Change& change) { present(change, !change.model.presenting); }
void toggleBlack(Change& change) { toggleCurtain(change.model, Curtain::Black); }
void toggleWhite(Change& change) { toggleCurtain(change.model, Curtain::White); }
void togglePointer(Change& change) { toggleLight(change.model, change.model.pointer); }
void toggleSpotlight(Change& change) { toggleLight(change.model, change.model.spotlight); }
void toggleMagnifier(Change& change) { toggleLight(change.model, change.model.magnifier); }
void toggleNetwork(Change& change) { choose(change, change.model.network, !change.model.network); }
void toggleOptions(Change& change) { togglePanel(change, SidePanel::Options); }
void toggleText(Change& change) { togglePanel(change, SidePanel::Text); }

} // namespace tcpstage::model
