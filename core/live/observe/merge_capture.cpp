#include "core/live/observe/merge_capture.h"

#include "core/live/observe/observer.h"

#include <algorithm>
#include <cstring>

namespace tcpstage::live {

namespace {

constexpr std::int64_t clock_error_ns = 5'000; // dumpcap counts in microseconds

/// Sent and Arrived of each segment at the same time, because the loopback interface takes no time.
std::vector<Happened> passages(const std::vector<Passing>& packets, const std::array<trace::EndpointInfo, 2>& ends)
{
    std::vector<Happened> passages;
    std::uint32_t frame = 0;
    for (const Passing& passing : packets) {
        const auto ports = ports_of(passing.packet);
        const bool from_left = ports && ports->first == ends[0].socket.port && ports->second == ends[1].socket.port;
        const bool from_right = ports && ports->first == ends[1].socket.port && ports->second == ends[0].socket.port;
        if (!from_left && !from_right) continue;
        Event event;
        event.side = from_left ? 0 : 1;
        event.frame = frame++;
        event.at = passing.at;
        event.kind = Event::Kind::Sent;
        passages.push_back({event, passing.packet});
        event.side = from_left ? 1 : 0;
        event.kind = Event::Kind::Arrived;
        passages.push_back({event, {}});
    }
    return passages;
}

/// The samples of the kernels whose order relative to the segments is certain.
class Witness {
public:
    Witness(const std::vector<Happened>& events, const std::vector<Happened>& passages)
    {
        for (const Happened& passage : passages)
            passed_.push_back(passage.event.at);
        std::ranges::sort(passed_);
        for (const Happened& happened : events) {
            if (happened.event.kind != Event::Kind::Sampled || happened.tail.size() != sizeof(TcpInfo)) continue;
            if (!is_certain(happened.event)) continue;
            TcpInfo tcp_info;
            std::memcpy(&tcp_info, happened.tail.data(), sizeof tcp_info);
            samples_[happened.event.side].push_back({happened.event.value, static_cast<tcp::State>(tcp_info.state)});
        }
    }
    bool is_certain(const Event& sample) const
    {
        const auto next = std::ranges::lower_bound(passed_, sample.value - clock_error_ns);
        return next == passed_.end() || *next > sample.at + clock_error_ns;
    }
    /// Whether the next sample of that side finds it in that state.
    bool confirms(trace::Side side, tcp::State state, std::int64_t at) const
    {
        const auto& samples = samples_[trace::index(side)];
        const auto next = std::ranges::lower_bound(samples, at, {}, &Sample::asked);
        return next != samples.end() && next->state == state;
    }

private:
    struct Sample {
        std::int64_t asked;
        tcp::State state;
    };
    std::vector<std::int64_t> passed_;
    std::array<std::vector<Sample>, 2> samples_;
};

} // namespace

trace::Trace merge_capture(const std::vector<Happened>& events, const std::vector<Passing>& packets,
                           const CaptureMerge& merge)
{
    std::vector<Happened> happenings = passages(packets, merge.endpoints);
    const Witness witness{events, happenings};
    for (const Happened& happened : events)
        if (happened.event.kind != Event::Kind::Sampled || witness.is_certain(happened.event))
            happenings.push_back(happened);
    std::ranges::stable_sort(happenings, {}, [](const Happened& happened) { return happened.event.at; });
    trace::Trace trace{trace::Source::Live, merge.endpoints};
    trace.set_began(merge.began);
    const auto arrives = [](const Departure& departure) { return sim::Passage{.ends = departure.at}; };
    Observer observer{trace, merge.start, arrives, Vantage::Watch};
    observer.believe([&](trace::Side side, tcp::State state, Instant at) {
        return witness.confirms(side, state, merge.start + at.time_since_epoch().count());
    });
    for (const Happened& happened : happenings)
        observer.take(happened.event, happened.tail);
    return trace;
}

} // namespace tcpstage::live
