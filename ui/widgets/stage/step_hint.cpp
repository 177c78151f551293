#include "ui/widgets/stage/step_hint.h"

#include "ui/model/words.h"

#include <QEvent>

namespace tcpstage::widgets {

StepHint::StepHint(model::Store& store, const Actions& actions, QWidget& stage)
    : QLabel{&stage}, store_{store}, actions_{actions}
{
    setObjectName(QStringLiteral("stepHint"));
    setTextFormat(Qt::PlainText);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
    stage.installEventFilter(this);
}

void StepHint::apply(const model::Model& model)
{
    const bool first = model.staged && model.staged->stepCount() > 0 && model.goal() == model.staged->opening() &&
                       !model.playing && model.display.view == scene::View::Ladder && !model.prediction.shows() &&
                       !(model.live && model.live->goesOn());
    if (first) {
        setText(
            model::say(wording::firstHint, model.language(),
                       {keyOf(model::Command::NextStep, Qt::Key_Space), keyOf(model::Command::TogglePlay, Qt::Key_P)}));
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
    adjustSize();
    const QSize room = parentWidget()->size();
    resize(size().boundedTo(room));
    move((room.width() - width()) / 2, (room.height() - height()) * 17 / 20);
}

bool StepHint::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() == QEvent::Resize) place();
    return QLabel::eventFilter(watched, event);
}

} // namespace tcpstage::widgets
