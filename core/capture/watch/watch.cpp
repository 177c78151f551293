#include "core/capture/watch/watch.h"

#include "core/capture/watch/writer.h"

#include <algorithm>

namespace tcpstage::capture {

void Watch::take(trace::Side from, const Packet& packet)
{
    Sighting sighting;
    sighting.at = sightings_.empty() ? packet.at : std::max(packet.at, sightings_.back().at);
    sighting.number = packet.number;
    sighting.from = from;
    sighting.seen = follower_.take(from, packet);
    sighting.segment = read_segment(packet);
    if (!packet.comment.empty()) comments_.push_back({sightings_.size(), std::string{packet.comment}});
    sightings_.push_back(std::move(sighting));
}

Watched Watch::trace() const
{
    Watched watched;
    watched.trace = trace::Trace{trace::Source::Capture, ends_};
    const Fates fates{sightings_};
    Writer writer{watched.trace, sightings_, fates};
    writer.write();
    watched.transits = writer.transits();
    for (const Note& note : comments_)
        watched.comments.push_back({watched.trace.transit(watched.transits[note.sighting]).sent_record,
                                    sightings_[note.sighting].number, note.text});
    return watched;
}

} // namespace tcpstage::capture
