#pragma once
// The words of segments as they stand on a picture.

#include "ui/scene/marks/display_options.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/staged/staged_run.h"
#include "ui/scene/words/labels.h"

#include <QStringList>
#include <algorithm>
#include <functional>
#include <set>
#include <string>
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

inline DisplayOptions forProjector(Language language = Language::English)
{
    DisplayOptions display;
    display.language = language;
    display.presenting = true;
    return display;
}

template <typename Check> void forEverySegment(const StagedRun& staged, Check check)
{
    for (const std::uint8_t run : {std::uint8_t{0}, std::uint8_t{1}}) {
        if (run == 1 && !staged.beside) return;
        const StagedRun& half = staged.half(run);
        for (trace::TransitId transit = 0; transit < half.trace().transits().size(); ++transit)
            check(half, transit, run);
    }
}

/// The segments whose flags and numbers were seen at some time.
class LadderSeen {
public:
    void add(const StagedRun& staged, const Scene& scene)
    {
        forEverySegment(staged, [&](const StagedRun& half, trace::TransitId transit, std::uint8_t run) {
            const Written written =
                writtenOf(scene.still, transit, run, wordsOf(half.trace(), transit, forProjector()));
            if (written.flags && written.numbers) seen_.insert({run, transit});
        });
    }
    /// In the capsule of a segment under way, or at its arrow.
    void addWithCapsules(const StagedRun& staged, const Scene& scene)
    {
        add(staged, scene);
        for (const Mark& mark : scene.moving) {
            const auto* label = std::get_if<Label>(&mark.shape);
            if (!label || mark.ref.kind != Ref::Kind::Segment) continue;
            const SegmentWords words = wordsOf(staged.half(mark.ref.run).trace(), mark.ref.id, forProjector());
            if (label->text.startsWith(words.flags) && label->text.contains(words.numbers))
                seen_.insert({mark.ref.run, mark.ref.id});
        }
    }
    bool has(std::uint8_t run, trace::TransitId transit) const { return seen_.contains({run, transit}); }
    /// The segments that were not, of those that count.
    std::string unwritten(
        const StagedRun& staged,
        const std::function<bool(const tcp::Segment&)>& counts = [](const tcp::Segment&) { return true; }) const
    {
        std::string list;
        forEverySegment(staged, [&](const StagedRun& half, trace::TransitId transit, std::uint8_t run) {
            const trace::Transit of = half.trace().transit(transit);
            if (counts(of.segment) && !seen_.contains({run, transit}))
                list += std::to_string(run) + ":" + std::to_string(transit + 1) + " ";
        });
        return list;
    }

private:
    std::set<std::pair<std::uint8_t, trace::TransitId>> seen_;
};

} // namespace tcpstage::scene
