#pragma once
// The next deadline of each of many connections, and the earliest of all. A deadline that is postponed, as most are,
// costs nothing until the old one has passed, and timers of one length become due in the order in which they were set.
// So the cost of a segment does not grow with the number of connections.

#include "core/base/huge_pages.h"
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

    /// Sets the next deadline of `who` to `at`; never: it has none.
    void set(std::uint32_t who, Instant at)
    {
        if (who >= due_.size() || at != due_[who]) change(who, at);
    }
    /// The earliest; of equal ones the lowest `who`. Amortised O(1) for timers of a few lengths, else O(log n).
    std::optional<Entry> earliest()
    {
        if (entries_ == 0) return {};
        return first_valid();
    }

private:
    struct Later {
        bool operator()(const Entry& a, const Entry& b) const { return a.at != b.at ? a.at > b.at : a.who > b.who; }
    };
    using Heap =
        boost::heap::d_ary_heap<Entry, boost::heap::arity<4>, boost::heap::compare<Later>>; // four fit a cache line

    using Lane = boost::circular_buffer<Entry, HugePages<Entry>>;

    static constexpr std::size_t lanes = 4;

    void change(std::uint32_t who, Instant at);
    std::optional<Entry> first_valid();
    void push(std::uint32_t who, Instant at);
    void pop();
    /// The earliest entry, valid or obsolete; null if there is none.
    const Entry* top() const;

    // Entries may be obsolete.
    std::array<Lane, lanes> lanes_; // each in order
    Heap heap_;                     // entries that fit into no lane, the earliest on top
    std::size_t entries_ = 0;       // in lanes and heap
    HugeVector<Instant> due_;       // of each: its deadline
    HugeVector<Instant> queued_;    // of each: its earliest entry in a lane or the heap, not after `due_`
};

} // namespace tcpstage::tcp
