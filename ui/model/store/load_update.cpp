#include "ui/model/store/load_update.h"

#include "core/run/sandbox.h"
#include "ui/model/store/branch_update.h"
#include "ui/model/store/goal_update.h"
#include "ui/model/store/live_update.h"
#include "ui/model/store/position_update.h"
#include "ui/model/store/view_update.h"
#include "ui/model/store/work_update.h"

namespace tcpstage::model {

namespace {

/// What one can do about a file that could not be opened.
const Text& wayOnAfter(const std::string& source)
{
    static constexpr Text none{};
    static constexpr Text another{" File > Open opens another one.", "可在“文件 > 打开”中另选一个。"};
    static constexpr Text script{" Correct the script, then open it again with File > Open.",
                                 "请改正脚本，再用“文件 > 打开”重新打开。"};
    if (source.ends_with(".pkt")) return script;
    for (const std::string_view ending : {".tcptrace", ".pcapng", ".pcap", ".cap"})
        if (source.ends_with(ending)) return another;
    return none;
}

} // namespace

void openSource(Change& change, const OpenSource& open)
{
    Model& model = change.model;
    if (open.source.empty() || chooseConnectionLive(change, open.source)) return;
    if (model.live && model.live->goesOn()) change.request(StopLive{});
    model.live.reset();
    model.loading = PendingLoad{++model.lastTicket, open.source, false, {}, {}};
    model.loading->afresh = open.afresh;
    model.loading->step = open.step;
    model.loading->at = open.at;
    model.loading->view = model.display.view;
    LoadSource request{model.lastTicket, open.source, model.timeMap, nullptr};
    request.recall = !open.afresh && !remembersWork(model, open.source);
    change.request(std::move(request));
}

void cancelOpening(Change& change)
{
    Model& model = change.model;
    if (model.loading && model.loading->keepsMoment && model.staged) model.timeMap = model.staged->timeMap.kind();
    model.loading.reset();
}

void takeLoaded(Change& change, const RunLoaded& loaded)
{
    Model& model = change.model;
    if (!model.loading || model.loading->ticket != loaded.ticket) return; // cancelled, or a newer load was requested
    const PendingLoad loading = *model.loading;
    const bool again = model.staged && loading.source == model.source && !loading.branch && !loading.keepsMoment;
    if (again && loaded.staged->standsIn && !model.staged->standsIn) // its last good run is worth more
        return takeFailure(change, {loaded.ticket, loaded.staged->scenario.summary});
    model.loading.reset();
    if (model.staged) model.notice.reset(); // at the start of the program it may say why a source could not be opened
    if (!loading.branch && !loading.keepsMoment) return beginWork(change, loading, loaded);
    scene::StageTime time{};
    if (loading.branch) {
        time = branchLoaded(change, loading, loaded.staged);
    } else {
        stagedAgain(change, loaded.staged);
        time = placeOfLoaded(change, loading, *loaded.staged);
    }
    model.staged = loaded.staged;
    model.source = loading.source;
    standAt(change, time);
    model.following = true;
    noteSolved(change);
    if (!loading.branch && !loaded.staged->run.warnings.empty()) { // in a branch, steps that do not happen are expected
        model.notice = Notice{loaded.staged->run.warnings.front().sentences(), true};
    }
}

void takeFailure(Change& change, const LoadFailed& failed)
{
    Model& model = change.model;
    if (!model.loading || model.loading->ticket != failed.ticket) return;
    const Text& way = wayOnAfter(model.loading->source);
    cancelOpening(change);
    model.notice = Notice{{failed.sentence.en + std::string{way.en}, failed.sentence.zh + std::string{way.zh}}, true};
}

void takeOffer(Change& change)
{
    if (!change.model.notice) return;
    const Notice notice = *change.model.notice;
    change.model.notice.reset();
    switch (notice.offer) {
    case Offer::None:
        return;
    case Offer::StartAfresh:
        return openSource(change, OpenSource{notice.source, true});
    case Offer::Continue:
    case Offer::Reload:
        return openSource(change, OpenSource{notice.source});
    case Offer::Undo:
        return undo(change);
    }
}

void chooseTimeMap(Change& change, scene::TimeMapKind timeMap)
{
    Model& model = change.model;
    if (timeMap == model.timeMap) return;
    choose(change, model.timeMap, timeMap);
    if (chooseTimeMapLive(change, timeMap) || !model.staged) return;
    const scene::StageTime goal = model.goal();
    standAt(change, goal);
    model.loading = PendingLoad{++model.lastTicket, model.source, true, model.staged->timeMap.moment(goal), {}};
    change.request(LoadSource{model.lastTicket, model.source, timeMap, model.staged});
}

void newSandbox(Change& change)
{
    const Model& model = change.model;
    const bool stands = model.source == run::sandbox_source && hasWork(model.source, model.branches);
    openSource(change, OpenSource{std::string{run::sandbox_source}, stands});
    change.model.loading->toLadder = true;
}

} // namespace tcpstage::model
