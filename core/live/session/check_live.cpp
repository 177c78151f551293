#include "core/base/say.h"
#include "core/live/observe/numbering.h"
#include "core/live/session/run_live.h"
#include "core/trace/spoken_name.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>

namespace tcpstage::live {

namespace {

/// A segment in the lesson's numbers.
struct Exchanged {
    trace::Side from;
    tcp::Segment segment;
    std::string text;
};

std::optional<trace::Record> cause_of(const trace::Trace& trace, const trace::Transit& transit)
{
    if (transit.sent_record == trace::no_record) return std::nullopt;
    const trace::RecordId cause = trace.record(transit.sent_record).cause;
    if (cause == trace::no_record) return std::nullopt;
    return trace.record(cause);
}

/// RFC 9293 lets a window probe carry an octet; kernels probe without data, with an old number, and at other times.
bool is_probe(const trace::Trace& trace, const trace::Transit& transit)
{
    const auto cause = cause_of(trace, transit);
    return cause && cause->kind == trace::Kind::TimerExpired &&
           (cause->timer() == tcp::Timer::Persist || cause->timer() == tcp::Timer::KeepAlive);
}

bool answers_a_probe(const trace::Trace& trace, const trace::Transit& transit)
{
    const auto cause = cause_of(trace, transit);
    return transit.segment.length() == 0 && cause && cause->kind == trace::Kind::Arrived &&
           is_probe(trace, trace.transit(cause->ref));
}

std::vector<Exchanged> exchange_of(const lesson::Scenario& scenario, const trace::Trace& trace)
{
    Numbering numbering{scenario};
    std::vector<Exchanged> exchange;
    for (const trace::Transit& transit : trace.transits()) {
        numbering.notice(transit.segment, transit.from);
        if (transit.copy_of != trace::no_transit || transit.reason == trace::Reason::Swallowed) continue;
        if (is_probe(trace, transit) || answers_a_probe(trace, transit)) continue;
        tcp::Segment segment = numbering.in_lesson(transit.segment, transit.from);
        segment.options = {};
        std::string text = trace.endpoint(transit.from).name + " > " + tcp::notation(segment, transit.window_bytes);
        exchange.push_back({transit.from, std::move(segment), std::move(text)});
    }
    return exchange;
}

bool same(const Exchanged& a, const Exchanged& b)
{
    if (a.from != b.from || a.segment.seq != b.segment.seq || a.segment.length() != b.segment.length()) return false;
    if (a.segment.rst() && b.segment.rst()) return true; // kernels add an ACK to most resets
    return a.segment.flags.without(tcp::Flag::Psh) == b.segment.flags.without(tcp::Flag::Psh) &&
           (!a.segment.has_ack() || a.segment.ack == b.segment.ack);
}

/// What each side has acknowledged: kernels sometimes repeat an acknowledgment.
class Acknowledged {
public:
    void notice(const Exchanged& exchanged)
    {
        if (exchanged.segment.has_ack()) highest_[trace::index(exchanged.from)] = exchanged.segment.ack;
    }
    bool repeats(const Exchanged& exchanged) const
    {
        const auto& highest = highest_[trace::index(exchanged.from)];
        const bool bare = exchanged.segment.length() == 0 && exchanged.segment.has_ack() && !exchanged.segment.rst();
        return bare && highest && tcp::at_or_before(exchanged.segment.ack, *highest);
    }

private:
    std::array<std::optional<tcp::Seq>, 2> highest_;
};

/// Returns how many are the same.
std::size_t check_segments(const lesson::Scenario& scenario, const trace::Trace& simulated, const trace::Trace& real,
                           std::vector<Error>& differences)
{
    const auto expected = exchange_of(scenario, simulated);
    const auto seen = exchange_of(scenario, real);
    Acknowledged acknowledged;
    std::size_t next = 0;
    for (const Exchanged& exchanged : seen) {
        if (next < expected.size() && same(exchanged, expected[next])) {
            ++next;
        } else if (!acknowledged.repeats(exchanged)) {
            differences.push_back({say({"segment {}: the simulator has \"{}\", the kernel sent \"{}\"",
                                        "报文段 {}：模拟器是“{}”，内核发送“{}”"},
                                       next + 1,
                                       next < expected.size() ? OwnedText{expected[next].text, expected[next].text}
                                                              : OwnedText{"no more", "到此为止"},
                                       exchanged.text),
                                   {scenario.id, 0, 0},
                                   {"run both and compare them", "请运行两者并对照"}});
            return next;
        }
        acknowledged.notice(exchanged);
    }
    if (next < expected.size())
        differences.push_back({say({"segment {}: the simulator has \"{}\", the kernel sent no more",
                                    "报文段 {}：模拟器是“{}”，内核不再发送"},
                                   next + 1, expected[next].text),
                               {scenario.id, 0, 0},
                               {"run both and compare them", "请运行两者并对照"}});
    return next;
}

std::vector<std::string_view> states_of(const trace::Trace& trace, trace::Side side)
{
    std::vector<std::string_view> states;
    for (const trace::Record& record : trace.records()) {
        if (record.kind != trace::Kind::Entered || record.side != side) continue;
        if (states.empty()) states.push_back(tcp::name(record.from()));
        states.push_back(tcp::name(record.to()));
    }
    return states;
}

/// Returns how many are the same; 0 if not all are.
std::size_t check_states(const lesson::Scenario& scenario, const trace::Trace& simulated, const trace::Trace& real,
                         trace::Side side, std::vector<Error>& differences)
{
    auto expected = states_of(simulated, side);
    const auto seen = states_of(real, side);
    const bool waits = !seen.empty() && seen.back() == tcp::name(tcp::State::TimeWait);
    if (waits && expected.size() == seen.size() + 1 && expected.back() == tcp::name(tcp::State::Closed))
        expected.pop_back();
    if (seen == expected) return std::max<std::size_t>(1, seen.size()); // CLOSED, if it entered none
    differences.push_back(
        {say({"states of {}: the simulator has [{}], the kernel [{}]", "{} 的状态：模拟器是 [{}]，内核是 [{}]"},
             real.endpoint(side).name, fmt::to_string(fmt::join(expected, ", ")),
             fmt::to_string(fmt::join(seen, ", "))),
         {scenario.id, 0, 0},
         {"run both and compare them", "请运行两者并对照"}});
    return 0;
}

/// Without the lesson's losses the run is another one.
std::optional<Error> why_impossible(const lesson::Scenario& scenario, const LiveRun& live)
{
    if (live.stopped)
        return Error{{"nothing to compare: the run was ended early", "无可比较：运行提前结束了"},
                     {scenario.id, 0, 0},
                     {"let it end by itself", "请让它自行结束"}};
    if (live.vantage == Vantage::Wire || (scenario.setup.faults.empty() && scenario.setup.injections.empty()))
        return {};
    return Error{{"nothing to compare: the faults of this lesson cannot be made on the loopback interface",
                  "无可比较：回环接口上无法制造本课的故障"},
                 {scenario.id, 0, 0},
                 {"use --rung wire", "请用 --rung wire"}};
}

} // namespace

LiveCheck check_live(const lesson::Scenario& scenario, const LiveRun& live)
{
    LiveCheck check;
    check.impossible = why_impossible(scenario, live);
    if (check.impossible) return check;
    const trace::Trace simulated = tcpstage::run::run(scenario).trace;
    if (live.vantage != Vantage::TcpInfo)
        check.segments = check_segments(scenario, simulated, live.run.trace, check.differences);
    for (const trace::Side side : trace::both_sides)
        check.states[trace::index(side)] = check_states(scenario, simulated, live.run.trace, side, check.differences);
    check.differences.insert(check.differences.end(), live.run.warnings.begin(), live.run.warnings.end());
    return check;
}

OwnedText sentence(const LiveCheck& check, const LiveRun& live)
{
    const auto name = [&](trace::Side side) { return trace::spoken(live.run.trace.endpoint(side)); };
    const OwnedText states = say({"{} states of {} and {} of {}", "{}个{}状态和{}个{}状态"}, check.states[0],
                                 name(trace::Side::Left), check.states[1], name(trace::Side::Right));
    if (!check.segments)
        return say(
            {"as in the simulator: {}; the segments cannot be seen this way", "与模拟器相同：{}；这种方式看不到报文段"},
            states);
    return say({"as in the simulator: {} segments, {}", "与模拟器相同：{}个报文段，{}"}, *check.segments, states);
}

} // namespace tcpstage::live
