#pragma once
// The connections of a capture as a table and as JSON.

#include "core/capture/list/listing.h"

#include <string>

namespace tcpstage::terminal {

/// A line for each connection, then what else is in the capture. What could not be read is not in it.
std::string connections_as_text(const capture::Listing& listing, Language language);
std::string connections_as_json(const capture::Listing& listing);

} // namespace tcpstage::terminal
