#pragma once
// The speaker's view on the first screen during a presentation: the next step and the time.

#include "ui/model/guide/clock.h"
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
    QString timeText();

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void tick();
    QString passed() const;
    void showHour(const model::Model& model);
    QString rest(qint64 seconds) const;
    void countDown();

    model::Store& store_;
    QLabel* curtain_; // the class sees nothing
    QLabel* next_;
    QLabel* nextText_;
    QLabel* part_;  // of the hour
    QLabel* notes_; // the speaker's
    QLabel* clock_;
    QLabel* since_;
    QLabel* left_; // minutes of the part and of the hour
    model::Stopwatch talk_;
    QTimer second_;
    model::HourPtr hour_;
    std::size_t number_ = 0; // of the part that is given
    qint64 before_ = 0;      // seconds of the talk when the hour began
    qint64 partBegan_ = 0;   // and when its part began
};

} // namespace tcpstage::widgets
