#include "tests/core/lesson/lesson.h"

#include "core/base/random.h"

namespace tcpstage::lesson {
namespace {

std::string repeated(std::string_view text, std::size_t count)
{
    std::string all;
    for (std::size_t i = 0; i < count; ++i)
        all += text;
    return all;
}

void expect_one_sentence(const std::string& text)
{
    const std::string sentence = refusal(text);
    EXPECT_FALSE(sentence.empty());
    EXPECT_LT(sentence.size(), 400U);
    EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
}

TEST(HostileLesson, BillionLaughsEndInOneSentence)
{
    std::string text = "a: &a [x, x, x, x, x, x, x, x, x]\n";
    for (char name = 'b'; name <= 'z'; ++name)
        text += std::string{name} + ": &" + name + " [" +
                repeated(std::string{"*"} + static_cast<char>(name - 1) + ", ", 9) + "]\n";

    EXPECT_EQ(refusal(text),
              "test.yaml:1:4: anchors (&) and aliases (*) are not allowed in a lesson; write the value out, or put "
              "it in quotes");
}

TEST(HostileLesson, DeepNestingEndsInOneSentence)
{
    EXPECT_EQ(refusal("title: " + repeated("[", 100) + repeated("]", 100)),
              "test.yaml:1:39: this is nested deeper than 32 levels; a lesson needs five or six");
    expect_one_sentence(repeated("[", 500'000));
    expect_one_sentence(repeated("{a: ", 200'000));
    expect_one_sentence(repeated("- ", 200'000));
    expect_one_sentence(repeated("? ", 200'000));
}

TEST(HostileLesson, HugeFilesEndInOneSentence)
{
    EXPECT_EQ(refusal(std::string(2'000'000, 'x')),
              "test.yaml: too large: a lesson has at most 1 MiB; choose a smaller file");
}

TEST(HostileLesson, BinaryEndsInOneSentence)
{
    EXPECT_EQ(refusal(std::string{"title: a\nb\0c", 12}),
              "test.yaml:2:2: the octet 0x00 is not UTF-8 text; a lesson is a YAML file saved as UTF-8");
    EXPECT_EQ(refusal("title: \xff"),
              "test.yaml:1:8: the octet 0xff is not UTF-8 text; a lesson is a YAML file saved as UTF-8");
    expect_one_sentence("title: \xed\xa0\x80");
}

TEST(HostileLesson, NoControlCharacterReachesATerminal)
{
    EXPECT_EQ(refusal("title: \"a\\e[2J\""), "test.yaml:1:8: title has a control character; leave it out");
    expect_one_sentence("title: \"a\\x07\"");
    expect_one_sentence("title: \"a\\x7f\"");
    expect_one_sentence("title: \"a\\u009b2J\"");
    expect_one_sentence("title: {en: a, zh: \"a\\e\"}");
    expect_one_sentence("title: a\u009b2J");
}

TEST(HostileLesson, BrokenYamlEndsInOneSentence)
{
    for (const auto* text :
         {"", "   ", "title: [", "title: \"a", "\ttitle: a", "a: b: c", "- a\nb: c", "title: {en: a", "%YAML 9.9\n",
          "--- a\n--- b\n", "title: !!binary x", "? [a]\n: b\n", "*a", "&a", "steps: {}"})
        expect_one_sentence(text);
}

TEST(HostileLesson, AnyOctetChangedStillGivesALessonOrOneSentence)
{
    const std::string good{built_in_lessons().front().yaml};
    Random random{1};
    for (int i = 0; i < 300; ++i) {
        std::string text = good.substr(0, 1500) + good.substr(good.find("\nexpect:"));
        for (int change = 0; change < 3; ++change)
            text[random.below(text.size())] = static_cast<char>(random.below(128));
        const std::string sentence = refusal(text);
        EXPECT_EQ(sentence.find('\n'), std::string::npos) << sentence;
    }
}

} // namespace
} // namespace tcpstage::lesson
