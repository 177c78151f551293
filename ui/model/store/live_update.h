#pragma once
// What happens to the model when real sockets are played. Private to update.cpp.

#include "ui/model/action.h"

namespace tcpstage::model {

class LiveUpdate {
public:
    LiveUpdate(Model& model, std::vector<Request>& requests) : model_{model}, requests_{requests} {}

    void start(const StartLive& start);
    /// What is done to segments, and comparing.
    void obey(Command command);
    /// Where the stage should stand now; empty: it stays.
    std::optional<scene::StageTime> news(const LiveNews& news);
    /// True: the run itself is told with another pace, from its beginning.
    bool chooseTimeMap(scene::TimeMapKind timeMap);
    /// The simulated run beside the real one, or the real one alone again; at the step that is shown.
    void compare();
    /// Where a run that is told in another way stands, and what is selected in it.
    scene::StageTime placeOf(const PendingLoad& loading, const scene::StagedRun& loaded);
    void close();
    void hold(bool on);
    /// A segment that is held: the one that is named or selected, else the oldest. False: none is.
    bool decide(LiveFate fate, std::optional<trace::TransitId> transit = {});
    /// The next step is the kernel's: a held segment is let go, or it is waited for.
    bool stepsLive();

private:
    bool atTheEnd() const;

    Model& model_;
    std::vector<Request>& requests_;
};

} // namespace tcpstage::model
