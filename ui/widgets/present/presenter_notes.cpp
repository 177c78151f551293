#include "ui/widgets/present/presenter_notes.h"

#include "ui/model/words.h"
#include "ui/scene/words/caption.h"

#include <QGridLayout>
#include <QLabel>

namespace tcpstage::widgets {

namespace {

using namespace std::chrono_literals;

} // namespace

PresenterNotes::PresenterNotes(model::Store& store, QWidget* parent)
    : QFrame{parent}, store_{store}, curtain_{new QLabel}, next_{new QLabel}, nextText_{new QLabel}, clock_{new QLabel},
      since_{new QLabel}
{
    setObjectName(QStringLiteral("presenterNotes"));
    next_->setObjectName(QStringLiteral("nextStep"));
    clock_->setObjectName(QStringLiteral("clock"));
    curtain_->setObjectName(QStringLiteral("curtainNote"));
    for (QLabel* label : {curtain_, next_, nextText_}) {
        label->setWordWrap(true);
        label->setTextFormat(Qt::PlainText);
    }
    auto* grid = new QGridLayout{this};
    grid->setContentsMargins(20, 9, 16, 9);
    grid->addWidget(curtain_, 0, 0, 1, 2);
    grid->addWidget(next_, 1, 0);
    grid->addWidget(nextText_, 2, 0);
    grid->addWidget(clock_, 1, 1, Qt::AlignRight);
    grid->addWidget(since_, 2, 1, Qt::AlignRight);
    grid->setColumnStretch(0, 1);
    second_.setInterval(1s);
    second_.callOnTimeout(this, &PresenterNotes::tick);
    hide();
}

void PresenterNotes::apply(const model::Model& model, const model::Model* before)
{
    if (!isVisible() || !model.staged) return;
    curtain_->setVisible(model.curtain != model::Curtain::Open);
    curtain_->setText(model::say(model.curtain == model::Curtain::White ? wording::curtainWhite : wording::curtainBlack,
                                 model.language()));
    if (before && before->goal() == model.goal() && before->display == model.display &&
        before->prediction.on == model.prediction.on && !next_->text().isEmpty())
        return;
    if (model.prediction.on) {
        next_->setText(model::say(wording::predictNotes, model.language()));
        return nextText_->clear();
    }
    const std::size_t done = model.staged->shownStep(model.goal());
    const std::size_t count = model.staged->shownSteps();
    const scene::Caption coming = scene::comingStep(*model.staged, model.goal(), model.display);
    const QStringList next{QString::number(done + 1), QString::number(count), coming.title};
    const Text& end = model::isSandbox(model) ? wording::whySandboxWaits : wording::nothingFollows;
    next_->setText(done < count ? model::say(wording::nextIs, model.language(), next)
                                : model::say(end, model.language()));
    nextText_->setText(done < count ? coming.text : QString{});
    tick();
}

void PresenterNotes::tick()
{
    clock_->setText(model::timeOfDay());
    since_->setText(passed());
}

QString PresenterNotes::passed() const
{
    const qint64 seconds = talk_.seconds();
    const QString passed = QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QChar{u'0'});
    return model::say(wording::presenterClock, store_.model().language(), {passed});
}

QString PresenterNotes::timeText() const { return model::timeOfDay() + QStringLiteral("    ") + passed(); }

void PresenterNotes::startClock(bool again)
{
    if (again) talk_.stop();
    talk_.start();
    if (isVisible()) tick();
}

void PresenterNotes::showEvent(QShowEvent* event)
{
    QFrame::showEvent(event);
    second_.start();
    apply(store_.model(), nullptr);
}

void PresenterNotes::hideEvent(QHideEvent* event)
{
    QFrame::hideEvent(event);
    second_.stop();
}

} // namespace tcpstage::widgets
