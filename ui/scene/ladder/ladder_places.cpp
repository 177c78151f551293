#include "ui/scene/ladder/ladder_places.h"

#include "ui/scene/ladder/ladder_rows.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/words/labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

namespace tcpstage::scene {

namespace {

constexpr std::array parts{0.5,  0.44, 0.38, 0.56, 0.32, 0.62, 0.26, 0.68, 0.2,  0.74, 0.8,  0.14, 0.86, 0.47,
                           0.53, 0.41, 0.59, 0.35, 0.65, 0.29, 0.71, 0.23, 0.77, 0.17, 0.83, 0.1,  0.9};

// Pixels at scale 1.
constexpr double leastBefore = 10; // that are left of a cut arrow before its words
constexpr double leastAfter = 20;  // and after them, with the head
constexpr double besideWords = 4;  // between the words and the ends of the cut
constexpr double betweenRows = 3;  // beside a cross
constexpr double clear = 1;        // between words on an arrow and other arrows

double heightOf(const Row& row)
{
    const FontHeight ink = inkOf(row);
    return ink.ascent + ink.descent;
}

} // namespace

bool LadderPlaces::select(const ArrowPlan& plan)
{
    const auto [low, high] = std::minmax({plan.from.y(), plan.to.y()});
    return room_.checkRoom(low - px(30), high + px(30));
}

/// The box of a row whose middle is at `part` of the arrow's length, above or below the line.
Turned LadderPlaces::boxOn(const ArrowPlan& plan, const Row& row, double part, bool above) const
{
    const double height = heightOf(row);
    const double angle = plan.degrees * std::numbers::pi / 180;
    const QPointF up{std::sin(angle), -std::cos(angle)};
    const double distance = (px(above ? 2.5 : 3.5) + height / 2) * (above ? 1 : -1);
    return {plan.from + (plan.to - plan.from) * part + up * distance, {row.width, height}, plan.degrees};
}

void LadderPlaces::settle(Row& row, const Turned& box)
{
    const FontHeight ink = inkOf(row);
    const double angle = box.degrees * std::numbers::pi / 180;
    const QPointF along{std::cos(angle), std::sin(angle)};
    const QPointF down{-std::sin(angle), std::cos(angle)};
    const double drop = ink.ascent - (ink.ascent + ink.descent) / 2;
    row.at = snapped(box.centre - along * (row.width / 2) + down * drop);
    row.degrees = box.degrees;
    room_.take(box);
}

bool LadderPlaces::beside(ArrowPlan& plan, Wording& wording, trace::TransitId id)
{
    return wording.below.pieces.empty() ? on(plan, wording.row, id) : around(plan, wording, id);
}

bool LadderPlaces::on(ArrowPlan& plan, Row& row, trace::TransitId id)
{
    for (const double apart : {4.0, 0.0}) // first where it cannot seem to belong to another arrow
        for (const bool above : {true, false})
            for (const double part : parts) {
                const Turned box = boxOn(plan, row, part, above);
                if (!room_.isFree(apart > 0 ? box.grown(px(apart)) : box, {&id, 1})) continue;
                settle(row, box);
                plan.label = std::move(row);
                return true;
            }
    return false;
}

/// Places the two rows above and below the same place of the line, or else as close as possible.
bool LadderPlaces::around(ArrowPlan& plan, Wording& wording, trace::TransitId id)
{
    const auto isFree = [&](const Row& row, double part, bool above) {
        return room_.isFree(boxOn(plan, row, part, above).grown(px(apart_)), {&id, 1});
    };
    std::array<double, parts.size()> under{};
    std::size_t count = 0;
    for (const double part : parts)
        if (isFree(wording.below, part, false)) under[count++] = part;
    std::optional<std::pair<double, double>> best;
    const auto apart = [](const std::pair<double, double>& pair) { return std::abs(pair.first - pair.second); };
    for (const double part : parts) {
        if (count == 0 || (best && apart(*best) == 0)) break;
        if (!isFree(wording.row, part, true)) continue;
        for (std::size_t i = 0; i < count; ++i)
            if (const std::pair pair{part, under[i]}; !best || apart(pair) < apart(*best)) best = pair;
    }
    if (!best) return false;
    settle(wording.row, boxOn(plan, wording.row, best->first, true));
    settle(wording.below, boxOn(plan, wording.below, best->second, false));
    plan.label = std::move(wording.row);
    plan.below = std::move(wording.below);
    return true;
}

bool LadderPlaces::within(std::span<ArrowPlan> plans, trace::TransitId first, const Members& members,
                          const Members& cut, const Row& row)
{
    const double height = heightOf(row);
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const trace::TransitId id : members) {
        const auto [top, bottom] = std::minmax({plans[id - first].from.y(), plans[id - first].to.y()});
        low = std::min(low, top);
        high = std::max(high, bottom);
    }
    if (!room_.checkRoom(low - px(30), high + px(30))) return false;
    for (const trace::TransitId carrier : {members[members.size() / 2], members.back(), members.front()}) {
        const ArrowPlan& line = plans[carrier - first];
        for (const double part : parts) {
            const Turned box{line.from + (line.to - line.from) * part, {row.width, height}, line.degrees};
            if (!room_.isFree(box.grown(px(clear)), cut) || !this->cut(plans, first, cut, box, members.back()))
                continue;
            ArrowPlan& last = plans[members.back() - first];
            last.label = row;
            settle(last.label, box);
            return true;
        }
        if (members.size() == 1) break;
    }
    return false;
}

