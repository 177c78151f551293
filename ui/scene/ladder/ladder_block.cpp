// Places the labels of one block's arrows: tries several places and wordings until one touches nothing.

#include "ui/scene/ladder/ladder_capsules.h"
#include "ui/scene/ladder/ladder_groups.h"
#include "ui/scene/ladder/ladder_room.h"
#include "ui/scene/ladder/ladder_rows.h"
#include "ui/scene/ladder/ladder_wordings.h"
#include "ui/scene/ladder/network_marks.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tcpstage::scene {

namespace {

constexpr trace::TransitId ofNetwork = trace::no_transit - 1; // marks the obstacle of a network change

class Planner {
public:
    Planner(const StagedRun& staged, const LadderStyle& style, const DisplayOptions& display, trace::TransitId first,
            trace::TransitId last)
        : staged_{staged}, style_{style}, display_{display}, first_{first}, last_{last}, top_{first == 0
                                                                                                  ? -1e9
                                                                                                  : sendingOf(first)},
          bottom_{last == staged.trace().transits().size() ? 1e12 : sendingOf(last)}, room_{style, top_, bottom_}
    {}

    Block block()
    {
        Block result;
        result.first = first_;
        gatherObstacles();
        placeFolds(result);
        const auto idOf = [&](const ArrowPlan& plan) {
            return static_cast<trace::TransitId>(first_ + (&plan - result.arrows.data()));
        };
        for (trace::TransitId id = first_; id < last_; ++id)
            result.arrows.push_back(arrow(id));
        for (ArrowPlan& plan : result.arrows) {
            const trace::Transit& transit = staged_.trace().transit(idOf(plan));
            if (transit.fate == trace::Fate::Lost || transit.corrupted)
                room_.take(Turned{plan.to, {px(16), px(16)}, 0});
            if (transit.reason == trace::Reason::FromThePast) room_.take(Turned{plan.from, {px(12), px(12)}, 0});
        }
        for (std::size_t i = 0; i < staged_.run.networks.size(); ++i)
            placeNetwork(result, i);
        std::vector<SegmentWords> words;
        for (ArrowPlan& plan : result.arrows)
            words.push_back(nameCapsule(plan, staged_, idOf(plan), style_, display_));
        const BlockArrows arrows{staged_.trace(), first_, result.arrows, words, style_};
        const std::vector<Members> losses = lossesOf(arrows, display_.language);
        for (const Members& burst : burstsOf(arrows))
            placeBurst(result, burst, words[burst.front() - first_].differs);
        for (ArrowPlan& plan : result.arrows)
            if (plan.label.pieces.empty()) placeLabel(plan, idOf(plan), words[idOf(plan) - first_]);
        for (ArrowPlan& plan : result.arrows)
            placeReason(plan, idOf(plan), losses);
        hangCapsules(result.arrows, first_, room_.arrows, style_, display_);
        result.settled = isSettled();
        return result;
    }

private:
    double px(double count) const { return count * style_.scale; }
    double sendingOf(trace::TransitId id) const
    {
        return style_.y(staged_.timeMap.at(staged_.trace().transit(id).sent_record));
    }

    void gatherObstacles()
    {
        const auto count = static_cast<trace::TransitId>(staged_.trace().transits().size());
        const trace::TransitId low = first_ > 256 ? first_ - 256 : 0;
        const trace::TransitId high = std::min<trace::TransitId>(count, last_ + 256);
        for (trace::TransitId id = low; id < high; ++id) {
            const trace::Transit transit = staged_.trace().transit(id);
            const bool settled = transit.end_record < staged_.timeMap.settled();
            const TransitSpan span = spanOf(transit, staged_.timeMap);
            const ArrowEnds ends = endsOf(transit, span, style_);
            room_.arrows.push_back({ends.from, ends.to, id, span, transit.from, settled});
        }
    }
    const Obstacle& obstacleOf(trace::TransitId id) const { return room_.arrows[id - room_.arrows.front().transit]; }

    /// Whether the places of this block, and of everything that could touch it, are final.
    bool isSettled() const
    {
        const trace::Trace& trace = staged_.trace();
        const trace::RecordId settled = staged_.timeMap.settled();
        if (last_ == trace.transits().size() || trace.transit(last_).sent_record >= settled) return false;
        StageTime latest{};
        for (trace::TransitId id = first_; id < last_; ++id)
            latest = std::max(latest, obstacleOf(id).span.to);
        if (staged_.timeMap.at(settled) < latest) return false; // more segments may be sent in that time
        return std::ranges::all_of(room_.arrows, [&](const Obstacle& obstacle) {
            return obstacle.settled || (obstacle.transit >= last_ && obstacle.span.from >= latest);
        });
    }

