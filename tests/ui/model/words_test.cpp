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

} // namespace

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

} // namespace tcpstage::model
