#include "core/base/say.h"
#include "core/base/text_octets.h"
#include "core/diagram/words.h"
#include "core/tcp/segment/notation.h"

#include <algorithm>
#include <map>

namespace tcpstage::diagram {

namespace {

/// A drawn arrow in a line.
struct Shaft {
    std::size_t begin = 0;
    std::size_t end = 0;
    bool to_right = true;
    bool lost = false;
};

struct Head {
    std::string_view text;
    bool to_right;
    bool lost;
};
/// The longest first.
constexpr std::array<Head, 18> heads{{{"<<--", false, false},
                                      {"<<-", false, false},
                                      {"<--", false, false},
                                      {"<==", false, false},
                                      {"<-", false, false},
                                      {"--x", true, true},
                                      {"-->>", true, false},
                                      {"-->", true, false},
                                      {"==>", true, false},
                                      {"->>", true, false},
                                      {"-x", true, true},
                                      {"->", true, false},
                                      {"=>", true, false},
                                      {"→", true, false},
                                      {"⟶", true, false},
                                      {"➜", true, false},
                                      {"←", false, false},
                                      {"⟵", false, false}}};

/// The first arrow of the line; between names, a line of any length may lead to its head.
std::optional<Shaft> find_shaft(std::string_view line)
{
    std::optional<Shaft> first;
    for (const Head& head : heads) {
        const std::size_t at = line.find(head.text);
        if (at == std::string_view::npos || (first && at >= first->begin)) continue;
        const bool text = head.lost && line.find(':', at) == std::string_view::npos; // "re-xmit"
        if (!text) first = Shaft{at, at + head.text.size(), head.to_right, head.lost};
    }
    if (!first) {
        const std::size_t bare = line.find(" > "); // tcpdump
        if (bare != std::string_view::npos) first = Shaft{bare, bare + 3, true, false};
        return first;
    }
    while (first->begin > 0 && (line[first->begin - 1] == '-' || line[first->begin - 1] == '='))
        --first->begin;
    while (first->end < line.size() && (line[first->end] == '-' || line[first->end] == '=' || line[first->end] == '>'))
        ++first->end;
    return first;
}

/// Cuts a part in brackets off the end of a name: "Server [LISTEN]".
std::string_view without_brackets(std::string_view name)
{
    const std::size_t at = name.find_first_of("[(");
    const std::size_t wide = std::min(name.find("（"), name.find("【"));
    return trimmed(name.substr(0, std::min(at, wide)));
}

/// "3.", "(3)", "第三次：" and a time of tcpdump before a name.
std::string_view without_number(std::string_view name)
{
    name = trimmed(name);
    const std::size_t wide = name.rfind("：");
    if (wide != std::string_view::npos) return trimmed(name.substr(wide + std::string_view{"："}.size()));
    if (const std::size_t colon = name.rfind(": "); colon != std::string_view::npos)
        return trimmed(name.substr(colon + 2));
    std::size_t i = 0;
    while (i < name.size() && (std::isdigit(static_cast<unsigned char>(name[i])) != 0 || name[i] == '(' ||
                               name[i] == ')' || name[i] == '.' || name[i] == ' '))
        ++i;
    const bool number = i > 0 && i < name.size();
    return number ? trimmed(name.substr(i)) : name;
}

class DiagramReader {
public:
    explicit DiagramReader(const std::string& file) { where_.file = file; }

