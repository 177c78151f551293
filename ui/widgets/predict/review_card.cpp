#include "ui/widgets/predict/review_card.h"

#include "ui/model/prediction_board.h"
#include "ui/model/words.h"
#include "ui/widgets/common/style.h"

#include <QGridLayout>
#include <QLabel>
#include <QListWidget>
#include <QToolButton>

namespace tcpstage::widgets {

namespace {

constexpr double reviewHeight = 176;

} // namespace

ReviewCard::ReviewCard(model::Store& store, const Actions& actions, QWidget* parent)
    : QFrame{parent}, store_{store}, actions_{actions}, title_{new QLabel}, hint_{new QLabel}, list_{new QListWidget},
      save_{new QToolButton}, close_{new QToolButton}
{
    setObjectName(QStringLiteral("caption")); // styled like the caption, whose place it takes
    title_->setObjectName(QStringLiteral("captionTitle"));
    hint_->setObjectName(QStringLiteral("captionSource"));
    hint_->setWordWrap(true);
    list_->setObjectName(QStringLiteral("table"));
    list_->setWordWrap(true);
    list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    list_->setResizeMode(QListView::Adjust); // a line that no longer fits wraps again
    auto* grid = new QGridLayout{this};
    grid->setContentsMargins(16, 9, 12, 10);
    grid->addWidget(title_, 0, 0);
    grid->addWidget(hint_, 0, 1);
    grid->addWidget(save_, 0, 2);
    grid->addWidget(close_, 0, 3);
    grid->addWidget(list_, 1, 0, 1, 4);
    grid->setColumnStretch(1, 1);
    for (QToolButton* button : {save_, close_})
        button->setFocusPolicy(Qt::TabFocus);
    const auto visit = [this](const QListWidgetItem* item) {
        const QVariant answer = item->data(Qt::UserRole);
        if (answer.isValid()) store_.dispatch(model::Revisit{answer.value<std::size_t>()});
    };
    connect(list_, &QListWidget::itemClicked, this, visit);
    connect(list_, &QListWidget::itemActivated, this, visit);
    connect(save_, &QToolButton::clicked, actions_[model::Command::SaveAnswers], &QAction::trigger);
    connect(close_, &QToolButton::clicked, actions_[model::Command::Leave], &QAction::trigger);
}

QString ReviewCard::title() const { return title_->text(); }
QString ReviewCard::hint() const { return hint_->text(); }

void ReviewCard::apply(const model::Model& model, const model::Model* before)
{
    if (!model.prediction.reviewing) return;
    setFixedHeight(sized(reviewHeight));
    const bool same = before && before->prediction.reviewing && before->display == model.display &&
                      before->prediction.answers == model.prediction.answers;
    same ? sayNext(model) : fill(model);
}

/// How to go to a mistake, and what comes after them.
void ReviewCard::sayNext(const model::Model& model)
{
    const bool mistakes = list_->count() > 0 && list_->item(0)->data(Qt::UserRole).isValid();
    const Language language = model.language();
    const QString gap = language == Language::English ? QStringLiteral(". ") : QStringLiteral("。");
    hint_->setText((mistakes ? model::say(wording::reviewHint, language) + gap : QString{}) +
                   model::afterReviewText(model));
}

void ReviewCard::fill(const model::Model& model)
{
    const Language language = model.language();
    setAccessibleName(model::say(wording::review, language));
    list_->setAccessibleName(model::say(wording::review, language));
    title_->setText(model::say(wording::reviewTitle, language, {model::scoreText(model.prediction, language)}));
    save_->setText(model::say(model::info(model::Command::SaveAnswers).words, language));
    close_->setText(model::say(wording::close, language));
    for (QToolButton* button : {save_, close_})
        button->setAccessibleName(button->text());
    list_->clear();
    for (const model::Mistake& mistake : model::mistakesOf(model.prediction, model.display)) {
        auto* item = new QListWidgetItem{mistake.text, list_};
        item->setData(Qt::UserRole, QVariant::fromValue(mistake.answer));
        item->setToolTip(mistake.text);
    }
    const QString none = model::noMistakesText(model.prediction, language);
    if (list_->count() == 0 && !none.isEmpty()) list_->addItem(none);
    sayNext(model);
}

} // namespace tcpstage::widgets
