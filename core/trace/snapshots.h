#pragma once
// The full TCB of one side after each of its changes, stored as differences between key frames.

#include "core/tcp/tcb/tcb.h"
#include "core/trace/octet_chunks.h"
#include "core/trace/record.h"

#include <array>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

namespace tcpstage::trace {

/// A segment that moved its sender's progress: its Sent record, and where the sender stood before.
struct Sending {
    RecordId record = no_record;
    tcp::SendProgress before;
};

/// Append-only. A look-up is a binary search and the patches of one key, a bounded work: O(log n), never a replay.
class Snapshots {
public:
    /// `after` must not go back. A TCB equal to the one before takes no memory.
    void append(RecordId after, const tcp::Tcb& tcb) { append_whole(after, tcb); }
    /// The same for a TCB that differs from the newest only in what sending moves (tcp::SendProgress). Quicker.
    void append_progress(RecordId after, const tcp::Tcb& tcb) { append_moved(after, tcb); }
    /// The TCB before its sending from `after` on, and `tcb` from the sending on; without one (null) like append().
    /// The quickest if it moves as in the turn before.
    void append_turn(RecordId after, const tcp::Tcb& tcb, const Sending* sending);
    /// The TCB after the newest change at or before `record`; empty before the first.
    std::optional<tcp::Tcb> at(RecordId record) const;
    std::size_t size() const { return size_; }
    std::size_t memory_bytes() const;

private:
    friend class SnapshotReader;
    // A TCB as numbers: its members of up to 32 bits as words of 32 bits, then counters and times of 64 bits.
    static constexpr std::size_t word_count = offsetof(tcp::Tcb, delivered_bytes) / sizeof(std::uint32_t);
    static constexpr std::size_t time_count =
        (sizeof(tcp::Tcb) - offsetof(tcp::Tcb, delivered_bytes)) / sizeof(std::int64_t);
    static constexpr std::size_t number_count = word_count + time_count;
    static constexpr std::size_t lane_count = word_count / 2 + time_count; // eight octets each
    static_assert(word_count % 2 == 0);
    static_assert(offsetof(tcp::Tcb, delivered_bytes) % sizeof(std::int64_t) == 0,
                  "in a TCB the numbers of 64 bits begin with delivered_bytes and come last");
    static_assert(number_count + time_count <= 64, "a mask of 64 bits names what has changed");
    struct Numbers {
        std::array<std::uint32_t, word_count> words{};
        std::array<std::uint64_t, time_count> times{};
        std::uint64_t absent = 0; // mask of times that are `never`; for those, `times` keeps the last value
    };
    /// What has changed since the TCB before.
    struct Moves {
        std::uint32_t lanes = 0;  // mask
        std::uint32_t turned = 0; // mask of times that became `never` or ceased to be it
        std::size_t count = 0;
        std::array<std::uint64_t, lane_count> by; // of each changed lane: by how much, as two words or as a time
    };
    struct Key {
        RecordId after = 0;
        OctetChunks::Spot spot;
        std::uint32_t first = 0; // how many patches there are before it
    };
    /// The latest patch that changed these lanes. One that has the same differences says only that.
    struct Said {
        std::uint32_t key = 0; // how many keys there were then: a look-up begins at a key
        std::uint32_t lanes = 0;
        std::uint32_t turned = 0;
        std::uint8_t code = 0;
        std::array<std::uint64_t, 6> by{};
    };
    /// The latest turn that said only "the same".
    struct Turn {
        std::uint32_t key = 0; // as in Said; 0: there was none
        std::uint8_t code = 0;
        std::uint8_t sent_code = 0;
        std::uint32_t times = 0; // mask of those that moved
        std::array<std::uint64_t, lane_count> by{};
    };
    static constexpr unsigned work_of_key = 96;   // of a look-up among the patches of one key, at most
    static constexpr unsigned work_in_full = 5;   // of a patch; 1: one that says "the same"
    static constexpr std::uint8_t most_said = 32; // codes: patches with a later one are always said in full
    static constexpr std::uint8_t the_same = 0x80;
    static constexpr unsigned guess_bits = 8;
    static constexpr unsigned said_bits = 4;

    bool is_key_due() const { return work_left_ == 0; }
    static tcp::Tcb tcb_of(const Numbers& numbers);
    bool is_newest(const tcp::Tcb& tcb) const;
    template <std::size_t Index> void take_lane(const tcp::Tcb& tcb, Moves& moves);
    std::uint8_t append_whole(RecordId after, const tcp::Tcb& tcb);
    std::uint8_t append_moved(RecordId after, const tcp::Tcb& tcb);
    template <std::size_t... Lanes>
    std::uint8_t append_lanes(RecordId after, const tcp::Tcb& tcb, std::index_sequence<Lanes...> lanes);
    bool moves_only_progress(const tcp::Tcb& tcb, const Sending& sending) const;
    bool moves_as(const Turn& turn, const tcp::Tcb& tcb) const;
    void say_again(const Turn& turn, RecordId after, const tcp::Tcb& tcb, const Sending* sending);
    void append_another(Turn& turn, RecordId after, const tcp::Tcb& tcb, const Sending* sending);
    std::uint8_t* put_moves(const Moves& moves, bool key, std::uint8_t* to);
    Said& said_of(const Moves& moves);
    bool is_said(const Moves& moves, const Said& said) const;
    static void take_differences(const std::uint8_t*& from, std::uint64_t mask, unsigned times, Numbers& numbers);
    std::uint8_t code_of(std::uint64_t mask);

    std::size_t size_ = 0;
    RecordId last_after_ = 0;
    unsigned work_left_ = 0;                        // for the patches of the latest key
    std::array<std::uint64_t, lane_count> lanes_{}; // of the newest TCB, without its padding
    std::array<std::uint64_t, time_count> times_{}; // of each that is `never`: the latest before
    std::vector<Key> keys_;
    std::vector<std::uint64_t> masks_; // the first masks that occurred, which have codes of one octet
    std::array<std::uint8_t, std::size_t{1} << guess_bits> guesses_{}; // by a hash of a mask: which code it may have
    std::array<Said, 1U << said_bits> said_{};                         // by a hash of the lanes
    std::array<Turn, 2> turns_;                                        // without and with a sending
    OctetChunks patches_; // each: number of records since the patch before, mask, differences
};

} // namespace tcpstage::trace