    Result<Diagram> read(std::string_view text)
    {
        if (text.size() > largest_diagram_bytes)
            return fail({"this is too long for a diagram", "这对一张图来说太长了"}, where_,
                        {"paste a handshake or a close", "请粘贴一次握手或一次挥手"});
        if (const auto no = find_no_text(text))
            return fail(say({"this is not text: the octet 0x{:02x}", "这不是文本：字节 0x{:02x}"}, no->octet),
                        {where_.file, no->line, no->column}, {"save it as UTF-8", "请存为 UTF-8"});
        DiagramReader names{where_.file}; // a state may be said of an end before its name stands at a segment
        if (auto wrong = names.read_lines(text)) return tl::unexpected{std::move(*wrong)};
        diagram_.names = names.diagram_.names;
        alias_ = names.alias_;
        known_ = names.known_;
        (void)read_lines(text);
        if (!diagram_.lines.empty() && diagram_.lines.back().empty()) diagram_.lines.pop_back();
        where_.line = 0;
        if (arrows_ == 0)
            return fail({"there is no segment in it", "里面没有报文段"}, where_,
                        {"write lines such as \"A -> B: SYN seq=x\"", "请写“A -> B: SYN seq=x”这样的行"});
        return std::move(diagram_);
    }

private:
    std::optional<Error> read_lines(std::string_view text)
    {
        for (std::size_t at = 0; at <= text.size();) {
            const std::size_t end = std::min(text.find('\n', at), text.size());
            ++where_.line;
            diagram_.lines.emplace_back(trimmed_right(text.substr(at, end - at)));
            if (auto wrong = read_line(diagram_.lines.back())) return wrong;
            at = end + 1;
        }
        return {};
    }

    static std::string_view trimmed_right(std::string_view line)
    {
        const std::size_t end = line.find_last_not_of(" \t\r");
        return end == std::string_view::npos ? std::string_view{} : line.substr(0, end + 1);
    }

    Error error(OwnedText what, OwnedText advice) const { return {std::move(what), where_, std::move(advice)}; }

    std::optional<Error> read_line(std::string_view whole)
    {
        const std::string_view line = trimmed(whole);
        if (line.empty() || line.starts_with("#") || line.starts_with("%%") || line.starts_with("//") ||
            line.starts_with("```"))
            return {};
        if (read_participant(line)) return {};
        if (is_packetdrill(line)) return read_packetdrill_line(line);
        const auto shaft = find_shaft(line);
        if (!shaft || lower(line).starts_with("note")) return read_claims(line);
        return read_arrow(line, *shaft);
    }

    /// "participant c as Client", "actor S".
    bool read_participant(std::string_view line)
    {
        for (const std::string_view word : {"participant ", "actor "}) {
            if (!lower(line).starts_with(word)) continue;
            const std::string_view rest = trimmed(line.substr(word.size()));
            const std::size_t as = rest.find(" as ");
            const std::string name{trimmed(rest.substr(0, as))};
            if (as != std::string_view::npos) alias_[lower(trimmed(rest.substr(as + 4)))] = name;
            (void)side_of(name);
            return true;
        }
        return false;
    }

    static std::string_view after_time(std::string_view line)
    {
        const std::size_t at = line.find_first_not_of("0123456789.+-~*` \t");
        return at == std::string_view::npos ? std::string_view{} : line.substr(at);
    }

    /// "+0 > S. 0:0(0) ack 1"
    static bool is_packetdrill(std::string_view line)
    {
        const std::string_view rest = after_time(line);
        const bool sign = (rest.starts_with("< ") || rest.starts_with("> ")) && rest.data() != line.data();
        return (sign || rest.data() == line.data()) && (rest.starts_with("< ") || rest.starts_with("> "));
    }

    std::optional<Error> read_packetdrill_line(std::string_view line)
    {
        const std::string_view rest = after_time(line);
        const auto read = tcp::read_packetdrill(trimmed(rest.substr(1)));
        if (!read)
            return error({"this line of packetdrill cannot be read", "无法读懂这一行 packetdrill"},
                         {"write for example \"< S 0:0(0) win 1000\"", "请写成“< S 0:0(0) win 1000”这样"});
        Arrow arrow;
        arrow.line = where_.line;
        const auto side = side_of(rest.front() == '<' ? "peer" : "kernel");
        if (!side) return third_end("kernel");
        arrow.from = *side;
        (void)side_of(rest.front() == '<' ? "kernel" : "peer");
        arrow.flags = read->pattern.flags.without(tcp::Flag::Psh);
        arrow.seq = Value{{}, read->pattern.seq};
        if (read->pattern.ack) arrow.ack = Value{{}, *read->pattern.ack};
        arrow.octets = read->pattern.payload_bytes;
        return add(std::move(arrow));
    }

