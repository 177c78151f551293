#include "core/terminal/text_comparison.h"

#include "core/terminal/columns.h"
#include "core/trace/kernel_report.h"
#include "core/trace/spoken_name.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::terminal {

namespace {

constexpr std::size_t half_width = 56;
constexpr std::size_t time_width = 9;

std::string label(const tcp::Segment& segment)
{
    if (segment.is_datagram()) return fmt::format("UDP len={}", segment.payload.size());
    std::string text = fmt::format("{} seq={}", tcp::to_text(segment.flags), segment.seq.value());
    if (segment.has_ack()) text += fmt::format(" ack={}", segment.ack.value());
    if (!segment.payload.empty()) text += fmt::format(" len={}", segment.payload.size());
    return text;
}

/// ": ESTABLISHED" for the state that a step leads to, or "".
std::string new_state(const trace::Trace& trace, trace::RecordId step)
{
    std::string state;
    for (trace::RecordId id = step + 1; id < trace.records().size() && !trace::is_step(trace.record(id).kind); ++id)
        if (trace.record(id).kind == trace::Kind::Entered)
            state = fmt::format(": {}", tcp::name(trace.record(id).to()));
    return state;
}

std::string what(const trace::Trace& trace, trace::RecordId step, Language language)
{
    const trace::Record& record = trace.record(step);
    const std::string side = trace::spoken(trace.endpoint(record.side))[language];
    switch (record.kind) {
    case trace::Kind::Called:
        if (trace::is_kernel_report(record)) return fmt::format("{} TCP_INFO", side);
        return fmt::format("{} {}", side, trace::spoken_call(trace.endpoint(record.side), record.call()));
    case trace::Kind::TimerExpired:
        return fmt::format("{} {} {}", side, Text{"timer", "定时器"}[language], tcp::label(record.timer())[language]);
    case trace::Kind::Sent:
        return fmt::format("{} → {}", side, label(trace.transit(record.ref).segment));
    case trace::Kind::Arrived:
        return fmt::format("→ {} {}", side, label(trace.transit(record.ref).segment));
    case trace::Kind::Lost:
        return fmt::format("✕ {}", label(trace.transit(record.ref).segment));
    case trace::Kind::Reason:
    case trace::Kind::Entered:
    case trace::Kind::Signal:
    case trace::Kind::Delivered:
    case trace::Kind::TimerSet:
    case trace::Kind::TimerCancelled:
        return {};
    }
    return {};
}

std::string half(const trace::Trace& trace, trace::RecordId step, Language language)
{
    if (step == trace::no_record) return std::string(half_width, ' ');
    const std::string text = what(trace, step, language) + new_state(trace, step);
    return fitted_right(to_seconds(trace.record(step).at), time_width) + "  " +
           fitted(text, half_width - time_width - 2);
}

std::string_view sign_at(const compare::Comparison& comparison, const compare::Pair& step)
{
    for (const compare::Difference& difference : comparison.differences)
        if (difference.at == step) return compare::sign(difference.kind);
    if (step[0] == trace::no_record) return "▶";
    return step[1] == trace::no_record ? "◀" : " ";
}

} // namespace

std::string text_comparison(const Halves& halves, const compare::Comparison& comparison, Language language)
{
    const trace::Trace& first = halves.runs[0]->trace;
    const trace::Trace& second = halves.runs[1]->trace;
    std::string text;
    const auto add = [&](std::string line) {
        while (line.ends_with(' '))
            line.pop_back();
        text += line + "\n";
    };
    add(fitted(halves.titles[0][language], half_width) + "   " + halves.titles[1][language]);
    for (const compare::Pair& step : comparison.steps)
        add(half(first, step[0], language) + " " + std::string{sign_at(comparison, step)} + " " +
            half(second, step[1], language));
    text += "\n";
    for (const std::string& line : wrapped(compare::summary(comparison, first, second)[language], 2 * half_width))
        add(line);
    constexpr std::size_t most = 40;
    for (std::size_t i = 0; i < std::min(most, comparison.differences.size()); ++i) {
        const auto lines =
            wrapped(compare::sentence(comparison.differences[i], first, second)[language], 2 * half_width - 4);
        for (std::size_t line = 0; line < lines.size(); ++line)
            add((line == 0 ? fmt::format("{:>3} ", i + 1) : "    ") + lines[line]);
    }
    if (comparison.differences.size() > most)
        add(fmt::format(fmt::runtime(Text{"    and {} more", "    还有 {} 处"}[language]),
                        comparison.differences.size() - most));
    return text;
}

} // namespace tcpstage::terminal
