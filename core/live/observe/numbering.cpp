#include "core/live/observe/numbering.h"

namespace tcpstage::live {

namespace {

tcp::Segment shifted(tcp::Segment segment, std::uint32_t seq, std::uint32_t ack)
{
    segment.seq += seq;
    if (segment.has_ack()) segment.ack += ack;
    shift_numbers(segment.options, ack);
    return segment;
}

} // namespace

Numbering::Numbering(const lesson::Scenario& scenario)
{
    for (const trace::Side side : trace::both_sides) {
        const auto& given = scenario.setup.endpoints[trace::index(side)].iss.given;
        if (!given.empty()) lesson_[trace::index(side)] = given.front();
    }
}

void Numbering::notice(const tcp::Segment& segment, trace::Side from)
{
    if (segment.syn() && !kernel_[trace::index(from)]) kernel_[trace::index(from)] = segment.seq;
}

/// What to add to a sequence number of `side`.
std::uint32_t Numbering::shift(trace::Side side) const
{
    const auto& lesson = lesson_[trace::index(side)];
    const auto& kernel = kernel_[trace::index(side)];
    return lesson && kernel ? *lesson - *kernel : 0U;
}

tcp::Segment Numbering::in_lesson(tcp::Segment segment, trace::Side from) const
{
    return shifted(std::move(segment), shift(from), shift(trace::other(from)));
}

tcp::Segment Numbering::in_kernel(tcp::Segment segment, trace::Side from) const
{
    return shifted(std::move(segment), 0U - shift(from), 0U - shift(trace::other(from)));
}

} // namespace tcpstage::live
