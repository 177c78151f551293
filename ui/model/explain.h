#pragma once
// One paragraph about a state, a variable or a timer: what it is, where the RFC says so, which lesson shows it.

#include "ui/model/model.h"

#include <QString>

namespace tcpstage {

struct Explanation {
    QString title;
    QString text;
    QString source;     // "RFC 9293 3.3.2"
    std::string lesson; // the id of a built-in lesson that shows it; may be empty
};

/// Nothing for a Ref that is no state, variable or timer.
std::optional<Explanation> explain(const Ref& ref, const Showing& showing);

} // namespace tcpstage
