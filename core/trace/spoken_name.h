#pragma once
// The names of ends and timers in a sentence.

#include "core/base/text.h"
#include "core/tcp/tcb/timer.h"

namespace tcpstage::trace {

/// "client" is "客户端" in Chinese; a name that is none of the built-in lessons' is the same in both languages.
OwnedText spoken(const std::string& endpoint_name);
/// The name that the lesson has people read, or else that of the end.
template <typename Endpoint> OwnedText spoken(const Endpoint& endpoint) requires requires { endpoint.shown.en; }
{
    return endpoint.shown.empty() ? spoken(endpoint.name) : endpoint.shown;
}

/// As in the middle of a sentence: "the client". The names of persons, and those that a lesson shows, have no article.
OwnedText the_end(const std::string& endpoint_name);
template <typename Endpoint> OwnedText the_end(const Endpoint& endpoint) requires requires { endpoint.shown.en; }
{
    return endpoint.shown.empty() ? the_end(endpoint.name) : endpoint.shown;
}
/// The same at its beginning: "The client".
OwnedText begins_sentence(OwnedText text);

/// "RTO timer".
Text spoken(tcp::Timer timer);

} // namespace tcpstage::trace
