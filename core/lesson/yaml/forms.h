#pragma once
// What the readers accept at each place of a lesson, from the same tables: the keys of maps, the entries of lists, and
// the values that are closed sets. Private to core/lesson.

#include "core/lesson/yaml/parts.h"

namespace tcpstage::lesson::yaml {

/// A text of several words, or one that names an end.
enum class Phrase : std::uint8_t { None, End, Call, Wait, Moment, Flags, Segment };

struct Form {
    std::vector<KeyName> keys{};              // of a map
    bool ends = false;                        // the names of both ends are keys, too
    Form (*value)(std::string_view key) = {}; // of a key
    Form (*entry)() = {};                     // of a list
    std::vector<std::string_view> words{};    // a text is one of these
    Phrase phrase = Phrase::None;             // or such a phrase
};

Form lesson_form();
/// The words that may come next in a phrase that begins with `before`; in a text in quotation marks if `quoted`.
std::vector<std::string_view> next_words(Phrase phrase, const Names& names, std::span<const Word> before, bool quoted);

} // namespace tcpstage::lesson::yaml
