// Draws the first mismatch of a packetdrill script and its run: what was expected and what was seen.
#include "ui/scene/ladder/ladder_builder.h"
#include "ui/scene/marks/fonts.h"
#include "ui/scene/marks/scene.h"

#include <QStringList>
#include <algorithm>

namespace tcpstage::scene {

namespace {

constexpr Text differs{"Line %1 of the script differs", "脚本第 %1 行不一致"};
constexpr Text expectedWord{"expected", "期望"};
constexpr Text seenWord{"seen", "实际"};
constexpr Text nothing{"nothing: it was not sent", "没有发送"};

QString inQt(const std::string& text) { return QString::fromStdString(text); }

/// Removes common first words, except the last one, until both texts fit, so that the difference stays visible.
template <typename Fits> void shortenTogether(QString& first, QString& second, Fits fits)
{
    QStringList a = first.split(QLatin1Char{' '});
    QStringList b = second.split(QLatin1Char{' '});
    while ((!fits(first) || !fits(second)) && a.size() > 2 && b.size() > 2 && a[0] == b[0] && a[1] == b[1]) {
        a.removeFirst();
        b.removeFirst();
        first = QStringLiteral("\u2026 ") + a.join(QLatin1Char{' '});
        second = QStringLiteral("\u2026 ") + b.join(QLatin1Char{' '});
    }
}

} // namespace

/// Below the last step, once that has happened. An expected segment that was not sent is a ghost: dashed and pale.
void LadderBuilder::mismatch()
{
    const auto& found = staged_.run.mismatch;
    const std::size_t records = staged_.trace().records().size();
    const std::size_t happened = moment_.record == trace::no_record ? 0 : moment_.record + std::size_t{1};
    if (!found || happened < records) return;
    if (found->transit != trace::no_transit) halo(found->transit, 12, 0.5);
    double top = style_.y(staged_.timeMap.end()) + px(18) - scroll_;
    if (!found->expected.empty() && found->seen.empty()) {
        ghost(inQt(found->expected), top);
        top += px(44);
    }
    const double pixels = style_.numbersPixels;
    const double height = px(14) + 3 * (pixels + px(7));
    const QRectF card{style_.left + style_.band, top, style_.right - style_.left - 2 * style_.band, height};
    moving(Box{card, px(6), Ink::Paper, Ink::Lost, px(1.4), Stroke::Solid});
    const double left = card.left() + px(10);
    const double room = card.width() - px(20);
    double line = top + px(7) + pixels;
    const auto say = [&](const QString& text, Ink ink, Face face, int weight) {
        moving(
            Label{elided(text, face, pixels, weight, room), {left, line}, pixels, ink, face, weight, Align::Left, 0});
        line += pixels + px(7);
    };
    const auto named = [&](const Text& name, const QString& text) {
        return QStringLiteral("%1: %2").arg(inLanguage(name, display_.language), text);
    };
    say(QStringLiteral("≠ ") + inLanguage(differs, display_.language).arg(found->line), Ink::Lost, Face::Sans, 700);
    if (found->expected.empty() && found->seen.empty())
        return say(inQt(found->what[display_.language]), Ink::Text, Face::Sans, 500);
    const QString none = inLanguage(nothing, display_.language);
    QString expected = found->expected.empty() ? QStringLiteral("–") : inQt(found->expected);
    QString seen = found->seen.empty() ? none : inQt(found->seen);
    shortenTogether(expected, seen, [&](const QString& text) {
        const double name = std::max(textWidth(named(expectedWord, {}), Face::Mono, pixels, 500),
                                     textWidth(named(seenWord, {}), Face::Mono, pixels, 500));
        return name + textWidth(text, Face::Mono, pixels, 500) <= room;
    });
    say(named(expectedWord, expected), Ink::Text, Face::Mono, 500);
    say(named(seenWord, seen), Ink::Text, Face::Mono, 500);
}

void LadderBuilder::ghost(const QString& text, double top)
{
    const trace::Side from = staged_.trace().is_scripted(trace::Side::Left) ? trace::Side::Right : trace::Side::Left;
    const double y = top + px(26);
    const QPointF begin{style_.edge(from), y};
    const QPointF end{style_.edge(trace::other(from)), y};
    moving(Line{begin, end, px(2), Ink::Lost, Stroke::Dashed, px(11)}, {}, 0.65);
    const double room = style_.right - style_.left - 4 * style_.band;
    moving(Label{elided(text, Face::Mono, style_.numbersPixels, 500, room),
                 {(begin.x() + end.x()) / 2, y - px(7)},
                 style_.numbersPixels,
                 Ink::Lost,
                 Face::Mono,
                 500,
                 Align::Centre,
                 0},
           {}, 0.8);
}

/// The height that mismatch() needs.
double mismatchHeight(const StagedRun& staged, const LadderStyle& style)
{
    return staged.run.mismatch ? (18 + 44 + 14 + 21 + 20) * style.scale + 3 * style.numbersPixels : 0;
}

} // namespace tcpstage::scene