Row LadderPlaces::reasonRow(const QString& text, const Loss& loss) const
{
    const QString times = loss.count == 1 ? QString{} : QStringLiteral(" ×%1").arg(loss.count);
    const Ink ink = isGhost(loss.transit) ? Ink::Faint : Ink::Lost;
    return rowOf({piece(text + times, Face::Sans, style_.tagPixels + px(1), 600, ink)}, 0);
}

/// Puts rows one under the other around the cross of a lost segment.
bool LadderPlaces::settleAt(QPointF cross, const std::vector<QPointF>& offsets, QSizeF size,
                            const std::vector<Row*>& rows)
{
    for (const QPointF& offset : offsets) {
        const Turned box{cross + offset, size, 0};
        if (!room_.isFree(box)) continue;
        double top = box.centre.y() - size.height() / 2;
        for (Row* row : rows) {
            const double height = heightOf(*row);
            settle(*row, {{box.centre.x(), top + height / 2}, {row->width, height}, 0});
            top += height + px(betweenRows);
        }
        return true;
    }
    return false;
}

bool LadderPlaces::atCross(ArrowPlan& plan, const std::vector<Wording>& wordings, const Loss& loss)
{
    const bool flags = std::ranges::any_of(wordings, [](const Wording& one) { return !isNumbered(one); });
    for (const bool numbered : {true, false})
        for (const Said said : {Said::Together, Said::Apart, Said::Short})
            if ((numbered || flags) && atCross(plan, wordings, loss, numbered, said)) return true;
    return atCross(plan, wordings, loss, true, Said::Alone);
}

