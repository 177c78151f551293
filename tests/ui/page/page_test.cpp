#include "ui/page/page.h"

#include "core/captions/caption.h"
#include "core/predict/question.h"
#include "tests/support/both_languages.h"
#include "tests/support/lessons.h"
#include "tests/ui/scene/staged_runs.h"
#include "ui/page/page_words.h"
#include "ui/scene/drawing/drawing.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tcpstage::page {

namespace {

using testing::stagedRun;

QByteArray pageOfLesson(const std::string& id, const PageChoices& choices = {})
{
    const auto page = pageOf(*stagedRun(id), choices);
    EXPECT_TRUE(page) << id;
    return page ? *page : QByteArray{};
}

/// With both ends only, which are quickly drawn.
PageChoices withoutLadder()
{
    PageChoices choices;
    choices.view.kind = paint::PictureKind::States;
    return choices;
}

std::vector<scene::StageTime> timesOf(const scene::StagedRun& staged)
{
    std::vector<scene::StageTime> times{scene::StageTime{}};
    for (std::size_t i = 0; i < staged.stepCount(); ++i)
        times.push_back(staged.stepTime(i));
    return times;
}

QJsonArray listIn(const QByteArray& json) { return QJsonDocument::fromJson(json).array(); }

/// What the page's script reads.
QJsonArray lessonsIn(const QByteArray& page)
{
    const QByteArray begin = "id=\"data\">";
    const qsizetype from = page.indexOf(begin) + begin.size();
    const QByteArray data = page.mid(from, page.indexOf("</script>", from) - from);
    QJsonParseError error;
    const QJsonObject all = QJsonDocument::fromJson(data, &error).object();
    EXPECT_EQ(error.error, QJsonParseError::NoError) << error.errorString().toStdString();
    EXPECT_EQ(all[QLatin1String("format")].toString(), QLatin1String("tcpstage-page"));
    return all[QLatin1String("lessons")].toArray();
}
QJsonObject lessonIn(const QByteArray& page) { return lessonsIn(page).at(0).toObject(); }

TEST(Page, HasTheLessonsOfAnHourEachOnceByItsId)
{
    const auto handshake = stagedRun("connection-refused");
    const std::vector<PagePart> parts{{handshake, handshake->stepTime(1)}, {stagedRun("udp"), {}}, {handshake, {}}};
    std::vector<std::size_t> progress;
    const auto page = pageOf({"An hour", "一堂课"}, parts, withoutLadder(), [&](std::size_t done, std::size_t all) {
        EXPECT_EQ(all, 3U);
        progress.push_back(done);
        return true;
    });
    ASSERT_TRUE(page);
    const QJsonArray lessons = lessonsIn(*page);
    ASSERT_EQ(lessons.size(), 3);
    EXPECT_EQ(lessons[0][QLatin1String("id")].toString(), QLatin1String("connection-refused"));
    EXPECT_EQ(lessons[2][QLatin1String("id")].toString(), QLatin1String("connection-refused-2"));
    EXPECT_EQ(lessons[0][QLatin1String("first")].toInt(), 2);
    EXPECT_EQ(lessons[2][QLatin1String("first")].toInt(), 0);
    EXPECT_TRUE(page->contains("<title>An hour</title>"));
    EXPECT_EQ(progress, (std::vector<std::size_t>{0, 1, 2}));
    const auto cancelled =
        pageOf({"An hour", "一堂课"}, parts, withoutLadder(), [](std::size_t done, std::size_t) { return done < 1; });
    ASSERT_TRUE(cancelled);
    EXPECT_TRUE(cancelled->isEmpty());
}

TEST(Page, IsWrittenAsTextbooksDoWhereThatIsChosen)
{
    PageChoices choices;
    choices.view.display = scene::withNotation({}, true);
    const QByteArray page = pageOfLesson("three-way-handshake", choices);
    for (const char* words : {"SYN=1 ACK=1", "SYN-RCVD", "A: Client", "甲：客户端"})
        EXPECT_TRUE(page.contains(words)) << words;
    EXPECT_FALSE(page.contains("\"SYN-RECEIVED\"")) << "a state, or a choice of a question";
}

/// The numbers of a list after a change: see PageFrames.
std::vector<int> changed(const std::vector<int>& before, const QJsonArray& change)
{
    if (change.isEmpty()) return before;
    std::vector<int> now;
    auto at = before.begin();
    for (qsizetype i = 0; i < change.size();) {
        EXPECT_LE(change[i].toInt() + change[i + 1].toInt(), before.end() - at);
        if (::testing::Test::HasFailure()) return {};
        now.insert(now.end(), at, at + change[i].toInt());
        at += change[i].toInt() + change[i + 1].toInt();
        const int count = change[i + 2].toInt();
        for (int k = 0; k < count; ++k)
            now.push_back(change[i + 3 + k].toInt());
        i += 3 + count;
    }
    return now;
}

TEST(Page, IsOneFileOfAtMostAMebibyteForEachBasicLesson)
{
    for (const std::string& id : testing::some_lessons(200)) { // tests/page tries all of them in a browser
        const QByteArray page = pageOfLesson(id);
        const bool basic = stagedRun(id)->scenario.group == lesson::Group::Basics;
        if (basic) EXPECT_LE(page.size(), 1 << 20) << id;
        for (const char* outside : {"src=", "href=", "url(", "@import", "fetch("})
            EXPECT_FALSE(page.contains(outside)) << id << ": " << outside;
    }
}

TEST(Page, IsTheSameForTheSameRun)
{
    const auto again = scene::stageRun(*lesson::find_lesson("connection-refused"));
    EXPECT_EQ(*pageOf(*again, {}), pageOfLesson("connection-refused"));
}

TEST(Page, HasACaptionOfEachStepInBothLanguages)
{
    const auto staged = stagedRun("three-way-handshake");
    const auto captions = captions::all_captions(staged->scenario, staged->run);
    PageWords words{*staged, {}, timesOf(*staged)};
    for (const Language language : {Language::English, Language::Chinese}) {
        const QJsonArray said = listIn(words.said(language));
        const QJsonArray texts = listIn(words.captions());
        ASSERT_EQ(said.size(), static_cast<qsizetype>(captions.size()));
        for (std::size_t step = 0; step < captions.size(); ++step) {
            const QJsonValue one = said[static_cast<qsizetype>(step)].toArray()[0];
            const int number = one.isArray() ? one.toArray()[1].toInt() : one.toInt(); // the exact text of three
            const QJsonArray caption = texts[number].toArray();
            EXPECT_EQ(caption[0].toString().toStdString(), captions[step].title[language]);
            EXPECT_EQ(caption[1].toString().toStdString(), captions[step].text[language]);
            EXPECT_EQ(caption[4].toInt() != 0, captions[step].is_note);
        }
    }
}

TEST(Page, HasTheStrokesOfEachStepAtThatStep)
{
    constexpr int curve = 4;
    auto stroke = std::make_shared<scene::PenStroke>();
    stroke->step = 3;
    stroke->points = {{0.2, 2, 1}, {0.5, 2.5, 1}, {0.7, 3, 1}};
    PageChoices choices;
    choices.view.display.drawn.drawing = std::make_shared<const scene::Drawing>(scene::Drawing{{stroke}});
    const QJsonObject lesson = lessonIn(pageOfLesson("three-way-handshake", choices));
    const QJsonArray marks = lesson[QLatin1String("marks")].toArray();
    const auto isCurve = [&](int number) { return marks[number].toArray()[0].toInt() == curve; };
    const QJsonObject picture = lesson[QLatin1String("pictures")].toArray()[0].toObject();
    const QJsonArray frames = picture[QLatin1String("frames")].toObject()[QLatin1String("en")].toArray();
    const auto stride = picture[QLatin1String("stops")].toArray().size() + 1;
    std::vector<int> moving;
    for (qsizetype i = 0; i < frames.size(); ++i) {
        if (frames[i].isArray()) moving = changed(moving, frames[i].toArray()[2].toArray());
        EXPECT_EQ(std::ranges::any_of(moving, isCurve), i / stride == 3) << i;
    }
}

TEST(Page, HasTheNotesOfEveryDepth)
{
    const auto staged = stagedRun("three-way-handshake");
    PageWords words{*staged, {}, timesOf(*staged)};
    int depths = 0;
    for (const QJsonValue worlds : listIn(words.said(Language::English)))
        depths += worlds.toArray()[0].toArray().size() == 3 ? 1 : 0;
    EXPECT_GE(depths, 3);
}

TEST(Page, HidesTheAnswerOfAnExamQuestionUntilItIsAskedFor)
{
    const auto staged = stagedRun("exam-2009-38");
    PageWords words{*staged, {}, timesOf(*staged)};
    const QJsonArray all = listIn(words.said(Language::English));
    const QJsonArray texts = listIn(words.captions());
    int answers = 0;
    for (const QJsonValue worlds : all) {
        const QJsonArray said = worlds.toArray()[0].toArray();
        if (said.size() != 6) continue;
        ++answers;
        EXPECT_TRUE(texts[said[1].toInt()].toArray()[1].toString().endsWith(QLatin1String("Answer: ?")));
        EXPECT_TRUE(texts[said[4].toInt()].toArray()[1].toString().startsWith(QLatin1String("Answer: (D)")));
    }
    EXPECT_GE(answers, 1);
}

TEST(Page, AsksBeforeEachStepWhatAPredictionAsks)
{
    const auto staged = stagedRun("three-way-handshake");
    const QJsonObject questions =
        QJsonDocument::fromJson(PageWords{*staged, {}, timesOf(*staged)}.questions()).object();
    for (const QString& step : questions.keys()) {
        const QJsonArray asked = questions[step].toArray();
        const auto question = predict::ask_anything(staged->trace(), staged->timeMap.step(step.toUInt()));
        ASSERT_TRUE(question);
        EXPECT_EQ(asked[1].toArray()[0].toString().toStdString(), question->text.en);
        EXPECT_EQ(asked[1].toArray()[1].toString().toStdString(), question->text.zh);
        EXPECT_EQ(asked[2].toInt(), static_cast<int>(question->right));
        EXPECT_EQ(asked[3].toArray().size(), static_cast<qsizetype>(question->choices.size()));
    }
    EXPECT_GE(questions.size(), 4);
    const auto two = stagedRun("why-not-two");
    EXPECT_EQ((PageWords{*two, {}, timesOf(*two)}.questions()), "{}") << "as in the window";
}

TEST(Page, HasTheMarksOfTheSceneAtEachStep)
{
    const auto staged = stagedRun("connection-refused");
    const QJsonObject lesson = lessonIn(pageOfLesson("connection-refused"));
    const QJsonArray marks = lesson[QLatin1String("marks")].toArray();
    const QJsonObject centre = lesson[QLatin1String("pictures")].toArray()[0].toObject();
    const QJsonArray frames = centre[QLatin1String("frames")].toObject()[QLatin1String("en")].toArray();
    const qsizetype stride = centre[QLatin1String("stops")].toArray().size() + 1;
    ASSERT_EQ(frames.size(), stride * static_cast<qsizetype>(staged->stepCount()) + 1);
    std::vector<int> still;
    std::vector<int> moving;
    for (qsizetype i = 0; i < frames.size(); ++i) {
        if (frames[i].isArray()) {
            still = changed(still, frames[i].toArray()[1].toArray());
            moving = changed(moving, frames[i].toArray()[2].toArray());
        }
        if (i % stride != 0) continue;
        paint::Picture picture = pagePicture(*staged, {}, Language::English);
        picture.time = i == 0 ? scene::StageTime{} : staged->stepTime(static_cast<std::size_t>(i / stride - 1));
        const scene::Scene scene = paint::sceneOf(*staged, picture);
        QStringList texts;
        for (const auto* numbers : {&still, &moving})
            for (const int number : *numbers)
                if (const QJsonArray mark = marks[number].toArray(); mark[0].toInt() == 2) texts << mark[12].toString();
        EXPECT_EQ(texts, testing::texts(scene)) << "frame " << i;
        EXPECT_EQ(still.size(), scene.still.size());
        EXPECT_EQ(moving.size(), scene.moving.size());
    }
}

TEST(Page, HasEachPictureAsTheDifferenceFromTheOneBefore)
{
    const auto staged = stagedRun("connection-refused");
    PageMarks marks{*staged, {}};
    PageFrames frames{marks};
    const std::vector<QString> pictures{QStringLiteral("abcdefg"), QStringLiteral("abxdfg"), QStringLiteral("abxdfg"),
                                        QStringLiteral("cdefab"),  QStringLiteral(""),       QStringLiteral("aab"),
                                        QStringLiteral("bxayb"),   QStringLiteral("bb")};
    for (const QString& letters : pictures) {
        scene::Scene scene{{100, 100}};
        for (const QChar letter : letters)
            scene.still.push_back({scene::Label{letter, {0, 0}}, {}, 1});
        frames.add(scene, 0);
    }
    const QJsonArray written = listIn(marks.marks());
    std::vector<int> still;
    std::size_t picture = 0;
    for (const QJsonValue frame : listIn(frames.json())) {
        if (frame.isArray()) still = changed(still, frame.toArray()[1].toArray());
        QString letters;
        for (const int number : still)
            letters += written[number].toArray()[12].toString();
        EXPECT_EQ(letters, pictures[picture++]);
    }
    EXPECT_EQ(picture, pictures.size());
}

TEST(Page, HasPicturesOfBothWorldsAndOfEachForPhones)
{
    const auto staged = stagedRun("why-not-two");
    PageMarks marks{*staged, {}};
    const QJsonArray pictures = listIn(pagePictures(*staged, {}, {staged->stepTime(3), staged->stepTime(4)}, marks));
    QStringList kinds;
    for (const QJsonValue picture : pictures)
        kinds << picture[QLatin1String("kind")].toString();
    EXPECT_EQ(kinds.join(u' '), QLatin1String("centre small small small"));
    EXPECT_TRUE(marks.ids().contains("\"other-segment-1\""));
}

TEST(Page, SaysWhichOfTwoWorldsWaits)
{
    const auto staged = stagedRun("why-not-two");
    const QJsonArray waiting = listIn(PageWords{*staged, {}, timesOf(*staged)}.waiting());
    ASSERT_EQ(waiting.size(), static_cast<qsizetype>(staged->stepCount() + 1));
    EXPECT_TRUE(waiting.contains(QJsonValue{2}));
    EXPECT_EQ(waiting[0].toInt(), 0);
}

TEST(Page, LetsNoTextOfALessonEndItsScriptOrItsTitle)
{
    lesson::Scenario scenario = *lesson::find_lesson("three-way-handshake");
    scenario.title = {"</script><script>alert(1)</script> & \"a\" 'b' {{data}}", "</title><b>&"};
    scenario.summary = {"\"><img src=x onerror=alert(1)>", "“”"};
    for (lesson::Note& note : scenario.notes)
        note.text = {"</SCRIPT> <!-- <script> \\u003c \x01", "</script>"};
    const QByteArray page = *pageOf(*scene::stageRun(std::move(scenario)), withoutLadder());
    EXPECT_EQ(page.count("<script"), 2); // the data and the player
    EXPECT_EQ(page.count("</script>"), 2);
    EXPECT_FALSE(page.contains("<img"));
    EXPECT_FALSE(page.contains("</SCRIPT"));
    EXPECT_TRUE(page.contains("<title>&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;a&quot; "));
    const QJsonObject lesson = lessonIn(page);
    EXPECT_EQ(lesson[QLatin1String("title")].toObject()[QLatin1String("zh")].toString(), QLatin1String("</title><b>&"));
}

TEST(Page, IsRefusedWhereItCannotBeWrittenOrIsTooLong)
{
    const auto staged = stagedRun("connection-refused");
    const auto folder = writePage(*staged, withoutLadder(), "no/such/folder/a.html");
    ASSERT_FALSE(folder);
    EXPECT_EQ(folder.error().where.file, "no/such/folder/a.html");
    EXPECT_NE(said_in_both(folder.error()), "");
    EXPECT_TRUE(isPage("a.HTML"));
    EXPECT_FALSE(isPage("a.html.png"));
    scene::StagedRun longer = *staged;
    longer.beside = staged;
    longer.stops.resize(most_page_steps + 1);
    const auto refused = pageOf(longer, {});
    ASSERT_FALSE(refused);
    EXPECT_THAT(said_in_both(refused.error()), ::testing::HasSubstr("3001"));
}

TEST(Page, OpensWhereTheLessonOpensOrAsked)
{
    const auto staged = stagedRun("half-open-speaks");
    const auto before = static_cast<int>(staged->stepsUntil(staged->opening()));
    EXPECT_GT(before, 0);
    EXPECT_EQ(lessonIn(pageOfLesson("half-open-speaks", withoutLadder()))[QLatin1String("opening")].toInt(), before);
    PageChoices choices = withoutLadder();
    choices.opening = staged->stepTime(6);
    const QJsonObject asked = lessonIn(pageOfLesson("half-open-speaks", choices));
    EXPECT_EQ(asked[QLatin1String("opening")].toInt(), before);
    EXPECT_EQ(asked[QLatin1String("first")].toInt(), 7);
}

TEST(Page, HasWhatTcpdumpAndSsPrintWhereItIsAskedFor)
{
    PageChoices choices = withoutLadder();
    EXPECT_TRUE(lessonIn(pageOfLesson("abort", choices))[QLatin1String("console")]
                    .toObject()[QLatin1String("en")]
                    .toArray()
                    .isEmpty());
    choices.view.display.console = true;
    const QJsonObject console = lessonIn(pageOfLesson("abort", choices))[QLatin1String("console")].toObject();
    const auto staged = stagedRun("abort");
    for (const char* language : {"en", "zh"})
        EXPECT_EQ(console[QLatin1String(language)].toArray().size(), static_cast<qsizetype>(staged->stepCount()) + 1);
    EXPECT_TRUE(console[QLatin1String("en")].toArray().last().toString().contains(QLatin1String("Flags [R]")));
}

TEST(Page, SaysTheGoalOfTheLessonAndWhatMayBeDone)
{
    const QByteArray page = pageOfLesson("goal-syn-again", withoutLadder());
    const QJsonArray goal = lessonIn(page)[QLatin1String("goal")].toArray();
    ASSERT_EQ(goal.size(), 2);
    EXPECT_EQ(goal[0].toObject()[QLatin1String("en")].toString(),
              QLatin1String("Goal: the client sends its SYN twice, and both ends become ESTABLISHED."));
    EXPECT_EQ(goal[1].toObject()[QLatin1String("zh")].toString(), QStringLiteral("可以丢弃 1 个报文段。"));
    EXPECT_TRUE(page.contains("<p id=\"goal\">Goal: the client sends its SYN twice")) << "where no script runs";
    const QByteArray without = pageOfLesson("abort", withoutLadder());
    EXPECT_TRUE(without.contains("<p id=\"goal\"></p>"));
    EXPECT_TRUE(lessonIn(without)[QLatin1String("goal")].toArray().isEmpty());
}

TEST(Page, HasTheSpanThatIsMeasured)
{
    const auto staged = stagedRun("abort");
    PageChoices choices;
    EXPECT_FALSE(pageOfLesson("abort", choices).contains(" \xc2\xb7 2 segments"));
    choices.view.display.measured =
        scene::Measured{staged->trace().transit(3).sent_record, staged->trace().transit(4).end_record};
    EXPECT_TRUE(pageOfLesson("abort", choices).contains(" \xc2\xb7 2 segments"));
}

} // namespace

} // namespace tcpstage::page
