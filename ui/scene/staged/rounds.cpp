#include "ui/scene/staged/rounds.h"

namespace tcpstage::scene {

/// From now on what is sent at `at` or later counts.
void RoundFinder::beginAgain(const trace::Trace& trace, Instant at, tcp::Seq from)
{
    endAgain_ = from;
    std::size_t last = trace.transits().size();
    while (nextAgain_ != last) {
        const std::size_t middle = nextAgain_ + (last - nextAgain_) / 2;
        if (trace.transit(static_cast<trace::TransitId>(middle)).sent < at)
            nextAgain_ = middle + 1;
        else
            last = middle;
    }
}

/// The end of what was sent until then. Times do not decrease.
tcp::Seq RoundFinder::sentAgainUntil(const trace::Trace& trace, trace::Side side, Instant at)
{
    for (; nextAgain_ < trace.transits().size(); ++nextAgain_) {
        const trace::Transit sent = trace.transit(static_cast<trace::TransitId>(nextAgain_));
        if (sent.sent > at) break;
        const tcp::Segment& segment = sent.as_sent();
        const bool own = sent.from == side && sent.connection == trace::the_conversation;
        if (own && tcp::before(endAgain_, segment.seq + segment.length())) endAgain_ = segment.seq + segment.length();
    }
    return endAgain_;
}

void RoundFinder::take(const Sample& sample, const trace::Trace& trace, trace::Side side, std::vector<Round>& rounds)
{
    if (sample.cwnd == 0 || sample.state < tcp::State::Established) return;
    const bool expired = sample.recovery == tcp::Recovery::Timeout && recovery_ != tcp::Recovery::Timeout;
    recovery_ = sample.recovery;
    const bool first = rounds.empty() && sample.inFlight() > 0;
    const bool acknowledged = !rounds.empty() && !tcp::before(sample.una, ends_) && sample.inFlight() > 0;
    if (!first && !expired && !acknowledged) return;
    rounds.push_back({sample.record, sample.cwnd, sample.ssthresh, phaseOf(sample), expired});
    if (expired) beginAgain(trace, sample.at, sample.una + 1U);
    ends_ = recovery_ == tcp::Recovery::Timeout ? sentAgainUntil(trace, side, sample.at) : sample.nxt;
}

} // namespace tcpstage::scene
