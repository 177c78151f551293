#include "ui/scene/ladder/ladder_plans.h"

#include <algorithm>

namespace tcpstage {

namespace {

constexpr std::size_t mostPlans = 6;

} // namespace

const std::vector<Origin>& LadderPlans::origins(const Story& story, FlightId flight, const Showing& showing)
{
    const bool known =
        remembered_.layout == story.layout && remembered_.flight == flight && remembered_.showing == showing;
    if (known) return remembered_.origins;
    remembered_ = {story.layout, flight, showing, originsOf(story, flight, showing)};
    if (story.trace().flight(flight).sent_record >= story.pace.settled()) remembered_.layout.reset(); // may yet change
    return remembered_.origins;
}

const LadderPlan& LadderPlans::at(const Story& story, const LadderStyle& style, const Showing& showing)
{
    const auto same = [&](const Entry& entry) {
        return entry.style.width == style.width && entry.style.scale == style.scale && entry.showing == showing;
    };
    auto entry = std::ranges::find_if(entries_, same);
    if (entry == entries_.end()) {
        if (entries_.size() >= mostPlans) entries_.erase(std::ranges::min_element(entries_, {}, &Entry::used));
        entries_.push_back({style, showing, std::make_unique<LadderPlan>(story, style, showing), 0});
        entry = std::prev(entries_.end());
    }
    if (!entry->plan->isOf(story)) entry->plan->follow(story);
    entry->used = ++clock_;
    return *entry->plan;
}

LadderPlans& plansOf(const Story& story)
{
    if (!*story.plans) *story.plans = std::make_unique<LadderPlans>();
    return static_cast<LadderPlans&>(**story.plans); // nothing else is ever kept there
}

} // namespace tcpstage
