#include "core/base/error.h"

#include <fmt/format.h>

namespace tcpstage {

std::string Error::sentence() const
{
    std::string text = where.file;
    if (where.line > 0) text += fmt::format(":{}", where.line);
    if (where.line > 0 && where.column > 0) text += fmt::format(":{}", where.column);
    if (!text.empty()) text += ": ";
    text += what;
    if (!advice.empty()) text += "; " + advice;
    return text;
}

} // namespace tcpstage
