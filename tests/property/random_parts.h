#pragma once
// Parts of random lessons that depend on nothing else in them.

#include "core/base/random.h"

#include <string>
#include <string_view>

namespace tcpstage::testing {

/// One to 48 octets as hexadecimal numbers: "0f a1 00".
std::string random_octets(Random& random);
/// The map `expect`, with counts, octets delivered and a moment, mostly untrue of the run.
std::string random_expectations(Random& random);
/// The steps of a lesson; in one of ten, octets are skipped once both ends are ESTABLISHED.
std::string with_skips(std::string steps, Random random);
/// `text` with every `from` replaced by `to`.
std::string renamed(std::string text, std::string_view from, std::string_view to);

} // namespace tcpstage::testing
