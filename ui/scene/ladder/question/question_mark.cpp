// Draws "?" on the ladder in the place of the answer to a question.

#include "ui/scene/ladder/ladder.h"
#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/ladder/ladder_capsules.h"
#include "ui/scene/ladder/ladder_plans.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/question_board.h"

#include <QRegularExpression>
#include <cmath>
#include <numbers>

namespace tcpstage::scene {

namespace {

const QString questionMark = QStringLiteral("?");

/// The label of the segment without the asked number.
QString numbersOf(const StagedRun& staged, const predict::Question& question, const DisplayOptions& display)
{
    QString words = wordsAsSent(staged.trace(), question.transit, display).numbers;
    static const QRegularExpression seq{QStringLiteral("seq=\\S+")};
    static const QRegularExpression ack{QStringLiteral("ack=\\S+")};
    if (question.asked == predict::Asked::Seq) words.replace(seq, QStringLiteral("seq=?"));
    if (question.asked == predict::Asked::Ack) words.replace(ack, QStringLiteral("ack=?"));
    if (question.asked == predict::Asked::Window) words += QStringLiteral(" win=?");
    return words;
}

constexpr StageTime untilEvent{1}; // from the moment of a question to the event that it is about

/// Calls visit() for each segment under way, but not for the one that brings the event.
template <typename Visit> void eachUnderWay(const ViewInput& input, const Visit& visit)
{
    const trace::Trace& trace = input.staged.trace();
    trace.in_flight(input.staged.timeMap.clock(input.time), [&](trace::TransitId id) {
        const TransitSpan span = spanOf(trace.transit(id), input.staged.timeMap);
        if (span.from <= input.time && span.to > input.time + untilEvent) visit(id);
    });
}

/// The disc with the "?" at a lifeline.
struct Disc {
    double pixels; // of the "?"
    double radius;
    double below; // the now line: its middle; lower where timers or capsules hang
    Disc(const ViewInput& input, const LadderStyle& style, trace::Side side)
        : pixels{std::round(style.statePixels * 1.5)}, radius{pixels * 0.7}, below{radius + 8 * style.scale}
    {
        const tcp::Tcb tcb = input.staged.trace().at(side, input.staged.timeMap.moment(input.time));
        for (const tcp::Timer timer : tcp::all_timers)
            if (tcb.deadline(timer) != never) below += 28 * style.scale;
        eachUnderWay(input, [&](trace::TransitId) { below = std::max(below, 62 * style.scale); });
    }
};

class MarkPen {
public:
    MarkPen(Scene& scene, const LadderView& view) : scene_{scene}, view_{view}, style_{view.style} {}

    /// `down`: by how much it hangs lower than it will be. `drop`: from its begin to its end.
    void arrow(ArrowPlan plan, const QString& flags, const QString& numbers, double down, double drop)
    {
        const QPointF up = view_.corner - QPointF{0, view_.scroll - down};
        plan.to.setY(plan.from.y() + drop);
        add(Line{plan.from + up, plan.to + up, px(1.6), Ink::Accent, Stroke::Dotted, px(10)}, 0.9);
        // Below the line, because the capsule of the segment that it answers is at its beginning.
        const double gap = style_.flagsPixels * 0.6;
        const double first = textWidth(flags, Face::Sans, style_.flagsPixels, 700);
        const double whole = first + gap + textWidth(numbers, Face::Mono, style_.numbersPixels, 600);
        const double high = style_.flagsPixels + px(10);
        const QPointF corner =
            snapped(QPointF{(plan.from.x() + plan.to.x() - whole) / 2 - px(10), plan.to.y() + px(8)}) + up;
        const QRectF box{corner, QSizeF{whole + px(20), high}};
        const double base = baselineFor(box.center().y(), style_.flagsPixels);
        add(Box{box, px(8), Ink::Panel, Ink::Accent, px(1.6), Stroke::Dotted});
        add(Label{
            flags, {box.left() + px(10), base}, style_.flagsPixels, Ink::Accent, Face::Sans, 700, Align::Left, 0});
        add(Label{numbers,
                  {box.left() + px(10) + first + gap, base},
                  style_.numbersPixels,
                  Ink::Accent,
                  Face::Mono,
                  600,
                  Align::Left,
                  0});
    }

    void atLifeline(trace::Side side, double y, const Disc& disc)
    {
        // On the future part of the lifeline: timers are outside of it, capsules inside.
        const QPointF at{view_.corner.x() + style_.x(side), y + view_.corner.y() - view_.scroll + disc.below};
        const QRectF box{at - QPointF{disc.radius, disc.radius}, QSizeF{2 * disc.radius, 2 * disc.radius}};
        add(Box{box, disc.radius, Ink::Accent});
        add(Label{questionMark, baselineFor(at, disc.pixels), disc.pixels, Ink::AccentText, Face::Sans, 800,
                  Align::Centre, 0});
    }

private:
    double px(double count) const { return count * style_.scale; }
    void add(Shape shape, double opacity = 1) { scene_.moving.push_back({std::move(shape), {}, opacity}); }

