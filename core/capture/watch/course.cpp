#include "core/capture/watch/course.h"

#include <algorithm>
#include <tuple>

namespace tcpstage::capture {

namespace {

constexpr Duration at_the_end{100us}; // an end within this, or a twentieth of the whole round trip, is at the capture
constexpr int much_nearer = 20;       // point: its times are observed

using Events = std::vector<CourseEvent>;

bool is_earlier(const CourseEvent& a, const CourseEvent& b)
{
    return std::tie(a.at, a.sighting, a.what) < std::tie(b.at, b.sighting, b.what);
}

Events merged(const Events& a, const Events& b)
{
    Events all(a.size() + b.size());
    std::ranges::merge(a, b, all.begin(), is_earlier);
    return all;
}

class OnePoint {
public:
    OnePoint(const Sightings& sightings, const Fates& fates) : sightings_{sightings}, fates_{fates}
    {
        if (sightings.empty()) return;
        const auto first = [&](const Sighting& a, const Sighting& b) { return sent_at(a) < sent_at(b); };
        shift_ = start_of_time - sent_at(*std::ranges::min_element(sightings, first));
    }

    Course of(std::size_t index) const
    {
        const trace::Side from = sightings_[index].from;
        Course course;
        course.sent = sent_at(sightings_[index]);
        course.passed = passed(index);
        course.ends = ends_at(index, course.passed);
        course.last_sent = fates_.last_sent(index);
        if (course.last_sent != never) course.last_sent += shift_ - fates_.distance(from);
        course.sending = certainty(from);
        const Sighting& sighting = sightings_[index];
        const bool answers = sighting.segment.syn() && sighting.segment.has_ack(); // another end may have got the SYN
        course.moves = !sighting.seen.has(Mark::BadChecksum) && (sighting.seen.taken() || answers);
        course.ending = course.passed == Passed::Lost ? trace::Certainty::Inferred : certainty(trace::other(from));
        return course;
    }

private:
    Instant sent_at(const Sighting& sighting) const { return sighting.at - fates_.distance(sighting.from) + shift_; }
    /// Halfway from the capture point, if it was lost.
    Instant ends_at(std::size_t index, Passed passed) const
    {
        const Duration way = fates_.distance(trace::other(sightings_[index].from));
        return sightings_[index].at + (passed == Passed::Lost ? way / 2 : way) + shift_;
    }
    trace::Certainty certainty(trace::Side side) const
    {
        const Duration whole = fates_.distance(trace::Side::Left) + fates_.distance(trace::Side::Right);
        const bool near = fates_.distance(side) <= std::max(at_the_end, whole / much_nearer);
        return near ? trace::Certainty::Observed : trace::Certainty::Inferred;
    }
    /// What reaches an end at the capture point has arrived.
    Passed passed(std::size_t index) const
    {
        const trace::Side receiver = trace::other(sightings_[index].from);
        const bool here = fates_.knows_distance(receiver) && certainty(receiver) == trace::Certainty::Observed;
        return fates_.of(index) == Passed::Unknown && here ? Passed::Arrived : fates_.of(index);
    }

    const Sightings& sightings_;
    const Fates& fates_;
    Duration shift_{0}; // from the capture's time to the trace's
};

} // namespace

Courses courses_of(const Sightings& sightings, const Fates& fates)
{
    const OnePoint point{sightings, fates};
    Courses courses;
    courses.of.reserve(sightings.size());
    // What an end sends and what it gets are in order, so that they are merged more quickly than sorted.
    std::array<Events, 5> lists;
    Events& lost = lists.back();
    for (std::uint32_t i = 0; i < sightings.size(); ++i) {
        const Course& course = courses.of.emplace_back(point.of(i));
        const std::size_t from = trace::index(sightings[i].from);
        lists[from].push_back({course.sent, i, CourseEvent::What::Sent});
        if (course.passed == Passed::Unknown) continue;
        (course.passed == Passed::Lost ? lost : lists[2 + from]).push_back({course.ends, i, CourseEvent::What::Ended});
    }
    std::ranges::stable_sort(lost, is_earlier);
    courses.events = merged(merged(merged(lists[0], lists[1]), merged(lists[2], lists[3])), lost);
    return courses;
}

} // namespace tcpstage::capture
