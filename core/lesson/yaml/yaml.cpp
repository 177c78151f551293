#include "core/lesson/yaml/yaml.h"

#include "core/base/text_octets.h"
#include "core/lesson/yaml/keys.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>

namespace tcpstage::lesson::yaml {

namespace {

Text kind_of(const YAML::Node& node)
{
    switch (node.Type()) {
    case YAML::NodeType::Scalar:
        return {"a text", "文本"};
    case YAML::NodeType::Sequence:
        return {"a list", "列表"};
    case YAML::NodeType::Map:
        return {"a map of keys", "键值表"};
    case YAML::NodeType::Null:
    case YAML::NodeType::Undefined:
        return {"nothing", "空"};
    }
    return {"nothing", "空"};
}

/// Quotes a text in a sentence: shortened, and without line breaks.
OwnedText in_quotes(std::string_view text)
{
    constexpr std::size_t most = 60;
    const bool is_long = text.size() > most;
    std::size_t end = std::min(text.size(), most);
    while (is_long && end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
        --end;
    std::string line{text.substr(0, end)};
    std::ranges::replace_if(
        line, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
    return say({"\"{}{}\"", "“{}{}”"}, line, is_long ? Text{"...", "……"} : Text{});
}

} // namespace

Item::Item(const YAML::Node& node, std::shared_ptr<const std::string> file, std::string path)
    : node_{node}, file_{std::move(file)}, path_{std::move(path)}
{}

Place Item::place() const
{
    const YAML::Mark mark = node_.Mark();
    if (mark.is_null()) return {*file_, 0, 0};
    return {*file_, mark.line + 1, mark.column + 1};
}

OwnedText Item::path() const
{
    if (path_ == "lesson") return {path_, "课程"};
    return {path_, path_};
}

void Item::refuse(OwnedText what, OwnedText advice) const
{
    throw Refused{Error{std::move(what), place(), std::move(advice)}};
}

void Item::refuse_at(std::size_t offset, OwnedText what, OwnedText advice) const
{
    Place where = place();
    const int quote = node_.IsScalar() && node_.Tag() == "!" ? 1 : 0;
    where.column += static_cast<int>(offset) + quote;
    throw Refused{Error{std::move(what), std::move(where), std::move(advice)}};
}

void Item::refuse_wide_mark() const
{
    if (!is_text() || node_.Tag() == "!") return; // in quotes it is meant
    const std::string& written = node_.Scalar();
    for (std::size_t i = 0; i < written.size(); ++i)
        if (const auto wide = wide_mark(std::string_view{written}.substr(i))) {
            Place where = place();
            if (written.find('\n') == std::string::npos) where.column += static_cast<int>(i);
            throw Refused{wide_mark_error(*wide, std::move(where))};
        }
}

void Item::refuse_word(Text kind, std::string_view wrong, std::span<const std::string_view> words) const
{
    refuse_wide_mark();
    refuse(say({"unknown {} {}", "未知的{}{}"}, kind, in_quotes(wrong)), advice_for(wrong, words));
}

void Item::refuse_missing_space() const
{
    if (!is_text()) return;
    if (const auto key = key_without_space(node_.Scalar()); !key.empty()) {
        Place at = place();
        at.column += static_cast<int>(key.size());
        throw Refused{missing_space(key, at)};
    }
}

std::string Item::text() const
{
    if (!is_text())
        refuse(say({"{} should be a text but is {}", "“{}”应为文本，却是{}"}, path(), kind_of(node_)),
               {"write one line of text here", "请在这里写一行文本"});
    if (find_no_text(node_.Scalar())) // written as "\e": a terminal would obey it
        refuse(say({"{} has a control character", "“{}”含有控制字符"}, path()), {"leave it out", "请去掉它"});
    return node_.Scalar();
}

std::uint64_t Item::number(std::uint64_t least, std::uint64_t most) const
{
    const std::string written = text();
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), value);
    const bool whole = error == std::errc{} && end == written.data() + written.size();
    if (!whole) refuse_wide_mark();
    if (!whole || value < least || value > most)
        refuse(say({"{} is {}, which is not a whole number from {} to {}", "“{}”是{}，不是 {} 到 {} 之间的整数"},
                   path(), in_quotes(written), least, most),
               say({"write a number such as {}", "请写一个数，例如 {}"}, std::clamp<std::uint64_t>(100, least, most)));
    return value;
}

Duration Item::duration() const
{
    const std::string written = text();
    if (written.starts_with('-'))
        refuse(say({"{} is negative ({})", "“{}”是负数（{}）"}, path(), in_quotes(written)),
               {"time only goes forward: write 0 s or more", "时间只会向前：请写 0 s 或更大的值"});
    const auto value = parse_duration(written);
    if (!value) refuse_wide_mark();
    if (!value)
        refuse(say({"{} is {}, which is not a duration", "“{}”是{}，不是时长"}, path(), in_quotes(written)),
               {"write a number with a unit (ns, us, ms, s, min, h), such as 100 ms",
                "请写带单位的数（ns、us、ms、s、min、h），例如 100 ms"});
    return *value;
}

bool Item::on_off() const { return one_of({"switch", "开关值"}, switch_words) % 2 == 0; }

std::size_t Item::one_of(Text kind, std::span<const std::string_view> words) const
{
    const std::string written = text();
    const auto found = std::ranges::find(words, written);
    if (found == words.end()) refuse_word(kind, written, words);
    return static_cast<std::size_t>(found - words.begin());
}

std::vector<Item> Item::list() const
{
    if (is_null()) return {};
    if (!is_list()) refuse_wide_mark();
    if (!is_list())
        refuse(say({"{} should be a list but is {}", "“{}”应为列表，却是{}"}, path(), kind_of(node_)),
               {"begin each entry with \"- \"", "每一项以“- ”开头"});
    std::vector<Item> items;
    for (const YAML::Node& node : node_)
        items.emplace_back(node, file_, fmt::format("{}[{}]", path_, items.size() + 1));
    return items;
}

std::vector<Item> Item::list_or_one() const
{
    if (is_text()) return {*this};
    return list();
}

std::vector<std::pair<Item, Item>> Item::entries() const
{
    if (!is_map()) refuse_wide_mark();
    if (!is_map()) refuse_missing_space();
    if (!is_map())
        refuse(say({"{} should be a map of keys but is {}", "“{}”应为键值表，却是{}"}, path(), kind_of(node_)),
               {"write \"key: value\" lines", "请写成若干行“key: value”"});
    std::vector<std::pair<Item, Item>> entries;
    std::vector<std::string> seen;
    for (const auto& pair : node_) {
        const Item key{pair.first, file_, path_};
        const std::string name = key.text();
        if (std::ranges::find(seen, name) != seen.end())
            key.refuse(say({"the key {} appears twice", "键{}出现了两次"}, in_quotes(name)),
                       {"remove one of them", "请删去其中一个"});
        if (seen.size() >= 64)
            key.refuse(say({"{} has more than 64 keys", "“{}”的键超过 64 个"}, path()),
                       {"keep the keys that a lesson has", "请只保留课程里有的键"});
        seen.push_back(name);
        entries.emplace_back(key, Item{pair.second, file_, path_ == "lesson" ? name : path_ + "." + name});
    }
    return entries;
}

Map::Map(const Item& item, std::span<const std::string_view> known) : item_{item}, entries_{item.entries()}
{
    for (const auto& [key, value] : entries_) {
        const std::string name = key.text();
        if (std::ranges::find(known, name) != known.end()) continue;
        key.refuse_missing_space();
        key.refuse_word({"key", "键"}, name, known);
    }
}

std::optional<Item> Map::find(std::string_view key) const
{
    for (const auto& [name, value] : entries_)
        if (name.text() == key) return value;
    return {};
}

Item Map::need(std::string_view key) const
{
    if (auto value = find(key)) return *value;
    item_.refuse(say({"{} has no \"{}\"", "“{}”缺少“{}”"}, item_.path(), key),
                 say({"add \"{}:\"", "请加上“{}:”"}, key));
}

} // namespace tcpstage::lesson::yaml
