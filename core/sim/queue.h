#pragma once
// Future events of the network in order of time, at one instant in order of insertion. It knows nothing of segments.

#include "core/base/huge_pages.h"
#include "core/base/time.h"

#include <array>
#include <boost/circular_buffer.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tcpstage::sim {

/// When something is due. `order` breaks ties: it counts all insertions, also those outside the queue.
struct Due {
    Instant at = never;
    std::uint64_t order = UINT64_MAX;

    friend bool operator==(const Due&, const Due&) = default;
    friend bool operator<(const Due& a, const Due& b) { return a.at != b.at ? a.at < b.at : a.order < b.order; }
};

/// A copyable value. An undisturbed link delivers in order, so its entries wait in a ring, and push and pop take O(1);
/// an entry that is due before the last one of its lane goes to a heap instead.
class Queue {
public:
    static constexpr std::size_t lanes = 2;

    void push(std::size_t lane, Due due, std::uint32_t what);
    /// When the next entry is due; Due{} if there is none.
    const Due& next() const { return next_; }
    /// Takes the next entry out; there must be one.
    std::uint32_t pop();
    /// What pop() would return, if it is due at `instant`; else empty.
    std::optional<std::uint32_t> peek(Instant instant) const;

private:
    struct Entry {
        Due due;
        std::uint32_t what = 0;
    };
    static bool later(const Entry& a, const Entry& b) { return b.due < a.due; }
    void find_next();

    std::array<boost::circular_buffer<Entry, HugePages<Entry>>, lanes> rings_; // sorted
    std::vector<Entry> heap_;                                                  // the earliest on top
    Due next_;                                                                 // of all
    std::size_t next_in_ = lanes;                                              // its ring; `lanes`: the heap
};

} // namespace tcpstage::sim
