#pragma once
// Finds packets that a capture holds twice, because it heard them in two places: on two interfaces, as sent and as
// received (Linux cooked), or on a loopback that shows both. A retransmission is no copy: it is heard in each place.

#include <array>
#include <cstdint>
#include <vector>

namespace tcpstage::capture {

class Copies {
public:
    /// Where a packet was heard, and whether both of its ends are on the machine that captured.
    struct Heard {
        std::uint64_t place = 0;
        std::int64_t at_ns = 0;
        bool on_loopback = false;
    };
    /// Whether a packet with this `key`, a hash of all that does not change on its way, was heard elsewhere.
    bool is_copy(std::uint64_t key, const Heard& heard);

private:
    struct Known {
        std::uint64_t key = 0;
        std::uint64_t place = 0;
        std::int64_t at_ns = 0;
        std::uint32_t heard = 0; // at that place
        std::uint32_t copies = 0;
    };
    /// The newest packet of each slot: enough for all that are under way between two places.
    std::vector<Known> known_;
};

} // namespace tcpstage::capture
