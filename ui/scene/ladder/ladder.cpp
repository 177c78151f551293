#include "ui/scene/ladder/ladder.h"

#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/ladder/ladder_plans.h"
#include "ui/scene/ladder/ladder_shared.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"

#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

constexpr double jump = 0.24;    // part of the view's height that one scroll moves
constexpr double pairJump = 0.1; // of two ladders: what differs stays in sight as long as it can
constexpr double glide = 0.40;   // part of the way between two scrolls that is animated
constexpr double leastTail = 56; // pixels at scale 1 under the now line, where the whole ladder then fits
// The largest part of a low view that is under the now line.
constexpr double mostTail = 0.35;
constexpr double mostPairTail = 0.42; // dots, and a name in two rows
constexpr double mostQuizTail = 0.3;  // a question takes the room, and what came before counts for more

double smooth(double part) { return part * part * (3 - 2 * part); }

LadderStyle styleOf(const ViewInput& input)
{
    const LadderStyle style = wholeStyle(input);
    return input.staged.beside ? halfStyle(style, input.display) : style;
}

/// Whether the whole ladder fits into the view, with the minimal room for what hangs under the now line.
bool fitsWithoutScrolling(const StagedRun& staged, const LadderStyle& style)
{
    const TimeMap& timeMap = staged.timeMap;
    const StageTime last = timeMap.stepCount() == 0 ? StageTime{} : timeMap.at(timeMap.step(timeMap.stepCount() - 1));
    const double bottom = style.y(timeMap.end()) + mismatchHeight(staged, style);
    return std::max(style.y(last) + leastTail * style.scale, bottom) <= style.height;
}

} // namespace

LadderBuilder::LadderBuilder(Scene& scene, const ViewInput& input, const LadderView& view)
    : scene_{scene}, staged_{input.staged}, time_{input.time}, arrived_{input.time + StageTime{view.hidden ? 1 : 0}},
      style_{view.style}, scroll_{view.scroll}, ground_{view.ground}, selection_{input.selection},
      display_{input.display}, title_{view.title}, plan_{plansOf(staged_).at(staged_, view.style, display_)},
      moment_{staged_.timeMap.moment(time_)}, shown_{view.shown}, twins_{view.twins}, finished_{view.finished},
      unsaid_{view.unsaid}, latest_{moment_.record, moment_.record}, now_{style_.y(time_) - view.scroll},
      firstStill_{scene.still.size()}, firstMoving_{scene.moving.size()}
{
    if (view.hidden && order(view.hidden->after) < order(moment_.record))
        latest_[trace::index(view.hidden->side)] = view.hidden->after;
}

void LadderBuilder::still(Shape shape, const Ref& ref, double opacity)
{
    scene_.still.push_back({std::move(shape), ref, opacity});
}

void LadderBuilder::moving(Shape shape, const Ref& ref, double opacity)
{
    scene_.moving.push_back({std::move(shape), ref, opacity});
}

void LadderBuilder::build()
{
    lifelines();
    for (const trace::Side side : trace::both_sides)
        bands(side);
    absences();
    folds();
    networks();
    arrows();
    for (const trace::Side side : trace::both_sides) {
        beside(side);
        if (!finished_) timers(side);
    }
    links();
    mismatch();
    if (!finished_) nowLine();
    for (const trace::Side side : trace::both_sides)
        nameState(side);
    span();
}

void LadderBuilder::lifelines()
{
    const double period = 10 * std::round(std::max(1.0, style_.scale));
    const double begin = style_.y(StageTime{});
    const double end = begin + std::ceil((style_.y(staged_.timeMap.end()) - begin) / period) * period;
    const double skipped = std::max(0.0, std::floor((scroll_ - begin) / period) * period);
    const double bottom = std::min(end, begin + std::ceil((scroll_ + style_.height - begin) / period) * period);
    const double width = std::max(1.0, std::round(px(2)));
    for (const trace::Side side : trace::both_sides) {
        const double x = style_.x(side);
        still(Line{{x, begin + skipped - scroll_}, {x, bottom - scroll_}, width, Ink::Rule, Stroke::Dashed, 0});
    }
}

