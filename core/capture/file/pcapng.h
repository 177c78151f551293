#pragma once
// Reads pcapng files: several sections and interfaces, times of any resolution, comments
// (draft-ietf-opsawg-pcapng). Blocks that hold no packets are skipped.

#include "core/capture/file/frame.h"
#include "core/capture/file/input.h"
#include "core/capture/file/octet_order.h"

#include <optional>
#include <string>
#include <vector>

namespace tcpstage::capture {

bool begins_as_pcapng(std::span<const std::uint8_t> octets);

class PcapngReader {
public:
    /// False at the end of what can be read.
    bool next(Input& input, Frame& frame);
    /// Why it ended before the end of the file, or the first packet that had to be left out.
    const std::optional<Error>& problem() const { return problem_; }

private:
    struct Interface {
        std::uint32_t link = 0;
        std::uint32_t most_captured = 0; // 0: no limit
        std::uint8_t resolution = 6;     // if_tsresol
        std::int64_t offset_seconds = 0; // if_tsoffset
    };
    /// The part of a block between its two lengths.
    using Body = std::span<const std::uint8_t>;
    enum class Step : std::uint8_t { Packet, Other, End };

    Step next_block(Input& input, Frame& frame);
    /// The length of the block at the place, or 0 with a problem.
    std::uint32_t block_length(std::span<const std::uint8_t> head, std::uint64_t place);
    Step add_interface(Body body);
    Step simple_packet(Body body, Frame& frame);
    Step enhanced_packet(Body body, Frame& frame, bool obsolete);
    Step give(Frame& frame);
    void take_comments(Body options, Frame& frame);
    Step stop(Error problem);
    Step leave_out(OwnedText what);
    static std::int64_t time_of(const Interface& interface, std::uint64_t count);
    std::uint64_t packet() const { return count_ + 1; }

    Order order_ = Order::Little;
    std::vector<Interface> interfaces_; // of all sections
    std::size_t section_begin_ = 0;     // the first interface of this section
    std::uint64_t count_ = 0;
    std::uint64_t place_ = 0; // of the block
    std::uint64_t to_skip_ = 0;
    std::int64_t last_ns_ = 0; // for packets without a time
    std::string comments_;     // of a packet with several
    std::optional<Error> problem_;
};

} // namespace tcpstage::capture
