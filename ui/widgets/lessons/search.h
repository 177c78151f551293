#pragma once
// Searches titles and texts for the words that a person types, and for those that mean the same (synonyms.def).

#include <QStringList>
#include <vector>

namespace tcpstage::widgets {

/// Where the words were found; the better, the later. InTitle: a synonym of theirs is in the title; AsTyped: they are.
enum class Found : std::uint8_t { Nowhere, InText, InTitle, AsTyped };
inline constexpr std::size_t found_count = 4;

class Search {
public:
    explicit Search(const QString& words);
    /// All words, in any order and letter case, are in the title, or else in title and text. Without words: AsTyped.
    Found in(const QString& title, const QString& text) const;
    /// Whether a title is what was typed, or that and then an explanation: "SYN (synchronize)", but not "SYN-SENT".
    bool isNamed(const QString& title) const;
    bool isEmpty() const { return phrases_.empty(); }

private:
    struct Phrase {
        QStringList words;
        bool typed; // else with a synonym in the place of a term
        friend bool operator==(const Phrase&, const Phrase&) = default;
    };
    static bool has(const QString& text, const QString& word, bool typed);
    static bool has(const QString& text, const Phrase& phrase);
    bool hasAny(const QString& text) const;

    std::vector<Phrase> phrases_;
};

} // namespace tcpstage::widgets
