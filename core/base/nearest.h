#pragma once
// Suggests the valid word that is closest to a misspelled one.

#include "core/base/text.h"

#include <span>
#include <string>
#include <string_view>

namespace tcpstage {

/// The word with the smallest edit distance to `wrong`; empty if every distance exceeds a third of its letters (and 2).
std::string_view nearest(std::string_view wrong, std::span<const std::string_view> words);

/// `did you mean "listen"?`, or `use one of: listen, connect, ...` when no word is near.
OwnedText advice_for(std::string_view wrong, std::span<const std::string_view> words);

} // namespace tcpstage
