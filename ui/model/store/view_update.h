#pragma once
// Display settings of the model: speed, zoom, view, theme, language, panels, presenting. Private to this folder.

#include "ui/model/store/change.h"

namespace tcpstage::model {

void setSpeed(Change& change, double speed);
void setZoom(Change& change, double zoom);
void setView(Change& change, scene::View view);
void present(Change& change, bool presenting);
/// Sets a choice that is kept in the settings file.
template <typename T> void choose(Change& change, T& place, T value)
{
    if (place == value) return;
    place = value;
    change.request(RememberChoices{});
}

    /// One of the commands that only change how things look, and the speed.
    void obey(Command command);
    void setSpeed(double speed);
    void setZoom(double zoom);
    void setView(scene::View view);
    void present(bool presenting);
    /// A choice that is remembered from one start of the program to the next.
    template <typename T> void choose(T& place, T value)
    {
        if (place == value) return;
        place = value;
        requests_.emplace_back(RememberChoices{});
    }

private:
    bool plots() const { return model_.display.view != scene::View::Ladder; }
    double shownZoom() const { return plots() ? model_.plotZoom : model_.zoom; }
    double nextTextSize(bool larger) const;
    void nextTheme();
    void curtain(Curtain curtain);
    void light(bool& on) { on = model_.presenting && !on; }

    Model& model_;
    std::vector<Request>& requests_;
};

} // namespace tcpstage::model
