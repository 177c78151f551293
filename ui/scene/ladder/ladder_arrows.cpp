// Draws what is between the lifelines: segments that have ended or are under way, and folds.

#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/ladder/ladder_capsules.h"
#include "ui/scene/ladder/ladder_groups.h"
#include "ui/scene/ladder/ladder_room.h"
#include "ui/scene/ladder/ladder_wordings.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/caption.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tcpstage::scene {

namespace {

constexpr std::size_t mostArrows = 200;
constexpr double wayAhead = 0.75;   // opacity of the way that a segment still has to go
constexpr double paleness = 0.75;   // opacity of a ghost
constexpr StageTime freshness{600}; // for how long what has arrived is named below the now line

/// False when nothing is left of the mark between the two heights.
bool clip(Mark& mark, double top, double bottom)
{
    if (auto* line = std::get_if<Line>(&mark.shape)) {
        const QPointF end = line->to;
        if (!clipToHeights(line->from, line->to, top, bottom)) return false;
        if (line->to != end) line->headLength = 0;
        return true;
    }
    if (auto* box = std::get_if<Box>(&mark.shape)) {
        const QRectF left = box->rect.intersected(QRectF{box->rect.left(), top, box->rect.width(), bottom - top});
        const bool whole = left == box->rect || mark.ref.kind == Ref::Kind::State;
        box->rect = left;
        return whole && left.height() > 0;
    }
    const QRectF reach = bounds(mark);
    return reach.top() >= top && reach.bottom() <= bottom;
}

struct HeightRange {
    double top;
    double bottom;
};

/// The flags or the numbers of a segment; not what became of it.
bool isWords(const Mark& mark)
{
    const auto* label = std::get_if<Label>(&mark.shape);
    return label && mark.ref.kind == Ref::Kind::Segment && label->ink != Ink::Lost && label->ink != Ink::Faint;
}

/// Takes away what is outside of the range, and cuts what is across its edge. The words of a segment go together:
/// numbers without their flags say nothing.
void trim(std::vector<Mark>& marks, std::size_t from, const HeightRange& range)
{
    std::vector<Ref> wordless;
    const auto begin = marks.begin() + static_cast<std::ptrdiff_t>(from);
    const auto kept = std::remove_if(begin, marks.end(), [&](Mark& mark) {
        if (clip(mark, range.top, range.bottom)) return false;
        if (isWords(mark)) wordless.push_back(mark.ref);
        return true;
    });
    marks.erase(kept, marks.end());
    if (wordless.empty()) return;
    const auto alone = [&](const Mark& mark) {
        return isWords(mark) && std::ranges::find(wordless, mark.ref) != wordless.end();
    };
    marks.erase(std::remove_if(marks.begin() + static_cast<std::ptrdiff_t>(from), marks.end(), alone), marks.end());
}

} // namespace

void addLadder(Scene& scene, const ViewInput& input, const LadderView& view, bool clipped)
{
    const std::size_t still = scene.still.size();
    const std::size_t moving = scene.moving.size();
    const std::size_t hints = scene.hints.size();
    LadderBuilder builder{scene, input, view};
    builder.build();
    if (clipped) {
        const HeightRange range{view.style.header, view.style.height - wordFoot * view.style.scale};
        trim(scene.still, still, range);
        trim(scene.moving, moving, range);
    }
    builder.header(!clipped);
    if (view.run != 0)
        for (std::vector<Mark>* marks : {&scene.still, &scene.moving})
            for (std::size_t i = marks == &scene.still ? still : moving; i < marks->size(); ++i)
                if ((*marks)[i].ref.kind != Ref::Kind::Nothing) (*marks)[i].ref.run = view.run;
    if (view.corner.isNull()) return;
    for (std::size_t i = still; i < scene.still.size(); ++i)
        move(scene.still[i], view.corner);
    for (std::size_t i = moving; i < scene.moving.size(); ++i)
        move(scene.moving[i], view.corner);
    for (std::size_t i = hints; i < scene.hints.size(); ++i)
        scene.hints[i].area.translate(view.corner);
}

