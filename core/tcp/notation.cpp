#include "core/tcp/notation.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <fmt/format.h>

namespace tcpstage {

namespace {

struct FlagName {
    Flag flag;
    char letter;
    std::string_view word;
};
/// In the order in which packetdrill's users write the letters.
constexpr std::array<FlagName, 8> flag_names{{{Flag::Syn, 'S', "SYN"},
                                              {Flag::Fin, 'F', "FIN"},
                                              {Flag::Rst, 'R', "RST"},
                                              {Flag::Psh, 'P', "PSH"},
                                              {Flag::Urg, 'U', "URG"},
                                              {Flag::Ece, 'E', "ECE"},
                                              {Flag::Cwr, 'W', "CWR"},
                                              {Flag::Ack, '.', "ACK"}}};

std::string option_text(OptionKind kind, const Options& options, Seq irs)
{
    switch (kind) {
    case OptionKind::End:
        return "eol";
    case OptionKind::Nop:
        return "nop";
    case OptionKind::Mss:
        return fmt::format("mss {}", options.mss);
    case OptionKind::WindowScale:
        return fmt::format("wscale {}", options.window_scale);
    case OptionKind::SackPermitted:
        return "sackOK";
    case OptionKind::Timestamps:
        return fmt::format("TS val {} ecr {}", options.timestamps.value, options.timestamps.echo);
    case OptionKind::Sack:
        break;
    }
    std::string text = "sack";
    for (std::uint8_t i = 0; i < sack_blocks_sent(options); ++i)
        text += fmt::format(" {}:{}", options.sack[i].left - irs, options.sack[i].right - irs);
    return text;
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Reads a line from left to right. After an error it reads nothing more; the first error stands.
class Reader {
public:
    explicit Reader(std::string_view line) : line_{line} {}

    bool failed() const { return fault_.has_value(); }
    const NotationFault& fault() const { return *fault_; }
    std::size_t position() const { return next_; }

    void skip_blanks()
    {
        while (next_ < line_.size() && is_blank(line_[next_]))
            ++next_;
    }
    bool at_end()
    {
        skip_blanks();
        return next_ == line_.size();
    }
    bool at_digit() { return !failed() && !at_end() && line_[next_] >= '0' && line_[next_] <= '9'; }
    bool accept(char c)
    {
        skip_blanks();
        const bool found = !failed() && next_ < line_.size() && line_[next_] == c;
        if (found) ++next_;
        return found;
    }
    void require(char c, std::string_view after)
    {
        if (!accept(c)) refuse(fmt::format("expected \"{}\" after {}", c, after));
    }
    bool accept_word(std::string_view word)
    {
        skip_blanks();
        const bool found = !failed() && peek_word() == word;
        if (found) next_ += word.size();
        return found;
    }
    /// The letters, digits and signs up to the next blank or punctuation.
    std::string_view take_word()
    {
        skip_blanks();
        const auto word = peek_word();
        if (!failed()) next_ += word.size();
        return word;
    }
    std::uint32_t number(std::string_view what, std::uint32_t most = UINT32_MAX)
    {
        skip_blanks();
        if (failed()) return 0;
        std::uint64_t value = 0;
        const char* const begin = line_.data() + next_;
        const auto [end, error] = std::from_chars(begin, line_.data() + line_.size(), value);
        if (error == std::errc::invalid_argument)
            refuse(fmt::format("expected {}, a number", what));
        else if (error != std::errc{} || value > most)
            refuse(fmt::format("{} is at most {}", what, most));
        else
            next_ += static_cast<std::size_t>(end - begin);
        return failed() ? 0 : static_cast<std::uint32_t>(value);
    }
    void refuse(std::string_view what) { refuse_at(next_, what); }
    void refuse_at(std::size_t position, std::string_view what)
    {
        if (!failed()) fault_ = NotationFault{std::string{what}, position, true};
    }
    /// packetdrill knows it, and we don't.
    void pass(std::size_t position, std::string_view what)
    {
        if (!failed()) fault_ = NotationFault{std::string{what}, position, false};
    }

private:
    std::string_view peek_word() const
    {
        const auto rest = line_.substr(next_);
        return rest.substr(0, rest.find_first_of(" \t\r\n:()<>[],"));
    }

    std::string_view line_;
    std::size_t next_ = 0;
    std::optional<NotationFault> fault_;
};

std::optional<Flags> parse_letters(std::string_view text)
{
    Flags flags;
    for (const char c : text) {
        const auto* const found = std::ranges::find(flag_names, c, &FlagName::letter);
        if (found == flag_names.end() || flags.has(found->flag)) return {};
        flags = flags | found->flag;
    }
    return flags;
}

std::optional<Flag> parse_flag_word(std::string_view word)
{
    std::string upper{word};
    for (char& c : upper)
        c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    const auto* const found = std::ranges::find(flag_names, upper, &FlagName::word);
    if (found == flag_names.end()) return {};
    return found->flag;
}

/// "SYN, ACK", "syn+ack", "SYN-ACK".
std::optional<Flags> parse_words(std::string_view text)
{
    constexpr std::string_view separators = " ,+-|";
    Flags flags;
    for (auto start = text.find_first_not_of(separators); start != std::string_view::npos;
         start = text.find_first_not_of(separators)) {
        text.remove_prefix(start);
        const auto word = text.substr(0, text.find_first_of(separators));
        const auto flag = parse_flag_word(word);
        if (!flag) return {};
        flags = flags | *flag;
        text.remove_prefix(word.size());
    }
    if (flags == Flags{}) return {};
    return flags;
}

void read_flags(Reader& reader, SegmentPattern& pattern)
{
    reader.skip_blanks();
    const std::size_t start = reader.position();
    const auto word = reader.take_word();
    const auto flags = word == "-" ? Flags{} : parse_letters(word);
    if (word.empty() || !flags)
        reader.refuse_at(start, "expected flags, letters of \"SFRP.UEW\" or \"-\" for none,");
    else
        pattern.flags = *flags;
}

void read_sequence(Reader& reader, SegmentPattern& pattern)
{
    pattern.seq = reader.number("the sequence number");
    reader.require(':', "the sequence number");
    reader.skip_blanks();
    const std::size_t end_at = reader.position();
    const std::uint32_t end = reader.number("the end of the sequence numbers");
    reader.require('(', "the sequence numbers");
    pattern.payload_bytes = reader.number("the length in octets", UINT16_MAX);
    reader.require(')', "the length");
    if (end - pattern.seq != pattern.payload_bytes)
        reader.refuse_at(end_at, fmt::format("{} and {} octets end at {}, not at {},", pattern.seq,
                                             pattern.payload_bytes, pattern.seq + pattern.payload_bytes, end));
}

void read_sack(Reader& reader, Options& options)
{
    do {
        if (options.sack_count == options.sack.size())
            return reader.refuse("there are at most 4 blocks of SACK: one too many");
        SackBlock& block = options.sack[options.sack_count++];
        block.left = Seq{reader.number("the left edge of a SACK block")};
        reader.require(':', "the left edge of a SACK block");
        block.right = Seq{reader.number("the right edge of a SACK block")};
    } while (reader.at_digit());
}

void read_timestamps(Reader& reader, Options& options)
{
    options.has_timestamps = true;
    if (!reader.accept_word("val")) return reader.refuse("expected \"val\" after TS");
    options.timestamps.value = reader.number("the value of TS");
    if (!reader.accept_word("ecr")) return reader.refuse("expected \"ecr\" after the value of TS");
    options.timestamps.echo = reader.number("the echo of TS");
}

/// Options of packetdrill that the program lacks: Fast Open, MD5, Accurate ECN.
void read_foreign_option(Reader& reader)
{
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> foreign{
        {{"FO", "Fast Open"}, {"FOEXP", "Fast Open"}, {"md5", "MD5 signatures"}, {"ECN", "Accurate ECN"}}};
    reader.skip_blanks();
    const std::size_t start = reader.position();
    for (const auto& [word, name] : foreign)
        if (reader.accept_word(word)) return reader.pass(start, name);
    reader.refuse("expected an option (mss, wscale, sackOK, sack, TS, nop, eol)");
}

void read_option(Reader& reader, Options& options)
{
    if (reader.accept_word("nop") || reader.accept_word("eol")) return;
    if (reader.accept_word("mss")) {
        options.mss = static_cast<std::uint16_t>(reader.number("the mss", UINT16_MAX));
    } else if (reader.accept_word("wscale")) {
        options.has_window_scale = true;
        options.window_scale = static_cast<std::uint8_t>(reader.number("the window scale", UINT8_MAX));
    } else if (reader.accept_word("sackOK")) {
        options.sack_permitted = true;
    } else if (reader.accept_word("TS")) {
        read_timestamps(reader, options);
    } else if (reader.accept_word("sack")) {
        read_sack(reader, options);
    } else {
        read_foreign_option(reader);
    }
}

void read_option_list(Reader& reader, SegmentPattern& pattern)
{
    Options options;
    do
        read_option(reader, options);
    while (reader.accept(','));
    reader.require('>', "the options");
    pattern.options = options;
}

void read_options(Reader& reader, SegmentPattern& pattern)
{
    if (reader.accept('<')) read_option_list(reader, pattern);
}

/// <...> is any option; nothing at all is no option.
void read_packetdrill_options(Reader& reader, SegmentPattern& pattern)
{
    pattern.options = Options{};
    if (!reader.accept('<')) return;
    if (!reader.accept_word("...")) return read_option_list(reader, pattern);
    reader.require('>', "\"...\"");
    pattern.options.reset();
}

constexpr std::array<std::string_view, 4> ecn_words{"noecn", "ect1", "ect0", "ce"};

/// "[ect0]" before the rest.
void read_ecn(Reader& reader, SegmentPattern& pattern)
{
    if (!reader.accept('[')) return;
    reader.skip_blanks();
    const std::size_t start = reader.position();
    const auto word = reader.take_word();
    const auto* const found = std::ranges::find(ecn_words, word);
    if (found == ecn_words.end()) return reader.refuse_at(start, "expected noecn, ect0, ect1 or ce");
    pattern.ecn = static_cast<Ecn>(found - ecn_words.begin());
    reader.require(']', "the word for ECN");
}

void read_datagram(Reader& reader, SegmentPattern& pattern)
{
    pattern.protocol = Protocol::Udp;
    reader.require('(', "udp");
    pattern.payload_bytes = reader.number("the length in octets", UINT16_MAX);
    reader.require(')', "the length");
}

void read_segment(Reader& reader, SegmentPattern& pattern)
{
    read_ecn(reader, pattern);
    if (reader.accept_word("udp")) return read_datagram(reader, pattern);
    read_flags(reader, pattern);
    read_sequence(reader, pattern);
    reader.skip_blanks();
    const std::size_t ack_at = reader.position();
    if (reader.accept_word("ack")) {
        pattern.ack = reader.number("the acknowledgment number");
        if (!pattern.flags.has(Flag::Ack)) reader.refuse_at(ack_at, "\"ack\" needs \".\" among the flags:");
    }
    if (reader.accept_word("win")) pattern.window_bytes = reader.number("the window");
    read_options(reader, pattern);
}

std::string write(const Segment& segment, std::uint32_t window, Seq iss, Seq irs)
{
    if (segment.is_datagram()) return fmt::format("udp ({})", segment.payload.size());
    const std::string ecn =
        segment.ecn == Ecn::NotCapable ? "" : fmt::format("[{}] ", ecn_words[static_cast<std::size_t>(segment.ecn)]);
    const std::uint32_t first = segment.seq - iss;
    const std::uint32_t octets = segment.payload.size();
    std::string text = fmt::format("{}{} {}:{}({})", ecn, flag_letters(segment.flags), first, first + octets, octets);
    if (segment.has_ack()) text += fmt::format(" ack {}", segment.ack - irs);
    text += fmt::format(" win {}", window);
    std::string options;
    for (const OptionKind kind : option_order(segment.options))
        options += (options.empty() ? "" : ",") + option_text(kind, segment.options, irs);
    if (!options.empty()) text += " <" + options + ">";
    return text;
}

} // namespace

std::string notation(const Segment& segment, std::uint32_t window) { return write(segment, window, Seq{}, Seq{}); }

std::string notation_relative(const Segment& segment, std::uint32_t window, Seq iss, Seq irs)
{
    return write(segment, window, iss, irs);
}

Result<SegmentPattern> parse_notation(std::string_view line)
{
    Reader reader{line};
    SegmentPattern pattern;
    read_segment(reader, pattern);
    if (!reader.at_end()) reader.refuse("expected ack, win, <options> in this order, or the end,");
    if (!reader.failed()) return pattern;
    const auto column = static_cast<int>(reader.fault().position) + 1;
    return tl::unexpected{Error{fmt::format("{} at column {} of \"{}\"", reader.fault().what, column, line),
                                Place{"", 0, column}, "write it as in \"S. 300:300(0) ack 101 win 65535 <mss 1460>\""}};
}

tl::expected<ReadNotation, NotationFault> read_packetdrill(std::string_view text)
{
    Reader reader{text};
    SegmentPattern pattern;
    reader.skip_blanks();
    const std::size_t start = reader.position();
    read_flags(reader, pattern);
    read_sequence(reader, pattern);
    if (reader.accept_word("ack")) pattern.ack = reader.number("the acknowledgment number");
    if (reader.accept_word("win")) pattern.window_bytes = reader.number("the window", UINT16_MAX);
    if (reader.accept_word("urg"))
        pattern.urgent = static_cast<std::uint16_t>(reader.number("the urgent pointer", UINT16_MAX));
    read_packetdrill_options(reader, pattern);
    if (pattern.flags.has(Flag::Ece) || pattern.flags.has(Flag::Cwr)) reader.pass(start, "ECN");
    if (reader.failed()) return tl::unexpected{reader.fault()};
    return ReadNotation{pattern, reader.position()};
}

std::optional<Flags> parse_flags(std::string_view text)
{
    if (text.empty()) return {};
    if (text == "-" || text == "none") return Flags{};
    const auto words = parse_words(text);
    return words ? words : parse_letters(text);
}

std::string flag_letters(Flags flags)
{
    std::string text;
    for (const auto& [flag, letter, word] : flag_names)
        if (flags.has(flag)) text += letter;
    return text.empty() ? "-" : text;
}

} // namespace tcpstage
