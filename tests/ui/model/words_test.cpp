#include "ui/model/words.h"

#include "ui/model/commands.h"

#include <QStringList>
#include <gtest/gtest.h>
#include <map>
#include <set>

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

TEST(Commands, HaveNamesAndKeysOfTheirOwn)
{
    std::set<std::string_view> ids;
    std::map<QString, std::string_view> owners;
    for (const CommandInfo& command : allCommands()) {
        EXPECT_TRUE(ids.insert(command.id).second) << command.id;
        for (const QString& key : QString::fromLatin1(command.keys.data(), static_cast<qsizetype>(command.keys.size()))
                                      .split(u' ', Qt::SkipEmptyParts))
            EXPECT_TRUE(owners.emplace(key, command.id).second)
                << key.toStdString() << " of " << command.id << " and " << owners[key];
    }
}

} // namespace tcpstage::model
