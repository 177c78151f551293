#include "core/capture/join/merged.h"

#include "core/base/unknown_octets.h"

#include <algorithm>

namespace tcpstage::capture {

namespace {

constexpr std::array refusals{Mark::Unacceptable, Mark::OldTimestamp, Mark::BadChecksum};
constexpr std::array judged_by_receiver{Mark::Unacceptable, Mark::OldTimestamp, Mark::BadChecksum, Mark::UnseenSegment};

trace::Side side_of(std::size_t index) { return index == 0 ? trace::Side::Left : trace::Side::Right; }

/// What arrived, where a capture shows less than the other one, or a network card has changed it, is as it was sent.
tcp::Segment as_on_the_wire(tcp::Segment arrived, const tcp::Segment& sent)
{
    arrived.source_port = sent.source_port;
    arrived.destination_port = sent.destination_port;
    const bool hidden = is_unknown(arrived.payload) || is_unknown(sent.payload);
    if (hidden && arrived.payload.size() == sent.payload.size()) arrived.payload = sent.payload;
    const auto without_psh = [](tcp::Flags flags) { return flags.without(tcp::Flag::Psh); };
    if (without_psh(arrived.flags) == without_psh(sent.flags)) arrived.flags = sent.flags;
    return arrived;
}

} // namespace

Merged::Merged(std::array<Sightings, 2> sides, const Pairing& pairing, std::array<Duration, 2> least,
               const std::array<trace::EndpointInfo, 2>& ends)
    : sides_{std::move(sides)}, least_{least}, fates_{Fates{sides_[0]}, Fates{sides_[1]}}
{
    list(pairing);
    stopped_early_ = {stopped_early(0), stopped_early(1)};
    courses_.of.resize(entries_.size());
    sightings_.reserve(entries_.size());
    for (std::uint32_t i = 0; i < entries_.size(); ++i)
        describe(i, entries_[i], ends);
    order(events());
}

std::optional<std::uint32_t> Merged::sighting_of(std::size_t side, std::uint64_t packet) const
{
    const auto found = std::ranges::lower_bound(sides_[side], packet, {}, &Sighting::number);
    if (found == sides_[side].end() || found->number != packet) return {};
    const auto index = static_cast<std::uint32_t>(found - sides_[side].begin());
    const std::uint32_t number = numbers_[side][index];
    if (number == nowhere || entries_[number].side != side || entries_[number].index != index) return {};
    return number;
}

/// All segments, in the order of their sending.
void Merged::list(const Pairing& pairing)
{
    const std::array partners{&pairing.in_other(), &pairing.in_one()};
    for (std::uint8_t side = 0; side < 2; ++side) {
        numbers_[side].assign(sides_[side].size(), nowhere);
        for (std::uint32_t i = 0; i < sides_[side].size(); ++i) {
            const Sighting& sighting = sides_[side][i];
            const bool is_sending = sighting.from == side_of(side);
            const std::uint32_t partner = (*partners[side])[i];
            if (!is_sending && partner != nowhere) continue;
            const Duration way = is_sending ? Duration::zero() : least_[trace::index(sighting.from)];
            entries_.push_back({sighting.at - way, i, side, is_sending, partner});
        }
    }
    const auto copied = [&](const Entry& entry) {
        return entry.is_sending  ? nowhere
               : entry.side == 0 ? pairing.copied_in_one(entry.index)
                                 : pairing.copied_in_other(entry.index);
    };
    for (Entry& entry : entries_) // a copy is sent with its original
        if (const std::uint32_t of = copied(entry); of != nowhere) entry.sent = sides_[1U - entry.side][of].at;
    std::ranges::stable_sort(entries_, {}, &Entry::sent);
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
        const Entry& entry = entries_[i];
        numbers_[entry.side][entry.index] = i;
        if (entry.is_sending && entry.partner != nowhere) numbers_[1U - entry.side][entry.partner] = i;
    }
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
        const std::uint32_t of = copied(entries_[i]);
        if (of == nowhere) continue;
        const std::uint32_t original = numbers_[1U - entries_[i].side][of];
        original_.emplace(i, original);
        courses_.copies.emplace(original, i);
    }
}

