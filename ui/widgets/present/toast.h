#pragma once
// One sentence over the presentation, under the names of the ends and over no words, for some seconds. Never takes the
// keyboard or the mouse.

#include <QLabel>
#include <QTimer>
#include <chrono>
#include <vector>

namespace tcpstage::widgets {

class Toast : public QLabel {
    Q_OBJECT

public:
    explicit Toast(QWidget* window);

    void announce(const QString& sentence, std::chrono::milliseconds howLong);
    /// The window has another size.
    void place();
    /// Stands below this height, in pixels (0: what usually stands there), and over none of the words where the window
    /// has room for that.
    void keepClear(int height, std::vector<QRect> words);

private:
    QTimer over_;
    int least_ = 0;
    std::vector<QRect> words_;
};

} // namespace tcpstage::widgets
