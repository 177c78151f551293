#pragma once
// One thing that happened. Records are small, plain and never edited.

#include "core/base/text.h"
#include "core/base/time.h"
#include "core/tcp/rules.h"
#include "core/tcp/signal.h"
#include "core/tcp/tcb/state.h"
#include "core/tcp/tcb/timer.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace tcpstage::trace {

enum class Side : std::uint8_t { Left, Right }; // the client and the server, by default
inline constexpr std::array<Side, 2> both_sides{Side::Left, Side::Right};
constexpr Side other(Side side) { return side == Side::Left ? Side::Right : Side::Left; }
constexpr std::size_t index(Side side) { return static_cast<std::size_t>(side); }

using RecordId = std::uint32_t;  // counts from 0, in order of recording
using TransitId = std::uint32_t; // counts from 0, in order of sending; people see TransitId + 1
inline constexpr RecordId no_record = UINT32_MAX;
inline constexpr TransitId no_transit = UINT32_MAX;
/// 0: the conversation of the two ends. From 1: connections of one end with other peers (Trace::peer).
using ConnectionNumber = std::uint16_t;
inline constexpr ConnectionNumber the_conversation = 0;

/// Calls, as lessons write them. Skip is the lesson's own: octets of the stream are taken as exchanged.
enum class Call : std::uint8_t { Listen, Connect, Send, Read, Shutdown, Close, Abort, Crash, Accept, Skip };
inline constexpr std::array<std::string_view, 10> call_words{"listen", "connect", "send",  "read",   "shutdown",
                                                             "close",  "abort",   "crash", "accept", "skip"};
constexpr std::string_view word(Call call) { return call_words[static_cast<std::size_t>(call)]; }
/// Whether a record of this call counts octets: those of a read may be all, UINT32_MAX.
constexpr bool counts_octets(Call call, std::int64_t octets)
{
    return call == Call::Send || call == Call::Skip || (call == Call::Read && octets < UINT32_MAX);
}

enum class Kind : std::uint8_t {
    // Events, each the head of a group and a step of the stage.
    Called,       // detail: Call; value: octets of a send or read
    Arrived,      // ref: TransitId; detail: 1 if its checksum was wrong
    Lost,         // ref: TransitId; at the moment when the network loses it
    TimerExpired, // detail: Timer
    // Consequences of the head, in order, at the same instant and with the head as their cause.
    Reason,         // ref: Rule
    Entered,        // detail: State from; extra: State to; value: Rule
    Signal,         // detail: Signal
    Delivered,      // value: octets
    TimerSet,       // detail: Timer; value: due, ns
    TimerCancelled, // detail: Timer
    Sent,           // ref: TransitId. Also a step of the stage.
};

inline constexpr std::size_t kind_count = 11;

/// How sure the program is of a record; views show the difference. Sampled: a kernel that was asked now and then
/// reported it.
enum class Certainty : std::uint8_t { Exact, Observed, Inferred, Sampled };

struct Record {
    Instant at;
    std::int64_t value = 0;
    RecordId cause = no_record; // for a consequence: the head of its group; for Arrived and Lost: the Sent record
    std::uint32_t ref = 0;
    Kind kind = Kind::Called;
    Side side = Side::Left; // where it happened: the receiver of an arrival, the sender of a lost segment
    std::uint8_t detail = 0;
    std::uint8_t extra = 0;
    Certainty certainty = Certainty::Exact;
    ConnectionNumber connection = the_conversation;

    Call call() const { return static_cast<Call>(detail); }
    tcp::Timer timer() const { return static_cast<tcp::Timer>(detail); }
    tcp::Signal signal() const { return static_cast<tcp::Signal>(detail); }
    tcp::State from() const { return static_cast<tcp::State>(detail); }
    tcp::State to() const { return static_cast<tcp::State>(extra); }
    /// Only of a Reason or an Entered record.
    tcp::Rule rule() const
    {
        return static_cast<tcp::Rule>(kind == Kind::Entered ? static_cast<std::uint16_t>(value)
                                                            : static_cast<std::uint16_t>(ref));
    }
    friend bool operator==(const Record&, const Record&) = default;
};
static_assert(std::is_trivially_copyable_v<Record> && sizeof(Record) == 32);

/// The part of a record that says whom it is about.
struct Heading {
    Kind kind;
    Side side;
    ConnectionNumber connection;
};

/// A position in a trace: after record `record`. Several records share an instant, so a time alone is not a position.
struct Moment {
    Instant at{};
    RecordId record = no_record; // no_record: before everything
    friend bool operator==(const Moment&, const Moment&) = default;
};

/// True for what a viewer steps through: calls, sendings, arrivals, losses, timers.
constexpr bool is_step(Kind kind) { return kind <= Kind::TimerExpired || kind == Kind::Sent; }

} // namespace tcpstage::trace
