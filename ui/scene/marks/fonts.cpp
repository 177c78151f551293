#include "ui/scene/marks/fonts.h"

#include <QFontMetricsF>
#include <QHash>
#include <QTextLayout>
#include <algorithm>
#include <cmath>

namespace tcpstage::scene {

namespace {

/// Kerning is used from this size on (pixels). Below it the effect is invisible, and reading a font's kerning tables
/// for each size takes a tenth of the start time. Monospaced fonts have no kerning, but join "->" into a ligature.
constexpr int leastKerned = 18;
constexpr qsizetype mostWidths = 20000;
constexpr qsizetype mostWrapped = 500;

struct FontKey {
    Face face;
    int pixels;
    int weight;
    friend bool operator==(const FontKey&, const FontKey&) = default;
};
size_t qHash(const FontKey& key, size_t seed = 0)
{
    return ::qHash((key.pixels * 1024 + key.weight) * 2 + static_cast<int>(key.face), seed);
}

struct TextKey {
    FontKey font;
    QString text;
    friend bool operator==(const TextKey&, const TextKey&) = default;
};
size_t qHash(const TextKey& key, size_t seed = 0) { return qHash(key.font, seed) ^ ::qHash(key.text, seed); }

struct LetterWidths {
    QFont font;
    QFontMetricsF metrics;
};

FontKey keyOf(Face face, double pixels, int weight)
{
    return {face, std::max(1, static_cast<int>(std::lround(pixels))), weight};
}

QFont made(const FontKey& key)
{
    QFont font;
    if (key.face == Face::Sans)
        font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Noto Sans CJK SC"), QStringLiteral("Noto Sans"),
                          QStringLiteral("DejaVu Sans"), QStringLiteral("sans-serif")});
    else
        font.setFamilies({QStringLiteral("JetBrains Mono"), QStringLiteral("Noto Sans Mono CJK SC"),
                          QStringLiteral("Noto Sans CJK SC"), QStringLiteral("DejaVu Sans Mono"),
                          QStringLiteral("monospace")});
    font.setStyleHint(key.face == Face::Sans ? QFont::SansSerif : QFont::Monospace);
    font.setPixelSize(key.pixels);
    font.setWeight(static_cast<QFont::Weight>(key.weight));
    font.setHintingPreference(QFont::PreferNoHinting); // so that rotated text keeps its spacing
    int strategy = QFont::PreferAntialias | QFont::NoSubpixelAntialias;
    if (key.face == Face::Mono || key.pixels < leastKerned) strategy |= QFont::PreferNoShaping;
    font.setStyleStrategy(static_cast<QFont::StyleStrategy>(strategy));
    return font;
}

const LetterWidths& measured(const FontKey& key)
{
    static thread_local QHash<FontKey, std::shared_ptr<LetterWidths>> fonts;
    std::shared_ptr<LetterWidths>& entry = fonts[key];
    if (!entry) {
        const QFont font = made(key);
        entry = std::make_shared<LetterWidths>(LetterWidths{font, QFontMetricsF{font}});
    }
    return *entry;
}

} // namespace

const QFont& fontFor(Face face, double pixels, int weight) { return measured(keyOf(face, pixels, weight)).font; }

FontHeight inkHeight(double pixels) { return {pixels * 0.80, pixels * 0.24}; }

double textWidth(const QString& text, Face face, double pixels, int weight)
{
    static thread_local QHash<TextKey, double> widths;
    const TextKey key{keyOf(face, pixels, weight), text};
    const auto known = widths.constFind(key);
    if (known != widths.constEnd()) return *known;
    if (widths.size() > mostWidths) widths.clear();
    const double width = measured(key.font).metrics.horizontalAdvance(text);
    widths.insert(key, width);
    return width;
}

QString endedAtWord(const QString& text, const QString& shown)
{
    const qsizetype kept = shown.size() - 1; // without the ellipsis
    if (shown == text || kept <= 0 || kept >= text.size()) return shown;
    const auto inWord = [](QChar c) { return c.unicode() < 0x80 && !c.isSpace(); };
    if (!inWord(text[kept - 1]) || !inWord(text[kept])) return shown;
    qsizetype begin = kept;
    while (begin > 0 && inWord(text[begin - 1]))
        --begin;
    if (begin == 0) // one long word: at least no part of a number
        for (begin = kept; begin > 0 && text[begin - 1].isDigit() && text[kept].isDigit();)
            --begin;
    return text.left(begin).trimmed() + u'…';
}

QString endedAtNumber(const QString& text, const QString& shown)
{
    const qsizetype kept = shown.size() - 1; // without the ellipsis
    const bool cuts = kept > 0 && kept < text.size() && text[kept - 1].isDigit() && text[kept].isDigit();
    return cuts ? endedAtWord(text, shown) : shown;
}

QString elided(const QString& text, Face face, double pixels, int weight, double width)
{
    if (textWidth(text, face, pixels, weight) <= width) return text;
    return endedAtNumber(text, measured(keyOf(face, pixels, weight)).metrics.elidedText(text, Qt::ElideRight, width));
}

namespace {

QStringList brokenIntoLines(QString text, Face face, double pixels, int weight, double width, int most)
{
    text.replace(QLatin1Char{'\n'}, QChar{QChar::LineSeparator}); // QTextLayout's line separator
    QTextLayout layout{text, fontFor(face, pixels, weight)};
    QStringList lines;
    layout.beginLayout();
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(width, pixels));
        const int start = line.textStart();
        if (lines.size() + 1 == most) {
            const QString rest = text.mid(start).trimmed().replace(QChar{QChar::LineSeparator}, QLatin1Char{' '});
            lines << elided(rest, face, pixels, weight, width);
            break;
        }
        lines << text.mid(start, line.textLength()).trimmed();
    }
    layout.endLayout();
    return lines;
}

} // namespace

QString firstThatFits(std::initializer_list<QString> texts, Face face, double pixels, int weight, double width)
{
    for (const QString& text : texts)
        if (textWidth(text, face, pixels, weight) <= width) return text;
    return {};
}

QStringList wrapped(const QString& text, Face face, double pixels, int weight, double width, int most)
{
    static thread_local QHash<TextKey, QStringList> known;
    const QString shape = QStringLiteral("%1|%2|").arg(width).arg(most) + text;
    const TextKey key{keyOf(face, pixels, weight), shape};
    const auto found = known.constFind(key);
    if (found != known.constEnd()) return *found;
    if (known.size() > mostWrapped) known.clear();
    return *known.insert(key, brokenIntoLines(text, face, pixels, weight, width, most));
}

QString wholeSentences(QString text, double pixels, int weight, double width, int lines, const QString& sign)
{
    QString shown = text;
    while (wrapped(shown, Face::Sans, pixels, weight, width, lines + 1).size() > lines) {
        const qsizetype inside = text.size() - 2;
        qsizetype end = 0;
        for (const QString& mark : {QStringLiteral(". "), QStringLiteral("? "), QStringLiteral("。"),
                                    QStringLiteral("？"), QStringLiteral("\n")})
            end = std::max(end, text.lastIndexOf(mark, inside));
        if (end <= 0) break;
        text.truncate(end + 1);
        shown = text.trimmed() + sign;
    }
    return shown;
}

} // namespace tcpstage::scene
