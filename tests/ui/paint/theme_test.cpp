#include "core/tcp/tcb/state.h"
#include "tests/ui/paint/vision.h"
#include "ui/paint/theme.h"

#include <array>
#include <gtest/gtest.h>
#include <span>

namespace tcpstage::paint {

namespace {

class EveryTheme : public ::testing::TestWithParam<scene::ThemeName> {};

TEST_P(EveryTheme, KeepsTextLegible)
{
    const Theme& theme = Theme::named(GetParam());
    const auto legible = [&](scene::Ink text, scene::Ink ground) {
        EXPECT_GE(contrast(theme(text), theme(ground)), 4.5)
            << static_cast<int>(text) << " on " << static_cast<int>(ground);
    };
    for (const scene::Ink ground : {scene::Ink::Panel, scene::Ink::Paper})
        for (const scene::Ink text :
             {scene::Ink::Text, scene::Ink::Muted, scene::Ink::Faint, scene::Ink::Accent, scene::Ink::Now,
              scene::Ink::Lost, scene::Ink::Timer, scene::Ink::SegmentSyn, scene::Ink::SegmentAck,
              scene::Ink::SegmentData, scene::Ink::SegmentFin, scene::Ink::SegmentRst})
            legible(text, ground);
    for (const scene::Ink ground : {scene::Ink::Caption, scene::Ink::Highlight}) {
        legible(scene::Ink::Text, ground);
        legible(scene::Ink::Muted, ground);
    }
    legible(scene::Ink::AccentText, scene::Ink::Accent);
    for (const scene::Ink segment : {scene::Ink::SegmentSyn, scene::Ink::SegmentAck, scene::Ink::SegmentData,
                                     scene::Ink::SegmentFin, scene::Ink::SegmentRst})
        legible(scene::Ink::OnSegment, segment);
    for (const scene::Ink state : {scene::Ink::StateClosed, scene::Ink::StateListen, scene::Ink::StateOpening,
                                   scene::Ink::StateOpen, scene::Ink::StateClosing, scene::Ink::StateTimeWait})
        legible(scene::Ink::OnState, state);
}

constexpr std::array segments{scene::Ink::SegmentSyn, scene::Ink::SegmentAck, scene::Ink::SegmentData,
                              scene::Ink::SegmentFin, scene::Ink::SegmentRst};
constexpr std::array states{scene::Ink::StateClosed, scene::Ink::StateListen,  scene::Ink::StateOpening,
                            scene::Ink::StateOpen,   scene::Ink::StateClosing, scene::Ink::StateTimeWait};
constexpr std::array pens{scene::Ink::PenRed, scene::Ink::PenBlue, scene::Ink::PenGreen, scene::Ink::PenPurple};
constexpr std::array signs{scene::Ink::Accent, scene::Ink::Now, scene::Ink::Lost, scene::Ink::Timer,
                           scene::Ink::Selection};

TEST_P(EveryTheme, KeepsMarksVisible)
{
    const Theme& theme = Theme::named(GetParam());
    for (const scene::Ink ground : {scene::Ink::Panel, scene::Ink::Paper})
        for (const auto& marks : {std::span<const scene::Ink>{segments}, std::span<const scene::Ink>{states},
                                  std::span<const scene::Ink>{signs}, std::span<const scene::Ink>{pens}})
            for (const scene::Ink mark : marks)
                EXPECT_GE(contrast(theme(mark), theme(ground)), 3)
                    << static_cast<int>(mark) << " on " << static_cast<int>(ground);
}

constexpr std::array visions{Vision::Full, Vision::Protanopia, Vision::Deuteranopia, Vision::Tritanopia};
constexpr double leastDifference = 8; // more than three times what is just noticed

TEST_P(EveryTheme, TellsPensApartForEveryKindOfVision)
{
    const Theme& theme = Theme::named(GetParam());
    for (const Vision vision : visions)
        for (std::size_t i = 0; i < pens.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                EXPECT_GE(difference(theme(pens[i]), theme(pens[j]), vision), leastDifference)
                    << i << " and " << j << ", vision " << static_cast<int>(vision);
}

TEST_P(EveryTheme, TellsKindsOfSegmentsApartForEveryKindOfVision)
{
    const Theme& theme = Theme::named(GetParam());
    for (const Vision vision : visions)
        for (std::size_t i = 0; i < segments.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                EXPECT_GE(difference(theme(segments[i]), theme(segments[j]), vision), leastDifference)
                    << i << " and " << j << ", vision " << static_cast<int>(vision);
}

/// Whether one can come right after the other on a lifeline.
bool touch(scene::Ink a, scene::Ink b)
{
    for (const tcp::Transition& edge : tcp::transitions()) {
        const scene::Ink from = scene::inkOf(edge.from);
        const scene::Ink to = scene::inkOf(edge.to);
        if ((from == a && to == b) || (from == b && to == a)) return true;
    }
    return false;
}

TEST_P(EveryTheme, TellsStatesApartThatTouchForEveryKindOfVision)
{
    const Theme& theme = Theme::named(GetParam());
    int pairs = 0;
    for (std::size_t i = 0; i < states.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) {
            if (!touch(states[i], states[j])) continue;
            ++pairs;
            for (const Vision vision : visions)
                EXPECT_GE(difference(theme(states[i]), theme(states[j]), vision), leastDifference)
                    << i << " and " << j << ", vision " << static_cast<int>(vision);
        }
    EXPECT_GE(pairs, 8);
}

TEST(Vision, IsThatOfThePublishedMatrices)
{
    const auto distance = [](const char* a, const char* b, Vision vision) {
        return difference(QColor{QLatin1String{a}}, QColor{QLatin1String{b}}, vision);
    };
    EXPECT_NEAR(contrast(Qt::black, Qt::white), 21, 1e-9);
    EXPECT_NEAR(distance("#808080", "#808080", Vision::Protanopia), 0, 1e-9);
    // This red and this green are nearly the same without the cones for long or for middle waves, and not without those
    // for short.
    EXPECT_GT(distance("#c04040", "#5f7830", Vision::Full), 60);
    EXPECT_LT(distance("#c04040", "#5f7830", Vision::Deuteranopia), 10);
    EXPECT_GT(distance("#c04040", "#5f7830", Vision::Tritanopia), 50);
}

INSTANTIATE_TEST_SUITE_P(All, EveryTheme,
                         ::testing::Values(scene::ThemeName::Light, scene::ThemeName::Dark,
                                           scene::ThemeName::Contrast));

} // namespace

} // namespace tcpstage::paint
