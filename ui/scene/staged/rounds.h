#pragma once
// Transmission rounds of congestion control: a round ends when all that was sent when it began is acknowledged, or when
// the retransmission timer expires.

#include "ui/scene/staged/plotted.h"

#include <vector>

namespace tcpstage::scene {

struct Round {
    trace::RecordId record; // what began it
    std::uint32_t cwnd;     // octets, when it begins
    std::uint32_t ssthresh;
    Phase phase;
    bool timeout; // it was begun by the timer
};

/// Finds the rounds of one side, sample by sample; the first one begins with the first data.
class RoundFinder {
public:
    /// The next sample; appends the round that it begins, if it does. `rounds` are those before.
    void take(const Sample& sample, const trace::Trace& trace, trace::Side side, std::vector<Round>& rounds);

private:
    void beginAgain(const trace::Trace& trace, Instant at, tcp::Seq from);
    tcp::Seq sentAgainUntil(const trace::Trace& trace, trace::Side side, Instant at);

    tcp::Seq ends_; // of what was sent when the round began
    tcp::Recovery recovery_ = tcp::Recovery::None;
    std::size_t nextAgain_ = 0; // how far the side has sent again since its timer expired: SND.NXT does not go back
    tcp::Seq endAgain_;
};

} // namespace tcpstage::scene
