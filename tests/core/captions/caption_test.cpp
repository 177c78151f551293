// What is said of a step.

#include "core/captions/caption.h"
#include "core/captions/trace_step.h"
#include "core/lesson/library.h"
#include "core/run/branch.h"
#include "tests/property/caption_laws.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace tcpstage::captions {
namespace {

using captions::Caption;
using captions::CaptionStyle;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

/// A run with what its captions need.
struct Said {
    explicit Said(lesson::Scenario lesson) : scenario{std::move(lesson)}, run{run::run(scenario)}, ordinals{run.trace}
    {
        scenario.notes = run::settled(scenario.notes, run.trace);
        run.notes = run::place_notes(scenario.notes, run.trace, run.begin);
    }
    explicit Said(const std::string& id) : Said{*lesson::find_lesson(id)} {}

    captions::Captioned captioned() const { return {scenario, run, ordinals}; }
    /// Of all steps, in order.
    std::vector<Caption> all(const CaptionStyle& style = {}) const
    {
        std::vector<Caption> list;
        for (auto step = captions::step_after(run.trace, trace::no_record); step;
             step = captions::step_after(run.trace, step->record))
            list.push_back(captions::caption(captioned(), run.trace.moment_after(step->end - 1), style));
        return list;
    }
    std::vector<std::string> titles(const CaptionStyle& style = {}) const
    {
        std::vector<std::string> list;
        for (const Caption& caption : all(style))
            list.push_back(caption.title);
        return list;
    }

    lesson::Scenario scenario;
    run::Run run;
    captions::Ordinals ordinals;
};

/// What becomes of the lesson when a person does this to its `transit`.
Said after(const std::string& id, const run::WhatIf& act)
{
    const lesson::Scenario lesson = *lesson::find_lesson(id);
    return Said{*run::branch(lesson, run::run(lesson).trace, act)};
}

const Caption* captioned_as(const std::vector<Caption>& all, std::string_view title)
{
    const auto found =
        std::ranges::find_if(all, [&](const Caption& caption) { return caption.title.starts_with(title); });
    return found == all.end() ? nullptr : &*found;
}

TEST(Caption, IsTheNoteAtItsMomentAndBetweenTheNotesWhatHappened)
{
    EXPECT_THAT(Said{"three-way-handshake"}.titles(),
                ElementsAre("The server waits: LISTEN", "Client calls connect()",
                            "First segment of the handshake: SYN, seq=100", "The server makes a TCB of its own",
                            "Second segment of the handshake: SYN, ACK, seq=300 ack=101", "The client knows enough",
                            "Third segment of the handshake: ACK, seq=101 ack=301", "Both sides are sure"));
}

TEST(Caption, HidesTheAnswerOfANoteUntilItIsAskedFor)
{
    const Said said{"exam-2009-38"};
    const auto text = [&](bool answer, Language language) {
        const trace::Moment opening = said.run.trace.moment_after(said.run.begin);
        return caption(said.captioned(), opening, {.language = language, .answer = answer}).text;
    };
    EXPECT_THAT(text(false, Language::English), EndsWith("question 38.)\nAnswer: ?"));
    EXPECT_THAT(text(false, Language::Chinese), EndsWith("\n答案：？"));
    EXPECT_THAT(text(true, Language::English), StartsWith("Answer: (D) 1000 = 200 + 300 + 500.\nA connection exists."));
    EXPECT_THAT(text(true, Language::English), EndsWith("question 38.)"));
}

TEST(Caption, HasWhatJustHappenedBesideANote)
{
    EXPECT_EQ(Said{"three-way-handshake"}.all()[4].beside, "Server sends its 1st segment: SYN, ACK");
}

TEST(Caption, HasTheNoteBesideItWhileItsSegmentIsUnderWayAndNoLonger)
{
    const std::vector<Caption> all = Said{"four-way-close"}.all();
    EXPECT_EQ(captioned_as(all, "Server gets client's 3rd segment: FIN")->beside,
              "First segment of the close: FIN, seq=100 ack=300");
    EXPECT_EQ(captioned_as(all, "Server gets client's 1st segment: SYN")->beside, "");
}

TEST(Caption, SaysWhatHappenedInABranchInsteadOfTheLastNote)
{
    const Said said = after("three-way-handshake", run::StrikeSegment{1, sim::Fault::Kind::Drop, {}});
    const std::vector<std::string> titles = said.titles();
    EXPECT_THAT(titles, Contains("Server's 1st segment is lost: SYN, ACK"));
    EXPECT_THAT(titles, Contains("Client: the RTO timer expires"));
    EXPECT_THAT(titles, Contains("Client sends its 2nd segment: SYN, again"));
    EXPECT_EQ(std::ranges::count(titles, "Second segment of the handshake: SYN, ACK, seq=300 ack=101"), 1);
}

TEST(Caption, IsANoteWhereALessonOpensAndNothingInjectedIsUnderWayYet)
{
    std::size_t late = 0;
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons()) {
        lesson::Scenario lesson = *lesson::find_lesson(std::string{built_in.id});
        if (!lesson.begin) continue;
        ++late;
        const Said said{std::move(lesson)};
        ASSERT_NE(said.run.begin, trace::no_record) << built_in.id;
        EXPECT_NE(note_at(said.captioned(), said.run.trace.moment_after(said.run.begin)), nullptr) << built_in.id;
        EXPECT_NE(said.run.trace.record(said.run.begin).kind, trace::Kind::Sent) << built_in.id;
    }
    EXPECT_GT(late, 70U);
}

