#include "core/base/error.h"

#include <fmt/format.h>

namespace tcpstage {

namespace {

/// Text quoted from a file may contain newlines and other control characters.
std::string on_one_line(std::string_view text)
{
    std::string line;
    line.reserve(text.size());
    for (const char octet : text) {
        const bool control = static_cast<unsigned char>(octet) < 0x20 || octet == 0x7f;
        if (!control)
            line += octet;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    return line;
}

} // namespace

std::string Error::sentence(Language language) const
{
    std::string text = where.file;
    if (where.line > 0) text += fmt::format(":{}", where.line);
    if (where.line > 0 && where.column > 0) text += fmt::format(":{}", where.column);
    if (!text.empty()) text += ": ";
    text += what[language];
    if (!advice.empty()) text += std::string{Text{"; ", "；"}[language]} + advice[language];
    return on_one_line(text);
}

} // namespace tcpstage
