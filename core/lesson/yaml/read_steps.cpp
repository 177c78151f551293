#include "core/lesson/yaml/parts.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::lesson::yaml {

namespace {

constexpr std::uint64_t most_octets = 64U << 20U; // in all sends of a lesson together
constexpr std::size_t most_entries = 10'000;

/// The octet of the escape whose letter is at `i`; leaves `i` on its last character.
std::uint8_t escape(const Item& item, const std::string& line, std::size_t& i)
{
    constexpr std::string_view letters = "\\\"nrt";
    constexpr std::string_view meanings = "\\\"\n\r\t";
    const char letter = i < line.size() ? line[i] : '\0';
    if (const auto at = letters.find(letter); at != std::string_view::npos)
        return static_cast<std::uint8_t>(meanings[at]);
    const auto digit = [&](std::size_t at) {
        return at < line.size() ? std::string_view{"0123456789abcdef"}.find(line[at]) : std::string_view::npos;
    };
    if (letter != 'x' || digit(i + 1) == std::string_view::npos || digit(i + 2) == std::string_view::npos)
        item.refuse_at(i, {"unknown escape in the text to send", "要发送的文本中有未知的转义"},
                       {"use one of: \\\\ \\\" \\n \\r \\t \\xHH", "请从中选用：\\\\ \\\" \\n \\r \\t \\xHH"});
    i += 2;
    return static_cast<std::uint8_t>(digit(i - 1) * 16 + digit(i));
}

/// Reads the steps one after another and remembers what each side has sent so far.
class StepReader {
public:
    explicit StepReader(const Names& names) : names_{names} {}

    Step read(const Item& item)
    {
        const auto entries = item.entries();
        if (entries.size() != 1)
            item.refuse(
                {"a step is one call, one wait or one network", "一个步骤只能是一个调用、一个 wait 或一个 network"},
                {"begin each with \"- \" on a line of its own", "每个步骤另起一行，以“- ”开头"});
        const auto& [key, value] = entries.front();
        const std::string word = key.text();
        if (word == step_words[0]) return {wait(value), key.place()};
        if (word == step_words[1]) return {network(value), key.place()};
        const std::array<std::string_view, 4> known{names_.of[0], names_.of[1], step_words[0], step_words[1]};
        if (word != names_.of[0] && word != names_.of[1]) key.refuse_word({"endpoint", "端点"}, word, known);
        return {call(value, names_.side(key)), key.place()};
    }

    CallStep call(const Item& item, trace::Side side)
    {
        const std::string line = item.text();
        const auto words = split(line);
        if (words.empty()) item.refuse({"a call is missing", "缺少调用"}, advice_for("", trace::call_words));
        const auto found = std::ranges::find(trace::call_words, words[0].text);
        if (found == trace::call_words.end()) item.refuse_word({"call", "调用"}, words[0].text, trace::call_words);
        CallStep step{side, static_cast<trace::Call>(found - trace::call_words.begin()), {}, UINT32_MAX};
        if (step.call == trace::Call::Send) {
            step.data = data(item, line, words, side);
        } else if (step.call == trace::Call::Read && words.size() == 2) {
            if (words[1].text != all_word) step.octets = whole_number(item, words[1]);
        } else if (step.call == trace::Call::Skip) {
            if (words.size() != 2)
                item.refuse({"skip takes one number", "skip 后面是一个数"},
                            {"write \"skip 3000000000\"", "请写“skip 3000000000”"});
            step.octets = whole_number(item, words[1]);
        } else if (words.size() != 1) {
            item.refuse_at(words[1].offset,
                           say({"\"{}\" takes nothing after it", "“{}”后面不能有别的内容"}, words[0].text),
                           {"remove the rest", "请删去其余部分"});
        }
        return step;
    }

private:
    static NetworkStep network(const Item& item)
    {
        NetworkStep step;
        read_network(item, step.links);
        return step;
    }

    WaitStep wait(const Item& item) const
    {
        const bool is_state = item.is_list() || item.text().find_first_of("0123456789.+-") != 0;
        if (!is_state) return {item.duration()};
        return {read_conditions(item, names_)};
    }

