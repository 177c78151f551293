#include "ui/widgets/common/choice_menu.h"

#include "ui/model/words.h"

#include <QActionGroup>

namespace tcpstage::widgets {

Choice themeChoice()
{
    return {wording::theme,
            {wording::themeDesktop, wording::themeLight, wording::themeDark, wording::themeContrast},
            [](std::size_t i) { return model::SetTheme{static_cast<model::ThemeChoice>(i)}; },
            [](const model::Model& model) { return static_cast<std::size_t>(model.theme); }};
}

Choice timeMapChoice()
{
    return {wording::timeMap,
            {wording::timeMapEven, wording::timeMapToScale},
            [](std::size_t i) { return model::SetTimeMap{static_cast<scene::TimeMapKind>(i)}; },
            [](const model::Model& model) { return static_cast<std::size_t>(model.timeMap); }};
}

Choice numbersChoice()
{
    return {wording::numbers,
            {wording::numbersAbsolute, wording::numbersRelative, wording::numbersBoth, wording::numbersSymbolic},
            [](std::size_t i) { return model::SetNotation{static_cast<scene::Numbers>(i)}; },
            [](const model::Model& model) { return static_cast<std::size_t>(model.display.numbers); }};
}

Choice stateNamesChoice()
{
    return {wording::stateNames,
            {wording::stateNamesRfc, wording::stateNamesNetstat, wording::stateNamesTextbook},
            [](std::size_t i) { return model::SetNotation{static_cast<scene::StateNames>(i)}; },
            [](const model::Model& model) { return static_cast<std::size_t>(model.display.stateNames); }};
}

Choice flagNamesChoice()
{
    return {wording::flagNames,
            {wording::flagNamesShort, wording::flagNamesBits},
            [](std::size_t i) { return model::SetNotation{static_cast<scene::FlagNames>(i)}; },
            [](const model::Model& model) { return static_cast<std::size_t>(model.display.flagNames); }};
}

Choice endNamesChoice()
{
    return {wording::endNames,
            {wording::endNamesOwn, wording::endNamesLettered},
            [](std::size_t i) { return model::SetNotation{static_cast<scene::EndNames>(i)}; },
            [](const model::Model& model) { return static_cast<std::size_t>(model.display.endNames); }};
}

Choice windowUnitsChoice()
{
    return {wording::windowUnits,
            {wording::windowOctets, wording::windowRounds},
            [](std::size_t i) { return model::SetNotation{static_cast<scene::WindowUnits>(i)}; },
            [](const model::Model& model) { return static_cast<std::size_t>(model.display.windowUnits); }};
}

Choice depthChoice()
{
    return {wording::depth,
            {wording::depthSimple, wording::depthExact, wording::depthAnalogy},
            [](std::size_t i) { return model::SetDepth{static_cast<scene::Depth>(i)}; },
            [](const model::Model& model) { return static_cast<std::size_t>(model.display.depth); }};
}

Choice programsChoice()
{
    return {wording::programLane,
            {wording::programsWhereTheyMatter, wording::programsAlways, wording::programsNever},
            [](std::size_t i) { return model::SetPrograms{static_cast<scene::ProgramLanes>(i)}; },
            [](const model::Model& model) { return static_cast<std::size_t>(model.display.programs); }};
}

Choice askedChoice()
{
    return {wording::predictAsks,
            {wording::predictMixed, wording::predictFlags, wording::predictSeq, wording::predictAck,
             wording::predictWindow, wording::predictState, wording::beLeft, wording::beRight},
            [](std::size_t i) { return model::ChooseAsked{static_cast<model::AskFor>(i)}; },
            [](const model::Model& model) { return static_cast<std::size_t>(model.prediction.asks); }};
}

Choice playStopsChoice()
{
    return {wording::playStops,
            {wording::playStopsNever, wording::playStopsToRead, wording::playStopsAtNotes},
            [](std::size_t i) { return model::SetPlayStops{static_cast<model::PlayStops>(i)}; },
            [](const model::Model& model) { return static_cast<std::size_t>(model.stops); }};
}

ChoiceMenu::ChoiceMenu(model::Store& store, Choice choice, QWidget* parent)
    : QMenu{parent}, choice_{std::move(choice)}, group_{new QActionGroup{this}}
{
    for (std::size_t i = 0; i < choice_.words.size(); ++i) {
        QAction* action = group_->addAction(QString{});
        action->setCheckable(true);
        connect(action, &QAction::triggered, this, [this, &store, i] { store.dispatch(choice_.choose(i)); });
    }
    addActions(group_->actions());
}

void ChoiceMenu::apply(const model::Model& model, const model::Model* before)
{
    if (!before || before->language() != model.language()) {
        setTitle(model::say(choice_.title, model.language()));
        setAccessibleName(title());
        for (std::size_t i = 0; i < choice_.words.size(); ++i)
            group_->actions().at(static_cast<qsizetype>(i))->setText(model::say(choice_.words[i], model.language()));
    }
    const std::size_t chosen = choice_.chosen(model);
    if (!before || chosen != choice_.chosen(*before))
        group_->actions().at(static_cast<qsizetype>(chosen))->setChecked(true);
}

} // namespace tcpstage::widgets
