#include "core/trace/ordinal.h"

#include <array>
#include <fmt/format.h>
#include <string_view>

namespace tcpstage::trace {

std::uint32_t ordinal_of(const Trace& trace, TransitId id)
{
    const Transit given = trace.transit(id);
    const TransitId original = given.copy_of != no_transit ? given.copy_of : id;
    const Transit wanted = trace.transit(original);
    std::uint32_t count = 0;
    for (TransitId i = 0; i <= original; ++i) {
        const Transit transit = trace.transit(i);
        if (transit.copy_of == no_transit && transit.reason != Reason::Swallowed && transit.from == wanted.from &&
            transit.connection == wanted.connection)
            ++count;
    }
    return count;
}

std::string ordinal(std::uint32_t number)
{
    const std::uint32_t tens = number % 100;
    const std::uint32_t ones = number % 10;
    const bool th = (tens >= 11 && tens <= 13) || ones == 0 || ones > 3;
    constexpr std::array<std::string_view, 4> endings{"th", "st", "nd", "rd"};
    return fmt::format("{}{}", number, th ? endings[0] : endings[ones]);
}

} // namespace tcpstage::trace
