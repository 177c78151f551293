#pragma once
// The name of an end in a sentence.

#include "core/base/text.h"

namespace tcpstage::trace {

/// "client" is "客户端" in Chinese, and so with the other names of built-in lessons; any other name is the same in both.
OwnedText spoken(const std::string& endpoint_name);

} // namespace tcpstage::trace
