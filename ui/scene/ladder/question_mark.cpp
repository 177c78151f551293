// Draws "?" on the ladder in the place of the answer to a question.

#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/ladder/ladder_plans.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/panels/question_board.h"

#include <QRegularExpression>
#include <cmath>

namespace tcpstage::scene {

namespace {

const QString questionMark = QStringLiteral("?");

/// The label of the segment without the asked number.
QString numbersOf(const StagedRun& staged, const predict::Question& question, const DisplayOptions& display)
{
    QString words = wordsOf(staged.trace(), question.transit, display).numbers;
    static const QRegularExpression seq{QStringLiteral("seq=\\S+")};
    static const QRegularExpression ack{QStringLiteral("ack=\\S+")};
    if (question.asked == predict::Asked::Seq) words.replace(seq, QStringLiteral("seq=?"));
    if (question.asked == predict::Asked::Ack) words.replace(ack, QStringLiteral("ack=?"));
    if (question.asked == predict::Asked::Window) words += QStringLiteral(" win=?");
    return words;
}

class MarkPen {
public:
    MarkPen(Scene& scene, const LadderView& view) : scene_{scene}, view_{view}, style_{view.style} {}

    void arrow(const ArrowPlan& plan, const QString& flags, const QString& numbers)
    {
        const QPointF up = view_.corner - QPointF{0, view_.scroll};
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

    void atLifeline(trace::Side side, double y)
    {
        const double pixels = std::round(style_.statePixels * 1.5);
        // On the future part of the lifeline: timers are outside of it, capsules inside.
        const QPointF at{view_.corner.x() + style_.x(side), y + view_.corner.y() - view_.scroll + px(62)};
        const QRectF box{at - QPointF{pixels * 0.7, pixels * 0.7}, QSizeF{pixels * 1.4, pixels * 1.4}};
        add(Box{box, pixels * 0.7, Ink::Accent});
        add(Label{questionMark, baselineFor(at, pixels), pixels, Ink::AccentText, Face::Sans, 800, Align::Centre, 0});
    }

private:
    double px(double count) const { return count * style_.scale; }
    void add(Shape shape, double opacity = 1) { scene_.moving.push_back({std::move(shape), {}, opacity}); }

    Scene& scene_;
    const LadderView& view_;
    const LadderStyle& style_;
};

} // namespace

void addQuestionMark(Scene& scene, const ViewInput& input, const LadderView& view, const predict::Question& question)
{
    const StagedRun& staged = input.staged;
    MarkPen pen{scene, view};
    if (predict::is_number(question.asked) && question.transit < staged.trace().transits().size()) {
        const LadderPlan& plan = plansOf(staged).at(staged, view.style, input.display);
        pen.arrow(plan.arrow(question.transit), titleOf(staged.trace().transit(question.transit).segment),
                  numbersOf(staged, question, input.display));
    } else {
        pen.atLifeline(question.side, view.style.y(input.time));
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
    LadderView view{{}, LadderStyle::of(input.viewport, input.display), std::round(input.viewport.scroll)};
    view.hidden = Hidden{question.side, question.head};
    addLadder(scene, input, view, false);
    addQuestionMark(scene, input, view, question);
    return scene;
}

} // namespace tcpstage::scene
