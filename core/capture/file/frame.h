#pragma once
// One frame as a capture file holds it, before anything in it is read.

#include <cstdint>
#include <span>
#include <string_view>

namespace tcpstage::capture {

/// Its views are valid until the next frame is read.
struct Frame {
    std::uint64_t number = 0; // in the file, from 1, as Wireshark counts
    std::uint64_t offset = 0; // of its record or block, in octets from the beginning of the unpacked file
    std::uint32_t link = 0;   // the link type of its interface (LINKTYPE_...)
    std::uint16_t interface = 0;
    bool one_of_several = false; // the file has other interfaces: they may have heard the same packet
    std::int64_t at_ns = 0;      // since 1970; far times are clipped
    std::span<const std::uint8_t> octets;
    std::uint32_t wire_octets = 0; // at least octets.size()
    std::string_view comment;      // as in the file: any octets
};

} // namespace tcpstage::capture
