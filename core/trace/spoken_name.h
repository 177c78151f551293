#pragma once
// The name of an end in a sentence.

#include "core/base/text.h"

namespace tcpstage::trace {

/// "client" is "客户端" in Chinese; a name that is none of the built-in lessons' is the same in both languages.
OwnedText spoken(const std::string& endpoint_name);
/// The name that the lesson has people read, or else that of the end.
template <typename Endpoint> OwnedText spoken(const Endpoint& endpoint) requires requires { endpoint.shown.en; }
{
    return endpoint.shown.empty() ? spoken(endpoint.name) : endpoint.shown;
}

} // namespace tcpstage::trace
