// Reads scripts, and turns them into runs with notes.
#include "core/packetdrill/packetdrill.h"

#include "core/base/files.h"
#include "core/base/text_octets.h"
#include "core/lesson/yaml/parts.h"
#include "core/packetdrill/machine.h"

#include <filesystem>
#include <fmt/format.h>

namespace tcpstage::packetdrill {

namespace {

/// The settings in the comment "// tcp: {...}", a map in YAML.
std::optional<tcp::Settings> stack_of(const std::string& text, const std::string& file)
{
    const std::size_t begin = text.starts_with(stack_comment) ? 0 : text.find(fmt::format("\n{}", stack_comment));
    if (begin == std::string::npos) return {};
    const std::size_t from = text.find(stack_comment, begin) + stack_comment.size();
    const lesson::yaml::Item item = lesson::yaml::load(text.substr(from, text.find('\n', from) - from), file);
    if (!item.is_map())
        item.refuse({"\"// tcp:\" is not followed by a map", "“// tcp:”后面不是键值表"},
                    {"write it as in \"// tcp: {sack: on}\"", "请写成“// tcp: {sack: on}”这样"});
    tcp::Settings settings;
    lesson::yaml::read_tcp(item, settings);
    return settings;
}

/// "0.1 < S 0:0(0)": one line, however it was broken.
std::string on_one_line(std::string_view text)
{
    std::string line;
    for (const char c : text) {
        const bool blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
        if (!blank)
            line += c;
        else if (!line.empty() && line.back() != ' ')
            line += ' ';
    }
    while (line.ends_with(' '))
        line.pop_back();
    return line;
}

struct Words {
    std::string line; // in the script's notation
    OwnedText meaning;
};

Words words_of(const packetdrill::Action& action)
{
    if (const auto* const segment = std::get_if<packetdrill::SegmentLine>(&action)) {
        if (segment->outbound)
            return {"> " + on_one_line(segment->text), {"This segment is expected.", "脚本期望看到这个报文段。"}};
        return {"< " + on_one_line(segment->text), {"The script sends this segment.", "脚本发送这个报文段。"}};
    }
    if (const auto* const call = std::get_if<packetdrill::SystemCall>(&action)) {
        const std::string error = call->error.empty() ? "" : " " + call->error;
        const std::string result = call->result.kind == packetdrill::Value::Kind::Number
                                       ? fmt::format(" = {}{}", call->result.number, error)
                                       : "";
        return {fmt::format("{}(){}", call->name, result),
                {"The program under test makes this call.", "被测程序执行这个调用。"}};
    }
    if (const auto* const command = std::get_if<packetdrill::Command>(&action))
        return {"`" + on_one_line(command->text) + "`",
                {"A command: it is interpreted, not executed.", "命令：不会真正执行，只按其含义处理。"}};
    if (const auto* const snippet = std::get_if<packetdrill::Snippet>(&action))
        return {"%{ " + on_one_line(snippet->code) + " }%", {"The state is compared with this.", "用它核对当前状态。"}};
    if (const auto* const too_big = std::get_if<packetdrill::TooBigLine>(&action))
        return {fmt::format("< icmp unreachable frag_needed mtu {}", too_big->mtu),
                {"A router says that a packet was too big.", "路由器报告：分组太大。"}};
    return {std::get<packetdrill::Foreign>(action).what.en, {"This is not supported.", "不支持这一行。"}};
}

/// Adds the lines of the script as notes. A line without records of its own joins the note before.
void add_notes(run::LessonRun& lesson_run, const packetdrill::Script& script,
               const std::vector<packetdrill::Recording::Step>& steps)
{
    for (const auto& step : steps) {
        const packetdrill::ScriptEvent& event = script.events[step.event];
        const Words words = words_of(event.action);
        const OwnedText line{fmt::format("Line {}: {}", event.where.line, words.line),
                             fmt::format("第 {} 行：{}", event.where.line, words.line)};
        auto& placed = lesson_run.run.notes;
        if (!placed.empty() && placed.back().from == step.from) {
            lesson::Note& note = lesson_run.scenario.notes.back();
            note.text.en += "\n" + line.en;
            note.text.zh += "\n" + line.zh;
            continue;
        }
        lesson::Note note;
        note.title = line;
        note.text = words.meaning;
        note.place = {script.file, event.where.line, event.where.column};
        placed.push_back({step.from, lesson_run.scenario.notes.size()});
        lesson_run.scenario.notes.push_back(std::move(note));
    }
}

void add_mismatch(run::LessonRun& lesson_run, const packetdrill::Outcome& outcome)
{
    if (outcome.verdict == packetdrill::Verdict::Passed) return;
    const bool known = outcome.verdict == packetdrill::Verdict::Failed;
    OwnedText what = known ? OwnedText{outcome.what, outcome.what} : outcome.cut;
    if (what.empty()) what = say({"not supported: {}", "不支持：{}"}, outcome.missing);
    lesson_run.run.mismatch =
        run::Mismatch{outcome.line, std::move(what), outcome.expected, outcome.seen, outcome.other};
    const Place place{lesson_run.scenario.id + ".pkt", outcome.line, 0};
    lesson_run.run.warnings.push_back({lesson_run.run.mismatch->what, place, {"the run ends here", "运行到此结束"}});
    const std::size_t records = lesson_run.run.trace.records().size();
    const trace::RecordId last = records == 0 ? trace::no_record : static_cast<trace::RecordId>(records - 1);
    lesson::Note note;
    note.title = {fmt::format("Line {} differs", outcome.line), fmt::format("第 {} 行不一致", outcome.line)};
    note.text = lesson_run.run.mismatch->what;
    if (!outcome.expected.empty()) {
        note.text.en +=
            "\nExpected: " + outcome.expected + "\nSeen: " + (outcome.seen.empty() ? "nothing" : outcome.seen);
        note.text.zh += "\n期望：" + outcome.expected + "\n实际：" + (outcome.seen.empty() ? "没有" : outcome.seen);
    }
    lesson_run.run.notes.push_back({last, lesson_run.scenario.notes.size()});
    lesson_run.scenario.notes.push_back(std::move(note));
}

} // namespace

Result<LoadedScript> load_script(const std::string& text, const std::string& file, std::stop_token stop)
{
    if (const auto wrong = find_no_text(text))
        return fail(say({"the octet 0x{:02x} is not UTF-8 text", "字节 0x{:02x} 不是 UTF-8 文本"}, wrong->octet),
                    {file, wrong->line, wrong->column}, {"a script is a text file", "脚本是文本文件"});
    auto script = packetdrill::read(text, file, std::move(stop));
    if (!script) return tl::unexpected{script.error()};
    try {
        return LoadedScript{std::move(*script), stack_of(text, file)};
    } catch (const lesson::yaml::Refused& refused) {
        return tl::unexpected{refused.error};
    }
}

Result<LoadedScript> load_script_file(const std::string& path, const ScriptSource& source)
{
    constexpr Text kind{"a packetdrill script", "packetdrill 脚本"};
    const ReadLimits limits{largest_script, source.standard_input, source.stop,
                            [&](std::string_view first) { return check_begins_as_text(first, path, kind); }};
    return read_whole_file(path, limits).and_then([&](const std::string& text) {
        return load_script(text, path, source.stop);
    });
}

run::LessonRun script_run(const LoadedScript& loaded, std::stop_token stop)
{
    const packetdrill::Script& script = loaded.script;
    packetdrill::Recording recording;
    recording.machine = packetdrill::machine_side(script);
    const trace::Side machine = recording.machine;
    run::LessonRun lesson_run;
    lesson::Scenario& scenario = lesson_run.scenario;
    scenario.id = std::filesystem::path{script.file}.stem().string();
    scenario.title = {scenario.id, scenario.id};
    scenario.group = lesson::Group::Real;
    scenario.summary = {"A packetdrill script: one end is under test, the script plays the other one.",
                        "packetdrill 脚本：一端接受测试，另一端由脚本扮演。"};
    std::array<trace::EndpointInfo, 2> ends;
    ends[trace::index(machine)] = {"engine", machine_socket};
    ends[trace::index(trace::other(machine))] = {std::string{trace::script_name}, script_socket};
    for (const trace::Side side : trace::both_sides) {
        scenario.setup.endpoints[trace::index(side)].name = ends[trace::index(side)].name;
        scenario.setup.endpoints[trace::index(side)].socket = ends[trace::index(side)].socket.v4();
    }
    recording.trace = trace::Trace{trace::Source::Script, ends};
    const packetdrill::Outcome outcome = packetdrill::run(script, {false, loaded.stack, std::move(stop)}, &recording);
    lesson_run.run.trace = std::move(recording.trace);
    add_notes(lesson_run, script, recording.steps);
    add_mismatch(lesson_run, outcome);
    return lesson_run;
}

} // namespace tcpstage::packetdrill