    Scene& scene_;
    const LadderView& view_;
    const LadderStyle& style_;
};

bool hasGhost(const StagedRun& staged, const predict::Question& question)
{
    return predict::is_number(question.asked) && question.transit < staged.trace().transits().size();
}

/// How far the ghost must hang under its place, so that no capsule of a segment under way hides it.
double roomForCapsules(const ViewInput& input, const LadderPlan& plan, const ArrowPlan& ghost)
{
    const LadderStyle& style = plan.style();
    const double now = style.y(input.time);
    UnderWay capsules{style, input.display, now, 1e9};
    eachUnderWay(input, [&](trace::TransitId id) {
        const ArrowPlan& arrow = plan.arrow(id);
        capsules.add({id, input.staged.trace().transit(id).from, placeAt(arrow, now).x(), arrow.capsule});
    });
    capsules.settle();
    const double lowest = std::max(ghost.from.y(), capsules.lowest(-1e9) + 8 * style.scale);
    return lowest - ghost.from.y();
}

/// The bottom of the ghost if it were not inclined, in pixels of the ladder before scrolling.
double ghostFoot(const ViewInput& input, const LadderPlan& plan, const ArrowPlan& ghost)
{
    const LadderStyle& style = plan.style();
    return ghost.from.y() + roomForCapsules(input, plan, ghost) + 8 * style.scale + style.flagsPixels +
           10 * style.scale;
}

/// How far down the ghost goes: as far as the segment will, where the view has room, but not less than can be seen.
double ghostDrop(const LadderStyle& style, const ArrowPlan& ghost, double room)
{
    constexpr double least = 12; // pixels at scale 1
    const double whole = ghost.to.y() - ghost.from.y();
    return std::clamp(room, std::min(whole, least * style.scale), whole);
}

/// The top of the words of the segment that is asked about, or of the present moment where it is about none.
double topOfSubject(const ViewInput& input, const LadderStyle& style, const predict::Question& question)
{
    const double now = style.y(input.time) - 40 * style.scale;
    if (question.head == trace::no_record) return now;
    const trace::Record head = input.staged.trace().record(question.head);
    if (head.kind != trace::Kind::Arrived && head.kind != trace::Kind::Lost) return now;
    const ArrowPlan& plan = plansOf(input.staged).at(input.staged, style, input.display).arrow(head.ref);
    double top = std::min(now, (plan.from.y() + plan.to.y()) / 2);
    for (const Row* row : {&plan.label, &plan.below})
        if (!row->pieces.empty())
            top = std::min(top, row->at.y() - style.flagsPixels +
                                    std::min(0.0, row->width * std::sin(row->degrees * std::numbers::pi / 180)));
    return top - 3 * style.scale;
}

} // namespace

double scrollToQuestion(const ViewInput& input, const LadderStyle& style, const predict::Question& question)
{
    const Disc disc{input, style, question.side};
    double bottom = style.y(input.time) + disc.below + disc.radius;
    if (hasGhost(input.staged, question)) {
        const LadderPlan& plan = plansOf(input.staged).at(input.staged, style, input.display);
        const ArrowPlan& ghost = plan.arrow(question.transit);
        bottom = ghostFoot(input, plan, ghost) + ghostDrop(style, ghost, 0);
    }
    const double whole = std::ceil(bottom + 8 * style.scale - style.height);
    return std::max(0.0, std::min(whole, std::floor(topOfSubject(input, style, question) - style.header)));
}

void addQuestionMark(Scene& scene, const ViewInput& input, const LadderView& view, const predict::Question& question)
{
    const StagedRun& staged = input.staged;
    MarkPen pen{scene, view};
    if (hasGhost(staged, question)) {
        const LadderPlan& plan = plansOf(staged).at(staged, view.style, input.display);
        const ArrowPlan& ghost = plan.arrow(question.transit);
        const double down = roomForCapsules(input, plan, ghost);
        const double foot = ghostFoot(input, plan, ghost) - view.scroll + 4 * view.style.scale - view.style.height;
        const double drop = ghostDrop(view.style, ghost, -foot);
        pen.arrow(ghost, flagsText(staged.trace().transit(question.transit).as_sent(), input.display),
                  numbersOf(staged, question, input.display), down - std::max(0.0, foot + drop), drop);
    } else {
        pen.atLifeline(question.side, view.style.y(input.time), Disc{input, view.style, question.side});
    }
}

void hideAnswer(std::vector<Mark>& marks, std::size_t from, const predict::Question& question)
{
    if (!predict::is_number(question.asked)) return;
    const QRegularExpression number{QStringLiteral("\\b%1\\b").arg(question.answer().value.number)};
    for (std::size_t i = from; i < marks.size(); ++i)
        if (auto* label = std::get_if<Label>(&marks[i].shape)) label->text.replace(number, questionMark);
}

Scene ladderAsking(const ViewInput& shown, const predict::Question& question)
{
    ViewInput input = shown;
    input.display = whileAsking(shown.display);
    Scene scene{input.viewport.size};
    LadderView view{{}, wholeStyle(input), std::round(input.viewport.scroll)};
    if (input.viewport.scroll == followingScroll(input))
        view.scroll = std::max(view.scroll, scrollToQuestion(input, view.style, question));
    view.hidden = Hidden{question.side, question.head};
    addLadder(scene, input, view, false);
    addQuestionMark(scene, input, view, question);
    addLadderSurface(scene, input, view);
    return scene;
}

} // namespace tcpstage::scene
