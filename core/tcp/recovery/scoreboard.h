#pragma once
// Blocks of octets: what the peer holds beyond SND.UNA according to its SACK options (RFC 2018, RFC 6675 section 3), or
// what this end holds beyond RCV.NXT.

#include "core/tcp/segment/segment.h"

#include <cstdint>
#include <span>
#include <vector>

namespace tcpstage::tcp {

class Scoreboard {
public:
    /// Marks [block.left, block.right) as held. Returns the octets that were not marked before.
    std::uint32_t insert(SackBlock block);
    /// Forgets everything before `una`.
    void acknowledge(Seq una);
    void clear();

    bool empty() const { return blocks_.empty(); }
    std::uint32_t bytes() const { return bytes_; }
    /// In order; blocks neither overlap nor touch.
    std::span<const SackBlock> blocks() const { return blocks_; }
    /// One past the highest octet held; only when not empty.
    Seq highest() const { return blocks_.back().right; }

private:
    std::vector<SackBlock> blocks_;
    std::uint32_t bytes_ = 0;
};

} // namespace tcpstage::tcp
