#pragma once
// Asks the kernel for one connection by its four numbers (inet_diag): state, timer and TCP_INFO, in about 2 us. Needs
// no rights. Knows neither Asio nor anything else of ours, for <linux/tcp.h> does not get on with <netinet/tcp.h>.

#include "core/live/gauges.h"

#include <array>

namespace tcpstage::live {

struct FourNumbers {
    std::array<std::uint8_t, 4> local{};
    std::array<std::uint8_t, 4> remote{};
    std::uint16_t local_port = 0;
    std::uint16_t remote_port = 0;
};

class Diagnosis {
public:
    /// The network namespace that the thread is in is asked for ever. Check open().
    Diagnosis();
    ~Diagnosis();
    Diagnosis(Diagnosis&& other) noexcept;
    Diagnosis& operator=(Diagnosis&& other) noexcept;
    Diagnosis(const Diagnosis&) = delete;
    Diagnosis& operator=(const Diagnosis&) = delete;

    bool open() const { return socket_ >= 0; }
    /// CLOSED when there is no such connection, LISTEN when only a listener would take it.
    Gauges look(const FourNumbers& connection);

private:
    int socket_ = -1;
};

/// Chooses the initial sequence number of a socket that is not connected yet. Needs rights over its namespace.
bool choose_iss(int socket, std::uint32_t iss);

} // namespace tcpstage::live
