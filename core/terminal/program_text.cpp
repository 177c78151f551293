#include "core/terminal/program_text.h"

#include "core/base/say.h"
#include "core/captions/clock.h"
#include "core/captions/program.h"
#include "core/terminal/columns.h"
#include "core/trace/spoken_name.h"

#include <fmt/format.h>

namespace tcpstage::terminal {

namespace {

constexpr std::size_t call_width = 32;
constexpr std::size_t result_width = 18;

std::string line_text(const captions::ProgramLine& line, const trace::Trace& trace, trace::Side side, Language language)
{
    const int digits = captions::clock_decimals(trace);
    const auto time = [&](trace::RecordId record) { return to_seconds(trace.record(record).at, digits); };
    const std::string call = line.call == captions::SocketCall::Restart
                                 ? std::string{Text{"the machine crashes", "主机崩溃"}[language]}
                                 : captions::call_text(line, trace, side);
    std::string text = fmt::format("  {:>9}  {} ", time(line.begins), fitted(call, call_width));
    if (line.blocks())
        text += Text{"blocked", "阻塞"}[language];
    else if (const std::string result = captions::result_text(line); !result.empty())
        text += "= " + (line.returns == line.begins ? result : fitted(result, result_width) + time(line.returns));
    while (text.ends_with(' '))
        text.pop_back();
    return text + "\n";
}

} // namespace

std::string program_text(const run::LessonRun& lesson_run, Language language)
{
    const trace::Trace& trace = lesson_run.run.trace;
    std::string text;
    for (const trace::Side side : trace::both_sides) {
        captions::Program program{lesson_run.scenario, side};
        program.follow(trace);
        if (!program.is_known()) continue;
        const trace::EndpointInfo& end = trace.endpoint(side);
        text +=
            fmt::format("{}{} {}\n", text.empty() ? "" : "\n", trace::spoken(end)[language], tcp::to_text(end.socket));
        const auto lines = program.until(trace.last_moment().record);
        if (lines.empty()) text += fmt::format("  {}\n", Text{"no calls", "没有调用"}[language]);
        for (const captions::ProgramLine& line : lines)
            text += line_text(line, trace, side, language);
    }
    return text;
}

} // namespace tcpstage::terminal
