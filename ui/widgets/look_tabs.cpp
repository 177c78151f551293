#include "ui/widgets/look_tabs.h"

#include "ui/model/words.h"
#include "ui/scene/looks.h"

#include <QHBoxLayout>
#include <QToolButton>

namespace tcpstage {

LookTabs::LookTabs(Store& store, QWidget* parent) : QWidget{parent}
{
    setObjectName(QStringLiteral("lookTabs"));
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(6, 4, 6, 2);
    row->setSpacing(2);
    for (std::size_t i = 0; i < look_count; ++i) {
        auto* button = new QToolButton;
        button->setCheckable(true);
        button->setFocusPolicy(Qt::TabFocus);
        row->addWidget(button);
        connect(button, &QToolButton::clicked, this, [&store, i, button] {
            button->setChecked(true); // a second click does not take the view away
            store.dispatch(SetLook{static_cast<Look>(i)});
        });
        buttons_[i] = button;
    }
    row->addStretch(1);
}

void LookTabs::apply(const Model& model, const Model* before)
{
    if (!before || before->language() != model.language()) {
        setAccessibleName(say(wording::looks, model.language()));
        for (std::size_t i = 0; i < look_count; ++i) {
            const CommandInfo& command = info(commandOf(static_cast<Look>(i)));
            buttons_[i]->setText(say(shortNameOf(static_cast<Look>(i)), model.language()));
            buttons_[i]->setAccessibleName(say(command.words, model.language()));
            buttons_[i]->setToolTip(say(command.words, model.language()) + QStringLiteral("   ") +
                                    QString::number(i + 1));
        }
    }
    for (std::size_t i = 0; i < look_count; ++i) // no group: the Tab key would reach only the one that is checked
        buttons_[i]->setChecked(static_cast<Look>(i) == model.showing.look);
}

} // namespace tcpstage
