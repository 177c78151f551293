#include "core/base/files.h"
#include "core/base/say.h"
#include "core/packetdrill/cursor.h"
#include "core/packetdrill/script.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace tcpstage::packetdrill {

namespace {

using Defines = std::map<std::string, std::string, std::less<>>; // --define=NAME=VALUE

/// Reads the options, then one event after another.
class ScriptReader {
public:
    ScriptReader(Cursor& cursor, Script& script, std::stop_token stop)
        : cursor_{cursor}, script_{script}, stop_{std::move(stop)}
    {}

    void read_all()
    {
        while (cursor_.peek() == '-')
            read_option();
        while (!cursor_.at_end() && !stop_.stop_requested()) {
            if (script_.events.size() == most_events) refuse_too_many({"events", "个事件"}, most_events);
            ScriptEvent event;
            const Place place = cursor_.place();
            event.where = {{}, place.line, place.column};
            if (cursor_.peek() != '`')
                read_time(event); // a command before or after the events has no time
            else
                event.when.kind = When::Kind::Relative;
            event.action = read_action(event);
            script_.events.push_back(std::move(event));
        }
    }

private:
    void read_option()
    {
        cursor_.require("--", {"the options, or a time,", "选项或时间"});
        const std::string name{cursor_.word()};
        if (name.empty()) cursor_.refuse({"expected the name of an option after \"--\"", "“--”后面应有选项名"});
        std::string value;
        if (!cursor_.failed() && cursor_.rest().starts_with('=')) {
            cursor_.accept("=");
            value = cursor_.rest().substr(0, cursor_.rest().find_first_of(" \t\r\n"));
            cursor_.skip(value.size());
        }
        const auto equals = value.find('=');
        if (name == "define" && equals != std::string::npos)
            defines_[value.substr(0, equals)] = value.substr(equals + 1);
        script_.options[name] = value;
    }

    void read_time(ScriptEvent& event)
    {
        When& when = event.when;
        if (cursor_.accept("*")) {
            when.kind = When::Kind::Any;
            return;
        }
        when.kind = cursor_.accept("+") ? When::Kind::Relative : When::Kind::Absolute;
        when.from = Duration{cursor_.nanoseconds()};
        when.to = when.from;
        if (!cursor_.accept("~")) return;
        if (when.kind == When::Kind::Relative) cursor_.require("+", {"\"~\" of a relative time", "相对时间的“~”"});
        when.to = Duration{cursor_.nanoseconds()};
        if (when.to < when.from) cursor_.refuse({"the range of times goes backwards", "时间范围倒退了"});
    }

    Action read_action(const ScriptEvent& event)
    {
        const bool until = cursor_.accept("...");
        if (until) {
            SystemCall call;
            call.blocking = true;
            cursor_.accept("+");
            call.until = Duration{cursor_.nanoseconds()};
            if (call.until < event.when.from)
                cursor_.refuse({"the call returns before it begins", "调用在开始之前就返回了"});
            return read_call(std::move(call));
        }
        if (cursor_.accept("<")) return read_segment(false);
        if (cursor_.accept(">")) return read_segment(true);
        if (event.when.kind == When::Kind::Any || event.when.to != event.when.from)
            cursor_.refuse({"only an expected segment may come at any time, or in a range of times",
                            "只有预期的报文段可以在任意时刻或一段时间内到来"});
        if (cursor_.accept("`")) return Command{std::string{cursor_.up_to("`", {"the command", "命令"})}};
        if (cursor_.accept("%{")) return Snippet{std::string{cursor_.up_to("}%", {"the snippet", "代码段"})}};
        return read_call({});
    }

    /// Skips the rest of a line that is known but not supported.
    Foreign skip_line(OwnedText what)
    {
        cursor_.skip(std::min(cursor_.rest().find('\n'), cursor_.rest().size()));
        return {std::move(what)};
    }

