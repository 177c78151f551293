#include "core/capture/list/packet_stream.h"

#include "core/base/say.h"

namespace tcpstage::capture {

bool PacketStream::next()
{
    while (reader_.next(frame_)) {
        packet_ = decoder_.take(frame_);
        if (packet_ == nullptr) continue;
        if (const auto place = connections_.place(*packet_)) {
            place_ = *place;
            return true;
        }
        ++left_out_;
    }
    return false;
}

std::optional<Error> PacketStream::problem() const
{
    auto problem = reader_.problem();
    const Counts& counts = decoder_.counts();
    if (!problem && left_out_ > 0)
        problem = Error{say({"there are more than {} connections; the others are left out, with {} packets",
                             "连接超过 {} 个；其余连接的 {} 个分组没有列入"},
                            Connections::usual_most, left_out_),
                        {reader_.name(), 0, 0},
                        {"cut the capture into shorter ones", "请把抓包分成几段"}};
    if (!problem && counts.unknown_link > 0)
        problem =
            Error{say({"{} packets have link type {}, which cannot be read", "{} 个分组的链路类型是 {}，无法读取"},
                      counts.unknown_link, counts.link),
                  {reader_.name(), 0, 0},
                  {"capture on Ethernet, IP or \"any\"", "请在以太网、IP 或“any”接口上抓包"}};
    return problem;
}

} // namespace tcpstage::capture
