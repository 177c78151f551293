#pragma once
// What each state does with each kind of segment, as text and as JSON.

#include "core/base/text.h"

#include <string>

namespace tcpstage::terminal {

std::string matrix_as_text(Language language);
std::string matrix_as_json();

} // namespace tcpstage::terminal
