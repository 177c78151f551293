#include "app/drill_command.h"

#include "app/output.h"
#include "core/packetdrill/packetdrill.h"
#include "core/packetdrill/report.h"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace tcpstage::app {

void add_drill_options(CLI::App& drill, DrillOptions& options)
{
    drill.add_option("FILE", options.files, "packetdrill scripts (.pkt); - is standard input")->required();
    drill.add_flag("--strict", options.strict,
                   "Exact times, windows compared, and no segment that the script does not expect");
    drill.add_option("--format", options.format, "text or json")->check(CLI::IsMember{{"text", "json"}});
}

int drill_scripts(const DrillOptions& options)
{
    packetdrill::Tally tally;
    std::vector<packetdrill::Ran> ran;
    std::string lines;
    int worst = 0;
    for (const std::string& file : options.files) {
        const auto script = packetdrill::load_script_file(file, {.standard_input = true});
        if (!script) {
            worst = complain(script.error());
            continue;
        }
        packetdrill::Outcome outcome = packetdrill::run(script->script, {options.strict, script->stack});
        tally.count(outcome.verdict);
        if (!outcome.cut.empty()) worst = exit_error;
        if (outcome.verdict == packetdrill::Verdict::Failed) worst = std::max(worst, exit_difference);
        if (options.format == "json")
            ran.push_back({file, std::move(outcome)});
        else
            lines += packetdrill::to_line(file, outcome) + "\n";
    }
    const std::string text =
        options.format == "json" ? packetdrill::to_json(ran) : lines + packetdrill::to_text(tally) + "\n";
    if (const auto written = write_output("-", text); !written) return complain(written.error());
    return worst;
}

} // namespace tcpstage::app
