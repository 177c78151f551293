// Textbook notation is one choice of five.
#include "tests/ui/model/staged_run.h"

#include <gtest/gtest.h>

namespace tcpstage::model {

TEST(TextbookNotation, IsChosenAndLeftAsOne)
{
    Model model = after(opened("four-way-close"), Command::ToggleTextbook);
    EXPECT_EQ(model.display.numbers, scene::Numbers::Symbolic);
    EXPECT_EQ(model.display.stateNames, scene::StateNames::Textbook);
    EXPECT_EQ(model.display.flagNames, scene::FlagNames::Bits);
    EXPECT_EQ(model.display.endNames, scene::EndNames::Lettered);
    EXPECT_EQ(model.display.windowUnits, scene::WindowUnits::SegmentsByRound);
    EXPECT_TRUE(info(Command::ToggleTextbook).isOn(model));
    model = after(model, Command::ToggleTextbook);
    EXPECT_EQ(model.display, opened("four-way-close").display);
    EXPECT_FALSE(info(Command::ToggleTextbook).isOn(model));
}

TEST(TextbookNotation, IsNotOnWhileAnyPartOfItIsOff)
{
    const Model all = after(opened("four-way-close"), Command::ToggleTextbook);
    for (const SetNotation& less :
         {SetNotation{scene::Numbers::Both}, SetNotation{scene::StateNames::Rfc}, SetNotation{scene::FlagNames::Names},
          SetNotation{scene::EndNames::Own}, SetNotation{scene::WindowUnits::OctetsOverTime}}) {
        const Model model = after(all, less);
        EXPECT_FALSE(info(Command::ToggleTextbook).isOn(model)) << less.one.index();
        EXPECT_TRUE(info(Command::ToggleTextbook).isOn(after(model, Command::ToggleTextbook))) << less.one.index();
    }
}

} // namespace tcpstage::model
