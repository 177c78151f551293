#pragma once
// The options of a TCP header as one value (RFC 9293 section 3.1). What each option is called, how it goes over the
// wire and how it is shown stands in option_table.cpp. Nothing else names the members one by one: others visit them.

#include "core/tcp/segment/seq.h"

#include <array>
#include <cstdint>
#include <vector>

namespace tcpstage::tcp {

/// [left, right): octets that the receiver holds (RFC 2018).
struct SackBlock {
    Seq left;
    Seq right;
    friend constexpr bool operator==(const SackBlock&, const SackBlock&) = default;
};
using SackBlocks = std::array<SackBlock, 4>;

struct Timestamps { // RFC 7323 section 3
    std::uint32_t value = 0;
    std::uint32_t echo = 0;
    friend constexpr bool operator==(const Timestamps&, const Timestamps&) = default;
};

/// The options that the program supports. Absent ones have their default values.
struct Options {
    std::uint16_t mss = 0; // 0: absent
    std::uint8_t window_scale = 0;
    bool has_window_scale = false;
    bool sack_permitted = false;
    bool has_timestamps = false;
    std::uint8_t sack_count = 0; // 0..4 of `sack` are present
    Timestamps timestamps;
    SackBlocks sack{};
    friend constexpr bool operator==(const Options&, const Options&) = default;
};

/// The kinds of option, by their number on the wire. Each except End and Nop has a row in option_table.cpp.
enum class OptionKind : std::uint8_t {
    End = 0,
    Nop = 1,
    Mss = 2,
    WindowScale = 3,
    SackPermitted = 4,
    Sack = 5,
    Timestamps = 8
};

/// Calls `visit` with every member: a bool, a number, or the SACK blocks after their count. The order is that of a
/// saved trace, so a new member comes last, after `if (it is present)`: then older files stay readable. A member that
/// is not bound or not visited does not compile.
template <typename AnyOptions, typename Visit> constexpr void each_option_member(AnyOptions& options, Visit visit)
{
    auto& [mss, window_scale, has_window_scale, sack_permitted, has_timestamps, sack_count, timestamps, sack] = options;
    visit(has_window_scale);
    visit(sack_permitted);
    visit(has_timestamps);
    visit(mss);
    visit(window_scale);
    visit(timestamps.value);
    visit(timestamps.echo);
    visit(sack_count);
    visit(sack);
}

/// Adds `octets` to every sequence number in the options. All of them count the octets of the segment's receiver.
void shift_numbers(Options& options, std::uint32_t octets);
/// Without the SACK blocks beyond the count, which mean nothing.
Options without_unused(Options options);

/// The options in the order of the header, with the NOPs that align them.
std::vector<OptionKind> option_order(const Options& options);
/// The number of SACK blocks that fit beside the other options; the rest are not sent.
std::uint8_t sack_blocks_sent(const Options& options);
/// Octets that the options take in the header, a multiple of four; at most 40.
std::uint32_t options_bytes(const Options& options);

} // namespace tcpstage::tcp
