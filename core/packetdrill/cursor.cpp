#include "core/packetdrill/cursor.h"

#include "core/base/say.h"
#include "core/packetdrill/script.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace tcpstage::packetdrill {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

/// Counts from the beginning of the text, so it is used for errors only.
int line_of(std::string_view text, std::size_t position)
{
    return 1 + static_cast<int>(std::ranges::count(text.substr(0, position), '\n'));
}

void blank_out(std::string& text, std::size_t from, std::size_t to)
{
    for (std::size_t i = from; i < to; ++i)
        if (text[i] != '\n') text[i] = ' ';
}

std::string_view first_word(std::string_view text)
{
    const auto start = text.find_first_not_of(" \t\r");
    if (start == std::string_view::npos) return {};
    text.remove_prefix(start);
    return text.substr(0, text.find_first_of(" \t\r/"));
}

/// #ifdef, #ifndef, #else and #endif: blanks out the excluded lines and the directives.
class Directives {
public:
    Directives(std::string& text, const std::string& file) : text_{text}, file_{file} {}

    Result<void> remove()
    {
        for (std::size_t start = 0; start < text_.size(); ++line_) {
            const std::size_t end = std::min(text_.find('\n', start), text_.size());
            const std::string_view line{text_.data() + start, end - start};
            const bool directive = line.starts_with('#') && is_directive(first_word(line.substr(1)));
            if (directive && !obey(line.substr(1))) return tl::unexpected{error_};
            if (directive || !counts()) blank_out(text_, start, end);
            start = end + 1;
        }
        if (open_.empty()) return {};
        return fail({"\"#ifdef\" has no \"#endif\"", "“#ifdef”没有对应的“#endif”"}, {file_, open_.back().line, 1});
    }

private:
    struct Open {
        bool counts;
        int line;
    };
    static bool is_directive(std::string_view name)
    {
        constexpr std::array<std::string_view, 9> names{"ifdef",  "ifndef",  "else", "endif", "if",
                                                        "define", "include", "elif", "undef"};
        return std::ranges::find(names, name) != names.end();
    }
    bool counts() const { return std::ranges::all_of(open_, &Open::counts); }

    bool obey(std::string_view directive)
    {
        const auto name = first_word(directive);
        if (name == "ifdef" || name == "ifndef") {
            const bool known = first_word(directive.substr(directive.find(name) + name.size())) == "STANDARD";
            open_.push_back({known == (name == "ifdef"), line_});
            if (open_.size() <= static_cast<std::size_t>(deepest_nesting)) return true;
            error_ = Error{too_deep(), {file_, line_, 1}, {}};
            return false;
        }
        if ((name == "else" || name == "endif") && !open_.empty()) {
            if (name == "else")
                open_.back().counts = !open_.back().counts;
            else
                open_.pop_back();
            return true;
        }
        error_.what = say({"\"#{}\" is not understood here", "这里不能用“#{}”"}, name);
        error_.where = {file_, line_, 1};
        error_.advice = {"#ifdef, #ifndef, #else and #endif are", "可以用 #ifdef、#ifndef、#else 和 #endif"};
        return false;
    }

    std::string& text_;
    const std::string& file_;
    std::vector<Open> open_;
    int line_ = 1;
    Error error_;
};

struct Bracket {
    std::string_view open;
    std::string_view close;
    bool comment;
};
constexpr std::array<Bracket, 5> brackets{
    {{"//", "\n", true}, {"/*", "*/", true}, {"`", "`", false}, {"\"", "\"", false}, {"%{", "}%", false}}};

} // namespace

Result<std::string> without_comments(std::string_view text, const std::string& file)
{
    std::string clean{text};
    for (std::size_t i = 0; i < clean.size();) {
        const auto begins = [&](const Bracket& bracket) {
            return clean.compare(i, bracket.open.size(), bracket.open) == 0;
        };
        const auto* const found = std::ranges::find_if(brackets, begins);
        if (found == brackets.end()) {
            ++i;
            continue;
        }
        const std::size_t close = clean.find(found->close, i + found->open.size());
        if (close == std::string::npos && found->open == "/*")
            return fail({"a comment has no end", "注释没有结束"}, {file, line_of(clean, i), 0},
                        {"close it with \"*/\"", "请用“*/”结束"});
        const std::size_t end = close == std::string::npos ? clean.size() : close + found->close.size();
        if (found->comment) blank_out(clean, i, end);
        i = end;
    }
    if (const auto removed = Directives{clean, file}.remove(); !removed) return tl::unexpected{removed.error()};
    return clean;
}