/// `numbered`: with one of the wordings that have a number.
bool LadderPlaces::atCross(ArrowPlan& plan, const std::vector<Wording>& wordings, const Loss& loss, bool numbered,
                           Said said)
{
    const double way = loss.transit.from == trace::Side::Left ? 1 : -1;
    const double middle = (style_.left + style_.right) / 2 - plan.to.x();
    const QString whole = lossText(loss.transit, loss.language);
    const QString little = reasonRow(shortLossTexts(loss.transit, loss.language).back(), loss).pieces.front().text;
    for (Wording wording : wordings) {
        if (isNumbered(wording) != numbered) continue;
        room_.checkRoom(plan.to.y() - px(90), plan.to.y() + px(90));
        Row why = said == Said::Together ? reasonRow(whole, loss) : Row{};
        std::vector<Row*> rows;
        QSizeF size{0, -px(betweenRows)};
        for (Row* row : {&wording.row, &wording.below, &why}) {
            if (row->pieces.empty()) continue;
            rows.push_back(row);
            size = {std::max(size.width(), row->width), size.height() + heightOf(*row) + px(betweenRows)};
        }
        const double beyond = px(14) + size.width() / 2;
        const double low = px(12) + size.height() / 2;
        std::vector<QPointF> offsets;
        for (const double y : {0.0, low, -low})
            for (const double x : {way * beyond, way * beyond / 2, 0.0, middle, -way * beyond / 2, -way * beyond})
                offsets.emplace_back(x, y);
        const std::size_t taken = room_.taken();
        if (!settleAt(plan.to, offsets, size, rows)) continue;
        plan.reason = std::move(why);
        if (said == Said::Apart || said == Said::Short) reason(plan, loss);
        const bool isSaid = !plan.reason.pieces.empty();
        const bool isReason = isSaid && (plan.reason.pieces.front().text != little || whole == little);
        if (said == Said::Alone || isReason || (said == Said::Short && isSaid)) {
            plan.label = std::move(wording.row);
            plan.below = std::move(wording.below);
            return true;
        }
        room_.giveBack(taken);
        plan.reason = {};
    }
    return false;
}

void LadderPlaces::reason(ArrowPlan& plan, const Loss& loss)
{
    const trace::Transit& transit = loss.transit;
    if (!room_.checkRoom(plan.to.y() - px(60), plan.to.y() + px(60))) return;
    const double way = transit.from == trace::Side::Left ? 1 : -1;
    for (const QString& text : QStringList{lossText(transit, loss.language)} + shortLossTexts(transit, loss.language)) {
        Row row = reasonRow(text, loss);
        const QSizeF size{row.width, style_.tagPixels * 1.15};
        const double beyond = px(14) + size.width() / 2;
        const double half = size.width() / 2;
        std::vector<QPointF> offsets{{way * beyond, px(2)}, {way * beyond, px(14)},  {way * beyond, px(-12)},
                                     {0, px(20)},           {-way * beyond, px(20)}, {way * beyond, px(28)},
                                     {0, px(-20)}};
        for (const double y : {20.0, -20.0, 30.0, -30.0, 42.0}) // who did it is worth a place farther off
            for (const double x : {0.0, way * half, -way * half, way * beyond, -way * beyond})
                offsets.emplace_back(x, px(y));
        for (const QPointF& offset : offsets) {
            const Turned box{plan.to + offset, size, 0};
            if (!room_.isFree(box)) continue;
            row.at = snapped(baselineFor(box.centre, style_.tagPixels) - QPointF{row.width / 2, 0});
            plan.reason = std::move(row);
            room_.take(box);
            return;
        }
    }
}

/// Cuts the arrows under the box. False, and cuts nothing, if too little would be left of one.
bool LadderPlaces::cut(std::span<ArrowPlan> plans, trace::TransitId first, const Members& members, const Turned& box,
                       trace::TransitId owner) const
{
    std::vector<std::pair<trace::TransitId, std::pair<double, double>>> cuts;
    const Turned hole{box.centre, box.size + QSizeF{2 * px(besideWords), 2 * px(clear)}, box.degrees};
    for (const trace::TransitId id : members) {
        const ArrowPlan& plan = plans[id - first];
        const auto part = partWithin(hole, plan.from, plan.to);
        if (!part) continue;
        const QPointF way = plan.to - plan.from;
        const double length = std::hypot(way.x(), way.y());
        if (plan.words || part->first * length < px(leastBefore) || (1 - part->second) * length < px(leastAfter))
            return false;
        cuts.emplace_back(id, *part);
    }
    for (const auto& [id, part] : cuts)
        plans[id - first].words = WordsOn{part.first, part.second, owner};
    return true;
}

} // namespace tcpstage::scene
