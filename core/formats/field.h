#pragma once
// A field of a CSV line.

#include <string>
#include <string_view>

namespace tcpstage::formats {

/// In quotes if it contains commas, quotes or line breaks (RFC 4180).
std::string field(std::string_view text);

} // namespace tcpstage::formats
