#pragma once
// How a caption is written: language, form of numbers and state names, and which text of a note is used.

#include "core/base/text.h"

#include <cstdint>

namespace tcpstage::captions {

/// Symbolic: as textbooks write them: x, x+1, y; at the close u, v, w.
enum class Numbers : std::uint8_t { Absolute, Relative, Both, Symbolic };
/// Textbook: as the RFC has them, but SYN-RCVD.
enum class StateNames : std::uint8_t { Rfc, Netstat, Textbook };
/// Bits: as textbooks write them: SYN=1 ACK=1.
enum class FlagNames : std::uint8_t { Names, Bits };
/// Lettered: with the letter that textbooks give them: "A: client", "甲：客户端".
enum class EndNames : std::uint8_t { Own, Lettered };
enum class Depth : std::uint8_t { Simple, Exact, Analogy };

struct CaptionStyle {
    Language language = Language::English;
    Numbers numbers = Numbers::Absolute;
    StateNames state_names = StateNames::Rfc;
    Depth depth = Depth::Exact;
    bool answer = false; // whether the answer of a note is shown
    bool brief = false;  // of the rules of a step only the first; what changes is said all the same
    friend bool operator==(const CaptionStyle&, const CaptionStyle&) = default;
};

} // namespace tcpstage::captions