std::vector<Mark> LadderBuilder::marksOf(const Row& row, const Ref& ref, double opacity) const
{
    std::vector<Mark> marks;
    const double angle = row.degrees * 3.14159265358979 / 180;
    const QPointF along{std::cos(angle), std::sin(angle)};
    const QPointF down{-along.y(), along.x()};
    for (const Piece& piece : row.pieces) {
        const QPointF at = snapped(row.at + along * piece.offset + down * piece.down) - QPointF{0, scroll_};
        marks.push_back(
            {Label{piece.text, at, piece.pixels, piece.ink, piece.face, piece.weight, Align::Left, row.degrees}, ref,
             opacity});
    }
    return marks;
}

void LadderBuilder::row(const Row& row, const Ref& ref, std::vector<Mark>& into, double opacity)
{
    std::ranges::move(marksOf(row, ref, opacity), std::back_inserter(into));
}

std::vector<trace::TransitId> LadderBuilder::visibleTransits() const
{
    const trace::Trace& trace = staged_.trace();
    const auto transits = trace.transits();
    const StageTime top = style_.time(scroll_);
    const StageTime bottom = std::min(time_, style_.time(scroll_ + style_.height));
    const auto sent = [&](const trace::Transit& transit) { return staged_.timeMap.at(transit.sent_record); };
    const auto first = std::ranges::lower_bound(transits, top, {}, sent) - transits.begin();
    const auto last = std::ranges::upper_bound(transits, bottom, {}, sent) - transits.begin();
    std::vector<trace::TransitId> visible;
    const auto above = [&](trace::TransitId id) {
        const TransitSpan span = spanOf(trace.transit(id), staged_.timeMap);
        if (span.from < top && span.to >= top && span.from <= time_) visible.push_back(id);
    };
    const Instant clock = staged_.timeMap.clock(top);
    trace.in_flight(clock - Duration{1}, above);
    trace.in_flight(clock, above);
    std::ranges::sort(visible);
    visible.erase(std::unique(visible.begin(), visible.end()), visible.end());
    if (visible.size() > mostArrows / 2) visible.erase(visible.begin(), visible.end() - mostArrows / 2);
    std::ptrdiff_t stride = 1; // a power of two, so that the same arrows stay while the view scrolls
    while ((last - first) / stride > static_cast<std::ptrdiff_t>(mostArrows))
        stride *= 2;
    for (std::ptrdiff_t id = (first + stride - 1) / stride * stride; id < last; id += stride)
        visible.push_back(static_cast<trace::TransitId>(id));
    std::erase_if(visible,
                  [&](trace::TransitId id) { return !shown_.has(spanOf(trace.transit(id), staged_.timeMap)); });
    return visible;
}

