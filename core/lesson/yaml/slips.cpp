// Where a person has slipped in a text that is not YAML. YAML itself often notices only lines later.

#include "core/base/say.h"
#include "core/lesson/yaml/yaml.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace tcpstage::lesson::yaml {

namespace {

constexpr std::size_t nowhere = std::string_view::npos;

bool ends_word(std::string_view text, std::size_t at)
{
    return at >= text.size() || text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n';
}

/// What fills a key or an entry of a list.
enum class Filled : std::uint8_t { No, Text, OwnLine, Other }; // a text beside it, below it; brackets, quotes, lines

/// A map or a list whose lines begin in a column.
struct Column {
    std::size_t at = 0;
    bool list = false;
    Filled filled = Filled::No;
    int line = 0;              // the newest of its lines
    std::size_t text_line = 0; // where the text below the key begins
};

class SlipFinder {
public:
    SlipFinder(std::string_view text, const std::string& file) : text_{text}, file_{file} {}

    std::optional<Error> find()
    {
        for (std::size_t begin = 0; begin < text_.size() && !slip_;) {
            const std::size_t end = std::min(text_.find('\n', begin), text_.size());
            ++line_;
            read_line(begin, end);
            begin = end + 1;
        }
        if (!slip_ && quote_ != nowhere) refuse_open_quote();
        if (!slip_ && !brackets_.empty())
            refuse(brackets_.back(), {"the bracket that opens here is never closed", "这里开始的括号没有闭合"},
                   {"close it at the end of its content", "请在内容末尾补上括号"});
        return slip_;
    }

    bool ends_in_quote() const { return quote_ != nowhere; }
    /// Nothing follows the slip but comments.
    bool is_in_last_line() const;

private:
    void read_line(std::size_t begin, std::size_t end);
    std::size_t read_dashes(std::size_t begin, std::size_t at, std::size_t end);
    void read_entry(std::size_t begin, std::size_t at, std::size_t end);
    void read_key(std::size_t column, std::size_t at, std::size_t colon, std::size_t end);
    void read_value(std::size_t at, std::size_t end);
    void read_plain(std::size_t at, std::size_t end);
    std::size_t read_quoted(std::size_t at, std::size_t end);
    std::size_t colon_from(std::size_t at, std::size_t end) const;
    void refuse_stray(std::size_t at);
    void refuse_indentation(std::size_t at, std::size_t column);
    void refuse_open_quote();
    void refuse(std::size_t at, OwnedText what, OwnedText advice);

