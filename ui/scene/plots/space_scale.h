#pragma once
// Where sequence numbers of one direction stand on a bar. The numbers of the run are to scale; a window's edge beyond
// them has a place of its own at the right end.

#include "core/trace/trace.h"

namespace tcpstage::scene {

class SpaceScale {
public:
    /// For what `sender` sends, in `width` pixels. zoom 1 shows the whole run where it is not long, else a part of it
    /// that follows SND.UNA.
    SpaceScale(const trace::Trace& trace, trace::Side sender, trace::Moment moment, double width, double zoom);

    /// The first number on the bar, and one past the last.
    tcp::Seq first() const { return base_ + static_cast<std::uint32_t>(from_); }
    tcp::Seq last() const { return base_ + static_cast<std::uint32_t>(to_); }
    /// Everything that the sender ever sends in this run lies on the bar.
    bool whole() const { return whole_; }
    /// Pixels from the bar's left end; a number beyond the last stands beyond the break.
    double x(tcp::Seq seq) const;
    bool beyond(tcp::Seq seq) const { return offset(seq) > to_; }
    /// Where the numbers end and the break begins.
    double breakAt() const { return width_ * scaled; }

private:
    static constexpr double scaled = 0.80; // of the width
    static constexpr double edge = 0.93;

    std::int64_t offset(tcp::Seq seq) const { return static_cast<std::int32_t>(seq - base_); }

    tcp::Seq base_; // SND.UNA of the sender
    std::int64_t from_ = 0;
    std::int64_t to_ = 1;
    double width_;
    bool whole_ = true;
};

} // namespace tcpstage::scene
