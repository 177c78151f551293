#include "core/lesson/yaml/yaml.h"

#include "core/base/files.h"
#include "core/base/say.h"
#include "core/base/text_octets.h"
#include "core/lesson/scenario.h"

#include <array>
#include <optional>
#include <sstream>
#include <utility>
#include <yaml-cpp/eventhandler.h>

namespace tcpstage::lesson::yaml {

namespace {

/// Checks the parse events of a document before a tree is built from it, so that a hostile document is refused early.
class Guard : public YAML::EventHandler {
public:
    explicit Guard(const std::string& file) : file_{file} {}

    void OnDocumentStart(const YAML::Mark& mark) override
    {
        if (++documents_ > 1)
            refuse(mark, {"there is a second document in the file", "文件里有第二个文档"},
                   {"write one lesson per file", "每个文件只写一个课程"});
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark&, YAML::anchor_t) override {}
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override { refuse_anchor(mark); }
    void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor, const std::string&) override
    {
        if (anchor != 0) refuse_anchor(mark);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        enter(mark, anchor);
    }
    void OnSequenceEnd() override { --depth_; }
    void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        enter(mark, anchor);
    }
    void OnMapEnd() override { --depth_; }

private:
    [[noreturn]] void refuse(const YAML::Mark& mark, OwnedText what, OwnedText advice) const
    {
        throw Refused{Error{std::move(what), Place{file_, mark.line + 1, mark.column + 1}, std::move(advice)}};
    }
    [[noreturn]] void refuse_anchor(const YAML::Mark& mark) const
    {
        refuse(mark, {"anchors (&) and aliases (*) are not allowed in a lesson", "课程里不能用锚点（&）和别名（*）"},
               {"write the value out, or put it in quotes", "请把值写全，或给它加上引号"});
    }
    void enter(const YAML::Mark& mark, YAML::anchor_t anchor)
    {
        if (anchor != 0) refuse_anchor(mark);
        if (++depth_ > deepest_nesting)
            refuse(mark, say({"this is nested deeper than {} levels", "嵌套超过 {} 层"}, deepest_nesting),
                   {"a lesson needs five or six", "课程只需五六层"});
    }

    const std::string& file_;
    int depth_ = 0;
    int documents_ = 0;
};

void refuse_what_is_no_text(const std::string& text, const std::string& file)
{
    const auto wrong = find_no_text(text);
    if (wrong)
        throw Refused{
            Error{say({"the octet 0x{:02x} is not UTF-8 text", "字节 0x{:02x} 不是 UTF-8 文本"}, wrong->octet),
                  Place{file, wrong->line, wrong->column},
                  {"a lesson is a YAML file saved as UTF-8", "课程是以 UTF-8 保存的 YAML 文件"}}};
}

/// What this program writes of a run for other programs is no lesson, and looks like faulty YAML.
void refuse_own_json(const std::string& text, const std::string& file)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string::npos || text[first] != '{') return;
    if (text.substr(first, 200).find("\"tcpstage-trace\"") == std::string::npos) return;
    throw Refused{Error{{"this is the JSON of a run, which is only written", "这是一次运行的 JSON，只能导出，不能打开"},
                        Place{file, 0, 0},
                        {"save the run as .tcptrace to open it again", "要再次打开，请把运行另存为 .tcptrace"}}};
}

/// yaml-cpp's parser recurses for each opening bracket, and its scanner stores them all: refuse long before that
/// matters.
void refuse_deep_brackets(const std::string& text, const std::string& file)
{
    constexpr int most = 4096;
    int open = 0;
    for (const char c : text) {
        open += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        if (open > most)
            throw Refused{Error{{"there are thousands of unclosed brackets", "有几千个括号没有闭合"},
                                Place{file, 0, 0},
                                {"this is not a lesson", "这不是课程"}}};
    }
}

/// The first full-width mark outside of quotes and comments.
std::optional<Error> full_width_mark(std::string_view text, const std::string& file)
{
    int line = 1;
    std::size_t begin = 0; // of the line
    bool quoted = false;
    bool comment = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\n') {
            ++line;
            begin = i + 1;
            comment = false;
        } else if (text[i] == '"' && !comment && (i == 0 || text[i - 1] != '\\')) {
            quoted = !quoted;
        } else if (text[i] == '#' && !quoted && (i == begin || text[i - 1] == ' ')) {
            comment = true;
        }
        if (quoted || comment) continue;
        if (const auto wide = wide_mark(text.substr(i)))
            return wide_mark_error(*wide, Place{file, line, static_cast<int>(i - begin) + 1});
    }
    return {};
}

/// A full-width mark in the line of a slip explains it. Elsewhere it may be part of a text.
Error explained(Error slip, std::string_view text)
{
    std::size_t begin = 0;
    for (int line = 1; line < slip.where.line; ++line)
        begin = text.find('\n', begin) + 1;
    auto mark = full_width_mark(text.substr(begin, text.find('\n', begin) - begin), slip.where.file);
    if (!mark) return slip;
    mark->where.line = slip.where.line;
    return std::move(*mark);
}

} // namespace

std::optional<WideMark> wide_mark(std::string_view text)
{
    constexpr std::array<WideMark, 9> marks{{{"：", ": "},
                                             {"，", ", "},
                                             {"｛", "{"},
                                             {"｝", "}"},
                                             {"［", "["},
                                             {"］", "]"},
                                             {"“", "\""},
                                             {"”", "\""},
                                             {"－", "-"}}};
    for (const WideMark& each : marks)
        if (text.starts_with(each.mark)) return each;
    return {};
}

Error wide_mark_error(const WideMark& wide, Place place)
{
    return {say({"\"{}\" is a full-width mark, which YAML does not know", "“{}”是全角标点，YAML 不认识"}, wide.mark),
            std::move(place),
            say({"write \"{}\", or put the text in quotes", "请写半角的“{}”，或者把文字放进引号里"}, wide.wanted)};
}

Item load(const std::string& text, const std::string& file_name)
{
    const auto file = std::make_shared<const std::string>(file_name);
    if (text.size() > largest_lesson_bytes)
        throw Refused{
            Error{say({"too large: a lesson has at most {}", "太大：课程最多 {}"}, amount(largest_lesson_bytes)),
                  Place{file_name, 0, 0},
                  {"choose a smaller file", "请选择小一些的文件"}}};
    refuse_what_is_no_text(text, file_name);
    refuse_own_json(text, file_name);
    refuse_deep_brackets(text, file_name);
    try {
        Guard guard{file_name};
        std::istringstream stream{text};
        YAML::Parser parser{stream};
        while (parser.HandleNextDocument(guard)) {
        }
        const YAML::Node root = YAML::Load(text);
        if (auto slip = find_overlooked_slip(text, file_name)) throw Refused{explained(std::move(*slip), text)};
        return Item{root, file, "lesson"};
    } catch (const YAML::Exception& error) {
        if (auto slip = find_slip(text, file_name)) throw Refused{explained(std::move(*slip), text)};
        if (auto wide = full_width_mark(text, file_name)) throw Refused{std::move(*wide)};
        const bool known = !error.mark.is_null();
        throw Refused{
            Error{say({"this is not YAML: {}", "这不是 YAML：{}"}, in_both_languages(error.msg)),
                  known ? Place{file_name, error.mark.line + 1, error.mark.column + 1} : Place{file_name, 0, 0},
                  {"check indentation, quotes and brackets", "请检查缩进、引号和括号"}}};
    }
}

} // namespace tcpstage::lesson::yaml