    ArrowPlan arrow(trace::TransitId id) const
    {
        ArrowPlan plan;
        plan.from = obstacleOf(id).from;
        plan.to = obstacleOf(id).to;
        plan.degrees = ArrowEnds{plan.from, plan.to}.degrees();
        chooseCapsule(plan, id);
        return plan;
    }

    void chooseCapsule(ArrowPlan& plan, trace::TransitId id) const
    {
        const trace::Transit& transit = staged_.trace().transit(id);
        const TransitSpan span = obstacleOf(id).span;
        int together = 0;
        double nearest = 1e9;
        const double speed =
            std::abs(plan.to.x() - plan.from.x()) / std::max(1.0, static_cast<double>((span.to - span.from).count()));
        for (const Obstacle& obstacle : room_.arrows) {
            if (obstacle.transit == id || obstacle.sender != transit.from) continue;
            const TransitSpan& theirs = obstacle.span;
            if (theirs.from >= span.to || theirs.to <= span.from) continue;
            ++together;
            const double ahead = static_cast<double>(std::abs((theirs.from - span.from).count())) * speed;
            const double behind = static_cast<double>(std::abs((theirs.to - span.to).count())) * speed;
            nearest = std::min({nearest, ahead, behind});
        }
        const double full =
            textWidth(QStringLiteral("seq=0000 ack=0000"), Face::Mono,
                      display_.presenting ? capsuleNumbers(style_, display_) : style_.numbersPixels, 500) +
            px(26);
        const QString flags = flagsText(transit.segment, display_);
        const double shortest = textWidth(flags, Face::Sans, style_.flagsPixels, 700) + px(26);
        if (together > 4 && nearest < shortest) plan.capsule.kind = Capsule::Dot;
        if (style_.right - style_.left < full * (display_.presenting ? 1.45 : 1.15))
            plan.capsule.kind = std::min(plan.capsule.kind, Capsule::Flags); // of numbers only the main one
    }

    /// The box of a row whose middle is at `part` of the arrow's length, above or below the line.
    Turned boxOn(const ArrowPlan& plan, const Row& row, double part, bool above) const
    {
        const FontHeight ink = inkHeight(tallest(row));
        const double height = ink.ascent + ink.descent;
        const double angle = plan.degrees * std::numbers::pi / 180;
        const QPointF up{std::sin(angle), -std::cos(angle)};
        const double distance = (px(above ? 2.5 : 3.5) + height / 2) * (above ? 1 : -1);
        return {plan.from + (plan.to - plan.from) * part + up * distance, {row.width, height}, plan.degrees};
    }

    void settle(Row& row, const Turned& box)
    {
        const FontHeight ink = inkHeight(tallest(row));
        const double angle = box.degrees * std::numbers::pi / 180;
        const QPointF along{std::cos(angle), std::sin(angle)};
        const QPointF down{-std::sin(angle), std::cos(angle)};
        const double drop = ink.ascent - (ink.ascent + ink.descent) / 2;
        row.at = snapped(box.centre - along * (row.width / 2) + down * drop);
        row.degrees = box.degrees;
        room_.take(box);
    }

    void placeLabel(ArrowPlan& plan, trace::TransitId id, const SegmentWords& words)
    {
        if (!checkRoomAround(plan)) return;
        for (Wording& wording : wordingsOf(words, inkOf(staged_.trace().transit(id).segment), style_))
            if (place(plan, wording, id)) return;
    }

    bool checkRoomAround(const ArrowPlan& plan)
    {
        const auto [low, high] = std::minmax({plan.from.y(), plan.to.y()});
        return room_.checkRoom(low - px(30), high + px(30));
    }

    bool place(ArrowPlan& plan, Wording& wording, trace::TransitId id)
    {
        return wording.below.pieces.empty() ? placeOn(plan, wording.row, id) : placeAround(plan, wording, id);
    }

