#include "ui/widgets/lessons/search.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace tcpstage::widgets {

namespace {

constexpr qsizetype leastLatin = 4; // letters of an unfinished term that stand for all of it
constexpr qsizetype leastChinese = 2;

const std::vector<QStringList>& synonyms()
{
    static const std::vector<QStringList> groups = [] {
        const auto listed = [](std::initializer_list<const char*> terms) {
            QStringList list;
            for (const char* term : terms)
                list << QString::fromUtf8(term);
            return list;
        };
        return std::vector<QStringList>{
#define TCPSTAGE_SYNONYMS(...) listed({__VA_ARGS__}),
#include "ui/widgets/lessons/synonyms.def"
#undef TCPSTAGE_SYNONYMS
        };
    }();
    return groups;
}

bool isLatin(QChar c) { return (c.isLetterOrNumber() || c == u'\'') && c.unicode() < 0x250; }

/// Whether the term stands in the phrase, by itself where it is of Latin letters; its place.
qsizetype placeOf(const QString& term, const QString& phrase)
{
    const bool latin = std::ranges::all_of(term, [](QChar c) { return c.unicode() < 0x250; });
    for (qsizetype at = phrase.indexOf(term, 0, Qt::CaseInsensitive); at >= 0;
         at = phrase.indexOf(term, at + 1, Qt::CaseInsensitive)) {
        const qsizetype end = at + term.size();
        const bool whole = (at == 0 || !isLatin(phrase[at - 1])) && (end == phrase.size() || !isLatin(phrase[end]));
        if (!latin || whole) return at;
    }
    return -1;
}

/// Whether the phrase is the begin of the term, long enough to mean it.
bool begins(const QString& phrase, const QString& term)
{
    const qsizetype least = !phrase.isEmpty() && isLatin(phrase[0]) ? leastLatin : leastChinese;
    return phrase.size() >= least && term.startsWith(phrase, Qt::CaseInsensitive);
}

QStringList wordsOf(const QString& phrase) { return phrase.split(u' ', Qt::SkipEmptyParts); }

} // namespace

Search::Search(const QString& words)
{
    QString phrase = words.simplified();
    if (phrase.isEmpty()) return;
    phrases_.push_back({wordsOf(phrase), true});
    const auto add = [&](const QString& other) {
        const QStringList list = wordsOf(other);
        if (std::ranges::find(phrases_, list, &Phrase::words) == phrases_.end()) phrases_.push_back({list, false});
    };
    if (phrase.contains(u'_')) add(phrase.replace(u'_', u'-')); // FIN_WAIT_2, as netstat and textbooks write it
    for (const QStringList& group : synonyms())
        for (const QString& term : group) {
            const qsizetype at = placeOf(term, phrase);
            if (at < 0 && !begins(phrase, term)) continue;
            for (const QString& same : group)
                add(at < 0 ? same : phrase.left(at) + same + phrase.mid(at + term.size()));
        }
}

/// A short word, such as RST or ISN, is no part of another: not of "first", nor of "isn't". It may be unfinished when
/// it is being typed.
bool Search::has(const QString& text, const QString& word, bool typed)
{
    constexpr qsizetype shortest = 4;
    if (word.size() >= shortest || !isLatin(word[0])) return text.contains(word, Qt::CaseInsensitive);
    for (qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(word, at + 1, Qt::CaseInsensitive)) {
        const qsizetype end = at + word.size();
        const bool begins = at == 0 || !isLatin(text[at - 1]);
        if (begins && (typed || end == text.size() || !isLatin(text[end]))) return true;
    }
    return false;
}

bool Search::has(const QString& text, const Phrase& phrase)
{
    return std::ranges::all_of(phrase.words, [&](const QString& word) { return has(text, word, phrase.typed); });
}

bool Search::hasAny(const QString& text) const
{
    return std::ranges::any_of(phrases_, [&](const Phrase& phrase) { return has(text, phrase); });
}

Found Search::in(const QString& title, const QString& text) const
{
    if (isEmpty() || has(title, phrases_.front())) return Found::AsTyped;
    if (hasAny(title)) return Found::InTitle;
    return hasAny(title + u' ' + text) ? Found::InText : Found::Nowhere;
}

bool Search::isNamed(const QString& title) const
{
    if (isEmpty()) return false;
    const QString typed = phrases_.front().words.join(u' ');
    if (!title.startsWith(typed, Qt::CaseInsensitive)) return false;
    const QString rest = title.mid(typed.size()).trimmed();
    return rest.isEmpty() || rest.startsWith(u'(') || rest.startsWith(QChar{0xff08});
}

} // namespace tcpstage::widgets
