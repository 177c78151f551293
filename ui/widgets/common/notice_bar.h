#pragma once
// A sentence above the stage: a file that cannot be opened, a picture that was written, long work in progress.

#include "ui/model/store/store.h"

#include <QFrame>
#include <QTimer>

class QLabel;
class QProgressBar;
class QToolButton;

namespace tcpstage::widgets {

class NoticeBar : public QFrame {
    Q_OBJECT

public:
    explicit NoticeBar(model::Store& store, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);

private:
    void showNow();

    model::Store& store_;
    QLabel* sentence_;
    QProgressBar* progress_;
    QToolButton* offer_; // its action
    QToolButton* button_;
    QTimer patience_; // delay, so that short work is not announced
};

} // namespace tcpstage::widgets
