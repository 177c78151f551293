#pragma once
// A run on real kernel sockets, as the window knows it: what is asked for, how it stands, what is done to it.

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/live/vantage.h"
#include "core/trace/record.h"
#include "ui/scene/staged/time_map.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace tcpstage::scene {
struct StagedRun;
}

namespace tcpstage::model {

struct LivePlay {
    enum class Stage : std::uint8_t { Starting, Running, Ended, Failed };
    std::uint64_t ticket = 0;
    std::string source; // the lesson
    Stage stage = Stage::Starting;
    live::Vantage vantage = live::Vantage::Wire;
    bool byHand = false;                // each segment waits until somebody lets it go
    std::vector<trace::TransitId> held; // the oldest first
    std::vector<OwnedText> limits;      // what these kernels cannot do, a sentence each
    OwnedText refused;                  // why a better rung does not work here: the step and its errno
    OwnedText failure;                  // of Failed
    bool following = true;              // the stage shows what happens now

    bool goesOn() const { return stage == Stage::Starting || stage == Stage::Running; }
};

enum class LiveFate : std::uint8_t { Deliver, Drop, Duplicate, Delay, Corrupt };

/// Asks for a run.
struct BeginLive {
    std::uint64_t ticket = 0;
    std::string source;
    bool byHand = false;
    std::optional<Duration> hop; // each segment takes so long; empty: as the lesson says
    scene::TimeMapKind timeMap = scene::TimeMapKind::Even;
    std::optional<live::Vantage> vantage{};          // empty: the best that works
    std::shared_ptr<const scene::StagedRun> shown{}; // of the lesson that is on the stage: nothing has to be read again
};
/// What is done to a segment that is held.
struct HoldLive { // also a request: from now on
    bool on = true;
};
struct DecideLive {
    std::optional<trace::TransitId> transit; // empty: the oldest
    LiveFate fate = LiveFate::Deliver;
};

/// What comes from a run that goes on: how it stands, and all that has happened.
struct LiveNews {
    LivePlay play;
    std::shared_ptr<const scene::StagedRun> staged; // empty: nothing can be shown
};

/// A run that goes on elsewhere. Nothing here waits for it; destroying it ends it.
class LiveLink {
public:
    LiveLink() = default;
    LiveLink(const LiveLink&) = delete;
    LiveLink& operator=(const LiveLink&) = delete;
    virtual ~LiveLink() = default;
    virtual void decide(const DecideLive& decision) = 0;
    virtual void hold(bool on) = 0;
    virtual void timeMap(scene::TimeMapKind kind) = 0;
    virtual void stop() = 0;
};
/// `report` may be called from any thread.
using LiveStarter = std::function<std::unique_ptr<LiveLink>(const BeginLive&, std::function<void(LiveNews)> report)>;

} // namespace tcpstage::model
