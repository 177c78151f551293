#pragma once
// The starters of conversations by state, for tests that hold in many states.

#include "tests/support/conversation.h"

#include <array>

namespace tcpstage::testing {

struct Starter {
    State state;
    Conversation (*make)(Settings);
};

/// All states but CLOSED.
inline constexpr std::array<Starter, 10> all_starters{{{State::Listen, in_listen},
                                                       {State::SynSent, in_syn_sent},
                                                       {State::SynReceived, in_syn_received},
                                                       {State::Established, in_established},
                                                       {State::FinWait1, in_fin_wait_1},
                                                       {State::FinWait2, in_fin_wait_2},
                                                       {State::CloseWait, in_close_wait},
                                                       {State::Closing, in_closing},
                                                       {State::LastAck, in_last_ack},
                                                       {State::TimeWait, in_time_wait}}};

/// The next number that the peer of a starter sends, relative to its initial one: its SYN, and its FIN in the last
/// four.
inline std::uint32_t peer_next(State state)
{
    const bool fin_came =
        state == State::CloseWait || state == State::Closing || state == State::LastAck || state == State::TimeWait;
    return fin_came ? 2 : 1;
}

/// The next number that the endpoint of a starter sends: after its SYN, and its FIN once it has closed.
inline std::uint32_t our_next(State state)
{
    const bool fin_sent = state >= State::FinWait1 && state != State::CloseWait;
    return fin_sent ? 2 : 1;
}

} // namespace tcpstage::testing
