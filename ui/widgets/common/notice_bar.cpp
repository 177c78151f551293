#include "ui/widgets/common/notice_bar.h"

#include "ui/model/words.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QStyle>
#include <QToolButton>

namespace tcpstage {

namespace {

using namespace std::chrono_literals;

Text wordsOf(Offer offer)
{
    switch (offer) {
    case Offer::None:
        return {};
    case Offer::StartAfresh:
        return wording::startAfresh;
    case Offer::Continue:
        return wording::continueThere;
    case Offer::Reload:
        return wording::loadAgain;
    case Offer::Undo:
        return wording::bringBack;
    }
    return {};
}

} // namespace

NoticeBar::NoticeBar(Store& store, QWidget* parent)
    : QFrame{parent}, store_{store}, sentence_{new QLabel}, progress_{new QProgressBar}, offer_{new QToolButton},
      button_{new QToolButton}
{
    setObjectName(QStringLiteral("notice"));
    sentence_->setWordWrap(true);
    sentence_->setTextFormat(Qt::PlainText);
    sentence_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    progress_->setRange(0, 0);
    progress_->setFixedWidth(120);
    progress_->setTextVisible(false);
    button_->setFocusPolicy(Qt::TabFocus);
    offer_->setFocusPolicy(Qt::TabFocus);
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(14, 6, 8, 6);
    row->addWidget(sentence_, 1);
    row->addWidget(progress_);
    row->addWidget(offer_);
    row->addWidget(button_);
    hide();
    patience_.setSingleShot(true);
    patience_.setInterval(200ms);
    patience_.callOnTimeout(this, &NoticeBar::showNow);
    connect(offer_, &QToolButton::clicked, this, [this] { store_.dispatch(TakeOffer{}); });
    connect(button_, &QToolButton::clicked, this, [this] {
        if (store_.model().telling)
            store_.dispatch(CancelOpening{});
        else
            store_.dispatch(DismissNotice{});
    });
}

void NoticeBar::apply(const Model& model, const Model* before)
{
    const bool begins =
        model.telling && (!before || !before->telling || before->telling->ticket != model.telling->ticket);
    if (begins) patience_.start();
    if (!model.telling) patience_.stop();
    if (!patience_.isActive()) showNow();
}

void NoticeBar::showNow()
{
    const Model& model = store_.model();
    const Language language = model.language();
    setVisible(model.telling || model.notice);
    progress_->setVisible(model.telling.has_value());
    setAccessibleName(say(wording::notice, language));
    progress_->setAccessibleName(say(wording::notice, language));
    const QString button = say(model.telling ? wording::cancel : wording::dismiss, language);
    button_->setText(button);
    button_->setAccessibleName(button);
    const Offer offer = !model.telling && model.notice ? model.notice->offer : Offer::None;
    offer_->setVisible(offer != Offer::None);
    offer_->setText(say(wordsOf(offer), language));
    offer_->setAccessibleName(offer_->text());
    if (model.telling)
        sentence_->setText(say(wording::opening, language, {QString::fromStdString(model.telling->source)}));
    else if (model.notice)
        sentence_->setText(say(model.notice->sentence, language));
    const bool problem = !model.telling && model.notice && model.notice->problem;
    if (property("problem").toBool() == problem) return;
    setProperty("problem", problem);
    style()->unpolish(this);
    style()->polish(this);
}

} // namespace tcpstage
