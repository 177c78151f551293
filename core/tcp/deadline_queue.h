#pragma once
// The next deadline of each of many connections, and the earliest of all. A deadline that moves back, as most do, costs
// nothing until the old one has come; so no segment costs more when there are more connections.

#include "core/base/time.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace tcpstage {

class DeadlineQueue {
public:
    struct Entry {
        Instant at;
        std::uint32_t who;
        friend bool operator==(const Entry&, const Entry&) = default;
    };

    /// The next deadline of `who` is `at`; never: there is none.
    void set(std::uint32_t who, Instant at);
    /// The earliest; of equal ones the lowest `who`. Amortised O(log n).
    std::optional<Entry> earliest();

private:
    static bool later(const Entry& a, const Entry& b) { return a.at != b.at ? a.at > b.at : a.who > b.who; }
    void push(std::uint32_t who, Instant at);
    void pop();

    std::vector<Entry> heap_;     // the earliest on top; some no longer hold
    std::vector<Instant> due_;    // of each: its deadline
    std::vector<Instant> queued_; // of each: the earliest entry of the heap that is its own, not after `due_`
};

} // namespace tcpstage
