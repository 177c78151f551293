#pragma once
// Unpacks gzip files (RFC 1952) piece by piece, with several members too.

#include "core/capture/file/origin.h"

#include <vector>

namespace tcpstage::capture {

bool begins_as_gzip(std::span<const std::uint8_t> octets);
/// `first` are octets that `packed` has given already. An error says that the packed octets are damaged or cut.
ReadMore unpack_gzip(ReadMore packed, std::vector<std::uint8_t> first);

} // namespace tcpstage::capture
