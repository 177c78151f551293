#pragma once
// Help for a person who writes the text of a lesson: what can stand at a place, and in which keys the place is. The
// text may be unfinished, or have errors.

#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::lesson::yaml {

struct Completion {
    std::size_t begin = 0;          // octets: one of the words replaces the text from here to the cursor
    std::vector<std::string> words; // empty: nothing is known, or any text can stand here
    bool keys = false;              // of a map: a colon follows each
};

/// What the reader accepts where the cursor is, `cursor` octets into the text, and what begins as the text before it.
/// Keys that the map has already are left out.
Completion complete(std::string_view text, std::size_t cursor);

/// The keys around the cursor, from outside, with the one that it stands in: "faults", "drop", "from".
std::vector<std::string> keys_around(std::string_view text, std::size_t cursor);

} // namespace tcpstage::lesson::yaml
