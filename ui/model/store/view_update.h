#pragma once
// Display settings of the model: speed, zoom, view, theme, language, panels, presenting. Private to this folder.

#include "ui/model/store/change.h"

namespace tcpstage::model {

void setSpeed(Change& change, double speed);
void setZoom(Change& change, double zoom);
void setView(Change& change, scene::View view);
/// Of the stage in a presentation.
void setPresentZoom(Change& change, double zoom);
/// Selects a segment of a presentation, and shows where its numbers come from; anything else hides them.
void showNumbers(Change& change, const scene::Ref& segment);
void present(Change& change, bool presenting);
/// Opens the curtain if it is closed, and returns whether it was: that key or answer then does nothing else.
bool opensCurtain(Change& change);
/// Sets a choice that is kept in the settings file.
template <typename T> void choose(Change& change, T& place, T value)
{
    if (place == value) return;
    place = value;
    change.request(RememberChoices{});
}

// Commands.
void playFaster(Change& change);
void playSlower(Change& change);
// While presenting, the next five are about the presentation.
void zoomIn(Change& change);
void zoomOut(Change& change);
void largerText(Change& change);
void smallerText(Change& change);
/// Resets the size of the text and the zoom of the stage.
void zoomReset(Change& change);
void show(Change& change, scene::View view);
template <scene::View view> void show(Change& change) { show(change, view); }
void toggleRelative(Change& change);
void setNotation(Change& change, const SetNotation& set);
void toggleTextbook(Change& change);
void toggleConsole(Change& change);
void toggleAnswer(Change& change);
void switchLanguage(Change& change);
void switchTheme(Change& change);
void toggleEnlarge(Change& change);
void toggleCalm(Change& change);
void toggleAnimation(Change& change);
void togglePresent(Change& change);
void toggleBlack(Change& change);
void toggleWhite(Change& change);
void togglePointer(Change& change);
void toggleSpotlight(Change& change);
void toggleMagnifier(Change& change);
void toggleNetwork(Change& change);
void toggleOptions(Change& change);
void toggleText(Change& change);

} // namespace tcpstage::model
