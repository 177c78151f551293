#pragma once
// The words of one line of a diagram. Private to core/diagram.

#include "core/diagram/diagram.h"

namespace tcpstage::diagram {

/// What is said of a segment after the names of its ends.
struct Said {
    tcp::Flags flags{};
    std::optional<Value> seq{};
    std::optional<Value> ack{};
    std::uint32_t octets = 0;
    bool some = false; // as Arrow::some
    bool lost = false;
    bool any = false; // something was understood
};
/// "SYN=1, ACK=1, seq=y, ack=x+1", "SYN J", "[SYN, ACK] Seq=0 Ack=1 Len=0", "FIN(seq=u)", "<SEQ=100><CTL=SYN,ACK>".
Said read_segment(std::string_view text);
/// The states that a text names, in order.
std::vector<tcp::State> states_in(std::string_view text);
/// Without blanks at both ends.
std::string_view trimmed(std::string_view text);
/// ASCII letters in lower case; all else as it is.
std::string lower(std::string_view text);

} // namespace tcpstage::diagram