    Bytes data(const Item& item, const std::string& line, const std::vector<Word>& words, trace::Side side)
    {
        if (words.size() < 2)
            item.refuse({"send needs data", "send 需要数据"},
                        {"write \"send 100\" or send \"some text\"", "请写“send 100”或 send \"some text\""});
        const bool text = words[1].text.starts_with('"');
        if (!text && words.size() != 2)
            item.refuse_at(words[2].offset,
                           {"send takes one number or one text in quotes", "send 后面是一个数，或一段带引号的文本"});
        const std::uint32_t count = text ? 0 : whole_number(item, words[1]);
        total_ += text ? line.size() : count;
        if (total_ > most_octets)
            item.refuse(say({"the lesson sends more than {} octets", "课程发送的数据超过 {} 字节"}, most_octets),
                        {"send less", "请少发一些"});
        Bytes bytes = text ? unescaped(item, line, words[1].offset) : Bytes::pattern(count, sent_[trace::index(side)]);
        sent_[trace::index(side)] += bytes.size();
        return bytes;
    }

    static Bytes unescaped(const Item& item, const std::string& line, std::size_t begin)
    {
        std::vector<std::uint8_t> octets;
        std::size_t i = begin + 1;
        for (; i < line.size() && line[i] != '"'; ++i) {
            if (line[i] != '\\')
                octets.push_back(static_cast<std::uint8_t>(line[i]));
            else
                octets.push_back(escape(item, line, ++i));
        }
        if (i >= line.size())
            item.refuse({"the text to send has no closing quote", "要发送的文本缺少结束引号"},
                        {"add a \" at its end", "请在末尾加上 \""});
        if (line.find_first_not_of(' ', i + 1) != std::string::npos)
            item.refuse_at(i + 1, {"there is something after the text to send", "要发送的文本后面还有内容"},
                           {"remove it", "请删去"});
        return Bytes{std::move(octets)};
    }

    const Names& names_;
    std::array<std::uint64_t, 2> sent_{};
    std::uint64_t total_ = 0;
};

StateReached condition(const Item& item, const Names& names)
{
    const std::string line = item.text();
    const auto words = split(line);
    if (words.size() != 2)
        item.refuse(say({"\"{}\" is not something to wait for", "“{}”不是可以等待的东西"}, line),
                    {"write \"500 ms\", \"server CLOSE-WAIT\" or \"client acknowledged\"",
                     "请写“500 ms”、“server CLOSE-WAIT”或“client acknowledged”"});
    const trace::Side side = names.side(item, words[0].text);
    if (words[1].text == acknowledged_word) return {side, tcp::State::Closed, true};
    std::vector<std::string_view> known = state_names();
    known.push_back(acknowledged_word);
    if (!tcp::parse_state(words[1].text))
        item.refuse_at(words[1].offset, say({"unknown state \"{}\"", "未知的状态“{}”"}, words[1].text),
                       advice_for(words[1].text, known));
    return {side, *tcp::parse_state(words[1].text)};
}

} // namespace

std::vector<StateReached> read_conditions(const Item& item, const Names& names)
{
    std::vector<StateReached> conditions;
    for (const Item& entry : item.list_or_one())
        conditions.push_back(condition(entry, names));
    if (conditions.empty())
        item.refuse({"this wait has nothing to wait for", "这个 wait 没有要等的东西"},
                    {"name a time or a state", "请写一段时间或一个状态"});
    return conditions;
}

std::string condition_text(const StateReached& condition, const Names& names)
{
    const std::string_view what = condition.acknowledged ? acknowledged_word : tcp::name(condition.state);
    return fmt::format("{} {}", names.of[trace::index(condition.side)], what);
}

