#pragma once
// A packetdrill script as a value: what the user calls, what the peer sends, what is expected, and when.

#include "core/base/error.h"
#include "core/base/time.h"
#include "core/tcp/segment/notation.h"

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tcpstage::packetdrill {

/// The kernel that a script was written for.
enum class Dialect : std::uint8_t { FreeBsd, Linux };

/// When an event happens, in the script's words.
struct When {
    enum class Kind : std::uint8_t { Absolute, Relative, Any };
    Kind kind = Kind::Absolute;
    Duration from{0}; // since the start, or since the event before
    Duration to{0};   // the same as `from`, unless it is a range a~b
    friend bool operator==(const When&, const When&) = default;
};

/// An argument or a result of a call.
struct Value {
    enum class Kind : std::uint8_t { Any, Number, Text, Word, Either, List, Group, Field, Call };
    Kind kind = Kind::Any;
    std::int64_t number = 0;
    std::string text;         // of a text or word; the name of a field or call
    std::vector<Value> items; // of a | b, [a, b], {a, b}, name=a, name(a, b)
};

struct SystemCall {
    std::string name;
    std::vector<Value> arguments;
    Value result;
    std::string error;     // "EINPROGRESS"; empty when none is expected
    bool blocking = false; // a...b: it begins at a and returns at b
    Duration until{0};
};
struct SegmentLine {
    bool outbound = false;
    tcp::SegmentPattern pattern;
    std::string text; // as written in the script
};
/// "< icmp unreachable frag_needed mtu 1200 [1:1461(1460)]": a router dropped this segment.
struct TooBigLine {
    std::uint32_t mtu = 0;
    std::uint32_t seq = 0;
    std::uint32_t octets = 0;
};
struct Command { // in backquotes: interpreted, never executed
    std::string text;
};
struct Snippet { // between %{ and }%
    std::string code;
};
struct Foreign { // packetdrill supports it, this program does not
    OwnedText what;
};
using Action = std::variant<SystemCall, SegmentLine, TooBigLine, Command, Snippet, Foreign>;

struct ScriptEvent {
    When when;
    Place where; // without the file, which is the script's
    Action action;
};

struct Script {
    std::string file;
    std::map<std::string, std::string, std::less<>> options; // --name=value, without the dashes
    std::vector<ScriptEvent> events;
};

/// Reads a whole script. Errors name file, line and column; `file` is only for them. For #ifdef, only STANDARD is
/// defined.
Result<Script> read(std::string_view text, const std::string& file, std::stop_token stop = {});

// Limits of a script, far above those of scripts written by hand; scripts that the program writes are within them.
inline constexpr std::size_t most_events = 250'000;
inline constexpr std::size_t most_values = 2'000'000; // in all calls together
inline constexpr int deepest_nesting = 32;            // of values in each other, and of #ifdef

} // namespace tcpstage::packetdrill
