#include "app/diagram_command.h"

#include "app/line/output.h"
#include "core/base/files.h"
#include "core/base/say.h"
#include "core/base/text_octets.h"
#include "core/diagram/check_diagram.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace tcpstage::app {

namespace {

using Json = nlohmann::ordered_json;

/// "  ✗ ack=x is impossible: ... (RFC 9293 3.4); lesson seq-and-ack".
std::string finding_text(const diagram::Finding& finding, Language language)
{
    std::string text = said(language, {"     {0} {1} ({2})", "     {0} {1}（{2}）"},
                            std::string_view{finding.impossible ? "✗" : "~"}, finding.sentence, finding.section);
    if (!finding.lesson.empty()) text += said(language, {"; lesson {}", "；课程 {}"}, finding.lesson);
    return text + "\n";
}

std::string diagram_text(const diagram::Diagram& drawn, const std::vector<diagram::Finding>& findings,
                         Language language)
{
    std::string text;
    for (std::size_t i = 0; i < drawn.lines.size(); ++i) {
        text += fmt::format("{:>3}  {}\n", i + 1, drawn.lines[i]);
        for (const diagram::Finding& finding : findings)
            if (finding.line == static_cast<int>(i) + 1) text += finding_text(finding, language);
    }
    const auto impossible = std::ranges::count_if(findings, &diagram::Finding::impossible);
    if (impossible == 0) return text + said(language, {"Nothing here is impossible.\n", "这里没有不可能的地方。\n"});
    return text + said(language, {"Impossible: {}.\n", "不可能的有 {} 处。\n"}, impossible);
}

std::string diagram_json(const diagram::Diagram& drawn, const std::vector<diagram::Finding>& findings)
{
    Json list = Json::array();
    for (const diagram::Finding& finding : findings)
        list.push_back({{"line", finding.line},
                        {"impossible", finding.impossible},
                        {"sentence", {{"en", finding.sentence.en}, {"zh", finding.sentence.zh}}},
                        {"rule", finding.rule ? Json(tcp::info(*finding.rule).id) : Json(nullptr)},
                        {"section", finding.section},
                        {"lesson", finding.lesson}});
    return Json{{"format", "tcpstage-diagram"},
                {"version", 1},
                {"ends", drawn.names},
                {"lines", drawn.lines.size()},
                {"findings", list}}
               .dump(2, ' ', false, Json::error_handler_t::replace) +
           "\n";
}

} // namespace

void add_diagram_options(const Command& command, DiagramOptions& options)
{
    command
        .option("FILE", options.file,
                {"Lines of text, Mermaid or packetdrill; - is standard input",
                 "文本、Mermaid 或 packetdrill 的行；- 表示标准输入"})
        ->required();
    command.option("--format", options.format, {"text or json", "text（文本）或 json"})
        ->check(command.one_of({"text", "json"}));
}

int check_diagram(const DiagramOptions& options)
{
    constexpr Text wanted{"a diagram (lines of text)", "一张图（文本行）"};
    const auto text =
        read_whole_file(options.file, {diagram::largest_diagram_bytes, true, {}, [&](std::string_view first) {
                                           return check_begins_as_text(first, options.file, wanted);
                                       }});
    if (!text) return complain(text.error(), options.language);
    const auto drawn = diagram::read_diagram(*text, options.file == "-" ? "standard input" : options.file);
    if (!drawn) return complain(drawn.error(), options.language);
    const std::vector<diagram::Finding> findings = diagram::check(*drawn);
    const auto written = write_output("-", options.format == "json" ? diagram_json(*drawn, findings)
                                                                    : diagram_text(*drawn, findings, options.language));
    if (!written) return complain(written.error(), options.language);
    return std::ranges::any_of(findings, &diagram::Finding::impossible) ? exit_difference : 0;
}

} // namespace tcpstage::app
