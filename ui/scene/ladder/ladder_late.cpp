// Names segments whose words are not in the picture, since they are scrolled out or crossed by others: on the part of
// the arrow that is in it.

#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/ladder/ladder_groups.h"
#include "ui/scene/ladder/ladder_room.h"
#include "ui/scene/ladder/ladder_wordings.h"
#include "ui/scene/marks/fonts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <numbers>
#include <optional>
#include <span>

namespace tcpstage::scene {

namespace {

constexpr std::size_t mostLate = 12;     // the last ones
constexpr std::size_t mostAround = 60;   // visible segments: in a crowd there is no place
constexpr std::size_t mostWordings = 24; // the best ones
constexpr std::size_t fewVisible = 6;    // segments: where there are more, a name may lack some of its numbers
constexpr std::array lateParts{0.5, 0.56, 0.44, 0.62, 0.38, 0.68, 0.32, 0.74, 0.26, 0.8, 0.2, 0.86, 0.14};

/// The box of a row that has been placed.
Turned lateBox(const Row& row)
{
    const FontHeight ink = inkOf(row);
    const double angle = row.degrees * std::numbers::pi / 180;
    const QPointF along{std::cos(angle), std::sin(angle)};
    const QPointF up{std::sin(angle), -std::cos(angle)};
    const QPointF middle = row.at + along * (row.width / 2) + up * ((ink.ascent - ink.descent) / 2);
    return {middle, {row.width, ink.ascent + ink.descent}, row.degrees};
}

/// The box above the line from `from` to `to`, with its middle at a part of it.
Turned boxOnPart(const ArrowPlan& plan, QPointF from, QPointF to, const Row& row, double part, double distance)
{
    const FontHeight ink = inkOf(row);
    const double height = ink.ascent + ink.descent;
    const double angle = plan.degrees * std::numbers::pi / 180;
    const QPointF up{std::sin(angle), -std::cos(angle)};
    return {from + (to - from) * part + up * (distance + height / 2), {row.width, height}, plan.degrees};
}

void settleLate(Row& row, const Turned& box)
{
    const FontHeight ink = inkOf(row);
    const double angle = box.degrees * std::numbers::pi / 180;
    const QPointF along{std::cos(angle), std::sin(angle)};
    const QPointF down{-std::sin(angle), std::cos(angle)};
    row.at = snapped(box.centre - along * (row.width / 2) + down * ((ink.ascent - ink.descent) / 2));
    row.degrees = box.degrees;
}

/// A row that names a burst, with the words of a part of it.
Row withWords(Row row, const SegmentWords& words)
{
    const QStringList numbers = words.numbers.split(u' ');
    for (Piece& piece : row.pieces) {
        if (piece.text.contains(u'×')) piece.text = words.flags;
        if (piece.face != Face::Mono) continue;
        QStringList said;
        for (const QString& number : piece.text.split(u' '))
            for (const QString& mine : numbers)
                if (mine.section(u'=', 0, 0) == number.section(u'=', 0, 0)) said << mine;
        piece.text = said.join(u' ');
    }
    return row;
}

} // namespace

/// A burst is named with its last segment. Until that has ended, what has ended of it is named in the same place.
std::vector<BurstSoFar> LadderBuilder::burstsSoFar(const std::vector<trace::TransitId>& visible) const
{
    std::vector<BurstSoFar> named;
    const auto hasEnded = [&](trace::TransitId id) {
        const trace::Transit transit = staged_.trace().transit(id);
        return std::ranges::binary_search(visible, id) && moment_.record != trace::no_record &&
               transit.sent_record <= moment_.record && isThere(transit);
    };
    const auto isAboveNow = [&](const Mark& mark) {
        return bounds(mark).bottom() < std::min(now_, style_.height) - px(4);
    };
    const auto name = [&](const Block& block, const Members& burst) {
        Members members;
        std::ranges::copy_if(burst, std::back_inserter(members), hasEnded);
        if (members.size() == burst.size()) return;
        const auto words = wordsOfAll(staged_.trace(), members, display_);
        if (!words) return;
        const ArrowPlan& last = block.arrows[burst.back() - block.first];
        BurstSoFar soFar{burst.back(), std::move(members), withWords(last.label, *words),
                         withWords(last.below, *words)};
        for (const Row* row : {&soFar.label, &soFar.below})
            if (!isInView(*row) || !std::ranges::all_of(marksOf(*row, {}, 1), isAboveNow)) return;
        named.push_back(std::move(soFar));
    };
    plan_.visitBlocks(style_.time(scroll_), std::min(time_, style_.time(scroll_ + style_.height)),
                      [&](const Block& block) {
                          for (const Members& burst : block.bursts)
                              name(block, burst);
                      });
    return named;
}

/// The segments whose words are in the picture where they have been planned, if they are on arrows.
std::vector<trace::TransitId> LadderBuilder::writtenOn(const std::vector<trace::TransitId>& visible,
                                                       const std::vector<BurstSoFar>& bursts) const
{
    std::vector<trace::TransitId> written;
    written.reserve(bursts.size() + visible.size());
    for (const BurstSoFar& burst : bursts)
        written.push_back(burst.owner);
    for (const trace::TransitId id : visible)
        if (isThere(staged_.trace().transit(id)) && isNamed(plan_.arrow(id))) written.push_back(id);
    return written;
}

/// What stands between the lifelines, in heights before scrolling.
LadderRoom LadderBuilder::roomInView(const std::vector<trace::TransitId>& visible,
                                     const std::vector<BurstSoFar>& bursts) const
{
    LadderRoom room{style_, style_.header + scroll_ + 2, std::min(now_, style_.height) + scroll_ - px(4)};
    for (const trace::TransitId id : visible) {
        const trace::Transit transit = staged_.trace().transit(id);
        if (moment_.record == trace::no_record || transit.sent_record > moment_.record) continue;
        const ArrowPlan& plan = plan_.arrow(id);
        const TransitSpan span = spanOf(transit, staged_.timeMap);
        room.arrows.push_back({plan.from, plan.to, id, span, transit.from, true});
        if (span.to > arrived_) continue;
        const bool named = isNamed(plan); // else its words are scrolled out
        for (const Row* row : {&plan.label, &plan.below, &plan.reason})
            if (!row->pieces.empty() && (named || row == &plan.reason)) room.take(lateBox(*row));
        if (transit.fate == trace::Fate::Lost) room.take(Turned{plan.to, {px(16), px(16)}, 0});
    }
    for (const BurstSoFar& burst : bursts)
        for (const Row* row : {&burst.label, &burst.below})
            if (!row->pieces.empty()) room.take(lateBox(*row));
    plan_.visitBlocks(style_.time(scroll_), std::min(time_, style_.time(scroll_ + style_.height)),
                      [&](const Block& block) {
                          for (const FoldPlan& fold : block.folds)
                              room.take(Turned{fold.pill.center(), fold.pill.size(), 0});
                          for (const NetworkPlan& network : block.networks)
                              room.take(Turned{{style_.width / 2, network.y}, {style_.right - style_.left, px(18)}, 0});
                      });
    return room;
}

/// Whether its words are in the picture: there was room for them, and all of them are below the header and above the
/// bottom. Only such words are drawn: numbers without their flags say nothing.
bool LadderBuilder::isNamed(const ArrowPlan& plan) const
{
    return !plan.label.pieces.empty() && isInView(plan.label) && isInView(plan.below);
}

bool LadderBuilder::isInView(const Row& row) const
{
    const double height = row.at.y() - scroll_;
    const double reach = row.width + 2 * style_.flagsPixels; // a quick test for most rows
    const double bottom = style_.height - px(wordFoot);
    if (row.pieces.empty() || (height - reach > style_.header && height + reach < bottom)) return true;
    return std::ranges::all_of(marksOf(row, {}, 1), [&](const Mark& mark) {
        const QRectF box = bounds(mark);
        return box.top() >= style_.header && box.bottom() <= bottom;
    });
}

void LadderBuilder::nameLate(const std::vector<trace::TransitId>& visible, const std::vector<BurstSoFar>& bursts)
{
    for (const BurstSoFar& burst : bursts)
        for (const Row* words : {&burst.label, &burst.below})
            row(*words,
                {Ref::Kind::Segment, staged_.trace().transit(burst.members.front()).from, burst.members.front()},
                scene_.moving);
    if (visible.size() > mostAround) return;
    const auto isInBurst = [&](trace::TransitId id) {
        return std::ranges::any_of(bursts, [id](const BurstSoFar& burst) {
            return std::ranges::find(burst.members, id) != burst.members.end();
        });
    };
    std::vector<trace::TransitId> nameless;
    for (const trace::TransitId id : visible) {
        const trace::Transit transit = staged_.trace().transit(id);
        const bool over =
            moment_.record != trace::no_record && transit.sent_record <= moment_.record && isThere(transit);
        const bool below = !finished_ && isNow(transit.end_record); // it is named there
        if (over && !below && !isGhost(transit) && !isNamed(plan_.arrow(id)) && !isInBurst(id)) nameless.push_back(id);
    }
    if (nameless.empty()) return;
    if (nameless.size() > mostLate) nameless.erase(nameless.begin(), nameless.end() - mostLate);
    LadderRoom room = roomInView(visible, bursts);
    std::ranges::reverse(nameless); // the latest first
    for (const trace::TransitId id : nameless)
        nameLate(id, room, visible.size() <= fewVisible);
}

/// On the part of the arrow that is in the picture, if anything of its words has room there.
void LadderBuilder::nameLate(trace::TransitId id, LadderRoom& room, bool complete)
{
    const ArrowPlan& plan = plan_.arrow(id);
    QPointF from = plan.from;
    QPointF to = plan.to;
    if (from.x() > to.x()) std::swap(from, to);
    if (!clipToHeights(from, to, style_.header + scroll_, std::min(now_, style_.height) + scroll_)) return;
    const auto [low, high] = std::minmax({from.y(), to.y()});
    if (!room.checkRoom(low - px(30), high + px(30))) return;
    const trace::Transit transit = staged_.trace().transit(id);
    SegmentWords words = wordsOf(staged_.trace(), id, display_);
    words.differs = shownSign(id);
    const Ref ref{Ref::Kind::Segment, transit.from, id};
    const auto place = [&](const Row& row, double part, double distance) -> std::optional<Turned> {
        const Turned box = boxOnPart(plan, from, to, row, part, distance);
        return room.isFree(box, {&id, 1}) ? std::optional{box} : std::nullopt;
    };
    const auto write = [&](Row& words, const Turned& box) {
        settleLate(words, box);
        room.take(box);
        row(words, ref, scene_.moving);
    };
    const auto under = [&](const Row& row) { return -px(3.5) - tallest(row) * 0.95 - lastLine(row); };
    std::size_t tried = 0;
    for (Wording& wording : wordingsOf(words, inkOf(transit.segment), style_)) {
        const bool two = !wording.below.pieces.empty();
        if (!two && wording.row.pieces.size() < 2) continue; // a sign alone says little
        if (complete && !hasAllNumbers(wording, words)) continue;
        if (++tried > mostWordings) return;
        for (const double part : lateParts) { // the numbers below the line, the flags above it
            const auto above = two ? place(wording.row, part, px(2.5)) : std::nullopt;
            const auto below = above ? place(wording.below, part, under(wording.below)) : std::nullopt;
            if (!below) continue;
            write(wording.row, *above);
            return write(wording.below, *below);
        }
        for (const double distance : {px(2.5), under(wording.row)})
            for (const double part : lateParts) {
                const auto box = two ? std::nullopt : place(wording.row, part, distance);
                if (box) return write(wording.row, *box);
            }
    }
}

/// Two ladders have no panels beside them: where the name of an end's present state is scrolled out, it stands at the
/// first free place beside its lifeline.
void LadderBuilder::nameState(trace::Side side)
{
    if (twins_.other == nullptr || finished_ || !staged_.hasStates(side)) return;
    const StateSpan* const present = staged_.runIndex.spanAt(side, latest_[trace::index(side)]);
    if (present == nullptr) return;
    const Ref ref{Ref::Kind::State, side, static_cast<std::uint32_t>(present->state)};
    const auto isIts = [&](const Mark& mark) { return mark.ref == ref && std::holds_alternative<Label>(mark.shape); };
    const auto own = [](const std::vector<Mark>& marks, std::size_t first) {
        return std::span{marks}.subspan(std::min(first, marks.size()));
    };
    const std::array both{own(scene_.still, firstStill_), own(scene_.moving, firstMoving_)};
    for (const auto marks : both)
        if (std::ranges::any_of(marks, isIts)) return; // its beginning is in the picture
    std::vector<QRectF> taken;
    for (const auto marks : both)
        for (const Mark& mark : marks)
            taken.push_back(bounds(mark));
    const QString text = stateText(staged_.trace().endpoint(side), present->state, display_);
    const double width = textWidth(text, Face::Sans, style_.statePixels, 700);
    const double x = outside(side, px(8));
    const QRectF letters{side == trace::Side::Left ? x - width : x, 0, width, style_.statePixels};
    const double last = std::min(now_, style_.height) - px(6);
    for (double base = style_.header + style_.statePixels + px(2); base < last; base += px(4)) {
        const QRectF place = letters.translated(0, base - style_.statePixels * 0.9).adjusted(-px(2), 0, px(2), px(2));
        if (std::ranges::any_of(taken, [&](const QRectF& other) { return other.intersects(place); })) continue;
        return moving(Label{text,
                            {x, std::round(base)},
                            style_.statePixels,
                            Ink::Muted,
                            Face::Sans,
                            700,
                            side == trace::Side::Left ? Align::Right : Align::Left,
                            0},
                      ref);
    }
}

} // namespace tcpstage::scene
