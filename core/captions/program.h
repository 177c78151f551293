#pragma once
// The program of an end: its socket calls in order, with what each returns and when. Made from the trace: a call that
// is not known to have been made is not in it.

#include "core/captions/program_line.h"
#include "core/lesson/scenario.h"

#include <vector>

namespace tcpstage::captions {

class Program {
public:
    Program(const lesson::Scenario& scenario, trace::Side side);
    /// Takes what the trace has gained. O(records).
    void follow(const trace::Trace& trace);

    /// All lines that have begun at or before `record`, as they stand then, but at most the last `most`. An end that
    /// takes octets or connections at once waits for them in a read() or accept(), which comes last. O(log n + most).
    std::vector<ProgramLine> until(trace::RecordId record, std::size_t most = SIZE_MAX) const;
    const std::vector<ProgramLine>& lines() const { return lines_; } // that were called, or have returned
    /// Whether the user has read the end of the peer's data.
    bool has_read_end(trace::RecordId record) const { return end_read_at_ <= record && record != trace::no_record; }
    /// Whether calls of this end can be known: not of one that was captured, watched or played by a script.
    bool is_known() const { return known_; }
    /// Whether it shows more than the calls of a usual connection: one that fails, that is made by hand where others
    /// are made at once, or an end that was read while this one is never closed.
    bool matters() const { return matters_ || (end_read_ && open_); }
    /// How many connections wait for accept() then.
    std::uint32_t waiting_for_accept(trace::RecordId record) const;

private:
    struct Completed { // how many connections wait, from a record on
        trace::RecordId from;
        std::uint32_t count;
    };
    /// A call that waits without a record of its own, because the end takes at once what comes.
    struct Waiting {
        trace::RecordId from;
        trace::RecordId until = trace::no_record;
        std::uint16_t connection = 0;
    };

    void take(const trace::Trace& trace, trace::RecordId id);
    void called(trace::RecordId id, const trace::Record& record);
    void listen(trace::RecordId id);
    void connect(trace::RecordId id);
    void close(trace::RecordId id);
    void restart(trace::RecordId id);
    void open(trace::RecordId id);
    void explained(trace::RecordId id, tcp::Rule rule);
    void entered(trace::RecordId id, const trace::Record& record);
    void delivered(const trace::Trace& trace, trace::RecordId id, const trace::Record& record);
    void signaled(trace::RecordId id, const trace::Record& record);
    void refused(trace::RecordId id, tcp::Signal signal);
    Errno why_not(tcp::Signal signal);
    void connected(trace::RecordId id, trace::ConnectionNumber connection);
    void accepted(trace::RecordId id, trace::ConnectionNumber connection);
    void failed(trace::RecordId id, Errno failure);
    void end_comes(trace::RecordId id);
    void count(trace::RecordId id) { counts_.push_back({id, static_cast<std::uint32_t>(completed_.size())}); }
    void add(SocketCall call, trace::RecordId id, std::int64_t result = 0, Errno failure = Errno::None);
    void read(trace::RecordId id, std::int64_t result, Errno failure = Errno::None);
    void wait(trace::RecordId id);
    static void end_last(std::vector<Waiting>& waits, trace::RecordId id);
    bool reads_at_once() const { return open_ && at_once_ && has_connection_ && !end_read_ && !broken_; }

    trace::Side side_;
    bool at_once_ = true; // what comes is read at once
    bool accepts_at_once_ = true;
    bool many_ = false; // a listener takes one connection after another
    bool udp_ = false;
    bool makes_calls_ = false;       // the lesson
    std::vector<ProgramLine> lines_; // in order of `begins`
    std::vector<Waiting> reads_;
    std::vector<Waiting> accepts_;
    std::vector<Completed> counts_;
    trace::RecordId taken_ = 0; // records that were read
    trace::RecordId end_read_at_ = trace::no_record;
    bool known_ = true;
    bool matters_ = false;

    // Where the program stands at the end of what was read.
    static constexpr std::size_t none = SIZE_MAX;
    trace::RecordId call_ = trace::no_record; // the latest call, and what it is
    trace::Call made_ = trace::Call::Listen;
    tcp::State state_ = tcp::State::Closed;
    std::size_t connecting_ = none; // the line that waits in connect(), and that in accept()
    std::size_t accepting_ = none;
    bool fresh_ = false; // the latest OPEN made a socket
    bool open_ = false;
    bool listens_ = false;
    bool has_connection_ = false; // and knows of it
    bool end_came_ = false;       // the peer's FIN
    bool end_read_ = false;
    bool broken_ = false;                            // reset, or given up
    Errno error_ = Errno::None;                      // which the next call returns
    std::int64_t early_ = 0;                         // octets that came before the connection was accepted
    std::vector<trace::ConnectionNumber> completed_; // connections that wait for accept(), oldest first
    std::uint16_t accepted_ = 0;                     // how many were accepted
    std::uint16_t conversation_ = 0;                 // which of them is the conversation
};

} // namespace tcpstage::captions
