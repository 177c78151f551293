#include "core/base/say.h"

namespace tcpstage {

namespace {

bool begins_han(char octet) // U+4000 to U+9FFF in UTF-8
{
    const auto value = static_cast<unsigned char>(octet);
    return value >= 0xe4 && value <= 0xe9;
}

} // namespace

std::string without_gaps(std::string chinese)
{
    std::size_t kept = 0;
    for (std::size_t i = 0; i < chinese.size(); ++i) {
        const bool gap = chinese[i] == ' ' && kept >= 3 && begins_han(chinese[kept - 3]) && i + 1 < chinese.size() &&
                         begins_han(chinese[i + 1]);
        if (!gap) chinese[kept++] = chinese[i];
    }
    chinese.resize(kept);
    return chinese;
}

} // namespace tcpstage
