// Where the answer to a question will be: "?" on the ladder.

#include "ui/scene/fonts.h"
#include "ui/scene/ladder_builder.h"
#include "ui/scene/question_board.h"

#include <QRegularExpression>
#include <cmath>

namespace tcpstage {

namespace {

const QString mark = QStringLiteral("?");

/// The words of the segment, with the asked number hidden.
QString numbersOf(const Story& story, const Question& question, const Showing& showing)
{
    QString words = wordsOf(story.trace(), question.flight, showing).numbers;
    static const QRegularExpression seq{QStringLiteral("seq=\\S+")};
    static const QRegularExpression ack{QStringLiteral("ack=\\S+")};
    if (question.asked == Asked::Seq) words.replace(seq, QStringLiteral("seq=?"));
    if (question.asked == Asked::Ack) words.replace(ack, QStringLiteral("ack=?"));
    if (question.asked == Asked::Window) words += QStringLiteral(" win=?");
    return words;
}

class MarkPen {
public:
    MarkPen(Scene& scene, const LadderView& view) : scene_{scene}, view_{view}, style_{view.style} {}

    void arrow(const ArrowPlan& plan, const QString& flags, const QString& numbers)
    {
        const QPointF up = view_.corner - QPointF{0, view_.scroll};
        add(Line{plan.from + up, plan.to + up, px(1.6), Ink::Accent, Stroke::Dotted, px(10)}, 0.9);
        const double gap = style_.flagsPixels * 0.5;
        const double first = textWidth(flags, Face::Sans, style_.flagsPixels, 700);
        const double whole = first + gap + textWidth(numbers, Face::Mono, style_.numbersPixels, 600);
        const double angle = plan.degrees * 3.14159265358979 / 180;
        const QPointF along{std::cos(angle), std::sin(angle)};
        const QPointF above{along.y(), -along.x()};
        const QPointF start = (plan.from + plan.to) / 2 + up - along * whole / 2 + above * px(6);
        add(Label{flags, snapped(start), style_.flagsPixels, Ink::Accent, Face::Sans, 700, Align::Left, plan.degrees});
        add(Label{numbers, snapped(start + along * (first + gap)), style_.numbersPixels, Ink::Accent, Face::Mono, 600,
                  Align::Left, plan.degrees});
    }

    void atLifeline(Side side, double y)
    {
        const double pixels = std::round(style_.statePixels * 1.5);
        const double out = style_.band / 2 + px(8) + pixels * 0.7;
        const double x = style_.x(side) + (side == Side::Left ? -out : out);
        const QPointF at{view_.corner.x() + x, y + view_.corner.y() - view_.scroll + px(8) + pixels * 0.7};
        const QRectF box{at - QPointF{pixels * 0.7, pixels * 0.7}, QSizeF{pixels * 1.4, pixels * 1.4}};
        add(Box{box, pixels * 0.7, Ink::Accent});
        add(Label{mark, at + QPointF{0, pixels * 0.36}, pixels, Ink::AccentText, Face::Sans, 800, Align::Centre, 0});
    }

private:
    double px(double count) const { return count * style_.scale; }
    void add(Shape shape, double opacity = 1) { scene_.moving.push_back({std::move(shape), {}, opacity}); }

    Scene& scene_;
    const LadderView& view_;
    const LadderStyle& style_;
};

} // namespace

void addQuestionMark(Scene& scene, const Story& story, StageTime time, const LadderView& view, const Showing& showing,
                     const Question& question)
{
    MarkPen pen{scene, view};
    if (is_number(question.asked) && question.flight < story.trace().flights().size()) {
        const LadderPlan& plan = story.plans->at(story, view.style, showing);
        pen.arrow(plan.arrow(question.flight), titleOf(story.trace().flight(question.flight).segment),
                  numbersOf(story, question, showing));
    } else {
        pen.atLifeline(question.side, view.style.y(time));
    }
}

void addQuestionMark(Scene& scene, const Story& story, StageTime time, const Viewport& viewport, const Showing& showing,
                     const Question& question)
{
    addQuestionMark(scene, story, time, LadderView{{}, LadderStyle::of(viewport, showing), std::round(viewport.scroll)},
                    showing, question);
}

} // namespace tcpstage
