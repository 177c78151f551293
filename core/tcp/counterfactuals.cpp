#include "core/tcp/tcb/settings.h"

namespace tcpstage::tcp {

std::vector<Text> differences(const Counterfactuals& without)
{
    std::vector<Text> missing;
    if (without.tcp) {
        missing.push_back({"Not TCP: UDP, without handshake, acknowledgment, order or repair.",
                           "不是 TCP：这是 UDP，没有握手，没有确认，不保序，也不重传。"});
    }
    if (without.third_segment) {
        missing.push_back({"Not TCP: the handshake has two segments, and nobody waits for the third.",
                           "不是 TCP：握手只有两个报文段，没有人等第三个。"});
    }
    if (without.time_wait) {
        missing.push_back({"Not TCP: there is no TIME-WAIT, and the connection is forgotten at once.",
                           "不是 TCP：没有 TIME-WAIT，立刻忘掉这个连接。"});
    }
    if (without.persist) {
        missing.push_back({"Not TCP: there is no persist timer, and nobody probes a closed window.",
                           "不是 TCP：没有坚持定时器，窗口关闭后没人去探测。"});
    }
    if (without.random_iss) {
        missing.push_back(
            {"Not TCP: every connection begins with the number 0.", "不是 TCP：每个连接的序号都从 0 开始。"});
    }
    return missing;
}

} // namespace tcpstage::tcp
