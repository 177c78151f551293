#pragma once
// What the network does to chosen segments, as a lesson specifies it.

#include "core/sim/edit.h"
#include "core/sim/link.h"
#include "core/tcp/segment/segment.h"
#include "core/trace/record.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::sim {

/// Selects segments; a field that is not given matches any.
struct SegmentMatch {
    std::optional<trace::Side> from{};
    std::optional<tcp::Flags> flags{}; // exactly these, ignoring PSH
    std::optional<tcp::Seq> seq{};
    std::optional<tcp::Seq> ack{};
    std::optional<std::uint32_t> payload_bytes{};
    std::vector<std::uint32_t> nth{};    // of the matching ones, from 1; empty: the first
    bool all{};                          // of the matching ones, but for `except`; then `nth` is empty
    std::vector<std::uint32_t> except{}; // by their number among the matching ones
    std::optional<Instant> until{};      // only what is sent before

    /// `sent`: when; it counts only with `until`.
    bool matches(const tcp::Segment& segment, trace::Side sender, Instant sent = start_of_time) const;
    /// How many segments it is to select at least.
    std::size_t wanted() const { return std::max<std::size_t>(1, nth.size()); }
    /// Whether the `count`-th matching segment, from 1, is selected.
    bool chooses(std::uint32_t count) const;
};

struct Fault {
    enum class Kind : std::uint8_t { Drop, Delay, Duplicate, Corrupt, Edit };
    Kind kind = Kind::Drop;
    SegmentMatch which{};
    Duration by{0};   // of a delay; of a duplicate: how much later the copy arrives, 0: a quarter of the link's delay
    sim::Edit edit{}; // of an edit
    bool by_hand = false; // made by the user in a "what if?", not by the lesson
    std::string text{};   // as the lesson wrote it, for a warning; may be empty
};
/// Whether faults see a segment of a trace: an end sent it in the conversation, not another connection or the network.
bool is_seen_by_faults(const trace::Transit& transit);
/// Applies the fault to the passage of a segment that is sent at `now`; a lost one stays lost. The caller applies an
/// edit to the segment itself.
void apply(const Fault& fault, const Link& link, Instant now, Passage& passage);

inline constexpr std::array<std::string_view, 5> fault_words{"drop", "delay", "duplicate", "corrupt", "edit"};

/// An injected segment, for instance an old duplicate: it is sent at `at` on the sender's side of the stage and arrives
/// after the link's delay. Its source may be another host: another peer, or a forged address. Its destination may be
/// another port of the end, a multicast or broadcast address, or a host that does not exist: then it is lost.
struct Injection {
    Instant at;
    trace::Side from = trace::Side::Left;
    tcp::Segment segment;
    std::optional<tcp::Address> source{};      // with segment.source_port; empty: the end on that side
    std::optional<tcp::Address> destination{}; // with segment.destination_port; empty: the other end
    /// As the lesson wrote it; then `segment` is what can be read of it. The checksum does not count.
    std::vector<std::uint8_t> octets{};
    bool malformed = false; // no segment can be read from `octets`: it is thrown away where it arrives
};

} // namespace tcpstage::sim
