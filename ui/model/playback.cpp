#include "ui/model/playback.h"

#include <algorithm>

namespace tcpstage::model {

namespace {

constexpr std::int64_t frameNs = 1'000'000'000 / 60;
constexpr std::int64_t longestNs =
    250'000'000; // after a pause (a dialog, a suspended machine) time continues instead of jumping

} // namespace

Playback::Playback(std::function<void(std::chrono::nanoseconds)> elapsed) : elapsed_{std::move(elapsed)}
{
    timer_.setTimerType(Qt::PreciseTimer);
    timer_.setSingleShot(true);
    timer_.callOnTimeout([this] { tick(); });
}

void Playback::run(bool on)
{
    if (on == running()) return;
    if (!on) return timer_.stop();
    clock_.start();
    last_ = 0;
    due_ = 0;
    schedule();
}

void Playback::schedule()
{
    const std::int64_t now = clock_.nsecsElapsed();
    due_ = std::max(due_ + frameNs, now); // late frames are dropped
    timer_.start(static_cast<int>((due_ - now + 500'000) / 1'000'000));
}

void Playback::tick()
{
    const std::int64_t now = clock_.nsecsElapsed();
    const std::int64_t passed = std::min(now - last_, longestNs);
    last_ = now;
    schedule(); // before emitting, so that a stop() during the signal stops this timer
    elapsed_(std::chrono::nanoseconds{passed});
}

} // namespace tcpstage::model
