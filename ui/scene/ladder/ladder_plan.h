#pragma once
// Where everything on the ladder stands at one width, size and language, decided with the whole trace in view: a label
// never jumps as time goes by. Computed piece by piece, when it is looked at; what goes on is computed anew at its end.

#include "ui/scene/ladder/ladder_style.h"
#include "ui/scene/marks/ink.h"
#include "ui/scene/words/labels.h"

#include <map>

namespace tcpstage::scene {

/// Text in a row, from left to right.
struct Piece {
    QString text;
    double pixels;
    double offset; // from the row's left end
    Ink ink;
    Face face;
    int weight;
};
struct Row {
    std::vector<Piece> pieces;
    double width = 0;
    QPointF at; // left end of the baseline
    double degrees = 0;
};

enum class Capsule : std::uint8_t { Dot, Flags, Full };

struct ArrowPlan {
    QPointF from;
    QPointF to;
    double degrees = 0; // of its text
    Row label;          // above the line; no pieces: there is no room
    Row below;          // the numbers, where they do not fit beside the flags
    Row reason;         // of a loss
    QString flags;      // for the capsule
    QString numbers;
    Capsule capsule = Capsule::Full;
    double drop = 0; // of the capsule: how much lower than alone it hangs
};
struct FoldPlan {
    std::size_t fold = 0;
    Row label;
    QRectF pill;
};
/// A change of the network: a line, and its words in a gap of it.
struct NetworkPlan {
    std::size_t change = 0; // of the run's networks
    double y = 0;
    Row label; // no pieces: there is no room
    QRectF pill;
};
/// Flights one after another, and the folds among them.
struct Block {
    trace::TransitId first = 0;
    std::vector<ArrowPlan> arrows;
    std::vector<FoldPlan> folds;
    bool settled = false; // whatever follows changes nothing here
    std::vector<NetworkPlan> networks;
};

/// The name of a state, a call or a timer beside the lifeline.
struct BesideItem {
    trace::RecordId record;
    bool isState = false;
    bool hidden = false;   // no room
    std::size_t index = 0; // in the outline
    double top = 0;
    double bottom = 0;
};

class LadderPlan {
public:
    LadderPlan(const StagedRun& staged, const LadderStyle& style, const DisplayOptions& display);
    /// `staged` is what this is to be the plan of now: it has gone on, or is another telling of the same run.
    void follow(const StagedRun& staged);
    bool isOf(const StagedRun& staged) const;

    const LadderStyle& style() const { return style_; }
    const std::vector<BesideItem>& beside(trace::Side side) const { return beside_[trace::index(side)].items; }
    const Block& blockOf(trace::TransitId transit) const { return block(transit / blockSize); }
    const ArrowPlan& arrow(trace::TransitId transit) const;
    /// The blocks with folds between two times.
    const Block& block(std::size_t number) const;
    std::size_t blockAt(StageTime time) const;
    std::size_t blockCount() const;

private:
    static constexpr std::size_t blockSize = 64;
    static constexpr std::size_t mostBlocks = 512;
    struct Beside {
        std::vector<BesideItem> items;
        std::size_t spans = 0; // of the outline, that are among the items
        std::size_t events = 0;
        double free = -1e9; // from there on
    };

    void goBack(trace::RecordId settled);
    void placeBeside(trace::Side side);

    const StagedRun* staged_; // of the last call of follow()
    std::uint64_t number_ = 0;
    LadderStyle style_;
    DisplayOptions display_;
    std::shared_ptr<const Layout> layout_;
    trace::RecordId settled_ = 0;
    std::array<Beside, 2> beside_;
    mutable std::map<std::size_t, Block> blocks_;
};

/// Computes a block; a pure function of its arguments.
Block planned(const StagedRun& staged, const LadderStyle& style, const DisplayOptions& display, trace::TransitId first,
              trace::TransitId last);

} // namespace tcpstage::scene
