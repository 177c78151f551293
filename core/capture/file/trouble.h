#pragma once
// The sentences of a capture file that is cut or damaged: what, at which packet and octet, and what can be done.

#include "core/base/error.h"
#include "core/base/say.h"

#include <cstdint>

namespace tcpstage::capture {

/// A record or block of this size cannot be true: the largest frames of networks have half a MiB.
inline constexpr std::uint32_t most_record_bytes = std::uint32_t{16} << 20U;

/// A place in a file: the packet that is read, from 1, and the octet at which its record begins.
struct Spot {
    std::uint64_t packet = 0;
    std::uint64_t octet = 0;
};

inline OwnedText at(const Spot& spot)
{
    return say({"packet {}, at octet {}", "第 {} 个分组（第 {} 字节处）"}, spot.packet, spot.octet);
}

inline Error trouble(OwnedText what)
{
    return {std::move(what), {}, {"what comes before it can be used", "此前的内容可以使用"}};
}

inline Error ends_within(const Spot& spot)
{
    return trouble(say({"the file is cut: it ends within {}", "文件不完整：在{}中间结束"}, at(spot)));
}

inline Error impossible_size(const Spot& spot, std::uint64_t octets)
{
    return trouble(
        say({"the file is damaged: {}, claims to have {} octets", "文件已损坏：{}声称有 {} 字节"}, at(spot), octets));
}

} // namespace tcpstage::capture
