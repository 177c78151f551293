#pragma once
// Converts between a lesson's sequence numbers and a kernel's: a listening socket cannot choose its ISS, so a lesson's
// "ack 301" means "the first octet after the server's SYN".

#include "core/lesson/scenario.h"
#include "core/trace/trace.h"

namespace tcpstage::live {

class Numbering {
public:
    explicit Numbering(const lesson::Scenario& scenario);

    /// Remembers the ISS of a side; the first SYN counts.
    void notice(const tcp::Segment& segment, trace::Side from);
    /// The segment as the lesson would number it.
    tcp::Segment in_lesson(tcp::Segment segment, trace::Side from) const;
    /// The lesson's segment with the kernel's numbers.
    tcp::Segment in_kernel(tcp::Segment segment, trace::Side from) const;

private:
    std::uint32_t shift(trace::Side side) const;

    std::array<std::optional<tcp::Seq>, 2> lesson_;
    std::array<std::optional<tcp::Seq>, 2> kernel_;
};

} // namespace tcpstage::live
