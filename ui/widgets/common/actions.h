#pragma once
// One QAction for each command, with its texts and its configurable keys. Buttons, menus and keys trigger these.

#include "ui/model/store/store.h"

#include <QAction>
#include <QKeySequence>
#include <array>

class QSettings;

namespace tcpstage::widgets {

class Actions : public QObject {
    Q_OBJECT

public:
    Actions(model::Store& store, QSettings& settings, QObject* parent = nullptr);

    QAction* operator[](model::Command command) const { return actions_[static_cast<std::size_t>(command)]; }
    /// All actions, for a window to add so that their keys work in it.
    QList<QAction*> all() const;

    QList<QKeySequence> keys(model::Command command) const { return keys_[static_cast<std::size_t>(command)]; }
    /// The command that has one of these keys, other than `except`.
    std::optional<model::Command> owner(const QList<QKeySequence>& keys, model::Command except) const;
    void setKeys(model::Command command, const QList<QKeySequence>& keys);
    void restoreKeys();

    /// The presentation stands before the window: what only shows there says so instead.
    void setWorkshopHidden(bool hidden) { workshopHidden_ = hidden; }

    void apply(const model::Model& model, const model::Model* before);

    /// A key of a command that is not usable, pressed in `window`, says why.
    void explainKeysOf(QWidget& window);
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    /// A command that the window carries out itself: dialogs, the clipboard.
    void wanted(tcpstage::model::Command command);
    /// What was opened waits for keys in the window, which is not the one of the presentation.
    void workshopOpened();

private:
    model::Store& store_;
    QSettings& settings_;
    void trigger(model::Command command);
    /// Sets the command's keys, without those that a quiz uses now.
    void giveKeys(model::Command command, const model::Model& model);

    bool workshopHidden_ = false;
    std::array<QAction*, model::command_count> actions_{};
    std::array<QList<QKeySequence>, model::command_count> keys_;
};

/// The default keys of a command.
QList<QKeySequence> defaultKeys(model::Command command);
/// A key for people to read. The two Enter keys of a keyboard have different names.
QString keyAsText(const QKeySequence& key, Language language);
/// "Right   PgDown   Space"
QString keysAsText(const QList<QKeySequence>& keys, Language language);

} // namespace tcpstage::widgets
