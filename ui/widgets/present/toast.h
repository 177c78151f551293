#pragma once
// One sentence at the foot of the presentation, for some seconds. Never takes the keyboard or the mouse.

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

private:
    QTimer over_;
};

} // namespace tcpstage::widgets
