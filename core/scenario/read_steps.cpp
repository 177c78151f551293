#include "core/scenario/parts.h"

#include <algorithm>
#include <fmt/format.h>

namespace tcpstage::yaml {

namespace {

constexpr std::uint64_t most_octets = 64U << 20U; // that all sends of a lesson may hold
constexpr std::size_t most_entries = 10'000;

/// The octet of the escape whose letter stands at `i`; leaves `i` on its last character.
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
        item.refuse_at(i, "unknown escape in the text to send", "use one of: \\\\ \\\" \\n \\r \\t \\xHH");
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
            item.refuse("a step is one call, one wait or one network", "begin each with \"- \" on a line of its own");
        const auto& [key, value] = entries.front();
        const std::string word = key.text();
        if (word == "wait") return {wait(value), key.place()};
        if (word == others_word) return {network(value), key.place()};
        const std::array<std::string_view, 4> known{names_.of[0], names_.of[1], "wait", others_word};
        if (word != names_.of[0] && word != names_.of[1]) key.refuse_word("endpoint", word, known);
        return {call(value, names_.side(key)), key.place()};
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
        std::vector<StateReached> states;
        for (const Item& entry : item.list_or_one())
            states.push_back(reached(entry));
        if (states.empty()) item.refuse("a wait waits for nothing", "name a time or a state");
        return {states};
    }

    StateReached reached(const Item& item) const
    {
        const std::string line = item.text();
        const auto words = split(line);
        if (words.size() != 2)
            item.refuse(fmt::format("\"{}\" is nothing to wait for", line),
                        "write \"500 ms\" or \"server CLOSE-WAIT\"");
        return {names_.side(item, words[0].text), state_word(item, words[1])};
    }

    CallStep call(const Item& item, Side side)
    {
        const std::string line = item.text();
        const auto words = split(line);
        if (words.empty()) item.refuse("a call is missing", advice_for("", call_words));
        const auto found = std::ranges::find(call_words, words[0].text);
        if (found == call_words.end()) item.refuse_word("call", words[0].text, call_words);
        CallStep step{side, static_cast<Call>(found - call_words.begin()), {}, UINT32_MAX};
        if (step.call == Call::Send) {
            step.data = data(item, line, words, side);
        } else if (step.call == Call::Read && words.size() == 2) {
            if (words[1].text != "all") step.octets = whole_number(item, words[1]);
        } else if (words.size() != 1) {
            item.refuse_at(words[1].offset, fmt::format("\"{}\" takes nothing after it", words[0].text),
                           "remove the rest");
        }
        return step;
    }

    Bytes data(const Item& item, const std::string& line, const std::vector<Word>& words, Side side)
    {
        if (words.size() < 2) item.refuse("send needs data", "write \"send 100\" or send \"some text\"");
        const bool text = words[1].text.starts_with('"');
        if (!text && words.size() != 2)
            item.refuse_at(words[2].offset, "send takes one number or one text in quotes", "");
        const std::uint32_t count = text ? 0 : whole_number(item, words[1]);
        total_ += text ? line.size() : count;
        if (total_ > most_octets)
            item.refuse(fmt::format("the lesson sends more than {} octets", most_octets), "send less");
        Bytes bytes = text ? unescaped(item, line, words[1].offset) : Bytes::pattern(count, sent_[index(side)]);
        sent_[index(side)] += bytes.size();
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
        if (i >= line.size()) item.refuse("the text to send has no closing quote", "add a \" at its end");
        if (line.find_first_not_of(' ', i + 1) != std::string::npos)
            item.refuse_at(i + 1, "there is something after the text to send", "remove it");
        return Bytes{std::move(octets)};
    }

    const Names& names_;
    std::array<std::uint64_t, 2> sent_{};
    std::uint64_t total_ = 0;
};

ExpectedSegment expected_segment(const Item& item, const Names& names)
{
    const std::string line = item.text();
    const auto words = split(line);
    if (words.size() < 3 || words[1].text != ">")
        item.refuse(fmt::format("\"{}\" is no expected segment", line), "write \"client > S 100:100(0)\"");
    ExpectedSegment expected;
    expected.source = parse_socket(words[0].text);
    expected.from = expected.source ? Side::Left : names.side(item, words[0].text);
    expected.destination = words.size() > 3 ? parse_socket(words[2].text) : std::nullopt;
    const std::size_t begin = words[expected.destination ? 3 : 2].offset;
    expected.text = line.substr(begin);
    expected.pattern = pattern(item, expected.text, begin);
    expected.place = item.place();
    return expected;
}

} // namespace

std::vector<Step> read_steps(const Item& item, const Names& names)
{
    StepReader reader{names};
    std::vector<Step> steps;
    const auto items = item.list();
    if (items.empty()) item.refuse("the lesson has no steps", "write at least one, such as \"- client: connect\"");
    if (items.size() > most_entries)
        item.refuse(fmt::format("there are more than {} steps", most_entries), "use fewer");
    for (const Item& entry : items)
        steps.push_back(reader.read(entry));
    return steps;
}

Expectations read_expectations(const Item& item, const Names& names)
{
    constexpr std::array<std::string_view, 2> keys{"segments", "states"};
    const Map map{item, keys};
    Expectations expect;
    expect.place = item.place();
    if (const auto segments = map.find("segments"))
        for (const Item& entry : segments->list())
            expect.segments.push_back(expected_segment(entry, names));
    if (const auto states = map.find("states"))
        for (const auto& [key, value] : states->entries())
            for (const Item& entry : value.list())
                expect.states[index(names.side(key))].push_back(state_word(entry, {entry.text(), 0}));
    return expect;
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

} // namespace tcpstage::yaml
