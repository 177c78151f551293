// A sequence variable that goes back is never silent.

#include "core/captions/caption.h"
#include "core/captions/trace_step.h"
#include "core/lesson/library.h"
#include "tests/core/captions/texts_of_steps.h"
#include "tests/core/lesson/lesson.h"
#include "tests/support/lessons.h"

#include <gmock/gmock.h>

namespace tcpstage::captions {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::StartsWith;

bool is_open(const tcp::Tcb& tcb) { return tcb.state > tcp::State::Listen; }

/// The variables that go back from one TCB to the next of the same connection.
std::vector<std::string> going_back(const tcp::Tcb& before, const tcp::Tcb& now)
{
    std::vector<std::string> names;
    if (!is_open(before) || !is_open(now) || before.snd.iss != now.snd.iss) return names;
    if (tcp::before(now.snd.nxt, before.snd.nxt)) names.emplace_back("SND.NXT");
    if (tcp::before(now.snd.una, before.snd.una)) names.emplace_back("SND.UNA");
    if (before.rcv.irs == now.rcv.irs && tcp::before(now.rcv.nxt, before.rcv.nxt)) names.emplace_back("RCV.NXT");
    return names;
}

TEST(GoingBack, IsSaidInEveryLesson)
{
    std::size_t seen = 0;
    std::vector<std::string> ids = testing::some_lessons(2);
    ids.emplace_back("zero-window");
    for (const std::string& id : ids) {
        const lesson::Scenario scenario = *lesson::find_lesson(id);
        const run::Run run = run::run(scenario);
        const Ordinals ordinals{run.trace};
        for (auto step = step_after(run.trace, trace::no_record); step; step = step_after(run.trace, step->record))
            for (const trace::Side side : trace::both_sides) {
                const trace::Moment moment = run.trace.moment_after(step->end - 1);
                const trace::Moment earlier =
                    step->record == 0 ? trace::Moment{} : run.trace.moment_after(step->record - 1);
                for (const std::string& name : going_back(run.trace.at(side, earlier), run.trace.at(side, moment)))
                    for (const Language language : {Language::English, Language::Chinese}) {
                        EXPECT_THAT(caption({scenario, run, ordinals}, moment, {.language = language}).text,
                                    HasSubstr(name))
                            << id << " record " << step->record;
                        ++seen;
                    }
            }
    }
    EXPECT_GT(seen, 0U);
}

TEST(GoingBack, OfTheOctetOfAProbeSaysThatItWasRefused)
{
    const lesson::Scenario scenario = *lesson::find_lesson("zero-window");
    EXPECT_THAT(texts_of_steps(scenario, Language::English),
                Contains(HasSubstr("The probe's octet was not taken: it counts as unsent again (SND.NXT 302 → 301).")));
    EXPECT_THAT(texts_of_steps(scenario, Language::Chinese),
                Contains(HasSubstr("探测的那个字节没有被收下，重新算作未发送（SND.NXT 302 → 301）。")));
}

TEST(GoingBack, IsSaidUnderANoteToo)
{
    const lesson::Scenario scenario =
        lesson::lesson("tcp: {receive_buffer: 200, reads: by hand}\n" + lesson::handshake +
                       "  - client: send 300\n  - wait: 3 s\nend: 0 s\nnotes:\n  - {at: server segment 3 arrived, "
                       "title: {en: t, zh: 标题}, text: {en: Still full., zh: 还是满的。}}\n");
    EXPECT_THAT(texts_of_steps(scenario, Language::English),
                Contains(StartsWith("Still full. The probe's octet was not taken")));
    EXPECT_THAT(texts_of_steps(scenario, Language::Chinese),
                Contains(StartsWith("还是满的。探测的那个字节没有被收下")));
}

} // namespace
} // namespace tcpstage::captions