TEST(Caption, SaysNoNoteOfASegmentThatAPersonHasChanged)
{
    const Said said = after("three-way-handshake", run::EditSegment{1, {.ack = tcp::Seq{999}}});
    for (const Caption& caption : said.all()) {
        EXPECT_EQ(caption.title.find("Second segment"), std::string::npos) << "its note says ack=101";
        EXPECT_EQ(caption.beside.find("Second segment"), std::string::npos) << caption.title;
    }
}

TEST(Caption, SaysOfAnEditedSegmentWhatIsOnTheWire)
{
    const Said said = after("three-way-handshake", run::EditSegment{1, {.ack = tcp::Seq{999}}});
    const std::vector<Caption> all = said.all();
    EXPECT_THAT(captioned_as(all, "Server sends its 1st segment")->text,
                HasSubstr("On the wire it becomes SYN, ACK seq=300 ack=999: edited by you."));
    EXPECT_THAT(captioned_as(all, "Client gets server's 1st segment")->text,
                HasSubstr("arrives as SYN, ACK seq=300 ack=999"));
}

TEST(Caption, HasTheTitleOfAStateBesideItOnlyWhereTheStateIsEntered)
{
    const std::vector<Caption> all = after("three-way-handshake", run::EditSegment{1, {.ack = tcp::Seq{999}}}).all();
    const std::string note = "The server makes a TCB of its own";
    EXPECT_EQ(captioned_as(all, "Server sends its 1st segment: SYN, ACK")->beside, note) << "the same event";
    std::size_t later = 0;
    for (const Caption& caption : all) {
        const bool news =
            caption.title.find("RST") != std::string::npos || caption.title.find("RTO") != std::string::npos;
        later += news ? 1 : 0;
        if (news) EXPECT_EQ(caption.beside, "") << caption.title;
    }
    EXPECT_GT(later, 2U);
}

TEST(Caption, HasNoTitleThatCountsSegmentsWhereTheCountIsAnother)
{
    const Said said = after("three-way-handshake", run::StrikeSegment{0, sim::Fault::Kind::Drop, {}});
    for (const Language language : {Language::English, Language::Chinese})
        for (const Caption& caption : said.all({.language = language}))
            for (const char* count : {"Second segment", "Third segment", "第二次握手", "第三次握手"}) {
                EXPECT_EQ(caption.title.find(count), std::string::npos) << caption.title << ": it is another one";
                EXPECT_EQ(caption.beside.find(count), std::string::npos) << caption.title;
            }
    EXPECT_THAT(said.titles(), Contains("Both sides are sure")) << "what counts nothing stays";
}

