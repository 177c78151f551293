#pragma once
// The starters of conversations by state, for tests that apply to many states.

#include "tests/support/conversation.h"

#include <array>

namespace tcpstage::testing {

struct Starter {
    tcp::State state;
    Conversation (*make)(tcp::Settings);
};

/// All states but CLOSED.
inline constexpr std::array<Starter, 10> all_starters{{{tcp::State::Listen, in_listen},
                                                       {tcp::State::SynSent, in_syn_sent},
                                                       {tcp::State::SynReceived, in_syn_received},
                                                       {tcp::State::Established, in_established},
                                                       {tcp::State::FinWait1, in_fin_wait_1},
                                                       {tcp::State::FinWait2, in_fin_wait_2},
                                                       {tcp::State::CloseWait, in_close_wait},
                                                       {tcp::State::Closing, in_closing},
                                                       {tcp::State::LastAck, in_last_ack},
                                                       {tcp::State::TimeWait, in_time_wait}}};

/// The peer's next sequence number after a starter, relative to its initial one: 1 after the SYN, 2 after the FIN.
inline std::uint32_t peer_next(tcp::State state)
{
    const bool fin_came = state == tcp::State::CloseWait || state == tcp::State::Closing ||
                          state == tcp::State::LastAck || state == tcp::State::TimeWait;
    return fin_came ? 2 : 1;
}

/// The endpoint's next sequence number after a starter: 1 after the SYN, 2 after the FIN.
inline std::uint32_t our_next(tcp::State state)
{
    const bool fin_sent = state >= tcp::State::FinWait1 && state != tcp::State::CloseWait;
    return fin_sent ? 2 : 1;
}

} // namespace tcpstage::testing
