#include "ui/widgets/stage/step_hint.h"

#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"
#include "ui/widgets/canvas/canvas.h"

#include <QRegularExpression>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr double widest = 0.45; // part of the stage; a wider one has two lines

} // namespace

StepHint::StepHint(model::Store& store, const Actions& actions, Canvas& stage)
    : QLabel{&stage}, store_{store}, actions_{actions}, stage_{stage}
{
    setObjectName(QStringLiteral("stepHint"));
    setTextFormat(Qt::PlainText);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
    connect(&stage, &Canvas::needed, this, &StepHint::place); // after the stage has drawn
}

void StepHint::apply(const model::Model& model)
{
    const bool first = model.staged && model.staged->stepCount() > 0 && model.goal() == model.staged->opening() &&
                       !model.playing && model.display.view == scene::View::Ladder && !model.prediction.shows() &&
                       !(model.live && model.live->goesOn());
    if (first) {
        words_ =
            model::say(wording::firstHint, model.language(),
                       {keyOf(model::Command::NextStep, Qt::Key_Space), keyOf(model::Command::TogglePlay, Qt::Key_P)});
        place();
    }
    setVisible(first);
}

/// The preferred key where the command has it, else its first one.
QString StepHint::keyOf(model::Command command, Qt::Key preferred) const
{
    const QList<QKeySequence> keys = actions_.keys(command);
    const QKeySequence wanted{preferred};
    const QKeySequence key = keys.contains(wanted) || keys.isEmpty() ? wanted : keys.front();
    return keyAsText(key, store_.model().language());
}

void StepHint::place()
{
    setText(words_);
    adjustSize();
    const QSize room = stage_.size();
    if (width() > room.width() * widest) {
        setText(QString{words_}.replace(QRegularExpression{QStringLiteral(" {3,}")}, QStringLiteral("\n")));
        adjustSize();
    }
    resize(size().boundedTo(room));
    const int across = room.width() - width();
    const int below = room.height() - height();
    QPoint best{across / 2, below}; // the lower edge, if words are everywhere
    for (const int x : {across / 2, across / 4, across * 3 / 4, 0, across}) {
        const std::optional<int> y = freeHeight(x, below);
        if (!y) continue;
        best = {x, *y};
        break;
    }
    move(best);
}

/// Where it hides no words, as near as possible to where it stands best.
std::optional<int> StepHint::freeHeight(int x, int below) const
{
    const auto isFree = [&](int y) { return y >= 0 && y <= below && !hidesWords(QRect{{x, y}, size()}); };
    const int best = below * 17 / 20;
    for (int distance = 0; distance <= below; distance += 3) // up and down
        for (const int y : {best + distance, best - distance})
            if (isFree(y)) return y;
    return {};
}

bool StepHint::hidesWords(const QRect& place) const
{
    const auto hidden = [&](const scene::Mark& mark) {
        return std::holds_alternative<scene::Label>(mark.shape) && scene::bounds(mark).intersects(QRectF{place});
    };
    return std::ranges::any_of(stage_.scene().still, hidden) || std::ranges::any_of(stage_.scene().moving, hidden);
}

} // namespace tcpstage::widgets
