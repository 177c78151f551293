#include "ui/widgets/stage/goal_bar.h"

#include "ui/model/lesson_goal.h"
#include "ui/model/words.h"
#include "ui/paint/theme.h"
#include "ui/widgets/common/term_links.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace tcpstage::widgets {

GoalBar::GoalBar(model::Store& store, const Actions& actions, QWidget* parent)
    : QFrame{parent}, store_{store}, words_{new QLabel}, hint_{new QToolButton}, there_{new QToolButton}
{
    setObjectName(QStringLiteral("caption")); // styled like the caption, above which it stands
    words_->setObjectName(QStringLiteral("goalText"));
    words_->setWordWrap(true);
    words_->setTextFormat(Qt::RichText);
    words_->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::LinksAccessibleByMouse |
                                    Qt::LinksAccessibleByKeyboard);
    words_->setFocusPolicy(Qt::TabFocus);
    connect(words_, &QLabel::linkActivated, this, [this](const QString& link) { followLink(link, store_); });
    hint_->setObjectName(QStringLiteral("goalHint"));
    there_->setObjectName(QStringLiteral("goalThere"));
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(20, 8, 14, 8);
    row->setSpacing(12);
    row->addWidget(words_, 1);
    for (QToolButton* button : {hint_, there_}) {
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button, 0, Qt::AlignTop);
    }
    connect(hint_, &QToolButton::clicked, actions[model::Command::GiveHint], &QAction::trigger);
    connect(there_, &QToolButton::clicked, actions[model::Command::ToGoal], &QAction::trigger);
    connect(&store, &model::Store::changed, this, [this] { apply(store_.model()); });
    apply(store.model());
}

QString GoalBar::text() const { return accessibleDescription(); }

void GoalBar::apply(const model::Model& model)
{
    const model::GoalWords said = model::goalWords(model);
    setVisible(!said.goal.isEmpty() && !model.prediction.shows());
    if (said.goal.isEmpty()) return;
    const Language language = model.language();
    const paint::Theme& theme = paint::Theme::named(model.themeName());
    const QString ink = theme(said.solved ? scene::Ink::Text : scene::Ink::Muted).name();
    const QColor link = theme(scene::Ink::Accent);
    QString html = QStringLiteral("<b>%1</b> <span style=\"color:%2\">%3%4</span>")
                       .arg(linked(said.goal, language, link), ink, said.solved ? QStringLiteral("✓ ") : QString{},
                            linked(said.state, language, link));
    for (const QString& hint : said.hints)
        html += QStringLiteral("<br>") + linked(hint, language, link);
    if (words_->text() != html) words_->setText(html);
    setAccessibleName(model::say(wording::goalName, language));
    setAccessibleDescription((QStringList{said.goal, said.state} + said.hints).join(u' '));
    words_->setAccessibleName(accessibleDescription());
    hint_->setText(model::say(model::info(model::Command::GiveHint).words, language));
    there_->setText(model::say(model::info(model::Command::ToGoal).words, language));
    hint_->setVisible(!said.solved);
    hint_->setEnabled(model::hintsGiven(model) < model::hintsOf(model));
    there_->setVisible(said.solved);
}

} // namespace tcpstage::widgets