void LadderBuilder::arrows()
{
    std::vector<trace::TransitId> flying;
    std::vector<trace::TransitId> arrived; // in the present step, without words
    std::vector<Mark> losses;
    const std::vector<trace::TransitId> visible = visibleTransits();
    const std::vector<BurstSoFar> bursts = burstsSoFar(visible);
    const std::vector<trace::TransitId> written = writtenOn(visible, bursts);
    const bool isAlone = title_.isEmpty() && !finished_; // else the other world may go on
    const bool isLastStep = isAlone && staged_.stepCount() > 0 && time_ >= staged_.stepTime(staged_.stepCount() - 1);
    for (const trace::TransitId id : visible) {
        const trace::Transit& transit = staged_.trace().transit(id);
        if (moment_.record == trace::no_record || transit.sent_record > moment_.record) continue;
        if (isThere(transit)) {
            arrow(id, written);
            for (const Row* words : {&plan_.arrow(id).reason, &plan_.arrow(id).label, &plan_.arrow(id).below})
                if (transit.fate == trace::Fate::Lost)
                    std::ranges::move(marksOf(*words, {}, 1), std::back_inserter(losses));
            const bool fresh = isLastStep || time_ - spanOf(transit, staged_.timeMap).to <= freshness;
            if (fresh && isNow(transit.end_record) && !isNamed(plan_.arrow(id))) arrived.push_back(id);
            continue;
        }
        flying.push_back(id);
    }
    // More capsules would hide one another; then each segment is drawn only as an arrow head.
    constexpr std::size_t mostCapsules = 24;
    const bool crowd = flying.size() > mostCapsules;
    for (const trace::TransitId id : flying)
        underWay(id, crowd, written);
    UnderWay capsules{style_, display_, now_, style_.height - px(wordFoot + 1)};
    for (const trace::TransitId id : crowd ? std::vector<trace::TransitId>{} : flying)
        if (!plan_.arrow(id).capsule.ghost) capsules.add(hung(id));
    for (const Mark& mark : losses) // what was lost, and why
        if (const QRectF box = bounds(mark); box.bottom() > now_) capsules.avoid(box);
    capsules.settle();
    nameLate(visible, bursts);
    nameNow(capsules, arrived, flying);
    for (const UnderWay::Hung& name : capsules.names())
        if (const auto tie = capsules.tieOf(name))
            moving(Line{tie->first, tie->second, px(2), inkOf(staged_.trace().transit(name.id).segment)},
                   {Ref::Kind::Segment, name.from, name.id});
    for (const std::vector<UnderWay::Hung>* hung : {&capsules.capsules(), &capsules.names()})
        for (const UnderWay::Hung& one : *hung)
            capsule(one);
}

/// The capsule of a segment, before it is known how low it hangs.
UnderWay::Hung LadderBuilder::hung(trace::TransitId id) const
{
    const ArrowPlan& arrow = plan_.arrow(id);
    CapsulePlan said = arrow.capsule;
    for (QString* words : {&said.flags, &said.whole, &said.brief})
        *words = withShownSign(*words, id);
    return {id, staged_.trace().transit(id).from, placeAt(arrow, now_ + scroll_).x(), std::move(said)};
}

/// Names the segments of the present step that have no other name in the picture; else those that are dots, together:
/// "ACK ×4 seq=601…901".
void LadderBuilder::nameNow(UnderWay& capsules, std::vector<trace::TransitId> nameless,
                            const std::vector<trace::TransitId>& flying) const
{
    const auto isWordless = [&](trace::TransitId id) {
        const auto& all = capsules.capsules();
        const auto own = std::ranges::find(all, id, &UnderWay::Hung::id);
        return own == all.end() || own->plan.kind == Capsule::Dot;
    };
    const auto leaves = [&](trace::TransitId id) {
        return isNow(staged_.trace().transit(id).sent_record) && isWordless(id) && !plan_.arrow(id).capsule.ghost;
    };
    const auto isHeld = [&](trace::TransitId id) { // on real sockets; the first is the next to be let go
        return staged_.trace().source() == trace::Source::Live && !plan_.arrow(id).capsule.ghost &&
               staged_.trace().transit(id).end_record == trace::no_record;
    };
    const auto held = std::ranges::find_if(flying, isHeld);
    const bool isNameless = held != flying.end() && isWordless(*held) && !leaves(*held);
    if (isNameless) nameless.insert(nameless.begin(), *held);
    std::ranges::copy_if(flying, std::inserter(nameless, nameless.begin()), leaves); // these have the best places
    const auto wish = [&](trace::TransitId id) {
        UnderWay::Hung segment = hung(id);
        const QString& number = segment.plan.number;
        const QString signedFlags = segment.plan.brief.left(segment.plan.brief.size() - number.size() - 1);
        const QStringList numbers{segment.plan.numbers, number};
        std::vector<UnderWay::Wording> wordings = UnderWay::wordingsOf(signedFlags, numbers);
        const QString flags = flagsText(staged_.trace().transit(id).segment, display_); // where signs have no room
        std::ranges::move(UnderWay::wordingsOf(flags, numbers), std::back_inserter(wordings));
        return UnderWay::Wish{std::move(segment), std::move(wordings)};
    };
    const auto nameAll = [&] {
        std::vector<UnderWay::Wish> wishes;
        std::ranges::transform(nameless, std::back_inserter(wishes), wish);
        capsules.name(wishes);
    };
    nameAll();
    if (held != flying.end() && isWordless(*held) &&
        std::ranges::find(nameless, *held) == nameless.end()) { // the other names have taken its words
        nameless.insert(nameless.begin(), *held);
        nameAll();
    }
    for (const trace::TransitId id : flying) // a repetition of what is held, if there is room beside that
        if (plan_.arrow(id).capsule.ghost && isNow(staged_.trace().transit(id).sent_record))
            capsules.nameIfRoom(wish(id));
    if (!nameless.empty()) return;
    for (const trace::Side side : trace::both_sides) {
        Members dots;
        for (const UnderWay::Hung& one : capsules.capsules())
            if (one.from == side && one.plan.kind == Capsule::Dot) dots.push_back(one.id);
        const auto words = wordsOfAll(staged_.trace(), dots, display_);
        if (!words) continue;
        capsules.nameIfRoom(
            {hung(dots.back()), UnderWay::wordingsOf(words->flags, {words->numbers, mainNumber(*words)})});
    }
}

