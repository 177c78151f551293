#include "ui/scene/plots/ticks.h"

#include "ui/scene/words/labels.h"

namespace tcpstage::scene {

namespace {

constexpr std::size_t mostTicks = 1000;

/// None if this step has no tick.
Ink inkOfTick(const StagedRun& staged, const trace::Record& record)
{
    switch (record.kind) {
    case trace::Kind::Sent: {
        const trace::Transit transit = staged.trace().transit(record.ref);
        return isGhost(transit) ? Ink::Faint : inkOf(transit.segment);
    }
    case trace::Kind::Lost:
        return isGhost(staged.trace().transit(record.ref)) ? Ink::None : Ink::Lost;
    case trace::Kind::TimerExpired:
        return Ink::Timer;
    case trace::Kind::Called:
    case trace::Kind::Arrived:
    case trace::Kind::Reason:
    case trace::Kind::Entered:
    case trace::Kind::Signal:
    case trace::Kind::Delivered:
    case trace::Kind::TimerSet:
    case trace::Kind::TimerCancelled:
        return Ink::None;
    }
    return Ink::None;
}

int weight(Ink ink)
{
    if (ink == Ink::Lost) return 3;
    if (ink == Ink::Timer) return 2;
    return ink == Ink::SegmentAck || ink == Ink::SegmentData || ink == Ink::Faint ? 0 : 1;
}

} // namespace

void Ticks::follow(const StagedRun& staged)
{
    const TimeMap& timeMap = staged.timeMap;
    if (staged.layout != layout_ || timeMap.settled() < settled_) {
        ticks_.clear();
        grain_ = 1;
        settled_ = 0;
    }
    layout_ = staged.layout;
    const StageTime from{cellOf(timeMap.at(settled_)) * grain_};
    settled_ = timeMap.settled();
    forget(from);
    const std::size_t begun = from == StageTime{} ? 0 : timeMap.stepsUntil(from - StageTime{1});
    for (std::size_t step = begun; step < timeMap.stepCount(); ++step) {
        const trace::RecordId id = timeMap.step(step);
        const Ink ink = inkOfTick(staged, staged.trace().record(id));
        if (ink != Ink::None) add({timeMap.at(id), ink});
    }
}

void Ticks::forget(StageTime from)
{
    while (!ticks_.empty() && ticks_.back().at >= from)
        ticks_.pop_back();
}

void Ticks::add(const Tick& tick)
{
    if (ticks_.empty() || cellOf(ticks_.back().at) != cellOf(tick.at))
        ticks_.push_back(tick);
    else if (weight(tick.ink) > weight(ticks_.back().ink))
        ticks_.back() = tick;
    if (ticks_.size() > mostTicks) thin();
}

void Ticks::thin()
{
    const std::vector<Tick> fine = std::move(ticks_);
    ticks_.clear();
    grain_ *= 2;
    for (const Tick& tick : fine)
        add(tick);
}

Ink inkOfChapter(const StagedRun& staged, const Chapter& chapter)
{
    const TimeMap& timeMap = staged.timeMap;
    const std::size_t begun = chapter.from == StageTime{} ? 0 : timeMap.stepsUntil(chapter.from - StageTime{1});
    for (std::size_t step = begun; step < timeMap.stepCount() && timeMap.at(timeMap.step(step)) < chapter.to; ++step) {
        const trace::Record record = staged.trace().record(timeMap.step(step));
        if (record.kind == trace::Kind::Sent) return inkOf(staged.trace().transit(record.ref).segment);
    }
    return Ink::Faint;
}

} // namespace tcpstage::scene
