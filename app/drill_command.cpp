#include "app/drill_command.h"

#include "app/commands.h"
#include "app/line/output.h"
#include "core/base/say.h"
#include "core/packetdrill/packetdrill.h"
#include "core/packetdrill/report.h"

#include <algorithm>
#include <optional>

namespace tcpstage::app {

void add_drill_options(const Command& drill, DrillOptions& options)
{
    drill
        .option("FILE", options.files,
                {"packetdrill scripts (.pkt); - is standard input", "packetdrill 脚本（.pkt）；- 表示标准输入"})
        ->required();
    drill.flag("--strict", options.strict,
               {"Exact times, windows compared, and no segment that the script does not expect",
                "时间要精确，窗口要一致，不允许脚本没有预期的报文段"});
    drill
        .option("--dialect", options.dialect,
                {"linux or freebsd: defaults, and what cwnd is counted in; auto (the default): what the script shows",
                 "linux 或 freebsd：决定默认值和 cwnd 的单位；auto（默认）：由脚本内容判断"})
        ->check(drill.one_of({"auto", "linux", "freebsd"}));
    drill.option("--format", options.format, {"text or json", "text（文本）或 json"})
        ->check(drill.one_of({"text", "json"}));
}

namespace {

std::optional<packetdrill::Dialect> dialect_of(const std::string& word)
{
    if (word == "linux") return packetdrill::Dialect::Linux;
    if (word == "freebsd") return packetdrill::Dialect::FreeBsd;
    return {};
}

} // namespace

int drill_scripts(const DrillOptions& options)
{
    const auto dialect = dialect_of(options.dialect);
    packetdrill::Tally tally;
    std::vector<packetdrill::Ran> ran;
    std::string lines;
    int worst = 0;
    const Language language = options.language;
    for (const std::string& file : options.files) {
        const auto script = packetdrill::load_script_file(file, {.standard_input = true});
        if (!script) {
            worst = complain(script.error(), language);
            continue;
        }
        packetdrill::Outcome outcome =
            packetdrill::run(script->script, {.strict = options.strict, .stack = script->stack, .dialect = dialect});
        tally.count(outcome);
        if (!outcome.cut.empty()) worst = exit_error;
        if (outcome.verdict == packetdrill::Verdict::Failed) worst = std::max(worst, exit_difference);
        if (options.format == "json")
            ran.push_back({file, std::move(outcome)});
        else
            lines += packetdrill::to_line(file, outcome, language) + "\n";
    }
    const std::string text =
        options.format == "json" ? packetdrill::to_json(ran) : lines + packetdrill::to_text(tally, language) + "\n";
    if (const auto written = write_output("-", text); !written) return complain(written.error(), language);
    if (worst == 0 && tally.nothing_ran())
        return complain({say({"not one of {} scripts could be run", "{} 个脚本没有一个可以运行"}, options.files.size()),
                         {},
                         {"the lines above say what each of them needs", "上面各行说明了每个脚本需要什么"}},
                        language);
    return worst;
}

} // namespace tcpstage::app
