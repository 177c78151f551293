#include "ui/paint/theme.h"

#include <cmath>
#include <gtest/gtest.h>

namespace tcpstage::paint {

namespace {

double luminance(const QColor& colour)
{
    const auto part = [](double value) {
        return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(colour.redF()) + 0.7152 * part(colour.greenF()) + 0.0722 * part(colour.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const auto [low, high] = std::minmax({luminance(a), luminance(b)});
    return (high + 0.05) / (low + 0.05);
}

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

INSTANTIATE_TEST_SUITE_P(All, EveryTheme,
                         ::testing::Values(scene::ThemeName::Light, scene::ThemeName::Dark,
                                           scene::ThemeName::Contrast));

} // namespace

} // namespace tcpstage::paint
