#include "core/live/observe/numbering.h"

namespace tcpstage::live {

namespace {

Segment shifted(Segment segment, std::uint32_t seq, std::uint32_t ack)
{
    segment.seq += seq;
    if (segment.has_ack()) segment.ack += ack;
    for (std::uint8_t i = 0; i < segment.options.sack_count; ++i) {
        segment.options.sack[i].left += ack;
        segment.options.sack[i].right += ack;
    }
    return segment;
}

} // namespace

Numbering::Numbering(const Scenario& scenario)
{
    for (const Side side : both_sides) {
        const auto& given = scenario.setup.endpoints[index(side)].iss.given;
        if (!given.empty()) lesson_[index(side)] = given.front();
    }
}

void Numbering::notice(const Segment& segment, Side from)
{
    if (segment.syn() && !kernel_[index(from)]) kernel_[index(from)] = segment.seq;
}

/// What has to be added to a number of `side`.
std::uint32_t Numbering::shift(Side side) const
{
    const auto& lesson = lesson_[index(side)];
    const auto& kernel = kernel_[index(side)];
    return lesson && kernel ? *lesson - *kernel : 0U;
}

Segment Numbering::in_lesson(Segment segment, Side from) const
{
    return shifted(std::move(segment), shift(from), shift(other(from)));
}

Segment Numbering::in_kernel(Segment segment, Side from) const
{
    return shifted(std::move(segment), 0U - shift(from), 0U - shift(other(from)));
}

} // namespace tcpstage::live
