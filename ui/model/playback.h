#pragma once
// While something moves, tells how much real time went by, sixty times a second. Knows nothing of what moves.

#include <QElapsedTimer>
#include <QTimer>
#include <chrono>
#include <functional>

namespace tcpstage::model {

class Playback {
public:
    explicit Playback(std::function<void(std::chrono::nanoseconds)> elapsed);

    void run(bool on);
    bool running() const { return timer_.isActive(); }

private:
    void tick();
    void schedule();

    std::function<void(std::chrono::nanoseconds)> elapsed_;
    QTimer timer_;
    QElapsedTimer clock_;
    std::int64_t last_ = 0; // ns of clock_ when elapsed_ was last told
    std::int64_t due_ = 0;  // ns of clock_ when the next frame should be shown
};

} // namespace tcpstage::model
