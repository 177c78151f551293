#include "core/base/say.h"

#include <algorithm>
#include <array>

namespace tcpstage {

namespace {

bool begins_han(char octet) // U+4000 to U+9FFF in UTF-8
{
    const auto value = static_cast<unsigned char>(octet);
    return value >= 0xe4 && value <= 0xe9;
}

struct Word {
    std::string_view plural;
    std::string_view singular;
};
constexpr std::array nouns{
    Word{"ACKs", "ACK"},           Word{"answers", "answer"},       Word{"branches", "branch"},
    Word{"calls", "call"},         Word{"characters", "character"}, Word{"connections", "connection"},
    Word{"datagrams", "datagram"}, Word{"hands", "hand"},           Word{"numbers", "number"},
    Word{"octets", "octet"},       Word{"others", "other"},         Word{"packets", "packet"},
    Word{"probes", "probe"},       Word{"questions", "question"},   Word{"records", "record"},
    Word{"scripts", "script"},     Word{"segments", "segment"},     Word{"spaces", "space"},
    Word{"states", "state"},       Word{"steps", "step"},           Word{"times", "time"}};
constexpr std::array verbs{Word{"are", "is"}, Word{"have", "has"}, Word{"lie", "lies"}, Word{"wait", "waits"},
                           Word{"were", "was"}};
constexpr std::array<std::string_view, 5> between{"duplicate", "more", "new", "other", "queued"};

bool is_letter(char octet) { return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z'); }

/// The word that begins at `at`.
std::string_view word_at(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    while (end < text.size() && is_letter(text[end]))
        ++end;
    return at < text.size() ? text.substr(at, end - at) : std::string_view{};
}

/// Puts the word at `at` into the singular. Where the next word begins; 0 if it is none of `words`.
template <std::size_t count>
std::size_t put_singular(std::string& text, std::size_t at, const std::array<Word, count>& words)
{
    const std::string_view word = word_at(text, at);
    const auto known = std::ranges::find(words, word, &Word::plural);
    if (known == words.end()) return 0;
    text.replace(at, word.size(), known->singular);
    return at + known->singular.size() + 1;
}

/// Whether this "1" is a whole number that counts what follows: not part of another number, of a name, or of a sum.
bool counts(std::string_view text, std::size_t at)
{
    if (at + 1 >= text.size() || text[at + 1] != ' ') return false;
    if (at == 0) return true;
    const bool begins = text[at - 1] == ' ' || text[at - 1] == '(';
    return begins && (at < 2 || (text[at - 2] != '=' && text[at - 2] != '+' && text[at - 2] != '-'));
}

} // namespace

std::string singular_after_one(std::string english)
{
    for (std::size_t at = english.find('1'); at != std::string::npos; at = english.find('1', at + 1)) {
        if (!counts(english, at)) continue;
        std::size_t next = at + 2;
        if (std::ranges::find(between, word_at(english, next)) != between.end())
            next += word_at(english, next).size() + 1;
        next = put_singular(english, next, nouns);
        if (next > 0 && next < english.size() && english[next - 1] == ' ') put_singular(english, next, verbs);
    }
    return english;
}

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
