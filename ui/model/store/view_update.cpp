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

scene::View viewOf(Command command)
{
    return static_cast<scene::View>(static_cast<std::size_t>(command) - static_cast<std::size_t>(Command::ShowLadder));
}

SidePanel panelOf(Command command) { return command == Command::ShowOptions ? SidePanel::Options : SidePanel::Text; }

} // namespace

void ViewUpdate::setSpeed(double speed)
{
    const double allowed = std::clamp(speed, minSpeed, maxSpeed);
    model_.speed = std::abs(std::log(allowed)) < 0.02 ? 1 : allowed; // many small steps come back to 1 exactly
}

void ViewUpdate::setZoom(double zoom)
{
    const double allowed = plots() ? std::clamp(zoom, 1.0, maxPlotZoom) : std::clamp(zoom, minZoom, maxZoom);
    (plots() ? model_.plotZoom : model_.zoom) = std::abs(allowed - 1) < 0.01 ? 1 : allowed;
}

void ViewUpdate::setView(scene::View view)
{
    if (model_.display.view == view) return;
    model_.display.view = view;
    model_.plotZoom = 1;
    model_.following = true;
}

void ViewUpdate::nextTheme()
{
    constexpr std::array next{ThemeChoice::Dark, ThemeChoice::Contrast, ThemeChoice::Light};
    choose(model_.theme, next[static_cast<std::size_t>(model_.themeName())]);
}

void ViewUpdate::present(bool presenting)
{
    if (presenting && !model_.staged) return;
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
        return setZoom(shownZoom() * (plots() ? plotZoomFactor : zoomFactor));
    case Command::ZoomOut:
        return setZoom(shownZoom() / (plots() ? plotZoomFactor : zoomFactor));
    case Command::ZoomReset:
        return setZoom(1);
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
    default: // ShowLadder to ShowMatrix
        return setView(viewOf(command));
    }
}

} // namespace tcpstage::model
