#include "core/diagram/words.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace tcpstage::diagram {

namespace {

bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_digit(char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; }
bool is_word(char c) { return is_letter(c) || is_digit(c) || c == '_'; }

/// Of numbers in a diagram: more than any sequence number, and sums of them stay far from overflow.
constexpr std::int64_t largest_number = 1'000'000'000'000;

/// Reads a text from left to right.
class Scanner {
public:
    explicit Scanner(std::string_view text) : text_{text} {}

    bool done() const { return at_ >= text_.size(); }
    char peek() const { return done() ? '\0' : text_[at_]; }
    void skip() { ++at_; }
    std::size_t place() const { return at_; }
    void go_to(std::size_t place) { at_ = place; }
    void skip_blanks()
    {
        while (!done() && (peek() == ' ' || peek() == '\t'))
            skip();
    }
    bool takes(std::string_view word)
    {
        if (text_.substr(at_, word.size()) != word) return false;
        at_ += word.size();
        return true;
    }
    std::string_view word()
    {
        const std::size_t begin = at_;
        while (!done() && is_word(peek()))
            skip();
        return text_.substr(begin, at_ - begin);
    }
    std::optional<std::int64_t> number()
    {
        std::int64_t value = 0;
        const char* const begin = text_.data() + at_;
        const auto [end, wrong] = std::from_chars(begin, text_.data() + text_.size(), value);
        if (wrong != std::errc{} || end == begin || value > largest_number) return {};
        at_ += static_cast<std::size_t>(end - begin);
        return value;
    }

private:
    std::string_view text_;
    std::size_t at_ = 0;
};

struct Flagged {
    std::string_view word;
    tcp::Flag flag;
};
constexpr std::array<Flagged, 6> flag_words{{{"syn", tcp::Flag::Syn},
                                             {"ack", tcp::Flag::Ack},
                                             {"fin", tcp::Flag::Fin},
                                             {"rst", tcp::Flag::Rst},
                                             {"psh", tcp::Flag::Psh},
                                             {"urg", tcp::Flag::Urg}}};

std::optional<tcp::Flag> flag_of(std::string_view word)
{
    const auto found = std::ranges::find(flag_words, word, &Flagged::word);
    return found == flag_words.end() ? std::nullopt : std::optional{found->flag};
}

/// "x", "x + 1", "ISN(c)+1", "100", "100+1". Leaves the scanner where it was if there is none.
std::optional<Value> read_value(Scanner& in)
{
    const std::size_t begin = in.place();
    Value value;
    if (is_digit(in.peek())) {
        const auto number = in.number();
        if (!number) return {};
        value.offset = *number;
    } else if (is_letter(in.peek())) {
        value.symbol = std::string{in.word()};
        if (in.takes("(")) {
            const std::string_view inside = in.word();
            if (inside.empty() || !in.takes(")")) {
                in.go_to(begin);
                return {};
            }
            value.symbol += "(" + std::string{inside} + ")";
        }
    } else {
        return {};
    }
    const std::size_t end = in.place();
    in.skip_blanks();
    const char sign = in.peek();
    if (sign != '+' && sign != '-') {
        in.go_to(end);
        return value;
    }
    in.skip();
    in.skip_blanks();
    const auto more = is_digit(in.peek()) ? in.number() : std::nullopt;
    if (!more) { // "SYN+ACK"
        in.go_to(end);
        return value;
    }
    return value.plus(sign == '+' ? *more : -*more);
}

enum class Field : std::uint8_t { None, Seq, Ack, Length };

/// A name of a number, at the place of the scanner: in Chinese, or one that is no flag.
Field chinese_field(Scanner& in)
{
    for (const std::string_view word : {"确认序号", "确认号", "应答号"})
        if (in.takes(word)) return Field::Ack;
    for (const std::string_view word : {"序列号", "序号"})
        if (in.takes(word)) return Field::Seq;
    for (const std::string_view word : {"数据长度", "长度"})
        if (in.takes(word)) return Field::Length;
    return Field::None;
}

Field field_of(std::string_view word)
{
    if (word == "seq" || word == "seqno" || word == "sequence") return Field::Seq;
    if (word == "acknum" || word == "ackno" || word == "acknowledgment") return Field::Ack;
    return word == "len" || word == "length" || word == "bytes" ? Field::Length : Field::None;
}

bool takes_equals(Scanner& in)
{
    in.skip_blanks();
    const bool sign = in.takes("=") || in.takes(":") || in.takes("：") || in.takes("＝");
    in.skip_blanks();
    return sign;
}

class SegmentReader {
public:
    explicit SegmentReader(std::string_view text) : in_{text} {}

