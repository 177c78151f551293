#pragma once
// Which valid word did somebody mean?

#include "core/base/text.h"

#include <span>
#include <string>
#include <string_view>

namespace tcpstage {

/// The word with the smallest edit distance to `wrong`, or empty when none is near (a third of its letters, at least
/// 2).
std::string_view nearest(std::string_view wrong, std::span<const std::string_view> words);

/// `did you mean "listen"?`, or `use one of: listen, connect, ...` when no word is near.
OwnedText advice_for(std::string_view wrong, std::span<const std::string_view> words);

} // namespace tcpstage
