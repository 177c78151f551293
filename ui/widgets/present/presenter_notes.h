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
    /// The clock of the hour runs from the first presentation on, until it is started again.
    void startClock(bool again);
    /// "14:05, 12:30 since the start", for a presentation on one screen.
    QString timeText() const;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void tick();
    QString passed() const;

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
