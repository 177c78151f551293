#pragma once
// One kernel stack: the sockets of its application, and what the application does by itself (accept, read, send).

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
    /// Must be called inside the stack's namespace with all privileges: the sockets are made and bound here, because
    /// the privileges are dropped later. Throws Failure.
    Stack(trace::Side side, const WireSetup& setup);

    struct Outcome {
        int reason = 0; // errno; 0: done
        std::uint32_t octets = 0;
    };
    Outcome call(trace::Call call, std::span<const std::uint8_t> data, std::uint32_t octets);
    /// What an application does after an event: accepts the connection, reads, sends what still waits, and notices
    /// errors. Reports Delivered and Signal.
    void proceed(Reporter& reporter);
    /// Empty: the kernel could not be asked.
    std::optional<TcpInfo> sample(const FourNumbers& connection) { return diagnosis_.sample(connection); }
    /// Of the lesson, as this end has it.
    const FourNumbers& connection() const { return connection_; }
    /// A program of the user makes the calls; there are no sockets here.
    bool runs_program() const { return setup_.runs_program; }
    std::uint16_t listening_port() { return diagnosis_.listening_port(); }
    /// Whether received octets are read at once; otherwise they wait for the lesson's read call.
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
    bool ended_ = false;  // the user was told that nothing more comes
    int error_ = 0;       // met by a read: a kernel reports it only once
    std::string waiting_; // data of SEND while the kernel's buffer is full
    std::vector<trace::Call> after_waiting_;
};

} // namespace tcpstage::live
