#pragma once
// One sentence over the presentation, under the names of the ends, for some seconds. Never takes the keyboard or the
// mouse.

#include <QLabel>
#include <QTimer>
#include <chrono>

namespace tcpstage::widgets {

class Toast : public QLabel {
    Q_OBJECT

public:
    explicit Toast(QWidget* window);

    void announce(const QString& sentence, std::chrono::milliseconds howLong);
    /// The window has another size.
    void place();
    /// It covers nothing above this height, in pixels; 0: what usually stands there.
    void keepBelow(int height);

private:
    QTimer over_;
    int least_ = 0;
};

} // namespace tcpstage::widgets
