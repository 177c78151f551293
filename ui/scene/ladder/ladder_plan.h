#pragma once
// The layout of the whole ladder for one width, size and language. It takes the whole trace into account, so that a
// label never jumps as time goes by. Blocks are computed when they are first shown; when the run grows, only the end is
// computed again.

#include "ui/scene/ladder/ladder_style.h"
#include "ui/scene/ladder/ladder_words.h"
#include "ui/scene/words/labels.h"

#include <functional>
#include <map>
#include <optional>

namespace tcpstage::scene {

/// The part of an arrow that gives way to words on it, from 0 to 1.
struct WordsOn {
    double from, to;
    trace::TransitId owner; // whose words they are: of the last one of a burst
};

struct ArrowPlan {
    QPointF from, to;
    double degrees = 0; // angle of its text
    Row label;          // above the line; without pieces if there is no room
    Row below;          // the numbers, if they do not fit beside the flags
    Row reason;         // reason of a loss
    CapsulePlan capsule;
    std::optional<WordsOn> words{};
};
struct FoldPlan {
    std::size_t fold = 0;
    Row label;
    QRectF pill;
};
/// A change of the network: a line with a label in a gap.
struct NetworkPlan {
    std::size_t change = 0; // of the run's networks
    double y = 0;
    Row label; // without pieces if there is no room
    QRectF pill;
};
/// Consecutive transits, and the folds among them.
struct Block {
    trace::TransitId first = 0;
    std::vector<ArrowPlan> arrows;
    std::vector<FoldPlan> folds;
    bool settled = false; // final: later records change nothing here
    std::vector<NetworkPlan> networks;
    std::vector<std::vector<trace::TransitId>> bursts; // named together, with the last of each
};

/// The name of a state, a call or a timer beside the lifeline.
struct BesideItem {
    trace::RecordId record;
    bool isState = false;
    bool hidden = false;   // there is no room
    std::size_t index = 0; // in the run index
    double top = 0, bottom = 0;
};

class LadderPlan {
public:
    LadderPlan(const StagedRun& staged, const LadderStyle& style, const DisplayOptions& display);
    /// Makes this the plan of `staged`, a longer or another staging of the same run.
    void follow(const StagedRun& staged);
    bool isOf(const StagedRun& staged) const;

    const LadderStyle& style() const { return style_; }
    const std::vector<BesideItem>& beside(trace::Side side) const { return beside_[trace::index(side)].items; }
    const ArrowPlan& arrow(trace::TransitId transit) const;
    /// Calls visit(block) for each block between two times; in a compressed ladder for one, with all network changes.
    void visitBlocks(StageTime from, StageTime until, const std::function<void(const Block&)>& visit) const;

private:
    struct Beside {
        std::vector<BesideItem> items;
        std::size_t spans = 0; // spans of the run index already among the items
        std::size_t events = 0;
        double free = -1e9; // y from which on there is room
    };

    const Block& block(std::size_t number) const;
    std::size_t blockAt(StageTime time) const;
    void goBack(trace::RecordId settled);
    void placeBeside(trace::Side side);

    const StagedRun* staged_; // from the last follow()
    std::uint64_t number_ = 0;
    LadderStyle style_;
    DisplayOptions display_;
    std::shared_ptr<const Layout> layout_;
    trace::RecordId settled_ = 0;
    std::array<Beside, 2> beside_;
    mutable std::map<std::size_t, Block> blocks_;
};

/// Computes a block; a pure function of its arguments. That of a compressed ladder has no words; one of no transits has
/// its network changes.
Block planned(const StagedRun& staged, const LadderStyle& style, const DisplayOptions& display, trace::TransitId first,
              trace::TransitId last);

} // namespace tcpstage::scene
