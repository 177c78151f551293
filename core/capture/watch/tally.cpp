#include "core/capture/watch/tally.h"

namespace tcpstage::capture {

namespace {

/// The times in which an end offered no window.
class ShutWindows {
public:
    ShutWindows(const Sightings& sightings, EndTally& end) : sightings_{sightings}, end_{end} {}

    void offered(std::size_t index)
    {
        const Sighting& sighting = sightings_[index];
        if (sighting.seen.has(Mark::ZeroWindow)) {
            if (!now_) now_ = ShutWindow{index};
        } else if (now_ && (sighting.segment.has_ack() || sighting.segment.rst())) {
            now_->to = index;
            finish();
        }
    }
    void probed()
    {
        if (now_) ++now_->probes;
    }
    void finish()
    {
        if (!now_) return;
        ++end_.shut_times;
        if (!end_.longest_shut || lasted(*now_) > lasted(*end_.longest_shut)) end_.longest_shut = now_;
        now_.reset();
    }

private:
    Duration lasted(const ShutWindow& shut) const
    {
        return (shut.to ? sightings_[*shut.to] : sightings_.back()).at - sightings_[shut.from].at;
    }

    const Sightings& sightings_;
    EndTally& end_;
    std::optional<ShutWindow> now_;
};

void count_again(EndTally& end, const Sighting& sighting, std::size_t index, Instant last_sent)
{
    if (!sighting.seen.has(Mark::Retransmission)) return;
    (sighting.segment.syn() ? end.syn_again : end.again).add(index);
    if (sighting.seen.has(Mark::FastRetransmission)) end.fast.add(index);
    if (sighting.seen.has(Mark::Spurious)) end.needless.add(index);
    const Duration waited = last_sent == never ? Duration::zero() : sighting.at - last_sent;
    if (waited <= end.longest_wait) return;
    end.longest_wait = waited;
    end.longest_at = index;
}

void count_marks(EndTally& end, const Sighting& sighting, std::size_t index)
{
    const Seen& seen = sighting.seen;
    if (seen.has(Mark::OutOfOrder)) end.late.add(index);
    if (seen.has(Mark::WindowFull)) end.filled.add(index);
    if (seen.has(Mark::BadChecksum)) end.damaged.add(index);
    if (seen.has(Mark::Unacceptable) || seen.has(Mark::OldTimestamp)) end.refused.add(index);
    if (seen.has(Mark::UnseenSegment)) end.missing.add(index);
    if (seen.has(Mark::KeepAlive)) {
        end.keep_alive.add(index);
        end.unanswered_keep_alive.add(index);
    }
    if (!seen.taken()) return;
    if (sighting.segment.fin() && !end.fin) end.fin = index;
    if (sighting.segment.rst() && !end.reset) end.reset = index;
}

} // namespace

Tally tally(const Sightings& sightings, const Fates& fates)
{
    Tally all;
    std::array<ShutWindows, 2> shut{ShutWindows{sightings, all.ends[0]}, ShutWindows{sightings, all.ends[1]}};
    for (std::size_t i = 0; i < sightings.size(); ++i) {
        const Sighting& sighting = sightings[i];
        const std::size_t side = trace::index(sighting.from);
        EndTally& end = all.ends[side];
        EndTally& peer = all.ends[1 - side];
        if (i > 0 && sighting.at - sightings[i - 1].at > all.longest_silence) {
            all.longest_silence = sighting.at - sightings[i - 1].at;
            all.silence_ends = i;
        }
        if (!all.answer && sighting.from != sightings.front().from) all.answer = i;
        ++end.segments;
        end.octets += sighting.seen.new_octets;
        if (sighting.seen.taken() && !peer.reset) peer.unanswered_keep_alive = {};
        count_marks(end, sighting, i);
        count_again(end, sighting, i, fates.last_sent(i));
        if (sighting.seen.needless != 0) peer.needless.add(i);
        if (sighting.seen.taken()) shut[side].offered(i);
        if (sighting.seen.has(Mark::WindowProbe)) shut[1 - side].probed();
    }
    for (ShutWindows& windows : shut)
        windows.finish();
    return all;
}

} // namespace tcpstage::capture
