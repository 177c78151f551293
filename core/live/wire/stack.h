#pragma once
// One kernel stack: the sockets of its application and what the application does by itself (accept, read, send on).

#include "core/live/diagnosis.h"
#include "core/live/wire/descriptor.h"
#include "core/live/wire/reporter.h"
#include "core/trace/record.h"

#include <optional>
#include <string>
#include <vector>

namespace tcpstage::live {

class Stack {
public:
    /// Inside its namespace, with all rights over it: sockets are made and bound here, for later there are no rights
    /// left. Throws Failure.
    Stack(trace::Side side, const WireSetup& setup);

    struct Outcome {
        int reason = 0; // errno; 0: done
        std::uint32_t octets = 0;
    };
    Outcome call(trace::Call call, std::span<const std::uint8_t> data, std::uint32_t octets);
    /// What an application does when something has happened: takes the connection, reads, sends what still waits, and
    /// hears of errors. Reports Delivered and Told.
    void proceed(Reporter& reporter);
    /// Empty: the kernel could not be asked.
    std::optional<TcpInfo> sample() { return diagnosis_.sample(connection_); }
    /// Octets that came while the user reads by hand are his to take; else they are read at once.
    bool reads_at_once() const { return reads_at_once_; }

private:
    Outcome listen();
    Outcome connect();
    Outcome send(std::span<const std::uint8_t> data);
    Outcome read(std::uint32_t octets);
    Outcome finish(trace::Call call);
    void finish_now(trace::Call call);
    void take_connection(Reporter& reporter);
    void notice_connected(Reporter& reporter);
    void read_all(Reporter& reporter);
    void notice_end(Reporter& reporter);
    void notice_error(Reporter& reporter, int reason);
    void send_waiting();
    void signal_user(Reporter& reporter, tcp::Signal signal);

    trace::Side side_;
    StackSetup setup_;
    FourNumbers connection_;
    Diagnosis diagnosis_;
    std::vector<Descriptor> unused_; // bound sockets for LISTEN and CONNECT
    Descriptor listener_;
    Descriptor socket_;
    bool reads_at_once_;
    bool connecting_ = false;
    bool ended_ = false;  // the user knows that nothing more comes
    int error_ = 0;       // that a read came upon: a kernel tells it only once
    std::string waiting_; // of SEND, when the kernel's buffer is full
    std::vector<trace::Call> after_waiting_;
};

} // namespace tcpstage::live
