#pragma once
// Octets of which only the number is known, because a capture has cut them off. They read as zeros, and all share one
// block, so that they take no memory.

#include "core/base/bytes.h"

#include <algorithm>

namespace tcpstage {

inline constexpr std::uint32_t most_unknown_octets = 1U << 24U; // no link carries more at once

/// The block of what nearly all segments need; and of the longest, which most captures do not have.
inline const Bytes& unknown_block(bool is_large)
{
    static const Bytes usual{std::vector<std::uint8_t>(UINT16_MAX)};
    if (!is_large) return usual;
    static const Bytes large{std::vector<std::uint8_t>(most_unknown_octets)};
    return large;
}

/// `count` octets that nobody knows; at most most_unknown_octets.
inline Bytes unknown_octets(std::uint32_t count)
{
    return unknown_block(count > UINT16_MAX).slice(0, std::min(count, most_unknown_octets));
}

/// Whether they are such octets, or a part of them. Without octets nothing is unknown.
inline bool is_unknown(const Bytes& octets)
{
    if (octets.empty()) return false;
    return octets.shares_block(unknown_block(false)) ||
           (octets.size() > UINT16_MAX && octets.shares_block(unknown_block(true)));
}

} // namespace tcpstage
