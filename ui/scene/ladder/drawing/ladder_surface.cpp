// The ladder as a surface to draw on: places are between lifelines, and at a stage time.

#include "ui/scene/drawing/strokes.h"
#include "ui/scene/ladder/ladder_shared.h"

namespace tcpstage::scene {

void addLadderSurface(Scene& scene, const ViewInput& input, const LadderView& view)
{
    constexpr double far = 1000; // seconds: heights are rounded
    const bool pair = input.staged.beside != nullptr;
    const LadderStyle style = pair ? halfStyle(view.style, input.display) : view.style;
    Surface surface;
    surface.area = QRectF{view.corner, QSizeF{view.style.width, view.style.height}};
    surface.open = surface.area;
    if (view.scroll > 0) surface.open.setTop(surface.area.top() + style.header); // the names stay where they are
    surface.unit = style.scale;
    for (const double half : {0.0, view.style.width - style.width}) {
        for (const trace::Side side : trace::both_sides)
            surface.lifelines.push_back(view.corner.x() + half + style.x(side));
        if (!pair) break;
    }
    const double begin = style.y(StageTime{});
    surface.begin = view.corner.y() + begin - view.scroll;
    surface.second = (style.y(stage_second * static_cast<std::int64_t>(far)) - begin) / far;
    addSurface(scene, input, surface);
}

} // namespace tcpstage::scene