    Said said()
    {
        while (!in_.done()) {
            if (const Field field = chinese_field(in_); field != Field::None)
                take_field(field);
            else if (in_.takes("丢失") || in_.takes("✕") || in_.takes("✗"))
                said_.lost = true;
            else if (in_.takes("数据"))
                note_data();
            else if (is_letter(in_.peek()))
                take_word();
            else
                in_.skip();
        }
        if (said_.ack && !said_.flags.has(tcp::Flag::Ack) && said_.flags == tcp::Flags{}) set(tcp::Flag::Ack);
        if (said_.octets > 0 && said_.flags == tcp::Flags{}) set(tcp::Flag::Ack);
        return said_;
    }

private:
    void set(tcp::Flag flag) { said_.flags = said_.flags | flag; }

    void note_data()
    {
        said_.any = true;
        if (said_.octets > 0) return;
        said_.octets = 1;
        said_.some = true;
    }

    void take_field(Field field)
    {
        said_.any = true;
        takes_equals(in_);
        const auto value = read_value(in_);
        if (!value) return;
        if (field == Field::Seq) said_.seq = value;
        if (field == Field::Ack) said_.ack = value;
        if (field != Field::Length || !value->symbol.empty() || value->offset < 0 || value->offset > 65535) return;
        said_.octets = static_cast<std::uint32_t>(value->offset);
        said_.some = false;
    }

    /// "SYN=1", "SYN J", "ack=x+1", "ACK=1".
    void take_flag(std::string_view as_written, tcp::Flag flag)
    {
        said_.any = true;
        const std::size_t end = in_.place();
        const bool equals = takes_equals(in_);
        const bool capital = as_written == "ACK" || flag != tcp::Flag::Ack;
        const auto value = is_digit(in_.peek()) || is_letter(in_.peek()) ? read_value(in_) : std::nullopt;
        const bool bit =
            equals && value && capital && value->symbol.empty() && (value->offset == 0 || value->offset == 1);
        if (bit) {
            if (value->offset == 1) set(flag);
            return;
        }
        // Another flag, the name of a number, or a word of a sentence is no value: "SYN ACK", "ACK seq=1", "SYN
        // packet".
        const bool is_value = value && !flag_of(lower(value->symbol)) && field_of(lower(value->symbol)) == Field::None;
        const bool is_short = value && (value->symbol.size() <= 1 || value->offset != 0);
        const bool numbered = flag == tcp::Flag::Ack || flag == tcp::Flag::Syn || flag == tcp::Flag::Fin;
        const bool counts = is_value && numbered && (equals || is_short);
        if (!counts) in_.go_to(end);
        if (flag == tcp::Flag::Ack && counts) {
            said_.ack = value;
            if (capital || !equals) set(flag);
            return;
        }
        set(flag);
        if (counts && !said_.seq) said_.seq = value;
    }

    void take_word()
    {
        const std::string_view as_written = in_.word();
        const std::string word = lower(as_written);
        if (const auto flag = flag_of(word)) return take_flag(as_written, *flag);
        if (word == "synack") {
            set(tcp::Flag::Syn);
            set(tcp::Flag::Ack);
            said_.any = true;
        } else if (word == "finack") {
            set(tcp::Flag::Fin);
            set(tcp::Flag::Ack);
            said_.any = true;
        } else if (const Field field = field_of(word); field != Field::None) {
            take_field(field);
        } else if (word == "data") {
            note_data();
        } else if (word == "lost" || word == "dropped") {
            said_.lost = true;
        }
    }

    Scanner in_;
    Said said_;
};

} // namespace

std::string to_text(const Value& value)
{
    if (value.symbol.empty()) return std::to_string(value.offset);
    if (value.offset == 0) return value.symbol;
    return value.symbol + (value.offset > 0 ? "+" : "") + std::to_string(value.offset);
}

Said read_segment(std::string_view text) { return SegmentReader{text}.said(); }

std::vector<tcp::State> states_in(std::string_view text)
{
    std::vector<tcp::State> states;
    for (std::size_t i = 0; i < text.size();) {
        if (!is_letter(text[i])) {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < text.size() &&
               (is_word(text[end]) || (text[end] == '-' && end + 1 < text.size() && is_word(text[end + 1]))))
            ++end;
        std::string word{text.substr(i, end - i)};
        std::ranges::replace(word, '_', '-');
        std::ranges::transform(word, word.begin(), [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
        if (word == "SYN-RCVD" || word == "SYN-RECV") word = "SYN-RECEIVED";
        if (word == "FIN-WAIT1") word = "FIN-WAIT-1";
        if (word == "FIN-WAIT2") word = "FIN-WAIT-2";
        if (word == "ESTAB" || word == "ESTABLISH") word = "ESTABLISHED";
        if (const auto state = tcp::parse_state(word)) states.push_back(*state);
        i = end;
    }
    return states;
}

std::string_view trimmed(std::string_view text)
{
    const std::size_t begin = text.find_first_not_of(" \t\r");
    if (begin == std::string_view::npos) return {};
    return text.substr(begin, text.find_last_not_of(" \t\r") + 1 - begin);
}

std::string lower(std::string_view text)
{
    std::string result{text};
    std::ranges::transform(result, result.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return result;
}

} // namespace tcpstage::diagram
