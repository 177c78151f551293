#pragma once
// Maps the sequence numbers of one direction to places on a bar. The numbers used in the run are to scale; a window
// edge beyond them has a fixed place at the right end.

#include "ui/scene/staged/staged_run.h"

namespace tcpstage::scene {

class SpaceScale {
public:
    /// The scale for the numbers of `sender`, `width` pixels wide. At zoom 1 it shows a short run as a whole, and of a
    /// long run a part that follows SND.UNA. `other`: another world, whose numbers count too, so that both have the
    /// same scale; nullptr if there is none.
    SpaceScale(const StagedRun& staged, trace::Side sender, trace::Moment moment, double width, double zoom,
               const StagedRun* other = nullptr);

    /// The first number on the bar, and one past the last.
    tcp::Seq first() const { return base_ + static_cast<std::uint32_t>(from_); }
    tcp::Seq last() const { return base_ + static_cast<std::uint32_t>(to_); }
    /// Whether all numbers that the sender uses in this run are on the bar.
    bool whole() const { return whole_; }
    /// Pixels from the bar's left end; numbers beyond the last are right of the break.
    double x(tcp::Seq seq) const;
    bool beyond(tcp::Seq seq) const { return offset(seq) > to_; }
    /// Where the scale ends and the break begins.
    double breakAt() const { return width_ * scaled; }

private:
    static constexpr double scaled = 0.80; // part of the width
    static constexpr double edge = 0.93;

    std::int64_t offset(tcp::Seq seq) const { return static_cast<std::int32_t>(seq - base_); }

    tcp::Seq base_; // the sender's SND.UNA
    std::int64_t from_ = 0;
    std::int64_t to_ = 1;
    double width_;
    bool whole_ = true;
};

} // namespace tcpstage::scene