    std::string_view text_;
    const std::string& file_;
    std::vector<Column> columns_;
    std::vector<Column> before_; // the columns of the lines above
    std::vector<std::size_t> brackets_;
    std::size_t quote_ = nowhere;
    std::size_t block_ = nowhere;  // a text in lines (| or >) of a key in this column
    std::size_t closed_ = nowhere; // a quotation mark; nothing but a mark of YAML may follow
    int line_ = 0;
    std::optional<Error> slip_;
};

void SlipFinder::refuse(std::size_t at, OwnedText what, OwnedText advice)
{
    const auto line = std::ranges::count(text_.substr(0, at), '\n');
    const std::size_t before = at == 0 ? nowhere : text_.rfind('\n', at - 1);
    const std::size_t begin = before == nowhere ? 0 : before + 1;
    slip_ = Error{std::move(what), Place{file_, static_cast<int>(line) + 1, static_cast<int>(at - begin) + 1},
                  std::move(advice)};
}

void SlipFinder::refuse_open_quote()
{
    refuse(quote_, {"the quotation mark that opens here is never closed", "这里开始的引号没有闭合"},
           {"write one at the end of the text", "请在文字末尾补上引号"});
}

void SlipFinder::refuse_stray(std::size_t at)
{
    const std::size_t end = std::min(text_.find_first_of("\r\n", at), text_.size());
    std::string_view line = text_.substr(at, end - at);
    if (const auto key = key_without_space(line); !key.empty()) {
        refuse(at + key.size(), {}, {});
        slip_ = missing_space(key, slip_->where);
        return;
    }
    constexpr std::size_t longest = 40;
    const bool cut = line.size() > longest;
    if (cut) line = line.substr(0, line.rfind(' ', longest) == nowhere ? 0 : line.rfind(' ', longest));
    refuse(at,
           line.empty() ? OwnedText{"this line has no key", "这一行没有键"}
                        : say({"\"{}{}\" is not a key with its value", "“{}{}”不是键和它的值"}, line,
                              cut ? Text{" ...", "……"} : Text{}),
           {"write \"key: value\", or remove it", "请写成“key: value”，或者删去"});
}

void SlipFinder::refuse_indentation(std::size_t at, std::size_t column)
{
    const auto far = [&](const Column& each) { return each.at > column ? each.at - column : column - each.at; };
    const auto nearest = std::ranges::min_element(before_, {}, far);
    refuse(at,
           say({"this line is indented by {} spaces, and no line above it fits",
                "这一行缩进 {} 个空格，与上面的行都对不齐"},
               column),
           nearest == before_.end()
               ? OwnedText{}
               : say({"indent it by {}, as line {}", "请缩进 {} 个空格，与第 {} 行对齐"}, nearest->at, nearest->line));
}

void SlipFinder::read_line(std::size_t begin, std::size_t end)
{
    if (quote_ != nowhere || !brackets_.empty()) return read_value(begin, end);
    const std::size_t first = std::min(text_.find_first_not_of(" \t\r", begin), end);
    if (first == end) return;
    if (block_ != nowhere && first - begin > block_) return;
    block_ = nowhere;
    const std::string_view mark = text_.substr(begin, 3); // of the begin or the end of a document
    if (text_[first] == '#' || mark == "---" || mark == "...") return;
    if (const std::size_t tab = text_.substr(begin, first - begin).find('\t'); tab != nowhere)
        return refuse(begin + tab, {"there is a tab in the indentation", "缩进里有制表符"},
                      {"write spaces", "请用空格"});
    before_ = columns_;
    const std::size_t at = read_dashes(begin, first, end);
    if (!slip_ && at < end) read_entry(begin, at, end);
}

/// Opens the lists whose entries begin in this line. Returns what is behind the dashes.
std::size_t SlipFinder::read_dashes(std::size_t begin, std::size_t at, std::size_t end)
{
    while (at < end && text_[at] == '-' && ends_word(text_, at + 1)) {
        const std::size_t column = at - begin;
        while (!columns_.empty() && columns_.back().at > column)
            columns_.pop_back();
        const bool same = !columns_.empty() && columns_.back().list && columns_.back().at == column;
        if (!same && !columns_.empty()) {
            if (columns_.back().filled == Filled::Other) {
                refuse_indentation(at, column);
                return end;
            }
            if (columns_.back().filled != Filled::No) return end; // a text that goes on
            columns_.back().filled = Filled::Other;
        }
        if (!same) columns_.push_back({.at = column, .list = true});
        columns_.back().filled = Filled::No;
        columns_.back().line = line_;
        at = std::min(text_.find_first_not_of(" \r", at + 1), end);
    }
    return at;
}

bool SlipFinder::is_in_last_line() const
{
    std::size_t line = 0;
    for (std::size_t begin = 0; begin < text_.size(); ++line) {
        const std::size_t end = std::min(text_.find('\n', begin), text_.size());
        const std::size_t first = text_.find_first_not_of(" \t\r", begin);
        const bool content = first < end && text_[first] != '#';
        if (content && slip_ && line >= static_cast<std::size_t>(slip_->where.line)) return false;
        begin = end + 1;
    }
    return true;
}

/// What stands in a line behind its dashes.
void SlipFinder::read_entry(std::size_t begin, std::size_t at, std::size_t end)
{
    const std::size_t column = at - begin;
    while (!columns_.empty() && (columns_.back().at > column || (columns_.back().at == column && columns_.back().list)))
        columns_.pop_back();
    const std::size_t colon = colon_from(at, end);
    if (colon != nowhere && !key_without_space(text_.substr(at, end - at)).empty()) return refuse_stray(at);
    if (colon != nowhere) return read_key(column, at, colon, end);
    const bool same = !columns_.empty() && columns_.back().at == column;
    if (columns_.empty() && text_[at] == '{') return read_value(at, end);
    if (columns_.empty() || same || columns_.back().filled == Filled::Other) return refuse_stray(at);
    Column& parent = columns_.back();
    if (parent.filled != Filled::No) return; // a text that goes on
    parent.filled = Filled::OwnLine;
    parent.text_line = at;
    read_value(at, end);
}

void SlipFinder::read_key(std::size_t column, std::size_t at, std::size_t colon, std::size_t end)
{
    const bool same = !columns_.empty() && columns_.back().at == column;
    if (!same && !columns_.empty()) {
        Column& parent = columns_.back();
        if (parent.filled == Filled::OwnLine) {
            const std::size_t line = text_.rfind('\n', parent.text_line) + 1;
            if (parent.text_line - line == column) return refuse_stray(parent.text_line);
        }
        if (parent.filled != Filled::No) return refuse_indentation(at, column);
        parent.filled = Filled::Other;
    }
    if (!same) columns_.push_back({.at = column});
    columns_.back().line = line_;
    const std::size_t value = std::min(text_.find_first_not_of(" \t\r", colon + 1), end);
    columns_.back().filled = Filled::No;
    if (value == end || text_[value] == '#') return;
    columns_.back().filled = Filled::Text;
    if (text_[value] == '|' || text_[value] == '>') {
        block_ = column;
        columns_.back().filled = Filled::Other;
        return;
    }
    read_value(value, end);
}

/// The colon of the key with which a line begins.
std::size_t SlipFinder::colon_from(std::size_t at, std::size_t end) const
{
    if (text_[at] == '"' || text_[at] == '\'') {
        const std::size_t close = text_.find(text_[at], at + 1);
        return close + 1 < end && text_[close + 1] == ':' ? close + 1 : nowhere;
    }
    if (std::string_view{"{[|>"}.find(text_[at]) != nowhere) return nowhere;
    for (; at < end; ++at) {
        if (text_[at] == ':' && ends_word(text_, at + 1)) return at;
        if (text_[at] == '#' && text_[at - 1] == ' ') break;
    }
    return nowhere;
}

/// A value that begins here, or goes on from the line above.
void SlipFinder::read_value(std::size_t at, std::size_t end)
{
    bool fresh = true; // a quotation mark or a bracket may open
    while (at < end && !slip_) {
        const char c = text_[at];
        if (quote_ != nowhere) {
            at = read_quoted(at, end);
            fresh = false;
            continue;
        }
        const bool blank = c == ' ' || c == '\t' || c == '\r';
        const bool mark = std::string_view{",]}:"}.find(c) != nowhere;
        if (c == '#' && (at == 0 || text_[at - 1] == ' ' || text_[at - 1] == '\n')) break;
        if (closed_ != nowhere && !blank && !(mark && !brackets_.empty())) {
            const bool lines = text_.substr(closed_, at - closed_).find('\n') != nowhere;
            quote_ = closed_;
            if (lines) return refuse_open_quote();
            return refuse(at, {"there is something behind the closing quotation mark", "引号闭合之后还有内容"},
                          {"a quotation mark inside of a text is written \\\"", "文字里面的引号要写成 \\\""});
        }
        if (mark) closed_ = nowhere;
        if (fresh && (c == '"' || c == '\'')) quote_ = at;
        if (fresh && (c == '{' || c == '[')) brackets_.push_back(at);
        if (fresh && brackets_.empty() && quote_ == nowhere && !blank) return read_plain(at, end);
        if ((c == '}' || c == ']') && !brackets_.empty()) brackets_.pop_back();
        if ((quote_ == at || !brackets_.empty()) && !columns_.empty()) columns_.back().filled = Filled::Other;
        if (!blank) fresh = c == '{' || c == '[' || c == ',' || (c == ':' && ends_word(text_, at + 1));
        ++at;
    }
    if (brackets_.empty() && quote_ == nowhere) closed_ = nowhere;
}

/// A text without quotation marks.
void SlipFinder::read_plain(std::size_t at, std::size_t end)
{
    for (std::size_t i = at; i < end; ++i) {
        if (text_[i] == '#' && text_[i - 1] == ' ') return;
        if (text_[i] == ':' && ends_word(text_, i + 1))
            return refuse(
                i,
                {"a text in which a space follows a colon needs quotation marks", "冒号后面有空格的文字要放在引号里"},
                {"write \"...\" around the whole value", "请给整个值加上“\"...\"”"});
    }
}

std::size_t SlipFinder::read_quoted(std::size_t at, std::size_t end)
{
    const char mark = text_[quote_];
    if (mark == '"' && text_[at] == '\\') return std::min(at + 2, end);
    if (text_[at] != mark) return at + 1;
    if (mark == '\'' && at + 1 < end && text_[at + 1] == '\'') return at + 2;
    closed_ = std::exchange(quote_, nowhere);
    return at + 1;
}

} // namespace

std::string_view key_without_space(std::string_view text)
{
    const auto letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-'; };
    const std::size_t colon = text.find(':');
    if (colon == nowhere || colon == 0 || ends_word(text, colon + 1)) return {};
    const std::string_view key = text.substr(0, colon);
    const bool number = std::isdigit(static_cast<unsigned char>(key.front())) != 0; // "10:30", an address with its port
    return !number && std::ranges::all_of(key, letter) ? key : std::string_view{};
}

Error missing_space(std::string_view key, Place place)
{
    return {say({"after the colon of \"{}\" a space is missing", "“{}”的冒号后面缺少空格"}, key), std::move(place),
            say({"write \"{}: ...\"", "请写“{}: ...”"}, key)};
}

std::optional<Error> find_slip(std::string_view text, const std::string& file) { return SlipFinder{text, file}.find(); }

std::optional<Error> find_overlooked_slip(std::string_view text, const std::string& file)
{
    SlipFinder finder{text, file};
    auto slip = finder.find();
    return slip && (finder.ends_in_quote() || finder.is_in_last_line()) ? slip : std::nullopt;
}

} // namespace tcpstage::lesson::yaml
