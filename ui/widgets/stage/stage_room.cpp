#include "ui/widgets/stage/stage_room.h"

#include "ui/widgets/common/style.h"

#include <QSize>
#include <algorithm>
#include <array>

namespace tcpstage::widgets {

namespace {

constexpr double leastPanel = 200;
constexpr double leastLadder = 300;
constexpr double leastDetails = 320;
constexpr double mostDetails = 560;
constexpr double detailsPart = 0.3;      // of the width
constexpr double leastBesidePlot = 1300; // a plot needs its width more than the ends beside it
constexpr double leastOfBoth = 880;      // room in which both ends and the ladder are readable
constexpr QSize designed{1112, 650};     // the smallest window whose parts all have room at size 1
constexpr QSize leastUseful{760, 480};
constexpr std::array textSteps{0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0};
constexpr int frame = 2 * (cardInset + 2);

} // namespace

model::TextRoom textRoomIn(QSize window)
{
    const auto step = [&](QSize atOne) {
        const double room = std::min(window.width() / double(atOne.width()), window.height() / double(atOne.height()));
        const auto above = std::ranges::upper_bound(textSteps, room);
        return above == textSteps.begin() ? textSteps.front() : *(above - 1);
    };
    return {step(designed), step(leastUseful)};
}

double ladderGrowth(QSize ladder, bool pair)
{
    constexpr QSizeF atOne{704, 690};
    const double width = ladder.width() / (pair ? 1.6 : 1.0);
    return std::clamp(std::min(width / atOne.width(), ladder.height() / atOne.height()), 1.0, 2.2);
}

int leastPanelWidth() { return sized(leastPanel); }

int leastLadderWidth() { return sized(leastLadder); }

int detailsWidth(int stage)
{
    return std::clamp(static_cast<int>(stage * detailsPart), sized(leastDetails), sized(mostDetails));
}

int roomFor(bool details, int ends)
{
    const int middle = leastLadderWidth() + frame;
    return middle + ends * (leastPanelWidth() + frame + handleWidth) +
           (details ? sized(leastDetails) + handleWidth : 0);
}

int endsIn(int room, bool ladder)
{
    if (!ladder) return room >= sized(leastBesidePlot) ? 2 : 0;
    if (room >= sized(leastOfBoth)) return 2;
    return room >= roomFor(false, 1) ? 1 : 0;
}

} // namespace tcpstage::widgets