OwnedText too_deep() { return say({"this is nested deeper than {} levels", "嵌套超过 {} 层"}, deepest_nesting); }

Cursor::Cursor(std::string_view text, const std::string& file) : text_{text}, file_{file}, lines_{0}
{
    for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n', end + 1))
        lines_.push_back(end + 1);
}

bool Cursor::at_end()
{
    while (next_ < text_.size() && is_blank(text_[next_]))
        ++next_;
    return failed() || next_ >= text_.size();
}

char Cursor::peek() { return at_end() ? '\0' : text_[next_]; }

bool Cursor::accept(std::string_view sign)
{
    if (at_end() || !rest().starts_with(sign)) return false;
    next_ += sign.size();
    return true;
}

void Cursor::require(std::string_view sign, Text after)
{
    if (!accept(sign)) refuse(say({"expected \"{0}\" after {1}", "{1}后面应有“{0}”"}, sign, after));
}

std::string_view Cursor::word()
{
    if (at_end()) return {};
    const auto all = rest();
    const auto end = std::ranges::find_if_not(all, is_word);
    const auto found = all.substr(0, static_cast<std::size_t>(end - all.begin()));
    next_ += found.size();
    return found;
}

std::int64_t Cursor::number()
{
    const bool negative = accept("-");
    const bool hexadecimal = accept("0x");
    std::int64_t value = 0;
    const auto all = rest();
    const auto [end, error] = std::from_chars(all.data(), all.data() + all.size(), value, hexadecimal ? 16 : 10);
    if (error != std::errc{})
        refuse({"expected a number", "这里应有一个数"});
    else
        next_ += static_cast<std::size_t>(end - all.data());
    return negative ? -value : value;
}

std::int64_t Cursor::nanoseconds()
{
    constexpr std::int64_t second = 1'000'000'000;
    constexpr std::int64_t most = 1'000'000'000; // seconds: no script takes longer
    std::int64_t value = 0;
    bool digits = false;
    if (at_end()) refuse({"expected a time in seconds", "这里应有以秒为单位的时间"});
    for (; !failed() && next_ < text_.size() && is_digit(text_[next_]); ++next_, digits = true)
        value = std::min(most + 1, value * 10 + (text_[next_] - '0'));
    if (value > most)
        refuse({"this time is too large", "这个时间太大"}, {"no script takes that long", "没有脚本会这么久"});
    value *= second;
    const bool point = !failed() && next_ + 1 < text_.size() && text_[next_] == '.' && is_digit(text_[next_ + 1]);
    if (point) ++next_;
    for (std::int64_t unit = second / 10; point && next_ < text_.size() && is_digit(text_[next_]); ++next_, unit /= 10)
        value += unit * (text_[next_] - '0');
    if (!digits && !point)
        refuse({"expected a time in seconds", "这里应有以秒为单位的时间"},
               {"write it as in \"+0.10\", \"1.5\" or \"*\"", "请写成“+0.10”、“1.5”或“*”"});
    return value;
}

std::string_view Cursor::up_to(std::string_view close, Text what)
{
    const std::size_t end = rest().find(close);
    if (end == std::string_view::npos) {
        refuse(say({"{} has no end", "{}没有结束"}, what), say({"close it with \"{}\"", "请用“{}”结束"}, close));
        return {};
    }
    const auto found = rest().substr(0, end);
    next_ += end + close.size();
    return found;
}

void Cursor::refuse_at(std::size_t characters, const OwnedText& what, const OwnedText& advice)
{
    if (!failed()) error_ = Error{what, place_of(next_ + characters), advice};
}

Place Cursor::place_of(std::size_t position) const
{
    const auto line = std::ranges::upper_bound(lines_, position) - lines_.begin();
    const std::size_t start = lines_[static_cast<std::size_t>(line) - 1];
    return {file_, static_cast<int>(line), static_cast<int>(position - start) + 1};
}

} // namespace tcpstage::packetdrill
