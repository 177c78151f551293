#pragma once
// A sample of one connection of a kernel, in a layout that does not depend on the kernel's version.

#include <cstdint>
#include <type_traits>

namespace tcpstage::live {

/// What the kernel reports of one connection (inet_diag with TCP_INFO).
struct TcpInfo {
    std::uint8_t state = 0; // the number of a tcp::State
    std::uint8_t timer = 0; // the kernel's: 0 none, 1 retransmit, 2 keep-alive or SYN-ACK, 3 TIME-WAIT, 4 probe
    std::uint8_t retransmits = 0;
    std::uint8_t backoff = 0;
    std::uint8_t has_info = 0;   // 1: TCP_INFO is known (not a mini socket); not a bool, because it is read as an octet
    std::uint8_t loss_state = 0; // 0 open, 1 disorder, 2 CWR, 3 recovery, 4 loss
    std::uint32_t expires_ms = 0;
    std::uint32_t unread_bytes = 0;
    std::uint32_t send_queue_bytes = 0; // sent and unacknowledged, or not sent yet
    std::uint32_t unsent_bytes = 0;
    std::uint32_t cwnd_segments = 0;
    std::uint32_t ssthresh_segments = 0;
    std::uint32_t mss = 0;
    std::uint32_t send_window = 0;
    std::uint32_t receive_window = 0;
    std::uint32_t rtt_us = 0;
    std::uint32_t rttvar_us = 0;
    std::uint32_t rto_us = 0;
    std::uint32_t retransmitted_segments = 0;
    std::uint32_t unused = 0;
    std::uint64_t bytes_acked = 0;    // counts an active opener's SYN, and a FIN
    std::uint64_t bytes_received = 0; // counts a FIN

    friend bool operator==(const TcpInfo&, const TcpInfo&) = default;
};

static_assert(std::is_trivially_copyable_v<TcpInfo>);

} // namespace tcpstage::live
