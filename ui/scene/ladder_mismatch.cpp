// Where a packetdrill script and its run part: what was expected, and what was seen.
#include "ui/scene/fonts.h"
#include "ui/scene/ladder_builder.h"

namespace tcpstage {

namespace {

constexpr Text differs{"Line %1 of the script differs", "脚本第 %1 行不一致"};
constexpr Text expectedWord{"expected", "期望"};
constexpr Text seenWord{"seen", "实际"};
constexpr Text nothing{"nothing: it was not sent", "没有发送"};

QString plain(const std::string& text) { return QString::fromStdString(text); }

} // namespace

/// Below the last step, once it has happened. A segment that was expected and not sent is a ghost: dashed and pale.
void LadderBuilder::mismatch()
{
    const auto& found = story_.run.mismatch;
    const std::size_t records = story_.trace().records().size();
    const std::size_t happened = moment_.record == no_record ? 0 : moment_.record + std::size_t{1};
    if (!found || happened < records) return;
    if (found->flight != no_flight) halo(found->flight, 12, 0.5);
    double top = style_.y(story_.pace.end()) + px(18) - scroll_;
    if (!found->expected.empty() && found->seen.empty()) {
        ghost(plain(found->expected), top);
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
    const auto pair = [&](const Text& name, const QString& text) {
        say(QStringLiteral("%1: %2").arg(inLanguage(name, showing_.language), text), Ink::Text, Face::Mono, 500);
    };
    say(QStringLiteral("≠ ") + inLanguage(differs, showing_.language).arg(found->line), Ink::Lost, Face::Sans, 700);
    if (found->expected.empty() && found->seen.empty()) return say(plain(found->what), Ink::Text, Face::Sans, 500);
    const QString none = inLanguage(nothing, showing_.language);
    pair(expectedWord, found->expected.empty() ? QStringLiteral("–") : plain(found->expected));
    pair(seenWord, found->seen.empty() ? none : plain(found->seen));
}

void LadderBuilder::ghost(const QString& text, double top)
{
    const Side from = story_.trace().is_scripted(Side::Left) ? Side::Right : Side::Left;
    const double y = top + px(26);
    const QPointF begin{style_.edge(from), y};
    const QPointF end{style_.edge(other(from)), y};
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

/// What mismatch() needs below the last step.
double mismatchHeight(const Story& story, const LadderStyle& style)
{
    return story.run.mismatch ? (18 + 44 + 14 + 21 + 20) * style.scale + 3 * style.numbersPixels : 0;
}

} // namespace tcpstage
