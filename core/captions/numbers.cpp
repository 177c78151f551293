#include "core/captions/numbers.h"

#include <fmt/format.h>

namespace tcpstage::captions {

namespace {

/// `number` less `base`; negative if it is before `base`.
std::string relative(tcp::Seq number, tcp::Seq base)
{
    const std::uint32_t after = number - base;
    return after < 1U << 31U ? fmt::format("{}", after) : fmt::format("-{}", base - number);
}

} // namespace

std::string number_text(tcp::Seq number, tcp::Seq base, Numbers numbers)
{
    switch (numbers) {
    case Numbers::Absolute:
        return fmt::format("{}", number.value());
    case Numbers::Relative:
        return relative(number, base);
    case Numbers::Both:
        return fmt::format("{}({})", number.value(), relative(number, base));
    }
    return {};
}

Bases bases_of(const trace::Trace& trace, const trace::Transit& transit, Numbers wanted)
{
    if (wanted == Numbers::Absolute) return {};
    if (transit.connection != trace::the_conversation || transit.reason == trace::Reason::FromThePast) return {};
    const tcp::Tcb tcb = trace.at(transit.from, trace::Moment{transit.sent, transit.sent_record});
    if (tcb.state == tcp::State::Closed) return {};
    return {tcb.snd.iss, tcb.rcv.irs, wanted};
}

} // namespace tcpstage::captions
