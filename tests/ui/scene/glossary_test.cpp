#include "ui/scene/words/glossary.h"

#include "core/lesson/library.h"
#include "core/lesson/yaml/parts.h"
#include "ui/scene/marks/scene.h"
#include "ui/scene/words/fields.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <set>

namespace tcpstage {

namespace {

std::string text(const QString& words) { return words.toStdString(); }

TEST(Glossary, HasAnEntryForEveryState)
{
    for (std::size_t i = 0; i < state_count; ++i)
        EXPECT_EQ(info(termOf(static_cast<State>(i))).id, name(static_cast<State>(i)));
}

TEST(Glossary, HasAnEntryForEveryFlag)
{
    for (const Flag flag : {Flag::Fin, Flag::Syn, Flag::Rst, Flag::Psh, Flag::Ack, Flag::Urg, Flag::Ece, Flag::Cwr}) {
        EXPECT_EQ(info(termOf(flag)).category, TermCategory::Flag);
        EXPECT_EQ(info(termOf(flag)).id, to_text(flag));
    }
}

TEST(Glossary, HasAnEntryForEveryTimer)
{
    for (const Timer timer : all_timers)
        EXPECT_EQ(info(termOf(timer)).id, id(timer));
}

TEST(Glossary, HasAnEntryForEveryVariable)
{
    for (std::size_t i = 0; i < variable_count; ++i)
        EXPECT_EQ(std::string{info(termOf(static_cast<Variable>(i))).id}, text(nameOf(static_cast<Variable>(i))));
}

TEST(Glossary, HasAnEntryForEverySettingOfALesson)
{
    for (const std::string_view option : yaml::tcp_option_names()) {
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
            EXPECT_NE(find_built_in(lesson), nullptr) << entry.id << ": " << lesson;
    }
}

TEST(Glossary, KnowsWhatAMarkStandsFor)
{
    EXPECT_EQ(termOf(Ref{Ref::Kind::State, Side::Right, 4}), Term::StateEstablished);
    EXPECT_EQ(termOf(Ref{Ref::Kind::Timer, Side::Left, 3}), Term::TimerTimeWait);
    EXPECT_EQ(termOf(Ref{Ref::Kind::Variable, Side::Left, 9}), Term::Cwnd);
    EXPECT_EQ(termOf(Ref{Ref::Kind::Field, Side::Left, static_cast<std::uint32_t>(Field::Psh)}), Term::FlagPsh);
    EXPECT_EQ(termOf(refOf(Term::SlowStart)), Term::SlowStart);
    EXPECT_FALSE(termOf(Ref{Ref::Kind::Segment, Side::Left, 1}));
    EXPECT_FALSE(termOf(Ref{Ref::Kind::State, Side::Left, 99}));
}

} // namespace

} // namespace tcpstage
