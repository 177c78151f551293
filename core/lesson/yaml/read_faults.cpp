#include "core/lesson/yaml/parts.h"

#include <algorithm>
#include <fmt/format.h>
#include <utility>

namespace tcpstage::lesson::yaml {

namespace {

/// "<mss 1460,sackOK>", or "none".
tcp::Options options_in(const Item& item)
{
    const std::string written = item.text();
    if (written == "none") return {};
    const auto segment = tcp::parse_notation("- 0:0(0) " + written);
    if (!segment || !segment->options)
        item.refuse(say({"\"{}\" is not a list of options", "“{}”不是选项列表"}, written),
                    {"write it as in \"<mss 1460,sackOK>\", or none", "请写成“<mss 1460,sackOK>”这样，或写 none"});
    return *segment->options;
}

sim::Edit edit(const Item& item)
{
    constexpr std::uint64_t largest_window = 65535U << 14U; // RFC 7323 section 2.3
    const Map map{item, edit_keys};
    sim::Edit edit;
    if (const auto flags = map.find("flags")) edit.flags = read_flags(*flags);
    if (const auto seq = map.find("seq")) edit.seq = tcp::Seq{seq->number32()};
    if (const auto ack = map.find("ack")) edit.ack = tcp::Seq{ack->number32()};
    if (const auto window = map.find("window"))
        edit.window_bytes = static_cast<std::uint32_t>(window->number(0, largest_window));
    if (const auto len = map.find("len"))
        edit.payload_bytes = static_cast<std::uint32_t>(len->number(0, sim::largest_payload));
    if (const auto text = map.find("text")) {
        if (edit.payload_bytes)
            text->refuse(
                {"\"text\" gives the octets, \"len\" only their number", "“text”给出字节内容，“len”给出字节数"},
                {"write one of them", "两者只写一个"});
        edit.payload = unescaped(*text);
        if (edit.payload->size() > sim::largest_payload)
            text->refuse(say({"a segment has room for {} octets", "一个报文段最多容纳 {} 字节"}, sim::largest_payload),
                         {"write less", "请写短一些"});
    }
    if (const auto urgent = map.find("urgent")) edit.urgent = static_cast<std::uint16_t>(urgent->number(0, UINT16_MAX));
    if (const auto options = map.find("options")) edit.options = options_in(*options);
    if (edit.empty())
        item.refuse({"this edit changes nothing", "这次修改什么也没改"},
                    {"write flags, seq, ack, window, urgent, len, text or options",
                     "请写 flags、seq、ack、window、urgent、len、text 或 options"});
    return edit;
}

/// Which of the matching segments: `nth`, `except`, `until`.
void read_choice(const Map& map, sim::SegmentMatch& which)
{
    const auto nth = map.find("nth");
    const auto except = map.find("except");
    if (const auto until = map.find("until")) which.until = start_of_time + until->duration();
    which.all = nth && nth->is_text() && nth->text() == all_word;
    if (nth && !which.all)
        for (const Item& entry : nth->list_or_one())
            which.nth.push_back(static_cast<std::uint32_t>(entry.number(1, UINT32_MAX)));
    if (except && !which.all)
        except->refuse({"\"except\" leaves out some of all segments", "“except”从全部报文段中排除几个"},
                       {"write nth: all as well", "请同时写 nth: all"});
    if (except)
        for (const Item& entry : except->list_or_one())
            which.except.push_back(static_cast<std::uint32_t>(entry.number(1, UINT32_MAX)));
}

/// "all", "all until 3 s": of both ends.
sim::Fault all_until(sim::Fault fault, const Item& item)
{
    const std::string line = item.text();
    const auto words = split(line);
    const bool all = !words.empty() && words[0].text == all_word;
    const auto until = words.size() > 2 && words[1].text == "until"
                           ? parse_duration(std::string_view{line}.substr(words[2].offset))
                           : std::nullopt;
    if (!all || (words.size() > 1 && !until))
        item.refuse(say({"\"{}\" does not say which segments", "“{}”没有说明是哪些报文段"}, line),
                    {"write all, all until 3 s, or {from: client, nth: 2}",
                     "请写 all、all until 3 s 或 {from: client, nth: 2}"});
    if (!takes_all(fault.kind))
        item.refuse({"this fault also needs \"by\" or \"to\"", "这种故障还需要“by”或“to”"},
                    {"write it in braces, with nth: all", "请写在花括号里，并写 nth: all"});
    fault.which.all = true;
    if (until) fault.which.until = start_of_time + *until;
    fault.text += " " + line;
    return fault;
}

} // namespace

tcp::Flags read_flags(const Item& item)
{
    const auto flags = tcp::parse_flags(item.text());
    if (!flags)
        item.refuse(say({"\"{}\" is not a set of flags", "“{}”不是一组标志"}, item.text()),
                    {"write for example SYN, \"S.\" or \"FIN, ACK\"", "请写成 SYN、“S.”或“FIN, ACK”这样"});
    return *flags;
}

sim::Fault read_fault(const Item& word, const Item& item, const Names& names)
{
    sim::Fault result;
    result.kind = static_cast<sim::Fault::Kind>(word.one_of({"fault", "故障"}, sim::fault_words));
    result.text = word.text();
    if (item.is_text()) return all_until(std::move(result), item);
    const Map map{item, fault_keys};
    for (const KeyName key : fault_keys) {
        const auto value = map.find(key);
        if (value && value->is_text()) result.text += fmt::format(" {} {}", key, value->text());
    }
    result.which = read_match(map, names);
    read_choice(map, result.which);
    const bool timed = takes_by(result.kind);
    const auto by = result.kind == sim::Fault::Kind::Delay ? std::optional{map.need("by")} : map.find("by");
    if (by && !timed)
        by->refuse(say({"\"{}\" takes no \"by\"", "“{}”不能带“by”"}, word.text()),
                   {"only delay and duplicate do", "只有 delay 和 duplicate 可以"});
    if (by) result.by = by->duration();
    if (result.by > Duration{24h})
        by->refuse({"this is longer than a day", "超过了一天"}, {"write at most 24 h", "最多写 24 h"});
    const bool edits = takes_to(result.kind);
    const auto to = edits ? std::optional{map.need("to")} : map.find("to");
    if (to && !edits)
        to->refuse(say({"\"{}\" takes no \"to\"", "“{}”不能带“to”"}, word.text()),
                   {"only edit does", "只有 edit 可以"});
    if (to) result.edit = edit(*to);
    if (const auto by_hand = map.find("by_hand")) result.by_hand = by_hand->on_off();
    return result;
}

std::string options_text(const tcp::Options& options)
{
    tcp::Segment segment;
    segment.options = options;
    const std::string line = tcp::notation(segment, 0);
    const std::size_t begin = line.find('<');
    return begin == std::string::npos ? "none" : line.substr(begin);
}

sim::SegmentMatch read_match(const Map& map, const Names& names)
{
    sim::SegmentMatch which;
    if (const auto from = map.find("from")) which.from = names.side(*from);
    if (const auto flags = map.find("flags")) which.flags = read_flags(*flags);
    if (const auto seq = map.find("seq")) which.seq = tcp::Seq{seq->number32()};
    if (const auto ack = map.find("ack")) which.ack = tcp::Seq{ack->number32()};
    if (const auto len = map.find("len")) which.payload_bytes = len->number32();
    return which;
}

void read_faults(const Item& item, const Names& names, Scenario& scenario)
{
    for (const Item& entry : item.list()) {
        const auto entries = entry.entries();
        if (entries.size() != 1)
            entry.refuse({"a fault is one of drop, delay, duplicate, corrupt, edit",
                          "故障只能是 drop、delay、duplicate、corrupt、edit 之一"},
                         {"begin each with \"- \"", "每一个以“- ”开头"});
        scenario.setup.faults.push_back(read_fault(entries[0].first, entries[0].second, names));
        scenario.fault_places.push_back(entries[0].first.place());
    }
}

} // namespace tcpstage::lesson::yaml
