#include "ui/model/kept/choices.h"
#include "ui/model/lesson_goal.h"
#include "ui/model/store/last_page.h"

#include "ui/scene/marks/display_options.h"
#include <QSettings>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace tcpstage::model {

TEST(KeptSettings, ComeBackAtTheNextStart)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("settings.ini"));
    Model chosen;
    chosen.display = {.language = Language::Chinese,
                      .numbers = scene::Numbers::Both,
                      .stateNames = scene::StateNames::Netstat,
                      .flagNames = scene::FlagNames::Bits,
                      .endNames = scene::EndNames::Lettered,
                      .depth = scene::Depth::Analogy,
                      .programs = scene::ProgramLanes::Never,
                      .console = true};
    chosen.theme = ThemeChoice::Contrast;
    chosen.timeMap = scene::TimeMapKind::ToScale;
    chosen.animates = false;
    chosen.calm = true;
    chosen.enlarges = false;
    chosen.stops = PlayStops::AtNotes;
    chosen.finished = std::make_shared<const std::vector<std::string>>(std::vector<std::string>{"abort", "syn-lost"});
    chosen.solved = std::make_shared<const std::vector<std::string>>(std::vector<std::string>{"goal-syn-again"});
    chosen.source = "half-close";
    {
        QSettings settings{path, QSettings::IniFormat};
        remember(settings, chosen);
    }
    QSettings settings{path, QSettings::IniFormat};
    Model recalled;
    EXPECT_EQ(recall(settings, recalled), "half-close");
    EXPECT_EQ(recalled.display, chosen.display);
    EXPECT_EQ(recalled.theme, chosen.theme);
    EXPECT_EQ(recalled.timeMap, chosen.timeMap);
    EXPECT_EQ(recalled.animates, chosen.animates);
    EXPECT_EQ(recalled.calm, chosen.calm);
    EXPECT_EQ(recalled.enlarges, chosen.enlarges);
    EXPECT_EQ(recalled.stops, chosen.stops);
    EXPECT_TRUE(isFinished(recalled, "syn-lost"));
    EXPECT_FALSE(isFinished(recalled, "half-close"));
    EXPECT_TRUE(isSolved(recalled, "goal-syn-again"));
    EXPECT_FALSE(isSolved(recalled, "abort"));
    EXPECT_FALSE(enlarges(settings));
}

TEST(KeptSettings, ThatNobodyKnowsAreIgnored)
{
    const QTemporaryDir folder;
    QSettings settings{folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat};
    settings.setValue(QStringLiteral("language"), QStringLiteral("klingon"));
    settings.setValue(QStringLiteral("theme"), 17);
    Model model;
    EXPECT_EQ(recall(settings, model), "");
    EXPECT_EQ(model.display, scene::DisplayOptions{});
    EXPECT_EQ(model.theme, ThemeChoice::Desktop);
}

} // namespace tcpstage::model
