#include "ui/scene/ladder/ladder_plan.h"

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr double narrowest = 345; // pixels at scale 1: the narrowest readable ladder

/// How many transits a block has, and how many blocks are kept.
struct BlockSize {
    std::size_t transits;
    std::size_t most;
};
BlockSize blocksOf(const LadderStyle& style) { return style.isCompressed() ? BlockSize{1, 4096} : BlockSize{64, 512}; }

} // namespace

LadderStyle::LadderStyle(QSizeF size, double wantedScale, const DisplayOptions& display)
    : width{size.width()}, height{size.height()}, scale{std::max(0.3, std::min(wantedScale, size.width() / narrowest))}
{
    const bool big = display.presenting;
    flagsPixels = std::round((big ? 16.2 : 14) * scale);
    numbersPixels = std::round((big ? 16.2 : 13) * scale);
    statePixels = std::round(12 * scale);
    tagPixels = std::round((big ? 11.2 : 11) * scale);
    namePixels = std::round(16 * scale);
    titlePixels = std::round((big ? 16 : 14) * scale);
    clockPixels = std::round((big ? 11.2 : 11.5) * scale);
    header = std::round((big ? 50 : 57) * scale);
    band = std::max(6.0, 2 * std::round((big ? 4.5 : 6) * scale));
    const QString longest =
        display.stateNames == StateNames::Rfc ? QStringLiteral("SYN-RECEIVED") : QStringLiteral("ESTABLISHED");
    column = std::ceil(textWidth(longest, Face::Sans, statePixels, 700));
    const double needed = column + 8 * scale + band / 2 + 6 * scale;
    left = std::round(std::max(width * 0.17, needed));
    right = width - left;
    clockRoom = left - needed - 10 * scale;
}

double clockWidth(double pixels, int decimals)
{
    return textWidth(QStringLiteral("t = 00.%1 s").arg(QString(decimals, u'0')), Face::Mono, pixels, 600);
}

LadderStyle LadderStyle::of(const Viewport& viewport, const DisplayOptions& display)
{
    const double scale = display.presenting ? 2.5 * viewport.size.height() / 1080 * viewport.zoom : viewport.zoom;
    return LadderStyle{viewport.size, scale, display};
}

StageTime LadderStyle::time(double y) const
{
    const double second = (y - header - 14 * scale) / (room::pixels_per_second * scale * stretch);
    return StageTime{static_cast<std::int64_t>(std::floor(second * 6000))};
}

double LadderStyle::edge(trace::Side side) const
{
    const double gap = band / 2 + 2 * scale;
    return side == trace::Side::Left ? left + gap : right - gap;
}

LadderPlan::LadderPlan(const StagedRun& staged, const LadderStyle& style, const DisplayOptions& display)
    : staged_{&staged}, style_{style}, display_{display}
{
    follow(staged);
}

bool LadderPlan::isOf(const StagedRun& staged) const { return number_ == staged.number; }

void LadderPlan::follow(const StagedRun& staged)
{
    staged_ = &staged;
    number_ = staged.number;
    if (staged.layout != layout_ || staged.timeMap.settled() < settled_)
        goBack(0);
    else
        goBack(settled_);
    layout_ = staged.layout;
    settled_ = staged.timeMap.settled();
    for (const trace::Side side : trace::both_sides)
        placeBeside(side);
}

/// Discards all places that may have changed.
void LadderPlan::goBack(trace::RecordId settled)
{
    std::erase_if(blocks_, [settled](const auto& block) { return settled == 0 || !block.second.settled; });
    for (Beside& side : beside_) {
        if (settled == 0) side = {};
        while (!side.items.empty() && side.items.back().record != trace::no_record &&
               side.items.back().record >= settled) {
            (side.items.back().isState ? side.spans : side.events) -= 1;
            side.items.pop_back();
        }
        const auto seen = std::ranges::find(side.items.rbegin(), side.items.rend(), false, &BesideItem::hidden);
        side.free = seen == side.items.rend() ? -1e9 : seen->bottom;
    }
}

void LadderPlan::placeBeside(trace::Side side)
{
    const auto& spans = staged_->runIndex.spans(side);
    const auto& events = staged_->runIndex.events(side);
    Beside& all = beside_[trace::index(side)];
    const double line = 17 * style_.scale;
    const double height = 20 * style_.scale; // height of a call or a timer
    const double farthest = 3 * line;        // largest shift from the wanted place
    const auto add = [&](trace::RecordId record, bool isState, std::size_t position, double wanted, double tall) {
        BesideItem item{record, isState, false, position, std::max(wanted, all.free), 0};
        item.bottom = item.top + tall;
        item.hidden = item.top > wanted + farthest;
        if (!item.hidden) all.free = item.bottom;
        all.items.push_back(item);
    };
    while (all.spans < spans.size() || all.events < events.size()) {
        const bool state = all.spans < spans.size() && (all.spans == 0 || all.events == events.size() ||
                                                        spans[all.spans].record < events[all.events].record);
        if (state) {
            add(spans[all.spans].record, true, all.spans, style_.y(spans[all.spans].from), line);
            ++all.spans;
        } else {
            add(events[all.events].record, false, all.events, style_.y(events[all.events].at) - height, height);
            ++all.events;
        }
    }
}

std::size_t LadderPlan::blockAt(StageTime time) const
{
    const auto transits = staged_->trace().transits();
    const auto after = std::ranges::upper_bound(
        transits, time, {}, [this](const trace::Transit& transit) { return staged_->timeMap.at(transit.sent_record); });
    const auto count = static_cast<std::size_t>(after - transits.begin());
    return count == 0 ? 0 : (count - 1) / blocksOf(style_).transits;
}

void LadderPlan::visitBlocks(StageTime from, StageTime until, const std::function<void(const Block&)>& visit) const
{
    if (style_.isCompressed()) return visit(planned(*staged_, style_, display_, 0, 0));
    const std::size_t last = blockAt(until);
    for (std::size_t number = blockAt(from); number <= last; ++number)
        visit(block(number));
}

const Block& LadderPlan::block(std::size_t number) const
{
    const auto known = blocks_.find(number);
    if (known != blocks_.end()) return known->second;
    const auto [size, most] = blocksOf(style_);
    if (blocks_.size() >= most) blocks_.clear();
    const std::size_t transits = staged_->trace().transits().size();
    const auto first = static_cast<trace::TransitId>(number * size);
    const auto last = static_cast<trace::TransitId>(std::min(transits, (number + 1) * size));
    return blocks_.emplace(number, planned(*staged_, style_, display_, first, last)).first->second;
}

const ArrowPlan& LadderPlan::arrow(trace::TransitId transit) const
{
    const Block& found = block(transit / blocksOf(style_).transits);
    return found.arrows[transit - found.first];
}

} // namespace tcpstage::scene
