#include "ui/model/words.h"

#include "ui/model/commands.h"

#include <QStringList>
#include <gtest/gtest.h>

namespace tcpstage::model {

namespace {

std::vector<Text> everyWord()
{
    std::vector<Text> all{wording::all().begin(), wording::all().end()};
    for (const CommandInfo& command : allCommands())
        all.push_back(command.words);
    return all;
}

/// What stands by itself or at the begin of a heading.
bool isHeading(std::string_view name)
{
    return name.ends_with("Title") || name.ends_with("Heading") || name.ends_with("Score") || name.ends_with("None");
}

} // namespace

TEST(Words, BeginEachHeadingWithACapital)
{
    std::size_t headings = 0;
#define TCPSTAGE_WORDS(name, english, chinese)                                                                         \
    if (isHeading(#name)) {                                                                                            \
        ++headings;                                                                                                    \
        EXPECT_FALSE(QChar::fromLatin1(std::string_view{english}.front()).isLower()) << #name;                         \
    }
#include "ui/model/words.def"
#undef TCPSTAGE_WORDS
    EXPECT_GT(headings, 10U);
}

TEST(Words, AreThereInBothLanguagesAndDiffer)
{
    for (const Text& text : everyWord()) {
        EXPECT_FALSE(text.en.empty() || text.zh.empty()) << text.en << text.zh;
        EXPECT_NE(text.en, text.zh);
    }
}

TEST(Words, HaveAsManyPlacesForArgumentsInBothLanguages)
{
    for (const Text& text : everyWord())
        EXPECT_EQ(say(text, Language::English).count(QStringLiteral("{}")),
                  say(text, Language::Chinese).count(QStringLiteral("{}")))
            << text.en;
}

TEST(Words, TakeTheirArgumentsInOrder)
{
    EXPECT_EQ(say(wording::stepOf, Language::English, {QStringLiteral("8"), QStringLiteral("11")}),
              QStringLiteral("Step 8 of 11"));
    EXPECT_EQ(say(wording::stepOf, Language::Chinese, {QStringLiteral("8"), QStringLiteral("11")}),
              QStringLiteral("第 8 步，共 11 步"));
    EXPECT_EQ(say(wording::opening, Language::English, {QStringLiteral("{}")}), QStringLiteral("Opening {}…"));
}

TEST(Words, CallFilesByTheirNamesOnTheProjector)
{
    const auto shown = [](const char* sentence) { return withoutFolders(QString::fromUtf8(sentence)).toStdString(); };
    EXPECT_EQ(shown("/home/me/My lessons/bad.yaml:7:5: unknown call \"lisen\"; did you mean \"listen\"?"),
              "bad.yaml:7:5: unknown call \"lisen\"; did you mean \"listen\"?");
    EXPECT_EQ(shown("lessons/tcp/bad.yaml:7: no"), "bad.yaml:7: no");
    EXPECT_EQ(shown("Another program has changed /a/b.yaml and /c/d.yaml."),
              "Another program has changed b.yaml and d.yaml.");
    EXPECT_EQ(shown("Written: “/a/图/b c.png”"), "Written: “b c.png”");
    for (const char* same : {"bad.yaml:7:5: no", "Step 3 / 8", "0 / 30", "x/y is a ratio: no", "1/2: half", ""})
        EXPECT_EQ(shown(same), same);
}

} // namespace tcpstage::model
