// A lesson hour is read from YAML and written to it; what is wrong is said with its place.
#include "core/lesson/hour.h"

#include <gmock/gmock.h>

namespace tcpstage::lesson {
namespace {

constexpr const char* usual = R"(title: {en: "How TCP opens and closes", zh: "TCP 的建立与关闭"}
lessons:
  - lesson: three-way-handshake
    step: 2
    minutes: 12
    notes: {en: "Ask: why not two?", zh: "提问：为什么不是两次？"}
  - four-way-close
  - lesson: mine/close.yaml
    minutes: 8
)";

TEST(LessonHour, IsReadWithStepsMinutesAndNotes)
{
    const auto hour = read_hour(usual, "/class/hour.yaml");
    ASSERT_TRUE(hour) << hour.error().sentence(Language::English);
    EXPECT_EQ(hour->title.zh, "TCP 的建立与关闭");
    ASSERT_EQ(hour->parts.size(), 3U);
    EXPECT_EQ(hour->parts[0],
              (HourPart{"three-way-handshake", 2, 12, {"Ask: why not two?", "提问：为什么不是两次？"}}));
    EXPECT_EQ(hour->parts[1], HourPart{"four-way-close"});
    EXPECT_EQ(hour->parts[2].source, "/class/mine/close.yaml") << "beside the file of the hour";
    EXPECT_EQ(hour->minutes(), 20U);
}

TEST(LessonHour, IsTheSameAfterItIsWrittenAndRead)
{
    const Hour hour = *read_hour(usual, "/class/hour.yaml");
    const std::string yaml = write_hour(hour, "/class");
    EXPECT_THAT(yaml, ::testing::HasSubstr("mine/close.yaml"));
    EXPECT_THAT(yaml, ::testing::Not(::testing::HasSubstr("/class")));
    EXPECT_EQ(*read_hour(yaml, "/class/hour.yaml"), hour);
    EXPECT_EQ(*read_hour(write_hour(hour, "/elsewhere"), "/elsewhere/hour.yaml"), hour) << "by the whole path";
    const Hour odd{{"\"a\": b # c", {}}, {{"three-way-handshake", 0, 0, {"- one\n- two\t\\", {}}}}};
    EXPECT_EQ(*read_hour(write_hour(odd, "/"), "/hour.yaml"), odd);
}

TEST(LessonHour, IsNotTakenForALesson)
{
    EXPECT_TRUE(is_hour(usual));
    EXPECT_TRUE(is_hour("lessons: [udp]\ntitle: a\n"));
    EXPECT_FALSE(is_hour("title: a\nendpoints:\n  client: {}\nsteps: []\n"));
    EXPECT_FALSE(is_hour("title: about lessons: none\n"));
}

TEST(LessonHour, SaysWhatIsWrongAndWhere)
{
    struct Wrong {
        const char* yaml;
        const char* sentence;
    };
    for (const Wrong& wrong : {Wrong{"lessons: [udp]\n", "title"},
                               Wrong{"title: a\nlessons: []\n", "h.yaml:2:10: an hour has at least one lesson"},
                               Wrong{"title: a\nlessons:\n  - three-way-handshak\n", "three-way-handshake"},
                               Wrong{"title: a\nlessons:\n  - lesson: udp\n    minutes: 5000\n", "h.yaml:4:14"},
                               Wrong{"title: a\nlessons:\n  - lesson: udp\n    minute: 5\n", "minutes"},
                               Wrong{"title: a\nlessons:\n  - lesson: \"\"\n", "the lesson has no name"}}) {
        const auto hour = read_hour(wrong.yaml, "h.yaml");
        ASSERT_FALSE(hour) << wrong.yaml;
        EXPECT_THAT(hour.error().sentence(Language::English), ::testing::HasSubstr(wrong.sentence));
        EXPECT_NE(hour.error().sentence(Language::Chinese), hour.error().sentence(Language::English));
    }
    std::string many = "title: a\nlessons:\n";
    for (std::size_t i = 0; i <= most_hour_parts; ++i)
        many += "  - udp\n";
    EXPECT_FALSE(read_hour(many, "h.yaml"));
}

} // namespace
} // namespace tcpstage::lesson
