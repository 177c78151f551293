// Fonts that come with the program.

#include "ui/paint/own_fonts.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <gtest/gtest.h>

namespace tcpstage::paint {
namespace {

TEST(OwnFonts, AreAddedAndFilesThatAreNoFontsAreLeftOut)
{
    // One that no other test asks for: it stays added.
    const QString installed = QStringLiteral("/usr/share/fonts/opentype/inter/Inter-ThinItalic.otf");
    if (!QFile::exists(installed)) GTEST_SKIP() << "the font is elsewhere";
    const QTemporaryDir folder;
    ASSERT_TRUE(QFile::copy(installed, folder.filePath(QStringLiteral("a.otf"))));
    ASSERT_TRUE(QDir{folder.path()}.mkdir(QStringLiteral("folder.otf")));
    ASSERT_TRUE(QFile::copy(QStringLiteral(__FILE__), folder.filePath(QStringLiteral("z.otf"))));
    EXPECT_EQ(addFontsOf(folder.path()), 1);
    EXPECT_EQ(addFontsOf(folder.filePath(QStringLiteral("nowhere"))), 0);
}

} // namespace
} // namespace tcpstage::paint
