#include "ui/model/store/view_update.h"

#include "ui/model/words.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tcpstage::model {

namespace {

constexpr double speedFactor = 1.5848931924611136; // five presses are a decade
constexpr double zoomFactor = 1.15;
constexpr double plotZoomFactor = 1.5;

bool plots(const Model& model) { return model.display.view != scene::View::Ladder; }

double shownZoom(const Model& model) { return plots(model) ? model.plotZoom : model.zoom; }

double factorOf(const Model& model) { return plots(model) ? plotZoomFactor : zoomFactor; }

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
    change.model.speed = std::abs(std::log(allowed)) < 0.02 ? 1 : allowed; // many small steps come back to 1 exactly
}

void setZoom(Change& change, double zoom)
{
    Model& model = change.model;
    const double allowed = plots(model) ? std::clamp(zoom, 1.0, maxPlotZoom) : std::clamp(zoom, minZoom, maxZoom);
    (plots(model) ? model.plotZoom : model.zoom) = std::abs(allowed - 1) < 0.01 ? 1 : allowed;
}

double ViewUpdate::nextTextSize(bool larger) const
{
    const auto now = std::ranges::lower_bound(textSizes, model_.textSize - 0.01);
    const auto at = std::min(now - textSizes.begin(), std::ssize(textSizes) - 1);
    return textSizes[static_cast<std::size_t>(
        std::clamp<std::ptrdiff_t>(at + (larger ? 1 : -1), 0, std::ssize(textSizes) - 1))];
}

void ViewUpdate::setView(scene::View view)
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
    model.presenting = presenting;
    model.curtain = Curtain::Open;
    model.pointer = false;
    model.spotlight = false;
}

void playFaster(Change& change) { setSpeed(change, change.model.speed * speedFactor); }
void playSlower(Change& change) { setSpeed(change, change.model.speed * (1 / speedFactor)); }

void zoomIn(Change& change) { setZoom(change, shownZoom(change.model) * factorOf(change.model)); }
void zoomOut(Change& change) { setZoom(change, shownZoom(change.model) / factorOf(change.model)); }
void zoomReset(Change& change) { setZoom(change, 1); }

void toggleRelative(Change& change)
{
    scene::Numbers& numbers = change.model.display.numbers;
    choose(change, numbers, numbers == scene::Numbers::Relative ? scene::Numbers::Absolute : scene::Numbers::Relative);
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
    if (presenting && !model_.staged) return;
    if (!presenting && model_.notice && !model_.notice->problem && model_.notice->offer == Offer::None)
        model_.notice.reset(); // it was read on the projector
    model_.presenting = presenting;
    model_.curtain = Curtain::Open;
    model_.pointer = false;
    model_.spotlight = false;
}

void ViewUpdate::curtain(Curtain curtain)
{
    if (model_.presenting) model_.curtain = model_.curtain == curtain ? Curtain::Open : curtain;
}

void ViewUpdate::obey(Command command)
{
    switch (command) {
    case Command::Faster:
    case Command::Slower:
        return setSpeed(model_.speed * (command == Command::Faster ? speedFactor : 1 / speedFactor));
    case Command::ZoomIn:
    case Command::ZoomOut:
        return choose(model_.textSize, nextTextSize(command == Command::ZoomIn));
    case Command::ZoomReset:
        setZoom(1);
        return choose(model_.textSize, 1.0);
    case Command::ZoomStageIn:
        return setZoom(shownZoom() * (plots() ? plotZoomFactor : zoomFactor));
    case Command::ZoomStageOut:
        return setZoom(shownZoom() / (plots() ? plotZoomFactor : zoomFactor));
    case Command::ToggleRelative:
        return choose(model_.display.numbers, model_.display.numbers == scene::Numbers::Relative
                                                  ? scene::Numbers::Absolute
                                                  : scene::Numbers::Relative);
    case Command::SwitchLanguage:
        return choose(model_.display.language,
                      model_.language() == Language::English ? Language::Chinese : Language::English);
    case Command::SwitchTheme:
        return nextTheme();
    case Command::ToggleEnlarge:
        model_.notice = Notice{{std::string{wording::fromNextStart.en}, std::string{wording::fromNextStart.zh}}, false};
        return choose(model_.enlarges, !model_.enlarges);
    case Command::ToggleAnimation:
        return choose(model_.animates, !model_.animates);
    case Command::TogglePresent:
        return present(!model_.presenting);
    case Command::Black:
        return curtain(Curtain::Black);
    case Command::White:
        return curtain(Curtain::White);
    case Command::TogglePointer:
        return light(model_.pointer);
    case Command::ToggleSpotlight:
        return light(model_.spotlight);
    case Command::ShowNetwork:
        return choose(model_.network, !model_.network);
    case Command::ShowOptions:
    case Command::ShowText:
        return choose(model_.panel, panelOf(command) == model_.panel ? SidePanel::None : panelOf(command));
    default: // Show..., of a view
        return setView(viewOf(command));
    }
}

} // namespace tcpstage::model
