#pragma once
// The octets that the user has sent and the peer has not acknowledged yet, the first at SND.UNA (after the SYN).

#include "core/base/bytes.h"

#include <cstdint>
#include <deque>

namespace tcpstage {

class SendQueue {
public:
    void append(Bytes data);
    /// Octets held, sent or not.
    std::uint32_t size() const { return size_; }
    /// Forgets the first `octets` (at most all).
    void acknowledge(std::uint32_t octets);
    /// `count` octets from `offset` on, clipped. Shares memory unless the range crosses two SENDs.
    Bytes read(std::uint32_t offset, std::uint32_t count) const;
    void clear();

private:
    std::deque<Bytes> chunks_;
    std::uint32_t size_ = 0;
    mutable std::size_t hint_chunk_ = 0; // where the last read ended: reading on is O(1)
    mutable std::uint32_t hint_offset_ = 0;
};

} // namespace tcpstage
