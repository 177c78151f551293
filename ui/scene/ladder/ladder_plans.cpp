#include "ui/scene/ladder/ladder_plans.h"

#include "ui/scene/ladder/ladder_shared.h"
#include "ui/scene/ladder/ladder_wordings.h"
#include "ui/scene/marks/display_options.h"
#include "ui/scene/words/labels.h"
#include <algorithm>
#include <array>
#include <limits>
#include <set>

namespace tcpstage::scene {

namespace {

constexpr std::size_t mostPlans = 8;
constexpr std::size_t longestStretched = 48; // segments: more take too long to plan several times
constexpr double mostGood = 12;              // one of so many names may lack a number
constexpr double segmentsLost = 0.3;         // whose names would be worth twice the height, of all
constexpr std::array stretches{1.0, 1.5};
constexpr std::array projectedStretches{1.0, 1.4}; // a ladder on a projector is low: more has to be seen

bool isSame(const LadderStyle& a, const LadderStyle& b)
{
    return a.width == b.width && a.scale == b.scale && a.stretch == b.stretch && a.least == b.least;
}

/// How much the names of segments lack: 1 for each that has not all its numbers, 3 for one without a name. The plan is
/// kept for the ladder that is drawn with it.
double lackOf(const StagedRun& staged, const LadderStyle& style, const DisplayOptions& display)
{
    double lack = 0;
    const auto add = [&](const Block& block) {
        std::set<trace::TransitId> together;
        for (const std::vector<trace::TransitId>& burst : block.bursts)
            together.insert(burst.begin(), burst.end());
        for (std::size_t i = 0; i < block.arrows.size(); ++i) {
            const auto id = static_cast<trace::TransitId>(block.first + i);
            const ArrowPlan& arrow = block.arrows[i];
            if (together.contains(id) || isGhost(staged.trace().transit(id))) continue;
            if (arrow.label.pieces.empty())
                lack += 3;
            else if (!hasAllNumbers({arrow.label, arrow.below}, wordsOf(staged.trace(), id, display)))
                lack += 1;
        }
    };
    plansOf(staged).at(staged, style, display).visitBlocks({}, staged.timeMap.end(), add);
    return lack;
}

/// What a stretch costs beside that: fewer arrows are seen at once.
double costOf(double stretch, std::size_t segments)
{
    return segmentsLost * (stretch - 1) * static_cast<double>(segments);
}

double bestStretch(const StagedRun& staged, const LadderStyle& whole, const DisplayOptions& display)
{
    double best = 1;
    double least = std::numeric_limits<double>::max();
    std::size_t segments = staged.trace().transits().size();
    if (staged.beside) segments += staged.beside->trace().transits().size();
    for (const double stretch : display.presenting ? projectedStretches : stretches) {
        LadderStyle style = staged.beside ? halfStyle(whole, display) : whole;
        style.stretch = whole.stretch * stretch;
        double lack = lackOf(staged, style, display);
        if (staged.beside) lack += lackOf(*staged.beside, style, display);
        const double cost = lack + costOf(stretch, segments);
        if (cost >= least) break; // more does not help either
        least = cost;
        best = stretch;
        if (lack * mostGood <= static_cast<double>(segments)) break;
    }
    return whole.stretch * best;
}

} // namespace

double LadderPlans::stretch(const StagedRun& staged, const LadderStyle& style, const DisplayOptions& display)
{
    const auto known = std::ranges::find_if(stretched_, [&](const Stretched& one) {
        return one.run == staged.number && isSame(one.style, style) && one.display == display;
    });
    if (known != stretched_.end()) return known->stretch;
    if (stretched_.size() >= mostPlans) stretched_.erase(stretched_.begin());
    stretched_.push_back({style, display, staged.number, bestStretch(staged, style, display)});
    return stretched_.back().stretch;
}

LadderStyle stretched(const StagedRun& staged, LadderStyle style, const DisplayOptions& display)
{
    const auto isShort = [](const StagedRun& run) {
        return run.trace().source() != trace::Source::Live && run.trace().transits().size() <= longestStretched;
    };
    const LadderStyle half = staged.beside ? halfStyle(style, display) : style;
    if (!half.isNarrow()) return style;
    if (style.isCompressed() || !isShort(staged) || (staged.beside && !isShort(*staged.beside))) return style;
    style.stretch = plansOf(staged).stretch(staged, style, display);
    return style;
}

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
    const auto same = [&](const Entry& entry) { return isSame(entry.style, style) && entry.display == display; };
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
