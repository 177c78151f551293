#pragma once
// What an end is called in a sentence.

#include "core/base/text.h"

namespace tcpstage::trace {

/// "client" is "客户端" in Chinese; a name that a lesson has made up is itself in both languages.
OwnedText spoken(const std::string& endpoint_name);

} // namespace tcpstage::trace