    /// Names a burst under its last arrow, or above its first one: with the last, when all of it has happened.
    void placeBurst(Block& block, const Members& burst, const QString& differs)
    {
        auto words = wordsOfAll(staged_.trace(), burst, display_);
        if (!words) return;
        words->differs = differs;
        const Ink ink = inkOf(staged_.trace().transit(burst.back()).segment);
        ArrowPlan& last = block.arrows[burst.back() - first_];
        for (const trace::TransitId id : {burst.back(), burst.front()}) {
            ArrowPlan line = block.arrows[id - first_];
            if (!checkRoomAround(line)) continue;
            for (Wording& wording : wordingsOf(*words, ink, style_)) {
                const bool numbered = wording.row.pieces.size() + wording.below.pieces.size() > 1;
                if (!numbered || !place(line, wording, id)) continue;
                last.label = std::move(line.label);
                last.below = std::move(line.below);
                return;
            }
        }
    }

    static constexpr std::array parts{0.5,  0.44, 0.38, 0.56, 0.32, 0.62, 0.26, 0.68, 0.2,
                                      0.74, 0.8,  0.14, 0.86, 0.47, 0.53, 0.41, 0.59, 0.35,
                                      0.65, 0.29, 0.71, 0.23, 0.77, 0.17, 0.83, 0.1,  0.9};

    bool placeOn(ArrowPlan& plan, Row& row, trace::TransitId id)
    {
        for (const double apart : {4.0, 0.0}) // first where it cannot seem to belong to another arrow
            for (const bool above : {true, false})
                for (const double part : parts) {
                    const Turned box = boxOn(plan, row, part, above);
                    if (!room_.isFree(apart > 0 ? box.grown(px(apart)) : box, id)) continue;
                    settle(row, box);
                    plan.label = std::move(row);
                    return true;
                }
        return false;
    }

