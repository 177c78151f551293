#pragma once
// The dialog that lists all keys and changes them.

#include "ui/widgets/common/actions.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTableWidget;

namespace tcpstage::widgets {

class ShortcutsDialog : public QDialog {
    Q_OBJECT

public:
    ShortcutsDialog(Actions& actions, Language language, QWidget* parent = nullptr);

    /// Assigns the keys to `command`, or shows why not.
    void change(model::Command command, const QList<QKeySequence>& keys);
    QString message() const;

private:
    void build();
    void fill();
    void edit(int row);

    Actions& actions_;
    Language language_;
    QTableWidget* table_;
    QLabel* message_;
};

} // namespace tcpstage::widgets
