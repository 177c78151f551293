#include "tests/support/both_languages.h"
#include "tests/support/folder.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/paint/export.h"
#include "ui/paint/render.h"
#include "ui/scene/drawing/drawing.h"

#include <QFile>
#include <QImage>
#include <QTemporaryDir>
#include <gtest/gtest.h>
#include <thread>

namespace tcpstage::paint {

namespace {

using testing::stagedRun;

QByteArray written(const scene::StagedRun& staged, const Picture& picture, const QString& name)
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(name);
    EXPECT_TRUE(writePicture(staged, picture, path.toStdString()));
    QFile file{path};
    EXPECT_TRUE(file.open(QIODevice::ReadOnly));
    return file.readAll();
}

QByteArray written(const QString& name, PictureKind view, Language language = Language::English)
{
    const auto staged = stagedRun("three-way-handshake");
    Picture picture;
    picture.view = view;
    picture.time = staged->timeMap.end();
    picture.size = {960, 600};
    picture.display.language = language;
    return written(*staged, picture, name);
}

TEST(Export, WritesPng)
{
    const QImage image = QImage::fromData(written(QStringLiteral("a.png"), PictureKind::Stage));
    EXPECT_EQ(image.size(), QSize(960, 600));
    EXPECT_NE(image.pixel(480, 300), image.pixel(2, 2));
}

TEST(Export, SaysTheGoalOfTheLessonAboveAPresentation)
{
    Picture picture;
    picture.view = PictureKind::Present;
    picture.size = {1920, 1080};
    const QByteArray svg = written(*stagedRun("goal-syn-again"), picture, QStringLiteral("a.svg"));
    EXPECT_TRUE(svg.contains("Goal: the client sends its SYN twice"));
    EXPECT_TRUE(svg.contains("You may drop 1 segment."));
}

TEST(Export, LeavesNoLettersOfAThreadThatHasEnded)
{
    QByteArray there;
    std::thread{[&] { there = written(QStringLiteral("a.png"), PictureKind::States); }}.join();
    EXPECT_EQ(written(QStringLiteral("a.png"), PictureKind::States), there);
}

TEST(Export, WritesSvgWithRealTextAndNamedFonts)
{
    const QByteArray svg = written(QStringLiteral("a.svg"), PictureKind::Ladder);
    for (const char* text : {"SYN, ACK", "ESTABLISHED", "connect()", "Client", "font-family=\"Inter, "})
        EXPECT_TRUE(svg.contains(text)) << text;
    EXPECT_TRUE(written(QStringLiteral("b.svg"), PictureKind::Present, Language::Chinese).contains("客户端"));
}

TEST(Export, WritesPdf)
{
    const QByteArray pdf = written(QStringLiteral("a.pdf"), PictureKind::States);
    EXPECT_TRUE(pdf.startsWith("%PDF"));
    EXPECT_GT(pdf.size(), 4000);
}

TEST(Export, RefusesWhatItCannotWrite)
{
    const auto staged = stagedRun("three-way-handshake");
    Picture picture;
    const auto ending = writePicture(*staged, picture, "a.bmp");
    ASSERT_FALSE(ending);
    EXPECT_NE(said_in_both(ending.error()), "");
    const auto folder = writePicture(*staged, picture, "no/such/folder/a.png");
    ASSERT_FALSE(folder);
    EXPECT_EQ(folder.error().where.file, "no/such/folder/a.png");
    EXPECT_NE(said_in_both(folder.error()), "");
    picture.size = {8, 8};
    const auto small = writePicture(*staged, picture, "a.png");
    ASSERT_FALSE(small);
    EXPECT_NE(said_in_both(small.error()), "");
}

TEST(Render, WritesAsTextbooksDoInEachKindOfPicture)
{
    const auto staged = stagedRun("four-way-close");
    for (const char* view : {"stage", "ladder", "present", "whole", "states"}) {
        PictureWords words{"1280x800", "light", "en", view, "", 5};
        words.notation = "textbook";
        const auto picture = pictureFrom(words, *staged);
        ASSERT_TRUE(picture);
        const QByteArray svg = written(*staged, *picture, QStringLiteral("a.svg"));
        EXPECT_TRUE(svg.contains("A: Client")) << view;
        EXPECT_TRUE(svg.contains("SYN-RCVD") || picture->view == PictureKind::Present) << view;
        EXPECT_TRUE(svg.contains("ACK=1") || picture->view == PictureKind::States) << view;
        EXPECT_FALSE(svg.contains("SYN, ACK")) << view;
    }
    PictureWords words{"1280x800", "light", "en", "stage", "", 2};
    words.notation = "schoolbook";
    EXPECT_FALSE(pictureFrom(words, *staged));
}

TEST(Render, ReadsTheWordsOfTheCommandLine)
{
    const auto staged = stagedRun("three-way-handshake");
    PictureWords words{"640x480", "dark", "zh", "present", "", 3};
    const auto picture = pictureFrom(words, *staged);
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->size, QSizeF(640, 480));
    EXPECT_EQ(picture->theme, scene::ThemeName::Dark);
    EXPECT_EQ(picture->view, PictureKind::Present);
    EXPECT_EQ(picture->time, staged->timeMap.at(staged->timeMap.step(2)));
    words.size = "big";
    EXPECT_FALSE(pictureFrom(words, *staged));
    words.size = "640x480";
    words.step = 1000;
    EXPECT_FALSE(pictureFrom(words, *staged));
}

TEST(Render, TakesWhatIsDrawnOnTheLessonFromAFile)
{
    const Folder folder;
    const auto staged = stagedRun("three-way-handshake");
    put_file(folder / "mine.drawing.json",
             R"({"tcpstage-drawing":1,"lessons":[{"lesson":"three-way-handshake","strokes":[
        {"step":3,"on":"ladder","pen":1,"points":[0.1,1,1]},
        {"branch":"00","step":3,"on":"ladder","pen":1,"points":[0.1,1,1]}]}]})");
    PictureWords words;
    words.lesson = "three-way-handshake";
    words.drawing = folder / "mine.drawing.json";
    const auto picture = pictureFrom(words, *staged);
    ASSERT_TRUE(picture);
    EXPECT_EQ(picture->display.drawn.drawing->strokes.size(), 1U) << "those of the branch are not of this run";
    words.lesson = "half-close";
    const auto other = pictureFrom(words, *staged);
    ASSERT_FALSE(other);
    EXPECT_EQ(said_in_both(other.error()),
              words.drawing + ": nothing is drawn on half-close there; choose the file of this lesson");
    words.drawing = folder / "none.drawing.json";
    EXPECT_FALSE(pictureFrom(words, *staged));
}

} // namespace

} // namespace tcpstage::paint
