#include "ui/widgets/present/touch_bar.h"

#include "ui/model/words.h"
#include "ui/widgets/canvas/spoken_name.h"

#include <QHBoxLayout>
#include <QToolButton>
#include <algorithm>

namespace tcpstage::widgets {

namespace {

using model::Command;

struct Words {
    Command command;
    Text text;
};
constexpr std::array words{
    Words{Command::PreviousStep, {"◀ Back", "◀ 上一步"}},     Words{Command::NextStep, {"Next ▶", "下一步 ▶"}},
    Words{Command::ShowWhole, {"Whole run", "全程"}},         Words{Command::ToggleDrawing, {"✎ Draw", "✎ 批注"}},
    Words{Command::ToggleMagnifier, {"Magnifier", "放大镜"}}, Words{Command::FindLesson, {"Lessons", "课程"}},
    Words{Command::TogglePresent, {"Leave", "退出"}}};

} // namespace

TouchBar::TouchBar(const Actions& actions, QWidget* parent) : QFrame{parent}, actions_{actions}
{
    setObjectName(QStringLiteral("touchBar"));
    auto* row = new QHBoxLayout{this};
    row->setContentsMargins(8, 3, 8, 3);
    row->setSpacing(4);
    for (const Words& each : words) {
        auto* button = new QToolButton;
        button->setFocusPolicy(Qt::NoFocus); // the stage keeps the keys
        button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
        row->addWidget(button, 1);
        connect(button, &QToolButton::clicked, actions_[each.command], &QAction::trigger);
        items_.push_back({each.command, button});
    }
    hide();
}

void TouchBar::apply(const model::Model& model, const model::Model* before)
{
    for (std::size_t i = 0; i < items_.size(); ++i) {
        QToolButton& button = *items_[i].button;
        const QAction& action = *actions_[items_[i].command];
        button.setEnabled(action.isEnabled());
        if (before && before->language() == model.language()) continue;
        button.setText(model::say(words[i].text, model.language()));
        setSpokenName(button, model::say(model::info(items_[i].command).words, model.language()));
    }
}

QToolButton& TouchBar::button(model::Command command) const
{
    return *std::ranges::find(items_, command, &Item::command)->button;
}

} // namespace tcpstage::widgets
