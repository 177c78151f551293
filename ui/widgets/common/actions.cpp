#include "ui/widgets/common/actions.h"

#include "ui/model/words.h"
#include "ui/widgets/common/answer_keys.h"

#include <QKeyEvent>
#include <QSettings>
#include <QWidget>

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

template <std::size_t N> bool isOneOf(model::Command command, const std::array<model::Command, N>& commands)
{
    return std::find(commands.begin(), commands.end(), command) != commands.end();
}

/// What they show stands in the window, which a presentation on the same screen hides.
constexpr std::array ofTheWorkshop{
    model::Command::Open,          model::Command::Save,        model::Command::SaveAnswers,
    model::Command::ExportPicture, model::Command::ExportSteps, model::Command::RenameBranch,
    model::Command::CloseBranch,   model::Command::ShowText,    model::Command::AddNote,
    model::Command::RealSockets,   model::Command::EditSegment, model::Command::ShowNetwork,
    model::Command::ShowOptions,   model::Command::NextMark,    model::Command::PreviousMark};

} // namespace

QList<QKeySequence> defaultKeys(model::Command command)
{
    const std::string_view keys = model::info(command).keys;
    return parseKeys(QString::fromLatin1(keys.data(), static_cast<qsizetype>(keys.size())));
}

QString keyAsText(const QKeySequence& key, Language language)
{
    QString text = key.toString(QKeySequence::NativeText);
    const QString enter = QKeySequence{Qt::Key_Enter}.toString(QKeySequence::NativeText); // in Chinese as Return
    const bool keypad = key.count() == 1 && key[0].key() == Qt::Key_Enter && text.endsWith(enter);
    return keypad ? text.chopped(enter.size()) + model::say(wording::keypadEnter, language) : text;
}

QString keysAsText(const QList<QKeySequence>& keys, Language language)
{
    QStringList names;
    for (const QKeySequence& key : keys)
        names << keyAsText(key, language);
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
        action->setCheckable(command.isOn != nullptr);
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
        model::Notice notice{{sentence(Language::English), sentence(Language::Chinese)}};
        notice.passing = true;
        return store_.dispatch(model::Announce{std::move(notice)});
    }
    const bool covered = workshopHidden_ && store_.model().curtain != model::Curtain::Open;
    if (covered && model::isOfWindow(command)) // on a black screen the first key only opens it
        return store_.dispatch(model::Command::NextStep);
    store_.dispatch(command);
    Q_EMIT wanted(command);
    if (store_.model().presenting && isOneOf(command, ofTheWorkshop)) Q_EMIT workshopOpened();
}

void Actions::giveKeys(model::Command command, const model::Model& model)
{
    QList<QKeySequence> free;
    for (const QKeySequence& key : keys(command))
        if (!takesKey(model, key)) free << key;
    QAction* action = (*this)[command];
    if (action->shortcuts() != free) action->setShortcuts(free);
}

void Actions::explainKeysOf(QWidget& window) { window.installEventFilter(this); }

/// Qt gives a key to the window if it is that of a disabled action only.
bool Actions::eventFilter(QObject* watched, QEvent* event)
{
    if (event->type() != QEvent::KeyPress) return QObject::eventFilter(watched, event);
    const auto& pressed = *static_cast<QKeyEvent*>(event);
    const QKeySequence key{pressed.keyCombination()};
    const model::Model& model = store_.model();
    for (const model::CommandInfo& command : model::allCommands())
        if (keys(command.command).contains(key) && !takesKey(model, key) && model::whyNot(model, command.command)) {
            store_.dispatch(command.command);
            return true;
        }
    return QObject::eventFilter(watched, event);
}

void Actions::apply(const model::Model& model, const model::Model* before)
{
    const bool asked = model.prediction.shows() || (before && before->prediction.shows()) || model.drawing.on ||
                       (before && before->drawing.on);
    const bool otherLanguage = !before || before->language() != model.language();
    for (const model::CommandInfo& command : model::allCommands()) {
        QAction* action = (*this)[command.command];
        if (otherLanguage) action->setText(model::say(command.words, model.language()));
        if (action->isCheckable()) action->setChecked(command.isOn(model));
        action->setEnabled(command.isUsable(model));
        if (asked) giveKeys(command.command, model);
    }
}

} // namespace tcpstage::widgets
