#pragma once
// What the user's programs write, as long as it is open.

#include "ui/model/store/store.h"

#include <QDialog>

class QPlainTextEdit;

namespace tcpstage::widgets {

class WrittenDialog : public QDialog {
    Q_OBJECT

public:
    WrittenDialog(model::Store& store, QWidget* parent);

    QString text() const;

private:
    void apply();

    model::Store& store_;
    QPlainTextEdit* page_;
    std::shared_ptr<const std::vector<std::string>> shown_;
};

} // namespace tcpstage::widgets
