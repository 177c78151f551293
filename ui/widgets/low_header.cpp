#include "ui/widgets/low_header.h"

#include "ui/model/words.h"
#include "ui/widgets/common/style.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QMenuBar>
#include <QToolButton>

namespace tcpstage::widgets {

LowHeader::LowHeader(const Actions& actions, QMenuBar& bar) : QWidget{&bar}, actions_{actions}, bar_{bar}
{
    setObjectName(QStringLiteral("lowHeader"));
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(0, 0, 6, 0);
    row->setSpacing(2);
    predict_ = addButton(model::Command::Predict);
    predict_->setCheckable(true);
    language_ = addButton(model::Command::SwitchLanguage);
    present_ = addButton(model::Command::TogglePresent);
    more_ = new QToolButton;
    more_->setText(QStringLiteral("⋯"));
    more_->setPopupMode(QToolButton::InstantPopup);
    more_->setFocusPolicy(Qt::TabFocus);
    more_->setMenu(new QMenu{more_});
    for (const model::Command command :
         {model::Command::Predict, model::Command::SwitchLanguage, model::Command::TogglePresent})
        more_->menu()->addAction(actions[command]);
    endHoverWith(*more_->menu(), *more_);
    row->addWidget(more_);
    hide();
}

QToolButton* LowHeader::addButton(model::Command command)
{
    auto* button = new QToolButton;
    button->setFocusPolicy(Qt::TabFocus);
    QAction* action = actions_[command];
    connect(button, &QToolButton::clicked, action, &QAction::trigger);
    const auto follow = [button, action] {
        button->setEnabled(action->isEnabled());
        if (button->isCheckable()) button->setChecked(action->isChecked());
    };
    connect(action, &QAction::changed, button, follow);
    layout()->addWidget(button);
    return button;
}

void LowHeader::retranslate(Language language)
{
    const auto name = [&](QToolButton& button, const Text& text, const Text& hint) {
        button.setText(model::say(text, language));
        button.setAccessibleName(model::say(hint, language));
        button.setToolTip(button.accessibleName());
    };
    name(*predict_, wording::predict, wording::predictHint);
    name(*language_, wording::otherLanguage, wording::switchLanguageHint);
    name(*present_, wording::present, wording::presentHint);
    more_->setAccessibleName(model::say(wording::headerMore, language));
    more_->setToolTip(more_->accessibleName());
}

void LowHeader::place(bool wanted, int width)
{
    if (wanted) {
        int menus = 0;
        for (QAction* action : bar_.actions())
            menus += bar_.actionGeometry(action).width();
        int all = 0;
        for (QToolButton* button : {predict_, language_, present_})
            all += button->sizeHint().width() + 2;
        const bool room = menus + all + 12 <= width;
        for (QToolButton* button : {predict_, language_, present_})
            button->setVisible(room);
        more_->setVisible(!room);
        adjustSize();
    }
    if (wanted) show();
    if (wanted || bar_.cornerWidget() == this) bar_.setCornerWidget(wanted ? this : nullptr);
    setVisible(wanted);
}

} // namespace tcpstage::widgets
