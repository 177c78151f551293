#include "ui/widgets/stage/stage_room.h"

#include "ui/widgets/common/style.h"

#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr double leastPanel = 200;
constexpr double leastLadder = 300;
constexpr double leastDetails = 320;
constexpr double mostDetails = 560;
constexpr double detailsPart = 0.3;      // of the width
constexpr double leastBesidePlot = 1300; // a plot needs its width more than the ends beside it
constexpr double leastOfBoth = 880;      // room in which both ends and the ladder are readable
constexpr int frame = 2 * (cardInset + 2);

} // namespace

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