/// Whether the record belongs to the present step.
bool LadderBuilder::isNow(trace::RecordId record) const
{
    return record != trace::no_record && moment_.record != trace::no_record &&
           staged_.timeMap.at(record) == staged_.timeMap.at(moment_.record);
}

void LadderBuilder::arrow(trace::TransitId id, const std::vector<trace::TransitId>& written)
{
    const ArrowPlan& plan = plan_.arrow(id);
    if (!seen(std::min(plan.from.y(), plan.to.y()) - scroll_ - px(40),
              std::max(plan.from.y(), plan.to.y()) - scroll_ + px(40)))
        return;
    const trace::Transit& transit = staged_.trace().transit(id);
    const Ink ink = inkOf(transit.segment);
    const bool lost = transit.fate == trace::Fate::Lost;
    const bool again = transit.retransmission || transit.copy_of != trace::no_transit;
    const bool ghost = isGhost(transit);
    const double opacity = ghost ? paleness : 1;
    const QPointF up{0, scroll_};
    const Ref ref{Ref::Kind::Segment, transit.from, id};
    const double width = px(ink == Ink::SegmentAck ? 1.8 : 2.3);
    const Stroke stroke = transit.reason == trace::Reason::FromThePast ? Stroke::Dotted
                          : again                                      ? Stroke::Dashed
                                                                       : Stroke::Solid;
    const ArrowPlan alike = twins_.other ? writtenAlike(plan, twins_, id, style_, display_) : plan;
    const Line whole{plan.from - up, plan.to - up, width, ink, stroke, lost ? 0 : px(11)};
    if (alike.words) {
        const bool isWritten = std::ranges::find(written, alike.words->owner) != written.end();
        cutShaft(whole, *alike.words, ref, isWritten);
    } else {
        shaft(whole, transit, ref, opacity);
    }
    if (transit.reason == trace::Reason::FromThePast) {
        const double radius = px(4);
        const QPointF corner = plan.from - up - QPointF{radius, radius};
        still(Box{{corner, QSizeF{2 * radius, 2 * radius}}, radius, ground_, ink, width, Stroke::Solid}, ref);
    }
    if ((lost && !ghost) || transit.corrupted) still(Cross{plan.to - up, px(lost ? 5.5 : 4), px(2.2), Ink::Lost}, ref);
    if (isNamed(plan))
        for (const Row* words : {&alike.label, &alike.below}) {
            Row said = *words;
            for (Piece& part : said.pieces)
                part.text = withShownSign(part.text, id);
            row(said, ref, scene_.still);
        }
    row(plan.reason, ref, scene_.still);
}

