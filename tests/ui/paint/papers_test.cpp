// Pictures of several steps: files, pages for paper with blanks and answers, films and slides.
#include "tests/support/both_languages.h"
#include "tests/support/folder.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/paint/film.h"
#include "ui/paint/papers.h"
#include "ui/paint/slides.h"
#include "ui/paint/zip.h"
#include "ui/scene/drawing/drawing.h"
#include "ui/scene/ladder/ladder.h"
#include "ui/scene/words/reading.h"

#include <QRegularExpression>
#include <QStandardPaths>
#include <gmock/gmock.h>

namespace tcpstage::paint {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::stagedRun;

std::string refusal(const std::string& words)
{
    const auto steps = stepsFrom(words, *stagedRun("three-way-handshake"));
    return steps ? "" : said_in_both(steps.error());
}

Papers papersOf(const scene::StagedRun& staged, const std::string& steps, QSizeF size = {320, 240})
{
    Papers papers;
    papers.steps = *stepsFrom(steps, staged);
    papers.picture.view = PictureKind::Ladder;
    papers.picture.size = size;
    return papers;
}

qsizetype pagesOf(const std::string& path)
{
    return QByteArray::fromStdString(file_octets(path)).count("/Type /Page\n");
}

TEST(StepsOfPapers, AreReadAsWritten)
{
    const auto staged = stagedRun("three-way-handshake");
    const auto range = [&](const std::string& words) {
        const auto steps = stepsFrom(words, *staged);
        return std::pair{steps->first, steps->last};
    };
    EXPECT_EQ(range("all"), (std::pair{std::size_t{1}, staged->stepCount()}));
    EXPECT_EQ(range("3-5"), (std::pair{std::size_t{3}, std::size_t{5}}));
    EXPECT_EQ(range("8"), (std::pair{std::size_t{8}, std::size_t{8}}));
    for (const std::string words : {"", "0", "0-3", "5-3", "3-", "-3", "3-x", "every", "1-2-3", "99999999999999999999"})
        EXPECT_EQ(refusal(words), "\"" + words + "\" is not a range of steps; write all, 7 or 3-9");
    EXPECT_EQ(refusal("3-99"), "steps 3-99: the lesson has only 8 steps; choose earlier ones");
    const auto later = stagedRun("four-way-close"); // whose handshake stands done
    EXPECT_EQ(stepsFrom("all", *later)->first, later->stepsUntil(later->opening()) + 1);
    EXPECT_GT(stepsFrom("all", *later)->first, 1U);
}

TEST(StepsOfPapers, HaveEachAFileOfItsOwnNamedByItsNumber)
{
    EXPECT_EQ(*nameOfStep("a/s-%d.png", 7), "a/s-7.png");
    EXPECT_EQ(*nameOfStep("s%03d.svg", 7), "s007.svg");
    EXPECT_EQ(*nameOfStep("s%2d.svg", 7), "s 7.svg");
    for (const std::string pattern : {"a.png", "a-%d-%d.png", "%s.png", "%.png"})
        EXPECT_THAT(said_in_both(nameOfStep(pattern, 7).error()), HasSubstr("needs one place for its number; write "))
            << pattern;
    const Folder folder;
    const auto staged = stagedRun("three-way-handshake");
    const Papers papers = papersOf(*staged, "3-5");
    ASSERT_EQ(*writePapers(*staged, papers, folder / "s-%02d.png"), Finished::All);
    EXPECT_THAT(folder.names(), ElementsAre("s-03.png", "s-04.png", "s-05.png"));
    Picture alone = papers.picture;
    alone.time = staged->stepTime(3);
    ASSERT_TRUE(writePicture(*staged, alone, folder / "alone.png"));
    EXPECT_EQ(file_octets(folder / "s-04.png"), file_octets(folder / "alone.png")) << "that of --step 4";
}

TEST(StepsOfPapers, HaveEachWhatIsDrawnOnTheirStep)
{
    const Folder folder;
    const auto staged = stagedRun("three-way-handshake");
    auto stroke = std::make_shared<scene::PenStroke>();
    stroke->step = 3;
    stroke->points = {{0.2, 2, 1}, {0.5, 2.5, 1}, {0.7, 3, 1}};
    Papers papers = papersOf(*staged, "2-4");
    papers.picture.display.drawn.drawing = std::make_shared<const scene::Drawing>(scene::Drawing{{stroke}});
    ASSERT_TRUE(writePapers(*staged, papers, folder / "step-%d.svg"));
    const std::string red = Theme::named(scene::ThemeName::Light)(scene::Ink::PenRed).name().toStdString();
    EXPECT_THAT(file_octets(folder / "step-2.svg"), Not(HasSubstr(red)));
    EXPECT_THAT(file_octets(folder / "step-3.svg"), HasSubstr(red));
    EXPECT_THAT(file_octets(folder / "step-4.svg"), Not(HasSubstr(red)));
}

TEST(StepsOfPapers, HaveEachAPageOfOnePdf)
{
    const Folder folder;
    const auto staged = stagedRun("three-way-handshake");
    ASSERT_EQ(*writePapers(*staged, papersOf(*staged, "2-6"), folder / "a.pdf"), Finished::All);
    EXPECT_EQ(pagesOf(folder / "a.pdf"), 5);
}

TEST(AHandout, HasSoManyStepsOnAPageAndWithBlanksASecondFileOfAnswers)
{
    const Folder folder;
    const auto staged = stagedRun("three-way-handshake");
    Papers papers = papersOf(*staged, "all");
    papers.handout = true;
    for (const int perPage : {1, 3, 4, 6}) {
        papers.perPage = perPage;
        ASSERT_EQ(*writePapers(*staged, papers, folder / "a.pdf"), Finished::All);
        EXPECT_EQ(pagesOf(folder / "a.pdf"), (8 + perPage - 1) / perPage) << perPage;
    }
    EXPECT_THAT(folder.names(), ElementsAre("a.pdf")) << "nothing is left blank";
    const auto pair = stagedRun("why-2msl");
    Papers ofPair = papersOf(*pair, "1-6");
    ofPair.handout = true;
    ASSERT_EQ(*writePapers(*pair, ofPair, folder / "pair.pdf"), Finished::All);
    EXPECT_EQ(pagesOf(folder / "pair.pdf"), 3) << "two worlds need the width of a page, and half of its height";
    std::filesystem::remove(folder / "pair.pdf");
    papers.blanks = *blanksFrom("seq,ack");
    ASSERT_EQ(*writePapers(*staged, papers, folder / "b.pdf"), Finished::All);
    EXPECT_THAT(folder.names(), ElementsAre("a.pdf", "b-answers.pdf", "b.pdf"));
    EXPECT_EQ(pagesOf(folder / "b-answers.pdf"), pagesOf(folder / "b.pdf"));
}

TEST(AHandout, SaysTheGoalOfTheLessonUnderItsTitle)
{
    const Folder folder;
    const auto staged = stagedRun("goal-syn-again");
    auto without = std::make_shared<scene::StagedRun>(*staged);
    without->judgement = nullptr;
    Papers papers = papersOf(*staged, "1-2");
    papers.handout = true;
    ASSERT_EQ(*writePapers(*staged, papers, folder / "a.pdf"), Finished::All);
    ASSERT_EQ(*writePapers(*without, papers, folder / "b.pdf"), Finished::All);
    EXPECT_GT(file_octets(folder / "a.pdf").size(), file_octets(folder / "b.pdf").size() + 100) << "two lines more";
}

TEST(AHandout, IsGreyAndKeepsItsContrasts)
{
    const Theme& paper = Theme::onPaper();
    for (int ink = 1; ink <= static_cast<int>(scene::Ink::Track); ++ink) {
        const QColor colour = paper(static_cast<scene::Ink>(ink));
        EXPECT_EQ(colour.red(), colour.green()) << ink;
        EXPECT_EQ(colour.red(), colour.blue()) << ink;
    }
    EXPECT_LT(paper(scene::Ink::SegmentAck).red(), 140) << "on white";
    EXPECT_GT(paper(scene::Ink::Panel).red(), 250);
    EXPECT_GT(paper(scene::Ink::SegmentData).red() - paper(scene::Ink::Accent).red(), 90) << "they lie on each other";
}

TEST(Blanks, AreTheWordsOfTheCommandLine)
{
    EXPECT_EQ(*blanksFrom("seq,ack,flags,state"), (Blanks{true, true, true, true}));
    EXPECT_EQ(*blanksFrom("state"), (Blanks{false, false, false, true}));
    EXPECT_FALSE(blanksFrom("")->any());
    EXPECT_EQ(said_in_both(blanksFrom("sqe").error()),
              "--blank \"sqe\" is nothing that can be left blank; did you mean \"seq\"?");
}

TEST(Blanks, FitIntoTheCapsulesOfSegmentsUnderWay)
{
    std::size_t capsules = 0;
    for (const char* id : {"three-way-handshake", "four-way-close"}) {
        const auto staged = stagedRun(id);
        const Blanker blanker{*staged, *blanksFrom("seq,ack"), {}};
        for (std::size_t step = 0; step < staged->stepCount(); ++step) {
            scene::Scene scene = scene::ladder({*staged, staged->stepTime(step), {{900, 500}, 0, 1}, {}, {}});
            blanker.picture(scene);
            for (const auto* marks : {&scene.still, &scene.moving})
                for (const scene::Mark& mark : *marks) {
                    const auto* label = std::get_if<scene::Label>(&mark.shape);
                    if (!label || !label->text.contains(QStringLiteral("seq=___"))) continue;
                    for (const scene::Mark& around : *marks)
                        if (const auto* box = std::get_if<scene::Box>(&around.shape);
                            box && around.ref == mark.ref && box->rect.contains(bounds(mark).center())) {
                            ++capsules;
                            EXPECT_GE(box->rect.width(), bounds(mark).width() + 4) << id << " " << step;
                        }
                }
        }
    }
    EXPECT_GT(capsules, 3U);
}

TEST(Blanks, TakeOutWhatIsAskedForAndNothingElse)
{
    const auto staged = stagedRun("three-way-handshake"); // numbers 100 and 300
    const auto without = [&](const char* words, const char* text) {
        return Blanker{*staged, *blanksFrom(words), {}}.text(QString::fromUtf8(text)).toStdString();
    };
    EXPECT_EQ(without("seq", "SYN, ACK seq=300 ack=101"), "SYN, ACK seq=____ ack=101");
    EXPECT_EQ(without("ack", "SYN, ACK seq=300 ack=101"), "SYN, ACK seq=300 ack=____");
    EXPECT_EQ(without("seq,ack", "seq=x+1 ack=y+1"), "seq=____ ack=____");
    EXPECT_EQ(without("flags", "First: SYN, ACK and then a SYN-SENT"), "First: _________ and then a SYN-SENT");
    EXPECT_EQ(without("state", "SYN-SENT, then ESTABLISHED; CLOSED"), "_________, then ____________; _______");
    EXPECT_EQ(without("seq", "ISS = 300, with 300 octets, win 300, 0.300 s, RFC 300, 301"),
              "ISS = ____, with 300 octets, win 300, 0.300 s, RFC 300, 301");
    EXPECT_EQ(without("seq,flags", "一个序号的 sequence FIN，序号 100"), "一个序号的 sequence ____，序号 ____");
    EXPECT_EQ(without("", "SYN seq=100"), "SYN seq=100");
}

TEST(Blanks, LeaveNothingOfThemInAPicture)
{
    for (const char* lesson : {"three-way-handshake", "four-way-close", "sack-recovery", "why-2msl"}) {
        const auto staged = stagedRun(lesson);
        Picture picture{PictureKind::Ladder, staged->timeMap.end(), {900, 3000}, scene::ThemeName::Light, {}};
        scene::Scene scene = sceneOf(*staged, picture);
        const QRegularExpression gone{
            QStringLiteral("seq=\\d|ack=\\d|\\b(SYN|ACK|FIN)\\b(?!-)|ESTABLISHED|-WAIT|-SENT|CLOSED|LAST-ACK|LISTEN")};
        const auto there = [&] {
            int count = 0;
            for (const QString& text : testing::texts(scene))
                count += text.contains(gone) ? 1 : 0;
            return count;
        };
        EXPECT_GT(there(), 8) << lesson;
        Blanker{*staged, {true, true, true, true}, picture.display}.picture(scene);
        EXPECT_EQ(there(), 0) << lesson;
    }
}

TEST(Papers, LeaveNothingWhereTheyAreCancelledOrCannotBeWritten)
{
    const auto staged = stagedRun("three-way-handshake");
    Papers papers = papersOf(*staged, "all");
    papers.blanks.seq = true;
    for (const bool handout : {false, true})
        for (const std::string ending : {"pdf", "pptx"}) {
            papers.handout = handout;
            const Folder folder;
            std::size_t asked = 0;
            const auto done =
                writePapers(*staged, papers, folder / ("a." + ending), [&](std::size_t now, std::size_t all) {
                    EXPECT_LT(now, all);
                    return ++asked < 3;
                });
            EXPECT_EQ(*done, Finished::Cancelled) << ending;
            EXPECT_EQ(asked, 3U);
            EXPECT_THAT(folder.names(), IsEmpty()) << ending;
            const auto nowhere = writePapers(*staged, papers, folder / ("none/a." + ending));
            ASSERT_FALSE(nowhere);
            EXPECT_THAT(said_in_both(nowhere.error()), HasSubstr("cannot write: No such file or directory"));
            const FullDisk full{4096};
            EXPECT_FALSE(writePapers(*staged, papers, folder / ("a." + ending)));
            EXPECT_THAT(folder.names(), IsEmpty()) << ending;
        }
    papers.picture.size = {8, 8};
    papers.handout = false;
    EXPECT_THAT(said_in_both(writePapers(*staged, papers, "a.pptx").error()), HasSubstr("16x16 to 16384x16384"));
}

TEST(AFilm, MovesAsFastAsPlayAndWaitsForItsReaders)
{
    const auto staged = stagedRun("three-way-handshake");
    const Reel reel{*staged, {}, {3, 4}, 30};
    const auto seconds = [](std::size_t frames) { return static_cast<double>(frames) / 30; };
    EXPECT_EQ(reel.time(0), timeOf(*staged, 2)) << "it begins where the step before has ended";
    std::vector<scene::StageTime> times;
    for (std::size_t frame = 0; frame < reel.frames(); ++frame)
        times.push_back(reel.time(frame));
    EXPECT_TRUE(std::ranges::is_sorted(times));
    EXPECT_EQ(times.back(), timeOf(*staged, 4));
    const auto at = [&](std::size_t step) { return std::ranges::count(times, timeOf(*staged, step)); };
    const scene::Caption said = scene::caption(*staged, timeOf(*staged, 3), {});
    ASSERT_TRUE(said.noted);
    EXPECT_NEAR(seconds(static_cast<std::size_t>(at(3))), scene::readingSeconds(said.title + u' ' + said.text), 0.1);
    const double way = scene::seconds(timeOf(*staged, 4) - timeOf(*staged, 3));
    const auto moving = std::ranges::count_if(
        times, [&](scene::StageTime time) { return time > timeOf(*staged, 3) && time < timeOf(*staged, 4); });
    EXPECT_NEAR(seconds(static_cast<std::size_t>(moving)), way, 0.1);
}

TEST(AFilm, NeedsFfmpegAndSaysSo)
{
    const auto staged = stagedRun("three-way-handshake");
    const QByteArray path = qgetenv("PATH");
    qputenv("PATH", "/nowhere");
    const Folder folder;
    const auto done = writePapers(*staged, papersOf(*staged, "1"), folder / "a.mp4");
    qputenv("PATH", path);
    ASSERT_FALSE(done);
    EXPECT_THAT(said_in_both(done.error()), HasSubstr("a.mp4: a film needs the program ffmpeg, which is not there; "));
    EXPECT_THAT(folder.names(), IsEmpty());
}

class AFilmOfFfmpeg : public ::testing::Test {
protected:
    void SetUp() override
    {
        if (QStandardPaths::findExecutable(QStringLiteral("ffmpeg")).isEmpty())
            GTEST_SKIP() << "there is no ffmpeg here, which makes films";
    }
};

TEST_F(AFilmOfFfmpeg, IsOfTheKindThatItsNameSays)
{
    const Folder folder;
    const auto staged = stagedRun("three-way-handshake");
    Papers papers = papersOf(*staged, "1", {161, 91}); // odd: the codecs want even sides
    papers.framesPerSecond = 2;
    std::size_t frames = 0;
    for (const auto& [name, mark] :
         {std::pair{"a.gif", "GIF89a"}, std::pair{"a.mp4", "ftyp"}, std::pair{"a.webm", "webm"}}) {
        const auto done = writePapers(*staged, papers, folder / name, [&](std::size_t now, std::size_t all) {
            frames = all;
            return now <= all;
        });
        ASSERT_TRUE(done) << done.error().sentence();
        EXPECT_THAT(file_octets(folder / name).substr(0, 64), HasSubstr(mark));
    }
    EXPECT_EQ(frames, (Reel{*staged, {}, papers.steps, 2}.frames()));
    EXPECT_THAT(folder.names(), ElementsAre("a.gif", "a.mp4", "a.webm"));
}

TEST_F(AFilmOfFfmpeg, IsGivenUpWithinASecondAndLeavesNothing)
{
    const Folder folder;
    const auto staged = stagedRun("slow-start");
    std::size_t asked = 0;
    const auto done = writePapers(*staged, papersOf(*staged, "all"), folder / "a.webm",
                                  [&](std::size_t, std::size_t) { return ++asked < 20; });
    EXPECT_EQ(*done, Finished::Cancelled);
    EXPECT_EQ(asked, 20U) << "it is asked at each frame, and once more never";
    EXPECT_THAT(folder.names(), IsEmpty());
}

TEST(Slides, AreTheSameOctetsAgain)
{
    const Folder folder;
    const auto staged = stagedRun("three-way-handshake");
    for (const char* name : {"a.pptx", "b.pptx"})
        ASSERT_EQ(*writePapers(*staged, papersOf(*staged, "2-4"), folder / name), Finished::All);
    EXPECT_EQ(file_octets(folder / "a.pptx"), file_octets(folder / "b.pptx"));
    EXPECT_EQ(file_octets(folder / "a.pptx").substr(0, 2), "PK");
}

TEST(AnArchive, KeepsWhatIsCompressedAlready)
{
    Zip zip;
    zip.store("a", QByteArray{1000, 'x'});
    EXPECT_TRUE(zip.octets().contains(QByteArray{1000, 'x'}));
    zip.add("b", QByteArray{1000, 'y'});
    EXPECT_FALSE(zip.octets().contains(QByteArray{1000, 'y'}));
}

} // namespace
} // namespace tcpstage::paint
