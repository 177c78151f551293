#pragma once
// Reports the elapsed real time sixty times per second while an animation runs. Knows nothing about what is animated.

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
    std::int64_t last_ = 0; // ns of clock_ at the last report
    std::int64_t due_ = 0;  // ns of clock_ when the next frame is due
};

} // namespace tcpstage::model
