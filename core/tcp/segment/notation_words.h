#pragma once
// The words of the notation that both its writer and its reader need. Private to notation*.cpp.

#include "core/tcp/segment/flags.h"

#include <array>
#include <optional>
#include <string_view>

namespace tcpstage::tcp {

/// By the codepoint of ECN.
inline constexpr std::array<std::string_view, 4> ecn_words{"noecn", "ect1", "ect0", "ce"};

/// "SF.": each letter once; empty when it is none.
std::optional<Flags> flags_of_letters(std::string_view text);

} // namespace tcpstage::tcp
