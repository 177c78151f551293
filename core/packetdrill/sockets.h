#pragma once
// The socket layer between packetdrill's system calls and the RFC's calls, with FreeBSD's options, results and errno.

#include "core/packetdrill/freebsd.h"
#include "core/packetdrill/machine.h"
#include "core/packetdrill/script.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace tcpstage::packetdrill {

/// The outcome of a call. A blocked call is made again, with the same Progress, whenever something has happened.
struct Answer {
    enum class Kind : std::uint8_t { Returned, Blocked, Unsupported };
    Kind kind = Kind::Returned;
    std::int64_t value = 0;
    std::string error; // errno; then the value is -1
    OwnedText remark;  // what is not supported, or an unexpected value in an output argument
};

/// What a blocked call has done so far.
struct Progress {
    bool begun = false;
    std::uint32_t octets = 0;
};

struct Socket {
    bool listening = false;
    bool non_blocking = false;
    bool read_shut = false;
    bool write_shut = false;
    bool lingers = false;
    std::int64_t linger_seconds = 0;
    bool keeps_alive = false;
    Duration keepalive{2h};
    std::uint16_t chosen_mss = 0; // TCP_MAXSEG; 0: none
    std::string error;            // ECONNABORTED of tcpdrop and the like, when there is no stream
    std::uint32_t receive_buffer = 0;
    std::uint32_t send_buffer = 0;
    std::uint32_t buffer_factor = 1; // Linux doubles what a script sets: half of it is for overhead
    tcp::Settings settings;          // for a stream that it opens
    Stream* stream = nullptr;        // once it is opened or accepted
};

class Sockets {
public:
    /// `next_iss` returns the initial sequence number that the script expects of the machine next.
    Sockets(Machine& machine, Defaults defaults, std::function<tcp::Seq()> next_iss);

    Answer call(const SystemCall& call, Progress& progress);
    /// A segment from the script's side.
    void arrive(tcp::Segment segment);

    /// The machine's defaults; after a change, defaults_changed() applies them to existing sockets and streams.
    Defaults& defaults() { return defaults_; }
    void defaults_changed();
    /// The number of streams and sockets in `state`; with `owned` only those that have a descriptor or wait for
    /// accept().
    std::size_t count(tcp::State state, bool owned) const;
    /// tcpdrop: aborts the streams in `state`, or all.
    void drop(std::optional<tcp::State> state);
    Dialect dialect() const { return defaults_.dialect; }
    /// The MSS that the newest stream offers.
    std::uint16_t advertised_mss() const;
    /// The TCB and the state of the newest stream, which the script is about.
    const tcp::Tcb& tcb() const;
    tcp::State state() const;

private:
    using Arguments = std::vector<Value>;
    using Handler = Answer (Sockets::*)(const Arguments&, const Value& expected, Progress&);
    static Handler handler(std::string_view name);
    Socket* find(const Arguments& arguments);
    int descriptor_of(const Stream& stream) const;
    Stream& create(const tcp::Settings& settings);
    Stream* receiver_of(const tcp::Segment& segment);
    void round_buffers(Stream& stream, Socket& socket, const tcp::Segment& syn);
    void apply(Socket& socket);

    // sockets.cpp
    Answer socket(const Arguments& arguments, const Value& expected, Progress& progress);
    Answer bind(const Arguments& arguments, const Value& expected, Progress& progress);
    Answer listen(const Arguments& arguments, const Value& expected, Progress& progress);
    Answer accept(const Arguments& arguments, const Value& expected, Progress& progress);
    Answer connect(const Arguments& arguments, const Value& expected, Progress& progress);
    Answer shutdown(const Arguments& arguments, const Value& expected, Progress& progress);
    Answer close(const Arguments& arguments, const Value& expected, Progress& progress);
    void close_listener(int descriptor);
    // transfer.cpp
    Answer receive(const Arguments& arguments, const Value& expected, Progress& progress);
    Answer send(const Arguments& arguments, const Value& expected, Progress& progress);
    // socket_options.cpp
    Answer set_option(const Arguments& arguments, const Value& expected, Progress& progress);
    Answer get_option(const Arguments& arguments, const Value& expected, Progress& progress);
    Answer control(const Arguments& arguments, const Value& expected, Progress& progress);

    Machine& machine_;
    Defaults defaults_;
    std::function<tcp::Seq()> next_iss_;
    std::map<int, Socket> sockets_;
    std::map<const Stream*, Socket> embryos_; // the socket that accept() will return
    int lowest_ = 3;
};

// Short forms of Answer.
inline Answer returned(std::int64_t value) { return {Answer::Kind::Returned, value, {}, {}}; }
inline Answer refused(std::string error) { return {Answer::Kind::Returned, -1, std::move(error), {}}; }
inline Answer blocked() { return {Answer::Kind::Blocked, 0, {}, {}}; }
inline Answer unsupported(OwnedText what) { return {Answer::Kind::Unsupported, 0, {}, std::move(what)}; }

/// Whether `word` is one of a | b | c, or is the single word.
bool has_word(const Value& value, std::string_view word);
/// A number, possibly alone in a list: [1].
std::optional<std::int64_t> as_number(const Value& value);

} // namespace tcpstage::packetdrill
