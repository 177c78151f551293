#include "ui/scene/ladder/ladder_wordings.h"

#include "ui/scene/ladder/ladder_rows.h"

#include <QStringList>
#include <algorithm>
#include <cmath>
#include <initializer_list>

namespace tcpstage::scene {

namespace {

constexpr double smallest = 0.68; // of the usual size
constexpr double medium = 0.85;

/// How much is said of a segment, and in which size: 1 is the usual one.
struct Fullness {
    QString numbers;
    double size;
    friend bool operator==(const Fullness&, const Fullness&) = default;
};

QString joined(const QString& first, const QString& second) { return second.isEmpty() ? first : first + u' ' + second; }

/// Options are left out before letters become small; then the window that is told, unless it is closed; then all
/// numbers but one. The smallest size on a projector is 27 pixels of 1080.
std::vector<Fullness> fullnessesOf(const SegmentWords& words)
{
    const QString window = joined(words.numbers, words.window);
    const QString main = mainNumber(words);
    const QString mainAndWindow = words.window.isEmpty() ? words.numbers : joined(main, words.window);
    std::vector<Fullness> list;
    const auto add = [&](const QString& numbers, std::initializer_list<double> sizes) {
        for (const double size : sizes)
            if (const Fullness next{numbers, size}; std::ranges::find(list, next) == list.end()) list.push_back(next);
    };
    add(joined(window, words.options), {1});
    add(window, {1, medium, smallest});
    if (words.window == QStringLiteral("win=0")) add(mainAndWindow, {1, medium, smallest});
    add(words.numbers, {1, medium, smallest});
    add(mainAndWindow, {medium, smallest});
    add(main, {medium, smallest});
    return list;
}

/// Also for a person who has chosen larger letters in the window.
bool isTooSmall(double size, const LadderStyle& style)
{
    constexpr double chosenLarger = 1.3;
    const bool inWindow = style.flagsPixels > style.numbersPixels;
    return std::round(style.numbersPixels * size) < style.least ||
           (inWindow && style.scale > chosenLarger && size < medium);
}

/// The numbers without the main one.
QString besideMain(const QString& numbers, const QString& main)
{
    QStringList parts = numbers.split(u' ');
    return parts.removeOne(main) ? parts.join(u' ') : QString{};
}

} // namespace

QString mainNumber(const SegmentWords& words)
{
    const QStringList parts = words.numbers.split(u' ');
    const auto named = [&](const char* name) {
        const auto found =
            std::ranges::find_if(parts, [name](const QString& part) { return part.startsWith(QLatin1String{name}); });
        return found == parts.end() ? QString{} : *found;
    };
    const QString ack = named("ack=");
    const bool bare =
        (words.flags == QLatin1String{"ACK"} || words.flags == QLatin1String{"ACK=1"}) && named("len=").isEmpty();
    const QString seq = named("seq=");
    return bare && !ack.isEmpty() ? ack : seq.isEmpty() ? words.numbers : seq;
}

bool hasAllNumbers(const Wording& wording, const SegmentWords& words)
{
    QStringList said;
    for (const Row* row : {&wording.row, &wording.below})
        for (const Piece& piece : row->pieces)
            if (piece.face == Face::Mono) said << piece.text.split(u' ');
    const QStringList wanted = words.numbers.split(u' ', Qt::SkipEmptyParts);
    return std::ranges::all_of(wanted, [&](const QString& number) { return said.contains(number); });
}

std::vector<Wording> wordingsOf(const SegmentWords& words, Ink ink, const LadderStyle& style)
{
    const double gap = 8 * style.scale;
    const QString signs = words.differs + words.remarkSign;
    std::vector<Wording> wordings;
    for (const Fullness& fullness : fullnessesOf(words)) {
        if (isTooSmall(fullness.size, style)) continue;
        const bool larger = style.flagsPixels > style.numbersPixels; // and stay it; on a projector both are equal
        const double big = std::round(style.flagsPixels * (larger ? std::sqrt(fullness.size) : fullness.size));
        const Piece sign = piece(signs, Face::Sans, big, 700, ink);
        const Piece flags = piece(words.flags, Face::Sans, big, 700, ink);
        const Piece numbers =
            piece(fullness.numbers, Face::Mono, std::round(style.numbersPixels * fullness.size), 500, Ink::Text);
        const Piece remark = piece(words.remark, Face::Sans, std::round(style.tagPixels * 1.15), 600, Ink::Muted);
        const bool remarked = !words.remark.isEmpty() && fullness.size == 1;
        if (remarked) wordings.push_back({rowOf({sign, flags, numbers, remark}, gap), {}});
        wordings.push_back({rowOf({sign, flags, numbers}, gap), {}});
        if (remarked) wordings.push_back({rowOf({sign, flags, remark}, gap), rowOf({numbers}, gap)});
        wordings.push_back({rowOf({sign, flags}, gap), rowOf({numbers}, gap)});
        const QString main = mainNumber(words);
        const QString rest = besideMain(fullness.numbers, main);
        const bool withOptions = !words.options.isEmpty() && fullness.numbers.endsWith(words.options);
        if (rest.isEmpty() || withOptions) continue;
        const auto part = [&](const QString& text) { return piece(text, Face::Mono, numbers.pixels, 500, Ink::Text); };
        wordings.push_back({rowOf({sign, flags, part(main)}, gap), rowOf({part(rest)}, gap)});
    }
    // Where the lifelines are near each other: a number below the other.
    const QString main = mainNumber(words);
    const QString rest = besideMain(words.numbers, main);
    for (const double size : {medium, smallest}) {
        const double small = std::round(style.numbersPixels * size);
        if (rest.isEmpty() || !style.isNarrow() || isTooSmall(size, style)) continue;
        const double big = std::round(style.flagsPixels * size);
        const auto line = [&](const QString& text) {
            return rowOf({piece(text, Face::Mono, small, 500, Ink::Text)}, gap);
        };
        wordings.push_back(
            {rowOf({piece(signs, Face::Sans, big, 700, ink), piece(words.flags, Face::Sans, big, 700, ink)}, gap),
             stacked(line(main), line(rest))});
    }
    // Where many arrows cross, a row of flags is all that fits between two of them. A class would take it for all.
    if (style.flagsPixels > style.numbersPixels)
        wordings.push_back({rowOf({piece(signs, Face::Sans, style.flagsPixels, 700, ink),
                                   piece(words.flags, Face::Sans, style.flagsPixels, 700, ink)},
                                  gap),
                            {}});
    return wordings;
}

} // namespace tcpstage::scene
