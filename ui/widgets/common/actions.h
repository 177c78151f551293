#pragma once
// One QAction for each command, with its words and its keys, which people can change. Buttons, menus and keys all
// trigger these.

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
    /// All of them: a window adds them, so that their keys work in it.
    QList<QAction*> all() const;

    QList<QKeySequence> keys(model::Command command) const { return keys_[static_cast<std::size_t>(command)]; }
    /// The command that has one of these keys, other than `except`.
    std::optional<model::Command> owner(const QList<QKeySequence>& keys, model::Command except) const;
    void setKeys(model::Command command, const QList<QKeySequence>& keys);
    void restoreKeys();

    void apply(const model::Model& model, const model::Model* before);

Q_SIGNALS:
    /// Commands that are the window's business: dialogs, the clipboard.
    void wanted(tcpstage::model::Command command);

private:
    static constexpr std::size_t count = static_cast<std::size_t>(model::Command::Leave) + 1;

    model::Store& store_;
    QSettings& settings_;
    /// Its keys, but for those that a question takes now.
    void giveKeys(model::Command command, const model::Prediction& prediction);

    std::array<QAction*, count> actions_{};
    std::array<QList<QKeySequence>, count> keys_;
};

/// The keys that a command has from the start.
QList<QKeySequence> defaultKeys(model::Command command);
/// "Right, PgDown, Space" as people read them.
QString keysAsText(const QList<QKeySequence>& keys);

} // namespace tcpstage::widgets
