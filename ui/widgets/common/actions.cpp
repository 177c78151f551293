#include "ui/widgets/common/actions.h"

#include "ui/model/words.h"
#include "ui/widgets/common/answer_keys.h"

#include <QSettings>
#include <algorithm>

namespace tcpstage {

namespace {

QList<QKeySequence> parseKeys(const QString& text)
{
    QList<QKeySequence> keys;
    for (const QString& name : text.split(u' ', Qt::SkipEmptyParts))
        if (const QKeySequence key{name, QKeySequence::PortableText}; !key.isEmpty()) keys << key;
    return keys;
}

QString settingOf(Command command)
{
    const std::string_view id = info(command).id;
    return QStringLiteral("keys/") + QLatin1String{id.data(), static_cast<qsizetype>(id.size())};
}

bool isLook(Command command)
{
    return command >= Command::ShowLadder && command <= commandOf(static_cast<Look>(look_count - 1));
}

bool isChecked(Command command, const Model& model)
{
    if (command == commandOf(model.display.look)) return true;
    if (command == Command::ToggleRelative) return model.display.numbers == Numbers::Relative;
    if (command == Command::ToggleAnimation) return model.animates;
    if (command == Command::ToggleEnlarge) return model.enlarges;
    if (command == Command::ShowNetwork) return model.network;
    if (command == Command::ShowOptions) return model.panel == SidePanel::Options;
    if (command == Command::ShowText) return model.panel == SidePanel::Text;
    if (command == Command::TogglePointer) return model.pointer;
    if (command == Command::ToggleSpotlight) return model.spotlight;
    if (command == Command::Black) return model.curtain == Curtain::Black;
    if (command == Command::White) return model.curtain == Curtain::White;
    if (command == Command::Predict) return model.prediction.on;
    if (command == Command::BeLeft) return model.prediction.on && model.prediction.asks == AskFor::BeLeft;
    if (command == Command::BeRight) return model.prediction.on && model.prediction.asks == AskFor::BeRight;
    if (command == Command::CountHands) return model.prediction.counting && model.prediction.on;
    return command == Command::TogglePresent && model.presenting;
}

bool canBeChecked(Command command)
{
    return isLook(command) || command == Command::ToggleRelative || command == Command::ToggleAnimation ||
           command == Command::ToggleEnlarge || command == Command::ShowNetwork || command == Command::ShowOptions ||
           command == Command::ShowText || command == Command::TogglePointer || command == Command::ToggleSpotlight ||
           command == Command::Black || command == Command::White || command == Command::TogglePresent ||
           command == Command::Predict || command == Command::CountHands || command == Command::BeLeft ||
           command == Command::BeRight;
}

template <std::size_t N> bool isOneOf(Command command, const std::array<Command, N>& commands)
{
    return std::find(commands.begin(), commands.end(), command) != commands.end();
}

bool isEnabled(Command command, const Model& model)
{
    constexpr std::array whilePresenting{Command::Black, Command::White, Command::TogglePointer,
                                         Command::ToggleSpotlight};
    constexpr std::array withStagedRun{
        Command::Save,       Command::ExportPicture, Command::CopyPicture,     Command::TogglePresent,
        Command::TogglePlay, Command::NextSegment,   Command::PreviousSegment, Command::ToEffect,
        Command::ToCause,    Command::ShowNetwork,   Command::ShowOptions,     Command::ShowText,
        Command::AddNote,    Command::NextMark,      Command::PreviousMark};
    constexpr std::array onHeld{Command::DropSegment, Command::DuplicateSegment, Command::DelaySegment,
                                Command::CorruptSegment};
    const bool real = model.staged && model.staged->trace().source() == Source::Live;
    if (isOneOf(command, onHeld) && model.live) return !model.live->held.empty();
    if (isOneOf(command, onHeld) || command == Command::SpareSegment || command == Command::EditSegment)
        return model.staged != nullptr;
    if (command == Command::Predict || command == Command::BeLeft || command == Command::BeRight)
        return model.staged != nullptr;
    if (command == Command::CountHands) return model.prediction.on;
    if (command == Command::TypeAnswer) return model.prediction.stands() && is_number(model.prediction.question->asked);
    if (command == Command::SaveAnswers) return !model.prediction.answers->empty();
    if (command == Command::NextStep && model.prediction.on) return true;
    if (command == Command::Undo) return !model.done.empty();
    if (command == Command::Redo) return !model.undone.empty();
    if (command == Command::RenameBranch || command == Command::CloseBranch) return model.branches.all.size() > 1;
    if (command == Command::CompareRuns && model.branches.all.size() > 1) return true;
    if (command == Command::CompareRuns)
        return ((real && !model.staged->beside) || (model.staged && isRealBesideSimulated(*model.staged))) &&
               !(model.live && model.live->goesOn());
    if (command == Command::Last && model.staged && !model.following) return true;
    if (command == Command::NextStep && model.live && model.live->goesOn()) return true;
    constexpr std::array beforeEnd{Command::NextStep, Command::NextFrame, Command::Last};
    constexpr std::array afterBeginning{Command::PreviousStep, Command::PreviousFrame, Command::First};
    if (isOneOf(command, whilePresenting)) return model.presenting;
    if (isOneOf(command, withStagedRun)) return model.staged != nullptr;
    if (isOneOf(command, beforeEnd)) return model.staged && model.goal() < model.staged->timeMap.end();
    if (isOneOf(command, afterBeginning)) return model.staged && model.goal() > StageTime{};
    return true;
}

} // namespace

QList<QKeySequence> defaultKeys(Command command)
{
    const std::string_view keys = info(command).keys;
    return parseKeys(QString::fromLatin1(keys.data(), static_cast<qsizetype>(keys.size())));
}

QString keysAsText(const QList<QKeySequence>& keys)
{
    QStringList names;
    for (const QKeySequence& key : keys)
        names << key.toString(QKeySequence::NativeText);
    return names.join(QStringLiteral("   "));
}

Actions::Actions(Store& store, QSettings& settings, QObject* parent)
    : QObject{parent}, store_{store}, settings_{settings}
{
    for (const CommandInfo& command : allCommands()) {
        auto* action = new QAction{this};
        const QString setting = settingOf(command.command);
        QList<QKeySequence>& keys = keys_[static_cast<std::size_t>(command.command)];
        keys =
            settings.contains(setting) ? parseKeys(settings.value(setting).toString()) : defaultKeys(command.command);
        action->setShortcuts(keys);
        action->setCheckable(canBeChecked(command.command));
        connect(action, &QAction::triggered, this, [this, what = command.command] {
            store_.dispatch(what);
            Q_EMIT wanted(what);
        });
        actions_[static_cast<std::size_t>(command.command)] = action;
    }
    (*this)[Command::Quit]->setMenuRole(QAction::QuitRole);
    (*this)[Command::About]->setMenuRole(QAction::AboutRole);
}

QList<QAction*> Actions::all() const { return QList<QAction*>{actions_.begin(), actions_.end()}; }

std::optional<Command> Actions::owner(const QList<QKeySequence>& keys, Command except) const
{
    for (const CommandInfo& command : allCommands())
        for (const QKeySequence& key : this->keys(command.command))
            if (command.command != except && keys.contains(key)) return command.command;
    return std::nullopt;
}

void Actions::setKeys(Command command, const QList<QKeySequence>& keys)
{
    keys_[static_cast<std::size_t>(command)] = keys;
    giveKeys(command, store_.model().prediction);
    if (keys == defaultKeys(command)) return settings_.remove(settingOf(command));
    QStringList names;
    for (const QKeySequence& key : keys)
        names << key.toString(QKeySequence::PortableText);
    settings_.setValue(settingOf(command), names.join(u' '));
}

void Actions::restoreKeys()
{
    for (const CommandInfo& command : allCommands())
        setKeys(command.command, defaultKeys(command.command));
}

void Actions::giveKeys(Command command, const Prediction& prediction)
{
    QList<QKeySequence> free;
    for (const QKeySequence& key : keys(command))
        if (!takesKey(prediction, key)) free << key;
    QAction* action = (*this)[command];
    if (action->shortcuts() != free) action->setShortcuts(free);
}

void Actions::apply(const Model& model, const Model* before)
{
    const bool asked = model.prediction.stands() || (before && before->prediction.stands());
    const bool otherLanguage = !before || before->language() != model.language();
    for (const CommandInfo& command : allCommands()) {
        QAction* action = (*this)[command.command];
        if (otherLanguage) action->setText(say(command.words, model.language()));
        if (action->isCheckable()) action->setChecked(isChecked(command.command, model));
        action->setEnabled(isEnabled(command.command, model));
        if (asked) giveKeys(command.command, model.prediction);
    }
}

} // namespace tcpstage
