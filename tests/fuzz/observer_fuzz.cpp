// Feeds the observer with reports of the helper and captures of dumpcap. Whatever they contain, the trace can then be
// exported, saved and opened. Values stay in the ranges that the program checks before it uses them.
#include "core/live/observe/merge_capture.h"
#include "core/live/observe/observer.h"
#include "tests/fuzz/feed.h"
#include "tests/property/saved_again.h"

#include <cstring>

using namespace tcpstage;
using namespace tcpstage::live;

namespace {

constexpr std::int64_t longest = std::int64_t{1} << 40; // nanoseconds between two events: minutes
constexpr std::int64_t latest = std::int64_t{1} << 60;  // some 36 years

const std::array ends{trace::EndpointInfo{"client", {{{10, 0, 0, 1}}, 49152}},
                      trace::EndpointInfo{"server", {{{10, 0, 0, 2}}, 80}}};

/// Reads consecutive events in the form of the helper's messages.
class Events {
public:
    explicit Events(std::span<const std::uint8_t> octets) : octets_{octets} {}

    std::optional<Happened> next()
    {
        Happened happened;
        Event& event = happened.event;
        if (octets_.size() < sizeof event) return {};
        std::memcpy(static_cast<void*>(&event), octets_.data(), sizeof event);
        octets_ = octets_.subspan(sizeof event);
        event.kind = static_cast<Event::Kind>(static_cast<unsigned>(event.kind) % 14U);
        event.side &= 1U;
        const unsigned details = event.kind == Event::Kind::Called ? 9U : event.kind == Event::Kind::Signal ? 12U : 2U;
        event.detail = static_cast<std::uint8_t>(event.detail % details);
        at_ = std::max<std::int64_t>(at_ + event.at % longest - longest / 8, 0); // times may go backwards
        event.at = at_;
        const std::size_t tail = std::min<std::size_t>(event.tail_bytes, octets_.size());
        happened.tail.assign(octets_.begin(), octets_.begin() + static_cast<std::ptrdiff_t>(tail));
        octets_ = octets_.subspan(tail);
        if (event.kind == Event::Kind::Sampled && tail == sizeof(TcpInfo))
            happened.tail[offsetof(TcpInfo, has_info)] &= 1U; // a bool is 0 or 1
        return happened;
    }

private:
    std::span<const std::uint8_t> octets_;
    std::int64_t at_ = 0;
};

/// The bits of `how` choose which segments are decided at once; others are decided later, or never.
void observe(std::uint8_t how, std::span<const std::uint8_t> octets)
{
    trace::Trace trace{trace::Source::Live, ends};
    const auto judge = [how](const Departure& departure) -> std::optional<sim::Passage> {
        if (((how >> (departure.frame % 4U)) & 1U) != 0) return {};
        return sim::Passage{.ends = departure.at + 50ms,
                            .fate = static_cast<trace::Fate>(departure.frame >> 2U & 1U),
                            .duplicated = (departure.frame >> 3U & 1U) != 0,
                            .copy_ends = departure.at + 60ms};
    };
    Observer observer{trace, 0, judge, static_cast<Vantage>(how >> 4U & 3U)};
    Events events{octets};
    for (auto happened = events.next(); happened; happened = events.next()) {
        const Event& event = happened->event;
        if ((event.unused & 1U) != 0)
            observer.amend(event.frame, {.ends = observer.now() + 10ms, .fate = trace::Fate::Lost},
                           (event.unused & 2U) != 0);
        if ((event.unused & 4U) != 0) observer.expect_injection(static_cast<trace::Side>(event.side));
        observer.take(event, happened->tail);
    }
    fuzz::must(testing::lost_by_saving(trace));
}

/// Reads the first half as events and the second as a pcap file.
void merge_again(std::span<const std::uint8_t> octets)
{
    const auto half = octets.first(octets.size() / 2);
    std::vector<Happened> happened;
    Events events{half};
    for (auto event = events.next(); event; event = events.next())
        happened.push_back(std::move(*event));
    std::vector<Passing> packets = read_pcap(octets.subspan(half.size()), 0);
    std::erase_if(packets, [](const Passing& passing) { return passing.at < 0 || passing.at > latest; });
    fuzz::must(testing::lost_by_saving(merge_capture(happened, packets, {ends, 0, 0})));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0) return 0;
    const std::span octets{data + 1, size - 1};
    data[0] >> 6U == 3 ? merge_again(octets) : observe(data[0] & 0x2fU, octets);
    return 0;
}