void Merged::describe(std::uint32_t number, const Entry& entry, const std::array<trace::EndpointInfo, 2>& ends)
{
    const std::size_t other = 1U - entry.side;
    Sighting sighting = sides_[entry.side][entry.index];
    const std::size_t from = trace::index(sighting.from);
    sighting.segment.source_port = ends[from].socket.port;
    sighting.segment.destination_port = ends[1 - from].socket.port;
    Course& course = courses_.of[number];
    course.sent = entry.sent;
    course.sending = entry.is_sending ? trace::Certainty::Observed : trace::Certainty::Inferred;
    course.ending = trace::Certainty::Observed;
    course.last_sent = entry.is_sending ? fates_[entry.side].last_sent(entry.index) : never;
    const bool answers = sighting.segment.syn() && sighting.segment.has_ack(); // another end may have got the SYN
    course.moves = !sighting.seen.has(Mark::BadChecksum) && (sighting.seen.taken() || answers);
    if (original_.contains(number)) sighting.seen.marks = {};
    if (!entry.is_sending) course.moves = course.moves && (stopped_early_[other] || fills_gap(entry));
    sightings_.push_back(std::move(sighting));
    if (!entry.is_sending)
        course.ends = sides_[entry.side][entry.index].at;
    else if (entry.partner != nowhere)
        take_arrival(number, sides_[other][entry.partner]);
    else
        lose(number, entry);
}

/// Both captures have it.
void Merged::take_arrival(std::uint32_t number, const Sighting& arrival)
{
    Sighting& sent = sightings_[number];
    courses_.of[number].ends = arrival.at;
    for (const Mark mark : refusals)
        sent.seen.marks.clear(mark);
    for (const Mark mark : judged_by_receiver)
        if (arrival.seen.has(mark)) sent.seen.marks.set(mark);
    const tcp::Segment arrived = as_on_the_wire(arrival.segment, sent.segment);
    if (arrived != sent.segment) courses_.arrived.emplace(number, arrived);
}

/// Only its sender's capture has it. If its octets were acknowledged, the other capture has missed it.
void Merged::lose(std::uint32_t number, const Entry& entry)
{
    const Sighting& sent = sides_[entry.side][entry.index];
    const Sightings& receiver = sides_[1U - entry.side];
    Course& course = courses_.of[number];
    const Duration way = least_[entry.side];
    const Passed passed = fates_[entry.side].of(entry.index);
    const bool probe = sent.seen.has(Mark::WindowProbe) || sent.seen.has(Mark::KeepAlive);
    const bool acknowledged =
        sent.segment.length() > 0 && !sent.segment.rst() && !probe && sent.seen.taken() && passed == Passed::Arrived;
    const bool before = receiver.empty() || sent.at + way < receiver.front().at;
    const bool after = receiver.empty() || sent.at + way > receiver.back().at;
    const bool not_watched = before || (after && stopped_early_[1U - entry.side]);
    course.passed = acknowledged ? Passed::Arrived : not_watched ? passed : Passed::Lost;
    course.ends = sent.at + (course.passed == Passed::Lost ? way / 2 : way);
    const bool certain = course.passed == Passed::Lost && !before && !after;
    course.ending = certain ? trace::Certainty::Observed : trace::Certainty::Inferred;
}

/// Whether the capture of that side ended before the other one: it lacks what its end still sent.
bool Merged::stopped_early(std::size_t side) const
{
    if (sides_[side].empty()) return true;
    const Instant end = sides_[side].back().at;
    return std::ranges::any_of(entries_, [&](const Entry& entry) {
        return entry.side != side && !entry.is_sending && !original_.contains(numbers_[entry.side][entry.index]) &&
               entry.sent > end;
    });
}

