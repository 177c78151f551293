#pragma once
// Segments that arrived out of order: octets beyond RCV.NXT, kept until the gap before them is filled.

#include "core/base/bytes.h"
#include "core/tcp/recovery/scoreboard.h"

#include <array>
#include <boost/circular_buffer.hpp>
#include <cstdint>
#include <optional>
#include <span>

namespace tcpstage::tcp {

class Reassembly {
public:
    /// Keeps those octets of `data` (the first at `seq`) that are not held yet; held octets are not replaced. `fin`: a
    /// FIN follows the data.
    void insert(Seq seq, Bytes data, bool fin);
    /// Removes and returns octets that begin at `next`; empty if there is a gap. Call again until empty. Drops octets
    /// before `next`.
    Bytes take(Seq next);
    /// Whether the peer's FIN has the number `next`: then everything before it was taken.
    bool fin_at(Seq next) const { return fin_ && *fin_ == next; }

    /// SACK blocks, the one that grew last first (RFC 2018 section 4); at most `most`. Returns how many were written.
    std::uint8_t blocks(std::span<SackBlock> into, std::size_t most) const;
    /// The first part of [seq, seq + octets) that is held already; empty if none is.
    std::optional<SackBlock> overlap(Seq seq, std::uint32_t octets) const;

    std::uint32_t bytes() const { return held_.bytes(); }
    bool empty() const { return pieces_.empty() && !fin_; }
    void clear();

private:
    struct Piece {
        Seq seq;
        Bytes data;
        Seq end() const { return seq + data.size(); }
    };

    boost::circular_buffer<Piece> pieces_; // in order, without overlap; allocates nothing before the first
    Scoreboard held_;                      // the contiguous blocks that the pieces form
    std::optional<Seq> fin_;
    std::array<Seq, 4> recent_{}; // where the last insertions began, newest first
    std::uint8_t recent_count_ = 0;
};

} // namespace tcpstage::tcp
