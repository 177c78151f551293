#pragma once
// The next deadline of each of many connections, and the earliest of all. A deadline that moves back, as most do, costs
// nothing until the old one has come; and timers of one length come due in the order in which they were set. So no
// segment costs more when there are more connections.

#include "core/base/time.h"

#include <array>
#include <boost/circular_buffer.hpp>
#include <boost/heap/d_ary_heap.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace tcpstage::tcp {

class DeadlineQueue {
public:
    struct Entry {
        Instant at;
        std::uint32_t who;
        friend bool operator==(const Entry&, const Entry&) = default;
    };

    /// The next deadline of `who` is `at`; never: there is none.
    void set(std::uint32_t who, Instant at);
    /// The earliest; of equal ones the lowest `who`. Amortised O(1) for timers of a few lengths, else O(log n).
    std::optional<Entry> earliest();

private:
    struct Later {
        bool operator()(const Entry& a, const Entry& b) const { return a.at != b.at ? a.at > b.at : a.who > b.who; }
    };
    using Heap =
        boost::heap::d_ary_heap<Entry, boost::heap::arity<4>, boost::heap::compare<Later>>; // four: a cache line

    static constexpr std::size_t lanes = 4;

    void push(std::uint32_t who, Instant at);
    void pop();
    /// The earliest entry, whether it still holds or not; nothing when there is none.
    const Entry* top() const;

    // Some entries no longer hold.
    std::array<boost::circular_buffer<Entry>, lanes> lanes_; // each in order
    Heap heap_;                                              // what fits into no lane, the earliest on top
    std::vector<Instant> due_;                               // of each: its deadline
    std::vector<Instant> queued_; // of each: the earliest entry of the heap that is its own, not after `due_`
};

} // namespace tcpstage::tcp
