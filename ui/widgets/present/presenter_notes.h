#pragma once
// What the teacher sees on the laptop while the class sees the stage: the next step and the time.

#include "ui/model/clock.h"
#include "ui/model/store/store.h"

#include <QFrame>
#include <QTimer>

class QLabel;

namespace tcpstage {

class PresenterNotes : public QFrame {
    Q_OBJECT

public:
    explicit PresenterNotes(Store& store, QWidget* parent = nullptr);

    void apply(const Model& model, const Model* before);

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void tick();

    Store& store_;
    QLabel* next_;
    QLabel* nextText_;
    QLabel* clock_;
    QLabel* since_;
    Stopwatch talk_;
    QTimer second_;
};

} // namespace tcpstage
