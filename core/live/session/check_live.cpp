#include "core/base/say.h"
#include "core/live/observe/numbering.h"
#include "core/live/session/run_live.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>

namespace tcpstage::live {

namespace {

/// A segment in the lesson's numbers.
struct Told {
    Side from;
    Segment segment;
    std::string text;
};

std::optional<Record> cause_of(const Trace& trace, const Transit& transit)
{
    if (transit.sent_record == no_record) return std::nullopt;
    const RecordId cause = trace.record(transit.sent_record).cause;
    if (cause == no_record) return std::nullopt;
    return trace.record(cause);
}

/// RFC 9293 lets a window probe carry an octet; kernels probe with an old number and none. When they do differs too.
bool is_probe(const Trace& trace, const Transit& transit)
{
    const auto cause = cause_of(trace, transit);
    return cause && cause->kind == Kind::TimerExpired &&
           (cause->timer() == Timer::Persist || cause->timer() == Timer::KeepAlive);
}

bool answers_a_probe(const Trace& trace, const Transit& transit)
{
    const auto cause = cause_of(trace, transit);
    return transit.segment.length() == 0 && cause && cause->kind == Kind::Arrived &&
           is_probe(trace, trace.transit(cause->ref));
}

std::vector<Told> exchange_of(const Scenario& scenario, const Trace& trace)
{
    Numbering numbering{scenario};
    std::vector<Told> exchange;
    for (const Transit& transit : trace.transits()) {
        numbering.notice(transit.segment, transit.from);
        if (transit.copy_of != no_transit || transit.reason == Reason::Swallowed) continue;
        if (is_probe(trace, transit) || answers_a_probe(trace, transit)) continue;
        Segment segment = numbering.in_lesson(transit.segment, transit.from);
        segment.options = {};
        std::string text = trace.endpoint(transit.from).name + " > " + notation(segment, transit.window_bytes);
        exchange.push_back({transit.from, std::move(segment), std::move(text)});
    }
    return exchange;
}

bool same(const Told& a, const Told& b)
{
    if (a.from != b.from || a.segment.seq != b.segment.seq || a.segment.length() != b.segment.length()) return false;
    if (a.segment.rst() && b.segment.rst()) return true; // kernels add an ACK to most resets
    return a.segment.flags.without(Flag::Psh) == b.segment.flags.without(Flag::Psh) &&
           (!a.segment.has_ack() || a.segment.ack == b.segment.ack);
}

/// Kernels sometimes acknowledge once more what they have acknowledged.
class Acknowledged {
public:
    void notice(const Told& told)
    {
        if (told.segment.has_ack()) highest_[index(told.from)] = told.segment.ack;
    }
    bool repeats(const Told& told) const
    {
        const auto& highest = highest_[index(told.from)];
        const bool bare = told.segment.length() == 0 && told.segment.has_ack() && !told.segment.rst();
        return bare && highest && at_or_before(told.segment.ack, *highest);
    }

private:
    std::array<std::optional<Seq>, 2> highest_;
};

void check_segments(const Scenario& scenario, const Trace& simulated, const Trace& real,
                    std::vector<Error>& differences)
{
    const auto expected = exchange_of(scenario, simulated);
    const auto seen = exchange_of(scenario, real);
    Acknowledged acknowledged;
    std::size_t next = 0;
    for (const Told& told : seen) {
        if (next < expected.size() && same(told, expected[next])) {
            ++next;
        } else if (!acknowledged.repeats(told)) {
            differences.push_back({say({"segment {}: the simulator has \"{}\", the kernel sent \"{}\"",
                                        "报文段 {}：模拟器是“{}”，内核发送“{}”"},
                                       next + 1,
                                       next < expected.size() ? OwnedText{expected[next].text, expected[next].text}
                                                              : OwnedText{"no more", "到此为止"},
                                       told.text),
                                   {scenario.id, 0, 0},
                                   {"run both and compare them", "请运行两者并对照"}});
            return;
        }
        acknowledged.notice(told);
    }
    if (next < expected.size())
        differences.push_back({say({"segment {}: the simulator has \"{}\", the kernel sent no more",
                                    "报文段 {}：模拟器是“{}”，内核不再发送"},
                                   next + 1, expected[next].text),
                               {scenario.id, 0, 0},
                               {"run both and compare them", "请运行两者并对照"}});
}

std::vector<std::string_view> states_of(const Trace& trace, Side side)
{
    std::vector<std::string_view> states;
    for (const Record& record : trace.records()) {
        if (record.kind != Kind::Entered || record.side != side) continue;
        if (states.empty()) states.push_back(name(record.from()));
        states.push_back(name(record.to()));
    }
    return states;
}

void check_states(const Scenario& scenario, const Trace& simulated, const Trace& real, Side side,
                  std::vector<Error>& differences)
{
    auto expected = states_of(simulated, side);
    const auto seen = states_of(real, side);
    const bool waits = !seen.empty() && seen.back() == name(State::TimeWait);
    if (waits && expected.size() == seen.size() + 1 && expected.back() == name(State::Closed)) expected.pop_back();
    if (seen == expected) return;
    differences.push_back(
        {say({"states of {}: the simulator has [{}], the kernel [{}]", "{} 的状态：模拟器是 [{}]，内核是 [{}]"},
             real.endpoint(side).name, fmt::to_string(fmt::join(expected, ", ")),
             fmt::to_string(fmt::join(seen, ", "))),
         {scenario.id, 0, 0},
         {"run both and compare them", "请运行两者并对照"}});
}

} // namespace

std::vector<Error> check_live(const Scenario& scenario, const LiveRun& live)
{
    std::vector<Error> differences;
    const Trace simulated = tcpstage::run(scenario).trace;
    if (live.rung != Rung::Gauges) check_segments(scenario, simulated, live.run.trace, differences);
    for (const Side side : both_sides)
        check_states(scenario, simulated, live.run.trace, side, differences);
    differences.insert(differences.end(), live.run.warnings.begin(), live.run.warnings.end());
    return differences;
}

} // namespace tcpstage::live
