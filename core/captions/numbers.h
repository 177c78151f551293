#pragma once
// Durations, and sequence numbers as they are shown: absolute, relative to where the sender began, or as symbols.

#include "core/captions/style.h"
#include "core/trace/trace.h"

#include <array>
#include <string>

namespace tcpstage::captions {

/// "1 s", "0.2 s", "20 ms": at most two decimals.
std::string rounded(Duration duration);

/// A letter that stands for a number, and with "+n" for those that follow it.
struct Symbol {
    tcp::Seq number{};
    char letter = 0; // 0: none
};

/// What the numbers of one sender are relative to.
struct Base {
    Base() = default;
    Base(tcp::Seq first, char symbol = 'x') : iss{first}, near{first}, letter{symbol} {}
    tcp::Seq iss{};
    tcp::Seq near{};               // one in use at the moment: numbers are at most 2^31 away from it
    char letter = 'x';             // of the ISS; 0: it is not known what the numbers count from, so they stay absolute
    std::array<Symbol, 2> close{}; // of the numbers at the close of the connection, in order
};

/// "101", "1", "101(1)", or "x+1".
std::string number_text(tcp::Seq number, const Base& base, Numbers numbers);

/// An ISS or IRS in a sentence: "300", "300 (absolute)" among relative numbers, or its symbol.
std::string initial_said(tcp::Seq number, const Base& base, Numbers numbers, Language language);
/// The same in a cell of a table: absolute, or its symbol.
inline std::string initial_text(tcp::Seq number, const Base& base, Numbers numbers)
{
    return number_text(number, base, numbers == Numbers::Symbolic ? numbers : Numbers::Absolute);
}

/// 'x' or 'y': the symbol of the ISS of `sender`. O(1).
char letter_of(const trace::Trace& trace, trace::Side sender);
/// The base of the numbers that `sender` uses on the connection with `iss` at `moment`. x is the ISS of the end that
/// sends the first SYN and y that of the other; u is the number of the first FIN and w that of the other end's, v is
/// what the first FIN acknowledges. O(1) unless `numbers` is Symbolic, else O(log^2 n).
Base base_of(const trace::Trace& trace, trace::Side sender, tcp::Seq iss, trace::Moment moment, Numbers numbers);

/// The numbers that a segment's numbers are relative to.
struct Bases {
    Base seq;                            // of the sender
    Base ack;                            // of its peer
    Numbers numbers = Numbers::Absolute; // absolute where no connection is known that they belong to
};
Bases bases_of(const trace::Trace& trace, const trace::Transit& transit, Numbers wanted);
/// "seq=301 ack=101", "seq=y+1 ack=x+1". The segment is no datagram.
std::string seq_and_ack(const trace::Trace& trace, const trace::Transit& transit, Numbers wanted);

} // namespace tcpstage::captions
