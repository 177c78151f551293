// A machine without a font for Chinese says so once.

#include "ui/widgets/missing_font.h"

#include <QSettings>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace tcpstage::widgets {
namespace {

TEST(MissingFont, IsNamedOnceAlsoInAnotherStart)
{
    const QTemporaryDir folder;
    const QString file = folder.filePath(QStringLiteral("settings.ini"));
    {
        QSettings settings{file, QSettings::IniFormat};
        EXPECT_FALSE(noticeOfMissingFont(true, settings)) << "there is one";
        const auto notice = noticeOfMissingFont(false, settings);
        ASSERT_TRUE(notice);
        for (const std::string& sentence : {notice->sentence.en, notice->sentence.zh})
            EXPECT_NE(sentence.find("fonts-noto-cjk"), std::string::npos) << sentence;
        EXPECT_TRUE(notice->sentence.zh.starts_with("Chinese")) << "readable without the font";
        EXPECT_FALSE(noticeOfMissingFont(false, settings));
    }
    QSettings settings{file, QSettings::IniFormat};
    EXPECT_FALSE(noticeOfMissingFont(false, settings));
}

} // namespace
} // namespace tcpstage::widgets
