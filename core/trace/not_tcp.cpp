#include "core/trace/not_tcp.h"

#include <algorithm>

namespace tcpstage::trace {

std::vector<Text> not_tcp(const Trace& trace)
{
    std::vector<Text> missing;
    for (const Side side : both_sides)
        for (const Text& text : tcp::differences(trace.endpoint(side).without))
            if (std::ranges::find(missing, text.en, &Text::en) == missing.end()) missing.push_back(text);
    return missing;
}

std::string not_tcp_text(const Trace& trace, Language language)
{
    std::string line;
    for (const Text& text : not_tcp(trace)) {
        if (!line.empty() && language == Language::English) line += ' ';
        line += text[language];
    }
    return line;
}

} // namespace tcpstage::trace
