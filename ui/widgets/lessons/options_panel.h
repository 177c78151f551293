#pragma once
// A table of all options of both ends, beside the stage. Values are edited in place; the meaning of the option is
// explained below.

#include "ui/model/store/store.h"

#include <QFrame>

class QLabel;
class QTableWidget;

namespace tcpstage::widgets {

class OptionsPanel : public QFrame {
    Q_OBJECT

public:
    explicit OptionsPanel(model::Store& store, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);
    QTableWidget& table() const { return *table_; }
    QString text() const;

protected:
    bool event(QEvent* event) override;

private:
    void fill(const model::Model& model);
    void explain();
    void written(int row, int column);

    model::Store& store_;
    QLabel* title_;
    QTableWidget* table_;
    QLabel* text_;
    bool filling_ = false;
};

} // namespace tcpstage::widgets