    std::optional<Error> read_arrow(std::string_view line, const Shaft& shaft)
    {
        std::string_view left = line.substr(0, shaft.begin);
        std::string_view right = trimmed(line.substr(shaft.end));
        if (lower(right).find("<seq=") != std::string::npos) return read_figure(left, right, shaft.to_right);
        if (right.starts_with("+") || right.starts_with("-")) right.remove_prefix(1); // Mermaid's activation
        const bool dump = left.starts_with("IP ") || left.find(" IP ") != std::string_view::npos;
        if (dump) left = left.substr(left.rfind("IP ") + 3);
        std::string_view rest;
        const std::string_view name = dump ? right_name(right, rest, true) : right_name(right, rest, false);
        const std::string_view before = dump ? trimmed(left) : without_number(left);
        Arrow arrow;
        arrow.line = where_.line;
        const std::string_view from = shaft.to_right ? before : name;
        const std::string_view to = shaft.to_right ? name : before;
        const auto sender = side_of(without_brackets(from));
        if (!sender) return third_end(without_brackets(from));
        const auto receiver = side_of(without_brackets(to));
        if (!receiver || *receiver == *sender) return third_end(without_brackets(to));
        arrow.from = *sender;
        if (const auto states = states_in(from); !states.empty()) arrow.states[0] = states.back();
        if (const auto states = states_in(to); !states.empty()) arrow.states[1] = states.back();
        Said said = read_segment(rest);
        if (const std::size_t at = rest.find("Flags ["); dump && at != std::string_view::npos) {
            const std::string_view letters = rest.substr(at + 7, rest.find(']', at) - at - 7);
            if (const auto flags = tcp::parse_flags(letters)) said.flags = *flags;
            said.any = true;
        }
        if (!said.any || (said.flags == tcp::Flags{} && !said.seq && !said.ack && said.octets == 0))
            return error({"it is not clear what this segment is", "看不出这是什么报文段"},
                         {"write its flags and numbers, such as SYN seq=x", "请写出标志和数值，例如 SYN seq=x"});
        fill(arrow, said);
        arrow.lost = shaft.lost || said.lost;
        return add(std::move(arrow));
    }

    /// "SYN-SENT --> <SEQ=100><CTL=SYN> --> SYN-RECEIVED", as the figures of the RFC.
    std::optional<Error> read_figure(std::string_view left, std::string_view right, bool to_right)
    {
        const auto sender = side_of(to_right ? "TCP A" : "TCP B");
        const auto receiver = side_of(to_right ? "TCP B" : "TCP A");
        if (!sender || !receiver) return third_end("TCP A");
        Arrow arrow;
        arrow.line = where_.line;
        arrow.from = *sender;
        const auto of_left = states_in(left);
        const auto of_right = states_in(right);
        if (!of_left.empty()) arrow.states[to_right ? 0 : 1] = of_left.back();
        if (!of_right.empty()) arrow.states[to_right ? 1 : 0] = of_right.back();
        fill(arrow, read_segment(right));
        return add(std::move(arrow));
    }

    static void fill(Arrow& arrow, const Said& said)
    {
        arrow.flags = said.flags == tcp::Flags{} ? tcp::Flags{tcp::Flag::Ack} : said.flags;
        arrow.seq = said.seq;
        arrow.ack = said.ack;
        arrow.octets = said.octets;
        arrow.some = said.some;
    }

    /// The name after the arrow; `rest` becomes what follows it.
    static std::string_view right_name(std::string_view right, std::string_view& rest, bool dump)
    {
        const std::size_t wide = right.find("：");
        std::size_t end = std::min(right.find(':'), wide);
        std::size_t skip = end == wide ? std::string_view{"："}.size() : 1;
        if (dump) end = right.find(": ");
        if (end == std::string_view::npos) { // "C → S SYN, seq=x"
            end = right.find_first_of(" \t,");
            const std::size_t bracket = right.find_first_of("[(");
            if (bracket != std::string_view::npos && end != std::string_view::npos && bracket <= end + 1 &&
                !states_in(right.substr(bracket)).empty())
                end = right.find_first_of(" \t", right.find_first_of("])", bracket));
            skip = 0;
        }
        if (end == std::string_view::npos) end = right.size();
        rest = right.substr(std::min(right.size(), end + skip));
        return trimmed(right.substr(0, end));
    }

