// A text that is not YAML is explained in both languages, whatever yaml-cpp finds wrong.
#include "core/base/files.h"
#include "core/lesson/scenario.h"
#include "core/lesson/yaml/yaml.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <regex>

namespace tcpstage::lesson::yaml {
namespace {

/// All messages that yaml-cpp has, from its header.
std::vector<std::string> messages()
{
    const auto header = read_whole_file(TCPSTAGE_YAML_CPP "/yaml-cpp/exceptions.h", {1U << 20U});
    EXPECT_TRUE(header);
    std::vector<std::string> all;
    if (!header) return all;
    static const std::regex constant{R"re(const char\* const \w+ =((?:\s*"[^"]*")+);)re"};
    static const std::regex part{R"re("([^"]*)")re"};
    for (std::sregex_iterator found{header->begin(), header->end(), constant}, end; found != end; ++found) {
        const std::string parts = (*found)[1];
        std::string message;
        for (std::sregex_iterator each{parts.begin(), parts.end(), part}; each != end; ++each)
            message += (*each)[1];
        all.push_back(message);
    }
    return all;
}

std::size_t han(std::string_view text)
{
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xF0) == 0xE0; }));
}

TEST(YamlMessages, HaveEachItsChineseText)
{
    const std::vector<std::string> all = messages();
    EXPECT_GE(all.size(), 50U);
    const std::string unknown = in_both_languages("no message of yaml-cpp").zh;
    for (const std::string& message : all) {
        const OwnedText text = in_both_languages(message);
        EXPECT_EQ(text.en, message);
        EXPECT_NE(text.zh, unknown) << message << " has no text of its own";
        EXPECT_GE(han(text.zh), 3U) << message;
    }
    EXPECT_EQ(in_both_languages("unknown escape character: q").zh, "双引号里有未知的转义字符：q");
    EXPECT_EQ(in_both_languages("invalid node; first invalid key: \"a\"").zh, "这里的内容不成立");
}

TEST(YamlMessages, AreSaidInChineseForEveryTextThatIsNotYaml)
{
    for (const char* text : {"a: b: c", "a: [1, 2", "a: {b: 1", "a: 'b", "a: \"\\q\"", "\ta: 1", "a: @b",
                             "- a\n b: 1\n- c", "a: 1\n  b: 2", "a: ]", "%YAML 1.2 3\n---\na: 1"}) {
        const auto read = read_scenario(text, "test.yaml");
        ASSERT_FALSE(read) << text;
        const std::string zh = read.error().sentences().zh;
        for (const char* english : {"illegal", "found", "unknown", "bad ", "cannot"})
            EXPECT_EQ(zh.find(english), std::string::npos) << zh;
    }
}

} // namespace
} // namespace tcpstage::lesson::yaml