/// Only its receiver's capture has it: whether its sender's lacks what it carries.
bool Merged::fills_gap(const Entry& entry) const
{
    const Sighting& arrival = sides_[entry.side][entry.index];
    if (arrival.segment.length() == 0 || arrival.segment.rst()) return false;
    const Sightings& sender = sides_[1U - entry.side];
    const auto later = std::ranges::lower_bound(sender, entry.sent, {}, &Sighting::at);
    const auto is_own = [&](const Sighting& sighting) {
        return sighting.from == arrival.from && !sighting.segment.rst() && sighting.segment.length() > 0;
    };
    const auto next = std::find_if(later, sender.end(), is_own);
    const auto before = std::find_if(std::make_reverse_iterator(later), sender.rend(), is_own);
    const bool fits_before = before == sender.rend() || tcp::at_or_before(before->segment.end(), arrival.segment.seq);
    return next != sender.end() && tcp::at_or_after(next->segment.seq, arrival.segment.end()) && fits_before;
}

/// What the capture at each end shows in its own order, and what neither shows.
std::array<Merged::Events, 3> Merged::events() const
{
    using What = CourseEvent::What;
    std::array<Events, 3> events;
    for (std::size_t side = 0; side < 2; ++side)
        for (std::uint32_t i = 0; i < sides_[side].size(); ++i) {
            const std::uint32_t number = numbers_[side][i];
            const bool is_sending = sides_[side][i].from == side_of(side);
            events[side].push_back({sides_[side][i].at, number, is_sending ? What::Sent : What::Ended});
        }
    for (std::uint32_t i = 0; i < entries_.size(); ++i) {
        const Entry& entry = entries_[i];
        if (!entry.is_sending && !original_.contains(i)) events[2].push_back({entry.sent, i, What::Sent});
        const bool unseen = entry.is_sending && entry.partner == nowhere;
        if (unseen && courses_.of[i].passed != Passed::Unknown)
            events[2].push_back({courses_.of[i].ends, i, What::Ended});
    }
    std::ranges::stable_sort(events[2], {}, &CourseEvent::at);
    return events;
}

/// The events in one order that keeps that of each end, and has the sending of a segment before its arrival.
void Merged::order(const std::array<Events, 3>& events)
{
    using What = CourseEvent::What;
    std::vector<bool> sent(entries_.size());
    std::array<std::size_t, 3> next{};
    Instant now{};
    Duration shift{0};
    const auto write = [&](CourseEvent event) {
        if (event.what == What::Sent && sent[event.sighting]) return;
        if (courses_.events.empty()) shift = start_of_time - event.at;
        now = std::max(courses_.events.empty() ? start_of_time : now, event.at + shift);
        event.at = now;
        Course& course = courses_.of[event.sighting];
        (event.what == What::Sent ? course.sent : course.ends) = now;
        if (event.what == What::Sent) sent[event.sighting] = true;
        courses_.events.push_back(event);
    };
    const auto waits = [&](const CourseEvent& event) {
        if (event.what == What::Sent) return false;
        const auto copy = original_.find(event.sighting);
        return !sent[copy == original_.end() ? event.sighting : copy->second];
    };
    while (true) {
        const CourseEvent* best = nullptr;
        std::size_t list = 0;
        for (std::size_t i = 0; i < events.size(); ++i) {
            if (next[i] == events[i].size()) continue;
            const CourseEvent& event = events[i][next[i]];
            const bool first = best == nullptr || (waits(*best) && !waits(event)) ||
                               (waits(*best) == waits(event) && event.at < best->at);
            if (!first) continue;
            best = &event;
            list = i;
        }
        if (best == nullptr) break;
        if (waits(*best)) { // wrong clocks
            const auto copy = original_.find(best->sighting);
            write({best->at, copy == original_.end() ? best->sighting : copy->second, What::Sent});
        }
        write(*best);
        ++next[list];
    }
    for (std::size_t i = 0; i < entries_.size(); ++i) {
        Course& course = courses_.of[i];
        if (course.last_sent != never) course.last_sent += shift;
        if (const auto copy = original_.find(static_cast<std::uint32_t>(i)); copy != original_.end())
            course.sent = courses_.of[copy->second].sent;
        sightings_[i].at = course.sent;
    }
}

} // namespace tcpstage::capture
