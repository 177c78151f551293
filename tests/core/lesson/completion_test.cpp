// What completion offers is what the reader accepts: each place is completed, and read with a word that nobody knows.
#include "core/lesson/yaml/completion.h"

#include "tests/core/lesson/lesson.h"

#include <algorithm>
#include <gmock/gmock.h>
#include <set>

namespace tcpstage::lesson {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAreArray;

using Words = std::vector<std::string>;

/// The text around "|", which is the cursor.
struct AtCursor {
    std::string before;
    std::string after;
    explicit AtCursor(const std::string& text)
        : before{text.substr(0, text.find('|'))}, after{text.substr(before.size() + 1)}
    {}
    yaml::Completion completed() const { return yaml::complete(before + after, before.size()); }
    std::string with(const std::string& word) const { return before + word + after; }
};

Words offered(const std::string& text) { return AtCursor{text}.completed().words; }
Words around(const std::string& text)
{
    const AtCursor place{text};
    return yaml::keys_around(place.before + place.after, place.before.size());
}

/// "a", "b" of "...; use one of: a, b"
Words accepted(const std::string& refusal)
{
    const std::string words = "use one of: ";
    const std::size_t at = refusal.find(words);
    Words all;
    for (std::size_t i = at == std::string::npos ? refusal.size() : at + words.size(); i < refusal.size();) {
        const std::size_t end = std::min(refusal.find(", ", i), refusal.size());
        all.push_back(refusal.substr(i, end - i));
        i = end + 2;
    }
    return all;
}

const std::string unknown = "qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq"; // near to no word

const std::string whole = "title: A\n"
                          "endpoints:\n"
                          "  Ann: {iss: 100}\n"
                          "  Bob: {iss: 300}\n";
const std::string goal = "goal: {text: A, reach: {moments: start}, allowed: {}";
const std::string stepped = whole + "steps:\n  - Ann: connect\n";

class Offers : public ::testing::TestWithParam<std::string> {};

TEST_P(Offers, AreTheWordsThatTheReaderAccepts)
{
    const AtCursor place{GetParam()};
    const yaml::Completion completion = place.completed();
    const std::string refusal = lesson::refusal(place.with(completion.keys ? unknown + ": 1" : unknown));
    const Words words = accepted(refusal);
    EXPECT_FALSE(words.empty()) << refusal;
    EXPECT_THAT(completion.words, UnorderedElementsAreArray(words)) << refusal;
    EXPECT_EQ(completion.begin, place.before.size());
}

INSTANTIATE_TEST_SUITE_P(
    Keys, Offers,
    ::testing::Values("|\n", whole + "network: {|}\n", whole + "network:\n  |\n", whole + "network: {forth: {|}}\n",
                      whole + "network: {burst_loss: {|}}\n", whole + "tcp: {|}\n", whole + "tcp:\n  |\n",
                      "title: A\nendpoints:\n  Ann: {|}\n  Bob:\nsteps:\n  - Ann: connect\n",
                      "title: A\nendpoints:\n  Ann:\n  Bob:\n    |\nsteps:\n  - Ann: connect\n", "title: {|}\n",
                      stepped + "keywords: {|}\n", whole + "steps:\n  - |\n", whole + "steps:\n  - network: {|}\n",
                      stepped + "notes:\n  - |\n", stepped + "notes:\n  - {|}\n", whole + "inject:\n  - |\n",
                      whole + "faults:\n  - |\n", whole + "faults:\n  - edit: {to: {|}}\n", stepped + "expect: {|}\n",
                      stepped + "expect:\n  |\n", stepped + "expect:\n  counts:\n    - {|}\n",
                      stepped + "expect:\n  moments:\n    - {|}\n", stepped + "expect: {delivered: {Ann: {|}}}\n",
                      stepped + "beside:\n  |\n", stepped + "goal: {|}\n", stepped + "goal: {text: A, reach: {|}}\n",
                      stepped + "goal: {text: A, reach: {counts: [{|}]}}\n",
                      stepped + "goal: {text: A, reach: {delivered: {Ann: {|}}}}\n",
                      stepped + "goal: {text: A, reach: {moments: start}, allowed: {|}}\n",
                      stepped + goal + ", hints: [{|}]}\n", stepped + goal + ", solution: [{|}]}\n",
                      stepped + goal + ", solution: [{spare: {|}}]}\n", stepped + goal + ", solution: [{call: {|}}]}\n",
                      stepped + goal + ", solution: [{network: {|}}]}\n", stepped + goal + "}\nsolves: {|}\n",
                      stepped + goal + "}\nsolves:\n  lesson: a\n  acts:\n    - |\n"));

INSTANTIATE_TEST_SUITE_P(
    Values, Offers,
    ::testing::Values(whole + "steps:\n  - Ann: |\n", whole + "faults:\n  - drop: {from: |}\n",
                      whole + "steps:\n  - wait: Ann |\n", whole + "steps:\n  - wait: [Ann CLOSED, Bob |]\n",
                      whole + "faults:\n  - drop: {from: Ann, seq: 1}\n  - corrupt: {from: |}\n",
                      "title: A\ngroup: |\n", whole + "tcp: {congestion: |}\n", whole + "tcp: {syn_cookies: |}\n",
                      whole + "tcp: {handshake: |}\n", whole + "tcp:\n  transport: |\n",
                      stepped + "notes:\n  - at: Ann timer |\n", stepped + "notes:\n  - at: Ann call |\n",
                      stepped + "notes:\n  - at: Ann segment 1 |\n", stepped + "notes:\n  - at: Ann state |\n",
                      stepped + "notes:\n  - at: Ann rule |\n", stepped + "expect: {states: {Ann: [|]}}\n",
                      stepped + "expect: {counts: [{only: |}]}\n",
                      stepped + "goal: {text: A, reach: {together: [Ann |]}}\n",
                      stepped + "goal: {text: A, reach: {moments: [Ann timer |]}}\n",
                      whole + "inject:\n  - {at: 0 s, from: |}\n"));

/// Places whose error says more than the words.
TEST(Completion, OffersWhatIsAcceptedWhereTheReaderListsNoWords)
{
    for (const std::string& word : offered(whole + "tcp: {nagle: |}\n"))
        EXPECT_EQ(refusal(stepped + "tcp: {nagle: " + word + "}\n"), "");
    EXPECT_THAT(offered(whole + "tcp: {nagle: |}\n"), ElementsAre("on", "off"));
    EXPECT_THAT(offered(whole + "faults:\n  - drop: |\n"), ElementsAre("all"));
    EXPECT_THAT(offered(whole + "faults:\n  - drop: {nth: |}\n"), ElementsAre("all"));
    EXPECT_THAT(offered(whole + "steps:\n  - Ann: read |\n"), ElementsAre("all"));
    EXPECT_THAT(offered(whole + "begin: |\n"), ElementsAre("after handshake", "Ann", "Bob"));
    EXPECT_THAT(offered(whole + "steps:\n  - wait: |\n"), ElementsAre("Ann", "Bob"));
    EXPECT_THAT(offered(whole + "steps:\n  - wait: Ann a|\n"), ElementsAre("acknowledged"));
    EXPECT_THAT(offered(whole + "notes:\n  - at: |\n"), ElementsAre("Ann", "Bob", "network", "start"));
    EXPECT_THAT(offered(whole + "notes:\n  - at: network |\n"), ElementsAre("segment"));
    EXPECT_THAT(offered(whole + "faults:\n  - drop: {flags: |}\n"), Contains("SYN"));
    EXPECT_THAT(offered(whole + "faults:\n  - drop: {flags: \"SYN, A|\"}\n"), ElementsAre("ACK"));
    EXPECT_THAT(offered(whole + "expect:\n  segments:\n    - \"A|\n"), ElementsAre("Ann"));
    EXPECT_THAT(offered(whole + "tcp: {reads: b|}\n"), ElementsAre("by hand"));
}

/// `by` and `to` are known to all faults, but refused by most.
TEST(Completion, OffersTheKeysThatAFaultOfThisKindTakes)
{
    for (const std::string fault : {"drop", "delay", "duplicate", "corrupt", "edit"}) {
        const AtCursor place{whole + "faults:\n  - " + fault + ": {|}\n"};
        const Words all = accepted(refusal(place.with(unknown)));
        EXPECT_EQ(all.size(), 11U);
        for (const std::string& key : all) {
            const std::string needed = fault == "edit" ? "to: {seq: 1}" : fault == "delay" ? "by: 1 s" : "";
            const std::string own = key == "by" ? "by: 1 s" : key == "to" ? "to: {seq: 1}" : key + ": 1";
            const std::string both = needed.empty() || needed == own ? own : needed + ", " + own;
            const std::string sentence = refusal(place.with(both));
            const bool refused = sentence.find("takes no \"" + key + "\"") != std::string::npos;
            EXPECT_EQ(std::ranges::count(place.completed().words, key), refused ? 0 : 1) << fault << " " << key;
        }
    }
}

TEST(Completion, OffersWhatBeginsAsTheTextBeforeTheCursor)
{
    const AtCursor place{whole + "tcp:\n  initial_window: 4\n  ini|\n"};
    EXPECT_THAT(place.completed().words, IsEmpty()) << "it is there already";
    const AtCursor state{whole + "steps:\n  - wait: [Ann EST|"};
    EXPECT_THAT(state.completed().words, ElementsAre("ESTABLISHED"));
    EXPECT_EQ(state.before.substr(state.completed().begin), "EST");
    EXPECT_THAT(offered(whole + "tcp:\n  INI|\n"), ElementsAre("initial_window")) << "in any letter case";
    EXPECT_THAT(offered(whole + "network: {delay: 1 s, |, loss: 1 %}\n"), Not(Contains("delay")));
    EXPECT_THAT(offered(whole + "network: {delay: 1 s, |, loss: 1 %}\n"), Not(Contains("loss")));
    EXPECT_THAT(offered(whole + "network: {delay: 1 s, |, loss: 1 %}\n"), Contains("jitter"));
}

TEST(Completion, TakesTheNamesOfTheEndsFromTheTextWhereverTheyStand)
{
    EXPECT_THAT(offered("steps:\n  - |\nendpoints:\n  甲: {iss: 1}\n  乙:\n"),
                ElementsAre("甲", "乙", "wait", "network"));
    EXPECT_THAT(offered("steps:\n  - |\n"), ElementsAre("client", "server", "wait", "network")) << "as usual";
}

TEST(Completion, OffersNothingWhereAnyTextCanStandAndInComments)
{
    for (const std::string place : {"title: |", "# ti|", "title: A # gr|", "title: \"A|", "title: \"A\" |", "rfc: t|",
                                    "summary: some words\n  t|", "title: |-\n  t|", "title:|", "endpoints: {|}"})
        EXPECT_THAT(offered(place == "title: |-\n  t|" ? std::string{"title: >\n  t|"} : place), IsEmpty()) << place;
}

TEST(Completion, KnowsTheKeysAroundTheCursor)
{
    EXPECT_THAT(around(stepped + "faults:\n  - drop: {from: A|nn}\n"), ElementsAre("faults", "drop", "from"));
    EXPECT_THAT(around(stepped + "faults:\n  - dr|op: {from: Ann}\n"), ElementsAre("faults", "drop"));
    EXPECT_THAT(around(stepped + "no|tes:\n  - at: start\n"), ElementsAre("notes"));
    EXPECT_THAT(around("title: A\nendpoints: {Ann: {tcp: {ms|l: 1 s}}}"),
                ElementsAre("endpoints", "Ann", "tcp", "msl"));
    EXPECT_THAT(around("|title: A\n"), ElementsAre("title"));
    EXPECT_THAT(around(stepped + "faults:\n |  - drop: {from: Ann}\n"), ElementsAre("faults", "drop"));
    EXPECT_THAT(around(stepped + "faults:\n|\n"), IsEmpty());
    EXPECT_THAT(around("|\n"), IsEmpty());
}

/// Every prefix of every lesson is completed: nothing may crash, and each key of the lesson was offered before it was
/// written.
TEST(Completion, WouldHaveOfferedEachKeyOfTheBuiltInLessons)
{
    std::size_t keys = 0;
    for (const BuiltIn& built_in : built_in_lessons()) {
        const std::string text{built_in.yaml};
        for (const std::string key :
             {"title", "endpoints", "steps", "notes", "at", "text", "expect", "segments", "from"}) {
            const std::size_t at = text.find(key + ": ");
            const bool free =
                at != std::string::npos && (at == 0 || std::string{" \n{"}.find(text[at - 1]) != std::string::npos);
            if (!free ||
                text.substr(text.rfind('\n', at) + 1, at - text.rfind('\n', at) - 1).find('"') != std::string::npos)
                continue;
            ++keys;
            const std::string before = text.substr(0, at) + key.substr(0, 1);
            EXPECT_THAT(yaml::complete(before, before.size()).words, Contains(key)) << built_in.id << " " << key;
        }
    }
    EXPECT_GT(keys, 300U);
}

} // namespace
} // namespace tcpstage::lesson
