#pragma once
// The speaker's view on the first screen during a presentation: the next step and the time.

#include "ui/model/clock.h"
#include "ui/model/store/store.h"

#include <QFrame>
#include <QTimer>

class QLabel;

namespace tcpstage::widgets {

class PresenterNotes : public QFrame {
    Q_OBJECT

public:
    explicit PresenterNotes(model::Store& store, QWidget* parent = nullptr);

    void apply(const model::Model& model, const model::Model* before);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void tick();

    model::Store& store_;
    QLabel* curtain_; // the class sees nothing
    QLabel* next_;
    QLabel* nextText_;
    QLabel* clock_;
    QLabel* since_;
    model::Stopwatch talk_;
    QTimer second_;
};

} // namespace tcpstage::widgets