void LadderBuilder::bands(trace::Side side)
{
    const auto& spans = staged_.runIndex.spans(side);
    const auto after = std::ranges::upper_bound(spans, style_.time(scroll_), {}, &StateSpan::from);
    const auto first = after == spans.begin() ? after : std::prev(after);
    for (auto span = first; span != spans.end() && span->from <= time_; ++span) {
        if (order(span->record) > order(latest_[trace::index(side)])) break;
        const auto next = std::next(span);
        const bool over = next != spans.end() && order(next->record) <= order(latest_[trace::index(side)]);
        const double top = std::round(style_.y(span->from)) - scroll_;
        const double bottom = over ? std::round(style_.y(next->from)) - scroll_ : now_;
        if (top > style_.height) break;
        if (bottom - top < 0.5 || bottom < 0) continue;
        const QRectF rect{style_.x(side) - style_.band / 2, top, style_.band, bottom - top};
        const Ref ref{Ref::Kind::State, side, static_cast<std::uint32_t>(span->state)};
        const double gap = over && bottom - top > 4 ? 1 : 0; // separates neighbours of one colour
        const Box box{rect.adjusted(0, 0, 0, -gap), std::min({px(3), (bottom - top) / 2, style_.band / 2}),
                      inkOf(span->state)};
        over ? still(box, ref) : moving(box, ref);
        if (span->record != trace::no_record && bottom - top > style_.band) sure(side, *span, top);
    }
}

/// Marks an uncertain state with a sign at the beginning of its band.
void LadderBuilder::sure(trace::Side side, const StateSpan& span, double top)
{
    const QString sign =
        QString::fromUtf8(captions::sureness_of(staged_.trace(), staged_.trace().record(span.record)).sign);
    if (sign.isEmpty()) return;
    const double pixels = std::round(style_.band * 0.92);
    const Ref ref{Ref::Kind::State, side, static_cast<std::uint32_t>(span.state)};
    moving(Label{sign, {style_.x(side), top + pixels}, pixels, Ink::OnState, Face::Sans, 700, Align::Centre, 0}, ref);
}

void LadderBuilder::beside(trace::Side side)
{
    const auto& items = plan_.beside(side);
    auto item = std::ranges::lower_bound(items, scroll_ - px(4), {}, &BesideItem::bottom);
    for (; item != items.end() && order(item->record) <= order(latest_[trace::index(side)]); ++item) {
        if (item->top - scroll_ > style_.height) break;
        const double letters = item->top + px(13) - style_.statePixels - scroll_;
        if (item->hidden || (scroll_ > 0 && letters < style_.header)) continue; // nor half of a name under the header
        item->isState ? state(side, *item) : event(side, *item);
    }
}

void LadderBuilder::state(trace::Side side, const BesideItem& item)
{
    const tcp::State which = staged_.runIndex.spans(side)[item.index].state;
    const Ref ref{Ref::Kind::State, side, static_cast<std::uint32_t>(which)};
    const QPointF at{outside(side, px(8)), snapped(item.top + px(13)) - scroll_};
    const trace::EndpointInfo& endpoint = staged_.trace().endpoint(side);
    still(Label{stateText(endpoint, which, display_), at, style_.statePixels, Ink::Text, Face::Sans, 700,
                side == trace::Side::Left ? Align::Right : Align::Left, 0},
          ref);
}

/// "RTO …113.1": the end of the address distinguishes the connections.
QString LadderBuilder::otherTimer(const trace::Record& record) const
{
    const auto& octets = staged_.trace().peer(record.connection).socket.address.octets;
    const QString end = QStringLiteral(" …%1.%2").arg(octets[2]).arg(octets[3]);
    return shortName(record.timer(), display_.language) + end;
}