/// The count of "Third segment", "The third is lost", "第三个报文段" or "第三个丢了", from 1; 0 if it counts none, or
/// says of what: "third data segment", "first segment of the close".
std::size_t counted(const std::string& title)
{
    constexpr std::array english{"first", "second", "third", "fourth", "fifth"};
    constexpr std::array chinese{"第一个", "第二个", "第三个", "第四个", "第五个"};
    constexpr std::array follows{" segment", ":", " is", " arrives", " had", " gets", " finds", " leaves", " takes"};
    constexpr std::array then{"报文段", "丢", "到", "：", "等", "得", "没", "绕", "比", "不"};
    std::string text = "the " + title; // "Third segment" counts like "the third segment"
    text[4] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[4])));
    if (text.starts_with("the the ")) text.erase(0, 4);
    const auto has = [&](const std::string& words, const auto& ends) {
        return text.ends_with(words) ||
               std::ranges::any_of(ends, [&](const char* end) { return text.find(words + end) != std::string::npos; });
    };
    const bool says_of_what = text.find(" of ") != std::string::npos || text.find("中的") != std::string::npos;
    for (std::size_t i = 0; i < english.size() && !says_of_what; ++i)
        if (has(std::string{"the "} + english[i], follows) || has(chinese[i], then)) return i + 1;
    return 0;
}

TEST(Caption, NeverHasTwoCountsThatContradictEachOther)
{
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons())
        for (const Language language : {Language::English, Language::Chinese}) {
            lesson::Scenario lesson = *lesson::find_lesson(std::string{built_in.id});
            lesson.beside.reset();
            for (const Caption& caption : Said{std::move(lesson)}.all({.language = language})) {
                const std::size_t count = counted(caption.title);
                const bool counts =
                    caption.beside.find(language == Language::English ? "segment" : "个报文段") != std::string::npos;
                if (count == 0 || !counts) continue;
                const std::string number = std::to_string(count);
                const bool same = caption.beside.find(' ' + number) != std::string::npos;
                EXPECT_TRUE(same) << built_in.id << ": " << caption.title << " beside " << caption.beside;
            }
        }
}

TEST(Caption, WritesTheTitleOfANoteThatGoesOnAsTheStyleWants)
{
    const Said said{"four-way-close"};
    bool found = false;
    for (auto step = step_after(said.run.trace, trace::no_record); step;
         step = step_after(said.run.trace, step->record)) {
        const Caption one =
            caption(said.captioned(), said.run.trace.moment_after(step->record), {.numbers = Numbers::Symbolic});
        found = found || one.beside == "First segment of the close: FIN, seq=u ack=v";
        EXPECT_EQ(one.beside.find("seq=100"), std::string::npos) << one.title;
    }
    EXPECT_TRUE(found);
}

TEST(Caption, SaysWhoDroppedASegment)
{
    const auto text_of_loss = [](const Said& said) {
        for (const Caption& caption : said.all())
            if (caption.title.find(" is lost") != std::string::npos) return caption.text;
        return std::string{};
    };
    EXPECT_THAT(text_of_loss(after("three-way-handshake", run::StrikeSegment{1, sim::Fault::Kind::Drop, {}})),
                HasSubstr("Dropped by you."));
    lesson::Scenario lesson = *lesson::find_lesson("last-ack-lost");
    lesson.notes.clear();
    EXPECT_THAT(text_of_loss(Said{lesson}), HasSubstr("Dropped by the lesson."));
}

TEST(Caption, SaysThatAPersonChangedWhatTheNetworkDid)
{
    const auto reason_after = [](const run::WhatIf& act) {
        return after("three-way-handshake", act).run.trace.transit(1).reason;
    };
    EXPECT_EQ(reason_after(run::StrikeSegment{1, sim::Fault::Kind::Drop, {}}), trace::Reason::DroppedByHand);
    EXPECT_EQ(reason_after(run::StrikeSegment{1, sim::Fault::Kind::Delay, 1s}), trace::Reason::DelayedByHand);
    EXPECT_EQ(reason_after(run::StrikeSegment{1, sim::Fault::Kind::Corrupt, {}}), trace::Reason::CorruptedByHand);
    EXPECT_EQ(reason_after(run::EditSegment{1, {.ack = tcp::Seq{7}}}), trace::Reason::EditedByHand);
    const run::Run twice = after("three-way-handshake", run::StrikeSegment{1, sim::Fault::Kind::Duplicate, {}}).run;
    EXPECT_EQ(twice.trace.transit(2).reason, trace::Reason::DuplicatedByHand);
}

