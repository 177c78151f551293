#include "ui/scene/words/glossary.h"

#include "core/lesson/library.h"
#include "core/lesson/yaml/parts.h"
#include "core/tcp/segment/option_table.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/fields.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace tcpstage::scene {

namespace {

std::string text(const QString& words) { return words.toStdString(); }

TEST(Glossary, HasAnEntryForEveryState)
{
    for (std::size_t i = 0; i < tcp::state_count; ++i)
        EXPECT_EQ(info(termOf(static_cast<tcp::State>(i))).id, tcp::name(static_cast<tcp::State>(i)));
}

TEST(Glossary, HasAnEntryForEveryFlag)
{
    for (const tcp::Flag flag : {tcp::Flag::Fin, tcp::Flag::Syn, tcp::Flag::Rst, tcp::Flag::Psh, tcp::Flag::Ack,
                                 tcp::Flag::Urg, tcp::Flag::Ece, tcp::Flag::Cwr}) {
        EXPECT_EQ(info(termOf(flag)).category, TermCategory::Flag);
        EXPECT_EQ(info(termOf(flag)).id, tcp::to_text(flag));
    }
}

TEST(Glossary, HasAnEntryForEveryTimer)
{
    for (const tcp::Timer timer : tcp::all_timers)
        EXPECT_EQ(info(termOf(timer)).id, tcp::id(timer));
}

TEST(Glossary, HasAnEntryForEveryVariable)
{
    for (std::size_t i = 0; i < variable_count; ++i)
        EXPECT_EQ(std::string{info(termOf(static_cast<Variable>(i))).id}, text(nameOf(static_cast<Variable>(i))));
}

TEST(Glossary, HasAnEntryForEveryOptionWithItsWordAndItsSource)
{
    for (const tcp::OptionRow& row : tcp::option_rows()) {
        const auto term = termOf(row.kind);
        ASSERT_TRUE(term) << row.word;
        EXPECT_EQ(info(*term).category, TermCategory::Option) << row.word;
        EXPECT_EQ(info(*term).id, row.word);
        EXPECT_EQ(info(*term).source, row.source) << row.word;
    }
}

TEST(Glossary, HasAnEntryForEverySettingOfALesson)
{
    for (const std::string_view option : lesson::yaml::tcp_option_names()) {
        const auto found = std::ranges::find_if(glossary(), [&](const TermInfo& entry) {
            return entry.category == TermCategory::Setting && entry.id == option;
        });
        EXPECT_NE(found, glossary().end()) << "ui/scene/words/glossary.def has no entry for tcp: " << option;
    }
}

TEST(Glossary, SaysInBothLanguagesWhatAThingIsWhereTheRfcSaysSoAndWhichLessonShowsIt)
{
    std::set<std::pair<TermCategory, std::string_view>> ids;
    for (const TermInfo& entry : glossary()) {
        EXPECT_TRUE(ids.insert({entry.category, entry.id}).second) << entry.id;
        EXPECT_GE(entry.text.en.size(), 40U) << entry.id;
        EXPECT_GE(entry.text.zh.size(), 30U) << entry.id;
        EXPECT_NE(entry.text.en, entry.text.zh) << entry.id;
        EXPECT_TRUE(entry.source.starts_with("RFC ")) << entry.id;
        EXPECT_FALSE(lessonsOf(entry).empty()) << entry.id;
        for (const std::string& lesson : lessonsOf(entry))
            EXPECT_NE(lesson::find_built_in(lesson), nullptr) << entry.id << ": " << lesson;
    }
}

TEST(Glossary, KnowsWhatAMarkStandsFor)
{
    EXPECT_EQ(termOf(Ref{Ref::Kind::State, trace::Side::Right, 4}), Term::StateEstablished);
    EXPECT_EQ(termOf(Ref{Ref::Kind::Timer, trace::Side::Left, 3}), Term::TimerTimeWait);
    EXPECT_EQ(termOf(Ref{Ref::Kind::Variable, trace::Side::Left, 9}), Term::Cwnd);
    EXPECT_EQ(termOf(Ref{Ref::Kind::Field, trace::Side::Left, static_cast<std::uint32_t>(Field::Psh)}), Term::FlagPsh);
    EXPECT_EQ(termOf(refOf(Term::SlowStart)), Term::SlowStart);
    EXPECT_FALSE(termOf(Ref{Ref::Kind::Segment, trace::Side::Left, 1}));
    EXPECT_FALSE(termOf(Ref{Ref::Kind::State, trace::Side::Left, 99}));
}

} // namespace

} // namespace tcpstage::scene
