#include "core/lesson/yaml/text_place.h"

#include <algorithm>

namespace tcpstage::lesson::yaml {

namespace {

std::size_t after_blanks(std::string_view text, std::size_t at, std::size_t end)
{
    return std::min(text.find_first_not_of(' ', at), end);
}

/// Whether the character ends a word before it: "key: value", "- entry".
bool is_gap(std::string_view text, std::size_t at) { return at >= text.size() || text[at] == ' ' || text[at] == '\n'; }

std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \"'");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \"'") + 1 - begin);
}

/// The colon of the key with which a line begins; npos: there is none.
std::size_t colon_of(std::string_view text, std::size_t at, std::size_t end)
{
    if (at < end && std::string_view{"{[\"'#|>"}.find(text[at]) != std::string_view::npos)
        return std::string_view::npos;
    for (; at < end; ++at) {
        if (text[at] == ':' && is_gap(text, at + 1)) return at;
        if (text[at] == '#' && text[at - 1] == ' ') break;
    }
    return std::string_view::npos;
}

} // namespace

TextPlace::TextPlace(std::string_view text) : text_{text}
{
    for (std::size_t at = 0;;) {
        const std::size_t end = std::min(text_.find('\n', at), text_.size());
        read_line(at, end);
        if (end == text_.size()) break;
        at = end + 1;
    }
}

void TextPlace::read_line(std::size_t at, std::size_t end)
{
    comment_ = false;
    if (quote_ != '\0' || in_brackets()) return read_value(at, end);
    const std::size_t first = after_blanks(text_, at, end);
    const bool blank = first == end;
    if (blank && end < text_.size()) return;
    if (block_ != std::string_view::npos && first - at > block_) {
        closed_ = true;
        return;
    }
    block_ = std::string_view::npos;
    if (!blank && text_[first] == '#') {
        comment_ = true;
        return;
    }
    const std::size_t begin = read_dashes(at, first, end);
    open_line(begin - at);
    begin_value(begin);
    const std::size_t colon = colon_of(text_, begin, end);
    if (colon == std::string_view::npos) return read_value(begin, end);
    set_key(text_.substr(begin, colon - begin));
    const std::size_t value = after_blanks(text_, colon + 1, end);
    begin_value(value);
    if (value < end && (text_[value] == '|' || text_[value] == '>')) block_ = levels_.back().column;
    read_value(value, end);
}

/// Opens the lists whose entries begin in this line. Returns what is behind the dashes.
std::size_t TextPlace::read_dashes(std::size_t line, std::size_t at, std::size_t end)
{
    while (at < end && text_[at] == '-' && is_gap(text_, at + 1)) {
        const std::size_t column = at - line;
        while (!levels_.empty() && levels_.back().column > column)
            levels_.pop_back();
        if (levels_.empty() || levels_.back().kind == Level::Kind::Map || levels_.back().column < column)
            open({.kind = Level::Kind::List, .column = column});
        levels_.back().has_text = false;
        at = after_blanks(text_, at + 1, end);
    }
    return at;
}

/// A map, or the text of an entry, begins or goes on in this column.
void TextPlace::open_line(std::size_t column)
{
    while (!levels_.empty() && (levels_.back().column > column ||
                                (levels_.back().column == column && levels_.back().kind == Level::Kind::List)))
        levels_.pop_back();
    const bool goes_on = !levels_.empty() && levels_.back().column == column;
    if (!goes_on) open({.column = column, .continues_text = !levels_.empty() && levels_.back().has_text});
    levels_.back().key.clear();
    levels_.back().has_text = false;
}

void TextPlace::begin_value(std::size_t at)
{
    begin_ = at;
    fresh_ = true;
    closed_ = false;
}

void TextPlace::open(Level level)
{
    level.number = ++opened_;
    levels_.push_back(std::move(level));
}

void TextPlace::set_key(std::string_view name)
{
    Level& level = levels_.back();
    level.key = trimmed(name);
    WrittenKey key{level.number, level.key, {}};
    for (const Level& each : levels_)
        if (&each != &level && !each.key.empty()) key.above.push_back(each.key);
    keys_.push_back(std::move(key));
}

void TextPlace::read_value(std::size_t at, std::size_t end)
{
    while (at < end) {
        const char c = text_[at];
        if (quote_ != '\0') {
            at = read_quoted(at, end);
        } else if (c == '#' && (at == 0 || text_[at - 1] == ' ' || text_[at - 1] == '\n')) {
            comment_ = true;
            return;
        } else if (fresh_ && c == ' ') {
            begin_ = ++at;
        } else if (fresh_ && (c == '"' || c == '\'')) {
            quote_ = c;
            begin_ = ++at;
            fresh_ = false;
        } else if (fresh_ && (c == '{' || c == '[')) {
            open({.kind = c == '{' ? Level::Kind::Map : Level::Kind::List, .brackets = true});
            begin_value(++at);
        } else if (in_brackets()) {
            at = read_in_brackets(at);
        } else {
            fresh_ = false;
            if (!levels_.empty()) levels_.back().has_text = true;
            ++at;
        }
    }
    if (in_brackets() && fresh_) begin_ = std::max(begin_, end);
}

std::size_t TextPlace::read_quoted(std::size_t at, std::size_t end)
{
    if (quote_ == '"' && text_[at] == '\\') return std::min(at + 2, end);
    if (text_[at] != quote_) return at + 1;
    if (quote_ == '\'' && at + 1 < end && text_[at + 1] == '\'') return at + 2;
    quote_ = '\0';
    closed_ = true;
    return at + 1;
}

/// Takes one character that is neither quoted nor the first of a value.
std::size_t TextPlace::read_in_brackets(std::size_t at)
{
    const char c = text_[at];
    if (c == ',') {
        levels_.back().key.clear();
        begin_value(at + 1);
    } else if (c == '}' || c == ']') {
        levels_.pop_back();
        fresh_ = false;
        closed_ = true;
    } else if (c == ':' && levels_.back().kind == Level::Kind::Map && levels_.back().key.empty() &&
               (is_gap(text_, at + 1) || closed_)) {
        set_key(text_.substr(begin_, at - begin_));
        begin_value(at + 1);
    } else {
        fresh_ = false;
    }
    return at + 1;
}

} // namespace tcpstage::lesson::yaml