TEST(Caption, GivesABranchANoteWhoseMomentReallyComes)
{
    const Said said = after("four-way-close", run::StrikeSegment{3, sim::Fault::Kind::Drop, {}}); // the client's FIN
    const std::vector<std::string> titles = said.titles();
    EXPECT_THAT(titles, Contains("ACK, ack=101")) << "the second segment of the lesson, here the third";
    // The lesson's fourth segment of the client is its last ACK. Here that is the fifth, and the fourth is the FIN
    // again.
    EXPECT_THAT(titles, Contains("ACK, seq=101 ack=301"));
    EXPECT_THAT(titles, Contains("Client sends its 4th segment: FIN, ACK, again"));
}

TEST(Caption, GivesABranchNoNoteThatItWouldMakeUntrue)
{
    const std::vector<std::string> titles =
        after("three-way-handshake", run::EditSegment{1, {.ack = tcp::Seq{999}}}).titles();
    EXPECT_THAT(titles, Not(Contains("The client knows enough")));
    EXPECT_THAT(titles, Not(Contains("Both sides are sure")));
}

TEST(Caption, CountsSegmentsOfEachSideAsMomentsOfNotesDo)
{
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons()) {
        lesson::Scenario lesson = *lesson::find_lesson(std::string{built_in.id});
        const run::Run parent = run::run(lesson);
        const captions::Ordinals ordinals{parent.trace};
        for (trace::TransitId id = 0; id < std::min<std::size_t>(40, parent.trace.transits().size()); ++id) {
            const trace::Transit transit = parent.trace.transit(id);
            if (transit.copy_of != trace::no_transit || transit.connection != trace::the_conversation) continue;
            lesson::Note note;
            note.at.kind = lesson::NoteTrigger::Kind::SegmentSent;
            note.at.side = transit.from;
            note.at.nth = ordinals.of_segment(id);
            EXPECT_THAT(run::place_notes({note}, parent.trace), ElementsAre(run::PlacedNote{transit.sent_record, 0}))
                << built_in.id << ", segment " << id + 1;
        }
    }
}

TEST(Caption, HasNumbersInNotesAsTheReaderWantsThem)
{
    const CaptionStyle relative{.numbers = captions::Numbers::Relative};
    const std::vector<std::string> titles = Said{"four-way-close"}.titles(relative);
    EXPECT_THAT(titles, Contains("First segment of the close: FIN, seq=1 ack=1"));
    EXPECT_THAT(titles, Contains("Fourth segment of the close: ACK, seq=2 ack=2"));
    const std::vector<Caption> all = Said{"four-way-close"}.all(relative);
    EXPECT_THAT(captioned_as(all, "Second segment of the close: ACK, ack=2")->text, HasSubstr("1 + 1 = 2"));
    const std::vector<Caption> data = Said{"third-ack-lost-data-saves"}.all(relative);
    EXPECT_THAT(captioned_as(data, "ack=101")->text, HasSubstr("1 + 100 = 101")) << "100 octets stay 100 octets";
}

TEST(Caption, NamesStatesAsTheReaderWantsThem)
{
    const CaptionStyle netstat{.state_names = captions::StateNames::Netstat};
    lesson::Scenario lesson = *lesson::find_lesson("three-way-handshake");
    lesson.notes.clear();
    for (const Caption& caption : Said{lesson}.all(netstat))
        EXPECT_THAT(caption.text, Not(HasSubstr("SYN-RECEIVED")));
    EXPECT_THAT(Said{lesson}.all(netstat)[3].text, HasSubstr("LISTEN → SYN_RECV"));
    const CaptionStyle textbook{.state_names = captions::StateNames::Textbook};
    EXPECT_THAT(Said{lesson}.all(textbook)[3].text, HasSubstr("LISTEN → SYN-RCVD"));
}

