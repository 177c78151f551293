#include "core/tcp/segment/notation_reader.h"

#include "core/base/say.h"

#include <charconv>

namespace tcpstage::tcp {

void NotationReader::skip_blanks()
{
    const std::size_t found = line_.find_first_not_of(" \t\n\r", next_);
    next_ = found == std::string_view::npos ? line_.size() : found;
}

bool NotationReader::at_end()
{
    skip_blanks();
    return next_ == line_.size();
}

bool NotationReader::at_digit() { return !failed() && !at_end() && line_[next_] >= '0' && line_[next_] <= '9'; }

bool NotationReader::accept(char c)
{
    skip_blanks();
    const bool found = !failed() && next_ < line_.size() && line_[next_] == c;
    if (found) ++next_;
    return found;
}

void NotationReader::require(char c, Text after)
{
    if (!accept(c)) refuse(say({"expected \"{0}\" after {1}", "{1}后面应有“{0}”"}, c, after));
}

bool NotationReader::accept_word(std::string_view word)
{
    skip_blanks();
    const bool found = !failed() && peek_word() == word;
    if (found) next_ += word.size();
    return found;
}

std::string_view NotationReader::take_word()
{
    skip_blanks();
    const auto word = peek_word();
    if (!failed()) next_ += word.size();
    return word;
}

std::uint32_t NotationReader::number(Text what, std::uint32_t most)
{
    skip_blanks();
    if (failed()) return 0;
    std::uint64_t value = 0;
    const char* const begin = line_.data() + next_;
    const auto [end, error] = std::from_chars(begin, line_.data() + line_.size(), value);
    if (error == std::errc::invalid_argument)
        refuse(say({"expected {}, a number", "这里应有{}（一个数）"}, what));
    else if (error != std::errc{} || value > most)
        refuse(say({"{} is at most {}", "{}最大为 {}"}, what, most));
    else
        next_ += static_cast<std::size_t>(end - begin);
    return failed() ? 0 : static_cast<std::uint32_t>(value);
}

void NotationReader::refuse_at(std::size_t position, OwnedText what)
{
    if (!failed()) fault_ = NotationFault{std::move(what), position, true};
}

void NotationReader::pass(std::size_t position, std::string_view what)
{
    if (!failed()) fault_ = NotationFault{{std::string{what}, std::string{what}}, position, false};
}

std::string_view NotationReader::peek_word() const
{
    const auto rest = line_.substr(next_);
    return rest.substr(0, rest.find_first_of(" \t\r\n:()<>[],"));
}

} // namespace tcpstage::tcp
