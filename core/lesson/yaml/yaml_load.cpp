#include "core/lesson/yaml/yaml.h"

#include <sstream>
#include <yaml-cpp/eventhandler.h>

namespace tcpstage::yaml {

namespace {

/// Walks the events of a document before a tree is built from it: a hostile one ends here.
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
        refuse(mark, {"anchors (&) and aliases (*) have no place in a lesson", "课程里不能用锚点（&）和别名（*）"},
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

/// How many octets the UTF-8 character at `i` takes; 0 when it is none, or a control character that no text has.
std::size_t character_bytes(const std::string& text, std::size_t i)
{
    const auto octet = [&](std::size_t at) { return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U; };
    const unsigned first = octet(i);
    if (first < 0x80) return first >= 0x20 || first == '\n' || first == '\r' || first == '\t' ? 1 : 0;
    const std::size_t count = first >= 0xf0 && first < 0xf5   ? 4
                              : first >= 0xe0 && first < 0xf0 ? 3
                              : first >= 0xc2 && first < 0xe0 ? 2
                                                              : 0;
    for (std::size_t k = 1; k < count; ++k)
        if ((octet(i + k) & 0xc0U) != 0x80U) return 0;
    const bool overlong = (first == 0xe0 && octet(i + 1) < 0xa0) || (first == 0xf0 && octet(i + 1) < 0x90);
    const bool surrogate = first == 0xed && octet(i + 1) >= 0xa0;
    const bool beyond = first == 0xf4 && octet(i + 1) >= 0x90;
    return overlong || surrogate || beyond ? 0 : count;
}

void refuse_what_is_no_text(const std::string& text, const std::string& file)
{
    int line = 1;
    int column = 1;
    for (std::size_t i = 0; i < text.size();) {
        const std::size_t count = character_bytes(text, i);
        if (count == 0)
            throw Refused{Error{say({"the octet 0x{:02x} is no UTF-8 text", "字节 0x{:02x} 不是 UTF-8 文本"},
                                    static_cast<unsigned char>(text[i])),
                                Place{file, line, column},
                                {"a lesson is a YAML file saved as UTF-8", "课程是以 UTF-8 保存的 YAML 文件"}}};
        const bool newline = text[i] == '\n';
        line += newline ? 1 : 0;
        column = newline ? 1 : column + 1;
        i += count;
    }
}

/// yaml-cpp's parser calls itself for each opening bracket, and its scanner keeps them all: stop long before it
/// matters.
void refuse_deep_brackets(const std::string& text, const std::string& file)
{
    constexpr int most = 4096;
    int open = 0;
    for (const char c : text) {
        open += c == '[' || c == '{' ? 1 : c == ']' || c == '}' ? -1 : 0;
        if (open > most)
            throw Refused{Error{{"there are thousands of brackets that nothing closes", "有几千个括号没有闭合"},
                                Place{file, 0, 0},
                                {"this is no lesson", "这不是课程"}}};
    }
}

} // namespace

Item load(const std::string& text, const std::string& file_name)
{
    const auto file = std::make_shared<const std::string>(file_name);
    if (text.size() > largest_file_bytes)
        throw Refused{Error{say({"the file has {} octets, a lesson at most {}", "文件有 {} 字节，课程最多 {} 字节"},
                                text.size(), largest_file_bytes),
                            Place{file_name, 0, 0},
                            {"choose a lesson file", "请选择课程文件"}}};
    refuse_what_is_no_text(text, file_name);
    refuse_deep_brackets(text, file_name);
    try {
        Guard guard{file_name};
        std::istringstream stream{text};
        YAML::Parser parser{stream};
        while (parser.HandleNextDocument(guard)) {
        }
        return Item{YAML::Load(text), file, "lesson"};
    } catch (const YAML::Exception& error) {
        const bool known = !error.mark.is_null();
        throw Refused{
            Error{say({"this is no YAML: {}", "这不是 YAML：{}"}, error.msg),
                  known ? Place{file_name, error.mark.line + 1, error.mark.column + 1} : Place{file_name, 0, 0},
                  {"check indentation, quotes and brackets", "请检查缩进、引号和括号"}}};
    }
}

} // namespace tcpstage::yaml