    /// Places the two rows above and below the same place of the line, or else as close as possible.
    bool placeAround(ArrowPlan& plan, Wording& wording, trace::TransitId id)
    {
        // Keeps rows so far from other arrows that they cannot seem to belong to them.
        const auto isFree = [&](const Row& row, double part, bool above) {
            return room_.isFree(boxOn(plan, row, part, above).grown(px(display_.presenting ? 3 : 6)), id);
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

    /// Where crosses are stacked, one word with the last says how many there are.
    void placeReason(ArrowPlan& plan, trace::TransitId id, const std::vector<Members>& losses)
    {
        const trace::Transit& transit = staged_.trace().transit(id);
        if (transit.fate != trace::Fate::Lost) return;
        const auto stack = std::ranges::find_if(
            losses, [&](const Members& members) { return std::ranges::find(members, id) != members.end(); });
        if (stack != losses.end() && stack->back() != id) return;
        const QString times = stack == losses.end() ? QString{} : QStringLiteral(" ×%1").arg(stack->size());
        if (!room_.checkRoom(plan.to.y() - px(60), plan.to.y() + px(60))) return;
        const double way = transit.from == trace::Side::Left ? 1 : -1;
        const bool ghost = isGhost(transit);
        const Text lost = ghost ? Text{"swallowed", "已吞掉"} : Text{"lost", "丢失"};
        const Ink ink = ghost ? Ink::Faint : Ink::Lost;
        for (const QString& text : {lossText(transit, display_.language), inLanguage(lost, display_.language)}) {
            Row row = rowOf({piece(text + times, Face::Sans, style_.tagPixels + px(1), 600, ink)}, 0);
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
                if (!room_.isFree(box, trace::no_transit)) continue;
                row.at = snapped(baselineFor(box.centre, style_.tagPixels) - QPointF{row.width / 2, 0});
                plan.reason = std::move(row);
                room_.take(box);
                return;
            }
        }
    }

    QString foldText(const Fold& fold, bool full) const
    {
        const QString time = shortDuration(fold.silence);
        if (!full) return time;
        constexpr Text folded{"%1: %2, folded", "%1：%2（已折叠）"};
        constexpr Text silence{"silence", "无事发生"};
        const QString what =
            fold.timer ? shortName(*fold.timer, display_.language) : inLanguage(silence, display_.language);
        return inLanguage(folded, display_.language).arg(what, time);
    }

    void placeFolds(Block& block)
    {
        const auto& folds = staged_.timeMap.folds();
        const auto first = std::ranges::lower_bound(folds, top_, {}, [&](const Fold& fold) { return middleOf(fold); });
        for (auto fold = first; fold != folds.end() && middleOf(*fold) < bottom_; ++fold)
            placeFold(block, static_cast<std::size_t>(fold - folds.begin()));
    }
    double middleOf(const Fold& fold) const { return (style_.y(fold.from) + style_.y(fold.to)) / 2; }

    void placeFold(Block& block, std::size_t number)
    {
        const Fold& fold = staged_.timeMap.folds()[number];
        const double middle = middleOf(fold);
        room_.checkRoom(middle - px(30), middle + px(30));
        for (const bool full : {true, false}) {
            Row row = rowOf({piece(foldText(fold, full), Face::Sans, style_.tagPixels + px(1), 600, Ink::Timer)}, 0);
            const QSizeF size{row.width + px(20), px(22)};
            for (const double part : {0.5, 0.35, 0.65, 0.25, 0.75})
                for (const double shift : {0.0, -10.0, 10.0}) {
                    const Turned box{{style_.left + (style_.right - style_.left) * part, middle + px(shift)}, size, 0};
                    if (!room_.isFree(box, trace::no_transit)) continue;
                    row.at = snapped(box.centre + QPointF{-row.width / 2, style_.tagPixels * 0.39});
                    const QPointF corner = snapped(box.centre - QPointF{size.width() / 2, size.height() / 2});
                    block.folds.push_back({number, std::move(row), QRectF{corner, size}});
                    room_.take(box);
                    return;
                }
        }
    }

    /// Places the mark of a network change as close to its moment as is free, later rather than earlier.
    void placeNetwork(Block& block, std::size_t number)
    {
        const double wanted = style_.y(timeOfChange(staged_, number));
        if (wanted < top_ || wanted >= bottom_) return;
        room_.checkRoom(wanted - px(40), wanted + px(40));
        const QPointF left{style_.edge(trace::Side::Left), 0};
        const QPointF right{style_.edge(trace::Side::Right), 0};
        const auto settled = [&](double y, Row row, const QRectF& pill) {
            block.networks.push_back({number, y, std::move(row), pill});
            room_.lines.push_back(
                {left + QPointF{0, y}, right + QPointF{0, y}, ofNetwork, {}, trace::Side::Left, true});
        };
        for (const QString& words : wordsOfChange(staged_, number, display_)) {
            Row row = rowOf({piece(words, Face::Sans, style_.tagPixels, 600, Ink::Muted)}, 0);
            const QSizeF size{row.width + px(16), px(18)};
            for (const double shift : {0.0, 4.0, 8.0, 12.0, -4.0, 16.0, 20.0, -8.0, 24.0}) {
                const double y = std::round(wanted + px(shift));
                const Turned line{{style_.width / 2, y}, {right.x() - left.x(), px(2)}, 0};
                if (!room_.isUnwritten(line)) continue;
                for (const double part : {0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78}) {
                    const Turned box{{left.x() + (right.x() - left.x()) * part, y}, size, 0};
                    if (!room_.isFree(box, trace::no_transit)) continue;
                    row.at = snapped(box.centre + QPointF{-row.width / 2, style_.tagPixels * 0.37});
                    room_.take(box);
                    return settled(y, std::move(row),
                                   {box.centre - QPointF{size.width() / 2, size.height() / 2}, size});
                }
            }
        }
        settled(std::round(wanted), {}, {});
    }

    const StagedRun& staged_;
    const LadderStyle& style_;
    const DisplayOptions& display_;
    trace::TransitId first_;
    trace::TransitId last_;
    double top_;
    double bottom_;
    LadderRoom room_;
};

/// Arrows without words, or changes of the network without labels.
Block compressed(const StagedRun& staged, const LadderStyle& style, trace::TransitId first, trace::TransitId last)
{
    Block block;
    block.first = first;
    block.settled = true;
    const trace::RecordId settled = staged.timeMap.settled();
    for (trace::TransitId id = first; id < last; ++id) {
        const trace::Transit transit = staged.trace().transit(id);
        const ArrowEnds ends = endsOf(transit, spanOf(transit, staged.timeMap), style);
        ArrowPlan plan{ends.from, ends.to, ends.degrees(), {}, {}, {}, {}};
        plan.capsule.kind = Capsule::Dot;
        block.arrows.push_back(std::move(plan));
        block.settled = block.settled && transit.sent_record < settled && transit.end_record < settled;
    }
    for (std::size_t i = 0; first == last && i < staged.run.networks.size(); ++i)
        block.networks.push_back({i, std::round(style.y(timeOfChange(staged, i))), {}, {}});
    return block;
}

} // namespace

Block planned(const StagedRun& staged, const LadderStyle& style, const DisplayOptions& display, trace::TransitId first,
              trace::TransitId last)
{
    if (style.isCompressed()) return compressed(staged, style, first, last);
    return Planner{staged, style, display, first, last}.block();
}

} // namespace tcpstage::scene
