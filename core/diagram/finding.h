#pragma once
// What is found in a diagram.

#include "core/base/text.h"
#include "core/tcp/rules.h"

#include <optional>
#include <string>
#include <string_view>

namespace tcpstage::diagram {

/// Something to be said of a line.
struct Finding {
    int line = 0;
    bool impossible = true; // false: possible, but drawn imprecisely
    OwnedText sentence;     // what is wrong, and what is right
    std::optional<tcp::Rule> rule{};
    std::string section{};     // "RFC 9293 3.4"
    std::string_view lesson{}; // the id of one that shows it; may be empty
};

} // namespace tcpstage::diagram
