// Checks that no identifier contains a word that docs/vocabulary.md lists, in code letters, as not used.
#include "tests/house/source_text.h"

#include <cctype>
#include <filesystem>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace tcpstage::house {
namespace {

using WordSet = std::set<std::string>;

/// The words in code letters in the last column of the vocabulary's tables, up to a heading "To be renamed" if there is
/// one.
WordSet words_not_used(const std::string& page)
{
    const std::string vocabulary = page.substr(0, page.find("## To be renamed"));
    WordSet words;
    const std::regex last_cell{R"(\|([^|\n]*)\|\n)"};
    const std::regex code{"`([a-z]+)`"};
    for (std::sregex_iterator row{vocabulary.begin(), vocabulary.end(), last_cell}, end; row != end; ++row) {
        const std::string cell = (*row)[1];
        for (std::sregex_iterator word{cell.begin(), cell.end(), code}; word != end; ++word)
            words.insert((*word)[1]);
    }
    return words;
}

/// "staged", "run" and "of" of "stagedRun_of"
std::vector<std::string> words_in(const std::string& code)
{
    std::vector<std::string> words;
    std::string word;
    const auto finish = [&] {
        if (!word.empty()) words.push_back(std::exchange(word, {}));
    };
    for (const char c : code) {
        const auto octet = static_cast<unsigned char>(c);
        if (std::isalpha(octet) == 0 || std::isupper(octet) != 0) finish();
        if (std::isalpha(octet) != 0) word += static_cast<char>(std::tolower(octet));
    }
    finish();
    return words;
}

std::vector<std::string> misused(const std::string& file, const std::string& text, const WordSet& not_used)
{
    std::vector<std::string> found;
    std::istringstream in{text};
    int number = 0;
    bool raw = false; // inside R"(...)": text in another language
    for (std::string line; std::getline(in, line);) {
        ++number;
        const bool begins = line.find("R\"(") != std::string::npos;
        const bool ends = line.find(")\"") != std::string::npos;
        if (!raw && !begins)
            for (const std::string& word : words_in(code_of(line)))
                if (not_used.contains(word))
                    found.push_back((std::ostringstream{} << file << ":" << number << ": " << word).str());
        raw = (raw || begins) && !ends;
    }
    return found;
}

/// The words that Chinese texts do not use: those of docs/vocabulary.md.
std::vector<std::string> misused_in_chinese(const std::string& file, const std::string& text)
{
    std::vector<std::string> found;
    for (const std::string word : {"八位组", "对端", "积压队列", "最大报文段寿命", "重置"})
        for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
            if (word != "对端" || text.compare(at, 9, "对端口") != 0) found.push_back(file + ": " + word);
    return found;
}

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Words, OfTheVocabularyThatAreNotUsedStandInNoIdentifier)
{
    const WordSet not_used = words_not_used(text_of(std::string{TCPSTAGE_SOURCE_DIR} + "/docs/vocabulary.md"));
    ASSERT_TRUE(not_used.contains("story"));
    for (const auto& [file, text] : sources(TCPSTAGE_SOURCE_DIR, {"app", "core", "ui", "tests"}))
        EXPECT_THAT(misused(file, text, not_used), IsEmpty());
}

TEST(Words, OfChineseTextsAreThoseOfTheTextbooks)
{
    for (const auto& [file, text] : sources(TCPSTAGE_SOURCE_DIR, {"app", "core", "ui"}))
        if (!file.ends_with("synonyms.def")) EXPECT_THAT(misused_in_chinese(file, text), IsEmpty());
    std::size_t lessons = 0;
    const std::filesystem::path folder = std::filesystem::path{TCPSTAGE_SOURCE_DIR} / "resources" / "lessons";
    for (const auto& entry : std::filesystem::directory_iterator{folder}) {
        if (entry.path().extension() != ".yaml") continue;
        ++lessons;
        EXPECT_THAT(misused_in_chinese(entry.path().filename().string(), text_of(entry.path().string())), IsEmpty());
    }
    EXPECT_GT(lessons, 100U);
    for (const std::string page : {"README.zh.md", "docs/lessons.zh.md"}) {
        const std::string text = text_of(std::string{TCPSTAGE_SOURCE_DIR} + "/" + page);
        EXPECT_FALSE(text.empty());
        EXPECT_THAT(misused_in_chinese(page, text), IsEmpty());
    }
    EXPECT_THAT(misused_in_chinese("a", "这对端口属于对端"), ElementsAre("a: 对端"));
}

TEST(Words, AreFoundInEveryKindOfIdentifierButNotInTexts)
{
    const WordSet unused{"story"};
    EXPECT_THAT(misused("a.cpp", "int storyOf();\nint a_story;\nclass StoryBook;\n", unused),
                ElementsAre("a.cpp:1: story", "a.cpp:2: story", "a.cpp:3: story"));
    EXPECT_THAT(misused("a.cpp", "// a story\nauto s = \"story\\\" story\";\nint history;\n", unused), IsEmpty());
    EXPECT_THAT(words_not_used("| a | b | `story`, tale |\n| `c` | d | |\n"), ElementsAre("story"));
}

} // namespace
} // namespace tcpstage::house
