#pragma once
// A handshake or a close as people draw it: lines of text, a Mermaid sequence diagram, or lines of packetdrill. Values
// only; nothing in it need be possible.

#include "core/base/error.h"
#include "core/tcp/segment/flags.h"
#include "core/tcp/tcb/state.h"
#include "core/trace/record.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace tcpstage::diagram {

/// A number as it is drawn: 100, x, x+1. Without a symbol it is the offset alone.
struct Value {
    std::string symbol;
    std::int64_t offset = 0;

    Value plus(std::int64_t more) const { return {symbol, offset + more}; }
    friend bool operator==(const Value&, const Value&) = default;
};
/// "x+1"
std::string to_text(const Value& value);

/// A segment, from one end to the other.
struct Arrow {
    int line = 0; // from 1
    trace::Side from = trace::Side::Left;
    tcp::Flags flags{};
    std::optional<Value> seq{};
    std::optional<Value> ack{};
    std::uint32_t octets = 0;
    bool some = false; // it has text, of a length that is not said: `octets` is 1
    bool lost = false;
    std::array<std::optional<tcp::State>, 2> states{}; // beside the names: of the sender, of the receiver
};
/// An end is said to be in a state, between two segments.
struct Claim {
    int line = 0;
    trace::Side side = trace::Side::Left;
    tcp::State state = tcp::State::Closed;
};
using Entry = std::variant<Arrow, Claim>;

struct Diagram {
    std::array<std::string, 2> names; // the sender of the first segment first
    std::vector<Entry> entries;       // in order of their lines; at least one is an arrow
    std::vector<std::string> lines;   // as they were written
};

inline constexpr std::size_t largest_diagram_bytes = 64U << 10U;
inline constexpr std::size_t most_arrows = 200;

/// Reads a diagram, as generously as it can: what is neither a segment nor a state is passed over. Errors: no segment,
/// a third end, a segment without flags and numbers, too large; with the line.
Result<Diagram> read_diagram(std::string_view text, const std::string& file);

} // namespace tcpstage::diagram
