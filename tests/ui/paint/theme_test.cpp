#include "ui/paint/theme.h"

#include <cmath>
#include <gtest/gtest.h>

namespace tcpstage {

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

class EveryTheme : public ::testing::TestWithParam<ThemeName> {};

TEST_P(EveryTheme, KeepsTextLegible)
{
    const Theme& theme = Theme::named(GetParam());
    const auto legible = [&](Ink text, Ink ground) {
        EXPECT_GE(contrast(theme(text), theme(ground)), 4.5)
            << static_cast<int>(text) << " on " << static_cast<int>(ground);
    };
    for (const Ink ground : {Ink::Panel, Ink::Paper})
        for (const Ink text : {Ink::Text, Ink::Muted, Ink::Faint, Ink::Accent, Ink::Now, Ink::Lost, Ink::Timer,
                               Ink::SegmentSyn, Ink::SegmentAck, Ink::SegmentData, Ink::SegmentFin, Ink::SegmentRst})
            legible(text, ground);
    for (const Ink ground : {Ink::Caption, Ink::Highlight}) {
        legible(Ink::Text, ground);
        legible(Ink::Muted, ground);
    }
    legible(Ink::AccentText, Ink::Accent);
    for (const Ink segment : {Ink::SegmentSyn, Ink::SegmentAck, Ink::SegmentData, Ink::SegmentFin, Ink::SegmentRst})
        legible(Ink::OnSegment, segment);
    for (const Ink state :
         {Ink::StateClosed, Ink::StateListen, Ink::StateOpening, Ink::StateOpen, Ink::StateClosing, Ink::StateTimeWait})
        legible(Ink::OnState, state);
}

INSTANTIATE_TEST_SUITE_P(All, EveryTheme, ::testing::Values(ThemeName::Light, ThemeName::Dark, ThemeName::Contrast));

} // namespace

} // namespace tcpstage