TEST(Caption, HasSymbolsAsTextbooksWriteThem)
{
    const CaptionStyle symbols{.numbers = captions::Numbers::Symbolic};
    EXPECT_THAT(Said{"three-way-handshake"}.titles(symbols),
                ::testing::IsSupersetOf({"First segment of the handshake: SYN, seq=x",
                                         "Second segment of the handshake: SYN, ACK, seq=y ack=x+1",
                                         "Third segment of the handshake: ACK, seq=x+1 ack=y+1"}));
    EXPECT_THAT(Said{"four-way-close"}.titles(symbols),
                ::testing::IsSupersetOf({"First segment of the close: FIN, seq=u ack=v",
                                         "Second segment of the close: ACK, ack=u+1",
                                         "Fourth segment of the close: ACK, seq=u+1 ack=w+1"}));
}

TEST(Caption, BeginsWithTheTitleAndTheSummaryWhereNoNoteDoes)
{
    lesson::Scenario lesson = *lesson::find_lesson("four-way-close");
    std::erase_if(lesson.notes,
                  [](const lesson::Note& note) { return note.at.kind == lesson::NoteTrigger::Kind::Start; });
    const Said said{lesson};
    const Caption first = captions::caption(said.captioned(), trace::Moment{}, {.language = Language::Chinese});
    EXPECT_EQ(first.title, lesson.title.zh);
    EXPECT_EQ(first.text, lesson.summary.zh);
}

TEST(Caption, IsBriefWithOneRuleAndAllThatChanges)
{
    const Said said{"two-way-answer-lost"};
    CaptionStyle brief;
    brief.brief = true;
    const std::vector<Caption> all = said.all();
    const std::vector<Caption> short_ones = said.all(brief);
    std::size_t shorter = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(short_ones[i].title, all[i].title);
        if (short_ones[i].text == all[i].text) continue;
        ++shorter;
        const std::string& text = short_ones[i].text;
        const auto apart = std::ranges::mismatch(text, all[i].text).in1;
        EXPECT_GT(apart, text.begin() + static_cast<std::ptrdiff_t>(text.find(". "))) << "the first rule";
        EXPECT_THAT(all[i].text, EndsWith(std::string(apart, text.end()))) << "what changes comes last";
    }
    EXPECT_GE(shorter, 2U);
}

TEST(Caption, IsSpokenAsSentences)
{
    const Said said{"three-way-handshake"};
    const Caption second = said.all()[1];
    EXPECT_THAT(captions::spoken_caption(second, Language::English),
                ::testing::StartsWith("Client calls connect(). An active OPEN"));
}

TEST(Caption, StandsInTheJsonOfEveryStepInBothLanguages)
{
    const Said said{"three-way-handshake"};
    const auto json = nlohmann::json::parse(to_json(said.run.trace, captions::all_captions(said.scenario, said.run)));
    ASSERT_EQ(json["captions"].size(), 9U);
    EXPECT_EQ(json["captions"][0]["step"], 0);
    EXPECT_EQ(json["captions"][2]["title"]["zh"], "客户端调用 connect()");
    EXPECT_EQ(json["captions"][2]["from"], "engine");
    EXPECT_EQ(json["captions"][3]["from"], "note");
    EXPECT_EQ(json["captions"][4]["t_ns"], 100'000'000);
    EXPECT_EQ(json["captions"][2]["source"], "RFC 9293 3.10.1");
}

TEST(CaptionLaws, FindWhatIsNotOfTheStep)
{
    const run::Run done = run::run(*lesson::find_lesson("three-way-handshake"));
    const trace::RecordId first = done.trace.transit(0).end_record; // the SYN arrives
    const auto foreign = [&](const std::string& text) { return captions::foreign_in(text, done.trace, first); };
    EXPECT_EQ(foreign("Server: LISTEN → SYN-RECEIVED, RCV.NXT = 101."), "");
    EXPECT_EQ(foreign("client's 1st segment, seq=100"), "");
    EXPECT_EQ(foreign("Server: ESTABLISHED"), "it names the state ESTABLISHED");
    EXPECT_EQ(foreign("ack=102"), "it names the number 102");
    EXPECT_EQ(foreign("client's 2nd segment"), "it names the 2nd");
    EXPECT_EQ(foreign("The RTO timer runs for 7 s"), "it names the time 7 s");
}

} // namespace
} // namespace tcpstage::captions
