#pragma once
// Where the end of a text is in a lesson: in which maps and lists, at which key. The text may be unfinished, or no YAML
// yet. Private to core/lesson.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tcpstage::lesson::yaml {

/// A map or a list that is open at a place.
struct Level {
    enum class Kind : std::uint8_t { Map, List };
    Kind kind = Kind::Map;
    std::size_t column = 0; // of its lines; not of one in brackets
    bool brackets = false;
    std::size_t number = 0;      // counts all maps and lists of the text
    std::string key{};           // of a map: the key whose value comes; empty before a key
    bool has_text = false;       // of its key or entry
    bool continues_text = false; // it is no map, but a text that goes on
};

/// A key of the text, and the map that has it.
struct WrittenKey {
    std::size_t map = 0; // Level::number
    std::string name;
    std::vector<std::string> above; // the keys of the maps around it, from outside
};

/// Reads a text from its begin to its end, without recursion.
class TextPlace {
public:
    explicit TextPlace(std::string_view text);

    /// From outside.
    const std::vector<Level>& levels() const { return levels_; }
    const std::vector<WrittenKey>& keys() const { return keys_; }
    /// Nothing can be written here: a comment, a block of text, or behind a closed quotation mark or bracket.
    bool is_closed() const { return closed_ || comment_; }
    /// Where the unfinished key or value begins, without an opening quotation mark.
    std::size_t begin() const { return begin_; }

private:
    void read_line(std::size_t at, std::size_t end);
    std::size_t read_dashes(std::size_t line, std::size_t at, std::size_t end);
    void open_line(std::size_t column);
    void read_value(std::size_t at, std::size_t end);
    std::size_t read_quoted(std::size_t at, std::size_t end);
    std::size_t read_in_brackets(std::size_t at);
    void begin_value(std::size_t at);
    void open(Level level);
    void set_key(std::string_view name);
    bool in_brackets() const { return !levels_.empty() && levels_.back().brackets; }

    std::string_view text_;
    std::vector<Level> levels_;
    std::vector<WrittenKey> keys_;
    std::size_t opened_ = 0;
    std::size_t begin_ = 0;
    std::size_t block_ = std::string_view::npos; // a text in lines (| or >) of a key in this column
    char quote_ = '\0';
    bool fresh_ = true; // nothing of the value is there yet
    bool closed_ = false;
    bool comment_ = false;
};

} // namespace tcpstage::lesson::yaml