    std::optional<Error> add(Arrow arrow)
    {
        if (++arrows_ > most_arrows)
            return error({"there are more than 200 segments", "报文段超过 200 个"},
                         {"paste a part of it", "请只粘贴其中一部分"});
        diagram_.entries.emplace_back(std::move(arrow));
        return {};
    }

    Error third_end(std::string_view name) const
    {
        return error(say({"\"{}\" is none of the two ends", "“{}”不是两端之一"}, name),
                     say({"a connection has two: {} and {}", "一条连接只有两端：{} 和 {}"},
                         diagram_.names[0].empty() ? "A" : diagram_.names[0],
                         diagram_.names[1].empty() ? "B" : diagram_.names[1]));
    }

    static bool is_same(std::string_view a, std::string_view b)
    {
        const std::string one = lower(a);
        const std::string other = lower(b);
        if (one.empty() || other.empty()) return false;
        const bool ascii = std::ranges::all_of(one + other, [](unsigned char c) { return c < 0x80; });
        return one == other ||
               (ascii && (one.size() == 1 || other.size() == 1) && (one.starts_with(other) || other.starts_with(one)));
    }

    std::optional<trace::Side> side_known(std::string_view name) const
    {
        for (const trace::Side side : trace::both_sides)
            if (is_same(diagram_.names[trace::index(side)], name)) return side;
        return {};
    }

    /// The end with this name, which may be a new one; empty: there are two others.
    std::optional<trace::Side> side_of(std::string_view name)
    {
        if (name.empty()) return {};
        if (const auto alias = alias_.find(lower(name)); alias != alias_.end()) name = alias->second;
        if (const auto side = side_known(name)) return side;
        if (known_ == 2) return {};
        diagram_.names[known_] = std::string{name};
        return known_++ == 0 ? trace::Side::Left : trace::Side::Right;
    }

    /// "Note over C,S: ESTABLISHED", "Server: CLOSE_WAIT", "客户端进入 SYN_SENT". What names no end is passed over.
    std::optional<Error> read_claims(std::string_view line)
    {
        const auto states = states_in(line);
        if (states.empty()) return {};
        std::vector<std::pair<std::size_t, trace::Side>> ends;
        for (std::size_t i = 0; i < known_; ++i) {
            const std::size_t at = place_of(diagram_.names[i], line);
            if (at != std::string_view::npos) ends.emplace_back(at, trace::both_sides[i]);
        }
        for (const auto& [shown, name] : alias_)
            if (const std::size_t at = place_of(shown, line); at != std::string_view::npos)
                if (const auto side = side_known(name)) ends.emplace_back(at, *side);
        std::ranges::sort(ends);
        for (std::size_t i = 0; i < ends.size(); ++i) {
            const tcp::State state = states[std::min(i, states.size() - 1)];
            diagram_.entries.emplace_back(Claim{where_.line, ends[i].second, state});
        }
        return {};
    }

    /// Where the name stands as a word of its own.
    static std::size_t place_of(std::string_view name, std::string_view line)
    {
        const std::string in = lower(line);
        const std::string what = lower(name);
        const auto letter = [&](std::size_t at) {
            return at < in.size() &&
                   (std::isalnum(static_cast<unsigned char>(in[at])) != 0 || in[at] == '_' || in[at] == '-');
        };
        for (std::size_t at = in.find(what); !what.empty() && at != std::string::npos; at = in.find(what, at + 1))
            if ((at == 0 || !letter(at - 1)) && !letter(at + what.size())) return at;
        return std::string_view::npos;
    }

    Place where_;
    Diagram diagram_;
    std::map<std::string, std::string> alias_; // what is shown, in lower case, and the name in arrows
    std::size_t known_ = 0;                    // names
    std::size_t arrows_ = 0;
};

} // namespace

Result<Diagram> read_diagram(std::string_view text, const std::string& file) { return DiagramReader{file}.read(text); }

} // namespace tcpstage::diagram
