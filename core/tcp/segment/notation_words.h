#pragma once
// What the writer and the reader of the notation share. Private to notation*.cpp.

#include "core/tcp/segment/flags.h"

#include <array>
#include <optional>
#include <string_view>

namespace tcpstage::tcp {

/// Indexed by the ECN codepoint.
inline constexpr std::array<std::string_view, 4> ecn_words{"noecn", "ect1", "ect0", "ce"};

/// Reads "SF.", each letter at most once; empty if the text is something else.
std::optional<Flags> flags_of_letters(std::string_view text);

} // namespace tcpstage::tcp
