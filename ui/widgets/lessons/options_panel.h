#pragma once
// A table of all options of both ends, beside the stage. Values are edited in place; the meaning of the option is
// explained below.

#include "ui/widgets/common/actions.h"

#include <QFrame>

class QLabel;
class QToolButton;
class QTableWidget;

namespace tcpstage::widgets {

class OptionsPanel : public QFrame {
    Q_OBJECT

public:
    OptionsPanel(model::Store& store, const Actions& actions, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);
    QTableWidget& table() const { return *table_; }
    QString text() const;
    /// Gives the table the keyboard.
    void take();

Q_SIGNALS:
    void left(); // the keyboard should go back to the stage

protected:
    bool event(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    void fill(const model::Model& model);
    void explain();
    void size();
    void written(int row, int column);

    model::Store& store_;
    QLabel* title_;
    QToolButton* close_;
    QTableWidget* table_;
    QLabel* text_;
    bool filling_ = false;
};

} // namespace tcpstage::widgets
