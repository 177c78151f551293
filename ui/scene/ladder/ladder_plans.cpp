#include "ui/scene/ladder/ladder_plans.h"

#include "ui/scene/marks/display_options.h"
#include <algorithm>

namespace tcpstage::scene {

namespace {

constexpr std::size_t mostPlans = 6;

} // namespace

const std::vector<Origin>& LadderPlans::origins(const StagedRun& staged, trace::TransitId transit,
                                                const DisplayOptions& display)
{
    const bool known =
        remembered_.layout == staged.layout && remembered_.transit == transit && remembered_.display == display;
    if (known) return remembered_.origins;
    remembered_ = {staged.layout, transit, display, originsOf(staged, transit, display)};
    if (staged.trace().transit(transit).sent_record >= staged.timeMap.settled())
        remembered_.layout.reset(); // not final yet
    return remembered_.origins;
}

const LadderPlan& LadderPlans::at(const StagedRun& staged, const LadderStyle& style, const DisplayOptions& display)
{
    const auto same = [&](const Entry& entry) {
        return entry.style.width == style.width && entry.style.scale == style.scale &&
               entry.style.stretch == style.stretch && entry.style.least == style.least && entry.display == display;
    };
    auto entry = std::ranges::find_if(entries_, same);
    if (entry == entries_.end()) {
        if (entries_.size() >= mostPlans) entries_.erase(std::ranges::min_element(entries_, {}, &Entry::used));
        entries_.push_back({style, display, std::make_unique<LadderPlan>(staged, style, display), 0});
        entry = std::prev(entries_.end());
    }
    if (!entry->plan->isOf(staged)) entry->plan->follow(staged);
    entry->used = ++clock_;
    return *entry->plan;
}

LadderPlans& plansOf(const StagedRun& staged)
{
    if (!*staged.plans) *staged.plans = std::make_unique<LadderPlans>();
    return static_cast<LadderPlans&>(**staged.plans); // no other type is kept there
}

} // namespace tcpstage::scene
