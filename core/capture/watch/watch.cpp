#include "core/capture/watch/watch.h"

#include "core/capture/watch/writer.h"

#include <algorithm>
#include <map>

namespace tcpstage::capture {

void Watch::take(trace::Side from, const Packet& packet)
{
    Sighting sighting;
    sighting.at = sightings_.empty() ? packet.at : std::max(packet.at, sightings_.back().at);
    sighting.number = packet.number;
    sighting.from = from;
    sighting.identification = packet.identification;
    sighting.seen = follower_.take(from, packet);
    sighting.segment = read_segment(packet);
    if (!packet.comment.empty()) notes_.push_back({packet.number, std::string{packet.comment}});
    if (sighting.seen.vouched != 0) vouch(sighting.seen.vouched);
    const bool is_late_syn =
        sighting.segment.syn() && !sighting.segment.has_ack() && sighting.seen.has(Mark::OutOfOrder);
    sightings_.push_back(std::move(sighting));
    if (!is_late_syn || sightings_.size() != 2) return;
    std::swap(sightings_[0], sightings_[1]); // before the SYN,ACK that answers it
    sightings_[1].at = sightings_[0].at;
}

/// That segment was taken after all.
void Watch::vouch(std::uint64_t number)
{
    const auto stray = std::find_if(sightings_.rbegin(), sightings_.rend(),
                                    [&](const Sighting& sighting) { return sighting.number == number; });
    if (stray == sightings_.rend()) return;
    stray->seen.marks.clear(Mark::Unacceptable);
    stray->seen.marks.set(Mark::Gap);
}

Watched Watch::trace(const std::stop_token& stop) const
{
    Watched watched;
    watched.trace = trace::Trace{trace::Source::Capture, ends_};
    const Courses courses = courses_of(sightings_, Fates{sightings_});
    Writer writer{watched.trace, sightings_, courses};
    writer.write(stop);
    if (stop.stop_requested()) return watched;
    watched.transits = writer.take_transits();
    std::map<std::uint64_t, const Note*> wanted;
    for (const Note& note : notes_)
        wanted.emplace(note.packet, &note);
    for (std::size_t i = 0; i < sightings_.size() && !wanted.empty(); ++i)
        if (const auto found = wanted.extract(sightings_[i].number))
            watched.comments.push_back(
                {watched.trace.transit(watched.transits[i]).sent_record, sightings_[i].number, found.mapped()->text});
    return watched;
}

} // namespace tcpstage::capture