/// The two parts of an arrow with words on it; until these are written, with what is between.
void LadderBuilder::cutShaft(const Line& line, const WordsOn& words, const Ref& ref, bool written)
{
    const QPointF way = line.to - line.from;
    Line part = line;
    part.to = line.from + way * words.from;
    part.headLength = 0;
    still(part, ref);
    if (!written) moving(Line{part.to, line.from + way * words.to, line.width, line.ink, line.stroke, 0}, ref);
    part = line;
    part.from = line.from + way * words.to;
    still(part, ref);
}

void LadderBuilder::underWay(trace::TransitId id, bool crowd, const std::vector<trace::TransitId>& written)
{
    const ArrowPlan& plan = plan_.arrow(id);
    const trace::Transit& transit = staged_.trace().transit(id);
    const Ink ink = inkOf(transit.segment);
    const Ref ref{Ref::Kind::Segment, transit.from, id};
    const QPointF from = plan.from - QPointF{0, scroll_};
    const QPointF to = plan.to - QPointF{0, scroll_};
    const QPointF at = placeAt(plan, now_ + scroll_) - QPointF{0, scroll_};
    const bool again = transit.retransmission || transit.copy_of != trace::no_transit;
    const auto part = [&](Line line, double opacity) { // without what lies under words
        const double begin = plan.words ? (from + (to - from) * plan.words->from).y() : 0;
        const double end = plan.words ? (from + (to - from) * plan.words->to).y() : 0;
        const bool cut = plan.words && std::ranges::find(written, plan.words->owner) != written.end() &&
                         line.to.y() > begin && line.to.y() > line.from.y();
        if (!cut) return moving(line, ref, opacity);
        Line first = line;
        first.to = from + (to - from) * plan.words->from;
        first.headLength = 0;
        moving(first, ref, opacity);
        line.from = from + (to - from) * plan.words->to;
        if (line.to.y() > end) moving(line, ref, opacity);
    };
    if (!crowd) part(Line{from, to, px(1.3), ink, Stroke::Dotted, px(7)}, wayAhead);
    if (at.y() > from.y())
        part(Line{from, at, px(ink == Ink::SegmentAck ? 1.8 : 2.3), ink, again ? Stroke::Dashed : Stroke::Solid,
                  crowd ? px(11) : 0},
             1);
}

/// The capsule hangs below the now line, where the ladder is still empty.
void LadderBuilder::capsule(const UnderWay::Hung& hung)
{
    const Ink ink = inkOf(staged_.trace().transit(hung.id).segment);
    const Ref ref{Ref::Kind::Segment, hung.from, hung.id};
    const double big = capsuleFlags(style_);
    const double small = capsuleNumbers(style_, display_);
    const QRectF& rect = hung.box;
    const QPointF at = rect.center();
    const bool isDot = hung.plan.kind == Capsule::Dot;
    const double ring = px(isDot ? 2 : 3);
    moving(Box{rect.adjusted(-ring, -ring, ring, ring), px(11), Ink::None, ink, px(2), Stroke::Solid}, ref, 0.4);
    moving(Box{rect, std::min(px(9), rect.height() / 2), ink}, ref);
    if (isDot) return scene_.hints.push_back({rect, dotMeaning(display_.language)});
    const bool full = hung.plan.kind == Capsule::Full;
    const double first = full ? rect.top() + px(3) + big * 0.92 : baselineFor(at.y(), big);
    moving(Label{hung.plan.flags, {at.x(), first}, big, Ink::OnSegment, Face::Sans, 700, Align::Centre, 0}, ref);
    if (!full) return;
    moving(Label{hung.plan.numbers,
                 {at.x(), rect.bottom() - px(3) - small * 0.28},
                 small,
                 Ink::OnSegment,
                 Face::Mono,
                 500,
                 Align::Centre,
                 0},
           ref);
}

} // namespace tcpstage::scene
