#pragma once
// The octets that the user has given to SEND and the peer has not acknowledged. The first is at SND.UNA, or after the
// SYN while that is not acknowledged.

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
    /// Removes the first `octets`; all if there are fewer.
    void acknowledge(std::uint32_t octets);
    /// `count` octets from `offset` on, or fewer at the end. Shares memory unless the range spans several SENDs.
    void read(std::uint32_t offset, std::uint32_t count, Bytes& into) const;
    void clear();

private:
    struct Position {
        std::size_t chunk = 0;
        std::uint32_t start = 0; // octets from the beginning of the first chunk to this one
    };
    Position find(std::uint32_t offset) const;
    Bytes joined(std::size_t chunk, std::uint32_t start, std::uint32_t count) const;

    boost::circular_buffer<Bytes> chunks_; // allocates nothing before the first SEND
    std::uint32_t skipped_ = 0;            // octets at the beginning of the first chunk that are acknowledged
    std::uint32_t size_ = 0;
    mutable Position hint_; // of the last read, so that sequential reads are O(1)
};

} // namespace tcpstage::tcp