    /// The message of path MTU discovery; the cursor stays where it is if this is something else.
    std::optional<TooBigLine> read_too_big()
    {
        constexpr std::string_view words = "icmp unreachable frag_needed mtu ";
        const std::string_view line = cursor_.rest().substr(0, cursor_.rest().find('\n'));
        const std::size_t open = line.find('[');
        const std::size_t close = line.find(']');
        if (!line.starts_with(words) || open == std::string_view::npos || close == std::string_view::npos) return {};
        const std::string quoted{line.substr(open + 1, close - open - 1)};
        const auto segment = tcp::parse_notation("- " + quoted);
        TooBigLine too_big;
        const std::string_view mtu = line.substr(words.size());
        const auto [end, error] = std::from_chars(mtu.data(), mtu.data() + mtu.size(), too_big.mtu);
        if (!segment || error != std::errc{}) return {};
        too_big.seq = segment->seq;
        too_big.octets = segment->payload_bytes;
        cursor_.skip(close + 1);
        return too_big;
    }

    Action read_segment(bool outbound)
    {
        constexpr std::array<std::string_view, 8> others{"icmp", "udp", "sctp", "ipv4",
                                                         "ipv6", "gre", "mpls", "udplite"};
        if (cursor_.at_end()) cursor_.refuse({"expected a segment", "这里应有一个报文段"});
        if (const auto too_big = outbound ? std::nullopt : read_too_big()) return *too_big;
        for (const auto other : others)
            if (!cursor_.failed() && cursor_.rest().starts_with(other))
                return skip_line(say({"{} packets", "{} 报文"}, other));
        std::optional<tcp::Ecn> ecn;
        if (const char open = cursor_.peek(); open == '[' || open == '(')
            if (auto foreign = read_prefix(open, ecn)) return skip_line(*foreign);
        if (const char next = cursor_.peek(); next >= '0' && next <= '9')
            return skip_line({"port numbers in segments", "报文段中的端口号"});
        if (cursor_.failed()) return SegmentLine{};
        const auto segment = tcp::read_packetdrill(cursor_.rest());
        if (!segment && !segment.error().known) return skip_line(segment.error().what);
        if (!segment) {
            cursor_.refuse_at(segment.error().position, segment.error().what,
                              {"write it as in \"< S. 300:300(0) ack 101 win 65535 <mss 1460>\"",
                               "请写成“< S. 300:300(0) ack 101 win 65535 <mss 1460>”这样"});
            return SegmentLine{};
        }
        SegmentLine line{outbound, segment->pattern, std::string{cursor_.rest().substr(0, segment->length)}};
        line.pattern.ecn = ecn;
        cursor_.skip(segment->length);
        return line;
    }

    /// Reads a prefix about the IP header: [noecn], [ect0], [ect1], [ce], or (ttl N), which is ignored.
    std::optional<OwnedText> read_prefix(char open, std::optional<tcp::Ecn>& ecn)
    {
        constexpr std::array<std::string_view, 4> marks{"noecn", "ect1", "ect0", "ce"}; // by their codepoint
        cursor_.accept(std::string_view{&open, 1});
        const auto inside = cursor_.up_to(open == '[' ? "]" : ")", {"the part before the flags", "标志前面的部分"});
        const auto* const mark = std::ranges::find(marks, inside);
        if (mark != marks.end()) ecn = static_cast<tcp::Ecn>(mark - marks.begin());
        if (mark != marks.end() || inside.starts_with("ttl")) return {};
        return say({"the IP header's {}", "IP 首部的 {}"}, inside);
    }

    Action read_call(SystemCall call)
    {
        call.name = cursor_.word();
        if (call.name.empty())
            cursor_.refuse({"expected \"<\", \">\", a call, a `command` or a %{ snippet }%",
                            "这里应有“<”、“>”、调用、`命令` 或 %{ 代码段 }%"});
        if (!cursor_.failed() && cursor_.peek() != '(')
            cursor_.refuse(say({"expected \"(\" after \"{}\"", "“{}”后面应有“(”"}, call.name));
        cursor_.accept("(");
        call.arguments = read_values(")");
        cursor_.require("=", {"the arguments", "参数"});
        call.result = read_value();
        if (cursor_.peek() >= 'A' && cursor_.peek() <= 'Z') call.error = cursor_.word();
        if (cursor_.accept("(")) cursor_.up_to(")", {"the note", "括号里的说明"});
        return call;
    }

