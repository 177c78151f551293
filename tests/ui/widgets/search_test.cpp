// Lessons and terms are found by the words of textbooks, in titles first.

#include "ui/model/catalogue.h"
#include "ui/widgets/lessons/search.h"

#include <algorithm>
#include <gmock/gmock.h>

namespace tcpstage::widgets {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;

std::vector<std::string> lessonsWith(const QString& words, Found least = Found::InText)
{
    const Search search{words};
    std::vector<std::string> ids;
    for (const model::LessonEntry& lesson : model::catalogue()) {
        const QString title = QString::fromStdString(lesson.id + ' ' + lesson.title.en + ' ' + lesson.title.zh);
        if (search.in(title, model::searchText(lesson)) >= least) ids.push_back(lesson.id);
    }
    return ids;
}

TEST(Search, FindsLessonsByTheWordsOfTextbooks)
{
    struct Row {
        const char* words;
        const char* lesson;
    };
    for (const Row& row : {Row{"慢开始", "slow-start"},
                           Row{"快重传", "fast-retransmit"},
                           Row{"快恢复", "fast-retransmit"},
                           Row{"半连接", "syn-flood"},
                           Row{"半连接队列", "syn-flood"},
                           Row{"SYN攻击", "syn-flood"},
                           Row{"泛洪", "syn-flood"},
                           Row{"流量控制", "sliding-window"},
                           Row{"捎带", "delayed-ack"},
                           Row{"已失效", "old-duplicate-syn"},
                           Row{"已失效的连接请求报文段", "why-not-two"},
                           Row{"心跳", "peer-vanishes-idle"},
                           Row{"粘包", "tcp-and-udp"},
                           Row{"持续计时器", "why-persist"},
                           Row{"坚持计时器", "why-persist"},
                           Row{"三报文握手", "three-way-handshake"},
                           Row{"四报文挥手", "four-way-close"},
                           Row{"超时重传", "retransmission-timeout"},
                           Row{"拥塞控制", "congestion-avoidance"},
                           Row{"heartbeat", "peer-vanishes-idle"},
                           Row{"piggyback", "delayed-ack"},
                           Row{"flow control", "zero-window"},
                           Row{"congestion control", "slow-start"},
                           Row{"SYN attack", "syn-flood"},
                           Row{"拔网线", "peer-vanishes"}, // only in the lesson's keywords, as the next two
                           Row{"五元组", "four-tuple"},
                           Row{"kill -9", "process-crash"}})
        EXPECT_THAT(lessonsWith(QString::fromUtf8(row.words)), Contains(row.lesson)) << row.words;
}

TEST(Search, LooksIntoSummariesAndNotes)
{
    EXPECT_THAT(lessonsWith(QStringLiteral("congest")),
                IsSupersetOf({"congestion-avoidance", "slow-start", "explicit-congestion"}));
    EXPECT_THAT(lessonsWith(QStringLiteral("Nagle"), Found::InTitle), Not(Contains("silly-window")));
    EXPECT_THAT(lessonsWith(QStringLiteral("rumour")), Contains("slow-start")) << "in an analogy";
    EXPECT_THAT(lessonsWith(QStringLiteral("xyzzy")), IsEmpty());
}

TEST(Search, TakesNoShortWordInsideAnotherForItself)
{
    EXPECT_EQ(Search{QStringLiteral("RST")}.in(QStringLiteral("The first FIN"), {}), Found::Nowhere);
    EXPECT_EQ(Search{QStringLiteral("RST")}.in(QStringLiteral("A forged RST"), {}), Found::AsTyped);
    EXPECT_EQ(Search{QString::fromUtf8("泛洪")}.in(QStringLiteral("windows"), {}), Found::Nowhere) << "DoS";
    EXPECT_EQ(Search{QString::fromUtf8("初始序号")}.in({}, QStringLiteral("it isn't")), Found::Nowhere) << "ISN";
    EXPECT_EQ(Search{QStringLiteral("simultaneous op")}.in(QStringLiteral("Simultaneous open"), {}), Found::AsTyped);
}

TEST(Search, PutsTheTypedWordsBeforeTheirSynonyms)
{
    const Search search{QStringLiteral("congest")};
    EXPECT_EQ(search.in(QStringLiteral("Congestion avoidance"), {}), Found::AsTyped);
    EXPECT_EQ(search.in(QStringLiteral("slow-start Slow start"), {}), Found::InTitle);
    EXPECT_EQ(search.in(QStringLiteral("The peer vanishes"), QStringLiteral("congestion")), Found::InText);
}

TEST(Search, WithoutWordsFindsEverything)
{
    EXPECT_TRUE(Search{QStringLiteral("  ")}.isEmpty());
    EXPECT_EQ(Search{QString{}}.in(QStringLiteral("anything"), {}), Found::AsTyped);
}

TEST(Catalogue, KnowsTitlesAndSummariesWithoutReadingAllOfALesson)
{
    EXPECT_EQ(model::titleIn("# mine\ntitle: {en: \"One\", zh: \"一\"}\n"), (OwnedText{"One", "一"}));
    EXPECT_EQ(model::titleIn("title: Two words\n"), (OwnedText{"Two words", "Two words"}));
    EXPECT_EQ(model::titleIn("title: \"Three\"\n"), (OwnedText{"Three", "Three"}));
    EXPECT_TRUE(model::titleIn("steps: []\n").empty());
    for (const model::LessonEntry& lesson : model::catalogue())
        EXPECT_FALSE(lesson.summary.en.empty() || lesson.summary.zh.empty()) << lesson.id;
}

} // namespace
} // namespace tcpstage::widgets
