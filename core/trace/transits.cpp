#include "core/trace/transit.h"

#include <array>
#include <cstddef>

namespace tcpstage::trace {

Text words(Reason reason)
{
    static constexpr std::array<Text, reason_count> texts{
        Text{"", ""},
        Text{"dropped by the lesson", "按课程设定丢弃"},
        Text{"lost by chance", "随机丢失"},
        Text{"dropped: the queue was full", "队列已满，被丢弃"},
        Text{"dropped: larger than the link's MTU", "超过链路 MTU，被丢弃"},
        Text{"delayed by the network", "被网络延迟"},
        Text{"duplicated by the network", "被网络复制"},
        Text{"corrupted: its checksum is wrong", "已损坏，校验和错误"},
        Text{"overtaken by later segments", "被后发的报文段超越"},
        Text{"not sent by this connection: old or forged", "不是这条连接发出的：旧的或伪造的"},
        Text{"lost by this machine: nobody ordered it", "被本机丢失，并非有意设定"},
        Text{"the kernel repeats what is held: swallowed", "内核重发仍被扣住的报文段：已吞掉"},
        Text{"nobody is at this address", "这个地址没有主机"},
        Text{"lost in a burst of losses", "在一阵突发丢包中丢失"},
        Text{"marked CE: the queue grows", "队列变长，被打上 CE 标记"},
        Text{"edited by the network", "被网络修改"},
        Text{"dropped by you", "被你丢弃"},
        Text{"delayed by you", "被你延迟"},
        Text{"duplicated by you", "被你复制"},
        Text{"damaged by you: its checksum is wrong", "被你损坏，校验和错误"},
        Text{"edited by you", "被你修改"},
    };
    return texts[static_cast<std::size_t>(reason)];
}

} // namespace tcpstage::trace