void read_begin(const Item& item, const Names& names, Scenario& scenario)
{
    const bool is_word = item.is_text() && item.text() == begin_words[0];
    if (item.is_text() && !is_word && item.text().find(' ') == std::string::npos)
        item.refuse_word({"beginning", "开始方式"}, item.text(), begin_words);
    if (!is_word) {
        scenario.begin = Begin{false, read_conditions(item, names)};
        return;
    }
    for (const Step& step : scenario.steps)
        if (const auto* made = std::get_if<CallStep>(&step.action);
            made != nullptr && (made->call == trace::Call::Listen || made->call == trace::Call::Connect))
            item.refuse({"after the handshake there is nothing to listen or connect for",
                         "握手已经完成，不需要再 listen 或 connect"},
                        {"remove those calls, or write begin: [client ESTABLISHED, server ESTABLISHED]",
                         "请删去这些调用，或写 begin: [client ESTABLISHED, server ESTABLISHED]"});
    std::vector<Step> steps = handshake_steps();
    for (Step& step : steps)
        step.place = item.place();
    scenario.begin = Begin{true, std::get<std::vector<StateReached>>(std::get<WaitStep>(steps.back().action).until)};
    scenario.steps.insert(scenario.steps.begin(), steps.begin(), steps.end());
}

Duration read_end(const Item& item)
{
    const Duration end = item.duration();
    if (end > Duration{24h})
        item.refuse({"this is longer than a day", "超过了一天"}, {"write at most 24 h", "最多写 24 h"});
    return end;
}

bool is_handshake(std::span<const Step> steps)
{
    const auto calls = [&](std::size_t at, trace::Side side, trace::Call call) {
        const auto* const made = std::get_if<CallStep>(&steps[at].action);
        return made != nullptr && made->side == side && made->call == call;
    };
    if (steps.size() != 3 || !calls(0, trace::Side::Right, trace::Call::Listen) ||
        !calls(1, trace::Side::Left, trace::Call::Connect))
        return false;
    const auto* const wait = std::get_if<WaitStep>(&steps[2].action);
    const auto* const states = wait == nullptr ? nullptr : std::get_if<std::vector<StateReached>>(&wait->until);
    return states != nullptr && states->size() == 2 &&
           std::ranges::all_of(
               *states,
               [](const StateReached& one) { return !one.acknowledged && one.state == tcp::State::Established; }) &&
           (*states)[0].side != (*states)[1].side;
}

std::vector<Step> read_steps(const Item& item, const Names& names)
{
    StepReader reader{names};
    std::vector<Step> steps;
    const auto items = item.list();
    if (items.empty())
        item.refuse({"the lesson has no steps", "课程没有步骤"},
                    {"write at least one, such as \"- client: connect\"", "请至少写一个，例如“- client: connect”"});
    if (items.size() > most_entries)
        item.refuse(say({"there are more than {} steps", "步骤超过 {} 个"}, most_entries), {"use fewer", "请减少"});
    steps.reserve(items.size());
    for (const Item& entry : items)
        steps.push_back(reader.read(entry));
    return steps;
}

CallStep read_call(const Item& item, trace::Side side, const Names& names)
{
    return StepReader{names}.call(item, side);
}

Bytes unescaped(const Item& item)
{
    const std::string text = item.text();
    std::vector<std::uint8_t> octets;
    for (std::size_t i = 0; i < text.size(); ++i)
        octets.push_back(text[i] == '\\' ? escape(item, text, ++i) : static_cast<std::uint8_t>(text[i]));
    return Bytes{std::move(octets)};
}

std::string escaped(const Bytes& data)
{
    std::string text;
    for (const std::uint8_t octet : data.span()) {
        const char c = static_cast<char>(octet);
        if (c == '"' || c == '\\')
            text += fmt::format("\\{}", c);
        else if (c == '\n')
            text += "\\n";
        else if (c == '\r')
            text += "\\r";
        else if (c == '\t')
            text += "\\t";
        else if (octet < 0x20 || octet >= 0x7f)
            text += fmt::format("\\x{:02x}", octet);
        else
            text += c;
    }
    return text;
}

} // namespace tcpstage::lesson::yaml

namespace tcpstage::lesson {

std::vector<Step> handshake_steps()
{
    const StateReached left{trace::Side::Left, tcp::State::Established};
    const StateReached right{trace::Side::Right, tcp::State::Established};
    return {{CallStep{trace::Side::Right, trace::Call::Listen, {}, UINT32_MAX}, {}},
            {CallStep{trace::Side::Left, trace::Call::Connect, {}, UINT32_MAX}, {}},
            {WaitStep{std::vector{left, right}}, {}}};
}

} // namespace tcpstage::lesson
