#pragma once
// Begins a lesson of one's own from a template: it becomes a file, opens on the stage, and its text is shown.

#include "ui/model/store/store.h"

#include <QDialog>

class QLabel;
class QListWidget;

namespace tcpstage::widgets {

class NewLessonDialog : public QDialog {
    Q_OBJECT

public:
    NewLessonDialog(model::Store& store, QWidget* parent);

    QListWidget& templates() const { return *templates_; }
    /// Writes the chosen template to a file and opens it; false, with a sentence in the dialog, if that fails.
    bool beginAt(const QString& path);

private:
    void showSummary();
    void ask();

    model::Store& store_;
    Language language_;
    QListWidget* templates_;
    QLabel* summary_;
    QLabel* sentence_;
};

} // namespace tcpstage::widgets
