// Part of Program: what each record does to the program.
#include "core/captions/program.h"

#include <algorithm>

namespace tcpstage::captions {

void Program::called(trace::RecordId id, const trace::Record& record)
{
    call_ = id;
    made_ = record.call();
    const Errno failure = open_ ? Errno::None : Errno::BadFile;
    switch (record.call()) {
    case trace::Call::Listen:
        return listen(id);
    case trace::Call::Connect:
        return connect(id);
    case trace::Call::Send:
        add(SocketCall::Send, id, record.value, failure);
        lines_.back().octets = static_cast<std::uint32_t>(record.value);
        return;
    case trace::Call::Read: // what it gets comes after it
        if (!open_) return add(SocketCall::Read, id, 0, failure);
        if (error_ != Errno::None) return add(SocketCall::Read, id, 0, std::exchange(error_, Errno::None));
        add(SocketCall::Read, id, 0, end_came_ || broken_ ? Errno::None : Errno::Again);
        if (record.value > 0 && record.value < UINT32_MAX && record.certainty == trace::Certainty::Exact)
            lines_.back().octets = static_cast<std::uint32_t>(record.value);
        if (!end_came_ || broken_) return;
        end_read_ = true;
        end_read_at_ = id;
        return;
    case trace::Call::Shutdown:
        return add(SocketCall::Shutdown, id, 0, failure);
    case trace::Call::Abort:
        if (open_) add(SocketCall::Linger, id);
        return close(id);
    case trace::Call::Close:
        return close(id);
    case trace::Call::Accept:
        add(SocketCall::Accept, id, 0, failure);
        if (open_) accepting_ = lines_.size() - 1;
        if (open_) lines_.back().returns = trace::no_record;
        if (open_ && !many_ && !completed_.empty()) accepted(id, completed_.front());
        return;
    case trace::Call::Crash:
        return restart(id);
    case trace::Call::Skip: // no call of a program
        return;
    }
}

/// Makes a socket, unless there is one that can be used.
void Program::open(trace::RecordId id)
{
    fresh_ = !open_ || (state_ == tcp::State::Closed && has_connection_);
    if (!fresh_) return;
    has_connection_ = end_came_ = end_read_ = broken_ = listens_ = false;
    error_ = Errno::None;
    early_ = 0;
    accepted_ = conversation_ = 0;
    completed_.clear();
    end_last(reads_, id);
    add(SocketCall::Socket, id);
    open_ = true;
}

void Program::listen(trace::RecordId id)
{
    open(id);
    if (fresh_ || udp_) add(SocketCall::Bind, id);
    has_connection_ = has_connection_ || udp_;
    if (udp_) return wait(id);
    add(SocketCall::Listen, id);
    listens_ = true;
    if (accepts_at_once_) accepts_.push_back({id});
}

void Program::connect(trace::RecordId id)
{
    open(id);
    add(SocketCall::Connect, id);
    has_connection_ = has_connection_ || udp_;
    if (udp_) return wait(id);
    lines_.back().returns = trace::no_record;
    connecting_ = lines_.size() - 1;
}

/// Of the connection; or, if there is none, of the socket that listens or connects.
void Program::close(trace::RecordId id)
{
    add(SocketCall::Close, id, 0, open_ ? Errno::None : Errno::BadFile);
    if (connecting_ != none) {
        lines_[connecting_].returns = id;
        lines_[connecting_].failure = Errno::Interrupted;
        connecting_ = none;
    }
    end_last(reads_, id);
    const bool goes_on = listens_ && has_connection_ && many_;
    has_connection_ = end_came_ = end_read_ = broken_ = false;
    error_ = Errno::None;
    if (goes_on) return;
    end_last(accepts_, id);
    open_ = listens_ = false;
}

/// The program is gone.
void Program::restart(trace::RecordId id)
{
    add(SocketCall::Restart, id);
    end_last(reads_, id);
    end_last(accepts_, id);
    connecting_ = accepting_ = none;
    open_ = listens_ = has_connection_ = end_came_ = end_read_ = broken_ = false;
    error_ = Errno::None;
}

void Program::explained(trace::RecordId id, tcp::Rule rule)
{
    if (accepting_ == none) return;
    if (rule == tcp::Rule::AcceptTakes && !completed_.empty()) accepted(id, completed_.front());
    if (rule != tcp::Rule::AcceptWaits) return;
    lines_[accepting_].returns = call_;
    lines_[accepting_].failure = Errno::Again;
    accepting_ = none;
}

void Program::entered(trace::RecordId id, const trace::Record& record)
{
    if (record.connection == trace::the_conversation) state_ = record.to();
    if (!listens_) return;
    const bool opens = record.from() == tcp::State::SynReceived || record.from() == tcp::State::Listen;
    if (opens && record.to() == tcp::State::Established) completed_.push_back(record.connection);
    if (record.to() == tcp::State::Closed) std::erase(completed_, record.connection);
    count(id);
}

void Program::delivered(const trace::Trace& trace, trace::RecordId id, const trace::Record& record)
{
    if (record.cause == call_ && made_ == trace::Call::Read) { // of which the line is the last
        ProgramLine& line = lines_.back();
        line.failure = Errno::None;
        line.result += record.value;
        line.returns = id;
        end_read_ = false;
        end_read_at_ = trace::no_record;
        return;
    }
    if (!open_ || !at_once_) return;
    if (!has_connection_) {
        early_ += record.value;
        return;
    }
    const bool more = !lines_.empty() && lines_.back().call == SocketCall::Read && lines_.back().result > 0 &&
                      trace.record(lines_.back().returns).kind == trace::Kind::Delivered &&
                      trace.record(lines_.back().returns).cause == record.cause;
    if (more) {
        lines_.back().result += record.value;
        lines_.back().begins = lines_.back().returns = id;
        return;
    }
    read(id, record.value);
    wait(id);
}

void Program::signaled(trace::RecordId id, const trace::Record& record)
{
    const bool ours = record.connection == trace::the_conversation;
    switch (record.signal()) {
    case tcp::Signal::Connected:
        return connected(id, record.connection);
    case tcp::Signal::PeerClosed:
        if (ours) end_comes(id);
        return;
    case tcp::Signal::Refused:
        if (ours) failed(id, Errno::Refused);
        return;
    case tcp::Signal::Reset:
        if (ours) failed(id, Errno::Reset);
        return;
    case tcp::Signal::TimedOut:
        if (ours) failed(id, Errno::TimedOut);
        return;
    case tcp::Signal::NoConnection:
    case tcp::Signal::AlreadyOpen:
    case tcp::Signal::Closing:
    case tcp::Signal::NoBuffer:
    case tcp::Signal::TooLong:
    case tcp::Signal::BadAddress:
        if (record.cause == call_) refused(id, record.signal());
        return;
    case tcp::Signal::Closed: // what no call returns
    case tcp::Signal::Unanswered:
    case tcp::Signal::Urgent:
        return;
    }
}

/// The latest call fails at once.
void Program::refused(trace::RecordId id, tcp::Signal signal)
{
    const bool opens = made_ == trace::Call::Listen || made_ == trace::Call::Connect;
    if (lines_.empty() || (!opens && !open_)) return;              // it is said already
    if (made_ == trace::Call::Listen && fresh_) lines_.pop_back(); // bind() is what fails
    if (opens && connecting_ == lines_.size() - 1) connecting_ = none;
    ProgramLine& line = lines_.back();
    line.returns = line.begins;
    if (made_ == trace::Call::Read && line.failure != Errno::Again) return;
    line.failure = why_not(signal);
    if (!opens || !fresh_) return;
    end_last(accepts_, id);
    open_ = listens_ = false;
}

Errno Program::why_not(tcp::Signal signal)
{
    const bool opens = made_ == trace::Call::Listen || made_ == trace::Call::Connect;
    if (signal == tcp::Signal::NoBuffer) return Errno::NoBuffer;
    if (signal == tcp::Signal::TooLong) return Errno::TooLong;
    if (signal == tcp::Signal::BadAddress) return Errno::Unreachable;
    if (opens) return fresh_ ? Errno::InUse : made_ == trace::Call::Listen ? Errno::Invalid : Errno::IsConnected;
    if (made_ == trace::Call::Shutdown) return signal == tcp::Signal::Closing ? Errno::None : Errno::NotConnected;
    if (error_ != Errno::None) return std::exchange(error_, Errno::None);
    return signal == tcp::Signal::Closing || has_connection_ ? Errno::Pipe : Errno::NotConnected;
}

void Program::connected(trace::RecordId id, trace::ConnectionNumber connection)
{
    if (connecting_ != none && connection == trace::the_conversation) {
        lines_[connecting_].returns = id;
        connecting_ = none;
        has_connection_ = true;
        conversation_ = 0;
        return wait(id);
    }
    if (!listens_ || (!accepts_at_once_ && (many_ || accepting_ == none))) return;
    accepted(id, connection);
}

void Program::accepted(trace::RecordId id, trace::ConnectionNumber connection)
{
    std::erase(completed_, connection);
    count(id);
    end_last(accepts_, id);
    if (accepting_ == none) add(SocketCall::Accept, id);
    ProgramLine& line = accepting_ == none ? lines_.back() : lines_[accepting_];
    line.result = ++accepted_;
    line.returns = id;
    accepting_ = none;
    if (accepts_at_once_ && many_) accepts_.push_back({id});
    if (connection != trace::the_conversation) return;
    conversation_ = accepted_;
    has_connection_ = true;
    if (early_ > 0) read(id, std::exchange(early_, 0));
    if (end_came_ && at_once_) return end_comes(id);
    wait(id);
}

void Program::failed(trace::RecordId id, Errno failure)
{
    if (connecting_ != none) {
        lines_[connecting_].returns = id;
        lines_[connecting_].failure = failure;
        connecting_ = none;
        return;
    }
    if (!has_connection_) return;
    if (failure == Errno::Reset && end_came_) failure = Errno::Pipe; // as in Linux
    if (reads_at_once())
        read(id, 0, failure);
    else
        error_ = failure;
    broken_ = true;
}

void Program::end_comes(trace::RecordId id)
{
    end_came_ = true;
    if (!reads_at_once()) return;
    read(id, 0);
    end_read_ = true;
    end_read_at_ = id;
}

} // namespace tcpstage::captions
