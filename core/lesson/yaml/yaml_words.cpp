// What yaml-cpp says about a text that is not YAML, in both languages.

#include "core/lesson/yaml/yaml.h"

#include <array>
#include <yaml-cpp/exceptions.h>

namespace tcpstage::lesson::yaml {

namespace {

namespace said = YAML::ErrorMsg;

struct Problem {
    const char* english; // of yaml-cpp; some end with ": " and what is wrong
    const char* own;
};
const auto problems = std::to_array<Problem>({
    {said::YAML_DIRECTIVE_ARGS, "%YAML 指令必须恰好有一个参数"},
    {said::YAML_VERSION, "YAML 版本号不正确："},
    {said::YAML_MAJOR_VERSION, "YAML 的主版本号太大"},
    {said::REPEATED_YAML_DIRECTIVE, "%YAML 指令重复"},
    {said::TAG_DIRECTIVE_ARGS, "%TAG 指令必须恰好有两个参数"},
    {said::REPEATED_TAG_DIRECTIVE, "%TAG 指令重复"},
    {said::CHAR_IN_TAG_HANDLE, "标签（!）的名称里有不允许的字符"},
    {said::TAG_WITH_NO_SUFFIX, "标签（!）后面缺少内容"},
    {said::END_OF_VERBATIM_TAG, "标签 !<…> 没有结束"},
    {said::END_OF_MAP, "键值表没有在这里结束：缩进可能不一致"},
    {said::END_OF_MAP_FLOW, "花括号里的键值表没有结束：缺少 } 或逗号"},
    {said::END_OF_SEQ, "列表没有在这里结束：缩进可能不一致"},
    {said::END_OF_SEQ_FLOW, "方括号里的列表没有结束：缺少 ] 或逗号"},
    {said::MULTIPLE_TAGS, "同一个值不能有两个标签（!）"},
    {said::MULTIPLE_ANCHORS, "同一个值不能有两个锚点（&）"},
    {said::MULTIPLE_ALIASES, "同一个值不能有两个别名（*）"},
    {said::ALIAS_CONTENT, "别名（*）不能再有内容或标签"},
    {said::INVALID_HEX, "十六进制数里有不允许的字符"},
    {said::INVALID_UNICODE, "不是 Unicode 字符："},
    {said::INVALID_ESCAPE, "双引号里有未知的转义字符："},
    {said::UNKNOWN_TOKEN, "这里的符号无法识别：以 @、`、% 等开头的文字要加引号"},
    {said::DOC_IN_SCALAR, "文字中间不能有文档标记（--- 或 ...）"},
    {said::EOF_IN_SCALAR, "引号没有闭合，文件就结束了"},
    {said::CHAR_IN_SCALAR, "文字里有不允许的字符"},
    {said::TAB_IN_INDENTATION, "缩进里有制表符：请用空格"},
    {said::FLOW_END, "这里多了一个 ] 或 }"},
    {said::BLOCK_ENTRY, "这里不能有列表项（-）：缩进可能不对"},
    {said::MAP_KEY, "这里不能有键：缩进可能不对"},
    {said::MAP_VALUE, "这里不能有“: ”和值：缩进可能不对，或者文字里的冒号要加引号"},
    {said::ALIAS_NOT_FOUND, "* 后面缺少别名"},
    {said::ANCHOR_NOT_FOUND, "& 后面缺少锚点的名称"},
    {said::CHAR_IN_ALIAS, "别名（*）里有不允许的字符"},
    {said::CHAR_IN_ANCHOR, "锚点（&）的名称里有不允许的字符"},
    {said::ZERO_INDENT_IN_BLOCK, "多行文字（| 或 >）的缩进不能为零"},
    {said::CHAR_IN_BLOCK, "多行文字的标记（| 或 >）后面有不允许的字符"},
    {said::AMBIGUOUS_ANCHOR, "同一个别名不能指向几个值"},
    {said::UNKNOWN_ANCHOR, "这里引用的锚点没有定义"},
    {said::INVALID_NODE, "这里的内容不成立"},
    {said::INVALID_SCALAR, "这里的值不成立"},
    {said::KEY_NOT_FOUND, "缺少键"},
    {said::BAD_CONVERSION, "这个值不是所需的类型"},
    {said::BAD_DEREFERENCE, "这里没有可读取的内容"},
    {said::BAD_SUBSCRIPT, "这里只有一个值，没有键"},
    {said::BAD_PUSHBACK, "这里不是列表，不能添加一项"},
    {said::BAD_INSERT, "这里不是键值表，不能添加键"},
    {said::UNMATCHED_GROUP_TAG, "组的标记不成对"},
    {said::UNEXPECTED_END_SEQ, "列表在这里结束得太早"},
    {said::UNEXPECTED_END_MAP, "键值表在这里结束得太早"},
    {said::SINGLE_QUOTED_CHAR, "单引号里有不允许的字符"},
    {said::INVALID_ANCHOR, "锚点（&）不成立"},
    {said::INVALID_ALIAS, "别名（*）不成立"},
    {said::INVALID_TAG, "标签（!）不成立"},
    {said::BAD_FILE, "文件无法读取"},
    {"invalid node", "这里的内容不成立"}, // with the key that was looked for
});

} // namespace

OwnedText in_both_languages(const std::string& message)
{
    std::string_view longest;
    std::string_view chinese = "格式有误"; // of a later yaml-cpp
    for (const auto& [english, own] : problems)
        if (const std::string_view begin = english; message.starts_with(begin) && begin.size() > longest.size()) {
            longest = begin;
            chinese = own;
        }
    const bool names = longest.ends_with(": "); // what is wrong
    return {message, std::string{chinese} + (names ? message.substr(longest.size()) : std::string{})};
}

} // namespace tcpstage::lesson::yaml
