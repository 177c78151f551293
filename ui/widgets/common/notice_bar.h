#pragma once
// One sentence over the stage: a file that cannot be opened, a picture that was written, long work that goes on.

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
    QToolButton* offer_; // what can be done about it
    QToolButton* button_;
    QTimer patience_; // work that ends soon is not announced
};

} // namespace tcpstage::widgets
