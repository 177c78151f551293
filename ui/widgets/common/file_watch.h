#pragma once
// Checks, when the window is activated, whether another program has changed the lesson's file. Never reloads by itself.

#include "ui/model/store/store.h"

#include <QDateTime>
#include <QObject>

namespace tcpstage::widgets {

class FileWatch : public QObject {
    Q_OBJECT

public:
    /// Checks whenever `window` is activated.
    FileWatch(model::Store& store, QWidget* window);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Stamp {
        QDateTime changed;
        qint64 size = -1;
        friend bool operator==(const Stamp&, const Stamp&) = default;
    };
    Stamp stampNow() const;
    void follow(const model::Model& before);
    void view();

    model::Store& store_;
    Stamp stamp_; // of the lesson's file; size -1: there is none
};

} // namespace tcpstage::widgets
