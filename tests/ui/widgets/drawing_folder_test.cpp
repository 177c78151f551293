// Where what is drawn by hand is kept, and that nothing of it is lost.
#include "ui/widgets/drawing/drawing_folder.h"

#include "tests/support/both_languages.h"
#include "tests/support/folder.h"

#include <QDir>
#include <QFileInfo>
#include <gmock/gmock.h>

namespace tcpstage::widgets {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

scene::PenStrokePtr stroke(double x, const std::string& branch = {})
{
    return std::make_shared<const scene::PenStroke>(
        scene::PenStroke{0, branch, 3, scene::SurfaceKind::Ladder, {}, 1, {{x, 1, 1}, {x, 2, 1}}});
}

scene::DrawingPtr drawing(std::vector<scene::PenStrokePtr> strokes)
{
    return std::make_shared<const scene::Drawing>(scene::Drawing{std::move(strokes)});
}

class KeptDrawings : public ::testing::Test {
protected:
    DrawingFolder folderOfProgram() const { return DrawingFolder{QString::fromStdString(folder / "data")}; }
    std::vector<double> read(const model::DrawingPlace& place) const
    {
        std::vector<double> found;
        auto strokes = folderOfProgram().read(place);
        EXPECT_TRUE(strokes) << place.source;
        if (strokes)
            for (const scene::PenStrokePtr& each : *strokes)
                found.push_back(each->points.front().x);
        return found;
    }
    bool keepAfterReading(const model::DrawingPlace& place, std::vector<scene::PenStrokePtr> strokes) const
    {
        DrawingFolder program = folderOfProgram();
        return program.read(place) && program.keep({place, drawing(std::move(strokes))});
    }
    std::string lessonFile(const std::string& name) const
    {
        put_file(folder / name, "title: x\n");
        return folder / name;
    }

    Folder folder;
};

TEST_F(KeptDrawings, OfABuiltInLessonAreInTheDataOfTheProgram)
{
    EXPECT_TRUE(folderOfProgram().keep({{"half-close", {}}, drawing({stroke(0.25), stroke(0.5, "00aa")})}));
    EXPECT_TRUE(QFileInfo::exists(QString::fromStdString(folder / "data/half-close.drawing.json")));
    EXPECT_THAT(read({"half-close", {}}), ElementsAre(0.25, 0.5));
    EXPECT_THAT(read({"udp", {}}), ElementsAre());
    EXPECT_TRUE(keepAfterReading({"half-close", {}}, {}));
    EXPECT_FALSE(QFileInfo::exists(QString::fromStdString(folder / "data/half-close.drawing.json")));
}

TEST_F(KeptDrawings, OfAFileAreBesideItAndGoWithIt)
{
    const std::string mine = lessonFile("mine.yaml");
    EXPECT_TRUE(folderOfProgram().keep({{mine, {}}, drawing({stroke(0.25)})}));
    EXPECT_THAT(file_octets(folder / "mine.drawing.json"), HasSubstr("\"mine.yaml\""));
    EXPECT_THAT(read({mine, {}}), ElementsAre(0.25));
    EXPECT_TRUE(QDir{}.rename(QString::fromStdString(folder.path()), QString::fromStdString(folder.path() + "-moved")));
    EXPECT_THAT(read({folder.path() + "-moved/mine.yaml", {}}), ElementsAre(0.25));
    EXPECT_TRUE(QDir{}.rename(QString::fromStdString(folder.path() + "-moved"), QString::fromStdString(folder.path())));
}

TEST_F(KeptDrawings, OfAnHourAreWithTheHourAndBeginWithThoseOfTheLesson)
{
    const std::string hour = lessonFile("hour.yaml");
    const std::string mine = lessonFile("mine.yaml");
    EXPECT_TRUE(folderOfProgram().keep({{mine, {}}, drawing({stroke(0.25)})}));
    EXPECT_THAT(read({mine, hour}), ElementsAre(0.25));
    EXPECT_TRUE(folderOfProgram().keep({{mine, hour}, drawing({stroke(0.25), stroke(0.5)})}));
    EXPECT_TRUE(folderOfProgram().keep({{"udp", hour}, drawing({stroke(0.75)})}));
    EXPECT_THAT(read({mine, hour}), ElementsAre(0.25, 0.5));
    EXPECT_THAT(read({"udp", hour}), ElementsAre(0.75));
    EXPECT_THAT(read({mine, {}}), ElementsAre(0.25)) << "the lesson's own stay";
    EXPECT_TRUE(keepAfterReading({mine, hour}, {}));
    EXPECT_THAT(read({mine, hour}), ElementsAre()) << "they were erased in this hour";
}

TEST_F(KeptDrawings, OfTwoWindowsAreTogether)
{
    DrawingFolder one = folderOfProgram();
    DrawingFolder other = folderOfProgram();
    const model::DrawingPlace place{"half-close", {}};
    EXPECT_TRUE(one.keep({place, drawing({stroke(0.1)})}));
    EXPECT_TRUE(other.read(place));
    EXPECT_TRUE(one.keep({place, drawing({stroke(0.1), stroke(0.2)})}));
    EXPECT_TRUE(other.keep({place, drawing({stroke(0.1), stroke(0.3)})}));
    EXPECT_THAT(read(place), ElementsAre(0.1, 0.3, 0.2));
    EXPECT_TRUE(other.keep({place, drawing({stroke(0.3)})})) << "it has erased one that it knew";
    EXPECT_THAT(read(place), ElementsAre(0.3));
}

TEST_F(KeptDrawings, AFileThatCannotBeReadIsLeftAsItIs)
{
    const std::string mine = lessonFile("mine.yaml");
    put_file(folder / "mine.drawing.json", "no drawing");
    auto refused = folderOfProgram().read({mine, {}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(said_in_both(refused.error()),
              folder / "mine.drawing.json" +
                  std::string{": what is drawn cannot be read: it is no drawing; the file is "
                              "left as it is; a new drawing gets a file of its own"});
    EXPECT_TRUE(folderOfProgram().keep({{mine, {}}, drawing({stroke(0.25)})}));
    EXPECT_EQ(file_octets(folder / "mine.drawing.json"), "no drawing");
    EXPECT_THAT(read({mine, {}}), ElementsAre(0.25));
}

TEST_F(KeptDrawings, WhatCannotBeWrittenBesideALessonIsInTheDataOfTheProgram)
{
    const std::string mine = lessonFile("mine.yaml");
    ASSERT_TRUE(QDir{}.mkpath(QString::fromStdString(folder / "mine.drawing.json"))); // a folder in its place
    for (int number = 2; number <= 9; ++number)
        ASSERT_TRUE(
            QDir{}.mkpath(QString::fromStdString(folder / ("mine.drawing-" + std::to_string(number) + ".json"))));
    EXPECT_TRUE(folderOfProgram().keep({{mine, {}}, drawing({stroke(0.25)})}));
    EXPECT_EQ(QDir{QString::fromStdString(folder / "data")}.entryList(QDir::Files).size(), 1);
}

TEST_F(KeptDrawings, OfRealRunsAreNotWritten)
{
    EXPECT_TRUE(folderOfProgram().keep({{"half-close", {}}, drawing({stroke(0.25, "real 7"), stroke(0.5)})}));
    EXPECT_THAT(read({"half-close", {}}), ElementsAre(0.5));
}

} // namespace
} // namespace tcpstage::widgets