    void refuse_too_many(Text what, std::size_t most)
    {
        cursor_.refuse(say({"too large: a script has at most {} {}", "太大：一个脚本最多 {} {}"}, most, what));
    }

    std::vector<Value> read_values(std::string_view close)
    {
        std::vector<Value> values;
        if (cursor_.accept(close)) return values;
        do
            values.push_back(read_value());
        while (cursor_.accept(","));
        cursor_.require(close, {"a value", "值"});
        return values;
    }

    Value read_value()
    {
        if (++depth_ > deepest_nesting) cursor_.refuse(too_deep());
        Value value = read_either();
        --depth_;
        return value;
    }

    Value read_either()
    {
        Value first = read_single();
        if (cursor_.peek() != '|') return first;
        Value either{Value::Kind::Either, 0, {}, {std::move(first)}};
        while (cursor_.accept("|"))
            either.items.push_back(read_single());
        return either;
    }

    Value read_single()
    {
        if (++values_ > most_values) refuse_too_many({"values", "个值"}, most_values);
        const char c = cursor_.peek();
        if (cursor_.accept("...")) return {};
        if (cursor_.accept("[")) return {Value::Kind::List, 0, {}, read_values("]")};
        if (cursor_.accept("{")) return {Value::Kind::Group, 0, {}, read_values("}")};
        if (c == '"') return read_text();
        if ((c >= '0' && c <= '9') || c == '-') return {Value::Kind::Number, cursor_.number(), {}, {}};
        std::string name{cursor_.word()};
        if (name.empty()) {
            cursor_.refuse({"expected a value", "这里应有一个值"});
            return {};
        }
        if (const auto define = defines_.find(name); define != defines_.end()) return defined(define->second);
        std::vector<Value> arguments;
        const bool call = cursor_.accept("(");
        if (call) arguments = read_values(")");
        if (cursor_.accept("=")) return {Value::Kind::Field, 0, std::move(name), {read_value()}};
        return {call ? Value::Kind::Call : Value::Kind::Word, 0, std::move(name), std::move(arguments)};
    }

    Value read_text()
    {
        Value value{Value::Kind::Text, 0, {}, {}};
        while (cursor_.accept("\""))
            value.text += cursor_.up_to("\"", {"the text", "文本"});
        cursor_.accept("...");
        return value;
    }

    static Value defined(const std::string& text)
    {
        const std::string file;
        Cursor inner{text, file};
        const char c = inner.peek();
        if (c == '"')
            return {Value::Kind::Text, 0, text.substr(1, text.size() - std::min<std::size_t>(2, text.size())), {}};
        if (c >= '0' && c <= '9') return {Value::Kind::Number, inner.number(), {}, {}};
        return {Value::Kind::Word, 0, text, {}};
    }

    Cursor& cursor_;
    Script& script_;
    std::stop_token stop_;
    Defines defines_;
    std::size_t values_ = 0;
    int depth_ = 0;
};

} // namespace

Result<Script> read(std::string_view text, const std::string& file, std::stop_token stop)
{
    const auto clean = without_comments(text, file);
    if (!clean) return tl::unexpected{clean.error()};
    Script script;
    script.file = file;
    Cursor cursor{*clean, file};
    ScriptReader{cursor, script, stop}.read_all();
    if (stop.stop_requested()) return cancelled(file);
    if (cursor.failed()) return tl::unexpected{cursor.error()};
    if (script.events.empty())
        return fail({"the script has no events", "脚本没有任何事件"}, {file, 1, 0},
                    {"write them as in \"0.00 socket(...) = 3\"", "请写成“0.00 socket(...) = 3”这样"});
    return script;
}

} // namespace tcpstage::packetdrill
