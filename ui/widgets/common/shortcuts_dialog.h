#pragma once
// All keys in groups, to read and to change: a command can have several, and each is added and taken away by itself.

#include "ui/widgets/common/actions.h"

#include <QDialog>

class QHBoxLayout;
class QKeySequenceEdit;
class QLabel;
class QTableWidget;
class QToolButton;

namespace tcpstage::widgets {

class ShortcutsDialog : public QDialog {
    Q_OBJECT

public:
    ShortcutsDialog(Actions& actions, Language language, QWidget* parent = nullptr);

    /// Assigns the keys to `command`, or shows why not.
    void change(model::Command command, const QList<QKeySequence>& keys);
    void add(model::Command command, const QKeySequence& key);
    void remove(model::Command command, const QKeySequence& key);
    /// The command of the chosen line.
    std::optional<model::Command> chosen() const;
    void choose(model::Command command);
    QString message() const;
    /// Of the chosen command: one for each of its keys, which takes that key away.
    const QList<QToolButton*>& keyButtons() const { return keyButtons_; }

private:
    void build();
    void fill();
    void addRow(model::Command command);
    void addHeading(model::Menu menu);
    void showKeys();
    /// Waits for a key to be pressed.
    void ask();
    void take();
    QToolButton* button(const QString& words, const QString& hint);

    Actions& actions_;
    Language language_;
    QTableWidget* table_;
    QLabel* message_;
    QLabel* of_;
    QWidget* keys_;
    QHBoxLayout* keyRow_;
    QList<QToolButton*> keyButtons_;
    QKeySequenceEdit* edit_ = nullptr;
};

} // namespace tcpstage::widgets
