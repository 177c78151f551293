#include "core/lesson/yaml/parts.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::lesson::yaml {

namespace {

using Kind = NoteTrigger::Kind;

constexpr Text examples{"write \"start\", \"server segment 2\", \"client segment 4 lost\", \"client state TIME-WAIT\", "
                        "\"server timer retransmit\", \"client call close\", \"server rule backlog-full\" or "
                        "\"network segment 1\"",
                        "请写“start”、“server segment 2”、“client segment 4 lost”、“client state TIME-WAIT”、"
                        "“server timer retransmit”、“client call close”、“server rule backlog-full”或"
                        "“network segment 1”"};

template <std::size_t Count>
std::size_t word_in(const Item& item, const Word& word, Text kind, const std::array<std::string_view, Count>& words)
{
    const auto found = std::ranges::find(words, word.text);
    if (found == words.end())
        item.refuse_at(word.offset, say({"unknown {} \"{}\"", "未知的{}“{}”"}, kind, word.text),
                       advice_for(word.text, words));
    return static_cast<std::size_t>(found - words.begin());
}

std::uint32_t count_word(const Item& item, const Word& word)
{
    const std::uint32_t count = whole_number(item, word);
    if (count == 0)
        item.refuse_at(word.offset, {"counting begins at 1", "计数从 1 开始"},
                       {"write 1 or more", "请写 1 或更大的数"});
    return count;
}

void segment_trigger(const Item& item, const std::vector<Word>& words, NoteTrigger& trigger)
{
    trigger.nth = count_word(item, words[2]);
    trigger.kind = Kind::SegmentSent;
    if (words.size() < 4) return;
    constexpr std::array<Kind, 3> kinds{Kind::SegmentSent, Kind::SegmentArrived, Kind::SegmentLost};
    trigger.kind = kinds[word_in(item, words[3], {"fate of a segment", "报文段结局"}, fate_words)];
}

tcp::Rule rule_word(const Item& item, const Word& word)
{
    if (const auto rule = tcp::parse_rule(word.text)) return *rule;
    std::vector<std::string_view> ids;
    for (const tcp::RuleInfo& rule : tcp::all_rules())
        ids.push_back(rule.id);
    item.refuse_at(word.offset, say({"unknown rule \"{}\"", "未知的规则“{}”"}, word.text), advice_for(word.text, ids));
}

} // namespace

NoteTrigger read_trigger(const Item& item, const Names& names)
{
    const std::string line = item.text();
    const auto words = split(line);
    NoteTrigger at;
    if (words.size() == 1 && words[0].text == start_word) return at;
    if (words.size() < 3 || words.size() > 4)
        item.refuse(say({"\"{}\" is not a moment of a run", "“{}”不是运行中的时刻"}, line), examples);
    at.of_others = words[0].text == others_word;
    if (!at.of_others) at.side = names.side(item, words[0].text);
    const std::size_t kind = word_in(item, words[1], {"kind of moment", "时刻类型"}, moment_words);
    if (kind == 5)
        item.refuse({"\"start\" stands alone", "“start”应单独书写"}, {"write \"at: start\"", "请写“at: start”"});
    if (at.of_others && kind != 0)
        item.refuse({"the network has segments only", "network 只有报文段"},
                    {"write for example \"network segment 1\"", "请写成“network segment 1”这样"});
    if (kind == 0) {
        segment_trigger(item, words, at);
        return at;
    }
    if (words.size() == 4) at.nth = count_word(item, words[3]);
    if (kind == 1) {
        at.kind = Kind::StateEntered;
        at.state = state_word(item, words[2]);
    } else if (kind == 2) {
        at.kind = Kind::TimerExpired;
        at.timer = static_cast<tcp::Timer>(word_in(item, words[2], {"timer", "定时器"}, tcp::timer_ids));
    } else if (kind == 4) {
        at.kind = Kind::RuleNamed;
        at.rule = rule_word(item, words[2]);
    } else {
        at.kind = Kind::CallMade;
        at.call = static_cast<trace::Call>(word_in(item, words[2], {"call", "调用"}, trace::call_words));
    }
    return at;
}

namespace {

Note note(const Item& item, const Names& names)
{
    const Map map{item, note_keys};
    Note result;
    result.at = read_trigger(map.need("at"), names);
    result.title = owned_text(map.need("title"));
    result.text = owned_text(map.need("text"));
    if (const auto chapter = map.find("chapter")) result.chapter = owned_text(*chapter);
    if (const auto simple = map.find("simple")) result.simple = owned_text(*simple);
    if (const auto analogy = map.find("analogy")) result.analogy = owned_text(*analogy);
    if (const auto answer = map.find("answer")) result.answer = owned_text(*answer);
    result.place = map.need("at").place();
    return result;
}

} // namespace

std::vector<Note> read_notes(const Item& item, const Names& names)
{
    std::vector<Note> notes;
    for (const Item& entry : item.list())
        notes.push_back(note(entry, names));
    return notes;
}

std::string trigger_text(const NoteTrigger& trigger, const Names& names)
{
    const std::string side = trigger.of_others ? std::string{others_word} : names.of[trace::index(trigger.side)];
    const std::string count = trigger.nth > 1 ? fmt::format(" {}", trigger.nth) : "";
    switch (trigger.kind) {
    case Kind::Start:
        return "start";
    case Kind::SegmentSent:
        return fmt::format("{} segment {}", side, trigger.nth);
    case Kind::SegmentArrived:
        return fmt::format("{} segment {} arrived", side, trigger.nth);
    case Kind::SegmentLost:
        return fmt::format("{} segment {} lost", side, trigger.nth);
    case Kind::StateEntered:
        return fmt::format("{} state {}{}", side, tcp::name(trigger.state), count);
    case Kind::TimerExpired:
        return fmt::format("{} timer {}{}", side, tcp::id(trigger.timer), count);
    case Kind::CallMade:
        return fmt::format("{} call {}{}", side, trace::word(trigger.call), count);
    case Kind::RuleNamed:
        return fmt::format("{} rule {}{}", side, tcp::info(trigger.rule).id, count);
    }
    return {};
}

} // namespace tcpstage::lesson::yaml
