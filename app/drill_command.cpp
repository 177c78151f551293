#include "app/drill_command.h"

#include "app/output.h"
#include "core/drill/report.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <iterator>

namespace tcpstage {

namespace {

Result<drill::Script> load(const std::string& file)
{
    std::error_code error;
    if (std::filesystem::is_directory(file, error))
        return fail("this is a folder, not a script", {file, 0, 0}, "name the .pkt files in it");
    std::ifstream stream{file, std::ios::binary};
    if (!stream) return fail("the script cannot be opened", {file, 0, 0}, "check the name");
    const std::string text{std::istreambuf_iterator<char>{stream}, {}};
    return drill::read(text, file);
}

} // namespace

void add_drill_options(CLI::App& drill, DrillOptions& options)
{
    drill.add_option("FILE", options.files, "packetdrill scripts (.pkt)")->required();
    drill.add_flag("--strict", options.strict,
                   "Exact times, windows compared, and no segment that the script does not expect");
    drill.add_option("--format", options.format, "text or json")->check(CLI::IsMember{{"text", "json"}});
}

int drill_scripts(const DrillOptions& options)
{
    drill::Tally tally;
    std::vector<drill::Ran> ran;
    std::string lines;
    int worst = 0;
    for (const std::string& file : options.files) {
        const auto script = load(file);
        if (!script) {
            worst = complain(script.error());
            continue;
        }
        drill::Outcome outcome = drill::run(*script, {options.strict});
        tally.count(outcome.verdict);
        if (outcome.verdict == drill::Verdict::Failed) worst = std::max(worst, exit_difference);
        if (options.format == "json")
            ran.push_back({file, std::move(outcome)});
        else
            lines += drill::to_line(file, outcome) + "\n";
    }
    const std::string text = options.format == "json" ? drill::to_json(ran) : lines + drill::to_text(tally) + "\n";
    if (const auto written = write_output("-", text); !written) return complain(written.error());
    return worst;
}

} // namespace tcpstage
