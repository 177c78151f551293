// Reads input as a diagram of a handshake or a close. It must be refused with one sentence, or checked; whatever is
// found stands in one of its lines, in both languages.
#include "core/diagram/check_diagram.h"
#include "tests/fuzz/feed.h"

#include <string>

using namespace tcpstage;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string text{reinterpret_cast<const char*>(data), size};
    const auto drawn = diagram::read_diagram(text, "fuzz.txt");
    if (!drawn) {
        fuzz::must_be_a_sentence(drawn.error().sentence());
        return 0;
    }
    for (const diagram::Finding& finding : diagram::check(*drawn)) {
        fuzz::must(finding.line >= 1 && static_cast<std::size_t>(finding.line) <= drawn->lines.size(),
                   "it stands in a line");
        fuzz::must_be_a_sentence(finding.sentence.en);
        fuzz::must(!finding.sentence.zh.empty() && !finding.section.empty(), "both languages, and a section");
    }
    return 0;
}
