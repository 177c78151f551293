#include "ui/widgets/common/choice_menu.h"

#include "ui/model/words.h"

#include <QActionGroup>

namespace tcpstage {

Choice themeChoice()
{
    return {wording::theme,
            {wording::themeDesktop, wording::themeLight, wording::themeDark, wording::themeContrast},
            [](std::size_t i) { return SetTheme{static_cast<ThemeChoice>(i)}; },
            [](const Model& model) { return static_cast<std::size_t>(model.theme); }};
}

Choice timeMapChoice()
{
    return {wording::timeMap,
            {wording::timeMapEven, wording::timeMapToScale},
            [](std::size_t i) { return SetTimeMap{static_cast<TimeMapKind>(i)}; },
            [](const Model& model) { return static_cast<std::size_t>(model.timeMap); }};
}

Choice numbersChoice()
{
    return {wording::numbers,
            {wording::numbersAbsolute, wording::numbersRelative, wording::numbersBoth},
            [](std::size_t i) { return SetNumbers{static_cast<Numbers>(i)}; },
            [](const Model& model) { return static_cast<std::size_t>(model.display.numbers); }};
}

Choice stateNamesChoice()
{
    return {wording::stateNames,
            {wording::stateNamesRfc, wording::stateNamesNetstat},
            [](std::size_t i) { return SetStateNames{static_cast<StateNames>(i)}; },
            [](const Model& model) { return static_cast<std::size_t>(model.display.stateNames); }};
}

Choice depthChoice()
{
    return {wording::depth,
            {wording::depthSimple, wording::depthExact, wording::depthAnalogy},
            [](std::size_t i) { return SetDepth{static_cast<Depth>(i)}; },
            [](const Model& model) { return static_cast<std::size_t>(model.display.depth); }};
}

Choice askedChoice()
{
    return {wording::predictAsks,
            {wording::predictMixed, wording::predictFlags, wording::predictSeq, wording::predictAck,
             wording::predictWindow, wording::predictState, wording::beLeft, wording::beRight},
            [](std::size_t i) { return ChooseAsked{static_cast<AskFor>(i)}; },
            [](const Model& model) { return static_cast<std::size_t>(model.prediction.asks); }};
}

ChoiceMenu::ChoiceMenu(Store& store, Choice choice, QWidget* parent)
    : QMenu{parent}, choice_{std::move(choice)}, group_{new QActionGroup{this}}
{
    for (std::size_t i = 0; i < choice_.words.size(); ++i) {
        QAction* action = group_->addAction(QString{});
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, &store, i] { store.dispatch(choice_.choose(i)); });
    }
    addActions(group_->actions());
}

void ChoiceMenu::apply(const Model& model, const Model* before)
{
    if (!before || before->language() != model.language()) {
        setTitle(say(choice_.title, model.language()));
        setAccessibleName(title());
        for (std::size_t i = 0; i < choice_.words.size(); ++i)
            group_->actions().at(static_cast<qsizetype>(i))->setText(say(choice_.words[i], model.language()));
    }
    const std::size_t chosen = choice_.chosen(model);
    if (!before || chosen != choice_.chosen(*before))
        group_->actions().at(static_cast<qsizetype>(chosen))->setChecked(true);
}

} // namespace tcpstage
