// Places the labels of one block's arrows: tries several places and wordings until one touches nothing.

#include "core/captions/captured.h"
#include "ui/scene/ladder/ladder_capsules.h"
#include "ui/scene/ladder/ladder_groups.h"
#include "ui/scene/ladder/ladder_places.h"
#include "ui/scene/ladder/ladder_rows.h"
#include "ui/scene/ladder/ladder_wordings.h"
#include "ui/scene/ladder/network_marks.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <cmath>

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
          bottom_{last == staged.trace().transits().size() ? 1e12 : sendingOf(last)}, room_{style, top_, bottom_},
          places_{room_, style, display.presenting ? 3.0 : 6.0}
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
        placeLabels(result, words, losses);
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

    /// What a lesson is about has the first claim on room: what was lost, sent again, or comes from the past. Then come
    /// arrows that are close to each other, then all others, and what is left of them together; flags alone at last.
    void placeLabels(Block& block, const std::vector<SegmentWords>& words, const std::vector<Members>& losses)
    {
        std::vector<bool> said(words.size());
        const auto nameAll = [&](bool numbered, bool across, const auto& isWanted) {
            for (trace::TransitId id = first_; id < last_; ++id)
                if (!said[id - first_] && isWanted(id))
                    said[id - first_] = placeLabel(block, id, words[id - first_], numbered, across);
        };
        const auto nameTogether = [&](const std::vector<Members>& bursts, bool perhapsEach) {
            for (const Members& burst : bursts) {
                const auto isSaid = [&](trace::TransitId id) { return said[id - first_]; };
                if (std::ranges::any_of(burst, isSaid)) continue;
                if ((perhapsEach && placeEach(block, burst, words)) ||
                    placeBurst(block, burst, words[burst.front() - first_]))
                    for (const trace::TransitId id : burst)
                        said[id - first_] = true;
            }
        };
        const BlockArrows arrows{staged_.trace(), first_, block.arrows, words, style_};
        const auto isAny = [](trace::TransitId) { return true; };
        const auto isFirst = [this](trace::TransitId id) { return isRemarkable(staged_.trace().transit(id)); };
        std::vector<Members> bursts = burstsOf(arrows);
        const auto others = std::stable_partition(bursts.begin(), bursts.end(),
                                                  [&](const Members& burst) { return isFirst(burst.front()); });
        nameTogether({bursts.begin(), others}, true);
        nameAll(true, true, isFirst);
        for (trace::TransitId id = first_; id < last_; ++id)
            if (!said[id - first_])
                said[id - first_] = placeReason(block.arrows[id - first_], id, losses, &words[id - first_]);
        nameAll(false, true, isFirst);
        for (trace::TransitId id = first_; id < last_; ++id)
            placeReason(block.arrows[id - first_], id, losses, nullptr);
        nameTogether({others, bursts.end()}, true);
        nameAll(true, false, isAny);
        nameTogether(namelessOf(arrows, said), false);
        nameAll(true, true, isAny);
        nameAll(false, false, isAny);
    }

    /// Names all members of a burst alone, or none of them.
    bool placeEach(Block& block, const Members& burst, const std::vector<SegmentWords>& words)
    {
        const std::size_t taken = room_.taken();
        const auto isPlaced = [&](trace::TransitId id) {
            return placeLabel(block, id, words[id - first_], true, false);
        };
        if (std::ranges::all_of(burst, isPlaced)) return true;
        room_.giveBack(taken);
        const auto isOfBurst = [&](trace::TransitId id) { return std::ranges::find(burst, id) != burst.end(); };
        for (const trace::TransitId id : burst)
            block.arrows[id - first_].label = block.arrows[id - first_].below = {};
        for (ArrowPlan& plan : block.arrows)
            if (plan.words && isOfBurst(plan.words->owner)) plan.words.reset();
        return false;
    }

    Members all() const
    {
        Members ids;
        for (trace::TransitId id = first_; id < last_; ++id)
            if (mayCut(id)) ids.push_back(id);
        return ids;
    }

    /// Beside the arrow; on it where there is no room beside it, perhaps also across other arrows.
    bool placeLabel(Block& block, trace::TransitId id, const SegmentWords& words, bool numbered, bool across)
    {
        ArrowPlan& plan = block.arrows[id - first_];
        if (!places_.select(plan)) return false;
        std::vector<Wording> wordings = wordingsOf(words, inkOf(staged_.trace().transit(id).segment), style_);
        std::erase_if(wordings, [&](const Wording& wording) { return hasNumber(wording, words) != numbered; });
        const auto isBeside = [&](Wording& wording) { return places_.beside(plan, wording, id); };
        const auto isWithin = [&](const Members& cut, std::span<const Wording> tried) {
            return mayCut(id) && std::ranges::any_of(tried, [&](const Wording& wording) {
                       return wording.below.pieces.empty() &&
                              places_.within(block.arrows, first_, {id}, cut, wording.row);
                   });
        };
        const auto isFull = [&](const Wording& wording) { return hasAllNumbers(wording, words); };
        const auto rest = std::stable_partition(wordings.begin(), wordings.end(), isFull);
        const std::span<const Wording> full{wordings.begin(), rest};
        if (std::any_of(wordings.begin(), rest, isBeside) || isWithin({id}, full)) return true;
        return std::any_of(rest, wordings.end(), isBeside) || isWithin({id}, wordings) ||
               (across && isWithin(all(), wordings));
    }

    static bool hasNumber(const Wording& wording, const SegmentWords& words)
    {
        return words.numbers.isEmpty() || isNumbered(wording);
    }

    /// The part of an arrow whose time is estimated is dotted: it is not cut as well.
    bool mayCut(trace::TransitId id) const
    {
        return !isGhost(staged_.trace().transit(id)) && !captions::is_captured(staged_.trace());
    }

    /// Names a burst under its last arrow, or above its first one: with the last, when all of it has happened. Else on
    /// its arrows.
    bool placeBurst(Block& block, const Members& burst, const SegmentWords& first)
    {
        auto words = wordsOfAll(staged_.trace(), burst, display_);
        if (!words) return false;
        words->differs = first.differs;
        words->remarkSign = first.remarkSign;
        std::vector<Wording> wordings =
            wordingsOf(*words, inkOf(staged_.trace().transit(burst.back()).segment), style_);
        std::erase_if(wordings, [](const Wording& wording) { return !isNumbered(wording); });
        ArrowPlan& last = block.arrows[burst.back() - first_];
        for (const trace::TransitId id : {burst.back(), burst.front()}) {
            ArrowPlan line = block.arrows[id - first_];
            if (!places_.select(line)) continue;
            for (Wording& wording : wordings) {
                if (!places_.beside(line, wording, id)) continue;
                last.label = std::move(line.label);
                last.below = std::move(line.below);
                block.bursts.push_back(burst);
                return true;
            }
        }
        const auto isCut = [&](const Wording& wording) {
            return wording.below.pieces.empty() && places_.within(block.arrows, first_, burst, burst, wording.row);
        };
        const bool within = std::ranges::all_of(burst, [this](trace::TransitId id) { return mayCut(id); }) &&
                            places_.select(last) && std::ranges::any_of(wordings, isCut);
        if (within) block.bursts.push_back(burst);
        return within;
    }

    /// Where crosses are stacked, one word with the last says how many there are. `words`: only with the name.
    bool placeReason(ArrowPlan& plan, trace::TransitId id, const std::vector<Members>& losses,
                     const SegmentWords* words)
    {
        const trace::Transit transit = staged_.trace().transit(id);
        if (transit.fate != trace::Fate::Lost || !plan.reason.pieces.empty()) return false;
        const auto stack = std::ranges::find_if(
            losses, [id](const Members& members) { return std::ranges::find(members, id) != members.end(); });
        if (stack != losses.end() && (stack->back() != id || words)) return false;
        const Loss loss{transit, stack == losses.end() ? 1 : stack->size(), display_.language};
        if (words && !isGhost(transit))
            return places_.atCross(plan, wordingsOf(*words, inkOf(transit.segment), style_), loss);
        if (!words) places_.reason(plan, loss);
        return false;
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
                    if (!room_.isFree(box)) continue;
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
                    if (!room_.isFree(box)) continue;
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
    LadderPlaces places_;
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