void LadderBuilder::event(trace::Side side, const BesideItem& item)
{
    const trace::Record& record = staged_.trace().record(item.record);
    const bool call = record.kind == trace::Kind::Called;
    const double room = style_.column - px(4);
    const Face face = call ? Face::Mono : Face::Sans;
    const auto isWide = [&](const QString& words) { return textWidth(words, face, style_.tagPixels, 600) > room; };
    QString text = callText(staged_.trace(), record);
    if (!call) {
        constexpr Text over{"%1 expired", "%1 到期"};
        const QString timer = shortName(record.timer(), display_.language);
        text = withoutGaps(inLanguage(over, display_.language).arg(timer));
        if (isWide(text)) text = timer; // the colour shows that it expired
        if (record.connection != trace::the_conversation) text = otherTimer(record);
    }
    const bool guessed = record.certainty == trace::Certainty::Inferred;
    if (guessed) text += QStringLiteral(" ?");
    text = elided(text, face, style_.tagPixels, 600, room);
    const double width = std::ceil(textWidth(text, face, style_.tagPixels, 600) + px(12));
    const double height = px(16);
    const double near = outside(side, px(6));
    const QPointF corner{side == trace::Side::Left ? near - width : near, snapped(item.top + px(2)) - scroll_};
    const Ref ref{Ref::Kind::Step, side, item.record};
    still(Box{{corner, QSizeF{width, height}},
              px(4),
              Ink::Paper,
              call ? Ink::Rule : Ink::Timer,
              1,
              guessed ? Stroke::Dashed : Stroke::Solid},
          ref);
    still(Label{text, corner + QPointF{width / 2, height / 2 + style_.tagPixels * 0.35}, style_.tagPixels,
                call ? Ink::Text : Ink::Timer, face, 600, Align::Centre, 0},
          ref);
}

void LadderBuilder::header(bool opaque)
{
    if (opaque) moving(Box{{0, 0, style_.width, style_.header}, 0, ground_});
    const double height = style_.header - style_.title - px(18);
    if (!title_.isEmpty()) title();
    Label clock = clockLabel({}, Align::Centre);
    const bool clockHere = !clockBeside() && title_.isEmpty() && !finished_;
    const double clockWide = !clockHere ? 0 : textWidth(clock.text, Face::Mono, style_.clockPixels, 600) + px(20);
    const double inner = (style_.width - clockWide) / 2; // the width up to the clock
    const double room = inner - px(4);
    for (const trace::Side side : trace::both_sides) {
        const QString name =
            elided(endTitle(staged_.trace(), side, display_), Face::Sans, style_.namePixels, 700, room - px(8));
        const double wanted =
            std::max(px(display_.presenting ? 94 : 124), textWidth(name, Face::Sans, style_.namePixels, 700) + px(28));
        const double width = std::min(wanted, room);
        // Above its lifeline, or as close as the clock allows.
        const double left = side == trace::Side::Left
                                ? std::clamp(style_.left - width / 2, px(4), std::max(px(4), inner - width))
                                : std::clamp(style_.right - width / 2, style_.width - inner,
                                             std::max(style_.width - inner, style_.width - px(4) - width));
        const QRectF box{std::round(left), style_.title + px(10), width, height};
        const Ref ref{Ref::Kind::Endpoint, side, 0};
        moving(Box{box, px(8), Ink::Paper, Ink::Rule, 1, Stroke::Solid}, ref);
        const QPointF at = baselineFor(box.center(), style_.namePixels);
        moving(Label{name, at, style_.namePixels, Ink::Text, Face::Sans, 700, Align::Centre, 0}, ref);
    }
    const bool isTcp = staged_.trace().is_tcp() || !title_.isEmpty(); // with a title the sign is beside it
    if (!isTcp) notTcp({style_.width / 2, px(10) + (style_.header - px(18)) * (clockBeside() ? 0.5 : 0.82)});
    if (!clockHere) return;
    const double middle = style_.title + px(10) + height * (isTcp ? 0.5 : 0.24);
    clock.at = {style_.width / 2, baselineFor(middle, style_.clockPixels)};
    moving(std::move(clock));
}

QSizeF LadderBuilder::notTcpSize() const
{
    const double pixels = std::max(style_.tagPixels, std::round(style_.clockPixels * 0.9));
    return {textWidth(notTcpText(display_.language), Face::Sans, pixels, 700) + px(18), std::round(pixels * 1.5)};
}

/// The "not TCP" sign between the names (under the clock if that is there) or beside the run's title. It never scrolls
/// away.
void LadderBuilder::notTcp(QPointF centre)
{
    const QSizeF size = notTcpSize();
    const double pixels = std::round(size.height() / 1.5);
    const QRectF box{QPointF{std::round(centre.x() - size.width() / 2), std::round(centre.y() - size.height() / 2)},
                     size};
    moving(Box{box, size.height() / 2, ground_, Ink::Lost, std::max(1.0, px(1.5)), Stroke::Solid});
    moving(Label{notTcpText(display_.language), baselineFor(box.center(), pixels), pixels, Ink::Lost, Face::Sans, 700,
                 Align::Centre, 0});
}

