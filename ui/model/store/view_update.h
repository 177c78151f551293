#pragma once
// What happens to the model when somebody looks at it in another way: zoom, view, theme, language, presenting. Private
// to update.cpp.

#include "ui/model/action.h"

namespace tcpstage::model {

class ViewUpdate {
public:
    ViewUpdate(Model& model, std::vector<Request>& requests) : model_{model}, requests_{requests} {}

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
    void nextTheme();
    void curtain(Curtain curtain);
    void light(bool& on) { on = model_.presenting && !on; }

    Model& model_;
    std::vector<Request>& requests_;
};

} // namespace tcpstage::model
