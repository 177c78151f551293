#include "ui/widgets/common/notice_bar.h"

#include "ui/model/words.h"
#include "ui/widgets/canvas/spoken_name.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QStyle>
#include <QToolButton>

namespace tcpstage::widgets {

namespace {

using namespace std::chrono_literals;

Text wordsOf(model::Offer offer)
{
    switch (offer) {
    case model::Offer::None:
        return {};
    case model::Offer::StartAfresh:
        return wording::startAfresh;
    case model::Offer::Continue:
        return wording::continueThere;
    case model::Offer::Reload:
        return wording::loadAgain;
    case model::Offer::Undo:
        return wording::bringBack;
    }
    return {};
}

} // namespace

NoticeBar::NoticeBar(model::Store& store, QWidget* parent)
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
    connect(offer_, &QToolButton::clicked, this, [this] { store_.dispatch(model::TakeOffer{}); });
    connect(button_, &QToolButton::clicked, this, [this] {
        if (store_.model().loading)
            store_.dispatch(model::CancelOpening{});
        else
            store_.dispatch(model::DismissNotice{});
    });
}

void NoticeBar::apply(const model::Model& model, const model::Model* before)
{
    const bool begins =
        model.loading && (!before || !before->loading || before->loading->ticket != model.loading->ticket);
    if (begins) patience_.start();
    if (!model.loading) patience_.stop();
    if (!patience_.isActive()) showNow();
}

void NoticeBar::showNow()
{
    const model::Model& model = store_.model();
    const Language language = model.language();
    setVisible(model.loading || model.notice);
    progress_->setVisible(model.loading.has_value());
    setSpokenName(*this, model::say(wording::notice, language));
    setSpokenName(*progress_, model::say(wording::notice, language));
    const QString button = model::say(model.loading ? wording::cancel : wording::dismiss, language);
    button_->setText(button);
    setSpokenName(*button_, button);
    const model::Offer offer = !model.loading && model.notice ? model.notice->offer : model::Offer::None;
    offer_->setVisible(offer != model::Offer::None);
    offer_->setText(model::say(wordsOf(offer), language));
    setSpokenName(*offer_, offer_->text());
    if (model.loading)
        sentence_->setText(model::say(wording::opening, language, {QString::fromStdString(model.loading->source)}));
    else if (model.notice)
        sentence_->setText(model::say(model.notice->sentence, language));
    const bool problem = !model.loading && model.notice && model.notice->problem;
    if (property("problem").toBool() == problem) return;
    setProperty("problem", problem);
    style()->unpolish(this);
    style()->polish(this);
}

} // namespace tcpstage::widgets