/// The run's title with the clock beside it.
void LadderBuilder::title()
{
    const double margin = px(14);
    const double base = style_.title - style_.titlePixels * 0.22;
    double clock = 0;
    if (!clockBeside() && !finished_) {
        clock = clockWidth(style_.clockPixels, staged_.clockDecimals) + px(8);
        moving(clockLabel({style_.width - margin, base}, Align::Right));
    }
    if (!staged_.trace().is_tcp()) {
        const double wide = notTcpSize().width();
        notTcp({style_.width - margin - clock - wide / 2, base - style_.titlePixels * halfLetter});
        clock += wide + px(8);
    }
    const double room = style_.width - 2 * margin - clock;
    QString words = title_;
    if (!staged_.trace().is_tcp()) { // the sign goes beside it
        constexpr Text inBrackets{" (%1)", "（%1）"};
        const Language language = display_.language;
        const QString again = inLanguage(inBrackets, language).arg(notTcpText(language));
        if (words.endsWith(again)) words.chop(again.size());
    }
    double pixels = style_.titlePixels; // shrink the title before cutting it
    while (pixels > style_.titlePixels * 0.7 && textWidth(words, Face::Sans, pixels, 700) > room)
        --pixels;
    const QString title = elided(words, Face::Sans, pixels, 700, room);
    moving(Label{title, {margin, base}, pixels, Ink::Text, Face::Sans, 700, Align::Left, 0});
}

double contentHeight(const StagedRun& staged, const LadderStyle& style)
{
    return std::ceil(style.y(staged.timeMap.end()) + std::min(110 * style.scale, style.height * 0.3) +
                     mismatchHeight(staged, style));
}

namespace {

/// `mostBelow`: the largest part of the view under the now line.
double scrolled(const StagedRun& staged, StageTime time, const LadderStyle& style, double mostBelow)
{
    if (fitsWithoutScrolling(staged, style)) return 0;
    const double room = style.height - style.header;
    const double end = style.y(staged.timeMap.end()) + leastTail * style.scale + mismatchHeight(staged, style);
    const double most = std::max(0.0, std::ceil(end - style.height)); // at the end nothing more comes below
    // The now line stands low, as far down as what hangs under it allows: what came before has the room above.
    const double rest = room - std::min(followTail * style.scale, room * mostBelow);
    const double moved = room * (staged.beside ? pairJump : jump);
    const double moves = (style.y(time) - style.header - rest) / moved + 1 - glide;
    if (moves <= 0 || most <= 0) return 0;
    const double whole = std::floor(moves);
    const double part = smooth(std::clamp((moves - whole - (1 - glide)) / glide, 0.0, 1.0));
    return std::min(most, std::round((whole + part) * moved));
}

} // namespace

double scrollFollowing(const StagedRun& staged, StageTime time, const LadderStyle& style)
{
    return scrolled(staged, time, style, mostTail);
}

double scrollFollowing(const StagedRun& staged, StageTime time, const LadderStyle& style, double usual)
{
    LadderStyle tall = style;
    tall.height = std::max(style.height, usual);
    const double part = staged.beside ? mostPairTail : style.height < usual ? mostQuizTail : mostTail;
    const double scroll = scrolled(staged, time, tall, part);
    const double lowest = style.height - std::min(followTail * style.scale, (style.height - style.header) * part);
    const double most = std::ceil(contentHeight(staged, style) - style.height);
    return std::clamp(std::round(style.y(time) - lowest), scroll, std::max(scroll, most));
}

double ladderHeight(const ViewInput& input)
{
    return std::max(input.viewport.size.height(), contentHeight(input.staged, styleOf(input)));
}

double followingScroll(const ViewInput& input) { return scrollFollowing(input.staged, input.time, styleOf(input)); }

LadderStyle wholeStyle(const ViewInput& input)
{
    return stretched(input.staged, LadderStyle::of(input.viewport, input.display), input.display);
}

Scene ladder(const ViewInput& input)
{
    Scene scene{input.viewport.size};
    const LadderView view{{}, wholeStyle(input), std::round(input.viewport.scroll)};
    const auto add = input.staged.beside ? addPair : addLadder;
    add(scene, input, view, false);
    addLadderSurface(scene, input, view);
    return scene;
}

} // namespace tcpstage::scene
