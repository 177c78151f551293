#include "ui/widgets/stage/call_buttons.h"

#include "core/trace/spoken_name.h"
#include "ui/model/words.h"
#include "ui/scene/marks/scene.h"
#include "ui/widgets/canvas/canvas.h"
#include "ui/widgets/canvas/spoken_name.h"

#include <QEvent>
#include <QToolButton>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

constexpr int tightGap = 3;
constexpr int narrowest = 22; // pixels of a button
constexpr int gap = 6;        // pixels between a name and its button
constexpr int forClock = 46;  // on each side of the middle of the ladder

/// The box around the name of an end; empty if it is not shown.
QRectF nameBox(const scene::Scene& scene, trace::Side side)
{
    for (const scene::Mark& mark : scene.moving)
        if (const auto* box = std::get_if<scene::Box>(&mark.shape))
            if (mark.ref.kind == scene::Ref::Kind::Endpoint && mark.ref.side == side) return box->rect;
    return {};
}

} // namespace

CallButtons::CallButtons(model::Store& store, Canvas& ladder) : QObject{&ladder}, store_{store}, ladder_{ladder}
{
    for (const trace::Side side : trace::both_sides) {
        auto* button = new QToolButton{&ladder};
        button->setObjectName(QStringLiteral("calls"));
        button->setFocusPolicy(Qt::TabFocus);
        button->hide();
        connect(button, &QToolButton::clicked, this, [this, side, button] {
            Q_EMIT asked(side, button->mapToGlobal(QPoint{0, button->height()}));
        });
        buttons_[trace::index(side)] = button;
    }
    ladder.installEventFilter(this);
}

void CallButtons::apply(const model::Model& model)
{
    const Language language = model.language();
    for (const trace::Side side : trace::both_sides) {
        QToolButton& button = *buttons_[trace::index(side)];
        words_ = model::say(wording::calls, language);
        if (!model.staged) continue;
        const QString name = model::say(trace::the_end(model.staged->trace().endpoint(side)), language);
        button.setToolTip(model::say(wording::callsHint, language, {name}));
        setSpokenName(button, button.toolTip());
    }
    place();
}

void CallButtons::place()
{
    const model::Model& model = store_.model();
    const bool single = model.staged && !model.staged->beside && model.display.view == scene::View::Ladder &&
                        !model.live && !model.prediction.on;
    const Places wanted{single,
                        {nameBox(ladder_.scene(), trace::Side::Left), nameBox(ladder_.scene(), trace::Side::Right)},
                        ladder_.size(),
                        words_,
                        model.shownTextSize()};
    if (wanted == places_) return;
    places_ = wanted;
    const int middle = ladder_.width() / 2;
    for (const trace::Side side : trace::both_sides) {
        QToolButton& button = *buttons_[trace::index(side)];
        const QRectF& name = wanted.names[trace::index(side)];
        const bool left = side == trace::Side::Left;
        const auto place = [&] {
            button.adjustSize();
            return left ? static_cast<int>(name.right()) + gap : static_cast<int>(name.left()) - gap - button.width();
        };
        const auto fits = [&](int x) { return left ? x + button.width() < middle - forClock : x > middle + forClock; };
        button.setText(words_);
        int x = place();
        bool has = fits(x);
        if (!has) { // in a narrow ladder only the sign, and on the other side of the name if there is more room
            button.setText(QStringLiteral("▾"));
            x = place();
            has = fits(x);
            const double beside = left ? name.left() : ladder_.width() - name.right();
            const int room = static_cast<int>(beside) - tightGap;
            if (!has && room >= narrowest) {
                button.resize(std::min(button.width(), room), button.height());
                x = left ? room - button.width() : static_cast<int>(name.right()) + tightGap;
                has = true;
            }
        }
        const bool seen = single && !name.isEmpty() && has;
        button.setVisible(seen);
        if (seen) button.move(x, static_cast<int>(name.center().y()) - button.height() / 2);
    }
}

bool CallButtons::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::Show)
        QMetaObject::invokeMethod(this, &CallButtons::place, Qt::QueuedConnection); // after it has its new scene
    return QObject::eventFilter(watched, event);
}

} // namespace tcpstage::widgets
