#pragma once
// The octets that the user has sent and the peer has not acknowledged yet, the first at SND.UNA (after the SYN).

#include "core/base/bytes.h"

#include <boost/circular_buffer.hpp>
#include <cstddef>
#include <cstdint>

namespace tcpstage::tcp {

class SendQueue {
public:
    void append(Bytes data);
    /// Octets held, sent or not.
    std::uint32_t size() const { return size_; }
    /// Forgets the first `octets` (at most all).
    void acknowledge(std::uint32_t octets);
    /// `count` octets from `offset` on, clipped. Shares memory unless the range spans two SENDs.
    Bytes read(std::uint32_t offset, std::uint32_t count) const;
    void clear();

private:
    struct Position {
        std::size_t chunk = 0;
        std::uint32_t start = 0; // of the chunk, in octets from the first chunk's beginning
    };
    Position find(std::uint32_t offset) const;

    boost::circular_buffer<Bytes> chunks_; // allocates nothing before the first SEND
    std::uint32_t skipped_ = 0;            // octets at the beginning of the first chunk that are acknowledged
    std::uint32_t size_ = 0;
    mutable Position hint_; // where the last read was: sequential reads are O(1)
};

} // namespace tcpstage::tcp
