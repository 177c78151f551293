#include "core/terminal/text_comparison.h"

#include "core/terminal/columns.h"
#include "core/trace/spoken_name.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage {

namespace {

constexpr std::size_t half_width = 56;
constexpr std::size_t time_width = 9;

std::string label(const Segment& segment)
{
    if (segment.is_datagram()) return fmt::format("UDP len={}", segment.payload.size());
    std::string text = fmt::format("{} seq={}", to_text(segment.flags), segment.seq.value());
    if (segment.has_ack()) text += fmt::format(" ack={}", segment.ack.value());
    if (!segment.payload.empty()) text += fmt::format(" len={}", segment.payload.size());
    return text;
}

/// The state that a step leads to, or "".
std::string new_state(const Trace& trace, RecordId step)
{
    std::string state;
    for (RecordId id = step + 1; id < trace.records().size() && !is_step(trace.record(id).kind); ++id)
        if (trace.record(id).kind == Kind::Entered) state = fmt::format(": {}", name(trace.record(id).to()));
    return state;
}

std::string what(const Trace& trace, RecordId step, Language language)
{
    const Record& record = trace.record(step);
    const std::string side = spoken(trace.endpoint(record.side).name)[language];
    switch (record.kind) {
    case Kind::Called:
        return fmt::format("{} {}", side, word(record.call()));
    case Kind::TimerExpired:
        return fmt::format("{} {} {}", side, Text{"timer", "定时器"}[language], label(record.timer())[language]);
    case Kind::Sent:
        return fmt::format("{} → {}", side, label(trace.transit(record.ref).segment));
    case Kind::Arrived:
        return fmt::format("→ {} {}", side, label(trace.transit(record.ref).segment));
    case Kind::Lost:
        return fmt::format("✕ {}", label(trace.transit(record.ref).segment));
    case Kind::Reason:
    case Kind::Entered:
    case Kind::Told:
    case Kind::Delivered:
    case Kind::TimerSet:
    case Kind::TimerCancelled:
        return {};
    }
    return {};
}

std::string half(const Trace& trace, RecordId step, Language language)
{
    if (step == no_record) return std::string(half_width, ' ');
    const std::string text = what(trace, step, language) + new_state(trace, step);
    return fitted_right(to_seconds(trace.record(step).at), time_width) + "  " +
           fitted(text, half_width - time_width - 2);
}

std::string_view sign_at(const Comparison& comparison, const Pair& step)
{
    for (const Difference& difference : comparison.differences)
        if (difference.at == step) return sign(difference.kind);
    if (step[0] == no_record) return "▶";
    return step[1] == no_record ? "◀" : " ";
}

} // namespace

std::string text_comparison(const Halves& halves, const Comparison& comparison, Language language)
{
    const Trace& first = halves.runs[0]->trace;
    const Trace& second = halves.runs[1]->trace;
    std::string text;
    const auto add = [&](std::string line) {
        while (line.ends_with(' '))
            line.pop_back();
        text += line + "\n";
    };
    add(fitted(halves.titles[0][language], half_width) + "   " + halves.titles[1][language]);
    for (const Pair& step : comparison.steps)
        add(half(first, step[0], language) + " " + std::string{sign_at(comparison, step)} + " " +
            half(second, step[1], language));
    text += "\n";
    for (const std::string& line : wrapped(summary(comparison, first, second)[language], 2 * half_width))
        add(line);
    constexpr std::size_t most = 40;
    for (std::size_t i = 0; i < std::min(most, comparison.differences.size()); ++i) {
        const auto lines = wrapped(sentence(comparison.differences[i], first, second)[language], 2 * half_width - 4);
        for (std::size_t line = 0; line < lines.size(); ++line)
            add((line == 0 ? fmt::format("{:>3} ", i + 1) : "    ") + lines[line]);
    }
    if (comparison.differences.size() > most)
        add(fmt::format(fmt::runtime(Text{"    and {} more", "    还有 {} 处"}[language]),
                        comparison.differences.size() - most));
    return text;
}

} // namespace tcpstage
