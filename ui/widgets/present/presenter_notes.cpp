#include "ui/widgets/present/presenter_notes.h"

#include "ui/model/catalogue.h"
#include "ui/model/words.h"
#include "ui/scene/words/caption.h"

#include <QGridLayout>
#include <QLabel>

namespace tcpstage::widgets {

namespace {

using namespace std::chrono_literals;

} // namespace

PresenterNotes::PresenterNotes(model::Store& store, QWidget* parent)
    : QFrame{parent}, store_{store}, curtain_{new QLabel}, next_{new QLabel}, nextText_{new QLabel}, part_{new QLabel},
      notes_{new QLabel}, clock_{new QLabel}, since_{new QLabel}, left_{new QLabel}
{
    setObjectName(QStringLiteral("presenterNotes"));
    next_->setObjectName(QStringLiteral("nextStep"));
    clock_->setObjectName(QStringLiteral("clock"));
    curtain_->setObjectName(QStringLiteral("curtainNote"));
    part_->setObjectName(QStringLiteral("hourPart"));
    notes_->setObjectName(QStringLiteral("hourNotes"));
    left_->setObjectName(QStringLiteral("hourLeft"));
    for (QLabel* label : {curtain_, next_, nextText_, part_, notes_}) {
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
    grid->addWidget(part_, 3, 0);
    grid->addWidget(left_, 3, 1, Qt::AlignRight);
    grid->addWidget(notes_, 4, 0, 1, 2);
    grid->setColumnStretch(0, 1);
    second_.setInterval(1s);
    second_.callOnTimeout(this, &PresenterNotes::tick);
    hide();
}

void PresenterNotes::apply(const model::Model& model, const model::Model* before)
{
    if (!isVisible() || !model.staged) return;
    showHour(model);
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

/// Which part of the hour this is, what comes after it, and what the speaker wants to say.
void PresenterNotes::showHour(const model::Model& model)
{
    for (QLabel* label : {part_, notes_, left_})
        label->setVisible(model.hour.has_value());
    if (!model.hour) {
        hour_ = nullptr;
        return;
    }
    const model::HourOnStage& on = *model.hour;
    if (hour_ != on.hour || number_ != on.part) {
        if (hour_ != on.hour) before_ = talk_.seconds();
        hour_ = on.hour;
        number_ = on.part;
        partBegan_ = talk_.seconds();
    }
    const Language language = model.language();
    const auto title = [&](std::size_t part) {
        return model::say(model::titleOfSource(on.hour->parts[part].source), language);
    };
    QString where = model::say(wording::hourWhere, language,
                               {QString::number(on.part + 1), QString::number(on.hour->parts.size()), title(on.part)});
    if (!on.isLast())
        where += (language == Language::English ? QStringLiteral("; ") : QStringLiteral("；")) +
                 model::say(wording::hourThen, language, {title(on.part + 1)});
    part_->setText(where);
    notes_->setText(model::say(on.now().notes, language));
    notes_->setVisible(!on.now().notes.empty());
    countDown();
}

/// "4:10" left, or over.
QString PresenterNotes::rest(qint64 seconds) const
{
    const qint64 all = std::abs(seconds);
    const QString time = QStringLiteral("%1:%2").arg(all / 60).arg(all % 60, 2, 10, QChar{u'0'});
    return seconds >= 0 ? time : model::say(wording::hourOver, store_.model().language(), {time});
}

void PresenterNotes::countDown()
{
    const auto& on = store_.model().hour;
    const qint64 now = talk_.seconds();
    const qint64 part = on ? on->now().minutes * 60LL : 0;
    const qint64 hour = on ? on->hour->minutes() * 60LL : 0;
    const bool planned = part > 0 && hour > 0;
    left_->setText(planned ? model::say(wording::hourLeft, store_.model().language(),
                                        {rest(part - (now - partBegan_)), rest(hour - (now - before_))})
                           : QString{});
    left_->setVisible(planned);
}

void PresenterNotes::tick()
{
    countDown();
    clock_->setText(model::timeOfDay());
    since_->setText(passed());
}

QString PresenterNotes::passed() const
{
    const qint64 seconds = talk_.seconds();
    const QString passed = QStringLiteral("%1:%2").arg(seconds / 60).arg(seconds % 60, 2, 10, QChar{u'0'});
    return model::say(wording::presenterClock, store_.model().language(), {passed});
}

QString PresenterNotes::timeText()
{
    countDown();
    const QString left = left_->text();
    const QString gap = QStringLiteral("    ");
    return model::timeOfDay() + gap + passed() + (left.isEmpty() ? left : gap + left);
}

void PresenterNotes::startClock(bool again)
{
    if (again) {
        talk_.stop();
        partBegan_ = before_ = 0;
    }
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
