#pragma once
// The name of an end in a sentence.

#include "core/base/text.h"

namespace tcpstage::trace {

/// "client" is "客户端" in Chinese; a name that is none of the built-in lessons' is the same in both languages.
OwnedText spoken(const std::string& endpoint_name);

} // namespace tcpstage::trace
