#include "ui/widgets/common/actions.h"

#include "ui/model/words.h"
#include "ui/widgets/common/answer_keys.h"

#include <QSettings>

namespace tcpstage::widgets {

namespace {

QList<QKeySequence> parseKeys(const QString& text)
{
    QList<QKeySequence> keys;
    for (const QString& name : text.split(u' ', Qt::SkipEmptyParts))
        if (const QKeySequence key{name, QKeySequence::PortableText}; !key.isEmpty()) keys << key;
    return keys;
}

QString settingOf(model::Command command)
{
    const std::string_view id = model::info(command).id;
    return QStringLiteral("keys/") + QLatin1String{id.data(), static_cast<qsizetype>(id.size())};
}

bool isView(model::Command command)
{
    return command >= model::Command::ShowLadder &&
           command <= model::commandOf(static_cast<scene::View>(scene::view_count - 1));
}

bool isChecked(model::Command command, const model::Model& model)
{
    if (command == model::commandOf(model.display.view)) return true;
    if (command == model::Command::ToggleRelative) return model.display.numbers == scene::Numbers::Relative;
    if (command == model::Command::ToggleAnimation) return model.animates;
    if (command == model::Command::ToggleEnlarge) return model.enlarges;
    if (command == model::Command::ShowNetwork) return model.network;
    if (command == model::Command::ShowOptions) return model.panel == model::SidePanel::Options;
    if (command == model::Command::ShowText) return model.panel == model::SidePanel::Text;
    if (command == model::Command::TogglePointer) return model.pointer;
    if (command == model::Command::ToggleSpotlight) return model.spotlight;
    if (command == model::Command::Black) return model.curtain == model::Curtain::Black;
    if (command == model::Command::White) return model.curtain == model::Curtain::White;
    if (command == model::Command::Predict) return model.prediction.on;
    if (command == model::Command::BeLeft) return model.prediction.on && model.prediction.asks == model::AskFor::BeLeft;
    if (command == model::Command::BeRight)
        return model.prediction.on && model.prediction.asks == model::AskFor::BeRight;
    if (command == model::Command::CountHands) return model.prediction.counting && model.prediction.on;
    return command == model::Command::TogglePresent && model.presenting;
}

bool canBeChecked(model::Command command)
{
    return isView(command) || command == model::Command::ToggleRelative || command == model::Command::ToggleAnimation ||
           command == model::Command::ToggleEnlarge || command == model::Command::ShowNetwork ||
           command == model::Command::ShowOptions || command == model::Command::ShowText ||
           command == model::Command::TogglePointer || command == model::Command::ToggleSpotlight ||
           command == model::Command::Black || command == model::Command::White ||
           command == model::Command::TogglePresent || command == model::Command::Predict ||
           command == model::Command::CountHands || command == model::Command::BeLeft ||
           command == model::Command::BeRight;
}

template <std::size_t N> bool isOneOf(model::Command command, const std::array<model::Command, N>& commands)
{
    return std::find(commands.begin(), commands.end(), command) != commands.end();
}

/// What they show stands in the window, which a presentation on the same screen hides.
constexpr std::array ofTheWorkshop{
    model::Command::Open,          model::Command::Save,         model::Command::SaveAnswers,
    model::Command::ExportPicture, model::Command::RenameBranch, model::Command::CloseBranch,
    model::Command::ShowText,      model::Command::AddNote,      model::Command::FindLesson,
    model::Command::RealSockets,   model::Command::EditSegment,  model::Command::ShowNetwork,
    model::Command::ShowOptions,   model::Command::NextMark,     model::Command::PreviousMark};

bool isEnabled(model::Command command, const model::Model& model)
{
    constexpr std::array whilePresenting{model::Command::Black, model::Command::White, model::Command::TogglePointer,
                                         model::Command::ToggleSpotlight};
    constexpr std::array withStagedRun{model::Command::Save,
                                       model::Command::ExportPicture,
                                       model::Command::CopyPicture,
                                       model::Command::TogglePresent,
                                       model::Command::TogglePlay,
                                       model::Command::NextSegment,
                                       model::Command::PreviousSegment,
                                       model::Command::ToEffect,
                                       model::Command::ToCause,
                                       model::Command::ShowNetwork,
                                       model::Command::ShowOptions,
                                       model::Command::ShowText,
                                       model::Command::AddNote,
                                       model::Command::NextMark,
                                       model::Command::PreviousMark};
    constexpr std::array onHeld{model::Command::DropSegment, model::Command::DuplicateSegment,
                                model::Command::DelaySegment, model::Command::CorruptSegment};
    const bool real = model.staged && model.staged->trace().source() == trace::Source::Live;
    if (isOneOf(command, onHeld) && model.live) return !model.live->held.empty();
    if (isOneOf(command, onHeld) || command == model::Command::SpareSegment || command == model::Command::EditSegment)
        return model.staged != nullptr;
    if (command == model::Command::Predict || command == model::Command::BeLeft || command == model::Command::BeRight)
        return model.staged != nullptr;
    if (command == model::Command::CountHands) return model.prediction.on;
    if (command == model::Command::TypeAnswer)
        return model.prediction.stands() && predict::is_number(model.prediction.question->asked);
    if (command == model::Command::SaveAnswers) return !model.prediction.answers->empty();
    if (command == model::Command::NextStep && model.prediction.on) return true;
    if (command == model::Command::Undo) return !model.done.empty();
    if (command == model::Command::Redo) return !model.undone.empty();
    if (command == model::Command::RenameBranch || command == model::Command::CloseBranch)
        return model.branches.all.size() > 1;
    if (command == model::Command::CompareRuns && model.branches.all.size() > 1) return true;
    if (command == model::Command::CompareRuns)
        return ((real && !model.staged->beside) || (model.staged && scene::isRealBesideSimulated(*model.staged))) &&
               !(model.live && model.live->goesOn());
    if (command == model::Command::Last && model.staged && !model.following) return true;
    if (command == model::Command::NextStep && model.live && model.live->goesOn()) return true;
    constexpr std::array beforeEnd{model::Command::NextStep, model::Command::NextFrame, model::Command::Last};
    constexpr std::array afterBeginning{model::Command::PreviousStep, model::Command::PreviousFrame,
                                        model::Command::First};
    if (isOneOf(command, whilePresenting)) return model.presenting;
    if (isOneOf(command, withStagedRun)) return model.staged != nullptr;
    if (isOneOf(command, beforeEnd)) return model.staged && model.goal() < model.staged->timeMap.end();
    if (isOneOf(command, afterBeginning)) return model.staged && model.goal() > scene::StageTime{};
    return true;
}

} // namespace

QList<QKeySequence> defaultKeys(model::Command command)
{
    const std::string_view keys = model::info(command).keys;
    return parseKeys(QString::fromLatin1(keys.data(), static_cast<qsizetype>(keys.size())));
}

QString keysAsText(const QList<QKeySequence>& keys)
{
    QStringList names;
    for (const QKeySequence& key : keys)
        names << key.toString(QKeySequence::NativeText);
    return names.join(QStringLiteral("   "));
}

Actions::Actions(model::Store& store, QSettings& settings, QObject* parent)
    : QObject{parent}, store_{store}, settings_{settings}
{
    for (const model::CommandInfo& command : model::allCommands()) {
        auto* action = new QAction{this};
        const QString setting = settingOf(command.command);
        QList<QKeySequence>& keys = keys_[static_cast<std::size_t>(command.command)];
        keys =
            settings.contains(setting) ? parseKeys(settings.value(setting).toString()) : defaultKeys(command.command);
        action->setShortcuts(keys);
        action->setCheckable(canBeChecked(command.command));
        connect(action, &QAction::triggered, this, [this, what = command.command] { trigger(what); });
        actions_[static_cast<std::size_t>(command.command)] = action;
    }
    (*this)[model::Command::Quit]->setMenuRole(QAction::QuitRole);
    (*this)[model::Command::About]->setMenuRole(QAction::AboutRole);
}

QList<QAction*> Actions::all() const { return QList<QAction*>{actions_.begin(), actions_.end()}; }

std::optional<model::Command> Actions::owner(const QList<QKeySequence>& keys, model::Command except) const
{
    for (const model::CommandInfo& command : model::allCommands())
        for (const QKeySequence& key : this->keys(command.command))
            if (command.command != except && keys.contains(key)) return command.command;
    return std::nullopt;
}

void Actions::setKeys(model::Command command, const QList<QKeySequence>& keys)
{
    keys_[static_cast<std::size_t>(command)] = keys;
    giveKeys(command, store_.model());
    if (keys == defaultKeys(command)) return settings_.remove(settingOf(command));
    QStringList names;
    for (const QKeySequence& key : keys)
        names << key.toString(QKeySequence::PortableText);
    settings_.setValue(settingOf(command), names.join(u' '));
}

void Actions::restoreKeys()
{
    for (const model::CommandInfo& command : model::allCommands())
        setKeys(command.command, defaultKeys(command.command));
}

void Actions::trigger(model::Command command)
{
    if (workshopHidden_ && isOneOf(command, ofTheWorkshop)) {
        const auto sentence = [&](Language language) {
            return model::say(wording::notWhilePresenting, language,
                              {model::say(model::info(command).words, language).remove(u'…')})
                .toStdString();
        };
        return store_.dispatch(
            model::Announce{model::Notice{{sentence(Language::English), sentence(Language::Chinese)}, false}});
    }
    store_.dispatch(command);
    Q_EMIT wanted(command);
}

void Actions::giveKeys(model::Command command, const model::Model& model)
{
    QList<QKeySequence> free;
    for (const QKeySequence& key : keys(command))
        if (!takesKey(model, key)) free << key;
    QAction* action = (*this)[command];
    if (action->shortcuts() != free) action->setShortcuts(free);
}

void Actions::apply(const model::Model& model, const model::Model* before)
{
    const bool asked = model.prediction.on || (before && before->prediction.on);
    const bool otherLanguage = !before || before->language() != model.language();
    for (const model::CommandInfo& command : model::allCommands()) {
        QAction* action = (*this)[command.command];
        if (otherLanguage) action->setText(model::say(command.words, model.language()));
        if (action->isCheckable()) action->setChecked(isChecked(command.command, model));
        action->setEnabled(isEnabled(command.command, model));
        if (asked) giveKeys(command.command, model);
    }
}

} // namespace tcpstage::widgets
