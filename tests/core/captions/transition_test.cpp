// The name of a transition is that of what really happened, in every lesson.

#include "core/captions/transition.h"

#include "core/lesson/library.h"
#include "core/run/run.h"

#include <gtest/gtest.h>
#include <set>

namespace tcpstage::captions {

namespace {

/// The flags of what the end sent in the group of an Entered record, with the RST apart.
struct Sent {
    tcp::Flags flags;
    bool reset = false;
};
Sent sent_with(const trace::Trace& trace, const trace::Record& entered)
{
    Sent sent;
    for (const trace::Record& record : trace.records()) {
        if (record.kind != trace::Kind::Sent || record.cause != entered.cause) continue;
        const tcp::Segment segment = trace.transit(record.ref).as_sent();
        sent.reset = sent.reset || segment.rst();
        if (!segment.rst()) sent.flags = sent.flags | segment.flags;
    }
    return sent;
}

std::string what_is_wrong(const trace::Trace& trace, trace::RecordId id)
{
    const trace::Record entered = trace.record(id);
    const trace::Record head = trace.record(entered.cause);
    const Passage passage = passage_of(trace, id);
    const std::string event{passage.event.en};
    const std::string action{passage.action.en};
    const auto is = [&](const char* word) { return event.starts_with(word); };
    if (event.empty() || passage.event.zh.empty()) return "it has no name";
    if (passage.action.en.empty() != passage.action.zh.empty()) return "one language says more";
    const bool called = head.kind == trace::Kind::Called;
    const bool arrived = head.kind == trace::Kind::Arrived;
    const tcp::Segment segment = arrived ? trace.transit(head.ref).segment : tcp::Segment{};
    const bool over = entered.rule() == tcp::Rule::TimeWaitOver; // also where what had reopened it proves to be old
    if (is("rcv RST") != (arrived && segment.rst()) && !over) return "RST";
    if (is("rcv") && !arrived) return "nothing arrived";
    if (is("rcv SYN") && !segment.syn()) return "no SYN arrived";
    if (is("rcv FIN") && !segment.fin()) return "no FIN arrived";
    if (is("rcv ACK") && !segment.has_ack()) return "no ACK arrived";
    if (is("ABORT") != (called && head.call() == trace::Call::Abort)) return "ABORT";
    if (is("crash") != (called && head.call() == trace::Call::Crash)) return "crash";
    if (is("active") && !(called && head.call() == trace::Call::Connect)) return "nobody called OPEN";
    if (is("passive") && !(called && head.call() == trace::Call::Listen)) return "nobody called OPEN";
    const bool timed = is("timeout") || is("user timeout") || is("keep-alive");
    if (timed != (head.kind == trace::Kind::TimerExpired) && !over) return "timer";
    const Sent sent = sent_with(trace, entered);
    const auto says = [&](const char* words) { return action.find(words) != std::string::npos; };
    if (entered.to() == tcp::State::Closed && says("snd RST") != sent.reset) return "RST sent";
    for (const auto& [words, flag] : {std::pair{"snd ACK", tcp::Flag::Ack}, std::pair{"snd FIN", tcp::Flag::Fin},
                                      std::pair{"snd SYN", tcp::Flag::Syn}})
        if (says(words) && !sent.flags.has(flag)) return std::string{words} + ": nothing of it was sent";
    return {};
}

std::string shown(const trace::Trace& trace, trace::RecordId id)
{
    const trace::Record entered = trace.record(id);
    const Passage passage = passage_of(trace, id);
    return std::string{name(entered.from())} + " to " + std::string{name(entered.to())} + ", " +
           std::string{tcp::info(entered.rule()).id} + ": " + std::string{passage.event.en} + " / " +
           std::string{passage.action.en};
}

run::Run run_of(const std::string& id) { return run::run(*lesson::find_lesson(id)); }

TEST(Transition, HasTheNameOfWhatReallyHappenedInEveryLesson)
{
    std::set<std::string> kinds;
    for (const lesson::BuiltIn& built_in : lesson::built_in_lessons()) {
        const run::Run run = run_of(std::string{built_in.id});
        if (run.trace.transits().size() > 2000) continue;
        for (trace::RecordId id = 0; id < run.trace.records().size(); ++id) {
            const trace::Record entered = run.trace.record(id);
            if (entered.kind != trace::Kind::Entered || run.trace.endpoint(entered.side).without.tcp) continue;
            const std::string line = shown(run.trace, id);
            kinds.insert(line);
            EXPECT_EQ(what_is_wrong(run.trace, id), "") << built_in.id << ", " << line;
        }
    }
    EXPECT_GT(kinds.size(), 30U);
}

/// The name of the last transition of an end into CLOSED.
std::string end_of(const trace::Trace& trace, trace::Side side)
{
    std::string last;
    for (trace::RecordId id = 0; id < trace.records().size(); ++id) {
        const trace::Record record = trace.record(id);
        if (record.kind != trace::Kind::Entered || record.side != side || record.to() != tcp::State::Closed) continue;
        const Passage passage = passage_of(trace, id);
        last = std::string{passage.event.en} + " / " + std::string{passage.action.en};
    }
    return last;
}

TEST(Transition, OfTheEndThatResetsIsNotThatOfTheOther)
{
    const run::Run abort = run_of("abort");
    EXPECT_EQ(end_of(abort.trace, trace::Side::Left), "ABORT / snd RST, delete TCB");
    EXPECT_EQ(end_of(abort.trace, trace::Side::Right), "rcv RST / delete TCB");
    const run::Run unread = run_of("abort-unread");
    std::set<std::string> ends;
    for (const trace::Side side : trace::both_sides)
        ends.insert(end_of(unread.trace, side));
    EXPECT_TRUE(ends.contains("CLOSE, data unread / snd RST, delete TCB")) << *ends.begin();
    EXPECT_TRUE(ends.contains("rcv RST / delete TCB")) << *ends.begin();
}

} // namespace

} // namespace tcpstage::captions
