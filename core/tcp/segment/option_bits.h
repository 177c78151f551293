#pragma once
// The members of Options that are bools as bits of one number, for those who store options.

#include "core/tcp/segment/options.h"

#include <climits>
#include <concepts>

namespace tcpstage::tcp {

/// The members that are bools, as bits: the first that each_option_member visits is the lowest.
constexpr unsigned option_bits(const Options& options)
{
    unsigned bits = 0;
    unsigned next = 1;
    each_option_member(options, [&]<typename Member>(const Member& member) {
        if constexpr (std::same_as<Member, bool>) {
            bits |= member ? next : 0U;
            next <<= 1U;
        }
    });
    return bits;
}
/// Sets the members that are bools from such bits; leaves the others alone.
constexpr void set_option_bits(Options& options, unsigned bits)
{
    each_option_member(options, [&]<typename Member>(Member& member) {
        if constexpr (std::same_as<Member, bool>) {
            member = (bits & 1U) != 0;
            bits >>= 1U;
        }
    });
}

/// With every bool set.
inline constexpr unsigned all_option_bits = [] {
    Options options;
    set_option_bits(options, UINT_MAX);
    return option_bits(options);
}();

} // namespace tcpstage::tcp
