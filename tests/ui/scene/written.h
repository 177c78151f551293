#pragma once
// The words of segments as they stand on a picture.

#include "ui/scene/marks/scene.h"
#include "ui/scene/words/labels.h"

#include <QStringList>
#include <algorithm>
#include <variant>
#include <vector>

namespace tcpstage::scene {

/// The words of a segment on the stage: of its flags and of its numbers, where they stand.
struct Written {
    const Label* flags = nullptr;
    const Label* numbers = nullptr;
};
/// "ack=101" or "101" of "seq=301 ack=101 len=5", or "ack=101 len=5"; a window may follow: "ack=101 win=0". Of several
/// that are named together: "ack=101…301".
inline bool isSomeOf(const QString& text, const QString& numbers)
{
    if (text.contains(QStringLiteral("…"))) return true;
    const QStringList all = numbers.split(u' ');
    const auto isOne = [&](const QString& word) {
        return std::ranges::any_of(
            all, [&](const QString& number) { return word == number || word == number.section(u'=', -1); });
    };
    const QStringList words = text.section(QStringLiteral(" win="), 0, 0).split(u' ', Qt::SkipEmptyParts);
    return !words.isEmpty() && std::ranges::all_of(words, isOne);
}
/// "ACK", or "ACK ×3" and "PSH, ACK ×2" where it is named together with others; not "lost ×2".
inline bool isFlags(const QString& text, const QString& flags)
{
    return text == flags || (text.contains(QStringLiteral(" ×")) && text.contains(QStringLiteral("ACK")));
}
inline Written writtenOf(const std::vector<Mark>& marks, trace::TransitId transit, std::uint8_t run,
                         const SegmentWords& words)
{
    Written written;
    for (const Mark& mark : marks) {
        const auto* label = std::get_if<Label>(&mark.shape);
        if (!label || mark.ref.kind != Ref::Kind::Segment || mark.ref.id != transit || mark.ref.run != run) continue;
        if (isFlags(label->text, words.flags)) written.flags = label;
        if (label->text.startsWith(words.numbers) || isSomeOf(label->text, words.numbers)) written.numbers = label;
    }
    return written;
}

} // namespace tcpstage::scene
