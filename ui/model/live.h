#pragma once
// A run on real kernel sockets in the model: its request, its status, and the user's decisions.

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/live/vantage.h"
#include "core/trace/record.h"
#include "ui/model/own_programs.h"
#include "ui/model/several.h"
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
    bool byHand = false;                  // each segment is held until the user decides
    std::vector<trace::TransitId> held;   // oldest first
    std::vector<OwnedText> limits;        // what these kernels cannot do, one sentence each
    OwnedText refused;                    // why a better vantage does not work here: the step and its errno
    OwnedText failure;                    // if the stage is Failed
    bool following = true;                // the stage follows the newest step
    std::optional<SeveralPart> several{}; // of several connections; empty: of a lesson

    bool goesOn() const { return stage == Stage::Starting || stage == Stage::Running; }
};

enum class LiveFate : std::uint8_t { Deliver, Drop, Duplicate, Delay, Corrupt };

/// A request for a live run.
struct BeginLive {
    std::uint64_t ticket = 0;
    std::string source;
    bool byHand = false;
    std::optional<Duration> hop; // delay of each segment; empty: the lesson's
    scene::TimeMapKind timeMap = scene::TimeMapKind::Even;
    std::optional<live::Vantage> vantage{};          // empty: the best available
    bool asMachine = false;                          // this machine's own TCP settings
    std::shared_ptr<const scene::StagedRun> shown{}; // if the lesson is on the stage, so that it is not read again
    std::optional<OwnChoice> own{};                  // programs of the user instead of a lesson
    std::optional<WatchChoice> watch{};              // connections of this machine instead
};
struct StartLive {
    std::string source; // a lesson; empty: the one on the stage
    bool byHand = false;
    std::optional<Duration> hop;            // delay of each segment; empty: the lesson's
    std::optional<live::Vantage> vantage{}; // empty: the best available
    bool asMachine = false;                 // this machine's own TCP settings instead of the lesson's
};
struct CompareLive {}; // show the simulated run beside it, or hide it
struct CloseLive {};   // stops a live run; the second time hides its bar
/// Decisions about held segments.
struct HoldLive { // also a request; from now on
    bool on = true;
};
struct DecideLive {
    std::optional<trace::TransitId> transit; // empty: the oldest
    LiveFate fate = LiveFate::Deliver;
};

/// News of a live run: its status and the whole run so far.
struct LiveNews {
    LivePlay play;
    std::shared_ptr<const scene::StagedRun> staged; // empty: nothing to show
};

/// The connection to a live run in another thread. No call blocks; the destructor ends the run.
class LiveLink {
public:
    LiveLink() = default;
    LiveLink(const LiveLink&) = delete;
    LiveLink& operator=(const LiveLink&) = delete;
    virtual ~LiveLink() = default;
    virtual void decide(const DecideLive& decision) = 0;
    virtual void hold(bool on) = 0;
    virtual void choose(const ChooseLive& /*choice*/) {} // a lesson has one connection
    virtual void timeMap(scene::TimeMapKind kind) = 0;
    virtual void stop() = 0;
};
/// `report` may be called from any thread.
using LiveStarter = std::function<std::unique_ptr<LiveLink>(const BeginLive&, std::function<void(LiveNews)> report)>;

} // namespace tcpstage::model
