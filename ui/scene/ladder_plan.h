#pragma once
// Where everything on the ladder stands at one width, size and language, decided with the whole trace in view: a label
// never jumps as time goes by. Computed piece by piece, when it is looked at.

#include "ui/scene/labels.h"
#include "ui/scene/ladder_style.h"

#include <map>
#include <memory>

namespace tcpstage {

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
    bool crossed = false; // another one comes the other way
};
struct FoldPlan {
    std::size_t fold = 0;
    Row label;
    QRectF pill;
};
/// Flights one after another, and the folds among them.
struct Block {
    FlightId first = 0;
    std::vector<ArrowPlan> arrows;
    std::vector<FoldPlan> folds;
};

/// The name of a state, a call or a timer beside the lifeline.
struct BesideItem {
    RecordId record;
    bool isState = false;
    bool hidden = false;   // no room
    std::size_t index = 0; // in the outline
    double top = 0;
    double bottom = 0;
};

class LadderPlan {
public:
    LadderPlan(const Story& story, const LadderStyle& style, const Showing& showing);

    const LadderStyle& style() const { return style_; }
    const std::vector<BesideItem>& beside(Side side) const { return beside_[index(side)]; }
    const Block& blockOf(FlightId flight) const { return block(flight / blockSize); }
    const ArrowPlan& arrow(FlightId flight) const;
    /// The blocks with folds between two times.
    const Block& block(std::size_t number) const;
    std::size_t blockAt(StageTime time) const;
    std::size_t blockCount() const;

private:
    static constexpr std::size_t blockSize = 512;
    static constexpr std::size_t mostBlocks = 64;

    void placeBeside(Side side);

    const Story& story_;
    LadderStyle style_;
    Showing showing_;
    std::array<std::vector<BesideItem>, 2> beside_;
    mutable std::map<std::size_t, Block> blocks_;
};

/// The plans of the last few sizes.
class LadderPlans {
public:
    const LadderPlan& at(const Story& story, const LadderStyle& style, const Showing& showing);

private:
    struct Entry {
        LadderStyle style;
        Showing showing;
        std::unique_ptr<LadderPlan> plan;
        std::uint64_t used = 0;
    };
    std::vector<Entry> entries_;
    std::uint64_t clock_ = 0;
};

/// Computes a block; a pure function of its arguments.
Block planned(const Story& story, const LadderStyle& style, const Showing& showing, FlightId first, FlightId last);

} // namespace tcpstage
