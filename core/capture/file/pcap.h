#pragma once
// Reads pcap files: times in micro- or nanoseconds, either order of octets (draft-ietf-opsawg-pcap).

#include "core/capture/file/frame.h"
#include "core/capture/file/input.h"
#include "core/capture/file/octet_order.h"

#include <optional>

namespace tcpstage::capture {

bool begins_as_pcap(std::span<const std::uint8_t> octets);

class PcapReader {
public:
    /// The input begins as pcap.
    explicit PcapReader(Input& input);

    /// False at the end of what can be read.
    bool next(Input& input, Frame& frame);
    /// Why it ended before the end of the file.
    const std::optional<Error>& problem() const { return problem_; }

private:
    Order order_ = Order::Little;
    std::uint32_t fractions_ns_ = 1000; // nanoseconds that a fraction of a second stands for
    std::uint32_t link_ = 0;
    std::uint64_t count_ = 0;
    std::uint64_t to_skip_ = 0; // what the last frame takes of the input
    std::optional<Error> problem_;
};

} // namespace tcpstage::capture
