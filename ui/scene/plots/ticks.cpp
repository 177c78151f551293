#include "ui/scene/plots/ticks.h"

#include "ui/scene/words/labels.h"

namespace tcpstage {

namespace {

constexpr std::size_t mostTicks = 1000;

/// None: this step has no tick.
Ink inkOfTick(const Story& story, const Record& record)
{
    switch (record.kind) {
    case Kind::Sent: {
        const Flight flight = story.trace().flight(record.ref);
        return isGhost(flight) ? Ink::Faint : inkOf(flight.segment);
    }
    case Kind::Lost:
        return isGhost(story.trace().flight(record.ref)) ? Ink::None : Ink::Lost;
    case Kind::TimerExpired:
        return Ink::Timer;
    case Kind::Called:
    case Kind::Arrived:
    case Kind::Reason:
    case Kind::Entered:
    case Kind::Told:
    case Kind::Delivered:
    case Kind::TimerSet:
    case Kind::TimerCancelled:
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

void Ticks::follow(const Story& story)
{
    const Pace& pace = story.pace;
    if (story.layout != layout_ || pace.settled() < settled_) {
        ticks_.clear();
        grain_ = 1;
        settled_ = 0;
    }
    layout_ = story.layout;
    const StageTime from{cellOf(pace.at(settled_)) * grain_};
    settled_ = pace.settled();
    forget(from);
    const std::size_t begun = from == StageTime{} ? 0 : pace.stepsUntil(from - StageTime{1});
    for (std::size_t step = begun; step < pace.stepCount(); ++step) {
        const RecordId id = pace.step(step);
        const Ink ink = inkOfTick(story, story.trace().record(id));
        if (ink != Ink::None) add({pace.at(id), ink});
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

Ink inkOfChapter(const Story& story, const Chapter& chapter)
{
    const Pace& pace = story.pace;
    const std::size_t begun = chapter.from == StageTime{} ? 0 : pace.stepsUntil(chapter.from - StageTime{1});
    for (std::size_t step = begun; step < pace.stepCount() && pace.at(pace.step(step)) < chapter.to; ++step) {
        const Record record = story.trace().record(pace.step(step));
        if (record.kind == Kind::Sent) return inkOf(story.trace().flight(record.ref).segment);
    }
    return Ink::Faint;
}

} // namespace tcpstage
