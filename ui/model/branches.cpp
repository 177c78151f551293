#include "ui/model/branches.h"

#include <algorithm>

namespace tcpstage::model {

trace::TransitId newestOwn(const scene::StagedRun& staged, scene::StageTime time)
{
    const auto transits = staged.trace().transits();
    trace::TransitId found = trace::no_transit;
    for (std::size_t i = 0; i < transits.size() && staged.timeMap.at(transits[i].sent_record) <= time; ++i)
        if (sim::is_seen_by_faults(transits[i])) found = static_cast<trace::TransitId>(i);
    return found;
}

scene::StageTime sameMoment(const scene::StagedRun& from, scene::StageTime time, const scene::StagedRun& to,
                            trace::RecordId parting)
{
    const trace::Moment moment = from.timeMap.moment(time);
    if (moment.record == trace::no_record || to.trace().empty()) return scene::StageTime{};
    const bool same = parting == trace::no_record || moment.record <= parting;
    if (same && moment.record < to.trace().records().size()) return to.timeMap.at(moment.record);
    const auto later = std::ranges::upper_bound(to.trace().records(), moment.at, {}, &trace::Record::at);
    const auto before = later - to.trace().records().begin();
    return before == 0 ? scene::StageTime{} : to.timeMap.at(static_cast<trace::RecordId>(before - 1));
}

scene::StageTime momentOnStageIn(const scene::StagedRun& onStage, scene::StageTime time, const Branches& branches,
                                 const StagedRunPtr& to, trace::RecordId parting)
{
    const bool right = branches.compared && branches.all[branches.shown].staged == to;
    return sameMoment(onStage.half(right ? 1 : 0), time, *to, parting);
}

} // namespace tcpstage::model
