// What two worlds share in one step is written alike.

#include "tests/ui/scene/staged_runs.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/views.h"

#include <algorithm>
#include <array>
#include <gtest/gtest.h>
#include <map>

namespace tcpstage::scene {

namespace {

using testing::lessonIds;
using testing::stagedRun;

struct SegmentText {
    QString words;
    bool stands = false;
    bool moves = false;
};

/// The words of each segment, but for those of a burst.
std::array<std::map<std::uint32_t, SegmentText>, 2> wordsOn(const Scene& scene)
{
    std::array<std::map<std::uint32_t, SegmentText>, 2> texts;
    for (const auto* marks : {&scene.still, &scene.moving})
        for (const Mark& mark : *marks) {
            const auto* label = std::get_if<Label>(&mark.shape);
            if (!label || mark.ref.kind != Ref::Kind::Segment || label->ink == Ink::Lost) continue;
            SegmentText& one = texts[mark.ref.run][mark.ref.id];
            one.words += u' ' + label->text;
            (marks == &scene.moving ? one.moves : one.stands) = true;
        }
    return texts;
}

/// "seq", "ack", "len" of "PSH, ACK seq=300 ack=91 len=7".
QStringList numbersIn(const QString& words)
{
    QStringList names;
    for (const QString& word : words.split(u' '))
        if (word.contains(u'=')) names << word.section(u'=', 0, 0);
    names.sort();
    return names;
}

/// A SYN always has its numbers where they have room, and a datagram has others than a segment.
bool areApart(const StagedRun& staged, trace::TransitId here, trace::TransitId there)
{
    const tcp::Segment left = staged.trace().transit(here).segment;
    const tcp::Segment right = staged.beside->trace().transit(there).segment;
    return left.syn() || left.is_datagram() != right.is_datagram();
}

TEST(TwoWorlds, WriteTheSameNumbersOfASegmentThatBothHave)
{
    std::size_t pairs = 0;
    for (const std::string& id : lessonIds()) {
        const auto staged = stagedRun(id);
        if (!staged->beside) continue;
        const std::size_t stride = std::max<std::size_t>(1, staged->stepCount() / 12);
        for (const bool presenting : {false, true})
            for (std::size_t step = 0; step < staged->stepCount(); step += stride) {
                DisplayOptions display;
                display.presenting = presenting;
                ViewInput input{*staged, staged->stepTime(step), {{1100, 560}, 0, 1}, {}, display};
                input.viewport.scroll = followingScroll(input);
                const auto texts = wordsOn(ladder(input));
                for (const auto& [segment, here] : texts[0]) {
                    const auto& partners = staged->comparison->partner[0];
                    const auto there = texts[1].find(segment < partners.size() ? partners[segment] : trace::no_transit);
                    if (there == texts[1].end() || here.words.contains(u'×') || there->second.words.contains(u'×'))
                        continue;
                    const QStringList left = numbersIn(here.words);
                    const QStringList right = numbersIn(there->second.words);
                    // Words that stand do not change when the other world's have to go to a smaller place.
                    const bool alike = here.moves != here.stands && here.moves == there->second.moves &&
                                       here.stands == there->second.stands;
                    if (!alike || left.isEmpty() || right.isEmpty() || areApart(*staged, segment, there->first))
                        continue;
                    ++pairs;
                    EXPECT_EQ(left.join(u' ').toStdString(), right.join(u' ').toStdString())
                        << id << " step " << step << " segment " << segment << (presenting ? " projected" : "");
                }
            }
    }
    EXPECT_GT(pairs, 500U);
}

} // namespace

} // namespace tcpstage::scene
