#pragma once
// YAML for the readers of lessons: items know their places; the first error is thrown. Private to core/lesson.

#include "core/base/error.h"
#include "core/base/nearest.h"
#include "core/base/say.h"
#include "core/base/time.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include <yaml-cpp/yaml.h>

namespace tcpstage::lesson::yaml {

/// Thrown inside the readers only; read_scenario turns it into a Result.
struct Refused {
    Error error;
};

/// A full-width mark of punctuation, as a Chinese keyboard writes it, and what YAML has instead.
struct WideMark {
    std::string_view mark;
    std::string_view wanted;
};
/// The mark with which a text begins.
std::optional<WideMark> wide_mark(std::string_view text);
Error wide_mark_error(const WideMark& wide, Place place);

class Item {
public:
    Item(const YAML::Node& node, std::shared_ptr<const std::string> file, std::string path);

    Place place() const;
    /// Its path of keys in the file: "endpoints.client.iss".
    OwnedText path() const;
    [[noreturn]] void refuse(OwnedText what, OwnedText advice = {}) const;
    /// The same, `offset` octets into its text.
    [[noreturn]] void refuse_at(std::size_t offset, OwnedText what, OwnedText advice = {}) const;
    [[noreturn]] void refuse_word(Text kind, std::string_view wrong, std::span<const std::string_view> words) const;
    /// For a text that is none of what is wanted: a full-width mark in it is the reason.
    void refuse_wide_mark() const;
    /// For a text where a key is wanted: a missing space after its colon is the reason.
    void refuse_missing_space() const;

    bool is_text() const { return node_.IsScalar(); }
    bool is_list() const { return node_.IsSequence(); }
    bool is_map() const { return node_.IsMap(); }
    bool is_null() const { return node_.IsNull(); }

    std::string text() const;
    /// A whole number in [least, most].
    std::uint64_t number(std::uint64_t least, std::uint64_t most) const;
    std::uint32_t number32() const { return static_cast<std::uint32_t>(number(0, UINT32_MAX)); }
    Duration duration() const;
    bool on_off() const;
    /// Whether it is the word "off", which any duration, chance or limit takes for "none".
    bool is_off() const { return is_text() && text() == "off"; }
    /// The index in `words`; `kind` names the kind of word in the error.
    std::size_t one_of(Text kind, std::span<const std::string_view> words) const;

    /// The items of a list; null counts as an empty list.
    std::vector<Item> list() const;
    /// The same, but one text counts as a list of one.
    std::vector<Item> list_or_one() const;
    /// Keys and values in the file's order. Refuses two equal keys.
    std::vector<std::pair<Item, Item>> entries() const;

private:
    YAML::Node node_;
    std::shared_ptr<const std::string> file_;
    std::string path_;
};

/// A map whose keys are known beforehand: unknown ones are refused with the nearest known one.
class Map {
public:
    Map(const Item& item, std::span<const std::string_view> known);

    std::optional<Item> find(std::string_view key) const;
    Item need(std::string_view key) const;
    const Item& item() const { return item_; }

private:
    Item item_;
    std::vector<std::pair<Item, Item>> entries_;
};

/// The document's root. Refuses text that is too large, nested too deeply, not UTF-8, not YAML, or uses anchors.
Item load(const std::string& text, const std::string& file_name);

inline constexpr int deepest_nesting = 32;

/// The first slip of the pen in a text that is not YAML: a stray word, a tab or a wrong indentation, a missing space
/// after a colon, a quotation mark or a bracket that is not closed. Says where it is, not where YAML breaks by it.
std::optional<Error> find_slip(std::string_view text, const std::string& file);
/// Those that yaml-cpp overlooks: a quotation mark that is not closed, and a slip in the last line.
std::optional<Error> find_overlooked_slip(std::string_view text, const std::string& file);
/// "delay" of "delay:100 ms", which YAML takes for a text; empty of others.
std::string_view key_without_space(std::string_view text);
Error missing_space(std::string_view key, Place place);

/// A message of yaml-cpp, which is English, with its Chinese text.
OwnedText in_both_languages(const std::string& message);

} // namespace tcpstage::lesson::yaml
