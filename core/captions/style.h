#pragma once
// How a caption is written: language, form of numbers and state names, and which text of a note is used.

#include "core/base/text.h"

#include <cstdint>

namespace tcpstage::captions {

enum class Numbers : std::uint8_t { Absolute, Relative, Both };
enum class StateNames : std::uint8_t { Rfc, Netstat };
enum class Depth : std::uint8_t { Simple, Exact, Analogy };

struct CaptionStyle {
    Language language = Language::English;
    Numbers numbers = Numbers::Absolute;
    StateNames state_names = StateNames::Rfc;
    Depth depth = Depth::Exact;
    bool answer = false; // whether the answer of a note is shown
    friend bool operator==(const CaptionStyle&, const CaptionStyle&) = default;
};

} // namespace tcpstage::captions
